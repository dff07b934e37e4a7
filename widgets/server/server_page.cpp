#include "widgets/server/server_page.h"

namespace otabench::widgets {

ServerPage::ServerPage(const Parts &parts, QWidget *parent)
    : Page(parent)
    , m_theme(parts.theme)
{
    ServerPage::retranslate();
}

void ServerPage::retranslate()
{
    setTitle(tr("Server"));
}

} // namespace otabench::widgets
