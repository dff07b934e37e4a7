#pragma once

#include "certificates/inspection.h"
#include "certificates/overview.h"
#include "widgets/common/phase_text.h"

#include <QCoreApplication>
#include <QString>

#include <chrono>

namespace otabench::widgets {

/// The words for certificates.
class CertificateText
{
    Q_DECLARE_TR_FUNCTIONS(otabench::widgets::CertificateText)
public:
    using Time = std::chrono::system_clock::time_point;

    /// "Valid", "Ends soon", "Expired", "Not yet valid". `warnDays`: how long before the end.
    [[nodiscard]] static StateLook look(const certificates::Summary &summary, Time now,
                                        int warnDays);
    /// "expires in 23 days, on 21 Dec 2026".
    [[nodiscard]] static QString expiry(const certificates::Summary &summary, Time now);

    [[nodiscard]] static QString keyType(certificates::KeyType type); ///< "EC P-256"
    /// What such a key costs a board in each full handshake.
    [[nodiscard]] static QString cost(certificates::KeyType type);
    [[nodiscard]] static QString key(const certificates::Summary &summary);
    [[nodiscard]] static QString state(certificates::CaState state);

    [[nodiscard]] static StateLook look(const certificates::Finding &finding);
    [[nodiscard]] static QString checkName(const std::string &check);
    [[nodiscard]] static QString date(Time moment);
};

} // namespace otabench::widgets
