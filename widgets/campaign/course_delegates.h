#pragma once

#include <QHeaderView>
#include <QStyledItemDelegate>

#include <chrono>

namespace otabench::widgets {

class Theme;

/// A cell of one line (or more, where it wraps): an icon in the state's colour where there is one,
/// and the text.
class LineDelegate : public QStyledItemDelegate
{
    Q_OBJECT
public:
    struct Roles
    {
        int token;          ///< int of Token: colour of icon and text
        int icon = -1;      ///< name of an icon; -1: none
        bool wraps = false; ///< a list's rows grow with their text
    };

    LineDelegate(const Theme &theme, Roles roles, QObject *parent = nullptr);
    void paint(QPainter *painter, const QStyleOptionViewItem &option,
               const QModelIndex &index) const override;
    [[nodiscard]] QSize sizeHint(const QStyleOptionViewItem &option,
                                 const QModelIndex &index) const override;

    /// Of a row in a view with this font: 1.8 lines.
    [[nodiscard]] static int rowHeight(const QFontMetrics &metrics);

protected:
    void paintGround(QPainter &painter, const QStyleOptionViewItem &option) const;

    const Theme &m_theme;

private:
    Roles m_roles;
};

/// The span of time that a timeline shows: from a campaign's start to now, rounded up so that bars
/// do not creep with every second.
class TimeScale
{
public:
    void setSpan(std::chrono::milliseconds shown);

    [[nodiscard]] std::chrono::milliseconds span() const { return m_span; }

    /// Where a moment lies in a width, in pixels.
    [[nodiscard]] double position(std::chrono::milliseconds moment, int width) const;
    /// The distance of ticks that are at least so far apart.
    [[nodiscard]] std::chrono::milliseconds tick(int width, int leastPixels) const;

private:
    std::chrono::milliseconds m_span{10000};
};

/// A board's phases along the time, each in its state's colour, with its word where there is room;
/// phases of waiting are thin, so that they tell apart without colour.
class TimelineDelegate : public LineDelegate
{
    Q_OBJECT
public:
    TimelineDelegate(const Theme &theme, const TimeScale &scale, int courseRole,
                     QObject *parent = nullptr);
    void paint(QPainter *painter, const QStyleOptionViewItem &option,
               const QModelIndex &index) const override;

    /// Ends the bars of phases that last.
    void setNow(std::chrono::milliseconds now) { m_now = now; }

private:
    const TimeScale &m_scale;
    int m_courseRole;
    std::chrono::milliseconds m_now{0};
};

/// A header whose timeline section has the time axis below its title.
class TimelineHeader : public QHeaderView
{
    Q_OBJECT
public:
    TimelineHeader(const Theme &theme, const TimeScale &scale, int section,
                   QWidget *parent = nullptr);

protected:
    void paintSection(QPainter *painter, const QRect &rect, int logicalIndex) const override;

private:
    const Theme &m_theme;
    const TimeScale &m_scale;
    int m_section;
};

} // namespace otabench::widgets
