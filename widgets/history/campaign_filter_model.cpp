#include "widgets/history/campaign_filter_model.h"

namespace otabench::widgets {
namespace {

bool fits(CampaignFilterModel::Outcome wanted, const PastCampaign &row)
{
    switch (wanted) {
    case CampaignFilterModel::Outcome::AllGood:
        return row.totals.boards > 0 &&
               row.totals.updated + row.totals.upToDate == row.totals.boards;
    case CampaignFilterModel::Outcome::Failures:
        return row.totals.failures() > 0;
    case CampaignFilterModel::Outcome::Unended:
        return !row.campaign.ended;
    case CampaignFilterModel::Outcome::Any:
        break;
    }
    return true;
}

} // namespace

CampaignFilterModel::CampaignFilterModel(CampaignTable &campaigns, QObject *parent)
    : QSortFilterProxyModel(parent)
    , m_campaigns(campaigns)
{
    setSortRole(ValueRole);
    setSortCaseSensitivity(Qt::CaseInsensitive);
    setDynamicSortFilter(true);
    setSourceModel(&campaigns);
}

void CampaignFilterModel::change(QString &value, const QString &wanted)
{
    if (value == wanted)
        return;
    value = wanted;
    invalidateFilter();
}

void CampaignFilterModel::setText(const QString &text)
{
    change(m_text, text.trimmed());
}

void CampaignFilterModel::setImage(const QString &image)
{
    change(m_image, image);
}

void CampaignFilterModel::setOperator(const QString &name)
{
    change(m_operator, name);
}

void CampaignFilterModel::setStation(const QString &name)
{
    change(m_station, name);
}

void CampaignFilterModel::setOutcome(Outcome outcome)
{
    if (outcome == m_outcome)
        return;
    m_outcome = outcome;
    invalidateFilter();
}

bool CampaignFilterModel::isFiltering() const
{
    return !m_text.isEmpty() || !m_image.isEmpty() || !m_operator.isEmpty() ||
           !m_station.isEmpty() || m_outcome != Outcome::Any;
}

void CampaignFilterModel::clear()
{
    m_text.clear();
    m_image.clear();
    m_operator.clear();
    m_station.clear();
    m_outcome = Outcome::Any;
    invalidateFilter();
}

const PastCampaign &CampaignFilterModel::campaign(int row) const
{
    return m_campaigns.record(mapToSource(index(row, 0)).row());
}

bool CampaignFilterModel::filterAcceptsRow(int row, const QModelIndex &parent) const
{
    const PastCampaign &summary = m_campaigns.record(row);
    const history::CampaignRecord &campaign = summary.campaign;
    if (!fits(m_outcome, summary))
        return false;
    if (!m_image.isEmpty() && HistoryTables::image(campaign.project, campaign.version) != m_image)
        return false;
    if (!m_operator.isEmpty() && QString::fromStdString(campaign.operatorName) != m_operator)
        return false;
    if (!m_station.isEmpty() && QString::fromStdString(campaign.station) != m_station)
        return false;
    return m_text.isEmpty() || m_campaigns.index(row, 0, parent)
                                   .data(SearchRole)
                                   .toString()
                                   .contains(m_text, Qt::CaseInsensitive);
}

} // namespace otabench::widgets
