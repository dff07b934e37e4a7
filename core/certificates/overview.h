#pragma once

#include "certificates/calendar.h"
#include "certificates/inspection.h"
#include "certificates/store.h"

#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

/// What a lab has: its CAs, and all certificates that are kept.
namespace otabench::certificates {

enum class CaState
{
    Current,  ///< issues
    Previous, ///< the one before, while a rotation lasts
    Retired,  ///< boards are to forget it
};

/// "current", "previous", "retired".
[[nodiscard]] std::string_view name(CaState state);

struct KnownCa
{
    CaState state = CaState::Current;
    std::filesystem::path file;
    Summary summary;
};

/// The current one first; files that do not parse are passed over.
[[nodiscard]] std::vector<KnownCa> knownCas(const Store &store);

struct KeptCertificate
{
    std::filesystem::path file;
    Summary summary; ///< of the first certificate in it
};

struct KeptCertificates
{
    std::vector<KeptCertificate> certificates; ///< in the order of Store::files()
    std::vector<Error> problems;               ///< of files that could not be read
};

[[nodiscard]] KeptCertificates keptCertificates(const Store &store);

/// "CA", "client", "server".
[[nodiscard]] std::string_view kindWord(const Summary &summary);

/// When they end, with what to do then: for toCalendar().
[[nodiscard]] std::vector<CalendarEntry>
calendarEntries(const std::vector<KeptCertificate> &certificates);

/// Another key of the present CA's type, which boards are known to take.
[[nodiscard]] Result<KeyType> successorKey(const Store &store);

} // namespace otabench::certificates
