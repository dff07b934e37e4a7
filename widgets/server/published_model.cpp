#include "widgets/server/published_model.h"

#include "widgets/common/format.h"
#include "widgets/server/server_table.h"

#include <algorithm>

namespace otabench::widgets {
namespace {

/// Of a cell and its heading.
int alignmentOf(PublishedModel::Column column)
{
    return static_cast<int>(
        (column == PublishedModel::Column::Size ? Qt::AlignRight : Qt::AlignLeft) |
        Qt::AlignVCenter);
}

} // namespace

PublishedModel::PublishedModel(QObject *parent)
    : QAbstractTableModel(parent)
{
}

void PublishedModel::setUrls(const std::vector<fleet::PublishedUrl> &urls)
{
    const auto isKnownIn = [](const std::vector<fleet::PublishedUrl> &list,
                              const fleet::PublishedUrl &url) {
        return std::ranges::find(list, url.url, &fleet::PublishedUrl::url) != list.end();
    };
    for (int row = rowCount() - 1; row >= 0; --row) {
        if (isKnownIn(urls, m_urls[static_cast<std::size_t>(row)]))
            continue;
        beginRemoveRows({}, row, row);
        m_urls.erase(m_urls.begin() + row);
        endRemoveRows();
    }
    std::vector<fleet::PublishedUrl> fresh;
    std::ranges::copy_if(urls, std::back_inserter(fresh),
                         [&](const auto &url) { return !isKnownIn(m_urls, url); });
    if (fresh.empty())
        return;
    beginInsertRows({}, rowCount(), rowCount() + static_cast<int>(fresh.size()) - 1);
    m_urls.insert(m_urls.end(), fresh.begin(), fresh.end());
    endInsertRows();
}

void PublishedModel::retranslate()
{
    Q_EMIT headerDataChanged(Qt::Horizontal, 0, kColumns - 1);
    if (!m_urls.empty())
        Q_EMIT dataChanged(index(0, 0), index(rowCount() - 1, kColumns - 1));
}

QString PublishedModel::url(int row) const
{
    return row < 0 || row >= rowCount()
               ? QString()
               : QString::fromStdString(m_urls[static_cast<std::size_t>(row)].url);
}

int PublishedModel::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : static_cast<int>(m_urls.size());
}

int PublishedModel::columnCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : kColumns;
}

QVariant PublishedModel::data(const QModelIndex &index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid))
        return {};
    const fleet::PublishedUrl &url = m_urls[static_cast<std::size_t>(index.row())];
    const auto column = static_cast<Column>(index.column());
    if (role == Qt::TextAlignmentRole)
        return alignmentOf(column);
    if (role == ServerValueRole && column == Column::Size)
        return static_cast<qulonglong>(url.bytes);
    if (role == ServerSearchRole)
        return QString::fromStdString(url.board + ' ' + url.fileName + ' ' + url.url);
    if (role != Qt::DisplayRole && role != Qt::ToolTipRole && role != ServerValueRole)
        return {};
    switch (column) {
    case Column::Whom:
        if (url.board.empty())
            return tr("Everyone who knows it");
        //: a URL for one board that works one time; %1 the board
        return url.isOnce ? tr("%1, once").arg(QString::fromStdString(url.board))
                          : QString::fromStdString(url.board);
    case Column::File:
        return QString::fromStdString(url.fileName);
    case Column::Size:
        return Format::bytes(url.bytes);
    case Column::Url:
        return QString::fromStdString(url.url);
    }
    return {};
}

QVariant PublishedModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal)
        return {};
    if (role == Qt::TextAlignmentRole)
        return alignmentOf(static_cast<Column>(section));
    if (role != Qt::DisplayRole)
        return {};
    switch (static_cast<Column>(section)) {
    case Column::Whom:
        return tr("For whom");
    case Column::File:
        return tr("File");
    case Column::Size:
        return tr("Size");
    case Column::Url:
        return tr("URL");
    }
    return {};
}

} // namespace otabench::widgets
