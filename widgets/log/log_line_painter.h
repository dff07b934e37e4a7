#pragma once

#include "monitor/text_pattern.h"

#include <QFontMetrics>
#include <QRect>

#include <optional>

class QModelIndex;
class QPainter;

namespace otabench::widgets {

class Theme;

/// Paints one line of a log: time and text; with boards also a gutter (its bookmark, and whether
/// the catalogue knows the line), the board's name and the level's letter. All parts of a line
/// stand at the same place in every line. Made for one painting.
class LogLinePainter
{
public:
    struct Look
    {
        bool showsBoards = false;
        int boardWidth = 0; ///< of the widest name, in pixels
        std::optional<monitor::TextPattern> search;
    };

    enum class Ground
    {
        Plain,
        Selected
    };

    LogLinePainter(const Theme &theme, const QFontMetrics &metrics, const Look &look);

    /// `line` is the row's place on the viewport, `left` where its content begins: left of it when
    /// scrolled. Returns the content's width.
    int paint(QPainter &painter, const QModelIndex &index, const QRect &line, int left,
              Ground ground) const;

    /// Left of this, in content coordinates, is the gutter.
    [[nodiscard]] int gutterWidth() const;

    /// A board's name takes at most so many pixels.
    [[nodiscard]] static int mostBoardWidth(const QFontMetrics &metrics);

private:
    void paintGutter(QPainter &painter, const QModelIndex &index, const QRect &line,
                     int left) const;
    void paintHits(QPainter &painter, const QString &text, const QRect &line, int left) const;

    const Theme &m_theme;
    const QFontMetrics &m_metrics;
    const Look &m_look;
    int m_timeWidth;
};

} // namespace otabench::widgets
