#pragma once

#include "fleet/detail/board_book.h"
#include "fleet/detail/board_session.h"
#include "fleet/detail/board_update.h"
#include "fleet/lab.h"
#include "monitor/log_store.h"

#include <boost/asio/steady_timer.hpp>

#include <deque>
#include <functional>
#include <memory>
#include <string>
#include <unordered_map>
#include <vector>

namespace otabench::fleet::detail {

class Bench;

/// A board, its session, and its state as it is now. What the observer has been shown may be older:
/// while a transition waits for the history (`unshown`), nothing newer of the board is shown.
class Board : public BoardSession::Listener
{
public:
    Board(boost::asio::io_context &context, Bench &bench, const std::string &id,
          const std::string &address, const Profile &profile);

    void onPort() override;
    void onLine(const monitor::LogEntry &entry, std::string_view line) override;
    void onAgentEvent(const AgentMessage &event) override;
    void onTracker(const monitor::TrackerEvent &event) override;
    void onMac() override;
    void onOtherBoard(const std::string &mac) override;
    bool mayReopen() override;

    /// Calls `work` when the port is open, or its error known: perhaps now.
    void whenSettled(std::function<void(Board &)> work);

    BoardState state;
    BoardState shown;
    std::deque<std::string> recentLog; ///< its last lines: what is kept of a failure
    BoardSession session;
    std::string usbSerial;         ///< of its adapter, with the interface; empty: none
    BoardUpdate *update = nullptr; ///< the campaign's, while one runs
    bool isInCampaign = false;
    bool isCandidate = false; ///< a new port, shown to nobody before it is known who is there
    unsigned unshown = 0;     ///< transitions on their way through the history
    bool isDirty = false;

private:
    Bench &m_bench;
    std::vector<std::function<void(Board &)>> m_whenSettled;
};

/// The boards of the lab, and what the observer is told of them: phase changes at once, the rest at
/// most ten times a second for each board.
///
/// A board is its MAC. Whose answer comes at a port decides whose port it is: a board that turns up
/// at another port goes on there, also in the middle of an update, and one that is found where
/// another was takes the other's port away. Until a board has told its MAC it is its place
/// (PortKeeper). Thread: the core loop.
class Bench
{
public:
    /// @param logs  keeps every line; null: the disk cannot.
    Bench(boost::asio::io_context &context, Observer &observer, BoardBook &book,
          monitor::LogStore *logs);

    /// Adds a board and opens its port. One that is known by this address is opened again.
    Board &add(const std::string &address, const Profile &profile);

    /// A port of which it is not known yet whether a board of the list has moved there. Held back
    /// until that is known. If it is none: shown as a new board (`isNews`), or let go.
    void addCandidate(const std::string &address, const std::string &place,
                      const std::string &usbSerial, const Profile &profile, bool isNews);

    void remove(const std::string &id);
    [[nodiscard]] Board *find(const std::string &id);
    /// The board that is at the address now, whatever it was added by.
    [[nodiscard]] Board *findAt(const std::string &address);
    [[nodiscard]] Board *findIf(const std::function<bool(const Board &)> &condition);
    /// `work` must add and remove none.
    void forEach(const std::function<void(Board &)> &work);
    [[nodiscard]] std::vector<BoardState> shownStates() const;

    /// Asks an agent board who it is; its state tells the answer.
    void identify(Board &board);

    /// Reads again what the user says of the boards, and shows it.
    void describeAll();

    /// Goes with the bench.
    [[nodiscard]] const std::shared_ptr<bool> &alive() const { return m_alive; }

    /// Shows the board's present state within a tenth of a second.
    void changed(Board &board);
    /// Shows a state now.
    void show(Board &board, const BoardState &state);
    void log(LogLine line);
    /// Keeps a line as it came. Shown or not, none is left out. Returns its bookmark.
    monitor::Bookmark keep(Board &board, monitor::LogRecord::Time at,
                           const monitor::LogEntry &entry, std::string_view line);

    /// Who says whether a lost board may be at its address again; nobody: it may.
    void setPortCheck(std::function<bool(const Board &)> check) { m_portCheck = std::move(check); }

    /// Who looks at ports that nobody has asked for, when a board's port is found to be another's.
    void setSeek(std::function<void()> seek) { m_seek = std::move(seek); }

    [[nodiscard]] bool mayReopen(const Board &board) const
    {
        return !m_portCheck || m_portCheck(board);
    }

    // From the boards.
    void onMac(Board &board);
    void onOtherBoard(Board &board, const std::string &mac);

private:
    void planShow();
    void showDirty();
    void describe(Board &board);
    void later(Board &board, std::function<void(Board &)> work);
    void settle(Board &candidate);
    void claim(Board &lost);
    void giveTo(Board &from, Board &to, const std::string &mac, const Error &reason);
    Board &append(const std::string &address, const std::string &mac, const Profile &profile);
    void separate(Board &board, const std::string &mac);
    void erase(Board &board);
    [[nodiscard]] Board *findMac(const std::string &mac, const Board &other);
    [[nodiscard]] std::string freeId(const std::string &address, const std::string &mac) const;

    boost::asio::io_context &m_context;
    Observer &m_observer;
    BoardBook &m_book;
    monitor::LogStore *m_logs;
    std::vector<std::unique_ptr<Board>> m_boards; ///< in the order they were added
    std::unordered_map<std::string, Board *> m_byId;
    std::unordered_map<const Board *, bool> m_candidates; ///< whether it is news
    std::vector<Board *> m_dirty;
    std::function<bool(const Board &)> m_portCheck;
    std::function<void()> m_seek;
    boost::asio::steady_timer m_showTimer;
    bool m_isShowPlanned = false;
    std::shared_ptr<bool> m_alive = std::make_shared<bool>(true);
};

} // namespace otabench::fleet::detail
