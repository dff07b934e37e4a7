#pragma once

#include "widgets/history/history_reading.h"
#include "widgets/history/history_tables.h"

#include <QWidget>

#include <optional>

class QComboBox;
class QLabel;
class QPushButton;
class QSortFilterProxyModel;
class QSplitter;
class QStackedWidget;

namespace otabench::widgets {

class CampaignFilterModel;
class EmptyState;
class TimelineView;

/// Past campaigns with their filter, and of the chosen one the boards and what was done to each.
/// Thread: GUI.
class CampaignsView : public QWidget
{
    Q_OBJECT
public:
    explicit CampaignsView(const Theme &theme, QWidget *parent = nullptr);

    /// What the record holds; the chosen campaign stays chosen.
    void setCampaigns(std::vector<PastCampaign> campaigns);
    void setText(const QString &text); ///< to be found in image, boards, people
    void showDetail(CampaignDetail detail);

    /// The campaign that is chosen; null: none.
    [[nodiscard]] const PastCampaign *chosen() const;
    void choose(std::int64_t id);
    [[nodiscard]] int shownCount() const;

Q_SIGNALS:
    void chosenChanged();
    void filterCleared(); ///< the text, too, which is not this widget's

protected:
    void changeEvent(QEvent *event) override;

private:
    QWidget *makeFilterBar();
    QWidget *makeList();
    QWidget *makeDetail();
    void fillChoices();
    void applyFilter();
    void clearFilter();
    void updateShown();
    void showBoard();
    void showSummary();
    void retranslate();

    CampaignTable *m_table;
    CampaignFilterModel *m_filter;
    QComboBox *m_image = nullptr, *m_operator = nullptr, *m_station = nullptr, *m_outcome = nullptr;
    QStackedWidget *m_stack = nullptr;
    QTableView *m_view = nullptr;
    EmptyState *m_noMatch = nullptr;
    QPushButton *m_clear = nullptr;
    QSplitter *m_splitter = nullptr;
    QWidget *m_detail = nullptr;
    QLabel *m_title = nullptr, *m_summary = nullptr;
    ResultTable *m_results;
    QSortFilterProxyModel *m_sortedResults;
    QTableView *m_resultView = nullptr;
    TimelineView *m_timeline;
    CampaignDetail m_shown;
    std::int64_t m_chosenId = 0;
};

} // namespace otabench::widgets
