#include "widgets/settings/defaults_card.h"

#include "server/addresses.h"
#include "widgets/common/campaign_defaults.h"

#include <QCheckBox>
#include <QComboBox>
#include <QLabel>
#include <QSettings>
#include <QSignalBlocker>
#include <QSpinBox>

namespace otabench::widgets {
namespace {

constexpr int kMostBoards = 9999;
constexpr int kMostRetries = 99;
constexpr int kMostPort = 65535;

void showValue(QSpinBox *box, unsigned value)
{
    const QSignalBlocker quiet(box);
    box->setValue(static_cast<int>(value));
}

unsigned valueOf(const QSpinBox *box)
{
    return static_cast<unsigned>(box->value());
}

} // namespace

DefaultsCard::DefaultsCard(QSettings &settings, QWidget *parent)
    : SettingsCard(parent)
    , m_settings(settings)
    , m_canary(addSpin("defaultCanary", kMostBoards, m_canaryLabel))
    , m_parallel(addSpin("defaultParallel", kMostBoards, m_parallelLabel))
    , m_automatic(new QCheckBox(this))
{
    m_automatic->setObjectName(QStringLiteral("defaultAutomatic"));
    addWhole(m_automatic);
    m_retries = addSpin("defaultRetries", kMostRetries, m_retriesLabel);
    m_failures = addSpin("defaultFailures", kMostBoards, m_failuresLabel);
    m_address = new QComboBox(this);
    m_address->setObjectName(QStringLiteral("defaultAddress"));
    m_address->addItem(QString(), QString());
    for (const std::string &address : server::localAddresses()) {
        const QString text = QString::fromStdString(address);
        m_address->addItem(text, text);
    }
    m_addressLabel = addRow(m_address);
    m_port = addSpin("defaultPort", kMostPort, m_portLabel);
    DefaultsCard::retranslate();
    readSettings();
    connect(m_automatic, &QCheckBox::toggled, this, &DefaultsCard::save);
    connect(m_address, qOverload<int>(&QComboBox::currentIndexChanged), this, &DefaultsCard::save);
}

QSpinBox *DefaultsCard::addSpin(const char *objectName, int most, QLabel *&label)
{
    auto *box = new QSpinBox(this);
    box->setObjectName(QLatin1String(objectName));
    box->setRange(0, most);
    label = addRow(box);
    connect(box, qOverload<int>(&QSpinBox::valueChanged), this, &DefaultsCard::save);
    return box;
}

void DefaultsCard::readSettings()
{
    const CampaignDefaults defaults = CampaignDefaults::load(m_settings);
    showValue(m_canary, defaults.canary);
    showValue(m_parallel, defaults.parallel);
    showValue(m_retries, defaults.retries);
    showValue(m_failures, defaults.maxFailures);
    showValue(m_port, defaults.serverPort);
    const QSignalBlocker quietBox(m_automatic);
    const QSignalBlocker quietAddress(m_address);
    m_automatic->setChecked(defaults.parallelAutomatic);
    m_parallel->setEnabled(!defaults.parallelAutomatic);
    const QString address = QString::fromStdString(defaults.bindAddress);
    if (m_address->findData(address) < 0)
        m_address->addItem(address, address); // of another network: kept as it was chosen
    m_address->setCurrentIndex(m_address->findData(address));
}

CampaignDefaults DefaultsCard::defaults() const
{
    CampaignDefaults defaults;
    defaults.canary = valueOf(m_canary);
    defaults.parallel = valueOf(m_parallel);
    defaults.parallelAutomatic = m_automatic->isChecked();
    defaults.retries = valueOf(m_retries);
    defaults.maxFailures = valueOf(m_failures);
    defaults.bindAddress = m_address->currentData().toString().toStdString();
    defaults.serverPort = static_cast<std::uint16_t>(m_port->value());
    return defaults;
}

void DefaultsCard::save()
{
    m_parallel->setEnabled(!m_automatic->isChecked());
    defaults().save(m_settings);
}

void DefaultsCard::retranslate()
{
    setHeading(tr("New campaigns"));
    m_canaryLabel->setText(tr("First &wave"));
    m_canary->setSpecialValueText(tr("All boards at once"));
    m_parallelLabel->setText(tr("Boards at on&ce"));
    m_parallel->setSpecialValueText(tr("As many as there are"));
    m_automatic->setText(tr("Few at first, &more while throughput grows"));
    m_retriesLabel->setText(tr("&Retries of a board"));
    m_retries->setSpecialValueText(tr("None"));
    m_failuresLabel->setText(tr("Stop &after failures"));
    m_failures->setSpecialValueText(tr("Never"));
    m_addressLabel->setText(tr("Ser&ve from"));
    m_address->setItemText(0, tr("Every address of this computer"));
    m_portLabel->setText(tr("Por&t"));
    m_port->setSpecialValueText(tr("Any that is free"));
    setNote(tr("An update's plan begins with these and can change each. Limits of the server are "
               "kept as they are set on its page."));
}

} // namespace otabench::widgets
