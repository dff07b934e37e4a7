#include "widgets/settings/appearance_card.h"

#include "widgets/common/format.h"
#include "widgets/common/language.h"
#include "widgets/common/theme.h"

#include <QCheckBox>
#include <QComboBox>
#include <QLabel>
#include <QSettings>
#include <QSignalBlocker>

#include <algorithm>
#include <array>

namespace otabench::widgets {
namespace {

constexpr std::array kTextPercents = {100, 125, 150, 200};

QString themeKey()
{
    return QStringLiteral("appearance/theme");
}

QString languageKey()
{
    return QStringLiteral("appearance/language");
}

QString sizeKey()
{
    return QStringLiteral("appearance/textPercent");
}

QString notificationsKey()
{
    return QStringLiteral("appearance/notifications");
}

void select(QComboBox *box, const QVariant &data)
{
    const QSignalBlocker quiet(box);
    box->setCurrentIndex(std::max(0, box->findData(data)));
}

} // namespace

AppearanceCard::AppearanceCard(Theme &theme, Language &language, QSettings &settings,
                               QWidget *parent)
    : SettingsCard(parent)
    , m_theme(theme)
    , m_language(language)
    , m_settings(settings)
    , m_themeBox(new QComboBox(this))
    , m_languageBox(new QComboBox(this))
    , m_sizeBox(new QComboBox(this))
    , m_notifications(new QCheckBox(this))
    , m_themeLabel(addRow(m_themeBox))
    , m_languageLabel(addRow(m_languageBox))
    , m_sizeLabel(addRow(m_sizeBox))
{
    m_themeBox->setObjectName(QStringLiteral("themeBox"));
    m_languageBox->setObjectName(QStringLiteral("languageBox"));
    m_sizeBox->setObjectName(QStringLiteral("textSizeBox"));
    m_notifications->setObjectName(QStringLiteral("notifications"));
    for (const Theme::Mode mode : {Theme::Mode::System, Theme::Mode::Light, Theme::Mode::Dark})
        m_themeBox->addItem(QString(), Theme::name(mode));
    m_languageBox->addItem(QString(), QString());
    for (const QString &code : Language::available())
        m_languageBox->addItem(Language::nativeName(code), code);
    for (const int percent : kTextPercents)
        m_sizeBox->addItem(QString(), percent);
    addWhole(m_notifications);
    AppearanceCard::retranslate();
    // What the command line asked for is shown, but not kept.
    select(m_themeBox, Theme::name(m_theme.mode()));
    select(m_languageBox, m_settings.value(languageKey()).toString());
    select(m_sizeBox, m_theme.textPercent());
    m_notifications->setChecked(m_settings.value(notificationsKey(), true).toBool());
    connectParts();
}

void AppearanceCard::connectParts()
{
    connect(m_themeBox, qOverload<int>(&QComboBox::currentIndexChanged), this, [this] {
        const QString name = m_themeBox->currentData().toString();
        if (const auto mode = Theme::modeFromName(name))
            m_theme.setMode(*mode);
        m_settings.setValue(themeKey(), name);
    });
    connect(m_languageBox, qOverload<int>(&QComboBox::currentIndexChanged), this, [this] {
        const QString code = m_languageBox->currentData().toString();
        if (m_language.setCurrent(code))
            m_settings.setValue(languageKey(), code);
    });
    connect(m_sizeBox, qOverload<int>(&QComboBox::currentIndexChanged), this, [this] {
        const int percent = m_sizeBox->currentData().toInt();
        m_theme.setTextPercent(percent);
        m_settings.setValue(sizeKey(), percent);
    });
    connect(m_notifications, &QCheckBox::toggled, this,
            [this](bool wanted) { m_settings.setValue(notificationsKey(), wanted); });
}

void AppearanceCard::readSettings()
{
    const auto mode = Theme::modeFromName(m_settings.value(themeKey()).toString());
    m_theme.setMode(mode.value_or(Theme::Mode::System));
    m_theme.setTextPercent(m_settings.value(sizeKey(), kTextPercents.front()).toInt());
    m_language.setCurrent(m_settings.value(languageKey()).toString());
    select(m_themeBox, Theme::name(m_theme.mode()));
    select(m_languageBox, m_settings.value(languageKey()).toString());
    select(m_sizeBox, m_theme.textPercent());
    const QSignalBlocker quiet(m_notifications);
    m_notifications->setChecked(m_settings.value(notificationsKey(), true).toBool());
}

void AppearanceCard::retranslate()
{
    setHeading(tr("Appearance"));
    m_themeLabel->setText(tr("T&heme"));
    m_languageLabel->setText(tr("&Language"));
    m_sizeLabel->setText(tr("Te&xt size"));
    //: colours as the desktop has them
    m_themeBox->setItemText(0, tr("As the desktop"));
    //: bright colours
    m_themeBox->setItemText(1, tr("Light"));
    //: dark colours
    m_themeBox->setItemText(2, tr("Dark"));
    //: the language of the desktop
    m_languageBox->setItemText(0, tr("As the system"));
    for (int row = 0; row < m_sizeBox->count(); ++row)
        m_sizeBox->setItemText(row, Format::percent(m_sizeBox->itemData(row).toInt()));
    m_notifications->setText(tr("&Notify the desktop when a campaign ends"));
}

} // namespace otabench::widgets
