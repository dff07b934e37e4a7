#include "widgets/doctor/doctor_page.h"

namespace otabench::widgets {

DoctorPage::DoctorPage(const Parts &parts, QWidget *parent)
    : Page(parent)
    , m_theme(parts.theme)
{
    DoctorPage::retranslate();
}

void DoctorPage::retranslate()
{
    setTitle(tr("Doctor"));
}

} // namespace otabench::widgets
