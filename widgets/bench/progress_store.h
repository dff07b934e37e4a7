#pragma once

#include "widgets/common/event_bridge.h"

#include <chrono>
#include <cstdint>
#include <string>
#include <unordered_map>
#include <vector>

namespace otabench::widgets {

/// How a board's present update, or its last one, went on: bytes over time.
struct ProgressCourse
{
    struct Point
    {
        std::chrono::milliseconds at{0}; ///< since the first point
        std::uint64_t bytes = 0;
    };

    std::vector<Point> points;
    std::uint64_t total = 0; ///< 0: not known yet
};

/// The courses of all boards, so that the one that is opened in mid-update is shown from its start.
/// Each is bounded: when it is full, every second point goes. Thread: GUI.
class ProgressStore
{
public:
    using Clock = std::chrono::steady_clock;
    static constexpr std::size_t kMostPoints = 512;

    void apply(const EventBatch &batch, Clock::time_point now = Clock::now());

    /// Null for a board that has not downloaded since the program started. Valid until apply().
    [[nodiscard]] const ProgressCourse *course(const std::string &board) const;

private:
    struct Kept
    {
        ProgressCourse course;
        Clock::time_point start;
        unsigned attempt = 0;
        std::chrono::milliseconds gap{0}; ///< between points, at least
    };

    void add(const fleet::BoardState &board, Clock::time_point now);

    std::unordered_map<std::string, Kept> m_kept;
};

} // namespace otabench::widgets
