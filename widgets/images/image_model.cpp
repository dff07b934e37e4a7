#include "widgets/images/image_model.h"

#include "widgets/common/format.h"
#include "widgets/images/image_text.h"

#include <QLocale>

#include <unordered_set>

namespace otabench::widgets {
namespace {

using image::CatalogueEntry;
using Column = ImageModel::Column;

QString firstLine(const CatalogueEntry &entry, Column column)
{
    switch (column) {
    case Column::Name:
        return QString::fromStdString(entry.notes.name);
    case Column::Version:
        return ImageText::version(entry.image);
    case Column::Label:
        return entry.notes.label == image::Label::None ? QString()
                                                       : ImageText::look(entry.notes.label).word;
    case Column::Kind:
        return ImageText::kind(entry.image.kind);
    case Column::Chip:
        return ImageText::chip(entry.image);
    case Column::Size:
        return Format::bytes(entry.image.fileBytes);
    case Column::Added:
        return ImageText::date(entry.notes.added);
    case Column::Note:
        break;
    }
    return QString::fromStdString(entry.notes.note).simplified();
}

QString secondLine(const CatalogueEntry &entry, Column column)
{
    if (column == Column::Name)
        return ImageText::project(entry.image);
    if (column == Column::Kind && !ImageText::canUpdate(entry))
        return ImageText::look(entry).word;
    return {};
}

QVariant sortValue(const CatalogueEntry &entry, Column column)
{
    if (column == Column::Size)
        return static_cast<qulonglong>(entry.image.fileBytes);
    if (column == Column::Added)
        return static_cast<qlonglong>(entry.notes.added.time_since_epoch().count());
    if (column == Column::Label) // golden first, images without a label last
        return entry.notes.label == image::Label::None ? 9 : static_cast<int>(entry.notes.label);
    return firstLine(entry, column);
}

QString toolTip(const CatalogueEntry &entry, Column column)
{
    if (column == Column::Kind)
        return ImageText::advice(entry);
    if (column == Column::Added)
        return ImageText::dateTime(entry.notes.added);
    if (column == Column::Note)
        return QString::fromStdString(entry.notes.note);
    return firstLine(entry, column);
}

} // namespace

ImageModel::ImageModel(QObject *parent)
    : QAbstractTableModel(parent)
{
}

void ImageModel::recount(int from)
{
    for (int row = from; row < rowCount(); ++row)
        m_rows[entry(row).sha256] = row;
}

void ImageModel::setEntries(std::vector<CatalogueEntry> entries)
{
    std::unordered_set<std::string> present;
    for (const CatalogueEntry &each : entries)
        present.insert(each.sha256);
    for (int row = rowCount() - 1; row >= 0; --row) {
        if (const std::string sha256 = entry(row).sha256; !present.contains(sha256))
            remove(sha256);
    }
    std::vector<CatalogueEntry> fresh;
    for (CatalogueEntry &each : entries) {
        if (m_rows.contains(each.sha256))
            put(each);
        else
            fresh.push_back(std::move(each));
    }
    if (fresh.empty())
        return;
    const int first = rowCount();
    beginInsertRows({}, first, first + static_cast<int>(fresh.size()) - 1);
    m_entries.insert(m_entries.end(), std::make_move_iterator(fresh.begin()),
                     std::make_move_iterator(fresh.end()));
    recount(first);
    endInsertRows();
}

void ImageModel::put(const CatalogueEntry &changed)
{
    if (const int row = rowOf(changed.sha256); row >= 0) {
        m_entries[static_cast<std::size_t>(row)] = changed;
        Q_EMIT dataChanged(index(row, 0), index(row, kColumns - 1));
        return;
    }
    const int row = rowCount();
    beginInsertRows({}, row, row);
    m_entries.push_back(changed);
    recount(row);
    endInsertRows();
}

void ImageModel::remove(const std::string &sha256)
{
    const int row = rowOf(sha256);
    if (row < 0)
        return;
    beginRemoveRows({}, row, row);
    m_rows.erase(sha256);
    m_entries.erase(m_entries.begin() + row);
    recount(row);
    endRemoveRows();
}

const CatalogueEntry *ImageModel::find(const std::string &sha256) const
{
    const int row = rowOf(sha256);
    return row < 0 ? nullptr : &entry(row);
}

const CatalogueEntry &ImageModel::entry(int row) const
{
    return m_entries[static_cast<std::size_t>(row)];
}

int ImageModel::rowOf(const std::string &sha256) const
{
    const auto found = m_rows.find(sha256);
    return found == m_rows.end() ? -1 : found->second;
}

int ImageModel::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : static_cast<int>(m_entries.size());
}

