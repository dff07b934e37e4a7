#include "widgets/campaign/course_filter.h"

namespace otabench::widgets {

CourseFilter::CourseFilter(QObject *parent)
    : QSortFilterProxyModel(parent)
{
    setSortRole(CourseModel::ValueRole);
    setDynamicSortFilter(true);
}

void CourseFilter::setText(const QString &text)
{
    m_text = text.trimmed();
    invalidateFilter();
}

void CourseFilter::setStanding(std::optional<Standing> standing)
{
    m_standing = standing;
    invalidateFilter();
}

void CourseFilter::setCause(std::optional<ErrorCode> cause)
{
    m_cause = cause;
    invalidateFilter();
}

bool CourseFilter::filterAcceptsRow(int row, const QModelIndex &parent) const
{
    const auto cell = [&](CourseModel::Column column) {
        return sourceModel()->index(row, static_cast<int>(column), parent);
    };
    const QModelIndex state = cell(CourseModel::Column::State);
    if (m_standing &&
        state.data(CourseModel::StandingRole).toInt() != static_cast<int>(*m_standing))
        return false;
    if (m_cause) {
        const QVariant cause = state.data(CourseModel::CauseRole);
        if (!cause.isValid() || cause.toInt() != static_cast<int>(*m_cause))
            return false;
    }
    if (m_text.isEmpty())
        return true;
    for (const auto column :
         {CourseModel::Column::Board, CourseModel::Column::State, CourseModel::Column::Note}) {
        if (cell(column).data().toString().contains(m_text, Qt::CaseInsensitive))
            return true;
    }
    return state.data(CourseModel::IdRole).toString().contains(m_text, Qt::CaseInsensitive);
}

} // namespace otabench::widgets
