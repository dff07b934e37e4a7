#include "log_follower.h"

#include "fleet/port_loan.h"
#include "serial/port_holder.h"

#include <boost/asio/post.hpp>

#include <chrono>
#include <utility>

namespace otabench::cli {
namespace {

// A board that restarts on native USB is back within seconds; after that nobody waits for the port.
constexpr std::chrono::milliseconds kReopenSoon{250};
constexpr std::chrono::milliseconds kReopenLater{2000};
constexpr unsigned kSoonTries = 120;
constexpr std::chrono::milliseconds kLookForSignals{100};

} // namespace

LogFollower::LogFollower(const LogViewSettings &settings, const StopSignals &signals,
                         const Paths &paths, bool reconnects, OnError onError)
    : m_settings(settings)
    , m_signals(signals)
    , m_loans(fleet::PortLoan::folder(paths))
    , m_reconnects(reconnects)
    , m_onError(std::move(onError))
    , m_signalTimer(m_loop)
{
    lookForSignals();
}

/// They stay pending until then: a line that finds no room sees them, too.
void LogFollower::lookForSignals()
{
    m_signalTimer.expires_after(kLookForSignals);
    m_signalTimer.async_wait([this](const boost::system::error_code &error) {
        if (error)
            return;
        if (m_signals.haveCome())
            return m_loop.stop();
        lookForLoans();
        lookForSignals();
    });
}

/// Lets ports go that another program has asked for (`boards lend`), until they are back.
void LogFollower::lookForLoans()
{
    const auto lent = fleet::PortLoan::lentDevices(m_loans);
    for (const auto &board : m_boards) {
        const auto device = serial::keyOf(board->address);
        const bool isLent = device && lent.contains(*device);
        if (isLent == std::exchange(board->isLent, isLent))
            continue;
        if (!isLent) {
            board->tries = 0;
            reopenLater(*board);
        } else if (board->transport) {
            board->log->finish();
            board->log->note("port-lent", "another program has asked for the port");
            board->transport.reset();
            --m_open;
        }
    }
}

Result<> LogFollower::add(const std::string &address, const serial::OpenOptions &options)
{
    const auto parsed = serial::parseAddress(address);
    if (!parsed)
        return tl::unexpected(parsed.error());
    auto board = std::make_unique<Board>(
        m_loop, std::make_unique<LogView>(address, m_settings, options.baudRate), *parsed, options);
    if (auto opened = open(*board); !opened)
        return opened;
    m_boards.push_back(std::move(board));
    return {};
}

Result<> LogFollower::open(Board &board)
{
    auto transport = serial::openTransport(m_loop, board.address, board.options);
    if (!transport)
        return tl::unexpected(transport.error());
    board.transport = *std::move(transport);
    ++m_open;
    board.transport->start(
        [this, &board](std::span<const char> bytes) {
            board.log->feed(bytes);
            if (m_settings.output.isBroken()) // nobody reads any more: `| head`
                m_loop.stop();
        },
        [this, &board](const Error &reason) { onClosed(board, reason); });
    return {};
}

void LogFollower::onClosed(Board &board, const Error &reason)
{
    board.log->finish();
    --m_open;
    if (!m_reconnects) {
        m_onError(reason);
        if (m_open == 0)
            m_loop.stop();
        return;
    }
    board.log->note("port-lost", reason.text);
    board.tries = 0;
    // The transport is calling: it goes when it has returned.
    boost::asio::post(m_loop, [this, &board] {
        board.transport.reset();
        reopenLater(board);
    });
}

void LogFollower::reopenLater(Board &board)
{
    board.timer.expires_after(board.tries++ < kSoonTries ? kReopenSoon : kReopenLater);
    board.timer.async_wait([this, &board](const boost::system::error_code &error) {
        if (error || board.isLent)
            return;
        if (open(board))
            board.log->note("port-back", "the port is back");
        else
            reopenLater(board);
    });
}

void LogFollower::run()
{
    if (m_open > 0)
        m_loop.run();
    for (const auto &board : m_boards) {
        if (board->transport)
            board->log->finish();
        board->transport.reset();
    }
}

} // namespace otabench::cli
