#pragma once

#include "widgets/common/event_bridge.h"

#include <QAbstractTableModel>
#include <QTimer>

#include <optional>
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
        Place,
        Bench,
        Tags,
        Chip,
        Version,
        Slot,
        Signal,
        Progress,
        Speed,
        TimeLeft,
        LastLine,
    };
    static constexpr int kColumns = 13;

    /// The same in every language and version: for settings.
    [[nodiscard]] static QString columnName(Column column);
    [[nodiscard]] static std::optional<Column> columnFromName(const QString &name);

    enum Role
    {
        ValueRole = Qt::UserRole, ///< raw: to sort and filter by
        SecondLineRole,           ///< QString: what stands below the display text
        IconRole,                 ///< QString: of our icon set; State only
        TokenRole,                ///< int of Token: the cell's colour
        PercentRole,              ///< int, or invalid; Progress only
        IdRole,                   ///< QString: BoardState::id, in every column
        RevisionRole,             ///< quint64: another one whenever the board has changed
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
    /// "ttyUSB0", "pty vb-03", "host:4000".
    [[nodiscard]] static QString portText(const std::string &address);
    /// "ESP32-C3"; empty while it is not known.
    [[nodiscard]] static QString chipText(const fleet::BoardState &board);
    /// What it needs yet at its present speed; nothing while that is not known.
    [[nodiscard]] static std::optional<std::chrono::milliseconds>
    timeLeft(const fleet::BoardState &board);

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
    std::vector<quint64> m_revisions; ///< of m_boards
    quint64 m_lastRevision = 0;
    std::unordered_map<std::string, int> m_rows;
    int m_active = 0;
    QTimer m_tick;
};

} // namespace otabench::widgets
