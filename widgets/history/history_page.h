#pragma once

#include "widgets/common/page.h"

namespace otabench::widgets {

class Theme;

/// What was done to which board. Thread: GUI.
class HistoryPage : public Page
{
    Q_OBJECT
public:
    struct Parts
    {
        const Theme &theme;
    };

    explicit HistoryPage(const Parts &parts, QWidget *parent = nullptr);

protected:
    void retranslate() override;

private:
    const Theme &m_theme;
};

} // namespace otabench::widgets
