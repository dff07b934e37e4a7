#include "widgets/history/history_page.h"

namespace otabench::widgets {

HistoryPage::HistoryPage(const Parts &parts, QWidget *parent)
    : Page(parent)
    , m_theme(parts.theme)
{
    HistoryPage::retranslate();
}

void HistoryPage::retranslate()
{
    setTitle(tr("History"));
}

} // namespace otabench::widgets
