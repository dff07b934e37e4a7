#pragma once

#include "base/core_loop.h"
#include "fleet/lab.h"

#include <chrono>
#include <condition_variable>
#include <deque>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <string>

namespace otabench::cli {

/// A lab on its own core loop, and what it tells of its boards, in order, for a command's thread.
/// Made and used by one thread.
class LabSession : private fleet::Observer
{
public:
    LabSession();
    ~LabSession() override; ///< closes the lab and ends the loop
    LabSession(const LabSession &) = delete;
    LabSession &operator=(const LabSession &) = delete;

    [[nodiscard]] Result<> open(fleet::LabOptions options);

    /// Runs `work` with the lab on its loop, and waits for it.
    void run(const std::function<void(fleet::Lab &)> &work);

    /// The next news of a board, or nothing when none came within the limit.
    [[nodiscard]] std::optional<fleet::BoardState> next(std::chrono::milliseconds limit);

private:
    void onBoard(const fleet::BoardState &state) override;

    void onBoardRemoved(const std::string &) override {}

    void onLog(const fleet::LogLine &) override {}

    void onCampaign(const fleet::CampaignState &) override {}

    std::mutex m_mutex;
    std::condition_variable m_wake;
    std::deque<fleet::BoardState> m_news;

    std::unique_ptr<fleet::Lab> m_lab; ///< the loop's
    CoreLoop m_loop;
};

/// The history's database: $OTABENCH_DATABASE (postgresql://...), or nothing for the file of this
/// computer.
[[nodiscard]] std::string databaseUrl();

} // namespace otabench::cli
