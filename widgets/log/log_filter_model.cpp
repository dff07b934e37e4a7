#include "widgets/log/log_filter_model.h"

#include "widgets/log/log_model.h"

namespace otabench::widgets {

LogFilterModel::LogFilterModel(QObject *parent)
    : QSortFilterProxyModel(parent)
{
    setDynamicSortFilter(true);
}

void LogFilterModel::setLevel(monitor::Level level)
{
    if (level == m_level)
        return;
    m_level = level;
    invalidateFilter();
}

void LogFilterModel::setText(const QString &text)
{
    if (text == m_text)
        return;
    m_text = text;
    invalidateFilter();
}

bool LogFilterModel::filterAcceptsRow(int row, const QModelIndex &parent) const
{
    if (!isFiltering())
        return true;
    const QModelIndex index = sourceModel()->index(row, 0, parent);
    const auto level = static_cast<monitor::Level>(index.data(LogModel::LevelRole).toInt());
    if (level > m_level) // the enumeration goes from Error down to None
        return false;
    return m_text.isEmpty() || index.data().toString().contains(m_text, Qt::CaseInsensitive);
}

} // namespace otabench::widgets
