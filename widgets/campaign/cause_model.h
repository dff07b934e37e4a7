#pragma once

#include "base/error.h"

#include <QAbstractListModel>

#include <utility>
#include <vector>

namespace otabench::widgets {

/// Why boards of a campaign failed, each cause with the number of its boards. Thread: GUI.
class CauseModel : public QAbstractListModel
{
    Q_OBJECT
public:
    enum Role
    {
        CodeRole = Qt::UserRole, ///< int of ErrorCode
        TokenRole,
        IconRole,
    };

    using Causes = std::vector<std::pair<ErrorCode, unsigned>>;

    explicit CauseModel(QObject *parent = nullptr);

    void setCauses(const Causes &causes);
    void retranslate();

    [[nodiscard]] int rowCount(const QModelIndex &parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex &index, int role) const override;

private:
    Causes m_causes;
};

} // namespace otabench::widgets
