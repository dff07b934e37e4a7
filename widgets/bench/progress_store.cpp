#include "widgets/bench/progress_store.h"

#include <algorithm>

namespace otabench::widgets {
namespace {

constexpr std::chrono::milliseconds kFirstGap{200};

bool isBeforeDownload(const fleet::BoardState &board)
{
    return board.phase == Phase::Queued || board.phase == Phase::Preparing;
}

} // namespace

void ProgressStore::apply(const EventBatch &batch, Clock::time_point now)
{
    for (const std::string &id : batch.removed)
        m_kept.erase(id);
    for (const fleet::BoardState &board : batch.boards)
        add(board, now);
}

void ProgressStore::add(const fleet::BoardState &board, Clock::time_point now)
{
    if (!board.phase)
        return;
    if (isBeforeDownload(board)) { // another update begins
        m_kept.erase(board.id);
        return;
    }
    if (board.bytes == 0)
        return;
    const auto [entry, isNew] = m_kept.try_emplace(board.id);
    Kept &kept = entry->second;
    auto &points = kept.course.points;
    if (isNew || kept.attempt != board.attempt ||
        (!points.empty() && board.bytes < points.back().bytes))
        kept = {.course = {}, .start = now, .attempt = board.attempt, .gap = kFirstGap};
    kept.course.total = board.total;
    const auto at = std::chrono::duration_cast<std::chrono::milliseconds>(now - kept.start);
    if (!points.empty() && points.back().bytes == board.bytes)
        return;
    if (points.size() > 1 && at - points[points.size() - 2].at < kept.gap) {
        points.back() = {at, board.bytes}; // the newest is always there
        return;
    }
    points.push_back({at, board.bytes});
    if (points.size() < kMostPoints)
        return;
    for (std::size_t each = 1; each * 2 < points.size(); ++each)
        points[each] = points[each * 2];
    points.resize((points.size() + 1) / 2);
    kept.gap *= 2;
}

const ProgressCourse *ProgressStore::course(const std::string &board) const
{
    const auto found = m_kept.find(board);
    return found == m_kept.end() ? nullptr : &found->second.course;
}

} // namespace otabench::widgets
