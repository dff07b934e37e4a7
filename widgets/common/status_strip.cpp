#include "widgets/common/status_strip.h"

#include "widgets/common/format.h"
#include "widgets/common/icons.h"
#include "widgets/common/theme.h"

#include <QEvent>
#include <QHBoxLayout>
#include <QIcon>
#include <QLocale>
#include <QPainter>
#include <QPixmap>
#include <QToolButton>

namespace otabench::widgets {
namespace {

constexpr int kIconSize = 16;

/// A glyph in its state's colour. The strip makes it again when the theme changes.
QIcon tokenIcon(const Theme &theme, const QString &name, Token token, qreal ratio)
{
    QPixmap pixmap(kButtonIcon * ratio);
    pixmap.setDevicePixelRatio(ratio);
    pixmap.fill(Qt::transparent);
    QPainter painter(&pixmap);
    paintIcon(painter, name, QRectF(0, 0, kIconSize, kIconSize), theme.colour(token));
    return QIcon(pixmap);
}

} // namespace

StatusStrip::StatusStrip(const Theme &theme, QWidget *parent)
    : QWidget(parent)
    , m_theme(theme)
{
    setObjectName(QStringLiteral("statusStrip"));
    setAttribute(Qt::WA_StyledBackground);
    auto *layout = new QHBoxLayout(this);
    layout->setContentsMargins(kSpace2, kSpace1, kSpace3, kSpace1);
    layout->setSpacing(kSpace2);
    m_server = addPart(QStringLiteral("statusServer"), QStringLiteral("network-server"));
    m_faults = addPart(QStringLiteral("statusFaults"), QStringLiteral("dialog-warning"));
    for (const QToolButton *part : {m_server, m_faults}) {
        disconnect(part, &QToolButton::clicked, this, &StatusStrip::benchRequested);
        connect(part, &QToolButton::clicked, this, &StatusStrip::serverRequested);
    }
    m_trust = addPart(QStringLiteral("statusTrust"), QStringLiteral("security-high"));
    layout->addStretch();
    m_speed = addPart(QStringLiteral("statusSpeed"), QStringLiteral("network-transmit-receive"));
    m_good = addPart(QStringLiteral("statusGood"), QStringLiteral("emblem-ok"));
    m_busy = addPart(QStringLiteral("statusBusy"), QStringLiteral("go-down"));
    m_warning = addPart(QStringLiteral("statusWarning"), QStringLiteral("dialog-warning"));
    m_bad = addPart(QStringLiteral("statusBad"), QStringLiteral("dialog-error"));
    m_total = addPart(QStringLiteral("statusTotal"), QStringLiteral("view-grid"));
    m_elapsed = addPart(QStringLiteral("statusElapsed"), QStringLiteral("chronometer"));

    m_tick.setInterval(1000);
    connect(&m_tick, &QTimer::timeout, this, &StatusStrip::refresh);
    connect(&m_theme, &Theme::changed, this, &StatusStrip::refresh);
    refresh();
}

QToolButton *StatusStrip::addPart(const QString &objectName, const QString &iconName)
{
    auto *part = new QToolButton(this);
    part->setObjectName(objectName);
    part->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
    part->setIconSize(kButtonIcon);
    part->setIcon(icon(iconName));
    part->setFocusPolicy(Qt::TabFocus);
    layout()->addWidget(part);
    connect(part, &QToolButton::clicked, this, &StatusStrip::benchRequested);
    return part;
}

void StatusStrip::setCampaign(const fleet::CampaignState &state)
{
    m_campaign = state;
    m_sinceCampaign.start();
    if (state.running)
        m_tick.start();
    else
        m_tick.stop();
    refresh();
}

void StatusStrip::setBoards(int count, int active)
{
    if (m_boards == count && m_active == active)
        return;
    m_boards = count;
    m_active = active;
    refresh();
}

void StatusStrip::setServing(const QString &url)
{
    m_servingUrl = url;
    refresh();
}

void StatusStrip::setFaults(int count)
{
    m_faultCount = count;
    refresh();
}

void StatusStrip::setCaExpiry(const std::optional<QDate> &lastDay)
{
    m_caLastDay = lastDay;
    refresh();
}

std::chrono::milliseconds StatusStrip::elapsed() const
{
    if (!m_campaign)
        return {};
    if (!m_campaign->running)
        return m_campaign->elapsed;
    return m_campaign->elapsed + std::chrono::milliseconds(m_sinceCampaign.elapsed());
}

void StatusStrip::setCount(QToolButton *part, unsigned count, const QString &sentence)
{
    part->setVisible(count > 0);
    part->setText(QLocale().toString(count));
    part->setToolTip(sentence);
    part->setAccessibleName(sentence);
}

void StatusStrip::refresh()
{
    const bool running = m_campaign && m_campaign->running;
    const bool serving = m_campaign && !m_campaign->serverUrl.empty();
    const bool servesFiles = !m_servingUrl.isEmpty();
    m_server->setText(running && serving ? QString::fromStdString(m_campaign->serverUrl)
                      : servesFiles      ? m_servingUrl
                      : serving          ? QString::fromStdString(m_campaign->serverUrl)
                                         : tr("Server starts with the first update"));
    m_faults->setVisible(m_faultCount > 0);
    m_faults->setText(tr("Fault bench on"));
    m_faults->setToolTip(
        tr("%n fault(s) are injected: boards are meant to fail", nullptr, m_faultCount));
    m_faults->setAccessibleName(m_faults->toolTip());
    m_faults->setIcon(
        tokenIcon(m_theme, QStringLiteral("dialog-warning"), Token::Warning, devicePixelRatioF()));
    m_server->setToolTip(tr("Where boards fetch the image"));

    const QDate today = QDate::currentDate();
    if (!m_caLastDay)
        m_trust->setText(tr("Lab CA is made with the first update"));
    else if (*m_caLastDay < today)
        m_trust->setText(
            tr("Lab CA expired on %1").arg(QLocale().toString(*m_caLastDay, QLocale::ShortFormat)));
    else
        //: %1 is a year, or a date when it is near
        m_trust->setText(tr("Lab CA until %1")
                             .arg(m_caLastDay->year() > today.year() + 1
                                      ? QString::number(m_caLastDay->year())
                                      : QLocale().toString(*m_caLastDay, QLocale::ShortFormat)));
    m_trust->setToolTip(tr("How long boards can trust this computer's server"));

    const QString speed = running ? Format::speed(m_campaign->bytesPerSecond) : QString();
    m_speed->setVisible(!speed.isEmpty());
    m_speed->setText(speed);
    m_speed->setToolTip(tr("Throughput of the server"));

    const fleet::CampaignState none;
    const fleet::CampaignState &totals = m_campaign ? *m_campaign : none;
    const auto number = [](unsigned value) { return static_cast<int>(value); };
    setCount(
        m_good, totals.updated + totals.upToDate,
        tr("%n board(s) updated or up to date", nullptr, number(totals.updated + totals.upToDate)));
    setCount(m_busy, running ? static_cast<unsigned>(m_active) : 0,
             tr("%n board(s) under way", nullptr, m_active));
    setCount(m_warning, totals.rolledBack + totals.notProved,
             tr("%n board(s) rolled back or not proved", nullptr,
                number(totals.rolledBack + totals.notProved)));
    setCount(m_bad, totals.failed, tr("%n board(s) failed", nullptr, number(totals.failed)));
    const qreal ratio = devicePixelRatioF();
    m_good->setIcon(tokenIcon(m_theme, QStringLiteral("emblem-ok"), Token::Good, ratio));
    m_busy->setIcon(tokenIcon(m_theme, QStringLiteral("go-down"), Token::Busy, ratio));
    m_warning->setIcon(tokenIcon(m_theme, QStringLiteral("dialog-warning"), Token::Warning, ratio));
    m_bad->setIcon(tokenIcon(m_theme, QStringLiteral("dialog-error"), Token::Bad, ratio));

    m_total->setText(tr("%n board(s)", nullptr, m_boards));
    m_total->setToolTip(tr("Boards on this bench"));
    m_elapsed->setVisible(m_campaign.has_value());
    m_elapsed->setText(Format::clock(elapsed()));
    m_elapsed->setToolTip(running ? tr("Time since the update was started")
                                  : tr("Time the last update took"));
    setAccessibleName(tr("Status"));
    setAccessibleDescription(summary());
}

QString StatusStrip::summary() const
{
    QStringList parts;
    for (const QToolButton *part : {m_server, m_faults, m_trust, m_speed, m_good, m_busy, m_warning,
                                    m_bad, m_total, m_elapsed}) {
        if (part->isHidden())
            continue;
        parts << (part->accessibleName().isEmpty() ? part->text() : part->accessibleName());
    }
    return parts.join(QStringLiteral(" · "));
}

void StatusStrip::changeEvent(QEvent *event)
{
    QWidget::changeEvent(event);
    if (event->type() == QEvent::LanguageChange)
        refresh();
}

} // namespace otabench::widgets
