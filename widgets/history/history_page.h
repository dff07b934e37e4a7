#pragma once

#include "widgets/common/event_bridge.h"
#include "widgets/common/page.h"
#include "widgets/history/history_reading.h"
#include "widgets/history/history_tables.h"

#include <filesystem>
#include <stop_token>
#include <string>
#include <unordered_map>

class QComboBox;
class QDateEdit;
class QLineEdit;
class QMenu;
class QSortFilterProxyModel;
class QStackedWidget;
class QTabWidget;
class QTableView;

namespace otabench::widgets {

class BoardsView;
class BusyStrip;
class CampaignsView;
class EmptyState;
class Theme;

/// What was done to which board, when, with what result: by campaign, by board, by image; reports,
/// and the way to do it again or back. The record is read on workers: when the page is shown, when
/// a campaign begins or ends, and when asked. Thread: GUI.
class HistoryPage : public Page
{
    Q_OBJECT
public:
    struct Parts
    {
        const Theme &theme;
        std::filesystem::path file;   ///< Paths::historyFile()
        std::string databaseUrl = {}; ///< empty: the file
    };

    explicit HistoryPage(Parts parts, QWidget *parent = nullptr);
    ~HistoryPage() override; ///< stops what is being read

    void apply(const EventBatch &batch);
    /// Reads the record anew.
    void refresh();
    void chooseCampaign(std::int64_t id);
    /// Writes the report of what is chosen; saved() or the banner tell how it went.
    void saveReport(SavedReport kind, const QString &file);

    /// The campaign that is chosen; 0: none.
    [[nodiscard]] std::int64_t campaign() const;

Q_SIGNALS:
    void refreshed();
    void saved(const QString &file);
    void retryRequested(qint64 campaign);  ///< of its boards that failed
    void returnRequested(qint64 campaign); ///< to the images that its boards ran before

protected:
    void retranslate() override;
    void showEvent(QShowEvent *event) override;

private:
    void makeHeader();
    QWidget *makePeriodBar();
    QWidget *makeBody();
    void makeReportMenu();

    [[nodiscard]] HistoryPlace place() const;
    void onLists(HistoryLists lists);
    void readCampaign();
    void readBoard();
    void readTimeline(qint64 campaign, const std::string &board);
    void chooseReport(SavedReport kind);
    void updateActs();
    void updateCount();
    void updatePeriod();
    [[nodiscard]] std::optional<history::TimePoint> since() const;
    [[nodiscard]] std::optional<history::TimePoint> until() const;

    Parts m_parts;
    QLineEdit *m_search = nullptr;
    QPushButton *m_refresh = nullptr, *m_report = nullptr, *m_retry = nullptr, *m_return = nullptr;
    QMenu *m_menu = nullptr;
    QAction *m_sheet = nullptr;
    QComboBox *m_period = nullptr;
    QDateEdit *m_from = nullptr, *m_to = nullptr;
    BusyStrip *m_busy = nullptr;
    QStackedWidget *m_stack = nullptr;
    EmptyState *m_empty = nullptr;
    QPushButton *m_toBench = nullptr;
    QTabWidget *m_tabs = nullptr;
    CampaignsView *m_campaigns = nullptr;
    BoardsView *m_boards = nullptr;
    ImageTable *m_imageTable = nullptr;
    QSortFilterProxyModel *m_imageFilter = nullptr;
    QTableView *m_images = nullptr;

    bool m_isStale = true; ///< something has happened since it was read
    bool m_isReading = false;
    bool m_hasRecord = false; ///< there is something in it, whatever the period
    bool m_hasOlder = false;
    std::unordered_map<std::int64_t, bool> m_running; ///< campaigns of this window, as seen last
    std::stop_source m_stop;
    std::stop_source m_saving;
    unsigned m_generation = 0;
};

} // namespace otabench::widgets
