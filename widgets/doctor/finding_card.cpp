#include "widgets/doctor/finding_card.h"

#include "widgets/common/icons.h"
#include "widgets/common/theme.h"
#include "widgets/common/token_icon.h"
#include "widgets/doctor/finding_words.h"

#include <QClipboard>
#include <QFontDatabase>
#include <QGuiApplication>
#include <QHBoxLayout>
#include <QLabel>
#include <QPushButton>
#include <QTimer>
#include <QVBoxLayout>
#include <QVariant>

namespace otabench::widgets {
namespace {

constexpr std::chrono::seconds kCopiedShown{2};

/// Text that may hold names of files and devices: plain, selectable, in as many lines as it needs.
QLabel *makeText(const QString &text, QWidget *parent)
{
    auto *label = new QLabel(text, parent);
    label->setTextFormat(Qt::PlainText);
    label->setWordWrap(true);
    label->setTextInteractionFlags(Qt::TextSelectableByMouse);
    return label;
}

} // namespace

FindingCard::FindingCard(const Theme &theme, fleet::Finding finding, QWidget *parent)
    : QFrame(parent)
    , m_finding(std::move(finding))
{
    setObjectName(QStringLiteral("findingCard"));
    setProperty("findingId", QString::fromStdString(m_finding.id));
    setProperty("severity", QString::fromLatin1(fleet::name(m_finding.severity).data()));
    setAccessibleName(FindingWords::cause(m_finding));
    setAccessibleDescription(FindingWords::remedy(m_finding));
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(kSpace4, kSpace3, kSpace4, kSpace3);
    column->setSpacing(kSpace2);
    column->addWidget(makeHead(theme));
    if (const QString remedy = FindingWords::remedy(m_finding); !remedy.isEmpty()) {
        QLabel *label = makeText(remedy, this);
        label->setObjectName(QStringLiteral("findingRemedy"));
        column->addWidget(label);
    }
    const bool hasCommand = !FindingWords::command(m_finding).isEmpty();
    if (hasCommand)
        column->addWidget(makeCommand());
    if (hasCommand || remedyFor(m_finding) != FindingRemedy::None)
        column->addWidget(makeButtons());
}

QWidget *FindingCard::makeHead(const Theme &theme)
{
    const FindingWords::Look look = FindingWords::look(m_finding.severity);
    auto *head = new QWidget(this);
    auto *row = new QHBoxLayout(head);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(kSpace2);
    auto *word = new QLabel(look.word, head);
    word->setObjectName(QStringLiteral("findingSeverity"));
    word->setProperty("token", m_finding.severity == fleet::Severity::Problem
                                   ? QStringLiteral("bad")
                                   : QStringLiteral("warning"));
    QLabel *cause = makeText(FindingWords::cause(m_finding), head);
    cause->setObjectName(QStringLiteral("findingCause"));
    QFont bold = font();
    bold.setBold(true);
    cause->setFont(bold);
    row->addWidget(new TokenIcon(theme, look.icon, look.token, head), 0, Qt::AlignTop);
    row->addWidget(word, 0, Qt::AlignTop);
    row->addWidget(cause, 1);
    return head;
}

QWidget *FindingCard::makeCommand()
{
    QLabel *command = makeText(FindingWords::command(m_finding), this);
    command->setObjectName(QStringLiteral("commandText"));
    command->setFont(QFontDatabase::systemFont(QFontDatabase::FixedFont));
    command->setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
    command->setAccessibleDescription(tr("Command for a terminal"));
    return command;
}

QWidget *FindingCard::makeButtons()
{
    auto *buttons = new QWidget(this);
    auto *row = new QHBoxLayout(buttons);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(kSpace2);
    if (const FindingRemedy remedy = remedyFor(m_finding); remedy != FindingRemedy::None) {
        auto *act = new QPushButton(FindingRemedies::label(remedy), buttons);
        act->setObjectName(QStringLiteral("doRemedy"));
        act->setIcon(icon(FindingRemedies::iconName(remedy)));
        act->setIconSize(kButtonIcon);
        act->setAccessibleDescription(FindingWords::cause(m_finding));
        connect(act, &QPushButton::clicked, this, [this] { Q_EMIT remedyRequested(m_finding); });
        row->addWidget(act);
    }
    if (!FindingWords::command(m_finding).isEmpty()) {
        m_copy = new QPushButton(tr("Copy command"), buttons);
        m_copy->setObjectName(QStringLiteral("copyCommand"));
        m_copy->setIcon(icon(QStringLiteral("edit-copy")));
        m_copy->setIconSize(kButtonIcon);
        m_copy->setAccessibleDescription(FindingWords::command(m_finding));
        connect(m_copy, &QPushButton::clicked, this, &FindingCard::copyCommand);
        row->addWidget(m_copy);
    }
    row->addStretch(1);
    return buttons;
}

void FindingCard::copyCommand()
{
    QGuiApplication::clipboard()->setText(FindingWords::command(m_finding));
    m_copy->setMinimumWidth(m_copy->width()); // the shorter word does not move its neighbours
    //: the command is on the clipboard
    m_copy->setText(tr("Copied"));
    QTimer::singleShot(kCopiedShown, m_copy, [this] { m_copy->setText(tr("Copy command")); });
}

FindingLine::FindingLine(const Theme &theme, const fleet::Finding &finding, QWidget *parent)
    : QWidget(parent)
{
    const FindingWords::Look look = FindingWords::look(finding.severity);
    auto *row = new QHBoxLayout(this);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(kSpace2);
    row->addWidget(new TokenIcon(theme, look.icon, look.token, this), 0, Qt::AlignTop);
    QLabel *cause = makeText(FindingWords::cause(finding), this);
    cause->setObjectName(QStringLiteral("findingFine"));
    row->addWidget(cause, 1);
}

} // namespace otabench::widgets
