#pragma once

#include <QListView>

namespace otabench::widgets {

class TileDelegate;
class Theme;

/// The boards as a wall of tiles that can be read from across the room: the fewer there are, the
/// larger each; where they would get too small to read, the wall scrolls. Rows, order and selection
/// are the table's. Thread: GUI.
class BoardWall : public QListView
{
    Q_OBJECT
public:
    /// `boards` has the columns and roles of BenchModel.
    BoardWall(QAbstractItemModel &boards, const Theme &theme, QWidget *parent = nullptr);

    /// The size of tiles when `count` of them are to fill `room`, none smaller than `least`.
    [[nodiscard]] static QSize tileSize(int count, const QSize &room, const QSize &least);

    void dataChanged(const QModelIndex &topLeft, const QModelIndex &bottomRight,
                     const QVector<int> &roles = {}) override;

protected:
    void resizeEvent(QResizeEvent *event) override;
    void showEvent(QShowEvent *event) override;
    void changeEvent(QEvent *event) override;

private:
    void fitTiles();
    [[nodiscard]] QSize maximumSize(Qt::ScrollBarPolicy vertical) const;
    void retranslate();

    TileDelegate *m_tiles;
    QVector<quint64> m_painted; ///< revision of each row when it was painted last
};

} // namespace otabench::widgets
