#include "widgets/bench/bench_filter_model.h"

#include "widgets/bench/bench_model.h"

#include <QStringRef>

namespace otabench::widgets {
namespace {

bool isDigit(QChar character)
{
    return character >= QLatin1Char('0') && character <= QLatin1Char('9');
}

QStringRef digitsAt(const QString &text, int start)
{
    int end = start;
    while (end < text.size() && isDigit(text[end]))
        ++end;
    return text.midRef(start, end - start);
}

/// Runs of digits compare as numbers, everything else by character, any case. QCollator's numeric
/// mode does nothing in the C locale, and names of boards must not depend on the user's.
int compareNaturally(const QString &left, const QString &right)
{
    int l = 0;
    int r = 0;
    while (l < left.size() && r < right.size()) {
        if (isDigit(left[l]) && isDigit(right[r])) {
            const QStringRef leftDigits = digitsAt(left, l);
            const QStringRef rightDigits = digitsAt(right, r);
            const qulonglong leftNumber = leftDigits.toULongLong();
            const qulonglong rightNumber = rightDigits.toULongLong();
            if (leftNumber != rightNumber)
                return leftNumber < rightNumber ? -1 : 1;
            l += leftDigits.size();
            r += rightDigits.size();
            continue;
        }
        const QChar leftFolded = left[l].toCaseFolded();
        const QChar rightFolded = right[r].toCaseFolded();
        if (leftFolded != rightFolded)
            return leftFolded < rightFolded ? -1 : 1;
        ++l;
        ++r;
    }
    return (left.size() - l) - (right.size() - r);
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
