#include "fleet/detail/bench.h"

#include <algorithm>
#include <utility>

namespace otabench::fleet::detail {
namespace {

constexpr std::chrono::milliseconds kShowGap{100};
constexpr std::size_t kRecentLines = 30;

/// "ttyUSB0" of /dev/ttyUSB0, "vb-01" of pty:/run/vb-01; a network address as it is.
std::string nameOf(const std::string &address)
{
    if (address.find("://") != std::string::npos)
        return address.substr(address.find("://") + 3);
    const std::size_t slash = address.find_last_of("/:");
    return slash == std::string::npos || slash + 1 == address.size() ? address
                                                                     : address.substr(slash + 1);
}

} // namespace

Board::Board(boost::asio::io_context &context, Bench &bench, const std::string &address,
             const Profile &profile)
    : session(context, address, *this)
    , m_bench(bench)
{
    state.id = address;
    state.name = nameOf(address);
    state.profile = profile;
}

void Board::onPort()
{
    const bool isBack = session.portState() == PortState::Open && state.port != PortState::Open;
    state.port = session.portState();
    state.portError = session.portError();
    if (isBack && !update && state.profile.kind == ProfileKind::Agent)
        m_bench.identify(*this);
    m_bench.changed(*this);
}

void Board::onLine(const monitor::LogEntry &entry, std::string_view line)
{
    LogLine logLine{.board = state.id,
                    .at = std::chrono::system_clock::now(),
                    .level = entry.level,
                    .kind = entry.kind,
                    .text = monitor::cleanText(line)};
    if (entry.kind != monitor::LineKind::AgentFrame && entry.kind != monitor::LineKind::Noise) {
        state.lastLogLine = logLine.text;
        state.lastLogLevel = entry.level;
        recentLog.push_back(logLine.text);
        if (recentLog.size() > kRecentLines)
            recentLog.pop_front();
        m_bench.changed(*this);
    }
    m_bench.log(std::move(logLine));
    if (update)
        update->onLine(entry);
}

void Board::onAgentEvent(const AgentMessage &event)
{
    if (event.word == "boot" || event.word == "state") {
        if (state.identity) {
            updateIdentity(*state.identity, event);
            m_bench.changed(*this);
        }
        // Project, chip and the rest are not in the event.
        if (event.word == "boot" && !update)
            m_bench.identify(*this);
    }
    if (update)
        update->onAgentEvent(event);
}

void Board::onTracker(const monitor::TrackerEvent &event)
{
    if (event.kind == monitor::TrackerEvent::Kind::Booted &&
        state.profile.kind != ProfileKind::Agent) {
        if (auto identity = identityFromLog(session.tracker().boot())) {
            state.identity = std::move(identity);
            m_bench.changed(*this);
        }
    }
    if (update)
        update->onTracker(event);
}

Bench::Bench(boost::asio::io_context &context, Observer &observer)
    : m_context(context)
    , m_observer(observer)
    , m_showTimer(context)
{
}

void Bench::add(const std::string &address, const Profile &profile)
{
    if (Board *known = find(address)) {
        if (!known->isInCampaign)
            known->state.profile = profile;
        (void)known->session.open(); // onPort tells
        return changed(*known);
    }
    m_boards.push_back(std::make_unique<Board>(m_context, *this, address, profile));
    Board &board = *m_boards.back();
    m_byId.emplace(address, &board);
    (void)board.session.open(); // onPort tells, and it is tried again
    show(board, board.state);
}

void Bench::remove(const std::string &id)
{
    Board *board = find(id);
    if (!board || board->isInCampaign)
        return;
    m_byId.erase(id);
    std::erase(m_dirty, board);
    std::erase_if(m_boards, [&](const auto &each) { return each.get() == board; });
    m_observer.onBoardRemoved(id);
}

Board *Bench::find(const std::string &id)
{
    const auto found = m_byId.find(id);
    return found == m_byId.end() ? nullptr : found->second;
}

std::vector<BoardState> Bench::shownStates() const
{
    std::vector<BoardState> states;
    states.reserve(m_boards.size());
    for (const auto &board : m_boards)
        states.push_back(board->shown);
    return states;
}

void Bench::identify(Board &board)
{
    board.session.agent().request(
        "identify", {}, [this, id = board.state.id](const Result<AgentMessage> &answer) {
            Board *asked = find(id);
            if (!answer || !asked || asked->update)
                return; // silence shows as a board of which nothing is known
            if (auto identity = identityFromAnswer(*answer)) {
                asked->state.identity = *std::move(identity);
                changed(*asked);
            }
        });
}

void Bench::changed(Board &board)
{
    if (std::exchange(board.isDirty, true))
        return;
    m_dirty.push_back(&board);
    planShow();
}

void Bench::planShow()
{
    if (std::exchange(m_isShowPlanned, true))
        return;
    m_showTimer.expires_after(kShowGap);
    m_showTimer.async_wait([this, alive = std::weak_ptr(m_alive)](boost::system::error_code error) {
        if (!error && !alive.expired())
            showDirty();
    });
}

void Bench::showDirty()
{
    m_isShowPlanned = false;
    for (Board *board : std::exchange(m_dirty, {})) {
        board->isDirty = false;
        if (board->unshown > 0)
            changed(*board); // the transition goes first
        else
            show(*board, board->state);
    }
}

void Bench::show(Board &board, const BoardState &state)
{
    board.shown = state;
    m_observer.onBoard(state);
}

void Bench::log(LogLine line)
{
    m_observer.onLog(line);
}

} // namespace otabench::fleet::detail
