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
    row->setSizeConstraint(QLayout::SetNoConstraint); // minimumSizeHint() says the least
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
    else if (event->type() == QEvent::FontChange)
        fitTexts();
}

void PhaseGroupBar::resizeEvent(QResizeEvent *event)
{
    QWidget::resizeEvent(event);
    fitTexts();
}

QSize PhaseGroupBar::minimumSizeHint() const
{
    return {widthOf(true), QWidget::minimumSizeHint().height()};
}

/// The first has no icon: its word stays.
QString PhaseGroupBar::textOf(std::size_t group, bool isShort) const
{
    return isShort && group != 0 ? QLocale().toString(m_counts[group]) : m_texts[group];
}

int PhaseGroupBar::widthOf(bool areShort) const
{
    const QMargins margins = layout()->contentsMargins();
    int width = margins.left() + margins.right() + layout()->spacing() * int(kPhaseGroups - 1);
    for (std::size_t each = 0; each < kPhaseGroups; ++each) {
        const QToolButton &button = *m_buttons[each];
        const auto advance = [&button](const QString &text) {
            return button.fontMetrics().size(Qt::TextShowMnemonic, text).width();
        };
        width +=
            button.sizeHint().width() - advance(button.text()) + advance(textOf(each, areShort));
    }
    return width;
}

void PhaseGroupBar::fitTexts()
{
    const bool areShort = widthOf(false) > width();
    for (std::size_t each = 0; each < kPhaseGroups; ++each) {
        m_buttons[each]->setText(textOf(each, areShort));
        m_buttons[each]->setAccessibleName(m_texts[each]);
        m_buttons[each]->setToolTip(areShort ? m_texts[each] : QString());
    }
}

void PhaseGroupBar::retranslate()
{
    const auto with = [this](const QString &text, PhaseGroup group) {
        return text.arg(QLocale().toString(m_counts[static_cast<std::size_t>(group)]));
    };
    m_texts = {
        //: all boards; %1: how many
        with(tr("All %1"), PhaseGroup::All),
        //: boards that failed, were rolled back, are not proved, or have trouble; %1: how many
        with(tr("Need attention %1"), PhaseGroup::Attention),
        //: boards that are being updated or wait for it; %1: how many
        with(tr("Busy %1"), PhaseGroup::Busy),
        //: boards that are updated; %1: how many
        with(tr("Good %1"), PhaseGroup::Good),
    };
    fitTexts();
    updateGeometry();
    setAccessibleName(tr("Which boards are shown"));
}

} // namespace otabench::widgets
