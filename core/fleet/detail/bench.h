#pragma once

#include "fleet/detail/board_session.h"
#include "fleet/detail/board_update.h"
#include "fleet/lab.h"

#include <boost/asio/steady_timer.hpp>

#include <deque>
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
    Board(boost::asio::io_context &context, Bench &bench, const std::string &address,
          const Profile &profile);

    void onPort() override;
    void onLine(const monitor::LogEntry &entry, std::string_view line) override;
    void onAgentEvent(const AgentMessage &event) override;
    void onTracker(const monitor::TrackerEvent &event) override;

    BoardState state;
    BoardState shown;
    std::deque<std::string> recentLog; ///< its last lines: what is kept of a failure
    BoardSession session;
    BoardUpdate *update = nullptr; ///< the campaign's, while one runs
    bool isInCampaign = false;
    unsigned unshown = 0; ///< transitions on their way through the history
    bool isDirty = false;

private:
    Bench &m_bench;
};

/// The boards of the lab, and what the observer is told of them: phase changes at once, the rest at
/// most ten times a second for each board. Thread: the core loop.
class Bench
{
public:
    Bench(boost::asio::io_context &context, Observer &observer);

    void add(const std::string &address, const Profile &profile);
    void remove(const std::string &id);
    [[nodiscard]] Board *find(const std::string &id);
    [[nodiscard]] std::vector<BoardState> shownStates() const;

    /// Asks an agent board who it is; its state tells the answer.
    void identify(Board &board);

    /// Shows the board's present state within a tenth of a second.
    void changed(Board &board);
    /// Shows a state now.
    void show(Board &board, const BoardState &state);
    void log(LogLine line);

private:
    void planShow();
    void showDirty();

    boost::asio::io_context &m_context;
    Observer &m_observer;
    std::vector<std::unique_ptr<Board>> m_boards; ///< in the order they were added
    std::unordered_map<std::string, Board *> m_byId;
    std::vector<Board *> m_dirty;
    boost::asio::steady_timer m_showTimer;
    bool m_isShowPlanned = false;
    std::shared_ptr<bool> m_alive = std::make_shared<bool>(true);
};

} // namespace otabench::fleet::detail
