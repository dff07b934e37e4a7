#pragma once

#include <QVector>
#include <QWidget>

#include <chrono>

class QwtPlot;
class QwtPlotCurve;
class QwtPlotGrid;

namespace otabench::widgets {

class Theme;

/// Bytes a second over a time that begins at 0. Keeps at most kMostSamples, thinned as it grows.
/// Thread: GUI.
class RatePlot : public QWidget
{
    Q_OBJECT
public:
    static constexpr int kMostSamples = 600;

    explicit RatePlot(const Theme &theme, QWidget *parent = nullptr);

    void clear();
    void add(std::chrono::milliseconds at, double bytesPerSecond);

    [[nodiscard]] int sampleCount() const { return m_times.size(); }

protected:
    void changeEvent(QEvent *event) override;

private:
    void style();
    void describe();

    const Theme &m_theme;
    QwtPlot *m_plot;
    QwtPlotCurve *m_curve; ///< the plot's
    QwtPlotGrid *m_grid;   ///< the plot's
    QVector<double> m_times, m_speeds;
    double m_highest = 0;
};

} // namespace otabench::widgets
