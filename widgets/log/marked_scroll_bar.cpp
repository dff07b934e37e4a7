#include "widgets/log/marked_scroll_bar.h"

#include <QPainter>

namespace otabench::widgets {
namespace {

constexpr int kTickWidth = 5;
constexpr int kTickHeight = 2;

} // namespace

MarkedScrollBar::MarkedScrollBar(const Theme &theme, QWidget *parent)
    : QScrollBar(Qt::Vertical, parent)
    , m_theme(theme)
{
}

void MarkedScrollBar::setTicks(std::vector<Tick> ticks)
{
    m_ticks = std::move(ticks);
    update();
}

void MarkedScrollBar::paintEvent(QPaintEvent *event)
{
    QScrollBar::paintEvent(event);
    QPainter painter(this);
    for (const Tick &tick : m_ticks) {
        const int x = tick.edge == Edge::Left ? 0 : width() - kTickWidth;
        const int y = static_cast<int>(tick.place * (height() - kTickHeight));
        painter.fillRect(x, y, kTickWidth, kTickHeight, m_theme.colour(tick.token));
    }
}

} // namespace otabench::widgets
