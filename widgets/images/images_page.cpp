#include "widgets/images/images_page.h"

namespace otabench::widgets {

ImagesPage::ImagesPage(const Parts &parts, QWidget *parent)
    : Page(parent)
    , m_theme(parts.theme)
{
    ImagesPage::retranslate();
}

void ImagesPage::retranslate()
{
    setTitle(tr("Images"));
}

} // namespace otabench::widgets
