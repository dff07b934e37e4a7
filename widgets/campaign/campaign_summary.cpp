#include "widgets/campaign/campaign_summary.h"

#include "widgets/common/format.h"
#include "widgets/common/icons.h"
#include "widgets/common/phase_text.h"
#include "widgets/common/theme.h"

#include <QDateTime>
#include <QEvent>
#include <QHBoxLayout>
#include <QLabel>
#include <QLocale>
#include <QPainter>
#include <QPainterPath>
#include <QToolButton>
#include <QVBoxLayout>

#include <numeric>

namespace otabench::widgets {

using std::chrono::milliseconds;
using std::chrono::system_clock;

namespace {

constexpr int kBarHeight = 10;
constexpr int kIconSize = 16;

/// The phase that stands for a standing: its look and its colour.
Phase phaseOf(Standing standing)
{
    switch (standing) {
    case Standing::Updated:
        return Phase::Updated;
    case Standing::UpToDate:
        return Phase::UpToDate;
    case Standing::UnderWay:
        return Phase::Downloading;
    case Standing::Waiting:
        return Phase::Queued;
    case Standing::Doubtful:
        return Phase::NotProved;
    case Standing::Failed:
        return Phase::Failed;
    case Standing::Cancelled:
        break;
    }
    return Phase::Cancelled;
}

QDateTime toDateTime(system_clock::time_point at)
{
    return QDateTime::fromMSecsSinceEpoch(
        std::chrono::duration_cast<milliseconds>(at.time_since_epoch()).count());
}

} // namespace

/// The boards of a campaign as one bar, by standing.
class OutcomeBar : public QWidget
{
public:
    OutcomeBar(const Theme &theme, QWidget *parent)
        : QWidget(parent)
        , m_theme(theme)
    {
        setFixedHeight(kBarHeight);
        connect(&m_theme, &Theme::changed, this, qOverload<>(&QWidget::update));
    }

