#pragma once

#include "fleet/server_state.h"

#include <QAbstractTableModel>

#include <vector>

namespace otabench::widgets {

/// Who fetches from the server, or has fetched: boards by their URLs, and addresses. Thread: GUI.
class ClientModel : public QAbstractTableModel
{
    Q_OBJECT
public:
    enum class Column
    {
        Who,
        State,
        Address,
        Bytes,
        Speed,
        Tls,
        Requests,
        Activity,
        Errors,
    };
    static constexpr int kColumns = 9;

    explicit ClientModel(QObject *parent = nullptr);

    void setClients(const std::vector<fleet::ServerClient> &clients);
    void retranslate();

    [[nodiscard]] QStringList names() const; ///< boards and addresses: whom faults can be for

    [[nodiscard]] int rowCount(const QModelIndex &parent = {}) const override;
    [[nodiscard]] int columnCount(const QModelIndex &parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex &index, int role) const override;
    [[nodiscard]] QVariant headerData(int section, Qt::Orientation orientation,
                                      int role) const override;

private:
    [[nodiscard]] static QString text(const fleet::ServerClient &client, Column column);
    [[nodiscard]] static QVariant value(const fleet::ServerClient &client, Column column);

    std::vector<fleet::ServerClient> m_clients;
};

} // namespace otabench::widgets
