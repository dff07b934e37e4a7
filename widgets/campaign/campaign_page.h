#pragma once

#include "base/paths.h"
#include "widgets/campaign/course_model.h"
#include "widgets/common/page.h"

#include <deque>
#include <optional>
#include <string>

class QAction;
class QLineEdit;
class QPushButton;
class QStackedWidget;

namespace otabench::widgets {

class BusyStrip;
class EmptyState;
class InterruptedBanner;
class LabCommands;
class LiveView;
class PlanView;
class ReportSaver;
class SavedNotice;
class Theme;

/// The campaign: its plan, then its course, then its report. Shows and asks; what happens is the
/// lab's business. Thread: GUI.
class CampaignPage : public Page
{
    Q_OBJECT
public:
    struct Parts
    {
        LabCommands &commands;
        const Theme &theme;
        Paths paths;                  ///< of the record, for reports
        std::string databaseUrl = {}; ///< empty: the file
    };

    explicit CampaignPage(const Parts &parts, QWidget *parent = nullptr);

    void apply(const EventBatch &batch);

    /// How far the campaign is, in a sentence.
    [[nodiscard]] QString sentence() const;

    /// Asks the boards about a plan and shows what it would do. Nothing is sent.
    void review(const fleet::CampaignPlan &plan);

    [[nodiscard]] const CourseModel &course() const { return m_course; }

Q_SIGNALS:
    void updateRequested(); ///< the dialog that plans an update is to be opened
    /// The same, with the plan that was reviewed.
    void changeRequested(const otabench::fleet::CampaignPlan &plan);
    void boardRequested(const QString &id); ///< to be shown on the bench

protected:
    void retranslate() override;
    void keyPressEvent(QKeyEvent *event) override;

private:
    enum Body
    {
        Empty,
        Plan,
        Live,
    };

    void makeActs();
    void makeReportMenu();
    QWidget *makeBody();
    void connectParts();
    void showFailures(const EventBatch &batch);
    void onCampaignState(const fleet::CampaignState &before);
    void onReturnPlans(const fleet::ReturnPlans &plans);
    void startNextReturn();
    void startReviewed();
    void discardPlan();
    void showBody();
    void askStop();
    void updateActs();
    void retranslateActs();

    LabCommands &m_commands;
    const Theme &m_theme;
    CourseModel m_course;
    std::deque<fleet::CampaignPlan> m_returns; ///< one image after the other
    std::optional<Error> m_shownError;         ///< of the campaign's state
    bool m_isReviewing = false;

    QLineEdit *m_search;
    QPushButton *m_pause = nullptr;
    QPushButton *m_stop = nullptr;
    QPushButton *m_retry = nullptr;
    QPushButton *m_return = nullptr;
    QPushButton *m_report = nullptr;
    QPushButton *m_update = nullptr;
    QPushButton *m_discard = nullptr;
    QPushButton *m_askAgain = nullptr;
    QPushButton *m_change = nullptr;
    QPushButton *m_startPlan = nullptr;
    QAction *m_saveReport = nullptr;
    QAction *m_saveSheet = nullptr;
    QAction *m_printReport = nullptr;
    QAction *m_printSheet = nullptr;
    BusyStrip *m_busy = nullptr;
    SavedNotice *m_saved = nullptr;
    ReportSaver *m_saver = nullptr;
    InterruptedBanner *m_interrupted = nullptr;
    QStackedWidget *m_stack = nullptr;
    EmptyState *m_empty = nullptr;
    QPushButton *m_updateFirst = nullptr;
    QPushButton *m_toBench = nullptr;
    PlanView *m_plan = nullptr;
    LiveView *m_live = nullptr;
};

} // namespace otabench::widgets
