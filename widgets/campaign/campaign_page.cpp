#include "widgets/campaign/campaign_page.h"

namespace otabench::widgets {

CampaignPage::CampaignPage(const Parts &parts, QWidget *parent)
    : Page(parent)
    , m_theme(parts.theme)
{
    CampaignPage::retranslate();
}

void CampaignPage::retranslate()
{
    setTitle(tr("Campaign"));
}

} // namespace otabench::widgets
