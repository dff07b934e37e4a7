#include "widgets/server/client_model.h"

#include "widgets/common/format.h"
#include "widgets/server/server_table.h"
#include "widgets/server/server_words.h"

#include <QLocale>

#include <algorithm>

namespace otabench::widgets {
namespace {

using Column = ClientModel::Column;

/// Which client it is: a board's token, else an address.
std::pair<std::string_view, std::string_view> keyOf(const fleet::ServerClient &client)
{
    return {client.traffic.token,
            client.traffic.token.empty() ? client.traffic.remoteAddress : std::string_view()};
}

bool isSame(const fleet::ServerClient &one, const fleet::ServerClient &other)
{
    return keyOf(one) == keyOf(other);
}

QString nameOf(const fleet::ServerClient &client)
{
    return QString::fromStdString(client.traffic.label.empty() ? client.traffic.remoteAddress
                                                               : client.traffic.label);
}

bool isNumber(Column column)
{
    return column == Column::Bytes || column == Column::Speed || column == Column::Requests ||
           column == Column::Activity;
}

/// Of a cell and its heading.
int alignmentOf(Column column)
{
    return static_cast<int>((isNumber(column) ? Qt::AlignRight : Qt::AlignLeft) | Qt::AlignVCenter);
}

} // namespace

ClientModel::ClientModel(QObject *parent)
    : QAbstractTableModel(parent)
{
}

/// Rows keep their places: those that have gone are taken out, those that are new come last.
void ClientModel::setClients(const std::vector<fleet::ServerClient> &clients)
{
    for (int row = rowCount() - 1; row >= 0; --row) {
        const fleet::ServerClient &known = m_clients[static_cast<std::size_t>(row)];
        if (std::ranges::any_of(clients, [&](const auto &each) { return isSame(each, known); }))
            continue;
        beginRemoveRows({}, row, row);
        m_clients.erase(m_clients.begin() + row);
        endRemoveRows();
    }
    std::vector<fleet::ServerClient> fresh;
    for (const fleet::ServerClient &client : clients) {
        const auto known =
            std::ranges::find_if(m_clients, [&](const auto &each) { return isSame(each, client); });
        if (known == m_clients.end())
            fresh.push_back(client);
        else
            *known = client;
    }
    if (!m_clients.empty())
        Q_EMIT dataChanged(index(0, 0), index(rowCount() - 1, kColumns - 1));
    if (fresh.empty())
        return;
    beginInsertRows({}, rowCount(), rowCount() + static_cast<int>(fresh.size()) - 1);
    m_clients.insert(m_clients.end(), fresh.begin(), fresh.end());
    endInsertRows();
}

void ClientModel::retranslate()
{
    Q_EMIT headerDataChanged(Qt::Horizontal, 0, kColumns - 1);
    if (!m_clients.empty())
        Q_EMIT dataChanged(index(0, 0), index(rowCount() - 1, kColumns - 1));
}

QStringList ClientModel::names() const
{
    QStringList names;
    for (const fleet::ServerClient &client : m_clients)
        names << nameOf(client);
    names.removeDuplicates();
    return names;
}

int ClientModel::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : static_cast<int>(m_clients.size());
}

int ClientModel::columnCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : kColumns;
}

QString ClientModel::text(const fleet::ServerClient &client, Column column)
{
    const server::BoardTraffic &traffic = client.traffic;
    switch (column) {
    case Column::Who:
        return nameOf(client);
    case Column::State:
        return ServerWords::look(client).word;
    case Column::Address:
        return QString::fromStdString(traffic.remoteAddress);
    case Column::Bytes:
        return Format::bytes(traffic.bodyBytesSent);
    case Column::Speed:
        return Format::speed(client.bytesPerSecond);
    case Column::Tls:
        if (traffic.handshakes == 0)
            return {};
        //: a version of TLS; how many of its connections resumed a session, of how many
        return traffic.resumedHandshakes == 0
                   ? QString::fromStdString(traffic.tls)
                   : tr("%1, %2 of %3 resumed")
                         .arg(QString::fromStdString(traffic.tls),
                              QLocale().toString(traffic.resumedHandshakes),
                              QLocale().toString(traffic.handshakes));
    case Column::Requests:
        return QLocale().toString(traffic.requests);
    case Column::Activity:
        if (client.sinceActivity.count() < 0 || client.hasEnded)
            return {};
        //: how long ago something was sent
        return tr("%1 ago").arg(Format::seconds(client.sinceActivity));
    case Column::Errors:
        return ServerWords::errors(traffic.errors, traffic.failedHandshakes);
    }
    return {};
}

QVariant ClientModel::value(const fleet::ServerClient &client, Column column)
{
    switch (column) {
    case Column::Bytes:
        return static_cast<qulonglong>(client.traffic.bodyBytesSent);
    case Column::Speed:
        return client.bytesPerSecond;
    case Column::Requests:
        return client.traffic.requests;
    case Column::Activity:
        return static_cast<qlonglong>(client.sinceActivity.count());
    default:
        return text(client, column);
    }
}

QVariant ClientModel::data(const QModelIndex &index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid))
        return {};
    const fleet::ServerClient &client = m_clients[static_cast<std::size_t>(index.row())];
    const auto column = static_cast<Column>(index.column());
    switch (role) {
    case Qt::DisplayRole:
    case Qt::ToolTipRole:
        return text(client, column);
    case Qt::TextAlignmentRole:
        return alignmentOf(column);
    case ServerValueRole:
        return value(client, column);
    case ServerSearchRole:
        return QString(nameOf(client) + QLatin1Char(' ') + text(client, Column::Address));
    case ServerTokenRole:
        if (column == Column::State)
            return static_cast<int>(ServerWords::look(client).token);
        return column == Column::Errors ? QVariant(static_cast<int>(Token::Warning)) : QVariant();
    case ServerIconRole:
        return column == Column::State ? QVariant(ServerWords::look(client).icon) : QVariant();
    default:
        return {};
    }
}

QVariant ClientModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal)
        return {};
    if (role == Qt::TextAlignmentRole)
        return alignmentOf(static_cast<Column>(section));
    if (role != Qt::DisplayRole)
        return {};
    switch (static_cast<Column>(section)) {
    case Column::Who:
        //: a board, or an address that fetches
        return tr("Who");
    case Column::State:
        return tr("State");
    case Column::Address:
        return tr("Address");
    case Column::Bytes:
        return tr("Received");
    case Column::Speed:
        return tr("Speed");
    case Column::Tls:
        return tr("TLS");
    case Column::Requests:
        return tr("Requests");
    case Column::Activity:
        return tr("Last activity");
    case Column::Errors:
        return tr("Errors");
    }
    return {};
}

} // namespace otabench::widgets
