#pragma once

#include "base/paths.h"
#include "log_view.h"
#include "serial/transport.h"
#include "stop_signals.h"

#include <boost/asio/io_context.hpp>
#include <boost/asio/steady_timer.hpp>

#include <functional>
#include <memory>
#include <string>
#include <vector>

namespace otabench::cli {

/// Follows ports until the user interrupts. A port that goes (unplugged, a native USB board that
/// restarts) is opened again when it is back. One thread, however many boards.
class LogFollower
{
public:
    using OnError = std::function<void(const Error &)>;

    /// @param reconnects  false: ends with the last port
    LogFollower(const LogViewSettings &settings, const StopSignals &signals, const Paths &paths,
                bool reconnects, OnError onError);

    [[nodiscard]] Result<> add(const std::string &address, const serial::OpenOptions &options);

    /// Ends when the user interrupts, nobody reads the output any more, or all ports are gone for
    /// good.
    void run();

private:
    struct Board
    {
        Board(boost::asio::io_context &loop, std::unique_ptr<LogView> aLog, serial::Address where,
              const serial::OpenOptions &how)
            : log(std::move(aLog))
            , address(std::move(where))
            , options(how)
            , timer(loop)
        {
        }

        std::unique_ptr<LogView> log;
        serial::Address address;
        serial::OpenOptions options;
        std::unique_ptr<serial::Transport> transport = {};
        boost::asio::steady_timer timer;
        unsigned tries = 0;
        bool isLent = false; ///< to another program, see fleet::PortLoan
    };

    [[nodiscard]] Result<> open(Board &board);
    void onClosed(Board &board, const Error &reason);
    void reopenLater(Board &board);
    void lookForSignals();
    void lookForLoans();

    const LogViewSettings &m_settings;
    const StopSignals &m_signals;
    std::filesystem::path m_loans; ///< the folder
    bool m_reconnects;
    OnError m_onError;
    boost::asio::io_context m_loop{1};
    boost::asio::steady_timer m_signalTimer;
    std::vector<std::unique_ptr<Board>> m_boards;
    std::size_t m_open = 0;
};

} // namespace otabench::cli
