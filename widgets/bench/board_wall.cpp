#include "widgets/bench/board_wall.h"

#include "widgets/bench/bench_model.h"
#include "widgets/bench/tile_delegate.h"
#include "widgets/common/theme.h"

#include <QAccessible>
#include <QEvent>
#include <QScrollBar>
#include <QStyle>

#include <algorithm>

namespace otabench::widgets {
namespace {

constexpr double kAspect = 1.5; ///< of a tile, wanted: width to height

} // namespace

BoardWall::BoardWall(QAbstractItemModel &boards, const Theme &theme, QWidget *parent)
    : QListView(parent)
    , m_tiles(new TileDelegate(theme, this))
{
    setObjectName(QStringLiteral("benchWall"));
    setModel(&boards);
    setItemDelegate(m_tiles);
    setViewMode(QListView::IconMode);
    setMovement(QListView::Static);
    setResizeMode(QListView::Adjust);
    setUniformItemSizes(true);
    setSelectionBehavior(QAbstractItemView::SelectRows);
    setSelectionMode(QAbstractItemView::ExtendedSelection);
    setEditTriggers(QAbstractItemView::NoEditTriggers);
    setVerticalScrollMode(QAbstractItemView::ScrollPerPixel);
    setContextMenuPolicy(Qt::CustomContextMenu);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    for (const auto signal : {&QAbstractItemModel::rowsInserted, &QAbstractItemModel::rowsRemoved})
        connect(&boards, signal, this, &BoardWall::fitTiles);
    connect(&boards, &QAbstractItemModel::layoutChanged, this, &BoardWall::fitTiles);
    connect(&boards, &QAbstractItemModel::modelReset, this, &BoardWall::fitTiles);
    retranslate();
}

QSize BoardWall::tileSize(int count, const QSize &room, const QSize &least)
{
    if (count <= 0 || room.width() < least.width())
        return least;
    QSize best;
    double bestScore = 0;
    const int mostColumns = std::min(count, room.width() / least.width());
    for (int columns = 1; columns <= mostColumns; ++columns) {
        const int rows = (count + columns - 1) / columns;
        const QSize tile(room.width() / columns, room.height() / rows);
        // A tile reads as large as its narrower side lets its name be.
        const double score = std::min(tile.width() / kAspect, static_cast<double>(tile.height()));
        if (tile.height() >= least.height() && score > bestScore) {
            best = tile;
            bestScore = score;
        }
    }
    if (!best.isEmpty())
        return best;
    return {room.width() / std::max(1, mostColumns), least.height()};
}

/// Of the viewport. "As needed" would keep the bar's width free always.
QSize BoardWall::maximumSize(Qt::ScrollBarPolicy vertical) const
{
    const int bar =
        vertical == Qt::ScrollBarAlwaysOn
            ? style()->pixelMetric(QStyle::PM_ScrollBarExtent, nullptr, verticalScrollBar())
            : 0;
    return {width() - 2 * frameWidth() - bar, height() - 2 * frameWidth()};
}

void BoardWall::fitTiles()
{
    if (!isVisible())
        return;
    const QSize least = TileDelegate::leastSize(fontMetrics());
    const int count = model()->rowCount();
    // A row that fills the width to its last pixel is broken by QListView.
    const QSize whole = maximumSize(Qt::ScrollBarAlwaysOff) - QSize(1, 1);
    QSize tile = tileSize(count, whole, least);
    const int columns = std::max(1, whole.width() / tile.width());
    const bool scrolls = (count + columns - 1) / columns * tile.height() > whole.height();
    if (scrolls)
        tile = tileSize(count, maximumSize(Qt::ScrollBarAlwaysOn) - QSize(1, 1), least);
    setVerticalScrollBarPolicy(scrolls ? Qt::ScrollBarAlwaysOn : Qt::ScrollBarAlwaysOff);
    if (tile == gridSize())
        return;
    m_tiles->setTileSize(tile);
    setGridSize(tile);
}

void BoardWall::dataChanged(const QModelIndex &topLeft, const QModelIndex &bottomRight,
                            const QVector<int> &roles)
{
    if (QAccessible::isActive())
        QListView::dataChanged(topLeft, bottomRight, roles);
    if (!isVisible() || gridSize().isEmpty())
        return;
    m_painted.resize(model()->rowCount());
    const int columns = std::max(1, viewport()->width() / gridSize().width());
    const int above = verticalScrollBar()->value() / gridSize().height();
    const int below = above + viewport()->height() / gridSize().height() + 1;
    const int first = std::max(topLeft.row(), above * columns);
    const int last = std::min(bottomRight.row(), (below + 1) * columns - 1);
    for (int row = first; row <= last; ++row) {
        const QModelIndex index = model()->index(row, 0);
        const quint64 revision = index.data(BenchModel::RevisionRole).toULongLong();
        if (std::exchange(m_painted[row], revision) != revision)
            viewport()->update(visualRect(index));
    }
}

void BoardWall::resizeEvent(QResizeEvent *event)
{
    fitTiles();
    QListView::resizeEvent(event);
}

void BoardWall::showEvent(QShowEvent *event)
{
    QListView::showEvent(event);
    fitTiles();
}

void BoardWall::changeEvent(QEvent *event)
{
    QListView::changeEvent(event);
    if (event->type() == QEvent::LanguageChange)
        retranslate();
}

void BoardWall::retranslate()
{
    setAccessibleName(tr("Boards"));
}

} // namespace otabench::widgets
