#include "widgets/log/logs_page.h"

namespace otabench::widgets {

LogsPage::LogsPage(const Parts &parts, QWidget *parent)
    : Page(parent)
    , m_theme(parts.theme)
{
    LogsPage::retranslate();
}

void LogsPage::retranslate()
{
    setTitle(tr("Logs"));
}

} // namespace otabench::widgets
