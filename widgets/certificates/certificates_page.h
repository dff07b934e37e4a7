#pragma once

#include "widgets/common/page.h"

namespace otabench::widgets {

class Theme;

/// The lab CA, the server's certificates, and who trusts them. Thread: GUI.
class CertificatesPage : public Page
{
    Q_OBJECT
public:
    struct Parts
    {
        const Theme &theme;
    };

    explicit CertificatesPage(const Parts &parts, QWidget *parent = nullptr);

protected:
    void retranslate() override;

private:
    const Theme &m_theme;
};

} // namespace otabench::widgets
