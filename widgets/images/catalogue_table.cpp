#include "widgets/images/catalogue_table.h"

#include "widgets/bench/bench_delegates.h"
#include "widgets/images/image_model.h"
#include "widgets/images/label_delegate.h"

#include <QHeaderView>

#include <algorithm>
#include <array>

namespace otabench::widgets {
namespace {

using Column = ImageModel::Column;

std::string idOf(const QModelIndex &index)
{
    return index.data(ImageModel::IdRole).toString().toStdString();
}

} // namespace

CatalogueTable::CatalogueTable(const Theme &theme, QAbstractItemModel &model, QWidget *parent)
    : QTableView(parent)
{
    setObjectName(QStringLiteral("imageTable"));
    setModel(&model);
    setSortingEnabled(true);
    sortByColumn(static_cast<int>(Column::Added), Qt::DescendingOrder);
    setShowGrid(false);
    setWordWrap(false);
    setTabKeyNavigation(false);
    setSelectionBehavior(SelectRows);
    setSelectionMode(ExtendedSelection);
    setEditTriggers(EditKeyPressed);
    setHorizontalScrollMode(ScrollPerPixel);
    setVerticalScrollMode(ScrollPerPixel);
    setContextMenuPolicy(Qt::CustomContextMenu);
    verticalHeader()->hide();
    verticalHeader()->setSectionResizeMode(QHeaderView::Fixed);
    verticalHeader()->setDefaultSectionSize(CellDelegate::rowHeight(fontMetrics()));
    horizontalHeader()->setHighlightSections(false);
    setUpDelegates(theme);
}

void CatalogueTable::setUpDelegates(const Theme &theme)
{
    const TwoLineDelegate::Roles plain{.secondLine = ImageModel::SecondLineRole,
                                       .token = ImageModel::TokenRole};
    TwoLineDelegate::Roles name = plain;
    name.bold = true;
    TwoLineDelegate::Roles kind = plain;
    kind.icon = ImageModel::IconRole;
    setItemDelegate(new TwoLineDelegate(theme, plain, this));
    setItemDelegateForColumn(static_cast<int>(Column::Name),
                             new TwoLineDelegate(theme, name, this));
    setItemDelegateForColumn(static_cast<int>(Column::Kind),
                             new TwoLineDelegate(theme, kind, this));
    setItemDelegateForColumn(static_cast<int>(Column::Label),
                             new LabelDelegate(theme, ImageModel::LabelRole, this));
}

std::string CatalogueTable::current() const
{
    return currentIndex().isValid() ? idOf(currentIndex()) : std::string();
}

std::vector<std::string> CatalogueTable::selected() const
{
    std::vector<std::string> ids;
    const QModelIndexList rows = selectionModel()->selectedRows();
    for (const QModelIndex &row : rows)
        ids.push_back(idOf(row));
    return ids;
}

void CatalogueTable::resizeEvent(QResizeEvent *event)
{
    QTableView::resizeEvent(event);
    fitColumns();
}

/// What is left over goes to the name and the note; where there is little room, what the details
/// show, too, gives way.
void CatalogueTable::fitColumns()
{
    constexpr std::array<int, ImageModel::kColumns> kCharacters = {26, 16, 17, 19, 12, 12, 13, 16};
    const int character = fontMetrics().averageCharWidth();
    const auto width = [&](Column column) {
        return kCharacters[static_cast<std::size_t>(column)] * character;
    };
    int needed = 0;
    for (const int characters : kCharacters)
        needed += characters * character;
    const int room = viewport()->width();
    for (const Column each : {Column::Note, Column::Size, Column::Added, Column::Chip}) {
        const bool hidden = needed > room;
        setColumnHidden(static_cast<int>(each), hidden);
        if (hidden)
            needed -= width(each);
    }
    for (int column = 0; column < ImageModel::kColumns; ++column)
        setColumnWidth(column, width(static_cast<Column>(column)));
    const int spare = std::max(0, room - needed);
    const bool noteShown = !isColumnHidden(static_cast<int>(Column::Note));
    const int forName = noteShown ? spare / 2 : spare;
    setColumnWidth(static_cast<int>(Column::Name), width(Column::Name) + forName);
    if (noteShown)
        setColumnWidth(static_cast<int>(Column::Note), width(Column::Note) + spare - forName);
}

} // namespace otabench::widgets
