#include "widgets/bench/bench_filter_model.h"

#include "widgets/bench/bench_model.h"

#include <QCollator>

namespace otabench::widgets {
namespace {

int compareNaturally(const QString &left, const QString &right)
{
    static const QCollator collator = [] {
        QCollator made(QLocale::c());
        made.setNumericMode(true);
        made.setCaseSensitivity(Qt::CaseInsensitive);
        return made;
    }();
    return collator.compare(left, right);
}

} // namespace

BenchFilterModel::BenchFilterModel(QObject *parent)
    : QSortFilterProxyModel(parent)
{
    setSortRole(BenchModel::ValueRole);
    setDynamicSortFilter(true);
}

void BenchFilterModel::setText(const QString &text)
{
    if (text == m_text)
        return;
    m_text = text;
    invalidateFilter();
}

bool BenchFilterModel::filterAcceptsRow(int row, const QModelIndex &parent) const
{
    if (m_text.isEmpty())
        return true;
    for (int column = 0; column < sourceModel()->columnCount(parent); ++column) {
        const QModelIndex index = sourceModel()->index(row, column, parent);
        for (const int role :
             {static_cast<int>(Qt::DisplayRole), static_cast<int>(BenchModel::SecondLineRole),
              static_cast<int>(BenchModel::IdRole)}) {
            if (index.data(role).toString().contains(m_text, Qt::CaseInsensitive))
                return true;
        }
    }
    return false;
}

bool BenchFilterModel::lessThan(const QModelIndex &left, const QModelIndex &right) const
{
    const QVariant leftValue = left.data(sortRole());
    const QVariant rightValue = right.data(sortRole());
    if (leftValue != rightValue) {
        if (leftValue.type() == QVariant::String)
            return compareNaturally(leftValue.toString(), rightValue.toString()) < 0;
        return leftValue.toDouble() < rightValue.toDouble();
    }
    const auto name = [](const QModelIndex &index) {
        return index.siblingAtColumn(static_cast<int>(BenchModel::Column::Board)).data().toString();
    };
    return compareNaturally(name(left), name(right)) < 0;
}

} // namespace otabench::widgets
