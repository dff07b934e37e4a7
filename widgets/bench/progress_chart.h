#pragma once

#include "widgets/bench/progress_store.h"

#include <QWidget>

namespace otabench::widgets {

class Theme;

/// Bytes over time of one board's update: a flat line is a download that has come to a halt. Its
/// words, percent and mean speed, stand in it and are its accessible description. Thread: GUI.
class ProgressChart : public QWidget
{
    Q_OBJECT
public:
    explicit ProgressChart(const Theme &theme, QWidget *parent = nullptr);

    void setCourse(const ProgressCourse *course); ///< null: nothing to show

    [[nodiscard]] bool isEmpty() const { return m_course.points.size() < 2; }

    [[nodiscard]] QSize sizeHint() const override;

protected:
    void paintEvent(QPaintEvent *event) override;
    void changeEvent(QEvent *event) override;

private:
    void retranslate();
    [[nodiscard]] QString words() const;

    const Theme &m_theme;
    ProgressCourse m_course;
};

} // namespace otabench::widgets
