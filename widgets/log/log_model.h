#pragma once

#include "fleet/board_state.h"

#include <QAbstractListModel>

#include <cstdint>
#include <deque>
#include <span>
#include <string>

namespace otabench::widgets {

/// One board's log: the newest lines, at most `capacity`; older ones leave at the front. Lines are
/// kept as UTF-8, for memory. Thread: GUI.
class LogModel : public QAbstractListModel
{
    Q_OBJECT
public:
    static constexpr std::size_t kCapacity = 100000;

    enum Role
    {
        LevelRole = Qt::UserRole, ///< int of monitor::Level
        SequenceRole,             ///< quint64: counts all lines ever, the line's identity
        TimeRole,                 ///< "12:03:04.567"
    };

    explicit LogModel(std::size_t capacity = kCapacity, QObject *parent = nullptr);

    /// Appends lines in order; first says that `skipped` lines before them were lost.
    void append(std::span<const fleet::LogLine *const> lines, std::uint64_t skipped = 0);
    void clear();
    /// Drops the oldest lines beyond the new limit at once.
    void setCapacity(std::size_t capacity);

    [[nodiscard]] int rowCount(const QModelIndex &parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex &index, int role) const override;

private:
    struct Line
    {
        std::chrono::system_clock::time_point at;
        monitor::Level level = monitor::Level::None;
        std::uint64_t skipped = 0; ///< not zero: this is no line but a note of so many lost
        std::string text;
    };

    void makeRoom(std::size_t coming);
    [[nodiscard]] static QString textOf(const Line &line);

    std::size_t m_capacity;
    std::deque<Line> m_lines;
    std::uint64_t m_firstSequence = 0;
};

} // namespace otabench::widgets
