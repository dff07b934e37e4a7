// Certificates, disk and database.
#include "base/files.h"
#include "certificates/inspection.h"
#include "fleet/detail/doctor_system.h"

#include <sys/stat.h>

#include <fmt/chrono.h>

#include <algorithm>

namespace otabench::fleet::detail {
namespace {

namespace fs = std::filesystem;

constexpr std::uint64_t kLeastBytes = 100u << 20; ///< below it updates fail to be recorded
constexpr std::uint64_t kFewBytes = 1024u << 20;
constexpr std::chrono::days kSoon{60};

bool has(const fs::path &folder, const char *name)
{
    std::error_code error;
    return fs::exists(folder / name, error);
}

std::string day(std::chrono::system_clock::time_point at)
{
    return fmt::format("{:%Y-%m-%d}", fmt::gmtime(std::chrono::system_clock::to_time_t(at)));
}

/// A key that others may read: whoever has it can be this server, or make one.
void addKey(const fs::path &folder, const char *name, Findings &findings)
{
    struct stat status = {};
    const fs::path path = folder / name;
    if (::stat(path.c_str(), &status) != 0)
        return;
    if ((status.st_mode & 077) != 0)
        findings.push_back({"cert.key-open",
                            Severity::Problem,
                            {path.string(), fmt::format("{:03o}", status.st_mode & 0777)}});
}

std::optional<certificates::Summary> firstOf(const fs::path &folder, const char *name,
                                             Findings &findings)
{
    const fs::path path = folder / name;
    const auto text = readTextFile(path, 1u << 20);
    if (!text) {
        findings.push_back(
            {"cert.unreadable", Severity::Problem, {path.string(), text.error().text}});
        return std::nullopt;
    }
    const auto all = certificates::summarize(*text);
    if (!all) {
        findings.push_back(
            {"cert.unreadable", Severity::Problem, {path.string(), all.error().text}});
        return std::nullopt;
    }
    return all->front();
}

void addDates(const System &system, const certificates::Summary &certificate,
              const std::string &path, const std::string &kind, Findings &findings)
{
    if (system.now < certificate.notBefore)
        findings.push_back({"cert.not-yet", Severity::Problem, {path, day(certificate.notBefore)}});
    else if (system.now >= certificate.notAfter)
        findings.push_back(
            {"cert." + kind + "-ended", Severity::Problem, {path, day(certificate.notAfter)}});
    else if (system.now + kSoon >= certificate.notAfter)
        findings.push_back(
            {"cert." + kind + "-ends", Severity::Warning, {path, day(certificate.notAfter)}});
}

bool covers(const certificates::Summary &certificate, const std::string &address)
{
    return certificate.commonName == address ||
           std::ranges::find(certificate.names, "IP:" + address) != certificate.names.end() ||
           std::ranges::find(certificate.names, "DNS:" + address) != certificate.names.end();
}

} // namespace

Findings checkCertificates(const System &system, const fs::path &folder)
{
    Findings findings;
    for (const char *key : {"ca.key", "previous.key", "server.key", "imported.key"})
        addKey(folder, key, findings);
    const bool isImported = has(folder, "imported.pem");
    if (!has(folder, "ca.pem") && !isImported) {
        findings.push_back({"cert.ca-missing", Severity::Warning, {}});
        return findings;
    }
    if (has(folder, "ca.pem")) {
        if (!has(folder, "ca.key"))
            findings.push_back(
                {"cert.ca-key-missing", Severity::Problem, {(folder / "ca.key").string()}});
        if (const auto ca = firstOf(folder, "ca.pem", findings))
            addDates(system, *ca, (folder / "ca.pem").string(), "ca", findings);
    }
    // otabench renews its own by itself; one of a company CA it cannot.
    const char *const server = isImported ? "imported.pem" : "server.pem";
    if (has(folder, server)) {
        if (const auto shown = firstOf(folder, server, findings)) {
            const std::string file = (folder / server).string();
            if (isImported) {
                addDates(system, *shown, file, "imported", findings);
                if (!covers(*shown, system.boardsAddress))
                    findings.push_back({"cert.imported-not-covering",
                                        Severity::Problem,
                                        {file, system.boardsAddress}});
            } else if (!covers(*shown, system.boardsAddress)) {
                findings.push_back({"cert.will-be-issued", Severity::Ok, {system.boardsAddress}});
            }
        }
    }
    if (findings.empty())
        findings.push_back({"cert.ok", Severity::Ok, {folder.string()}});
    return findings;
}

Findings checkDisk(const System &system, const fs::path &folder)
{
    const auto free = system.freeBytes(folder);
    if (!free)
        return {{"disk.unknown", Severity::Warning, {folder.string()}}};
    const std::string mebibytes = std::to_string(*free >> 20);
    if (*free < kLeastBytes)
        return {{"disk.full", Severity::Problem, {folder.string(), mebibytes}}};
    if (*free < kFewBytes)
        return {{"disk.low", Severity::Warning, {folder.string(), mebibytes}}};
    return {{"disk.ok", Severity::Ok, {folder.string(), mebibytes}}};
}

Findings checkDatabase(const System &system, const DoctorOptions &options)
{
    std::error_code error;
    if (options.databaseUrl.empty() && !fs::exists(options.paths.historyFile(), error))
        return {{"database.none-yet", Severity::Ok, {options.paths.historyFile().string()}}};
    if (const auto opened = system.openDatabase(); !opened)
        return {{"database.failed", Severity::Problem, {opened.error().text}}};
    if (options.databaseUrl.empty())
        return {{"database.ok", Severity::Ok, {options.paths.historyFile().string()}}};
    return {{"database.server-ok", Severity::Ok, {}}};
}

} // namespace otabench::fleet::detail
