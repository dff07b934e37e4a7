#include "widgets/common/navigation_rail.h"

#include "widgets/common/icons.h"
#include "widgets/common/theme.h"

#include <QButtonGroup>
#include <QKeySequence>
#include <QShortcut>
#include <QToolButton>
#include <QVBoxLayout>

namespace otabench::widgets {
namespace {

constexpr int kMaxShortcuts = 9;

} // namespace

NavigationRail::NavigationRail(QWidget *parent)
    : QWidget(parent)
    , m_layout(new QVBoxLayout(this))
    , m_group(new QButtonGroup(this))
{
    setObjectName(QStringLiteral("navigationRail"));
    setAttribute(Qt::WA_StyledBackground);
    m_layout->setContentsMargins(kSpace2, kSpace3, kSpace2, kSpace3);
    m_layout->setSpacing(kSpace1);
    m_layout->addStretch();
    m_group->setExclusive(true);
    connect(m_group, &QButtonGroup::idClicked, this, &NavigationRail::currentChanged);
}

int NavigationRail::addEntry(const QString &objectName, const QString &iconName)
{
    return add(objectName, iconName, static_cast<int>(m_buttons.size()));
}

int NavigationRail::addFootEntry(const QString &objectName, const QString &iconName)
{
    return add(objectName, iconName, m_layout->count());
}

int NavigationRail::add(const QString &objectName, const QString &iconName, int layoutIndex)
{
    const int index = static_cast<int>(m_buttons.size());
    auto *button = new QToolButton(this);
    button->setObjectName(objectName);
    button->setIcon(icon(iconName));
    button->setIconSize(QSize(28, 20));
    button->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
    button->setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    button->setCheckable(true);
    button->setFocusPolicy(Qt::TabFocus);
    m_layout->insertWidget(layoutIndex, button);
    m_group->addButton(button, index);
    m_buttons.push_back(button);
    if (index == 0)
        button->setChecked(true);
    if (index < kMaxShortcuts) {
        auto *shortcut = new QShortcut(QKeySequence(Qt::CTRL | (Qt::Key_1 + index)), this);
        shortcut->setContext(Qt::WindowShortcut);
        connect(shortcut, &QShortcut::activated, this, [this, index] { setCurrent(index); });
    }
    return index;
}

void NavigationRail::setText(int index, const QString &text)
{
    QToolButton *button = m_buttons[static_cast<std::size_t>(index)];
    button->setText(text);
    button->setToolTip(QStringLiteral("%1 (Ctrl+%2)").arg(text).arg(index + 1));
}

QString NavigationRail::text(int index) const
{
    return m_buttons[static_cast<std::size_t>(index)]->text();
}

void NavigationRail::setCurrent(int index)
{
    if (index == current())
        return;
    m_buttons[static_cast<std::size_t>(index)]->setChecked(true);
    Q_EMIT currentChanged(index);
}

int NavigationRail::current() const
{
    return m_group->checkedId();
}

} // namespace otabench::widgets
