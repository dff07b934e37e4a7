#include "widgets/bench/board_table.h"

#include "widgets/bench/bench_delegates.h"
#include "widgets/common/theme.h"

#include <QAccessible>
#include <QEvent>
#include <QHeaderView>
#include <QMenu>
#include <QScopedValueRollback>
#include <QSettings>

#include <algorithm>
#include <limits>
#include <utility>

namespace otabench::widgets {
namespace {

using Column = BenchModel::Column;

/// A column as it is before the user has changed anything; in the order of the view. Widths in
/// average characters, so that they follow the font. What changes stands in front, so that it stays
/// in sight beside the open panel.
struct Default
{
    Column column;
    int characters;
    bool isShown;
};

constexpr std::array kDefaults = {
    Default{Column::State, 46, true},     Default{Column::Board, 23, true},
    Default{Column::Progress, 20, true},  Default{Column::Speed, 14, true},
    Default{Column::TimeLeft, 12, false}, Default{Column::Version, 18, true},
    Default{Column::Slot, 14, true},      Default{Column::Place, 15, true},
    Default{Column::Chip, 11, true},      Default{Column::Bench, 14, false},
    Default{Column::Tags, 16, false},     Default{Column::Signal, 11, false},
    Default{Column::LastLine, 30, true},
};
static_assert(kDefaults.size() == BenchModel::kColumns);

/// The first of them gives way first.
constexpr std::array kGiveWay = {Column::LastLine, Column::Place,   Column::Chip,
                                 Column::Slot,     Column::Version, Column::Speed};

constexpr int kLeastStateCharacters = 36;
constexpr int kLeastLineCharacters = 24;

QString columnsKey()
{
    return QStringLiteral("bench/tableColumns");
}

QString sortingKey()
{
    return QStringLiteral("bench/tableSorting");
}

} // namespace

BoardTable::BoardTable(QAbstractItemModel &boards, const Theme &theme, QSettings &settings,
                       QWidget *parent)
    : QTableView(parent)
    , m_theme(theme)
    , m_settings(settings)
{
    setObjectName(QStringLiteral("benchTable"));
    setModel(&boards);
    setShowGrid(false);
    setWordWrap(false);
    setTabKeyNavigation(false);
    setEditTriggers(QAbstractItemView::NoEditTriggers);
    setSelectionBehavior(QAbstractItemView::SelectRows);
    setSelectionMode(QAbstractItemView::ExtendedSelection);
    setHorizontalScrollMode(QAbstractItemView::ScrollPerPixel);
    setVerticalScrollMode(QAbstractItemView::ScrollPerPixel);
    setContextMenuPolicy(Qt::CustomContextMenu);
    verticalHeader()->hide();
    verticalHeader()->setSectionResizeMode(QHeaderView::Fixed);
    verticalHeader()->setDefaultSectionSize(CellDelegate::rowHeight(fontMetrics()));
    horizontalHeader()->setObjectName(QStringLiteral("benchTableHeader"));
    horizontalHeader()->setHighlightSections(false);
    horizontalHeader()->setMinimumSectionSize(56);
    horizontalHeader()->setSectionsMovable(true);
    horizontalHeader()->setContextMenuPolicy(Qt::CustomContextMenu);
    setUpDelegates();
    setDefaults();
    restoreColumns();
    connect(horizontalHeader(), &QHeaderView::customContextMenuRequested, this,
            &BoardTable::openColumnMenu);
    connect(horizontalHeader(), &QHeaderView::sectionResized, this,
            [this](int column, int, int width) {
                if (!m_isFitting && width > 0)
                    m_columns[static_cast<std::size_t>(column)].width = width;
            });
    connect(horizontalHeader(), &QHeaderView::sectionMoved, this, [this] { fitColumns(); });
    retranslate();
}

void BoardTable::setUpDelegates()
{
    const TwoLineDelegate::Roles plain{.secondLine = BenchModel::SecondLineRole,
                                       .token = BenchModel::TokenRole};
    setItemDelegate(new TwoLineDelegate(m_theme, plain, this));
    TwoLineDelegate::Roles state = plain;
    state.icon = BenchModel::IconRole;
    setItemDelegateForColumn(static_cast<int>(Column::State),
                             new TwoLineDelegate(m_theme, state, this));
    TwoLineDelegate::Roles board = plain;
    board.bold = true;
    board.fixedSecondLine = true;
    setItemDelegateForColumn(static_cast<int>(Column::Board),
                             new TwoLineDelegate(m_theme, board, this));
    setItemDelegateForColumn(
        static_cast<int>(Column::Progress),
        new ProgressDelegate(
            m_theme, {.percent = BenchModel::PercentRole, .token = BenchModel::TokenRole}, this));
}

void BoardTable::setDefaults()
{
    const int character = fontMetrics().averageCharWidth();
    for (int place = 0; place < BenchModel::kColumns; ++place) {
        const Default &each = kDefaults[static_cast<std::size_t>(place)];
        const int column = static_cast<int>(each.column);
        m_columns[static_cast<std::size_t>(column)] = {each.characters * character, each.isShown};
        horizontalHeader()->moveSection(horizontalHeader()->visualIndex(column), place);
    }
    m_isOwnChoice = false;
    setSortingEnabled(true);
    sortByColumn(static_cast<int>(Column::State), Qt::AscendingOrder); // needs attention first
}

// One entry a column, "name width shown|hidden", in the order of the view: a later version that has
// other columns still finds those that it knows.
void BoardTable::saveColumns() const
{
    QStringList columns;
    for (int place = 0; place < BenchModel::kColumns; ++place) {
        const int column = horizontalHeader()->logicalIndex(place);
        const ColumnChoice &choice = m_columns[static_cast<std::size_t>(column)];
        columns << QStringLiteral("%1 %2 %3")
                       .arg(BenchModel::columnName(static_cast<Column>(column)),
                            QString::number(choice.width),
                            choice.isShown ? QStringLiteral("shown") : QStringLiteral("hidden"));
    }
    if (m_isOwnChoice)
        columns << QStringLiteral("own");
    m_settings.setValue(columnsKey(), columns);
    m_settings.setValue(
        sortingKey(),
        QStringLiteral("%1 %2").arg(
            BenchModel::columnName(static_cast<Column>(horizontalHeader()->sortIndicatorSection())),
            horizontalHeader()->sortIndicatorOrder() == Qt::AscendingOrder
                ? QStringLiteral("up")
                : QStringLiteral("down")));
}

void BoardTable::restoreColumns()
{
    const QStringList columns = m_settings.value(columnsKey()).toStringList();
    int place = 0;
    for (const QString &entry : columns) {
        const QStringList parts = entry.split(QLatin1Char(' '));
        m_isOwnChoice = m_isOwnChoice || entry == QStringLiteral("own");
        const auto column = BenchModel::columnFromName(parts.front());
        if (!column || parts.size() != 3)
            continue;
        const int section = static_cast<int>(*column);
        ColumnChoice &choice = m_columns[static_cast<std::size_t>(section)];
        choice.width = std::max(parts[1].toInt(), horizontalHeader()->minimumSectionSize());
        choice.isShown = parts[2] == QStringLiteral("shown");
        horizontalHeader()->moveSection(horizontalHeader()->visualIndex(section), place++);
    }
    const QStringList sorting =
        m_settings.value(sortingKey()).toString().split(QLatin1Char(' '), Qt::SkipEmptyParts);
    const auto by = sorting.size() == 2 ? BenchModel::columnFromName(sorting[0]) : std::nullopt;
    if (by)
        sortByColumn(static_cast<int>(*by), sorting[1] == QStringLiteral("down")
                                                ? Qt::DescendingOrder
                                                : Qt::AscendingOrder);
    const QScopedValueRollback<bool> fitting(m_isFitting, true);
    for (int column = 0; column < BenchModel::kColumns; ++column) {
        const ColumnChoice &choice = m_columns[static_cast<std::size_t>(column)];
        setColumnHidden(column, !choice.isShown);
        setColumnWidth(column, choice.width);
    }
}

void BoardTable::openColumnMenu(const QPoint &position)
{
    auto *menu = new QMenu(this);
    menu->setObjectName(QStringLiteral("columnMenu"));
    menu->setAttribute(Qt::WA_DeleteOnClose);
    for (int place = 0; place < BenchModel::kColumns; ++place) {
        const int column = horizontalHeader()->logicalIndex(place);
        const auto which = static_cast<Column>(column);
        QAction *action =
            menu->addAction(model()->headerData(column, Qt::Horizontal, Qt::DisplayRole).toString(),
                            this, [this, column](bool shown) { choose(column, shown); });
        action->setObjectName(BenchModel::columnName(which));
        action->setCheckable(true);
        action->setChecked(m_columns[static_cast<std::size_t>(column)].isShown);
        // A row must say which board it is and how it is doing.
        action->setEnabled(which != Column::State && which != Column::Board);
    }
    menu->addSeparator();
    menu->addAction(tr("&Reset the columns"), this, &BoardTable::resetColumns)
        ->setObjectName(QStringLiteral("resetColumns"));
    menu->popup(horizontalHeader()->viewport()->mapToGlobal(position));
}

void BoardTable::choose(int column, bool isShown)
{
    m_columns[static_cast<std::size_t>(column)].isShown = isShown;
    m_isOwnChoice = true;
    fitColumns();
    saveColumns();
}

void BoardTable::resetColumns()
{
    setDefaults();
    fitColumns();
    saveColumns();
}

/// The least that a column is shown with.
int BoardTable::leastWidth(int column) const
{
    const int character = fontMetrics().averageCharWidth();
    switch (static_cast<Column>(column)) {
    case Column::State: // takes what is left over
        return kLeastStateCharacters * character;
    case Column::LastLine:
        return kLeastLineCharacters * character;
    default:
        return m_columns[static_cast<std::size_t>(column)].width;
    }
}

int BoardTable::shownWidth() const
{
    int width = 0;
    for (int column = 0; column < BenchModel::kColumns; ++column)
        width += isColumnHidden(column) ? 0 : leastWidth(column);
    return width;
}

int BoardTable::lastShownColumn() const
{
    for (int place = BenchModel::kColumns - 1; place > 0; --place) {
        const int column = horizontalHeader()->logicalIndex(place);
        if (!isColumnHidden(column))
            return column;
    }
    return static_cast<int>(Column::State);
}

void BoardTable::fitColumns()
{
    if (m_isFitting)
        return;
    const QScopedValueRollback<bool> fitting(m_isFitting, true);
    horizontalHeader()->setStretchLastSection(false); // restores the last one's own width
    for (int column = 0; column < BenchModel::kColumns; ++column)
        setColumnHidden(column, !m_columns[static_cast<std::size_t>(column)].isShown);
    const int room = viewport()->width();
    for (const Column each : kGiveWay) {
        if (!m_isOwnChoice && shownWidth() > room)
            setColumnHidden(static_cast<int>(each), true);
    }
    for (int column = 0; column < BenchModel::kColumns; ++column)
        if (!isColumnHidden(column))
            setColumnWidth(column, leastWidth(column));
    // What is left over goes to the state, and to a log line at the end of the row.
    const int state = static_cast<int>(Column::State);
    const bool isLineLast = lastShownColumn() == static_cast<int>(Column::LastLine);
    const int least = leastWidth(state);
    const int most = isLineLast ? m_columns[static_cast<std::size_t>(state)].width
                                : std::numeric_limits<int>::max();
    setColumnWidth(state, std::clamp(least + room - shownWidth(), least, std::max(least, most)));
    horizontalHeader()->setStretchLastSection(isLineLast);
}

/// Of hundreds of rows some dozens are in sight, and of those a part has changed.
void BoardTable::dataChanged(const QModelIndex &topLeft, const QModelIndex &bottomRight,
                             const QVector<int> &roles)
{
    if (QAccessible::isActive())
        QTableView::dataChanged(topLeft, bottomRight, roles);
    if (!isVisible())
        return;
    m_painted.resize(model()->rowCount());
    const int lowest = rowAt(viewport()->height() - 1);
    const int first = std::max(topLeft.row(), rowAt(0));
    const int last = lowest < 0 ? bottomRight.row() : std::min(bottomRight.row(), lowest);
    for (int row = first; row <= last; ++row) {
        const quint64 revision =
            model()->index(row, 0).data(BenchModel::RevisionRole).toULongLong();
        if (std::exchange(m_painted[row], revision) != revision)
            viewport()->update(0, rowViewportPosition(row), viewport()->width(), rowHeight(row));
    }
}

void BoardTable::resizeEvent(QResizeEvent *event)
{
    QTableView::resizeEvent(event);
    fitColumns();
}

void BoardTable::changeEvent(QEvent *event)
{
    QTableView::changeEvent(event);
    if (event->type() == QEvent::LanguageChange)
        retranslate();
}

void BoardTable::retranslate()
{
    setAccessibleName(tr("Boards"));
}

} // namespace otabench::widgets
