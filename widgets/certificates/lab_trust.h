#pragma once

#include "certificates/overview.h"
#include "certificates/store.h"
#include "certificates/trust_book.h"

#include <filesystem>
#include <string>
#include <vector>

namespace otabench::widgets {

/// What a lab's certificates are at one moment: read by a worker, shown by the page.
struct LabTrust
{
    std::filesystem::path folder = {};
    std::vector<certificates::KnownCa> cas = {};                  ///< the current one first
    std::vector<certificates::KeptCertificate> certificates = {}; ///< others than CAs
    std::vector<certificates::BoardTrust> boards = {};
    certificates::ServerSettings settings = {};
    std::vector<std::string> addresses = {}; ///< of this computer, the likeliest first
    std::string authorityPem = {};
    std::string previousPem = {}; ///< empty: no rotation
    bool isProtected = false;
    bool isImported = false; ///< the server's is of a company CA
    bool hasRequests = false;
    std::vector<Error> problems = {};

    [[nodiscard]] bool hasAuthority() const { return !cas.empty(); }

    [[nodiscard]] bool isRotating() const { return !previousPem.empty(); }

    /// Boards that do not trust the current CA yet.
    [[nodiscard]] std::vector<certificates::BoardTrust> behind() const;

    /// Reads the folder. Blocks: for a worker.
    [[nodiscard]] static LabTrust read(const std::filesystem::path &folder);
};

} // namespace otabench::widgets
