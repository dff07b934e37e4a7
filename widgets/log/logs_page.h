#pragma once

#include "widgets/common/page.h"

namespace otabench::widgets {

class Theme;

/// The logs of all boards. Thread: GUI.
class LogsPage : public Page
{
    Q_OBJECT
public:
    struct Parts
    {
        const Theme &theme;
    };

    explicit LogsPage(const Parts &parts, QWidget *parent = nullptr);

protected:
    void retranslate() override;

private:
    const Theme &m_theme;
};

} // namespace otabench::widgets
