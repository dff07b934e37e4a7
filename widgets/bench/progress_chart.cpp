#include "widgets/bench/progress_chart.h"

#include "widgets/common/format.h"
#include "widgets/common/theme.h"

#include <QEvent>
#include <QPainter>
#include <QPainterPath>

#include <algorithm>

namespace otabench::widgets {
namespace {

constexpr int kLines = 6; ///< of text, high

} // namespace

ProgressChart::ProgressChart(const Theme &theme, QWidget *parent)
    : QWidget(parent)
    , m_theme(theme)
{
    setObjectName(QStringLiteral("progressChart"));
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    retranslate();
}

void ProgressChart::setCourse(const ProgressCourse *course)
{
    m_course = course == nullptr ? ProgressCourse{} : *course;
    setVisible(!isEmpty());
    retranslate();
    update();
}

QSize ProgressChart::sizeHint() const
{
    return {kLines * 40, kLines * fontMetrics().height()};
}

QString ProgressChart::words() const
{
    if (isEmpty())
        return {};
    const auto &last = m_course.points.back();
    const double seconds = static_cast<double>(last.at.count()) / 1000.0;
    const std::uint64_t loaded = last.bytes - m_course.points.front().bytes;
    const QString speed = Format::speed(seconds > 0 ? static_cast<double>(loaded) / seconds : 0.0);
    const QString amount =
        m_course.total == 0
            ? Format::bytes(last.bytes)
            : tr("%1 of %2").arg(Format::bytes(last.bytes), Format::bytes(m_course.total));
    //: an amount of bytes, a duration and the mean speed
    return tr("%1 in %2, %3 on average").arg(amount, Format::seconds(last.at), speed);
}

void ProgressChart::paintEvent(QPaintEvent *)
{
    if (isEmpty())
        return;
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    const int text = fontMetrics().height();
    const QRectF area(kSpace4, kSpace2 + text + kSpace1, width() - 2 * kSpace4,
                      height() - 2 * kSpace2 - text - kSpace1);
    painter.setPen(m_theme.colour(Token::Muted));
    painter.drawText(
        QRectF(area.left(), kSpace2, area.width(), text), Qt::AlignLeft | Qt::AlignVCenter,
        fontMetrics().elidedText(words(), Qt::ElideRight, static_cast<int>(area.width())));
    painter.setPen(m_theme.colour(Token::Border));
    painter.drawLine(area.bottomLeft(), area.bottomRight());
    painter.drawLine(area.topLeft(), area.topRight()); // the whole image

    const auto &points = m_course.points;
    const double time = std::max<double>(1, static_cast<double>(points.back().at.count()));
    const double most =
        static_cast<double>(std::max({m_course.total, points.back().bytes, std::uint64_t{1}}));
    QPainterPath line;
    for (std::size_t each = 0; each < points.size(); ++each) {
        const QPointF place(
            area.left() + area.width() * static_cast<double>(points[each].at.count()) / time,
            area.bottom() - area.height() * static_cast<double>(points[each].bytes) / most);
        if (each == 0)
            line.moveTo(place);
        else
            line.lineTo(place);
    }
    QPainterPath below = line;
    below.lineTo(area.bottomRight());
    below.lineTo(area.bottomLeft());
    painter.fillPath(below, m_theme.tint(Token::Busy));
    painter.strokePath(line, QPen(m_theme.colour(Token::Busy), 2));
}

void ProgressChart::changeEvent(QEvent *event)
{
    QWidget::changeEvent(event);
    if (event->type() == QEvent::LanguageChange)
        retranslate();
}

void ProgressChart::retranslate()
{
    setAccessibleName(tr("Progress of the update"));
    setAccessibleDescription(words());
    setToolTip(words());
}

} // namespace otabench::widgets
