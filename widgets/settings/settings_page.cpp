#include "widgets/settings/settings_page.h"

#include "widgets/common/readable_area.h"
#include "widgets/common/theme.h"
#include "widgets/settings/appearance_card.h"
#include "widgets/settings/defaults_card.h"
#include "widgets/settings/folders_card.h"
#include "widgets/settings/record_card.h"

#include <QMessageBox>
#include <QPushButton>
#include <QSettings>
#include <QVBoxLayout>

namespace otabench::widgets {
namespace {

/// What this page sets; the window's geometry and the like stay.
const QStringList &groups()
{
    static const QStringList names = {QStringLiteral("appearance"), QStringLiteral("campaign"),
                                      QStringLiteral("history"), QStringLiteral("server")};
    return names;
}

} // namespace

SettingsPage::SettingsPage(const Parts &parts, QWidget *parent)
    : Page(parent)
    , m_settings(parts.settings)
    , m_appearance(new AppearanceCard(parts.theme, parts.language, parts.settings))
    , m_defaults(new DefaultsCard(parts.settings))
    , m_record(new RecordCard(parts.settings, parts.paths))
    , m_folders(new FoldersCard(parts.paths))
    , m_reset(addAct("resetSettings", "edit-clear"))
{
    auto *area = new ReadableArea(this);
    QVBoxLayout *column = area->column();
    column->setSpacing(kSpace4);
    for (QWidget *card : {static_cast<QWidget *>(m_appearance), static_cast<QWidget *>(m_defaults),
                          static_cast<QWidget *>(m_record), static_cast<QWidget *>(m_folders)})
        column->addWidget(card);
    column->addStretch(1);
    setBody(area);
    connect(m_reset, &QPushButton::clicked, this, &SettingsPage::askToReset);
    connect(m_record, &RecordCard::startAgainRequested, this, &SettingsPage::startAgainRequested);
    SettingsPage::retranslate();
}

void SettingsPage::askToReset()
{
    auto *question = new QMessageBox(QMessageBox::Question, tr("Reset settings"),
                                     tr("Set all settings back to their defaults?"),
                                     QMessageBox::NoButton, this);
    question->setObjectName(QStringLiteral("resetQuestion"));
    question->setAttribute(Qt::WA_DeleteOnClose);
    question->setInformativeText(
        tr("Appearance, campaign defaults, server limits, database and names. Boards, images, "
           "certificates and the history itself stay."));
    QPushButton *yes = question->addButton(tr("&Reset settings"), QMessageBox::DestructiveRole);
    QPushButton *no = question->addButton(tr("&Keep them"), QMessageBox::RejectRole);
    question->setDefaultButton(no);
    question->setEscapeButton(no);
    connect(yes, &QPushButton::clicked, this, &SettingsPage::reset);
    question->open();
}

void SettingsPage::reset()
{
    for (const QString &group : groups())
        m_settings.remove(group);
    m_appearance->readSettings();
    m_defaults->readSettings();
    m_record->readSettings();
    Q_EMIT settingsReset();
}

void SettingsPage::retranslate()
{
    setTitle(tr("Settings"));
    setCount(tr("Changes apply at once"));
    m_reset->setText(tr("Reset to de&faults…"));
}

} // namespace otabench::widgets
