#pragma once

#include "certificates/trust_book.h"
#include "fleet/detail/forwarding_observer.h"

#include <boost/asio/io_context.hpp>
#include <boost/asio/steady_timer.hpp>

#include <filesystem>
#include <map>
#include <memory>
#include <string>
#include <vector>

namespace otabench::fleet::detail {

/// Passes everything on to the observer, and notes in the trust book which CAs each board says it
/// trusts: what ends a rotation. Written a second after the first news, all boards at once. Thread:
/// the core loop.
class TrustNotes : public ForwardingObserver
{
public:
    TrustNotes(boost::asio::io_context &context, Observer &next,
               const std::filesystem::path &folder);
    ~TrustNotes() override; ///< writes what is still to be written
    TrustNotes(const TrustNotes &) = delete;
    TrustNotes &operator=(const TrustNotes &) = delete;

    void onBoard(const BoardState &state) override;

private:
    void write();

    certificates::TrustBook m_book;
    std::map<std::string, std::string> m_known; ///< by MAC: address and CAs, as noted
    std::vector<certificates::BoardTrust> m_news;
    boost::asio::steady_timer m_timer;
    std::shared_ptr<bool> m_alive = std::make_shared<bool>(true);
};

} // namespace otabench::fleet::detail
