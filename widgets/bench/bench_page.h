#pragma once

#include "base/paths.h"
#include "widgets/bench/bench_model.h"
#include "widgets/common/event_bridge.h"

#include <QWidget>

#include <array>
#include <set>
#include <string>

class QLabel;
class QLineEdit;
class QPushButton;
class QSettings;
class QSplitter;
class QStackedWidget;
class QTabWidget;
class QTableView;
class QToolButton;

namespace otabench::widgets {

class BenchFilterModel;
class BoardDetails;
class EmptyState;
class ErrorBanner;
class LabCommands;
class LogStore;
class LogView;
class RecentImages;
class Theme;
class UpdateDialog;

/// The bench: header with filter and acts, the table of boards, and beside it the selected board's
/// details and log. Shows and asks; what happens is the lab's business.
class BenchPage : public QWidget
{
    Q_OBJECT
public:
    struct Parts
    {
        BenchModel &model;
        LogStore &logs;
        LabCommands &commands;
        RecentImages &recent;
        QSettings &settings; ///< splitter and columns are kept there
        const Theme &theme;
        Paths paths; ///< where images of other servers are kept
    };

    explicit BenchPage(const Parts &parts, QWidget *parent = nullptr);

    void apply(const EventBatch &batch); ///< after the models have had it
    void saveLayout();

    void selectBoard(const std::string &id);
    void openUpdateDialog(const QString &imageFile = {});
    /// With a plan that was made there before.
    void openUpdateDialog(const fleet::CampaignPlan &plan);

Q_SIGNALS:
    void demonstrationRequested();
    /// A plan is to be looked at before it is started.
    void reviewRequested(const otabench::fleet::CampaignPlan &plan);

protected:
    bool eventFilter(QObject *watched, QEvent *event) override;
    void changeEvent(QEvent *event) override;
    void keyPressEvent(QKeyEvent *event) override;
    void dragEnterEvent(QDragEnterEvent *event) override;
    void dropEvent(QDropEvent *event) override;

private:
    QWidget *makeHeader();
    QWidget *makeTable();
    QWidget *makeDetail();
    void setUpColumns();
    void fitColumns();
    [[nodiscard]] int wantedWidth(int column) const;
    void connectParts();
    void restoreLayout();
    void updateActions();
    void updateDetail();
    void showDetail(bool shown);
    UpdateDialog *makeUpdateDialog(const std::set<std::string> &preselected);
    void openAddDialog();
    void openContextMenu(const QPoint &position);
    void rescan();
    void askChangedBoards(const std::vector<fleet::BoardState> &boards);
    void askStop();
    void retranslate();
    [[nodiscard]] std::string currentBoard() const;
    [[nodiscard]] std::set<std::string> selectedBoards() const;

    BenchModel &m_model;
    LogStore &m_logs;
    LabCommands &m_commands;
    RecentImages &m_recent;
    QSettings &m_settings;
    const Theme &m_theme;
    Paths m_paths;

    BenchFilterModel *m_filter;
    fleet::CampaignState m_campaign;
    std::set<std::string> m_underWay;
    std::string m_shown; ///< the board in the detail

    QLabel *m_title = nullptr;
    QLabel *m_count = nullptr;
    QLineEdit *m_search = nullptr;
    QPushButton *m_add = nullptr;
    QPushButton *m_retry = nullptr;
    QPushButton *m_stop = nullptr;
    QPushButton *m_update = nullptr;
    ErrorBanner *m_banner = nullptr;
    QStackedWidget *m_stack = nullptr;
    EmptyState *m_empty = nullptr;
    EmptyState *m_noMatch = nullptr;
    QPushButton *m_demonstration = nullptr;
    QPushButton *m_addFirst = nullptr;
    QPushButton *m_rescan = nullptr;
    QPushButton *m_clearFilter = nullptr;
    QTableView *m_table = nullptr;
    std::array<int, BenchModel::kColumns> m_widths{}; ///< as the user set them, hidden ones too
    bool m_isFitting = false;
    QSplitter *m_splitter = nullptr;
    QWidget *m_detail = nullptr;
    QLabel *m_detailTitle = nullptr;
    QToolButton *m_detailClose = nullptr;
    QTabWidget *m_tabs = nullptr;
    BoardDetails *m_details = nullptr;
    LogView *m_log = nullptr;
};

} // namespace otabench::widgets
