#pragma once

#include <boost/asio/io_context.hpp>
#include <boost/asio/posix/stream_descriptor.hpp>
#include <boost/asio/steady_timer.hpp>

#include <filesystem>
#include <functional>
#include <memory>
#include <set>
#include <string>

namespace otabench::fleet::detail {

/// Tells which ports of this computer are lent (PortLoan), when that changes. Thread: the core
/// loop.
class LoanWatch
{
public:
    using OnChange = std::function<void(const std::set<std::string> &devices)>;

    LoanWatch(boost::asio::io_context &context, std::filesystem::path folder, OnChange onChange);
    ~LoanWatch();
    LoanWatch(const LoanWatch &) = delete;
    LoanWatch &operator=(const LoanWatch &) = delete;

private:
    void wait();
    void look();
    void planLook();

    std::filesystem::path m_folder;
    OnChange m_onChange;
    std::set<std::string> m_lent;
    boost::asio::posix::stream_descriptor m_changes; ///< of the folder, by inotify
    boost::asio::steady_timer m_timer;
    std::shared_ptr<bool> m_alive = std::make_shared<bool>(true);
};

} // namespace otabench::fleet::detail
