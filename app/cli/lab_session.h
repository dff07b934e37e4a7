#pragma once

#include "lab_runner.h"

#include <chrono>
#include <condition_variable>
#include <deque>
#include <mutex>
#include <optional>
#include <string>

namespace otabench::cli {

/// A lab on its own core loop, and what it tells of its boards, in order, for a command's thread.
/// Made and used by one thread.
class LabSession : private fleet::Observer
{
public:
    [[nodiscard]] Result<> open(fleet::LabOptions options)
    {
        return m_lab.open(std::move(options), *this);
    }

    void run(const std::function<void(fleet::Lab &)> &work) { m_lab.run(work); }

    /// The next news of a board, or nothing when none came within the limit.
    [[nodiscard]] std::optional<fleet::BoardState> next(std::chrono::milliseconds limit);

private:
    void onBoard(const fleet::BoardState &state) override;

    void onBoardRemoved(const std::string &) override {}

    void onLog(const fleet::LogLine &) override {}

    void onCampaign(const fleet::CampaignState &) override {}

    void onServer(const fleet::ServerState &) override {}

    std::mutex m_mutex;
    std::condition_variable m_wake;
    std::deque<fleet::BoardState> m_news;

    LabRunner m_lab; ///< last: its loop uses the others
};

/// The history's database: $OTABENCH_DATABASE (postgresql://...), or nothing for the file of this
/// computer.
[[nodiscard]] std::string databaseUrl();

} // namespace otabench::cli
