#include "widgets/log/log_store.h"

#include <algorithm>

namespace otabench::widgets {

LogStore::LogStore(QObject *parent)
    : QObject(parent)
{
}

LogModel *LogStore::log(const std::string &board)
{
    std::unique_ptr<LogModel> &slot = m_logs[board];
    if (!slot) {
        const std::size_t share =
            std::clamp(kAllLines / m_logs.size(), kLeastLines, LogModel::kCapacity);
        slot = std::make_unique<LogModel>(share);
        if (share < LogModel::kCapacity) {
            for (const auto &entry : m_logs) {
                if (entry.second)
                    entry.second->setCapacity(share);
            }
        }
    }
    return slot.get();
}

void LogStore::apply(const EventBatch &batch)
{
    for (const std::string &id : batch.removed) {
        if (m_logs.contains(id)) {
            Q_EMIT aboutToRemove(id);
            m_logs.erase(id);
        }
    }
    std::unordered_map<std::string, std::vector<const fleet::LogLine *>> byBoard;
    for (const fleet::LogLine &line : batch.lines)
        byBoard[line.board].push_back(&line);
    for (const auto &[board, skipped] : batch.skipped)
        byBoard.try_emplace(board);
    for (const auto &[board, lines] : byBoard) {
        const auto skipped = batch.skipped.find(board);
        log(board)->append(lines, skipped == batch.skipped.end() ? 0 : skipped->second);
    }
}

} // namespace otabench::widgets
