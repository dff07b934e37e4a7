#include "certificates/overview.h"

#include "base/files.h"
#include "certificates/import_files.h"

#include <fmt/format.h>

namespace otabench::certificates {
namespace fs = std::filesystem;

namespace {

void addCa(std::vector<KnownCa> &cas, CaState state, const fs::path &file)
{
    const auto pem = readTextFile(file, kMostCertificateBytes);
    const auto summaries = pem ? summarize(*pem) : tl::unexpected(pem.error());
    if (summaries)
        cas.push_back({state, file, summaries->front()});
}

std::string renewText(const KeptCertificate &kept)
{
    if (kept.summary.isAuthority && kept.file.filename() == "ca.pem")
        return "Begin weeks before: otabench-cli ca rotate, update every board, ca retire.";
    if (kept.file.filename() == "server.pem")
        return "otabench renews it by itself while it runs.";
    return "Issue another: otabench-cli cert issue, cert client or cert request.";
}

} // namespace

std::string_view name(CaState state)
{
    switch (state) {
    case CaState::Current:
        return "current";
    case CaState::Previous:
        return "previous";
    case CaState::Retired:
        break;
    }
    return "retired";
}

std::vector<KnownCa> knownCas(const Store &store)
{
    std::vector<KnownCa> cas;
    addCa(cas, CaState::Current, store.folder() / "ca.pem");
    if (store.previousPem())
        addCa(cas, CaState::Previous, store.folder() / "previous.pem");
    for (const auto &file : store.retiredFiles())
        addCa(cas, CaState::Retired, file);
    return cas;
}

KeptCertificates keptCertificates(const Store &store)
{
    KeptCertificates all;
    for (const fs::path &file : store.files()) {
        const auto pem = certificatesFromFile(file);
        const auto summaries = pem ? summarize(*pem) : tl::unexpected(pem.error());
        if (summaries)
            all.certificates.push_back({file, summaries->front()});
        else
            all.problems.push_back(summaries.error().in(file.string()));
    }
    return all;
}

std::string_view kindWord(const Summary &summary)
{
    return summary.isAuthority ? "CA" : summary.isClient ? "client" : "server";
}

std::vector<CalendarEntry> calendarEntries(const std::vector<KeptCertificate> &certificates)
{
    std::vector<CalendarEntry> entries;
    for (const KeptCertificate &kept : certificates) {
        const Summary &summary = kept.summary;
        const bool isAuthority = summary.isAuthority && summary.names.empty();
        entries.push_back(
            {.sha256 = summary.sha256,
             .title = fmt::format("otabench: {} \"{}\" ends",
                                  isAuthority ? "CA" : kindWord(summary), summary.commonName),
             .details = fmt::format("{}\n{}\nSHA-256 {}", renewText(kept), kept.file.string(),
                                    summary.sha256),
             .end = summary.notAfter,
             .remindBefore = std::chrono::days(isAuthority ? 90 : 30)});
    }
    return entries;
}

Result<KeyType> successorKey(const Store &store)
{
    const auto pem = store.authorityPem();
    if (!pem)
        return tl::unexpected(pem.error());
    const auto present = summarize(*pem);
    if (!present)
        return tl::unexpected(present.error());
    return keyTypeFromName(present->front().key).value_or(KeyType::EcP256);
}

} // namespace otabench::certificates
