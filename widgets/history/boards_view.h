#pragma once

#include "widgets/history/history_reading.h"
#include "widgets/history/history_tables.h"

#include <QWidget>

class QLabel;
class QSortFilterProxyModel;
class QTableView;

namespace otabench::widgets {

class TimelineView;

/// Every board that was ever updated, and of the chosen one everything that was done to it.
/// Thread: GUI.
class BoardsView : public QWidget
{
    Q_OBJECT
public:
    explicit BoardsView(const Theme &theme, QWidget *parent = nullptr);

    void setBoards(std::vector<history::KnownBoard> boards);
    void setText(const QString &text);
    void showDetail(BoardDetail detail);
    void showTimeline(Timeline timeline);

    /// The chosen board's MAC; empty: none.
    [[nodiscard]] std::string chosen() const;
    [[nodiscard]] int shownCount() const;

Q_SIGNALS:
    void chosenChanged();
    /// The transitions of this board in this campaign are wanted.
    void timelineWanted(qint64 campaign, const std::string &board);

protected:
    void changeEvent(QEvent *event) override;

private:
    void askForTimeline();
    void retranslate();

    KnownBoardTable *m_table;
    QSortFilterProxyModel *m_filter;
    QTableView *m_view;
    QLabel *m_title;
    BoardEntryTable *m_entries;
    QTableView *m_entryView;
    TimelineView *m_timeline;
    std::string m_chosen;
};

} // namespace otabench::widgets
