#include "fleet/detail/bench.h"

#include "monitor/wifi_signal.h"

#include <boost/asio/post.hpp>

#include <algorithm>
#include <utility>

namespace otabench::fleet::detail {
namespace {

constexpr std::chrono::milliseconds kShowGap{100};
constexpr std::size_t kRecentLines = 30;

Error otherBoardError(const std::string &address, const std::string &mac)
{
    return fail(ErrorCode::PortGone,
                "another board ({}) is at {} now: plug this one in again, at any port", mac,
                address)
        .value();
}

} // namespace

Board::Board(boost::asio::io_context &context, Bench &bench, const std::string &id,
             const std::string &address, const Profile &profile)
    : session(context, address, *this)
    , m_bench(bench)
{
    state.id = id;
    state.address = address;
    state.name = lastPart(address);
    state.profile = profile;
}

void Board::onPort()
{
    const bool isBack = session.portState() == PortState::Open && state.port != PortState::Open;
    state.port = session.portState();
    state.portError = session.portError();
    state.address = session.address();
    if (isBack && !update && state.profile.kind == ProfileKind::Agent)
        m_bench.identify(*this);
    m_bench.changed(*this);
    if (!m_whenSettled.empty() && (state.port == PortState::Open || state.portError)) {
        for (const auto &work : std::exchange(m_whenSettled, {}))
            work(*this);
    }
}

void Board::whenSettled(std::function<void(Board &)> work)
{
    if (session.portState() == PortState::Open || session.portError())
        return work(*this);
    m_whenSettled.push_back(std::move(work));
}

void Board::onLine(const monitor::LogEntry &entry, std::string_view line)
{
    // What is shown has the time it is kept by: who reads both finds where one goes on.
    const auto now =
        std::chrono::time_point_cast<std::chrono::microseconds>(std::chrono::system_clock::now());
    const monitor::Bookmark bookmark = m_bench.keep(*this, now, entry, line);
    LogLine logLine{.board = state.id,
                    .at = now,
                    .level = entry.level,
                    .kind = entry.kind,
                    .text = monitor::cleanText(line),
                    .bookmark = bookmark};
    if (entry.kind != monitor::LineKind::AgentFrame && entry.kind != monitor::LineKind::Noise) {
        state.lastLogLine = logLine.text;
        state.lastLogLevel = entry.level;
        if (const auto signal = monitor::signalFrom(entry))
            state.signalDbm = signal;
        recentLog.push_back(logLine.text);
        if (recentLog.size() > kRecentLines)
            recentLog.pop_front();
        m_bench.changed(*this);
    }
    m_bench.log(std::move(logLine));
    if (update)
        update->onLine(entry, line);
}

void Board::onAgentEvent(const AgentMessage &event)
{
    if (event.word == "boot")
        state.signalDbm.reset(); // of the connection before
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

void Board::onMac()
{
    m_bench.onMac(*this);
}

void Board::onOtherBoard(const std::string &mac)
{
    m_bench.onOtherBoard(*this, mac);
}

bool Board::mayReopen()
{
    return m_bench.mayReopen(*this);
}

Bench::Bench(boost::asio::io_context &context, Observer &observer, BoardBook &book,
             monitor::LogStore *logs)
    : m_context(context)
    , m_observer(observer)
    , m_book(book)
    , m_logs(logs)
    , m_showTimer(context)
{
}

Board &Bench::add(const std::string &address, const Profile &profile)
{
    if (Board *known = findAt(address)) {
        if (!known->isInCampaign)
            known->state.profile = profile;
        (void)known->session.open(); // onPort tells
        changed(*known);
        return *known;
    }
    Board &board = append(address, "", profile);
    (void)board.session.open(); // onPort tells, and it is tried again
    describe(board);
    show(board, board.state);
    return board;
}

void Bench::addCandidate(const std::string &address, const std::string &place,
                         const std::string &usbSerial, const Profile &profile, bool isNews)
{
    Board &board = append(address, "", profile);
    board.isCandidate = true;
    board.state.place = place;
    board.usbSerial = usbSerial;
    board.session.holdLines();
    m_candidates.emplace(&board, isNews);
    if (profile.kind != ProfileKind::Agent)
        return settle(board);
    identify(board);
    (void)board.session.open(); // its failure is kept, and tried again
}

/// Nobody has claimed the candidate.
void Bench::settle(Board &candidate)
{
    const bool isNews = m_candidates[&candidate];
    m_candidates.erase(&candidate);
    if (!isNews)
        return erase(candidate);
    candidate.isCandidate = false;
    (void)candidate.session.open(); // ok when it is open
    describe(candidate);
    show(candidate, candidate.state);
    candidate.session.releaseLines();
}

void Bench::remove(const std::string &id)
{
    Board *board = find(id);
    if (!board || board->isInCampaign)
        return;
    erase(*board);
    m_observer.onBoardRemoved(id);
}

void Bench::erase(Board &board)
{
    m_byId.erase(board.state.id);
    m_candidates.erase(&board);
    std::erase(m_dirty, &board);
    std::erase_if(m_boards, [&](const auto &each) { return each.get() == &board; });
}

Board *Bench::find(const std::string &id)
{
    const auto found = m_byId.find(id);
    return found == m_byId.end() ? nullptr : found->second;
}

Board *Bench::findAt(const std::string &address)
{
    // One that is lost and known by its place may come back anywhere, but not because another
    // device has got its name.
    return findIf([&](const Board &board) {
        return board.session.address() == address &&
               (board.session.portState() != PortState::Lost || board.state.place.empty());
    });
}

Board *Bench::findIf(const std::function<bool(const Board &)> &condition)
{
    const auto found =
        std::ranges::find_if(m_boards, [&](const auto &each) { return condition(*each); });
    return found == m_boards.end() ? nullptr : found->get();
}

void Bench::forEach(const std::function<void(Board &)> &work)
{
    for (const auto &board : m_boards)
        work(*board);
}

Board *Bench::findMac(const std::string &mac, const Board &other)
{
    return findIf(
        [&](const Board &board) { return &board != &other && board.session.mac() == mac; });
}

std::string Bench::freeId(const std::string &address, const std::string &mac) const
{
    if (!m_byId.contains(address))
        return address;
    for (unsigned number = 2;; ++number) {
        const std::string id = fmt::format(
            "{} ({})", address, mac.empty() || number > 2 ? std::to_string(number) : mac);
        if (!m_byId.contains(id))
            return id;
    }
}

std::vector<BoardState> Bench::shownStates() const
{
    std::vector<BoardState> states;
    states.reserve(m_boards.size());
    for (const auto &board : m_boards) {
        if (!board->isCandidate)
            states.push_back(board->shown);
    }
    return states;
}

void Bench::identify(Board &board)
{
    board.session.agent().request(
        "identify", {}, [this, id = board.state.id](const Result<AgentMessage> &answer) {
            Board *asked = find(id);
            if (!asked || asked->update)
                return;
            // Silence shows as a board of which nothing is known.
            if (auto identity = answer ? identityFromAnswer(*answer)
                                       : Result<BoardIdentity>(tl::unexpected(answer.error()))) {
                asked->state.identity = *std::move(identity);
                describe(*asked);
                changed(*asked);
            }
            if (asked->isCandidate)
                later(*asked, [this](Board &candidate) {
                    if (candidate.isCandidate)
                        settle(candidate);
                });
        });
}

// ---- whose port is it

/// Not from within a session's line: boards may come and go.
void Bench::later(Board &board, std::function<void(Board &)> work)
{
    boost::asio::post(m_context, [this, alive = std::weak_ptr(m_alive), id = board.state.id,
                                  work = std::move(work)] {
        if (alive.expired())
            return;
        if (Board *found = find(id))
            work(*found);
    });
}

void Bench::onMac(Board &board)
{
    if (findMac(board.session.mac(), board))
        later(board, [this](Board &found) {
            if (Board *owner = findMac(found.session.mac(), found))
                claim(*owner);
        });
}

void Bench::onOtherBoard(Board &board, const std::string &mac)
{
    later(board, [this, mac](Board &found) { separate(found, mac); });
}

/// A board that is lost goes on at the port at which it has answered as if it were another one.
void Bench::claim(Board &lost)
{
    const PortState state = lost.session.portState();
    if (lost.session.mac().empty() || (state != PortState::Closed && state != PortState::Lost))
        return; // open at two ports, a USB console and a bridge, it is two boards of the list
    Board *holder = findIf([&](const Board &each) {
        return &each != &lost && !each.isInCampaign && each.session.mac() == lost.session.mac() &&
               each.session.portState() == PortState::Open;
    });
    if (!holder)
        return;
    const std::string id = holder->state.id;
    const bool wasShown = !holder->isCandidate;
    giveTo(*holder, lost, lost.session.mac(), {});
    erase(*holder);
    if (wasShown)
        m_observer.onBoardRemoved(id);
}

/// Another board is where this one was: the port becomes that one's.
void Bench::separate(Board &board, const std::string &mac)
{
    if (board.session.portState() != PortState::Open || board.session.mac() == mac)
        return;
    const Error reason = otherBoardError(board.session.address(), mac);
    Board *owner = findMac(mac, board);
    const bool isElsewhere = owner && (owner->session.portState() == PortState::Open ||
                                       owner->session.portState() == PortState::Lent);
    if (!owner || isElsewhere) {
        // While another port counts as the owner's, this one is held back: when two have been
        // swapped, the owner is about to find out that it is at a wrong one.
        Board &stranger = append(board.session.address(), mac, board.state.profile);
        if (isElsewhere) {
            stranger.isCandidate = true;
            stranger.session.holdLines();
            m_candidates.emplace(&stranger, true);
        }
        owner = &stranger;
    }
    giveTo(board, *owner, mac, reason);
    claim(board);
    if (board.session.portState() == PortState::Lost && m_seek)
        m_seek();
}

void Bench::giveTo(Board &from, Board &to, const std::string &mac, const Error &reason)
{
    to.state.place = std::exchange(from.state.place, {});
    to.usbSerial = std::exchange(from.usbSerial, {});
    to.session.takeOver(from.session, mac, reason);
    describe(to);
    changed(to);
}

Board &Bench::append(const std::string &address, const std::string &mac, const Profile &profile)
{
    m_boards.push_back(
        std::make_unique<Board>(m_context, *this, freeId(address, mac), address, profile));
    Board &board = *m_boards.back();
    m_byId.emplace(board.state.id, &board);
    return board;
}

void Bench::describe(Board &board)
{
    m_book.describe(board.state);
}

void Bench::describeAll()
{
    for (const auto &board : m_boards) {
        describe(*board);
        changed(*board);
    }
}

// ---- what is shown

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
    if (board.isCandidate)
        return;
    board.shown = state;
    if (!state.phase || isFinal(*state.phase)) // its identity does not change before
        m_book.note(state, board.usbSerial);
    m_observer.onBoard(state);
}

void Bench::log(LogLine line)
{
    m_observer.onLog(line);
}

monitor::Bookmark Bench::keep(Board &board, monitor::LogRecord::Time at,
                              const monitor::LogEntry &entry, std::string_view line)
{
    return m_logs ? m_logs->add(at, board.state.id, line, entry, board.session.tracker())
                  : monitor::Bookmark::None;
}

} // namespace otabench::fleet::detail
