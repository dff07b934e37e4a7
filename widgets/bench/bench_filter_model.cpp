#include "widgets/bench/bench_filter_model.h"

#include "widgets/bench/bench_model.h"
#include "widgets/common/phase_text.h"

#include <QStringRef>

#include <algorithm>

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

BenchFilterModel::BenchFilterModel(BenchModel &boards, QObject *parent)
    : QSortFilterProxyModel(parent)
    , m_boards(boards)
{
    setSortRole(BenchModel::ValueRole);
    setDynamicSortFilter(false);
    setSourceModel(&boards);
    m_resort.setSingleShot(true);
    m_resort.setInterval(kResort);
    connect(&m_resort, &QTimer::timeout, this, &BenchFilterModel::refresh);
    const auto plan = [this] {
        if (!m_resort.isActive())
            m_resort.start();
    };
    connect(&boards, &QAbstractItemModel::dataChanged, this, plan);
    connect(&boards, &QAbstractItemModel::rowsInserted, this, &BenchFilterModel::refresh);
}

void BenchFilterModel::setText(const QString &text)
{
    if (text == m_text)
        return;
    m_text = text;
    invalidate();
}

void BenchFilterModel::setBench(const std::optional<std::string> &bench)
{
    if (bench == m_bench)
        return;
    m_bench = bench;
    invalidate();
}

void BenchFilterModel::setGroup(PhaseGroup group)
{
    if (group == m_group)
        return;
    m_group = group;
    invalidate();
}

int BenchFilterModel::count(PhaseGroup group) const
{
    int found = 0;
    for (int row = 0; row < m_boards.rowCount(); ++row) {
        const fleet::BoardState &board = m_boards.board(row);
        found += isIn(group, board) && matches(board) ? 1 : 0;
    }
    return found;
}

void BenchFilterModel::refresh()
{
    m_resort.stop();
    if (!isRight())
        invalidate();
}

bool BenchFilterModel::isRight() const
{
    int accepted = 0;
    for (int row = 0; row < m_boards.rowCount(); ++row) {
        const bool isAccepted = filterAcceptsRow(row, {});
        if (isAccepted != mapFromSource(m_boards.index(row, 0)).isValid())
            return false;
        accepted += isAccepted ? 1 : 0;
    }
    if (sortColumn() < 0)
        return true;
    for (int row = 0; row + 1 < accepted; ++row) {
        const QModelIndex upper = mapToSource(index(row, sortColumn()));
        const QModelIndex lower = mapToSource(index(row + 1, sortColumn()));
        if (sortOrder() == Qt::AscendingOrder ? lessThan(lower, upper) : lessThan(upper, lower))
            return false;
    }
    return true;
}

bool BenchFilterModel::filterAcceptsRow(int row, const QModelIndex &) const
{
    const fleet::BoardState &board = m_boards.board(row);
    return isIn(m_group, board) && matches(board);
}

bool BenchFilterModel::matches(const fleet::BoardState &board) const
{
    if (m_bench && board.bench != *m_bench)
        return false;
    if (m_text.isEmpty())
        return true;
    const auto has = [this](const std::string &text) {
        return QString::fromStdString(text).contains(m_text, Qt::CaseInsensitive);
    };
    for (const std::string *text :
         {&board.name, &board.address, &board.id, &board.place, &board.bench, &board.newVersion}) {
        if (has(*text))
            return true;
    }
    if (std::any_of(board.tags.begin(), board.tags.end(), has) ||
        PhaseText::look(board).word.contains(m_text, Qt::CaseInsensitive))
        return true;
    if (!board.identity)
        return false;
    return has(board.identity->mac) || has(board.identity->version) ||
           has(board.identity->project) ||
           BenchModel::chipText(board).contains(m_text, Qt::CaseInsensitive);
}

bool BenchFilterModel::lessThan(const QModelIndex &left, const QModelIndex &right) const
{
    const QVariant leftValue = left.data(sortRole());
    const QVariant rightValue = right.data(sortRole());
    if (leftValue.type() == QVariant::String) {
        const int order = compareNaturally(leftValue.toString(), rightValue.toString());
        if (order != 0)
            return order < 0;
    } else if (leftValue != rightValue) {
        return leftValue.toDouble() < rightValue.toDouble();
    }
    const auto name = [this](const QModelIndex &index) {
        return QString::fromStdString(m_boards.board(index.row()).name);
    };
    return compareNaturally(name(left), name(right)) < 0;
}

} // namespace otabench::widgets
