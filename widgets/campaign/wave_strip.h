#pragma once

#include "widgets/campaign/course_model.h"

#include <QWidget>

#include <vector>

namespace otabench::widgets {

class Theme;

/// The waves of a campaign side by side: how many of each one's boards have ended. Hidden where
/// there is one wave only. Thread: GUI.
class WaveStrip : public QWidget
{
    Q_OBJECT
public:
    explicit WaveStrip(const Theme &theme, QWidget *parent = nullptr);

    void setWaves(const std::vector<CourseModel::WaveCount> &waves);

    [[nodiscard]] QSize sizeHint() const override;
    [[nodiscard]] QSize minimumSizeHint() const override;

protected:
    void paintEvent(QPaintEvent *event) override;
    void changeEvent(QEvent *event) override;
    bool event(QEvent *event) override;

private:
    [[nodiscard]] QRect cell(std::size_t wave) const;
    [[nodiscard]] QString sentence(std::size_t wave) const;
    [[nodiscard]] std::size_t current() const;
    void describe();

    const Theme &m_theme;
    std::vector<CourseModel::WaveCount> m_waves;
};

} // namespace otabench::widgets
