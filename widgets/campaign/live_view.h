#pragma once

#include "widgets/campaign/course_delegates.h"
#include "widgets/campaign/course_filter.h"

#include <QTimer>
#include <QWidget>

class QLabel;
class QListView;
class QSplitter;
class QStackedWidget;
class QTableView;
class QPushButton;

namespace otabench::widgets {

class CampaignSummary;
class CauseModel;
class RatePlot;
class WaveStrip;

/// The course of a campaign: summary, waves, every board's phases along the time, throughput, and
/// the causes of failures, of which one can be chosen to see its boards. Thread: GUI.
class LiveView : public QWidget
{
    Q_OBJECT
public:
    LiveView(CourseModel &model, const Theme &theme, QWidget *parent = nullptr);

    void setText(const QString &text); ///< of the search
    void clearFilter();                ///< of standing and cause

    [[nodiscard]] int shownBoards() const { return m_filter->rowCount(); }

Q_SIGNALS:
    void boardActivated(const QString &id); ///< double click or Enter

protected:
    void changeEvent(QEvent *event) override;
    void showEvent(QShowEvent *event) override;
    bool eventFilter(QObject *watched, QEvent *event) override;

private:
    QWidget *makeTable();
    QWidget *makeSide();
    void connectParts();
    void onCampaignBegan();
    void refresh();
    void tick();
    void chooseStanding(std::optional<Standing> standing);
    void chooseCause(const QModelIndex &index);
    void showFilter();
    void fitColumns();
    void retranslate();

    CourseModel &m_model;
    const Theme &m_theme;
    TimeScale m_scale;
    QTimer m_tick;
    bool m_isStale = true;

    CourseFilter *m_filter;
    CauseModel *m_causes;
    CampaignSummary *m_summary;
    WaveStrip *m_waves;
    QSplitter *m_splitter;
    QStackedWidget *m_stack = nullptr;
    QTableView *m_table = nullptr;
    TimelineHeader *m_header = nullptr;
    TimelineDelegate *m_timeline = nullptr;
    QLabel *m_noMatch = nullptr;
    QPushButton *m_clearFilter = nullptr;
    QLabel *m_throughputTitle = nullptr;
    RatePlot *m_plot = nullptr;
    QLabel *m_causesTitle = nullptr;
    QListView *m_causeList = nullptr;
    QLabel *m_noCauses = nullptr;
};

} // namespace otabench::widgets
