#include "widgets/campaign/interrupted_banner.h"

#include "widgets/common/format.h"
#include "widgets/common/icons.h"
#include "widgets/common/theme.h"

#include <QDateTime>
#include <QEvent>
#include <QHBoxLayout>
#include <QLabel>
#include <QLocale>
#include <QMessageBox>
#include <QPushButton>
#include <QVariant>

namespace otabench::widgets {
namespace {

QString dateOf(const fleet::InterruptedCampaign &campaign)
{
    const auto since = campaign.started.time_since_epoch();
    return QLocale().toString(
        QDateTime::fromMSecsSinceEpoch(
            std::chrono::duration_cast<std::chrono::milliseconds>(since).count()),
        QLocale::ShortFormat);
}

} // namespace

InterruptedBanner::InterruptedBanner(QWidget *parent)
    : QFrame(parent)
    , m_what(new QLabel(this))
    , m_more(new QLabel(this))
    , m_takeUp(new QPushButton(this))
    , m_giveUp(new QPushButton(this))
{
    setObjectName(QStringLiteral("noticeBanner"));
    QFont bold = font();
    bold.setBold(true);
    m_what->setFont(bold);
    m_what->setObjectName(QStringLiteral("interruptedWhat"));
    m_more->setProperty("muted", true);
    for (QLabel *label : {m_what, m_more}) {
        label->setTextFormat(Qt::PlainText);
        label->setWordWrap(true);
    }
    m_takeUp->setObjectName(QStringLiteral("takeUp"));
    m_takeUp->setIcon(icon(QStringLiteral("media-playback-start")));
    m_takeUp->setIconSize(kButtonIcon);
    m_giveUp->setObjectName(QStringLiteral("giveUp"));
    auto *texts = new QVBoxLayout;
    texts->setSpacing(kSpace1);
    texts->addWidget(m_what);
    texts->addWidget(m_more);
    auto *row = new QHBoxLayout(this);
    row->setContentsMargins(kSpace4, kSpace3, kSpace4, kSpace3);
    row->setSpacing(kSpace3);
    row->addLayout(texts, 1);
    row->addWidget(m_giveUp);
    row->addWidget(m_takeUp);
    connect(m_takeUp, &QPushButton::clicked, this, [this] {
        if (!m_campaigns.empty())
            Q_EMIT takeUpRequested(m_campaigns.front().id);
    });
    connect(m_giveUp, &QPushButton::clicked, this, &InterruptedBanner::ask);
    fill();
}

void InterruptedBanner::setCampaigns(std::vector<fleet::InterruptedCampaign> campaigns)
{
    m_campaigns = std::move(campaigns);
    fill();
}

void InterruptedBanner::setBusy(bool isBusy)
{
    if (m_isBusy == isBusy)
        return;
    m_isBusy = isBusy;
    fill();
}

void InterruptedBanner::ask()
{
    if (m_campaigns.empty())
        return;
    const fleet::InterruptedCampaign campaign = m_campaigns.front();
    const unsigned open = campaign.boards - std::min(campaign.finished, campaign.boards);
    auto *question = new QMessageBox(
        QMessageBox::Question, tr("Give the campaign up"),
        tr("End the campaign without updating the %n board(s) that had not finished?", nullptr,
           static_cast<int>(open)),
        QMessageBox::NoButton, window());
    question->setObjectName(QStringLiteral("giveUpQuestion"));
    question->setAttribute(Qt::WA_DeleteOnClose);
    question->setInformativeText(tr("The history will show them as cancelled. Boards are not "
                                    "touched; they can be updated again later."));
    QPushButton *give = question->addButton(tr("&Give it up"), QMessageBox::DestructiveRole);
    give->setObjectName(QStringLiteral("confirmGiveUp"));
    QPushButton *keep = question->addButton(tr("&Keep it"), QMessageBox::RejectRole);
    question->setDefaultButton(keep);
    question->setEscapeButton(keep);
    connect(give, &QPushButton::clicked, this,
            [this, id = campaign.id] { Q_EMIT giveUpRequested(id); });
    question->open();
}

void InterruptedBanner::fill()
{
    setVisible(!m_campaigns.empty());
    setAccessibleName(tr("Interrupted campaign"));
    m_takeUp->setText(tr("&Take it up"));
    m_takeUp->setToolTip(tr("Ask the boards what they run, and go on with those that need it"));
    m_takeUp->setEnabled(!m_isBusy);
    m_giveUp->setText(tr("Gi&ve it up…"));
    m_giveUp->setToolTip(tr("End it in the history, without touching a board"));
    if (m_campaigns.empty())
        return;
    const fleet::InterruptedCampaign &campaign = m_campaigns.front();
    //: %1 is a project, %2 its version, %3 a date and time
    m_what->setText(tr("The update to %1 %2 of %3 was interrupted")
                        .arg(QString::fromStdString(campaign.project),
                             QString::fromStdString(campaign.version), dateOf(campaign)));
    QStringList more{
        tr("%1 of %n board(s) had finished.", nullptr, static_cast<int>(campaign.boards))
            .arg(Format::count(campaign.finished))};
    if (m_campaigns.size() > 1)
        more << tr("%n older campaign(s) were interrupted too.", nullptr,
                   static_cast<int>(m_campaigns.size()) - 1);
    m_more->setText(more.join(QLatin1Char(' ')));
    setAccessibleDescription(m_what->text());
}

void InterruptedBanner::changeEvent(QEvent *event)
{
    QFrame::changeEvent(event);
    if (event->type() == QEvent::LanguageChange)
        fill();
}

} // namespace otabench::widgets
