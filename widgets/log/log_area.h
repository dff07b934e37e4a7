#pragma once

#include "monitor/text_pattern.h"
#include "widgets/log/log_line_painter.h"

#include <QAbstractScrollArea>
#include <QPointer>

#include <functional>
#include <optional>
#include <utility>

class QAbstractItemModel;
class QMenu;
class QModelIndex;

namespace otabench::widgets {

class MarkedScrollBar;
class Theme;

/// Paints a log model (LogModel, a filter over one, or LogLinesModel) line by line: only what is
/// visible is looked at, so a million lines cost what forty do. Follows the end until the user
/// scrolls up; then it holds the lines it shows still while others arrive and leave.
///
/// Selection is by whole lines and by SequenceRole: mouse, Shift+click, arrows with Shift, Ctrl+A;
/// Ctrl+C copies, Ctrl+Shift+C without times. Enter and a double click activate the current line.
class LogArea : public QAbstractScrollArea
{
    Q_OBJECT
public:
    /// More lines than this are for the export: the clipboard is no place for them.
    static constexpr int kMostCopied = 200000;

    enum class Times
    {
        Copied,
        LeftOut
    };

    explicit LogArea(const Theme &theme, QWidget *parent = nullptr);

    void setModel(QAbstractItemModel *model); ///< may be null

    /// Gutter, board and level letter: for a model that has LogLinesModel's roles.
    void setShowsBoards(bool shows);
    /// Marks what it finds in the visible lines.
    void setSearch(std::optional<monitor::TextPattern> search);
    /// The text of a line's tooltip; empty: none.
    void setHelp(std::function<QString(const QModelIndex &)> help);

    [[nodiscard]] bool isFollowing() const { return m_following; }

    void setFollowing(bool following);

    /// Lines that have arrived since following ended.
    [[nodiscard]] int newLines() const { return m_newLines; }

    void followEnd();

    /// The line the keyboard is at.
    [[nodiscard]] std::optional<quint64> current() const { return m_cursor; }

    /// Makes it the current line, and the only one selected, and brings it into view.
    void showLine(quint64 sequence);

    [[nodiscard]] QString selectedText(Times times = Times::Copied) const;
    void copySelection(Times times = Times::Copied);
    void selectAll();

    [[nodiscard]] MarkedScrollBar &markedScrollBar() { return *m_bar; }

Q_SIGNALS:
    void followingChanged();
    void currentChanged();
    void activated(quint64 sequence);
    /// Its entries may be added to; it closes by itself.
    void menuAboutToShow(QMenu *menu, quint64 sequence);
    void tooManyToCopy(int lines);

protected:
    void paintEvent(QPaintEvent *event) override;
    void resizeEvent(QResizeEvent *event) override;
    void changeEvent(QEvent *event) override;
    bool viewportEvent(QEvent *event) override;
    void mousePressEvent(QMouseEvent *event) override;
    void mouseMoveEvent(QMouseEvent *event) override;
    void mouseDoubleClickEvent(QMouseEvent *event) override;
    void keyPressEvent(QKeyEvent *event) override;
    void focusInEvent(QFocusEvent *event) override;
    void focusOutEvent(QFocusEvent *event) override;
    void contextMenuEvent(QContextMenuEvent *event) override;
    void scrollContentsBy(int dx, int dy) override;

private:
    void onInserted(int first, int last);
    void onRemoved(int first, int last);
    void onReset();
    void updateScrollBars();
    void updateFont();
    void noteTop();
    bool moveCurrent(const QKeyEvent &event);
    void setCurrentRow(int row, bool extends);
    void openMenu(const QPoint &where);
    [[nodiscard]] int lineHeight() const;
    [[nodiscard]] int visibleLines() const;
    [[nodiscard]] int rowAt(int y) const; ///< the nearest; -1: there are none
    [[nodiscard]] quint64 sequenceOf(int row) const;
    [[nodiscard]] int rowOf(quint64 sequence) const; ///< the first that is not before it
    [[nodiscard]] bool isSelected(quint64 sequence) const;
    [[nodiscard]] std::pair<int, int> selectedRows() const; ///< from, and one past the last
    void measureBoards(int first, int last);

    const Theme &m_theme;
    MarkedScrollBar *m_bar;
    QPointer<QAbstractItemModel> m_model;
    std::function<QString(const QModelIndex &)> m_help;
    LogLinePainter::Look m_look;
    bool m_following = true;
    bool m_adjusting = false; ///< we move the scroll bar, not the user
    int m_newLines = 0;
    int m_widest = 0; ///< pixels of the widest line seen
    std::optional<quint64> m_anchor, m_cursor;
    std::optional<quint64> m_top; ///< the line at the top: comes back there after a reset
};

} // namespace otabench::widgets
