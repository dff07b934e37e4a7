#pragma once

#include "widgets/common/page.h"

namespace otabench::widgets {

class Theme;

/// The campaign: its plan, then its course, then its report. Thread: GUI.
class CampaignPage : public Page
{
    Q_OBJECT
public:
    struct Parts
    {
        const Theme &theme;
    };

    explicit CampaignPage(const Parts &parts, QWidget *parent = nullptr);

protected:
    void retranslate() override;

private:
    const Theme &m_theme;
};

} // namespace otabench::widgets
