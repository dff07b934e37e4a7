#include "widgets/common/navigation_rail.h"

#include "widgets/common/icons.h"

#include <QButtonGroup>
#include <QKeySequence>
#include <QLocale>
#include <QPainter>
#include <QShortcut>
#include <QToolButton>
#include <QVBoxLayout>

#include <algorithm>

namespace otabench::widgets {
namespace {

constexpr int kMaxShortcuts = 9;
constexpr int kMostShown = 99; ///< a badge beyond says "99+"

} // namespace

/// An entry: the button, and its badge at the right end.
class RailButton : public QToolButton
{
public:
    RailButton(const Theme &theme, QWidget *parent)
        : QToolButton(parent)
        , m_theme(theme)
    {
    }

    void setWord(const QString &word, int number)
    {
        setText(word);
        m_number = number;
        describe();
    }

    void setBadge(int count, Token token, const QString &meaning)
    {
        m_count = count;
        m_token = token;
        m_meaning = count > 0 ? meaning : QString();
        describe();
        updateGeometry();
        update();
    }

    [[nodiscard]] QSize sizeHint() const override
    {
        QSize size = QToolButton::sizeHint();
        if (m_count > 0)
            size.rwidth() += badgeSize().width() + kSpace2;
        return size;
    }

protected:
    void paintEvent(QPaintEvent *event) override
    {
        QToolButton::paintEvent(event);
        if (m_count <= 0)
            return;
        const QSize size = badgeSize();
        QRectF place(QPointF(), size);
        place.moveTopRight(QPointF(width() - kSpace2, (height() - size.height()) / 2.0));
        QPainter painter(this);
        painter.setRenderHint(QPainter::Antialiasing);
        painter.setPen(Qt::NoPen);
        painter.setBrush(m_theme.colour(m_token));
        painter.drawRoundedRect(place, size.height() / 2.0, size.height() / 2.0);
        painter.setFont(badgeFont());
        painter.setPen(m_theme.colour(Token::Surface)); // at least 4.5:1 with each text token
        painter.drawText(place, Qt::AlignCenter, badgeText());
    }

private:
    void describe()
    {
        const QString name =
            m_meaning.isEmpty() ? text() : QStringLiteral("%1, %2").arg(text(), m_meaning);
        setAccessibleName(name);
        setToolTip(QStringLiteral("%1 (Ctrl+%2)").arg(name).arg(m_number));
    }

    [[nodiscard]] QString badgeText() const
    {
        return m_count > kMostShown ? QStringLiteral("%1+").arg(QLocale().toString(kMostShown))
                                    : QLocale().toString(m_count);
    }

    [[nodiscard]] QFont badgeFont() const
    {
        QFont small = font();
        small.setPointSizeF(small.pointSizeF() * 0.85);
        small.setBold(true);
        return small;
    }

    [[nodiscard]] QSize badgeSize() const
    {
        const QFontMetrics metrics(badgeFont());
        const int height = metrics.height() + 2;
        return {std::max(height, metrics.horizontalAdvance(badgeText()) + 2 * kSpace2), height};
    }

    const Theme &m_theme;
    int m_number = 0; ///< of the shortcut
    int m_count = 0;
    Token m_token = Token::Bad;
    QString m_meaning;
};

NavigationRail::NavigationRail(const Theme &theme, QWidget *parent)
    : QWidget(parent)
    , m_theme(theme)
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
    auto *button = new RailButton(m_theme, this);
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
    m_buttons[static_cast<std::size_t>(index)]->setWord(text, index + 1);
}

void NavigationRail::setBadge(int index, int count, Token token, const QString &meaning)
{
    m_buttons[static_cast<std::size_t>(index)]->setBadge(count, token, meaning);
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
