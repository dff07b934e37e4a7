#include "widgets/certificates/certificates_page.h"

namespace otabench::widgets {

CertificatesPage::CertificatesPage(const Parts &parts, QWidget *parent)
    : Page(parent)
    , m_theme(parts.theme)
{
    CertificatesPage::retranslate();
}

void CertificatesPage::retranslate()
{
    setTitle(tr("Certificates"));
}

} // namespace otabench::widgets
