#pragma once

#include "widgets/history/history_tables.h"

#include <QSortFilterProxyModel>
#include <QString>

namespace otabench::widgets {

/// The campaigns that fit what is asked for; all of it has to hold. Thread: GUI.
class CampaignFilterModel : public QSortFilterProxyModel
{
    Q_OBJECT
public:
    enum class Outcome
    {
        Any,
        AllGood,  ///< every board updated or up to date
        Failures, ///< some failed, were rolled back or not proved
        Unended   ///< not ended yet, or taken up by nobody
    };

    /// `campaigns` outlives it.
    explicit CampaignFilterModel(CampaignTable &campaigns, QObject *parent = nullptr);

    // Empty: any.
    void setText(const QString &text);
    void setImage(const QString &image); ///< as HistoryTables::image writes it
    void setOperator(const QString &name);
    void setStation(const QString &name);
    void setOutcome(Outcome outcome);

    [[nodiscard]] bool isFiltering() const;
    void clear();

    [[nodiscard]] const PastCampaign &campaign(int row) const;

protected:
    [[nodiscard]] bool filterAcceptsRow(int row, const QModelIndex &parent) const override;

private:
    void change(QString &value, const QString &wanted);

    CampaignTable &m_campaigns;
    QString m_text, m_image, m_operator, m_station;
    Outcome m_outcome = Outcome::Any;
};

} // namespace otabench::widgets
