#pragma once

#include "fleet/server_state.h"

#include <QAbstractTableModel>
#include <QDateTime>

#include <deque>
#include <variant>
#include <vector>

namespace otabench::widgets {

/// What boards have asked for, and handshakes that failed: the newest kMostRows, newest first.
/// Thread: GUI.
class RequestModel : public QAbstractTableModel
{
    Q_OBJECT
public:
    enum class Column
    {
        Time,
        Who,
        Request,
        Outcome,
        Bytes,
        Took,
        Tls,
    };
    static constexpr int kColumns = 7;
    static constexpr int kMostRows = 2000;

    explicit RequestModel(QObject *parent = nullptr);

    void add(const std::vector<server::FinishedRequest> &requests,
             const std::vector<server::HandshakeFailure> &failures);
    void clear();
    void retranslate();

    /// What to do about a row; empty where nothing is.
    [[nodiscard]] QString advice(int row) const;

    [[nodiscard]] int rowCount(const QModelIndex &parent = {}) const override;
    [[nodiscard]] int columnCount(const QModelIndex &parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex &index, int role) const override;
    [[nodiscard]] QVariant headerData(int section, Qt::Orientation orientation,
                                      int role) const override;

private:
    struct Entry
    {
        QDateTime time;
        std::variant<server::FinishedRequest, server::HandshakeFailure> what;
    };

    [[nodiscard]] static QString text(const Entry &entry, Column column);

    std::deque<Entry> m_entries; ///< newest first
};

} // namespace otabench::widgets
