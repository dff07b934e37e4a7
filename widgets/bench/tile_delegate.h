#pragma once

#include <QStyledItemDelegate>

namespace otabench::widgets {

class Theme;

/// A board as a tile that is read from across the room: glyph, word and colour of its state, its
/// name as large as the tile allows, what it waits for or why it failed, a bar. Everything grows
/// with the tile. Paints rows of a model with the columns and roles of BenchModel.
class TileDelegate : public QStyledItemDelegate
{
    Q_OBJECT
public:
    explicit TileDelegate(const Theme &theme, QObject *parent = nullptr);

    void paint(QPainter *painter, const QStyleOptionViewItem &option,
               const QModelIndex &index) const override;
    [[nodiscard]] QSize sizeHint(const QStyleOptionViewItem &option,
                                 const QModelIndex &index) const override;

    void setTileSize(const QSize &size) { m_size = size; }

    /// That everything in it can be read.
    [[nodiscard]] static QSize leastSize(const QFontMetrics &metrics);

private:
    void paintGround(QPainter &painter, const QStyleOptionViewItem &option, const QRect &tile,
                     int token) const;
    void paintName(QPainter &painter, const QFont &base, const QRect &area,
                   const QString &name) const;

    static void paintSentences(QPainter &painter, const QRect &room, const QString &first,
                               const QString &second);

    const Theme &m_theme;
    QSize m_size;
};

} // namespace otabench::widgets
