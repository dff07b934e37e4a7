#pragma once

#include "base/paths.h"
#include "widgets/bench/board_details.h"
#include "widgets/bench/progress_store.h"
#include "widgets/common/event_bridge.h"
#include "widgets/common/page.h"

#include <optional>
#include <set>
#include <string>

class QAbstractItemView;
class QComboBox;
class QItemSelectionModel;
class QSettings;
class QSplitter;
class QStackedWidget;
class QToolButton;

namespace otabench::widgets {

class BenchFilterModel;
class BenchModel;
class BoardActions;
class BoardPanel;
class BoardTable;
class BoardWall;
class EmptyState;
class LabCommands;
class LogStore;
class PhaseGroupBar;
class RecentImages;
class Theme;
class UpdateDialog;

/// The bench: its boards as a table or as a wall of tiles, and beside them the selected board.
/// Header and group bar choose which of them are shown. Shows and asks; what happens is the lab's
/// business. Thread: GUI.
class BenchPage : public Page
{
    Q_OBJECT
public:
    struct Parts
    {
        BenchModel &model;
        LogStore &logs;
        LabCommands &commands;
        RecentImages &recent;
        QSettings &settings; ///< the view, splitter and columns are kept there
        const Theme &theme;
        Paths paths{};             ///< images of other servers, certificates, the history
        std::string databaseUrl{}; ///< of the history; empty: the file in `paths`
    };

    explicit BenchPage(const Parts &parts, QWidget *parent = nullptr);

    void apply(const EventBatch &batch); ///< after the models have had it
    void saveLayout();

    void selectBoard(const std::string &id);
    /// For these boards; without them for those that are selected, if there are several.
    void openUpdateDialog(const QString &imageFile = {}, const std::set<std::string> &boards = {});
    /// With a plan that was made there before.
    void openUpdateDialog(const fleet::CampaignPlan &plan);

Q_SIGNALS:
    void demonstrationRequested();
    /// A plan is to be looked at before it is started.
    void reviewRequested(const otabench::fleet::CampaignPlan &plan);

protected:
    void keyPressEvent(QKeyEvent *event) override;
    void dragEnterEvent(QDragEnterEvent *event) override;
    void dropEvent(QDropEvent *event) override;
    void retranslate() override;

private:
    enum class View
    {
        Table,
        Wall
    };

    void makeHeader();
    QWidget *makeBody();
    void makeViews();
    void makeEmptyStates();
    void setUpView(QAbstractItemView &view);
    void connectHeader();
    void connectPanel();
    void restoreLayout();

    void showView(View view);
    void showStack();
    void updateHeader();
    void updateBenches();
    void updatePanel();
    void showPanel(bool isShown);
    void chooseBench();
    void clearFilter();
    UpdateDialog *makeUpdateDialog(const std::set<std::string> &preselected);
    void openAddDialog();
    void rescan();
    void askChangedBoards(const std::vector<fleet::BoardState> &boards);
    void askStop();
    void onAct(BoardAct act, const std::string &board);
    [[nodiscard]] QItemSelectionModel &selection() const;

    BenchModel &m_model;
    LabCommands &m_commands;
    RecentImages &m_recent;
    QSettings &m_settings;
    const Theme &m_theme;
    Paths m_paths;

    BenchFilterModel *m_filter;
    ProgressStore m_progress;
    fleet::CampaignState m_campaign;
    std::set<std::string> m_underWay;
    quint64 m_shownRevision = 0; ///< of the board in the panel
    View m_view = View::Table;

    QLineEdit *m_search = nullptr;
    QComboBox *m_bench = nullptr; ///< item data: the bench's name, invalid for all boards
    QToolButton *m_asTable = nullptr;
    QToolButton *m_asWall = nullptr;
    QPushButton *m_add = nullptr;
    QPushButton *m_retry = nullptr;
    QPushButton *m_stop = nullptr;
    QPushButton *m_update = nullptr;
    PhaseGroupBar *m_groups = nullptr;
    QStackedWidget *m_stack = nullptr;
    BoardTable *m_table = nullptr;
    BoardWall *m_wall = nullptr;
    EmptyState *m_empty = nullptr;
    EmptyState *m_noMatch = nullptr;
    QPushButton *m_demonstration = nullptr;
    QPushButton *m_addFirst = nullptr;
    QPushButton *m_rescan = nullptr;
    QPushButton *m_clearFilter = nullptr;
    QSplitter *m_splitter = nullptr;
    BoardPanel *m_panel;
    BoardActions *m_actions = nullptr;
};

} // namespace otabench::widgets
