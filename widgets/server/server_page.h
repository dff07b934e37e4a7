#pragma once

#include "widgets/common/page.h"

namespace otabench::widgets {

class Theme;

/// The image server: what it publishes, who is connected, limits and faults. Thread: GUI.
class ServerPage : public Page
{
    Q_OBJECT
public:
    struct Parts
    {
        const Theme &theme;
    };

    explicit ServerPage(const Parts &parts, QWidget *parent = nullptr);

protected:
    void retranslate() override;

private:
    const Theme &m_theme;
};

} // namespace otabench::widgets
