#include "widgets/campaign/course_delegates.h"

#include "widgets/campaign/course_model.h"
#include "widgets/common/format.h"
#include "widgets/common/icons.h"
#include "widgets/common/phase_text.h"
#include "widgets/common/theme.h"

#include <QAbstractItemView>
#include <QPainter>

#include <array>

namespace otabench::widgets {

using std::chrono::milliseconds;

namespace {

constexpr int kIconSize = 16;
constexpr int kThinBar = 4;
constexpr int kBarInset = 5;      ///< above and below a bar in its row
constexpr int kTickSpace = 72;    ///< between two labels of the axis, at least
constexpr double kSmall = 0.85;   ///< the axis, the words in bars
constexpr int kLeastWidth = 2;    ///< a phase that took no time is seen all the same
constexpr int kRoundingSteps = 8; ///< a span grows by an eighth at a time

QFont smaller(QFont font)
{
    font.setPointSizeF(font.pointSizeF() * kSmall);
    return font;
}

bool isWaiting(Phase phase)
{
    return phase == Phase::Queued;
}

} // namespace

// ---- one line

LineDelegate::LineDelegate(const Theme &theme, Roles roles, QObject *parent)
    : QStyledItemDelegate(parent)
    , m_theme(theme)
    , m_roles(roles)
{
}

int LineDelegate::rowHeight(const QFontMetrics &metrics)
{
    return metrics.height() * 18 / 10;
}

QSize LineDelegate::sizeHint(const QStyleOptionViewItem &option, const QModelIndex &index) const
{
    const int icon = m_roles.icon < 0 ? 0 : kIconSize + kSpace2;
    const QString text = index.data().toString();
    const auto *view = qobject_cast<const QAbstractItemView *>(option.widget);
    if (m_roles.wraps && view) {
        const int width = view->viewport()->width();
        const QRect place(0, 0, width - icon - 2 * kSpace2, QWIDGETSIZE_MAX);
        const QRect taken = option.fontMetrics.boundingRect(place, Qt::TextWordWrap, text);
        return {width, std::max(taken.height() + 2 * kSpace2, rowHeight(option.fontMetrics))};
    }
    return {icon + option.fontMetrics.horizontalAdvance(text) + 2 * kSpace2,
            rowHeight(option.fontMetrics)};
}

void LineDelegate::paintGround(QPainter &painter, const QStyleOptionViewItem &option) const
{
    if (option.state.testFlag(QStyle::State_Selected))
        painter.fillRect(option.rect, m_theme.colour(Token::Selection));
    painter.setPen(m_theme.colour(Token::Border));
    painter.drawLine(option.rect.bottomLeft(), option.rect.bottomRight());
    if (option.state.testFlag(QStyle::State_HasFocus)) {
        painter.setPen(QPen(m_theme.colour(Token::Busy), 1));
        painter.drawRect(option.rect.adjusted(0, 0, -1, -1));
    }
}

void LineDelegate::paint(QPainter *painter, const QStyleOptionViewItem &option,
                         const QModelIndex &index) const
{
    painter->save();
    paintGround(*painter, option);
    QRect area = option.rect.adjusted(kSpace2, 0, -kSpace2, 0);
    const QVariant token = index.data(m_roles.token);
    const QColor colour =
        m_theme.colour(token.isValid() ? static_cast<Token>(token.toInt()) : Token::Text);
    const QString iconName = m_roles.icon < 0 ? QString() : index.data(m_roles.icon).toString();
    if (!iconName.isEmpty()) {
        const QRectF place(area.left(), area.center().y() - kIconSize / 2 + 1, kIconSize,
                           kIconSize);
        paintIcon(*painter, iconName, place, colour);
        area.setLeft(area.left() + kIconSize + kSpace2);
    }
    painter->setFont(option.font);
    painter->setPen(colour);
    const QString text = index.data().toString();
    if (m_roles.wraps)
        painter->drawText(area, Qt::AlignVCenter | Qt::AlignLeft | Qt::TextWordWrap, text);
    else
        painter->drawText(area, Qt::AlignVCenter | Qt::AlignLeft,
                          option.fontMetrics.elidedText(text, Qt::ElideRight, area.width()));
    painter->restore();
}

// ---- time

void TimeScale::setSpan(milliseconds shown)
{
    milliseconds span{10000};
    while (span < shown)
        span += std::max(span / kRoundingSteps, milliseconds(1000));
    m_span = span;
}

double TimeScale::position(milliseconds moment, int width) const
{
    return static_cast<double>(moment.count()) * width / static_cast<double>(m_span.count());
}

milliseconds TimeScale::tick(int width, int leastPixels) const
{
    constexpr std::array kSeconds = {1,   2,   5,    10,   15,   30,   60,    120,
                                     300, 600, 1200, 1800, 3600, 7200, 21600, 43200};
    for (const int seconds : kSeconds) {
        if (position(std::chrono::seconds(seconds), width) >= leastPixels)
            return std::chrono::seconds(seconds);
    }
    return std::chrono::hours(24);
}

// ---- the timeline

TimelineDelegate::TimelineDelegate(const Theme &theme, const TimeScale &scale, int courseRole,
                                   QObject *parent)
    : LineDelegate(theme, {.token = Qt::DisplayRole}, parent)
    , m_scale(scale)
    , m_courseRole(courseRole)
{
}

void TimelineDelegate::paint(QPainter *painter, const QStyleOptionViewItem &option,
                             const QModelIndex &index) const
{
    painter->save();
    paintGround(*painter, option);
    painter->setClipRect(option.rect);
    const QRect area = option.rect.adjusted(kSpace2, 0, -kSpace2, 0);
    const milliseconds tick = m_scale.tick(area.width(), kTickSpace);
    painter->setPen(QPen(m_theme.colour(Token::Border), 1, Qt::DotLine));
    for (milliseconds at = tick; at < m_scale.span(); at += tick) {
        const int x = area.left() + qRound(m_scale.position(at, area.width()));
        painter->drawLine(x, option.rect.top(), x, option.rect.bottom() - 1);
    }
    painter->setFont(smaller(option.font));
    const QFontMetrics metrics(painter->font());
    const Stretches course = index.data(m_courseRole).value<Stretches>();
    for (const Stretch &stretch : course) {
        const StateLook look = PhaseText::look(stretch.phase);
        const QColor colour = m_theme.colour(look.token);
        const int left = area.left() + qRound(m_scale.position(stretch.begin, area.width()));
        const milliseconds end = stretch.end.value_or(std::max(m_now, stretch.begin));
        const int right = area.left() + qRound(m_scale.position(end, area.width()));
        if (isFinal(stretch.phase)) { // a mark where it ended
            const QRectF place(left + 2, area.center().y() - kIconSize / 2 + 1, kIconSize,
                               kIconSize);
            paintIcon(*painter, look.icon, place, colour);
            continue;
        }
        QRect bar(left, area.top() + kBarInset, std::max(right - left, kLeastWidth),
                  area.height() - 2 * kBarInset);
        if (isWaiting(stretch.phase)) {
            bar = QRect(bar.left(), area.center().y() - kThinBar / 2, bar.width(), kThinBar);
            painter->fillRect(bar, m_theme.tint(look.token));
            continue;
        }
        painter->fillRect(bar, m_theme.tint(look.token));
        painter->fillRect(QRect(bar.left(), bar.top(), kLeastWidth, bar.height()), colour);
        if (metrics.horizontalAdvance(look.word) + 2 * kSpace1 <= bar.width()) {
            painter->setPen(m_theme.colour(Token::Text));
            painter->drawText(bar.adjusted(kSpace1 + kLeastWidth, 0, 0, 0),
                              Qt::AlignVCenter | Qt::AlignLeft, look.word);
        }
    }
    painter->restore();
}

// ---- the axis

TimelineHeader::TimelineHeader(const Theme &theme, const TimeScale &scale, int section,
                               QWidget *parent)
    : QHeaderView(Qt::Horizontal, parent)
    , m_theme(theme)
    , m_scale(scale)
    , m_section(section)
{
    setSectionsClickable(true);
    setHighlightSections(false);
    setDefaultAlignment(Qt::AlignLeft | Qt::AlignVCenter);
}

void TimelineHeader::paintSection(QPainter *painter, const QRect &rect, int logicalIndex) const
{
    if (logicalIndex != m_section) {
        QHeaderView::paintSection(painter, rect, logicalIndex);
        return;
    }
    painter->save();
    painter->fillRect(rect, m_theme.colour(Token::Surface));
    painter->setPen(m_theme.colour(Token::Border));
    painter->drawLine(rect.bottomLeft(), rect.bottomRight());
    painter->setFont(smaller(font()));
    const QRect area = rect.adjusted(kSpace2, 0, -kSpace2, 0);
    const QFontMetrics metrics(painter->font());
    const milliseconds tick = m_scale.tick(area.width(), kTickSpace);
    for (milliseconds at{0}; at < m_scale.span(); at += tick) {
        const int x = area.left() + qRound(m_scale.position(at, area.width()));
        const QString label = Format::clock(at);
        if (x + kSpace1 + metrics.horizontalAdvance(label) > area.right())
            break;
        painter->setPen(m_theme.colour(Token::Border));
        painter->drawLine(x, rect.bottom() - kSpace2, x, rect.bottom());
        painter->setPen(m_theme.colour(Token::Muted));
        painter->drawText(QRect(x + kSpace1, rect.top(), kTickSpace, rect.height()),
                          Qt::AlignVCenter | Qt::AlignLeft, label);
    }
    painter->restore();
}

} // namespace otabench::widgets
