#pragma once

#include "widgets/common/theme.h"

#include <QScrollBar>

#include <vector>

namespace otabench::widgets {

/// A scroll bar that shows where in the whole something is: hits of a search at its left edge,
/// bookmarks at its right. Thread: GUI.
class MarkedScrollBar : public QScrollBar
{
    Q_OBJECT
public:
    enum class Edge
    {
        Left,
        Right
    };

    struct Tick
    {
        double place = 0; ///< 0: the first row, 1: the last
        Edge edge = Edge::Left;
        Token token = Token::Info;
    };

    explicit MarkedScrollBar(const Theme &theme, QWidget *parent = nullptr);

    void setTicks(std::vector<Tick> ticks);

    [[nodiscard]] const std::vector<Tick> &ticks() const { return m_ticks; }

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    const Theme &m_theme;
    std::vector<Tick> m_ticks;
};

} // namespace otabench::widgets
