#include "widgets/campaign/campaign_page.h"

#include "widgets/campaign/campaign_questions.h"
#include "widgets/campaign/campaign_summary.h"
#include "widgets/campaign/interrupted_banner.h"
#include "widgets/campaign/live_view.h"
#include "widgets/campaign/plan_view.h"
#include "widgets/campaign/report_saver.h"
#include "widgets/campaign/saved_notice.h"
#include "widgets/common/busy_strip.h"
#include "widgets/common/empty_state.h"
#include "widgets/common/error_banner.h"
#include "widgets/common/icons.h"
#include "widgets/common/lab_commands.h"
#include "widgets/common/theme.h"

#include <QKeyEvent>
#include <QLineEdit>
#include <QMenu>
#include <QPushButton>
#include <QStackedWidget>
#include <QVBoxLayout>

namespace otabench::widgets {

CampaignPage::CampaignPage(const Parts &parts, QWidget *parent)
    : Page(parent)
    , m_commands(parts.commands)
    , m_theme(parts.theme)
    , m_search(addSearch("campaignSearch"))
{
    makeActs();
    setBody(makeBody());
    m_saver = new ReportSaver(parts.paths, parts.databaseUrl, *m_busy, *this, this);
    makeReportMenu();
    connectParts();
    CampaignPage::retranslate();
}

void CampaignPage::makeActs()
{
    m_pause = addAct("campaignPause", "media-playback-pause");
    m_pause->setCheckable(true);
    m_stop = addAct("campaignStop", "media-playback-stop");
    m_retry = addAct("campaignRetry", "view-refresh");
    m_return = addAct("campaignReturn", "edit-undo");
    m_report = addAct("campaignReport", "document-save");
    m_discard = addAct("planDiscard", "edit-clear");
    m_askAgain = addAct("planAskAgain", "view-refresh");
    m_change = addAct("planChange", "preferences-system");
    m_startPlan = addAct("planStart", "media-playback-start", Act::Primary);
    m_update = addAct("campaignUpdate", "software-update-available", Act::Primary);
}

void CampaignPage::makeReportMenu()
{
    using Content = ReportSaver::Content;
    auto *menu = new QMenu(this);
    m_saveReport = menu->addAction(QString(), m_saver, [this] {
        m_saver->askAndSave(m_course.campaign().id, Content::Report);
    });
    m_saveSheet = menu->addAction(QString(), m_saver, [this] {
        m_saver->askAndSave(m_course.campaign().id, Content::AcceptanceSheet);
    });
    menu->addSeparator();
    m_printReport = menu->addAction(
        QString(), m_saver, [this] { m_saver->print(m_course.campaign().id, Content::Report); });
    m_printSheet = menu->addAction(QString(), m_saver, [this] {
        m_saver->print(m_course.campaign().id, Content::AcceptanceSheet);
    });
    m_report->setMenu(menu);
    m_report->setProperty("hasMenu", true);
}

QWidget *CampaignPage::makeBody()
{
    auto *body = new QWidget(this);
    m_interrupted = new InterruptedBanner(body);
    m_busy = new BusyStrip(body);
    m_saved = new SavedNotice(body);
    m_stack = new QStackedWidget(body);
    m_empty = new EmptyState(QStringLiteral("media-playback-start"), m_stack);
    m_updateFirst = m_empty->addButton(QStringLiteral("campaignUpdateFirst"),
                                       QStringLiteral("software-update-available"));
    m_toBench = m_empty->addButton(QStringLiteral("campaignToBench"), QStringLiteral("view-grid"));
    m_plan = new PlanView(m_theme, m_stack);
    m_live = new LiveView(m_course, m_theme, m_stack);
    m_stack->addWidget(m_empty);
    m_stack->addWidget(m_plan);
    m_stack->addWidget(m_live);
    auto *layout = new QVBoxLayout(body);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addWidget(m_interrupted);
    layout->addWidget(m_busy);
    layout->addWidget(m_saved);
    layout->addWidget(m_stack, 1);
    return body;
}

void CampaignPage::connectParts()
{
    connect(m_search, &QLineEdit::textChanged, m_live, &LiveView::setText);
    connect(m_pause, &QPushButton::clicked, this,
            [this](bool checked) { m_commands.setPaused(checked); });
    connect(m_stop, &QPushButton::clicked, this, &CampaignPage::askStop);
    connect(m_retry, &QPushButton::clicked, this, [this] {
        banner().clear();
        m_commands.retryFailed();
    });
    connect(m_return, &QPushButton::clicked, this, [this] {
        banner().clear();
        m_commands.findReturnPlans(m_course.campaign().id);
    });
    connect(m_update, &QPushButton::clicked, this, &CampaignPage::updateRequested);
    connect(m_startPlan, &QPushButton::clicked, this, &CampaignPage::startReviewed);
    connect(m_discard, &QPushButton::clicked, this, &CampaignPage::discardPlan);
    connect(m_askAgain, &QPushButton::clicked, this, [this] { review(m_plan->plan()); });
    connect(m_change, &QPushButton::clicked, this, [this] {
        const fleet::CampaignPlan plan = m_plan->plan();
        discardPlan();
        Q_EMIT changeRequested(plan);
    });
    connect(m_saver, &ReportSaver::saved, m_saved, &SavedNotice::showFile);
    connect(m_saver, &ReportSaver::failed, &banner(), &ErrorBanner::showError);
    connect(m_updateFirst, &QPushButton::clicked, this, &CampaignPage::updateRequested);
    connect(m_toBench, &QPushButton::clicked, this,
            [this] { Q_EMIT pageRequested(QStringLiteral("bench")); });
    connect(m_live, &LiveView::boardActivated, this, &CampaignPage::boardRequested);
    connect(m_interrupted, &InterruptedBanner::takeUpRequested, this,
            [this](qint64 id) { m_commands.resumeCampaign(id); });
    connect(m_interrupted, &InterruptedBanner::giveUpRequested, this,
            [this](qint64 id) { m_commands.giveUpCampaign(id); });
}

void CampaignPage::apply(const EventBatch &batch)
{
    const fleet::CampaignState before = m_course.campaign();
    m_course.apply(batch);
    if (batch.preview && m_isReviewing)
        m_plan->setPreview(*batch.preview);
    if (batch.interrupted)
        m_interrupted->setCampaigns(*batch.interrupted);
    showFailures(batch);
    if (!batch.campaigns.empty())
        onCampaignState(before);
    if (batch.returnPlans)
        onReturnPlans(*batch.returnPlans);
    updateActs();
}

void CampaignPage::showFailures(const EventBatch &batch)
{
    for (const CommandFailure &failure : batch.failures) {
        switch (failure.command) {
        case Command::StartCampaign:
        case Command::PlanCampaign:
            if (failure.command == Command::StartCampaign)
                m_returns.clear();
            else
                m_plan->stopAsking();
            [[fallthrough]];
        case Command::RetryFailed:
        case Command::ReturnImages:
        case Command::GiveUpCampaign:
            banner().showError(failure.error);
            break;
        default:
            break;
        }
    }
}

void CampaignPage::onCampaignState(const fleet::CampaignState &before)
{
    const fleet::CampaignState &campaign = m_course.campaign();
    m_interrupted->setBusy(campaign.running);
    if (campaign.running && campaign.roster != before.roster) {
        banner().clear();
        m_shownError.reset();
        m_saved->hide();
        m_isReviewing = false; // it has begun, or another one has
    }
    showBody();
    if (campaign.error && campaign.error != m_shownError) {
        m_shownError = campaign.error;
        banner().showError(*campaign.error);
    }
    if (before.running && !campaign.running)
        startNextReturn();
    if (campaign.roster != before.roster || campaign.version != before.version)
        retranslate();
}

QString CampaignPage::sentence() const
{
    return CampaignSummary::sentence(m_course);
}

// ---- a plan

void CampaignPage::review(const fleet::CampaignPlan &plan)
{
    banner().clear();
    m_isReviewing = true;
    m_plan->startAsking(plan, [this] { discardPlan(); });
    m_commands.previewCampaign(plan);
    showBody();
    retranslate();
}

void CampaignPage::startReviewed()
{
    const auto plan = m_plan->startable();
    if (!plan)
        return;
    banner().clear();
    m_commands.startCampaign(*plan);
}

void CampaignPage::discardPlan()
{
    m_isReviewing = false;
    m_plan->stopAsking();
    showBody();
    retranslate();
}

/// Backs out of what narrows the view, then of the plan.
void CampaignPage::keyPressEvent(QKeyEvent *event)
{
    if (event->key() != Qt::Key_Escape)
        return Page::keyPressEvent(event);
    if (m_isReviewing)
        discardPlan();
    else if (!m_search->text().isEmpty())
        m_search->clear();
    else
        m_live->clearFilter();
}

void CampaignPage::showBody()
{
    m_stack->setCurrentIndex(m_isReviewing ? Plan : m_course.hasCampaign() ? Live : Empty);
}

// ---- acts

void CampaignPage::askStop()
{
    CampaignQuestions::askStop(this, m_course.count(Standing::UnderWay),
                               [this](fleet::StopMode mode) {
                                   m_returns.clear();
                                   m_commands.stopCampaign(mode);
                               });
}

void CampaignPage::onReturnPlans(const fleet::ReturnPlans &plans)
{
    if (plans.plans.empty()) {
        if (!plans.impossible.empty())
            banner().showError(plans.impossible.front().reason);
        return;
    }
    CampaignQuestions::askReturn(this, plans, [this, plans] {
        m_returns.assign(plans.plans.begin(), plans.plans.end());
        startNextReturn();
    });
}

void CampaignPage::startNextReturn()
{
    if (m_returns.empty() || m_course.campaign().running)
        return;
    const fleet::CampaignPlan plan = std::move(m_returns.front());
    m_returns.pop_front();
    m_commands.startCampaign(plan);
}

void CampaignPage::updateActs()
{
    const fleet::CampaignState &campaign = m_course.campaign();
    const bool isRunning = campaign.running && !m_isReviewing;
    const bool hasEnded = m_course.hasCampaign() && !campaign.running && !m_isReviewing;
    const unsigned retryable = campaign.failures() + campaign.cancelled;
    m_pause->setVisible(isRunning);
    m_pause->setChecked(campaign.isPaused);
    m_pause->setText(campaign.isPaused ? tr("&Go on") : tr("&Pause"));
    m_pause->setIcon(icon(campaign.isPaused ? QStringLiteral("media-playback-start")
                                            : QStringLiteral("media-playback-pause")));
    m_stop->setVisible(isRunning);
    m_retry->setVisible(hasEnded);
    m_retry->setEnabled(retryable > 0);
    m_retry->setText(retryable > 0 ? tr("&Retry failed (%1)").arg(retryable) : tr("&Retry failed"));
    m_return->setVisible(hasEnded);
    m_return->setEnabled(campaign.updated > 0 && campaign.id != 0);
    m_report->setVisible(hasEnded);
    m_report->setEnabled(campaign.id != 0);
    m_update->setVisible(hasEnded);
    m_search->setVisible(m_course.hasCampaign() && !m_isReviewing);
    for (QPushButton *act : {m_discard, m_askAgain, m_change, m_startPlan})
        act->setVisible(m_isReviewing);
    const bool canStart = m_plan->startable().has_value();
    m_startPlan->setEnabled(canStart && !campaign.running);
    m_startPlan->setText(canStart ? tr("&Start %n update(s)", nullptr, m_plan->updates())
                                  : tr("&Start"));
    m_startPlan->setToolTip(campaign.running ? tr("A campaign runs: wait for its end, or stop it")
                                             : QString());
}

void CampaignPage::retranslate()
{
    setTitle(m_isReviewing ? tr("Campaign plan") : tr("Campaign"));
    const fleet::CampaignState &campaign = m_course.campaign();
    QStringList parts;
    const bool hasCampaign = m_course.hasCampaign() && !m_isReviewing;
    if (hasCampaign && (!campaign.project.empty() || !campaign.version.empty()))
        parts << QStringLiteral("%1 %2")
                     .arg(QString::fromStdString(campaign.project),
                          QString::fromStdString(campaign.version))
                     .trimmed();
    if (hasCampaign)
        parts << tr("%n board(s)", nullptr, static_cast<int>(campaign.boards));
    setCount(parts.join(QStringLiteral(" · ")));
    m_search->setPlaceholderText(tr("Board, state or reason"));
    m_search->setAccessibleName(tr("Filter the campaign's boards"));
    retranslateActs();
    m_empty->setTexts(tr("No campaign yet"),
                      tr("An update of one or more boards is a campaign. Here you follow every "
                         "board from its download to the proof that it runs the new image."));
    m_updateFirst->setText(tr("Plan an &update…"));
    m_toBench->setText(tr("Show the &bench"));
    updateActs();
}

void CampaignPage::retranslateActs()
{
    m_pause->setToolTip(tr("No further board is started until the campaign goes on"));
    m_stop->setText(tr("&Stop…"));
    m_retry->setToolTip(tr("Update the boards that failed or were cancelled again"));
    m_return->setText(tr("Retur&n…"));
    m_return->setToolTip(tr("Give the updated boards the image back that they ran before"));
    m_update->setText(tr("&Update…"));
    m_report->setText(tr("Re&port"));
    m_report->setToolTip(tr("Save or print what was done, and the acceptance sheet"));
    m_saveReport->setText(tr("&Save the report…"));
    m_saveSheet->setText(tr("Save the &acceptance sheet…"));
    m_printReport->setText(tr("&Print the report…"));
    m_printSheet->setText(tr("Print the acceptance s&heet…"));
    m_discard->setText(tr("&Discard"));
    m_discard->setToolTip(tr("Forget this plan"));
    m_askAgain->setText(tr("&Ask again"));
    m_askAgain->setToolTip(tr("Ask the boards once more what they run"));
    m_change->setText(tr("&Change…"));
    m_change->setToolTip(tr("Back to the dialog, with this plan"));
}

} // namespace otabench::widgets
