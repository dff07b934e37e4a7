#pragma once

#include "widgets/common/event_bridge.h"

#include <QAbstractTableModel>
#include <QTimer>

#include <string>
#include <unordered_map>
#include <vector>

namespace otabench::widgets {

/// The boards of the bench, a row each in the order they were added. Fed with the bridge's batches;
/// rows are found by id in O(1). While boards are under way their waiting times are refreshed once
/// a second. Thread: GUI.
class BenchModel : public QAbstractTableModel
{
    Q_OBJECT
public:
    enum class Column
    {
        State,
        Board,
        Port,
        Chip,
        Version,
        Slot,
        Progress,
        Speed,
        LastLine,
    };
    static constexpr int kColumns = 9;

    enum Role
    {
        ValueRole = Qt::UserRole, ///< raw: to sort and filter by
        SecondLineRole,           ///< QString: what stands below the display text
        IconRole,                 ///< QString: of our icon set; State only
        TokenRole,                ///< int of Token: the cell's colour
        PercentRole,              ///< int, or invalid; Progress only
        IdRole,                   ///< QString: BoardState::id, in every column
    };

    explicit BenchModel(QObject *parent = nullptr);

    void apply(const EventBatch &batch);

    [[nodiscard]] const fleet::BoardState &board(int row) const;
    /// -1 for an id that is not on the bench.
    [[nodiscard]] int rowOf(const std::string &id) const;

    /// Boards in a campaign and not at its end.
    [[nodiscard]] int activeCount() const { return m_active; }

    [[nodiscard]] int rowCount(const QModelIndex &parent = {}) const override;
    [[nodiscard]] int columnCount(const QModelIndex &parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex &index, int role) const override;
    [[nodiscard]] QVariant headerData(int section, Qt::Orientation orientation,
                                      int role) const override;

    /// All texts are made anew: after a change of language.
    void retranslate();

    /// "1.0.0 → 2.0.0" while both are known and differ, else the one that is known.
    [[nodiscard]] static QString versionText(const fleet::BoardState &board);
    /// "ttyUSB0", "vb-03 (pty)", "host:4000".
    [[nodiscard]] static QString portText(const std::string &address);

private:
    void remove(const std::vector<std::string> &ids);
    void update(const std::vector<fleet::BoardState> &states);
    void announce(std::vector<int> rows);
    void refreshWaiting();
    void recount();
    [[nodiscard]] static QString text(const fleet::BoardState &board, Column column);
    [[nodiscard]] static QString secondLine(const fleet::BoardState &board, Column column);
    [[nodiscard]] static QVariant value(const fleet::BoardState &board, Column column);
    [[nodiscard]] static QString toolTip(const fleet::BoardState &board, Column column);

    std::vector<fleet::BoardState> m_boards;
    std::unordered_map<std::string, int> m_rows;
    int m_active = 0;
    QTimer m_tick;
};

} // namespace otabench::widgets
