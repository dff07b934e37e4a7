#pragma once

#include "widgets/bench/phase_group.h"

#include <QSortFilterProxyModel>
#include <QString>
#include <QTimer>

#include <optional>

namespace otabench::widgets {

class BenchModel;

/// The boards of one bench or all, of a phase group, that match a text by name, MAC, address,
/// place, bench, tag, version, project or chip; sorted by the columns' raw values; by State means
/// "needs attention first". Equal boards keep the natural order of their names: vb-2 before vb-10.
///
/// With hundreds of boards that change ten times a second rows must not jump about, nor cost a sort
/// each: which rows are shown and in which order is looked at anew at most every kResort, and only
/// touched where it is no longer right. Thread: GUI.
class BenchFilterModel : public QSortFilterProxyModel
{
    Q_OBJECT
public:
    static constexpr std::chrono::milliseconds kResort{500};

    explicit BenchFilterModel(BenchModel &boards, QObject *parent = nullptr);

    void setText(const QString &text);
    void setBench(const std::optional<std::string> &bench); ///< none: all boards
    void setGroup(PhaseGroup group);

    [[nodiscard]] const QString &text() const { return m_text; }

    [[nodiscard]] const std::optional<std::string> &bench() const { return m_bench; }

    [[nodiscard]] PhaseGroup group() const { return m_group; }

    [[nodiscard]] bool isFiltering() const
    {
        return !m_text.isEmpty() || m_bench || m_group != PhaseGroup::All;
    }

    /// Boards of the bench and the text, in that group: what the group's button would show.
    [[nodiscard]] int count(PhaseGroup group) const;

    /// What has become wrong is put right now, not at the next tick.
    void refresh();

protected:
    [[nodiscard]] bool filterAcceptsRow(int row, const QModelIndex &parent) const override;
    [[nodiscard]] bool lessThan(const QModelIndex &left, const QModelIndex &right) const override;

private:
    [[nodiscard]] bool matches(const fleet::BoardState &board) const;
    [[nodiscard]] bool isRight() const;

    BenchModel &m_boards;
    QString m_text;
    std::optional<std::string> m_bench;
    PhaseGroup m_group = PhaseGroup::All;
    QTimer m_resort;
};

} // namespace otabench::widgets
