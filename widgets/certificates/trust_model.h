#pragma once

#include "widgets/certificates/lab_trust.h"
#include "widgets/common/phase_text.h"

#include <QAbstractTableModel>

namespace otabench::widgets {

/// Which board trusts which CA while a rotation lasts, a row a board. Thread: GUI.
class TrustModel : public QAbstractTableModel
{
    Q_OBJECT
public:
    enum class Column
    {
        Board, ///< second line: where it was attached
        Trust,
        Seen,
    };
    static constexpr int kColumns = 3;

    enum Role
    {
        SecondLineRole = Qt::UserRole,
        IconRole,
        TokenRole,
        MacRole, ///< QString, in every column
    };

    explicit TrustModel(QObject *parent = nullptr);

    void setTrust(const LabTrust &trust);

    [[nodiscard]] int rowCount(const QModelIndex &parent = {}) const override;
    [[nodiscard]] int columnCount(const QModelIndex &parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex &index, int role) const override;
    [[nodiscard]] QVariant headerData(int section, Qt::Orientation orientation,
                                      int role) const override;

private:
    [[nodiscard]] StateLook lookOf(const certificates::BoardTrust &board) const;

    LabTrust m_trust;
};

} // namespace otabench::widgets