    void setCounts(const std::array<unsigned, kStandings.size()> &counts)
    {
        m_counts = counts;
        update();
    }

protected:
    void paintEvent(QPaintEvent *) override
    {
        QPainter painter(this);
        painter.setRenderHint(QPainter::Antialiasing);
        QPainterPath shape;
        shape.addRoundedRect(rect(), kBarHeight / 2.0, kBarHeight / 2.0);
        painter.setClipPath(shape);
        painter.fillRect(rect(), m_theme.colour(Token::Raised));
        const unsigned all = std::accumulate(m_counts.begin(), m_counts.end(), 0U);
        if (all == 0)
            return;
        // What has ended well comes first, what waits last.
        constexpr std::array kOrder = {Standing::Updated, Standing::UpToDate,  Standing::Doubtful,
                                       Standing::Failed,  Standing::Cancelled, Standing::UnderWay};
        unsigned before = 0;
        for (const Standing standing : kOrder) {
            const unsigned count = m_counts[static_cast<std::size_t>(standing)];
            const auto at = [&](unsigned boards) {
                return static_cast<int>(static_cast<std::uint64_t>(boards) *
                                        static_cast<unsigned>(width()) / all);
            };
            const QRect part(at(before), 0, at(before + count) - at(before), height());
            const Token token = PhaseText::look(phaseOf(standing)).token;
            painter.fillRect(part, standing == Standing::UnderWay ? m_theme.tint(token)
                                                                  : m_theme.colour(token));
            before += count;
        }
    }

private:
    const Theme &m_theme;
    std::array<unsigned, kStandings.size()> m_counts{};
};

CampaignSummary::CampaignSummary(const Theme &theme, QWidget *parent)
    : QWidget(parent)
    , m_theme(theme)
    , m_sentence(new QLabel(this))
    , m_times(new QLabel(this))
    , m_bar(new OutcomeBar(theme, this))
{
    m_sentence->setObjectName(QStringLiteral("campaignSentence"));
    m_sentence->setTextFormat(Qt::PlainText);
    QFont bold = font();
    bold.setBold(true);
    m_sentence->setFont(bold);
    m_times->setObjectName(QStringLiteral("campaignTimes"));
    m_times->setTextFormat(Qt::PlainText);
    m_times->setProperty("muted", true);

    auto *words = new QHBoxLayout;
    words->setSpacing(kSpace3);
    words->addWidget(m_sentence);
    words->addStretch(1);
    words->addWidget(m_times);
    auto *buttons = new QHBoxLayout;
    buttons->setSpacing(kSpace1);
    for (const Standing standing : kStandings) {
        auto *button = new QToolButton(this);
        button->setObjectName(QStringLiteral("standing%1").arg(static_cast<int>(standing)));
        button->setCheckable(true);
        button->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
        button->setIconSize(kButtonIcon);
        button->setFocusPolicy(Qt::TabFocus);
        connect(button, &QToolButton::clicked, this, [this, standing](bool checked) {
            Q_EMIT standingChosen(checked ? std::optional(standing) : std::nullopt);
        });
        m_buttons[static_cast<std::size_t>(standing)] = button;
        buttons->addWidget(button);
    }
    buttons->addStretch(1);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(kSpace2);
    layout->addLayout(words);
    layout->addWidget(m_bar);
    layout->addLayout(buttons);
    connect(&m_theme, &Theme::changed, this, &CampaignSummary::setIcons);
    setIcons();
    fill();
}

void CampaignSummary::setIcons()
{
    const qreal ratio = devicePixelRatioF();
    for (const Standing standing : kStandings) {
        const StateLook look = PhaseText::look(phaseOf(standing));
        QPixmap pixmap(kButtonIcon * ratio);
        pixmap.setDevicePixelRatio(ratio);
        pixmap.fill(Qt::transparent);
        QPainter painter(&pixmap);
        paintIcon(painter, look.icon, QRectF(0, 0, kIconSize, kIconSize),
                  m_theme.colour(look.token));
        painter.end();
        m_buttons[static_cast<std::size_t>(standing)]->setIcon(QIcon(pixmap));
    }
}

QString CampaignSummary::sentence(const CourseModel &model)
{
    const fleet::CampaignState &campaign = model.campaign();
    const int boards = static_cast<int>(campaign.boards);
    if (campaign.running && campaign.startAt) {
        const auto left =
            std::chrono::duration_cast<milliseconds>(*campaign.startAt - system_clock::now());
        //: %1 is a date and time, %2 a countdown such as 1:02:03
        return tr("Starts on %1, in %2")
            .arg(QLocale().toString(toDateTime(*campaign.startAt), QLocale::ShortFormat),
                 Format::clock(left + milliseconds(999)));
    }
    if (campaign.running && campaign.isPaused)
        return tr("Paused: %1 of %n board(s) have ended, no further one is started", nullptr,
                  boards)
            .arg(Format::count(campaign.finished()));
    if (campaign.running)
        return tr("%1 of %n board(s) have ended", nullptr, boards)
            .arg(Format::count(campaign.finished()));
    if (campaign.failures() == 0 && campaign.cancelled == 0)
        return tr("Done: all of %n board(s) run the image", nullptr, boards);
    return tr("Ended: %1 of %n board(s) run the image", nullptr, boards)
        .arg(Format::count(campaign.updated + campaign.upToDate));
}

void CampaignSummary::show(const CourseModel &model, CourseModel::Moment now)
{
    for (const Standing standing : kStandings)
        m_counts[static_cast<std::size_t>(standing)] = model.count(standing);
    m_bar->setCounts(m_counts);
    m_sentence->setText(sentence(model));
    const fleet::CampaignState &campaign = model.campaign();
    QStringList parts;
    if (campaign.bytesSent > 0)
        //: an amount of data that boards have received
        parts << tr("%1 sent").arg(Format::bytes(campaign.bytesSent));
    if (campaign.running && campaign.bytesPerSecond >= 1)
        parts << Format::speed(campaign.bytesPerSecond);
    parts << Format::clock(model.elapsed(now));
    m_times->setText(parts.join(QStringLiteral(" · ")));
    fill();
}

void CampaignSummary::setChosen(std::optional<Standing> standing)
{
    for (const Standing each : kStandings)
        m_buttons[static_cast<std::size_t>(each)]->setChecked(each == standing);
}

void CampaignSummary::fill(bool isNewLanguage)
{
    const std::array words = {
        PhaseText::look(Phase::Updated).word,
        PhaseText::look(Phase::UpToDate).word,
        //: boards that are being updated now; follows an icon, a number comes after
        tr("Under way"),
        //: boards whose turn has not come; follows an icon, a number comes after
        tr("Waiting"),
        tr("Not proved or rolled back"),
        PhaseText::look(Phase::Failed).word,
        PhaseText::look(Phase::Cancelled).word,
    };
    QStringList summary;
    for (const Standing standing : kStandings) {
        const auto place = static_cast<std::size_t>(standing);
        const QString text =
            QStringLiteral("%1 %2").arg(words[place], Format::count(m_counts[place]));
        QToolButton *button = m_buttons[place];
        button->setText(text);
        button->setAccessibleName(text);
        if (button->toolTip().isEmpty() || isNewLanguage)
            button->setToolTip(tr("Show only these boards"));
        button->setVisible(m_counts[place] > 0 || button->isChecked());
        if (m_counts[place] > 0)
            summary << text;
    }
    m_bar->setAccessibleName(tr("Boards by outcome"));
    m_bar->setAccessibleDescription(summary.join(QStringLiteral(", ")));
}

void CampaignSummary::changeEvent(QEvent *event)
{
    QWidget::changeEvent(event);
    if (event->type() == QEvent::LanguageChange)
        fill(/*isNewLanguage=*/true);
}

} // namespace otabench::widgets
