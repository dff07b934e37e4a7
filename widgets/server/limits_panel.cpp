#include "widgets/server/limits_panel.h"

#include "widgets/common/theme.h"

#include <QEvent>
#include <QFormLayout>
#include <QLabel>
#include <QSignalBlocker>
#include <QSpinBox>
#include <QVariant>

namespace otabench::widgets {
namespace {

constexpr std::chrono::milliseconds kSettleTime{400};
constexpr int kKilo = 1000;
constexpr int kMostRate = 10000000; // kB/s
constexpr int kMostTransfers = 4096;
constexpr int kMostSeconds = 3600;
constexpr int kMostJitter = 600000;

} // namespace

LimitsPanel::LimitsPanel(QWidget *parent)
    : QWidget(parent)
    , m_explanation(new QLabel(this))
{
    setObjectName(QStringLiteral("limitsPanel"));
    m_explanation->setProperty("muted", true);
    m_explanation->setWordWrap(true);
    auto *form = new QFormLayout(this);
    form->setContentsMargins(kSpace4, kSpace4, kSpace4, kSpace4);
    form->setHorizontalSpacing(kSpace5);
    form->setVerticalSpacing(kSpace3);
    form->setFieldGrowthPolicy(QFormLayout::FieldsStayAtSizeHint);
    form->addRow(m_explanation);
    m_rate = addRow("totalRate", kMostRate, m_rateLabel);
    m_boardRate = addRow("boardRate", kMostRate, m_boardRateLabel);
    m_transfers = addRow("transfers", kMostTransfers, m_transfersLabel);
    m_retry = addRow("retryAfter", kMostSeconds, m_retryLabel);
    m_jitter = addRow("startJitter", kMostJitter, m_jitterLabel);
    m_retry->setMinimum(1);
    m_rate->setSingleStep(100);
    m_boardRate->setSingleStep(10);
    m_jitter->setSingleStep(100);
    m_soon.setSingleShot(true);
    m_soon.setInterval(kSettleTime);
    connect(&m_soon, &QTimer::timeout, this, [this] { Q_EMIT sharingChanged(sharing()); });
    setSharing({});
    retranslate();
}

QSpinBox *LimitsPanel::addRow(const char *objectName, int most, QLabel *&label)
{
    auto *box = new QSpinBox(this);
    box->setObjectName(QLatin1String(objectName));
    box->setRange(0, most);
    box->setGroupSeparatorShown(true);
    box->setKeyboardTracking(false);
    label = new QLabel(this);
    label->setBuddy(box);
    static_cast<QFormLayout *>(layout())->addRow(label, box);
    connect(box, qOverload<int>(&QSpinBox::valueChanged), &m_soon, qOverload<>(&QTimer::start));
    return box;
}

void LimitsPanel::setSharing(const server::Sharing &sharing)
{
    const auto show = [](QSpinBox *box, std::int64_t value) {
        const QSignalBlocker quiet(box);
        box->setValue(static_cast<int>(std::min<std::int64_t>(value, box->maximum())));
    };
    show(m_rate, static_cast<std::int64_t>(sharing.bytesPerSecond / kKilo));
    show(m_boardRate, static_cast<std::int64_t>(sharing.boardBytesPerSecond / kKilo));
    show(m_transfers, sharing.transfers);
    show(m_retry, sharing.retryAfter.count());
    show(m_jitter, sharing.startJitter.count());
}

server::Sharing LimitsPanel::sharing() const
{
    return {.bytesPerSecond = static_cast<std::uint64_t>(m_rate->value()) * kKilo,
            .boardBytesPerSecond = static_cast<std::uint64_t>(m_boardRate->value()) * kKilo,
            .transfers = static_cast<unsigned>(m_transfers->value()),
            .retryAfter = std::chrono::seconds(m_retry->value()),
            .startJitter = std::chrono::milliseconds(m_jitter->value())};
}

void LimitsPanel::changeEvent(QEvent *event)
{
    QWidget::changeEvent(event);
    if (event->type() == QEvent::LanguageChange)
        retranslate();
}

void LimitsPanel::retranslate()
{
    m_explanation->setText(
        tr("Changes hold at once, for transfers that are under way, too. A board "
           "beyond the number of transfers is told to come again (503) and does "
           "so by itself."));
    m_rateLabel->setText(tr("&All boards together"));
    m_boardRateLabel->setText(tr("&Each board"));
    m_transfersLabel->setText(tr("&Transfers at once"));
    m_retryLabel->setText(tr("&Come again after"));
    m_jitterLabel->setText(tr("S&pread starts over"));
    for (QSpinBox *box : {m_rate, m_boardRate}) {
        //: kilobytes a second, behind a number
        box->setSuffix(tr(" kB/s"));
        box->setSpecialValueText(tr("No limit"));
    }
    m_transfers->setSpecialValueText(tr("No limit"));
    //: seconds, behind a number
    m_retry->setSuffix(tr(" s"));
    //: milliseconds, behind a number
    m_jitter->setSuffix(tr(" ms"));
    //: boards that are triggered together begin together
    m_jitter->setSpecialValueText(tr("Not at all"));
}

} // namespace otabench::widgets
