#pragma once

#include <QStyledItemDelegate>

namespace otabench::widgets {

class Theme;

/// What every cell of the bench has in common: selection and focus, the grid's margins, the row's
/// height of 2.2 lines.
class CellDelegate : public QStyledItemDelegate
{
    Q_OBJECT
public:
    explicit CellDelegate(const Theme &theme, QObject *parent = nullptr);
    [[nodiscard]] QSize sizeHint(const QStyleOptionViewItem &option,
                                 const QModelIndex &index) const override;

    /// Of a row in a view with this font.
    [[nodiscard]] static int rowHeight(const QFontMetrics &metrics);

protected:
    void paintGround(QPainter &painter, const QStyleOptionViewItem &option) const;

    const Theme &m_theme;
};

/// A text with a smaller, lighter one below it, and a glyph before both.
class TwoLineDelegate : public CellDelegate
{
    Q_OBJECT
public:
    struct Roles
    {
        int secondLine;
        int token;     ///< int of Token: colour of glyph and first line
        int icon = -1; ///< name of an icon; -1: none
        bool bold = false;
        bool fixedSecondLine = false; ///< monospace: addresses, digests
    };

    TwoLineDelegate(const Theme &theme, Roles roles, QObject *parent = nullptr);
    void paint(QPainter *painter, const QStyleOptionViewItem &option,
               const QModelIndex &index) const override;

private:
    Roles m_roles;
};

/// A bar and its percentage; nothing where the percentage is unknown.
class ProgressDelegate : public CellDelegate
{
    Q_OBJECT
public:
    struct Roles
    {
        int percent; ///< int 0 to 100, or invalid
        int token;   ///< int of Token: colour of the bar
    };

    ProgressDelegate(const Theme &theme, Roles roles, QObject *parent = nullptr);
    void paint(QPainter *painter, const QStyleOptionViewItem &option,
               const QModelIndex &index) const override;

private:
    Roles m_roles;
};

} // namespace otabench::widgets
