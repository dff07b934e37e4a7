#include "widgets/plot/rate_plot.h"

#include "widgets/common/format.h"
#include "widgets/common/theme.h"

#include <QEvent>
#include <QVBoxLayout>

#include <qwt_plot.h>
#include <qwt_plot_canvas.h>
#include <qwt_plot_curve.h>
#include <qwt_plot_grid.h>
#include <qwt_plot_layout.h>
#include <qwt_scale_draw.h>
#include <qwt_scale_widget.h>

#include <algorithm>

namespace otabench::widgets {
namespace {

constexpr double kSmall = 0.85;
constexpr double kLineWidth = 1.5;
constexpr double kLeastSpeed = 1000; ///< the axis' end while nothing has been sent
constexpr double kLeastTime = 10;    ///< seconds
constexpr int kTicks = 3;
constexpr int kHeight = 140;

/// Labels in words of the language: "0:41".
class TimeLabels : public QwtScaleDraw
{
public:
    [[nodiscard]] QwtText label(double seconds) const override
    {
        return Format::clock(std::chrono::milliseconds(static_cast<std::int64_t>(seconds * 1000)));
    }
};

/// "182 kB/s".
class SpeedLabels : public QwtScaleDraw
{
public:
    [[nodiscard]] QwtText label(double speed) const override
    {
        return speed < 1 ? Format::count(0) : Format::speed(speed);
    }
};

/// An axis of labels only. The axis takes it.
template <typename Labels>
QwtScaleDraw *makeLabels()
{
    auto *labels = new Labels;
    labels->enableComponent(QwtAbstractScaleDraw::Backbone, false);
    labels->enableComponent(QwtAbstractScaleDraw::Ticks, false);
    return labels;
}

} // namespace

RatePlot::RatePlot(const Theme &theme, QWidget *parent)
    : QWidget(parent)
    , m_theme(theme)
    , m_plot(new QwtPlot(this))
    , m_curve(new QwtPlotCurve)
    , m_grid(new QwtPlotGrid)
{
    setObjectName(QStringLiteral("ratePlot"));
    m_plot->setAxisScaleDraw(QwtPlot::xBottom, makeLabels<TimeLabels>());
    m_plot->setAxisScaleDraw(QwtPlot::yLeft, makeLabels<SpeedLabels>());
    m_plot->setAxisMaxMajor(QwtPlot::xBottom, kTicks);
    m_plot->setAxisMaxMajor(QwtPlot::yLeft, kTicks);
    m_plot->setAxisMaxMinor(QwtPlot::xBottom, 0);
    m_plot->setAxisMaxMinor(QwtPlot::yLeft, 0);
    for (const int axis : {QwtPlot::xBottom, QwtPlot::yLeft}) {
        QFont small = font();
        small.setPointSizeF(small.pointSizeF() * kSmall);
        m_plot->setAxisFont(axis, small);
        m_plot->axisWidget(axis)->setMargin(0);
    }
    if (auto *canvas = qobject_cast<QwtPlotCanvas *>(m_plot->canvas())) {
        canvas->setFrameStyle(QFrame::NoFrame);
        canvas->setFocusPolicy(Qt::NoFocus);
    }
    m_plot->plotLayout()->setAlignCanvasToScales(true);
    m_plot->setMinimumHeight(kHeight);
    m_curve->setRenderHint(QwtPlotItem::RenderAntialiased);
    m_curve->attach(m_plot);
    m_grid->enableX(false);
    m_grid->attach(m_plot);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addWidget(m_plot);
    connect(&m_theme, &Theme::changed, this, &RatePlot::style);
    style();
    clear();
}

void RatePlot::clear()
{
    m_times.clear();
    m_speeds.clear();
    m_highest = 0;
    m_curve->setSamples(m_times, m_speeds);
    m_plot->setAxisScale(QwtPlot::xBottom, 0, kLeastTime);
    m_plot->setAxisScale(QwtPlot::yLeft, 0, kLeastSpeed);
    m_plot->replot();
    describe();
}

void RatePlot::add(std::chrono::milliseconds at, double bytesPerSecond)
{
    const double seconds = static_cast<double>(at.count()) / 1000;
    if (!m_times.isEmpty() && seconds <= m_times.back())
        return;
    if (m_times.size() == kMostSamples) { // every second one tells as much
        for (int kept = 0; kept < kMostSamples / 2; ++kept) {
            m_times[kept] = m_times[kept * 2];
            m_speeds[kept] = m_speeds[kept * 2];
        }
        m_times.resize(kMostSamples / 2);
        m_speeds.resize(kMostSamples / 2);
    }
    m_times << seconds;
    m_speeds << bytesPerSecond;
    m_highest = std::max(m_highest, bytesPerSecond);
    m_curve->setSamples(m_times, m_speeds);
    m_plot->setAxisScale(QwtPlot::xBottom, 0, std::max(seconds, kLeastTime));
    m_plot->setAxisScale(QwtPlot::yLeft, 0, std::max(m_highest * 1.1, kLeastSpeed));
    m_plot->replot();
    describe();
}

void RatePlot::style()
{
    const QColor busy = m_theme.colour(Token::Busy);
    m_curve->setPen(busy, kLineWidth);
    m_curve->setBrush(m_theme.tint(Token::Busy));
    m_grid->setMajorPen(m_theme.colour(Token::Border), 1);
    m_plot->setCanvasBackground(m_theme.colour(Token::Surface));
    QPalette muted = palette();
    muted.setColor(QPalette::Text, m_theme.colour(Token::Muted));
    muted.setColor(QPalette::WindowText, m_theme.colour(Token::Muted));
    for (const int axis : {QwtPlot::xBottom, QwtPlot::yLeft})
        m_plot->axisWidget(axis)->setPalette(muted);
    m_plot->replot();
}

void RatePlot::describe()
{
    setAccessibleName(tr("Throughput"));
    const QString highest = Format::speed(m_highest);
    setAccessibleDescription(highest.isEmpty() ? tr("Nothing has been sent yet")
                                               : tr("The highest was %1").arg(highest));
    m_plot->setAccessibleName(accessibleName());
    m_plot->setAccessibleDescription(accessibleDescription());
}

void RatePlot::changeEvent(QEvent *event)
{
    QWidget::changeEvent(event);
    if (event->type() != QEvent::LanguageChange)
        return;
    m_plot->setAxisScaleDraw(QwtPlot::xBottom, makeLabels<TimeLabels>()); // labels are cached
    m_plot->setAxisScaleDraw(QwtPlot::yLeft, makeLabels<SpeedLabels>());
    m_plot->replot();
    describe();
}

} // namespace otabench::widgets