int ImageModel::columnCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : kColumns;
}

QVariant ImageModel::data(const QModelIndex &index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid))
        return {};
    const CatalogueEntry &shown = entry(index.row());
    const auto column = static_cast<Column>(index.column());
    switch (role) {
    case Qt::DisplayRole:
    case Qt::EditRole:
        return firstLine(shown, column);
    case Qt::ToolTipRole:
        return toolTip(shown, column);
    case Qt::TextAlignmentRole:
        return int((column == Column::Size ? Qt::AlignRight : Qt::AlignLeft) | Qt::AlignVCenter);
    case ValueRole:
        return sortValue(shown, column);
    case SecondLineRole:
        return secondLine(shown, column);
    case IconRole:
        return column == Column::Kind && !ImageText::canUpdate(shown) ? ImageText::look(shown).icon
                                                                      : QString();
    case TokenRole:
        return int(column == Column::Kind && !ImageText::canUpdate(shown)
                       ? ImageText::look(shown).token
                       : Token::Text);
    case LabelRole:
        return static_cast<int>(shown.notes.label);
    case IdRole:
        return QString::fromStdString(shown.sha256);
    default:
        return {};
    }
}

bool ImageModel::setData(const QModelIndex &index, const QVariant &value, int role)
{
    if (role != Qt::EditRole || static_cast<Column>(index.column()) != Column::Name)
        return false;
    const QString name = value.toString().simplified();
    const CatalogueEntry &shown = entry(index.row());
    if (name.isEmpty() || name == QString::fromStdString(shown.notes.name))
        return false;
    Q_EMIT renameRequested(shown.sha256, name);
    return true;
}

Qt::ItemFlags ImageModel::flags(const QModelIndex &index) const
{
    const Qt::ItemFlags flags = QAbstractTableModel::flags(index);
    return static_cast<Column>(index.column()) == Column::Name ? flags | Qt::ItemIsEditable : flags;
}

QVariant ImageModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal)
        return {};
    if (role == Qt::TextAlignmentRole)
        return data(index(0, section), role).isValid()
                   ? data(index(0, section), role)
                   : QVariant(int(Qt::AlignLeft | Qt::AlignVCenter));
    if (role != Qt::DisplayRole)
        return {};
    switch (static_cast<Column>(section)) {
    case Column::Name:
        //: a column of images: what the user calls it
        return tr("Name");
    case Column::Version:
        return tr("Version");
    case Column::Label:
        //: a column of images: golden, candidate, bad
        return tr("Label");
    case Column::Kind:
        //: a column of images: application, bootloader, …
        return tr("Kind");
    case Column::Chip:
        return tr("Chip");
    case Column::Size:
        return tr("Size");
    case Column::Added:
        //: a column of images: when it came into the catalogue
        return tr("Added");
    case Column::Note:
        break;
    }
    return tr("Note");
}

void ImageModel::retranslate()
{
    Q_EMIT headerDataChanged(Qt::Horizontal, 0, kColumns - 1);
    if (rowCount() > 0)
        Q_EMIT dataChanged(index(0, 0), index(rowCount() - 1, kColumns - 1));
}

} // namespace otabench::widgets
