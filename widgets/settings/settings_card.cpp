#include "widgets/settings/settings_card.h"

#include "widgets/common/theme.h"

#include <QEvent>
#include <QFormLayout>
#include <QLabel>
#include <QVBoxLayout>
#include <QVariant>

namespace otabench::widgets {
SettingsCard::SettingsCard(QWidget *parent)
    : QFrame(parent)
    , m_form(new QFormLayout)
    , m_heading(new QLabel(this))
    , m_note(new QLabel(this))
{
    setObjectName(QStringLiteral("settingsCard"));
    QFont bold = font();
    bold.setBold(true);
    m_heading->setFont(bold);
    m_note->setProperty("muted", true);
    m_note->setWordWrap(true);
    m_note->hide();
    m_form->setHorizontalSpacing(kSpace5);
    m_form->setVerticalSpacing(kSpace3);
    m_form->setLabelAlignment(Qt::AlignLeft | Qt::AlignVCenter);
    m_form->setFieldGrowthPolicy(QFormLayout::AllNonFixedFieldsGrow);
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(kSpace4, kSpace4, kSpace4, kSpace4);
    column->setSpacing(kSpace3);
    column->addWidget(m_heading);
    column->addLayout(m_form);
    column->addWidget(m_note);
}

void SettingsCard::setHeading(const QString &text)
{
    m_heading->setText(text);
}

void SettingsCard::setNote(const QString &text)
{
    m_note->setText(text);
    m_note->setVisible(!text.isEmpty());
}

QLabel *SettingsCard::addRow(QWidget *field, QWidget *buddy)
{
    auto *label = new QLabel(this);
    label->setBuddy(buddy == nullptr ? field : buddy);
    m_form->addRow(label, field);
    return label;
}

void SettingsCard::addWhole(QWidget *widget)
{
    m_form->addRow(widget);
}

void SettingsCard::changeEvent(QEvent *event)
{
    QFrame::changeEvent(event);
    if (event->type() == QEvent::LanguageChange)
        retranslate();
}

} // namespace otabench::widgets
