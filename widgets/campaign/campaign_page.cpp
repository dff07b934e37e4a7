#include "widgets/campaign/campaign_page.h"

#include "widgets/campaign/campaign_questions.h"
#include "widgets/campaign/interrupted_banner.h"
#include "widgets/campaign/live_view.h"
#include "widgets/common/empty_state.h"
#include "widgets/common/error_banner.h"
#include "widgets/common/icons.h"
#include "widgets/common/lab_commands.h"
#include "widgets/common/theme.h"

#include <QLineEdit>
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
    m_update = addAct("campaignUpdate", "software-update-available", Act::Primary);
}

QWidget *CampaignPage::makeBody()
{
    auto *body = new QWidget(this);
    m_interrupted = new InterruptedBanner(body);
    m_stack = new QStackedWidget(body);
    m_empty = new EmptyState(QStringLiteral("media-playback-start"), m_stack);
    m_updateFirst = m_empty->addButton(QStringLiteral("campaignUpdateFirst"),
                                       QStringLiteral("software-update-available"));
    m_toBench = m_empty->addButton(QStringLiteral("campaignToBench"), QStringLiteral("view-grid"));
    m_live = new LiveView(m_course, m_theme, m_stack);
    m_stack->addWidget(m_empty);
    m_stack->addWidget(m_live);
    auto *layout = new QVBoxLayout(body);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addWidget(m_interrupted);
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
            m_returns.clear();
            [[fallthrough]];
        case Command::RetryFailed:
        case Command::PlanCampaign:
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
    m_stack->setCurrentIndex(Live);
    m_interrupted->setBusy(campaign.running);
    if (campaign.running && campaign.roster != before.roster) {
        banner().clear();
        m_shownError.reset();
    }
    if (campaign.error && campaign.error != m_shownError) {
        m_shownError = campaign.error;
        banner().showError(*campaign.error);
    }
    if (before.running && !campaign.running)
        startNextReturn();
    retranslate();
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
    const bool isRunning = campaign.running;
    const bool hasEnded = m_course.hasCampaign() && !isRunning;
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
    m_update->setVisible(hasEnded);
    m_search->setVisible(m_course.hasCampaign());
}

void CampaignPage::retranslate()
{
    setTitle(tr("Campaign"));
    const fleet::CampaignState &campaign = m_course.campaign();
    QStringList parts;
    if (!campaign.project.empty() || !campaign.version.empty())
        parts << QStringLiteral("%1 %2")
                     .arg(QString::fromStdString(campaign.project),
                          QString::fromStdString(campaign.version))
                     .trimmed();
    if (m_course.hasCampaign())
        parts << tr("%n board(s)", nullptr, static_cast<int>(campaign.boards));
    setCount(parts.join(QStringLiteral(" · ")));
    m_search->setPlaceholderText(tr("Board, state or reason"));
    m_search->setAccessibleName(tr("Filter the campaign's boards"));
    m_pause->setToolTip(tr("No further board is started until the campaign goes on"));
    m_stop->setText(tr("&Stop…"));
    m_retry->setToolTip(tr("Update the boards that failed or were cancelled again"));
    m_return->setText(tr("Retur&n…"));
    m_return->setToolTip(tr("Give the updated boards the image back that they ran before"));
    m_update->setText(tr("&Update…"));
    m_empty->setTexts(tr("No campaign yet"),
                      tr("An update of one or more boards is a campaign. Here you follow every "
                         "board from its download to the proof that it runs the new image."));
    m_updateFirst->setText(tr("Plan an &update…"));
    m_toBench->setText(tr("Show the &bench"));
    updateActs();
}

} // namespace otabench::widgets
