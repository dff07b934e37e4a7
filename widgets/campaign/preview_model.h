#pragma once

#include "fleet/campaign_plan.h"

#include <QAbstractTableModel>

namespace otabench::widgets {

/// What a campaign would do with each board: blocked ones first, then in the plan's order. A new
/// preview replaces the old one. Thread: GUI.
class PreviewModel : public QAbstractTableModel
{
    Q_OBJECT
public:
    enum class Column
    {
        Verdict,
        Board,
        Wave,
        Running,
        Becomes,
        Note,
    };
    static constexpr int kColumns = 6;

    enum Role
    {
        ValueRole = Qt::UserRole, ///< raw: to sort by
        TokenRole,
        IconRole,
        IdRole,
    };

    explicit PreviewModel(QObject *parent = nullptr);

    void setPreview(fleet::CampaignPreview preview);
    void retranslate();

    [[nodiscard]] const fleet::CampaignPreview &preview() const { return m_preview; }

    [[nodiscard]] int rowCount(const QModelIndex &parent = {}) const override;
    [[nodiscard]] int columnCount(const QModelIndex &parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex &index, int role) const override;
    [[nodiscard]] QVariant headerData(int section, Qt::Orientation orientation,
                                      int role) const override;

private:
    [[nodiscard]] QString text(const fleet::PlannedBoard &board, Column column) const;

    fleet::CampaignPreview m_preview;
};

} // namespace otabench::widgets
