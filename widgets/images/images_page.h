#pragma once

#include "widgets/common/page.h"

namespace otabench::widgets {

class Theme;

/// The catalogue of images. Thread: GUI.
class ImagesPage : public Page
{
    Q_OBJECT
public:
    struct Parts
    {
        const Theme &theme;
    };

    explicit ImagesPage(const Parts &parts, QWidget *parent = nullptr);

protected:
    void retranslate() override;

private:
    const Theme &m_theme;
};

} // namespace otabench::widgets
