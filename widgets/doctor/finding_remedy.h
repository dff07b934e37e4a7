#pragma once

#include "fleet/doctor.h"

#include <QCoreApplication>
#include <QString>

#include <filesystem>

namespace otabench::widgets {

/// What otabench itself can do about a finding, without being root.
enum class FindingRemedy
{
    None, ///< only a person can: the card offers the command to copy
    CreateAuthority,
    MakeKeyPrivate,
    ScanPorts,
    ShowCertificates,
    ShowSettings,
    OpenFolder,
};

[[nodiscard]] FindingRemedy remedyFor(const fleet::Finding &finding);

/// The button's words, and the work behind those that take time or can fail.
class FindingRemedies
{
    Q_DECLARE_TR_FUNCTIONS(otabench::widgets::FindingRemedies)
public:
    [[nodiscard]] static QString label(FindingRemedy remedy);
    [[nodiscard]] static QString iconName(FindingRemedy remedy);

    /// CreateAuthority: makes the lab CA, as the first update would. Worker.
    [[nodiscard]] static Result<> createAuthority(const std::filesystem::path &certificates);
    /// MakeKeyPrivate: mode 0600. PermissionDenied, NotFound. Worker.
    [[nodiscard]] static Result<> makePrivate(const std::filesystem::path &key);
};

} // namespace otabench::widgets
