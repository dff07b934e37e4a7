#include "widgets/bench/bench_delegates.h"

#include "widgets/common/icons.h"
#include "widgets/common/theme.h"

#include <QFontDatabase>
#include <QPainter>
#include <QPainterPath>

namespace otabench::widgets {
namespace {

constexpr double kSmall = 0.88;
constexpr int kIconSize = 16;
constexpr int kBarHeight = 6;

QFont smaller(QFont font)
{
    font.setPointSizeF(font.pointSizeF() * kSmall);
    return font;
}

Token tokenAt(const QModelIndex &index, int role)
{
    const QVariant value = index.data(role);
    return value.isValid() ? static_cast<Token>(value.toInt()) : Token::Text;
}

int alignmentAt(const QModelIndex &index)
{
    const QVariant value = index.data(Qt::TextAlignmentRole);
    return value.isValid() ? value.toInt() : int(Qt::AlignLeft | Qt::AlignVCenter);
}

} // namespace

CellDelegate::CellDelegate(const Theme &theme, QObject *parent)
    : QStyledItemDelegate(parent)
    , m_theme(theme)
{
}

int CellDelegate::rowHeight(const QFontMetrics &metrics)
{
    return metrics.height() * 22 / 10 + kSpace2;
}

QSize CellDelegate::sizeHint(const QStyleOptionViewItem &option, const QModelIndex &index) const
{
    const int text = option.fontMetrics.horizontalAdvance(index.data().toString());
    return {text + 2 * kSpace2, rowHeight(option.fontMetrics)};
}

void CellDelegate::paintGround(QPainter &painter, const QStyleOptionViewItem &option) const
{
    if (option.state.testFlag(QStyle::State_Selected))
        painter.fillRect(option.rect, m_theme.colour(Token::Selection));
    painter.setPen(m_theme.colour(Token::Border));
    painter.drawLine(option.rect.bottomLeft(), option.rect.bottomRight());
    if (option.state.testFlag(QStyle::State_HasFocus)) { // the keyboard's place in the table
        painter.setPen(QPen(m_theme.colour(Token::Busy), 1));
        painter.drawRect(option.rect.adjusted(0, 0, -1, -1));
    }
}

TwoLineDelegate::TwoLineDelegate(const Theme &theme, Roles roles, QObject *parent)
    : CellDelegate(theme, parent)
    , m_roles(roles)
{
}

void TwoLineDelegate::paint(QPainter *painter, const QStyleOptionViewItem &option,
                            const QModelIndex &index) const
{
    painter->save();
    paintGround(*painter, option);
    QRect area = option.rect.adjusted(kSpace2, kSpace1, -kSpace2, -kSpace1);
    const QColor colour = m_theme.colour(tokenAt(index, m_roles.token));
    const QString iconName = m_roles.icon < 0 ? QString() : index.data(m_roles.icon).toString();

    QFont font = option.font;
    font.setBold(m_roles.bold);
    const QFontMetrics metrics(font);
    QFont smallFont =
        smaller(m_roles.fixedSecondLine ? QFontDatabase::systemFont(QFontDatabase::FixedFont)
                                        : option.font);
    if (m_roles.fixedSecondLine)
        smallFont.setPointSizeF(option.font.pointSizeF() * kSmall);
    const QFontMetrics smallMetrics(smallFont);
    const QString second = index.data(m_roles.secondLine).toString();
    const int block = metrics.height() + (second.isEmpty() ? 0 : smallMetrics.height());
    const int top = area.top() + (area.height() - block) / 2;

    if (!iconName.isEmpty()) {
        const QRect where(area.left(), top + (metrics.height() - kIconSize) / 2, kIconSize,
                          kIconSize);
        paintIcon(*painter, iconName, where, colour);
        area.setLeft(area.left() + kIconSize + kSpace2);
    }
    painter->setFont(font);
    painter->setPen(colour);
    painter->drawText(QRect(area.left(), top, area.width(), metrics.height()), alignmentAt(index),
                      metrics.elidedText(index.data().toString(), Qt::ElideRight, area.width()));
    if (!second.isEmpty()) {
        painter->setFont(smallFont);
        painter->setPen(m_theme.colour(Token::Muted));
        painter->drawText(
            QRect(area.left(), top + metrics.height(), area.width(), smallMetrics.height()),
            Qt::AlignLeft | Qt::AlignVCenter,
            smallMetrics.elidedText(
                second, m_roles.fixedSecondLine ? Qt::ElideMiddle : Qt::ElideRight, area.width()));
    }
    painter->restore();
}

ProgressDelegate::ProgressDelegate(const Theme &theme, Roles roles, QObject *parent)
    : CellDelegate(theme, parent)
    , m_roles(roles)
{
}

void ProgressDelegate::paint(QPainter *painter, const QStyleOptionViewItem &option,
                             const QModelIndex &index) const
{
    painter->save();
    paintGround(*painter, option);
    const QVariant percent = index.data(m_roles.percent);
    if (percent.isValid()) {
        const QRect area = option.rect.adjusted(kSpace2, 0, -kSpace2, 0);
        const int textWidth = option.fontMetrics.horizontalAdvance(QStringLiteral("100 %"));
        const QRectF bar(area.left(), area.center().y() - kBarHeight / 2.0 + 0.5,
                         std::max(0, area.width() - textWidth - kSpace2), kBarHeight);
        const Token token = tokenAt(index, m_roles.token);
        painter->setRenderHint(QPainter::Antialiasing);
        painter->setPen(Qt::NoPen);
        QPainterPath shape;
        shape.addRoundedRect(bar, kBarHeight / 2.0, kBarHeight / 2.0);
        painter->fillPath(shape, m_theme.colour(Token::Border));
        QRectF done = bar;
        done.setWidth(bar.width() * percent.toInt() / 100.0);
        painter->setClipPath(shape);
        painter->fillRect(done, m_theme.colour(token));
        painter->setClipping(false);
        painter->setFont(option.font);
        painter->setPen(m_theme.colour(Token::Text));
        painter->drawText(area, Qt::AlignRight | Qt::AlignVCenter, index.data().toString());
    }
    painter->restore();
}

} // namespace otabench::widgets
