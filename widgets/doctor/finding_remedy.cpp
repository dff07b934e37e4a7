#include "widgets/doctor/finding_remedy.h"

#include "base/assert.h"
#include "certificates/store.h"

#include <algorithm>
#include <array>
#include <string_view>
#include <system_error>

namespace otabench::widgets {
namespace {

struct Entry
{
    std::string_view id; ///< of the finding
    FindingRemedy remedy;
};

constexpr std::array kEntries = {
    Entry{"cert.ca-missing", FindingRemedy::CreateAuthority},
    Entry{"cert.key-open", FindingRemedy::MakeKeyPrivate},
    Entry{"cert.ca-key-missing", FindingRemedy::ShowCertificates},
    Entry{"cert.ca-ended", FindingRemedy::ShowCertificates},
    Entry{"cert.ca-ends", FindingRemedy::ShowCertificates},
    Entry{"cert.imported-ended", FindingRemedy::ShowCertificates},
    Entry{"cert.imported-ends", FindingRemedy::ShowCertificates},
    Entry{"cert.imported-not-covering", FindingRemedy::ShowCertificates},
    Entry{"cert.unreadable", FindingRemedy::ShowCertificates},
    Entry{"udev.not-running", FindingRemedy::ScanPorts},
    Entry{"disk.low", FindingRemedy::OpenFolder},
    Entry{"disk.full", FindingRemedy::OpenFolder},
    Entry{"database.failed", FindingRemedy::ShowSettings},
};

} // namespace

FindingRemedy remedyFor(const fleet::Finding &finding)
{
    const auto *found = std::ranges::find(kEntries, std::string_view(finding.id), &Entry::id);
    return found == kEntries.end() ? FindingRemedy::None : found->remedy;
}

QString FindingRemedies::label(FindingRemedy remedy)
{
    switch (remedy) {
    case FindingRemedy::None:
        break;
    case FindingRemedy::CreateAuthority:
        return tr("Make the lab CA");
    case FindingRemedy::MakeKeyPrivate:
        //: take everybody else's right to read the key file
        return tr("Make it private");
    case FindingRemedy::ScanPorts:
        return tr("Look for ports");
    case FindingRemedy::ShowCertificates:
        return tr("Open Certificates");
    case FindingRemedy::ShowSettings:
        return tr("Open Settings");
    case FindingRemedy::OpenFolder:
        return tr("Open the folder");
    }
    OTABENCH_ASSERT(remedy == FindingRemedy::None);
    return {};
}

QString FindingRemedies::iconName(FindingRemedy remedy)
{
    switch (remedy) {
    case FindingRemedy::None:
        break;
    case FindingRemedy::CreateAuthority:
    case FindingRemedy::MakeKeyPrivate:
    case FindingRemedy::ShowCertificates:
        return QStringLiteral("security-high");
    case FindingRemedy::ScanPorts:
        return QStringLiteral("view-refresh");
    case FindingRemedy::ShowSettings:
        return QStringLiteral("preferences-system");
    case FindingRemedy::OpenFolder:
        return QStringLiteral("document-open");
    }
    OTABENCH_ASSERT(remedy == FindingRemedy::None);
    return {};
}

Result<> FindingRemedies::createAuthority(const std::filesystem::path &certificates)
{
    certificates::Store store(certificates);
    const auto authority = store.ensureAuthority({});
    if (!authority)
        return tl::unexpected(authority.error());
    return {};
}

Result<> FindingRemedies::makePrivate(const std::filesystem::path &key)
{
    std::error_code error;
    std::filesystem::permissions(
        key, std::filesystem::perms::owner_read | std::filesystem::perms::owner_write, error);
    if (error == std::errc::no_such_file_or_directory)
        return fail(ErrorCode::NotFound, "{} is no longer there", key.string());
    if (error)
        return fail(ErrorCode::PermissionDenied, "the mode of {} cannot be changed: {}",
                    key.string(), error.message());
    return {};
}

} // namespace otabench::widgets
