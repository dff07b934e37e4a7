#pragma once

#include "widgets/campaign/course_model.h"
#include "widgets/common/page.h"

#include <deque>
#include <optional>

class QLineEdit;
class QPushButton;
class QStackedWidget;

namespace otabench::widgets {

class EmptyState;
class InterruptedBanner;
class LabCommands;
class LiveView;
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
    };

    explicit CampaignPage(const Parts &parts, QWidget *parent = nullptr);

    void apply(const EventBatch &batch);

    [[nodiscard]] const CourseModel &course() const { return m_course; }

Q_SIGNALS:
    void updateRequested();                 ///< the dialog that plans an update is to be opened
    void boardRequested(const QString &id); ///< to be shown on the bench

protected:
    void retranslate() override;

private:
    enum Body
    {
        Empty,
        Live,
    };

    void makeActs();
    QWidget *makeBody();
    void connectParts();
    void showFailures(const EventBatch &batch);
    void onCampaignState(const fleet::CampaignState &before);
    void onReturnPlans(const fleet::ReturnPlans &plans);
    void startNextReturn();
    void askStop();
    void updateActs();

    LabCommands &m_commands;
    const Theme &m_theme;
    CourseModel m_course;
    std::deque<fleet::CampaignPlan> m_returns; ///< one image after the other
    std::optional<Error> m_shownError;         ///< of the campaign's state

    QLineEdit *m_search;
    QPushButton *m_pause = nullptr;
    QPushButton *m_stop = nullptr;
    QPushButton *m_retry = nullptr;
    QPushButton *m_return = nullptr;
    QPushButton *m_update = nullptr;
    InterruptedBanner *m_interrupted = nullptr;
    QStackedWidget *m_stack = nullptr;
    EmptyState *m_empty = nullptr;
    QPushButton *m_updateFirst = nullptr;
    QPushButton *m_toBench = nullptr;
    LiveView *m_live = nullptr;
};

} // namespace otabench::widgets
