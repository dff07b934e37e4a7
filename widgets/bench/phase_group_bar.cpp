#include "widgets/bench/phase_group_bar.h"

#include "widgets/common/icons.h"
#include "widgets/common/theme.h"

#include <QButtonGroup>
#include <QEvent>
#include <QHBoxLayout>
#include <QLocale>
#include <QToolButton>
#include <QVariant>

namespace otabench::widgets {

PhaseGroupBar::PhaseGroupBar(QWidget *parent)
    : QWidget(parent)
    , m_group(new QButtonGroup(this))
{
    setObjectName(QStringLiteral("phaseGroupBar"));
    setAttribute(Qt::WA_StyledBackground);
    auto *row = new QHBoxLayout(this);
    row->setContentsMargins(kSpace4, kSpace1, kSpace4, kSpace1);
    row->setSpacing(kSpace1);
    constexpr std::array kNames = {"groupAll", "groupAttention", "groupBusy", "groupGood"};
    constexpr std::array<const char *, kPhaseGroups> kIcons = {nullptr, "dialog-warning",
                                                               "phase-working", "emblem-ok"};
    for (std::size_t each = 0; each < kPhaseGroups; ++each) {
        auto *button = new QToolButton(this);
        button->setObjectName(QLatin1String(kNames[each]));
        button->setCheckable(true);
        button->setAutoRaise(true);
        button->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
        if (kIcons[each] != nullptr)
            button->setIcon(icon(QLatin1String(kIcons[each])));
        button->setIconSize(kButtonIcon);
        m_group->addButton(button, static_cast<int>(each));
        row->addWidget(button);
        m_buttons[each] = button;
    }
    row->addStretch(1);
    m_buttons[0]->setChecked(true);
    connect(m_group, &QButtonGroup::idClicked, this,
            [this](int id) { Q_EMIT groupChosen(static_cast<PhaseGroup>(id)); });
    retranslate();
}

void PhaseGroupBar::setGroup(PhaseGroup group)
{
    m_buttons[static_cast<std::size_t>(group)]->setChecked(true);
}

void PhaseGroupBar::setCounts(const std::array<int, kPhaseGroups> &counts)
{
    if (counts == m_counts)
        return;
    m_counts = counts;
    retranslate();
}

void PhaseGroupBar::changeEvent(QEvent *event)
{
    QWidget::changeEvent(event);
    if (event->type() == QEvent::LanguageChange)
        retranslate();
}

void PhaseGroupBar::retranslate()
{
    const auto with = [this](const QString &text, PhaseGroup group) {
        return text.arg(QLocale().toString(m_counts[static_cast<std::size_t>(group)]));
    };
    const std::array<QString, kPhaseGroups> texts = {
        //: all boards; %1: how many
        with(tr("All %1"), PhaseGroup::All),
        //: boards that failed, were rolled back, are not proved, or have trouble; %1: how many
        with(tr("Need attention %1"), PhaseGroup::Attention),
        //: boards that are being updated or wait for it; %1: how many
        with(tr("Busy %1"), PhaseGroup::Busy),
        //: boards that are updated; %1: how many
        with(tr("Good %1"), PhaseGroup::Good),
    };
    for (std::size_t each = 0; each < kPhaseGroups; ++each)
        m_buttons[each]->setText(texts[each]);
    setAccessibleName(tr("Which boards are shown"));
}

} // namespace otabench::widgets
