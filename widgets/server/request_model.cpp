#include "widgets/server/request_model.h"

#include "widgets/common/format.h"
#include "widgets/server/server_table.h"
#include "widgets/server/server_words.h"

#include <QLocale>

#include <algorithm>

namespace otabench::widgets {
namespace {

using Column = RequestModel::Column;
using server::FinishedRequest;
using server::HandshakeFailure;

QDateTime toDateTime(std::chrono::system_clock::time_point time)
{
    return QDateTime::fromMSecsSinceEpoch(
        std::chrono::duration_cast<std::chrono::milliseconds>(time.time_since_epoch()).count());
}

/// Of a cell and its heading.
int alignmentOf(Column column)
{
    const bool isNumber = column == Column::Bytes || column == Column::Took;
    return static_cast<int>((isNumber ? Qt::AlignRight : Qt::AlignLeft) | Qt::AlignVCenter);
}

QString textOf(const FinishedRequest &request, Column column)
{
    switch (column) {
    case Column::Time:
        break;
    case Column::Who:
        return QString::fromStdString(request.board.empty() ? request.remoteAddress
                                                            : request.board);
    case Column::Request:
        return QString::fromStdString(
            request.method + ' ' + (request.fileName.empty() ? request.target : request.fileName));
    case Column::Outcome:
        return ServerWords::look(request).word;
    case Column::Bytes:
        return request.isComplete()
                   ? Format::bytes(request.sentBytes)
                   //: bytes that were sent, of all
                   : RequestModel::tr("%1 of %2")
                         .arg(Format::bytes(request.sentBytes), Format::bytes(request.bodyBytes));
    case Column::Took:
        return RequestModel::tr("%1 ms").arg(
            QLocale().toString(static_cast<qlonglong>(request.duration.count())));
    case Column::Tls:
        //: a version of TLS, and that the session was resumed
        return request.resumed
                   ? RequestModel::tr("%1, resumed").arg(QString::fromStdString(request.tls))
                   : QString::fromStdString(request.tls);
    }
    return {};
}

QString textOf(const HandshakeFailure &failure, Column column)
{
    switch (column) {
    case Column::Who:
        return QString::fromStdString(failure.remoteAddress);
    case Column::Request:
        return RequestModel::tr("TLS handshake");
    case Column::Outcome:
        return ServerWords::look(failure).word;
    default:
        return {};
    }
}

} // namespace

RequestModel::RequestModel(QObject *parent)
    : QAbstractTableModel(parent)
{
}

void RequestModel::add(const std::vector<FinishedRequest> &requests,
                       const std::vector<HandshakeFailure> &failures)
{
    const QDateTime now = QDateTime::currentDateTime();
    std::vector<Entry> fresh;
    for (const FinishedRequest &request : requests)
        fresh.push_back({toDateTime(request.finished), request});
    for (const HandshakeFailure &failure : failures)
        fresh.push_back({now, failure}); // half a second ago at most
    if (fresh.size() > kMostRows)
        fresh.erase(fresh.begin(), fresh.end() - kMostRows);
    if (fresh.empty())
        return;
    std::ranges::stable_sort(fresh, {}, &Entry::time);
    const int count = static_cast<int>(fresh.size());
    if (const int tooMany = rowCount() + count - kMostRows; tooMany > 0) {
        beginRemoveRows({}, rowCount() - tooMany, rowCount() - 1);
        m_entries.erase(m_entries.end() - tooMany, m_entries.end());
        endRemoveRows();
    }
    beginInsertRows({}, 0, count - 1);
    for (Entry &entry : fresh)
        m_entries.push_front(std::move(entry));
    endInsertRows();
}

void RequestModel::clear()
{
    if (m_entries.empty())
        return;
    beginRemoveRows({}, 0, rowCount() - 1);
    m_entries.clear();
    endRemoveRows();
}

void RequestModel::retranslate()
{
    Q_EMIT headerDataChanged(Qt::Horizontal, 0, kColumns - 1);
    if (!m_entries.empty())
        Q_EMIT dataChanged(index(0, 0), index(rowCount() - 1, kColumns - 1));
}

QString RequestModel::advice(int row) const
{
    if (row < 0 || row >= rowCount())
        return {};
    const Entry &entry = m_entries[static_cast<std::size_t>(row)];
    if (const auto *request = std::get_if<FinishedRequest>(&entry.what))
        return ServerWords::advice(*request);
    const auto &failure = std::get<HandshakeFailure>(entry.what);
    //: advice, then what the TLS library says
    return tr("%1 (%2)").arg(ServerWords::advice(failure), QString::fromStdString(failure.reason));
}

int RequestModel::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : static_cast<int>(m_entries.size());
}

int RequestModel::columnCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : kColumns;
}

QString RequestModel::text(const Entry &entry, Column column)
{
    if (column == Column::Time)
        return QLocale().toString(entry.time.time(), QStringLiteral("HH:mm:ss"));
    return std::visit([column](const auto &what) { return textOf(what, column); }, entry.what);
}

QVariant RequestModel::data(const QModelIndex &index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid))
        return {};
    const Entry &entry = m_entries[static_cast<std::size_t>(index.row())];
    const auto column = static_cast<Column>(index.column());
    const auto *request = std::get_if<FinishedRequest>(&entry.what);
    const auto look = [&entry] {
        return std::visit([](const auto &what) { return ServerWords::look(what); }, entry.what);
    };
    switch (role) {
    case Qt::DisplayRole:
        return text(entry, column);
    case Qt::ToolTipRole:
        return column == Column::Outcome ? advice(index.row()) : text(entry, column);
    case Qt::TextAlignmentRole:
        return alignmentOf(column);
    case ServerValueRole:
        if (column == Column::Time)
            return entry.time;
        if (request != nullptr && column == Column::Bytes)
            return static_cast<qulonglong>(request->sentBytes);
        if (request != nullptr && column == Column::Took)
            return static_cast<qlonglong>(request->duration.count());
        return text(entry, column);
    case ServerSearchRole:
        return QString(text(entry, Column::Who) + QLatin1Char(' ') + text(entry, Column::Request) +
                       QLatin1Char(' ') + text(entry, Column::Outcome));
    case ServerTokenRole:
        return column == Column::Outcome ? QVariant(static_cast<int>(look().token)) : QVariant();
    case ServerIconRole:
        return column == Column::Outcome ? QVariant(look().icon) : QVariant();
    default:
        return {};
    }
}

QVariant RequestModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal)
        return {};
    if (role == Qt::TextAlignmentRole)
        return alignmentOf(static_cast<Column>(section));
    if (role != Qt::DisplayRole)
        return {};
    switch (static_cast<Column>(section)) {
    case Column::Time:
        return tr("Time");
    case Column::Who:
        return tr("Who");
    case Column::Request:
        return tr("Request");
    case Column::Outcome:
        return tr("Outcome");
    case Column::Bytes:
        return tr("Sent");
    case Column::Took:
        return tr("Took");
    case Column::Tls:
        return tr("TLS");
    }
    return {};
}

} // namespace otabench::widgets
