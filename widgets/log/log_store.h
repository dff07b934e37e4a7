#pragma once

#include "widgets/common/event_bridge.h"
#include "widgets/log/log_model.h"

#include <QObject>

#include <memory>
#include <string>
#include <unordered_map>

namespace otabench::widgets {

/// The logs of all boards, a LogModel each. The lines of all together are bounded: with many boards
/// each keeps fewer. Thread: GUI.
class LogStore : public QObject
{
    Q_OBJECT
public:
    static constexpr std::size_t kAllLines = 4000000;
    static constexpr std::size_t kLeastLines = 2000;

    explicit LogStore(QObject *parent = nullptr);

    void apply(const EventBatch &batch);

    /// The board's log, made when it is first asked for. Valid until the board is removed.
    [[nodiscard]] LogModel *log(const std::string &board);

Q_SIGNALS:
    void aboutToRemove(const std::string &board);

private:
    std::unordered_map<std::string, std::unique_ptr<LogModel>> m_logs;
};

} // namespace otabench::widgets
