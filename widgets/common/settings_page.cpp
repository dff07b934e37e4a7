#include "widgets/common/settings_page.h"

#include "widgets/common/language.h"
#include "widgets/common/theme.h"

#include <QComboBox>
#include <QEvent>
#include <QFormLayout>
#include <QFrame>
#include <QLabel>
#include <QSignalBlocker>
#include <QVBoxLayout>
#include <QVariant>

namespace otabench::widgets {
namespace {

constexpr int kCardWidth = 560;

} // namespace

SettingsPage::SettingsPage(Theme &theme, Language &language, QWidget *parent)
    : QWidget(parent)
    , m_theme(theme)
    , m_language(language)
    , m_title(new QLabel(this))
    , m_appearance(new QLabel(this))
    , m_note(new QLabel(this))
    , m_themeLabel(new QLabel(this))
    , m_themeBox(new QComboBox(this))
    , m_languageLabel(new QLabel(this))
    , m_languageBox(new QComboBox(this))
{
    QFont large = font();
    large.setPointSizeF(large.pointSizeF() * 1.35);
    m_title->setFont(large);
    QFont bold = font();
    bold.setBold(true);
    m_appearance->setFont(bold);
    m_note->setProperty("muted", true);
    m_note->setWordWrap(true);
    m_themeBox->setObjectName(QStringLiteral("themeBox"));
    m_languageBox->setObjectName(QStringLiteral("languageBox"));
    m_themeLabel->setBuddy(m_themeBox);
    m_languageLabel->setBuddy(m_languageBox);
    for (const Theme::Mode mode : {Theme::Mode::System, Theme::Mode::Light, Theme::Mode::Dark})
        m_themeBox->addItem(QString(), Theme::name(mode));
    m_languageBox->addItem(QString(), QString());
    for (const QString &code : Language::available())
        m_languageBox->addItem(Language::nativeName(code), code);

    auto *header = new QWidget(this);
    header->setObjectName(QStringLiteral("pageHeader"));
    header->setAttribute(Qt::WA_StyledBackground);
    auto *headerLayout = new QVBoxLayout(header);
    headerLayout->setContentsMargins(kSpace4, kSpace3, kSpace4, kSpace3);
    headerLayout->addWidget(m_title);
    header->setMinimumHeight(kHeaderHeight);

    auto *card = new QFrame(this);
    card->setObjectName(QStringLiteral("settingsCard"));
    card->setMaximumWidth(kCardWidth);
    auto *form = new QFormLayout(card);
    form->setContentsMargins(kSpace4, kSpace4, kSpace4, kSpace4);
    form->setHorizontalSpacing(kSpace5);
    form->setVerticalSpacing(kSpace3);
    form->setLabelAlignment(Qt::AlignLeft | Qt::AlignVCenter);
    form->setFieldGrowthPolicy(QFormLayout::AllNonFixedFieldsGrow);
    form->addRow(m_appearance);
    form->addRow(m_themeLabel, m_themeBox);
    form->addRow(m_languageLabel, m_languageBox);
    form->addRow(m_note);

    auto *body = new QVBoxLayout;
    body->setContentsMargins(kSpace4, kSpace4, kSpace4, kSpace4);
    body->addWidget(card);
    body->addStretch();
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addWidget(header);
    layout->addLayout(body, 1);

    m_themeBox->setCurrentIndex(m_themeBox->findData(Theme::name(theme.mode())));
    retranslate();
    connect(m_themeBox, qOverload<int>(&QComboBox::currentIndexChanged), this, [this] {
        const QString name = m_themeBox->currentData().toString();
        if (const auto mode = Theme::modeFromName(name)) {
            m_theme.setMode(*mode);
            Q_EMIT themeChosen(name);
        }
    });
    connect(m_languageBox, qOverload<int>(&QComboBox::currentIndexChanged), this, [this] {
        const QString code = m_languageBox->currentData().toString();
        if (m_language.setCurrent(code))
            Q_EMIT languageChosen(code);
    });
}

void SettingsPage::setLanguageChoice(const QString &code)
{
    const QSignalBlocker quiet(m_languageBox);
    m_languageBox->setCurrentIndex(std::max(0, m_languageBox->findData(code)));
}

void SettingsPage::changeEvent(QEvent *event)
{
    QWidget::changeEvent(event);
    if (event->type() == QEvent::LanguageChange)
        retranslate();
}

void SettingsPage::retranslate()
{
    m_title->setText(tr("Settings"));
    m_appearance->setText(tr("Appearance"));
    m_note->setText(tr("Changes apply at once."));
    m_themeLabel->setText(tr("&Theme"));
    m_languageLabel->setText(tr("&Language"));
    //: colours as the desktop has them
    m_themeBox->setItemText(0, tr("As the desktop"));
    //: bright colours
    m_themeBox->setItemText(1, tr("Light"));
    //: dark colours
    m_themeBox->setItemText(2, tr("Dark"));
    //: the language of the desktop
    m_languageBox->setItemText(0, tr("As the system"));
}

} // namespace otabench::widgets
