#pragma once

#include "fleet/board_registry.h"

#include <boost/asio/io_context.hpp>
#include <boost/asio/steady_timer.hpp>

#include <filesystem>
#include <map>
#include <string>

namespace otabench::fleet::detail {

/// The registry as the core loop uses it: read again when another program has written it, and
/// written a second after the first news, all boards at once. Thread: the core loop.
class BoardBook
{
public:
    BoardBook(boost::asio::io_context &context, std::filesystem::path file);
    ~BoardBook(); ///< writes what is still to be written
    BoardBook(const BoardBook &) = delete;
    BoardBook &operator=(const BoardBook &) = delete;

    /// Fills in label, bench, tags and name, as the user gave them.
    void describe(BoardState &state);

    /// Notes what a board says of itself and where it is, when that is news.
    void note(const BoardState &state, const std::string &usbSerial);

    /// What the user says of boards, and says to forget, is changed there.
    [[nodiscard]] BoardRegistry &registry() { return m_registry; }

    /// A board of which nothing is remembered any more: it is noted anew when it turns up.
    void forget(const BoardState &state);

private:
    void reload();
    void write();
    [[nodiscard]] static std::string keyOf(const BoardState &state); ///< of m_known

    BoardRegistry m_registry;
    std::filesystem::path m_file;
    std::filesystem::file_time_type m_readAt; ///< the file's time when it was read
    BoardRegistry::Records m_records;
    std::map<std::string, std::string> m_known; ///< by MAC or place: what was noted
    BoardRegistry::Records m_news;
    boost::asio::steady_timer m_timer;
};

/// "ttyUSB0" of /dev/ttyUSB0, "vb-01" of pty:/run/vb-01; a network address as it is.
[[nodiscard]] std::string lastPart(const std::string &address);

} // namespace otabench::fleet::detail
