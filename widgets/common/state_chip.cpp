#include "widgets/common/state_chip.h"

#include "widgets/common/icons.h"
#include "widgets/common/theme.h"

#include <QFontMetrics>
#include <QPainter>

namespace otabench::widgets {
namespace {

constexpr int kGlyph = 14;
constexpr int kGap = 6;

} // namespace

StateChip::StateChip(const Theme &theme, QWidget *parent)
    : QWidget(parent)
    , m_theme(theme)
{
    setSizePolicy(QSizePolicy::Fixed, QSizePolicy::Fixed);
}

void StateChip::setLook(const StateLook &look)
{
    m_look = look;
    setAccessibleName(look.word);
    updateGeometry();
    update();
}

QSize StateChip::size(const StateLook &look, const QFont &font)
{
    const QFontMetrics metrics(font);
    const int glyph = look.icon.isEmpty() ? 0 : kGlyph + kGap;
    return {glyph + metrics.horizontalAdvance(look.word) + 2 * kSpace2, metrics.height() + kSpace1};
}

QSize StateChip::sizeHint() const
{
    return size(m_look, font());
}

QSize StateChip::minimumSizeHint() const
{
    return sizeHint();
}

void StateChip::paint(QPainter &painter, const QRect &area, const StateLook &look,
                      const Theme &theme, const QFont &font)
{
    const QSize wanted = size(look, font);
    const QRect chip(area.left(), area.top() + (area.height() - wanted.height()) / 2,
                     std::min(wanted.width(), area.width()), wanted.height());
    const QColor colour = theme.colour(look.token);
    painter.save();
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(Qt::NoPen);
    painter.setBrush(theme.tint(look.token));
    painter.drawRoundedRect(chip, kRadius, kRadius);
    QRect text = chip.adjusted(kSpace2, 0, -kSpace2, 0);
    if (!look.icon.isEmpty()) {
        paintIcon(painter, look.icon,
                  QRect(text.left(), chip.top() + (chip.height() - kGlyph) / 2, kGlyph, kGlyph),
                  colour);
        text.setLeft(text.left() + kGlyph + kGap);
    }
    painter.setPen(colour);
    painter.setFont(font);
    painter.drawText(text, Qt::AlignLeft | Qt::AlignVCenter,
                     QFontMetrics(font).elidedText(look.word, Qt::ElideRight, text.width() + 1));
    painter.restore();
}

void StateChip::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    paint(painter, rect(), m_look, m_theme, font());
}

} // namespace otabench::widgets
