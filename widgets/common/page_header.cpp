#include "widgets/common/page_header.h"

#include "widgets/common/icons.h"
#include "widgets/common/theme.h"

#include <QEvent>
#include <QHBoxLayout>
#include <QHelpEvent>
#include <QLabel>
#include <QLineEdit>
#include <QScopedValueRollback>
#include <QStyleOptionButton>
#include <QStylePainter>
#include <QToolTip>
#include <QVariant>

namespace otabench::widgets {
namespace {

constexpr int kSearchWidth = 320;
constexpr int kSearchLeast = 120;
constexpr int kSearchPlace = 3; // in the row, after title, count and a space

ActButton *actAt(QPushButton *button)
{
    return static_cast<ActButton *>(button);
}

QString withoutMnemonic(const QString &text)
{
    QString plain = text;
    return plain.remove(QLatin1Char('&'));
}

} // namespace

ActButton::ActButton(const QString &iconName, bool isPrimary, QWidget *parent)
    : QPushButton(parent)
{
    setProperty("primary", isPrimary);
    setIcon(widgets::icon(iconName, isPrimary ? QPalette::BrightText : QPalette::ButtonText));
    setIconSize(kButtonIcon);
    setSizePolicy(QSizePolicy::Fixed, QSizePolicy::Fixed);
}

void ActButton::setCompact(bool compact)
{
    if (compact == m_isCompact)
        return;
    m_isCompact = compact;
    updateGeometry();
    update();
}

int ActButton::fullWidth() const
{
    return QPushButton::sizeHint().width();
}

QSize ActButton::sizeHint() const
{
    const QSize full = QPushButton::sizeHint();
    if (!m_isCompact)
        return full;
    return {full.width() - fontMetrics().size(Qt::TextShowMnemonic, text()).width(), full.height()};
}

bool ActButton::event(QEvent *event)
{
    if (event->type() == QEvent::ToolTip && m_isCompact && toolTip().isEmpty()) {
        QToolTip::showText(static_cast<QHelpEvent *>(event)->globalPos(), withoutMnemonic(text()),
                           this);
        return true;
    }
    return QPushButton::event(event);
}

void ActButton::paintEvent(QPaintEvent *)
{
    QStylePainter painter(this);
    QStyleOptionButton option;
    initStyleOption(&option);
    if (m_isCompact)
        option.text.clear();
    painter.drawControl(QStyle::CE_PushButton, option);
}

PageHeader::PageHeader(QWidget *parent)
    : QWidget(parent)
    , m_title(new QLabel(this))
    , m_count(new QLabel(this))
    , m_row(new QHBoxLayout(this))
{
    setObjectName(QStringLiteral("pageHeader"));
    setAttribute(Qt::WA_StyledBackground);
    setMinimumHeight(kHeaderHeight);
    m_title->setObjectName(QStringLiteral("pageTitle"));
    QFont large = font();
    large.setPointSizeF(large.pointSizeF() * 1.35);
    m_title->setFont(large);
    m_count->setProperty("muted", true);
    m_count->hide();
    m_row->setSizeConstraint(QLayout::SetNoConstraint); // minimumSizeHint() says the least
    m_row->setContentsMargins(kSpace4, kSpace3, kSpace4, kSpace3);
    m_row->setSpacing(kSpace2);
    m_row->addWidget(m_title);
    m_row->addWidget(m_count);
    m_row->addSpacing(kSpace3);
    m_row->addStretch(1);
}

void PageHeader::setTitle(const QString &title)
{
    m_title->setText(title);
}

QString PageHeader::title() const
{
    return m_title->text();
}

void PageHeader::setCount(const QString &count)
{
    m_count->setText(count);
    m_count->setHidden(count.isEmpty());
}

ActButton *PageHeader::addAct(const QString &objectName, const QString &iconName, bool isPrimary)
{
    auto *button = new ActButton(iconName, isPrimary, this);
    button->setObjectName(objectName);
    if (isPrimary)
        m_row->addSpacing(kSpace3); // what ends or removes something stands apart from it
    m_row->addWidget(button);
    m_acts.push_back(button);
    return button;
}

QLineEdit *PageHeader::addSearch(const QString &objectName)
{
    m_search = new QLineEdit(this);
    m_search->setObjectName(objectName);
    m_search->setClearButtonEnabled(true);
    m_search->addAction(icon(QStringLiteral("edit-find")), QLineEdit::LeadingPosition);
    m_search->setMinimumWidth(kSearchLeast);
    m_search->setMaximumWidth(kSearchWidth);
    m_row->insertWidget(kSearchPlace, m_search, 2);
    return m_search;
}

void PageHeader::addWidget(QWidget *widget)
{
    m_row->addWidget(widget);
}

QSize PageHeader::minimumSizeHint() const
{
    int width = m_row->minimumSize().width();
    for (QPushButton *button : m_acts) {
        if (button->isHidden())
            continue;
        const ActButton &act = *actAt(button);
        if (!act.isCompact())
            width -= act.fontMetrics().size(Qt::TextShowMnemonic, act.text()).width();
    }
    return {width, std::max(kHeaderHeight, m_row->minimumSize().height())};
}

bool PageHeader::event(QEvent *event)
{
    if (event->type() == QEvent::LayoutRequest)
        fit();
    return QWidget::event(event);
}

void PageHeader::resizeEvent(QResizeEvent *event)
{
    QWidget::resizeEvent(event);
    fit();
}

/// Takes words away from the left until the row fits.
void PageHeader::fit()
{
    if (m_isFitting)
        return;
    const QScopedValueRollback<bool> fitting(m_isFitting, true);
    int needed = m_row->minimumSize().width();
    for (QPushButton *button : m_acts) {
        if (!button->isHidden())
            needed += actAt(button)->fullWidth() - actAt(button)->sizeHint().width();
    }
    for (QPushButton *button : m_acts) {
        if (button->isHidden())
            continue;
        const bool compact = needed > width();
        if (compact) {
            const QSize text = button->fontMetrics().size(Qt::TextShowMnemonic, button->text());
            needed -= text.width();
        }
        actAt(button)->setCompact(compact);
    }
    m_row->activate();
}

} // namespace otabench::widgets
