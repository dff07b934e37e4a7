#include "widgets/bench/tile_delegate.h"

#include "widgets/bench/bench_model.h"
#include "widgets/common/icons.h"
#include "widgets/common/theme.h"

#include <QPainter>
#include <QPainterPath>

#include <algorithm>

namespace otabench::widgets {
namespace {

using Column = BenchModel::Column;

// Parts of a tile's height.
constexpr double kWordPart = 0.13;
constexpr double kNamePart = 0.26;
constexpr double kDetailPart = 0.095;
constexpr double kBarPart = 0.05;
constexpr double kMostNamePixels = 140; ///< 3.7 cm at 96 dpi
constexpr double kLeastShrink = 0.45;   ///< a long name is made smaller, then cut

QFont pixels(QFont font, double size)
{
    font.setPixelSize(std::max(1, static_cast<int>(size)));
    return font;
}

QVariant at(const QModelIndex &index, Column column, int role = Qt::DisplayRole)
{
    return index.siblingAtColumn(static_cast<int>(column)).data(role);
}

} // namespace

TileDelegate::TileDelegate(const Theme &theme, QObject *parent)
    : QStyledItemDelegate(parent)
    , m_theme(theme)
{
}

QSize TileDelegate::leastSize(const QFontMetrics &metrics)
{
    return {metrics.averageCharWidth() * 24, metrics.height() * 6};
}

QSize TileDelegate::sizeHint(const QStyleOptionViewItem &option, const QModelIndex &) const
{
    return m_size.isEmpty() ? leastSize(option.fontMetrics) : m_size;
}

void TileDelegate::paintGround(QPainter &painter, const QStyleOptionViewItem &option,
                               const QRect &tile, int token) const
{
    const auto colour = static_cast<Token>(token);
    const bool isSelected = option.state.testFlag(QStyle::State_Selected);
    const bool isCalm = colour == Token::Neutral || colour == Token::Text;
    painter.setBrush(isSelected ? m_theme.colour(Token::Selection)
                     : isCalm   ? m_theme.colour(Token::Surface)
                                : m_theme.tint(colour));
    painter.setPen(QPen(m_theme.colour(isCalm ? Token::Border : colour), 1));
    painter.drawRoundedRect(QRectF(tile).adjusted(0.5, 0.5, -0.5, -0.5), kRadius, kRadius);
    if (isSelected || option.state.testFlag(QStyle::State_HasFocus)) {
        painter.setBrush(Qt::NoBrush);
        painter.setPen(QPen(m_theme.colour(Token::Accent),
                            option.state.testFlag(QStyle::State_HasFocus) ? 3 : 2));
        painter.drawRoundedRect(QRectF(tile).adjusted(1.5, 1.5, -1.5, -1.5), kRadius, kRadius);
    }
}

void TileDelegate::paintName(QPainter &painter, const QFont &base, const QRect &area,
                             const QString &name) const
{
    QFont font = pixels(base, std::min(area.height() * 0.8, kMostNamePixels));
    font.setBold(true);
    const double width = QFontMetricsF(font).horizontalAdvance(name);
    if (width > area.width())
        font = pixels(font, font.pixelSize() * std::max(kLeastShrink, area.width() / width));
    painter.setFont(font);
    painter.setPen(m_theme.colour(Token::Text));
    painter.drawText(area, Qt::AlignLeft | Qt::AlignVCenter,
                     QFontMetrics(font).elidedText(name, Qt::ElideRight, area.width()));
}

/// The first over as many lines as there is room for, then the second if it still fits.
void TileDelegate::paintSentences(QPainter &painter, const QRect &room, const QString &first,
                                  const QString &second)
{
    const QFontMetrics metrics = painter.fontMetrics();
    const int line = metrics.lineSpacing();
    constexpr int kWrapped = Qt::AlignLeft | Qt::AlignTop | Qt::TextWordWrap;
    const int needed = metrics.boundingRect(room, kWrapped, first).height();
    if (needed <= room.height()) {
        painter.drawText(room, kWrapped, first);
        if (needed + line <= room.height())
            painter.drawText(room.adjusted(0, needed, 0, 0), Qt::AlignLeft | Qt::AlignTop,
                             metrics.elidedText(second, Qt::ElideRight, room.width()));
        return;
    }
    // Whole lines only; a sentence that does not end here is in the tooltip and the panel.
    const int lines = std::max(1, room.height() / line);
    const QRect whole(room.topLeft(), QSize(room.width(), lines * line));
    painter.setClipRect(whole);
    if (lines == 1)
        painter.drawText(whole, Qt::AlignLeft | Qt::AlignTop,
                         metrics.elidedText(first, Qt::ElideRight, whole.width()));
    else
        painter.drawText(whole, kWrapped, first);
    painter.setClipping(false);
}

void TileDelegate::paint(QPainter *painter, const QStyleOptionViewItem &option,
                         const QModelIndex &index) const
{
    painter->save();
    painter->setRenderHint(QPainter::Antialiasing);
    const QRect tile = option.rect.adjusted(kSpace1, kSpace1, -kSpace1, -kSpace1);
    const int token = at(index, Column::State, BenchModel::TokenRole).toInt();
    const QColor colour = m_theme.colour(static_cast<Token>(token));
    paintGround(*painter, option, tile, token);

    const double height = tile.height();
    const int pad = std::clamp(static_cast<int>(height / 14), kSpace2, kSpace5);
    QRect area = tile.adjusted(pad, pad, -pad, -pad);
    const int least = option.fontMetrics.height();

    // Glyph, word, percent.
    const int wordHeight = std::max(least, static_cast<int>(height * kWordPart));
    QRect line(area.left(), area.top(), area.width(), wordHeight);
    const int glyph = wordHeight * 9 / 10;
    paintIcon(*painter, at(index, Column::State, BenchModel::IconRole).toString(),
              QRect(line.left(), line.top() + (wordHeight - glyph) / 2, glyph, glyph), colour);
    QFont word = pixels(option.font, wordHeight * 0.78);
    word.setBold(true);
    painter->setFont(word);
    painter->setPen(colour);
    line.setLeft(line.left() + glyph + kSpace2);
    const QFontMetrics wordMetrics(word);
    const QString state = index.data().toString();
    const QString percent = at(index, Column::Progress).toString();
    const int percentWidth =
        percent.isEmpty() ? 0 : wordMetrics.horizontalAdvance(percent) + kSpace2;
    // In a small tile the word goes before the number, which the bar shows as well.
    if (wordMetrics.horizontalAdvance(state) + percentWidth <= line.width()) {
        painter->drawText(line, Qt::AlignRight | Qt::AlignVCenter, percent);
        line.setRight(line.right() - percentWidth);
    }
    painter->drawText(line, Qt::AlignLeft | Qt::AlignVCenter,
                      wordMetrics.elidedText(state, Qt::ElideRight, line.width()));

    // The bar, at the lower edge.
    const QVariant done = at(index, Column::Progress, BenchModel::PercentRole);
    const int barHeight = std::clamp(static_cast<int>(height * kBarPart), 5, 18);
    if (done.isValid()) {
        const QRectF bar(area.left(), area.bottom() - barHeight, area.width(), barHeight);
        QPainterPath shape;
        shape.addRoundedRect(bar, barHeight / 2.0, barHeight / 2.0);
        painter->fillPath(shape, m_theme.colour(Token::Border));
        QRectF filled = bar;
        filled.setWidth(bar.width() * done.toInt() / 100.0);
        painter->setClipPath(shape);
        painter->fillRect(filled, colour);
        painter->setClipping(false);
    }

    // The name takes what the lines above and below leave.
    const int detailPixels = std::max(least * 3 / 4, static_cast<int>(height * kDetailPart));
    const QFont small = pixels(option.font, detailPixels * 0.85);
    const QFontMetrics smallMetrics(small);
    const QString detail = at(index, Column::State, BenchModel::SecondLineRole).toString();
    const QString version = at(index, Column::Version).toString();
    const int nameHeight = std::max(least, static_cast<int>(height * kNamePart));
    const int nameTop = area.top() + wordHeight + pad / 3;
    paintName(*painter, option.font, QRect(area.left(), nameTop, area.width(), nameHeight),
              at(index, Column::Board).toString());
    const int detailTop = nameTop + nameHeight + pad / 4;
    const int detailBottom = area.bottom() - barHeight - kSpace1;
    painter->setFont(small);
    painter->setPen(m_theme.colour(Token::Muted));
    const QRect room(area.left(), detailTop, area.width(),
                     std::max(smallMetrics.height(), detailBottom - detailTop));
    paintSentences(*painter, room, detail.isEmpty() ? version : detail,
                   detail.isEmpty() ? QString() : version);
    painter->restore();
}

} // namespace otabench::widgets
