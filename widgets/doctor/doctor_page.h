#pragma once

#include "widgets/common/page.h"

namespace otabench::widgets {

class Theme;

/// What on this computer would keep boards from being updated. Thread: GUI.
class DoctorPage : public Page
{
    Q_OBJECT
public:
    struct Parts
    {
        const Theme &theme;
    };

    explicit DoctorPage(const Parts &parts, QWidget *parent = nullptr);

protected:
    void retranslate() override;

private:
    const Theme &m_theme;
};

} // namespace otabench::widgets
