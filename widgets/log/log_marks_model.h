#pragma once

#include "monitor/log_record.h"

#include <QAbstractListModel>
#include <QString>

#include <cstdint>
#include <optional>
#include <vector>

namespace otabench::widgets {

/// The lines that are worth finding again: those core has marked and the user's own, in the order
/// of the log. Thread: GUI.
class LogMarksModel : public QAbstractListModel
{
    Q_OBJECT
public:
    enum Role
    {
        SequenceRole = Qt::UserRole, ///< quint64: the line's
        IconRole,                    ///< QString
        TokenRole,                   ///< int of Token
    };

    struct Mark
    {
        std::uint64_t sequence = 0;
        monitor::Bookmark bookmark = monitor::Bookmark::None; ///< None: only the user's
        bool isUsers = false;
        QString time, board, text;
    };

    explicit LogMarksModel(QObject *parent = nullptr);

    void reset(std::vector<Mark> marks);  ///< ascending
    void append(std::vector<Mark> marks); ///< ascending, and later than all that are there
    /// Makes or removes the user's mark; `line` says what its row shows.
    void toggle(const Mark &line);
    void dropBefore(std::uint64_t sequence);

    [[nodiscard]] bool isUsers(std::uint64_t sequence) const;
    /// Sequences of the user's own.
    [[nodiscard]] std::vector<Mark> usersMarks() const;
    [[nodiscard]] std::optional<std::uint64_t> next(std::uint64_t after) const;
    [[nodiscard]] std::optional<std::uint64_t> previous(std::uint64_t before) const;
    /// The row at or before the line; -1: none.
    [[nodiscard]] int rowNear(std::uint64_t sequence) const;

    [[nodiscard]] const std::vector<Mark> &marks() const { return m_marks; }

    [[nodiscard]] int rowCount(const QModelIndex &parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex &index, int role) const override;

    /// "Reboot", "First error", …; "Bookmark" for the user's.
    [[nodiscard]] static QString word(const Mark &mark);
    [[nodiscard]] static QString iconName(const Mark &mark);

    void retranslate();

private:
    [[nodiscard]] std::vector<Mark>::const_iterator find(std::uint64_t sequence) const;

    std::vector<Mark> m_marks;
};

} // namespace otabench::widgets
