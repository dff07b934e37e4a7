#pragma once

#include <QAbstractScrollArea>
#include <QPointer>

#include <optional>

class QAbstractItemModel;

namespace otabench::widgets {

class Theme;

/// Paints a LogModel (or a LogFilterModel over one) line by line: only what is visible is looked
/// at, so a hundred thousand lines cost what forty do. Follows the end until the user scrolls up;
/// then it holds the lines it shows still while others arrive and leave.
///
/// Selection is by whole lines and by SequenceRole: mouse, Shift+click, Ctrl+A; Ctrl+C copies.
class LogArea : public QAbstractScrollArea
{
    Q_OBJECT
public:
    explicit LogArea(const Theme &theme, QWidget *parent = nullptr);

    void setModel(QAbstractItemModel *model); ///< may be null

    [[nodiscard]] bool isFollowing() const { return m_following; }

    /// Lines that have arrived since following ended.
    [[nodiscard]] int newLines() const { return m_newLines; }

    void followEnd();
    [[nodiscard]] QString selectedText() const;
    void copySelection() const;
    void selectAll();

Q_SIGNALS:
    void followingChanged();

protected:
    void paintEvent(QPaintEvent *event) override;
    void resizeEvent(QResizeEvent *event) override;
    void changeEvent(QEvent *event) override;
    void mousePressEvent(QMouseEvent *event) override;
    void mouseMoveEvent(QMouseEvent *event) override;
    void keyPressEvent(QKeyEvent *event) override;
    void contextMenuEvent(QContextMenuEvent *event) override;
    void scrollContentsBy(int dx, int dy) override;

private:
    void onInserted(int first, int last);
    void onRemoved(int first, int last);
    void updateScrollBars();
    void setFollowing(bool following);
    void updateFont();
    [[nodiscard]] int lineHeight() const;
    [[nodiscard]] int visibleLines() const;
    [[nodiscard]] std::optional<quint64> sequenceAt(const QPoint &position) const;
    [[nodiscard]] bool isSelected(quint64 sequence) const;

    const Theme &m_theme;
    QPointer<QAbstractItemModel> m_model;
    bool m_following = true;
    bool m_adjusting = false; ///< we move the scroll bar, not the user
    int m_newLines = 0;
    int m_widest = 0; ///< pixels of the widest line seen
    std::optional<quint64> m_anchor, m_cursor;
};

} // namespace otabench::widgets
