#include "widgets/certificates/lab_trust.h"

#include "server/addresses.h"

#include <algorithm>

namespace otabench::widgets {

using certificates::BoardTrust;
using certificates::Store;

std::vector<BoardTrust> LabTrust::behind() const
{
    std::vector<BoardTrust> late;
    if (cas.empty())
        return late;
    std::ranges::copy_if(boards, std::back_inserter(late), [this](const BoardTrust &board) {
        return !board.trusts(cas.front().summary.sha256);
    });
    return late;
}

LabTrust LabTrust::read(const std::filesystem::path &folder)
{
    LabTrust trust;
    trust.folder = folder;
    trust.addresses = server::localAddresses();
    const Store store(folder);
    trust.authorityPem = store.authorityPem().value_or("");
    trust.previousPem = store.previousPem().value_or("");
    if (!trust.authorityPem.empty()) {
        trust.cas = certificates::knownCas(store);
        trust.isProtected = store.isAuthorityProtected();
    }
    auto kept = certificates::keptCertificates(store);
    trust.problems = std::move(kept.problems);
    for (certificates::KeptCertificate &each : kept.certificates) {
        const auto name = each.file.filename();
        trust.isImported = trust.isImported || name == "imported.pem";
        if (name != "ca.pem" && name != "previous.pem")
            trust.certificates.push_back(std::move(each));
    }
    trust.hasRequests = !store.requestKeys().empty();
    if (auto settings = store.serverSettings())
        trust.settings = *std::move(settings);
    else
        trust.problems.push_back(settings.error());
    if (auto boards = certificates::TrustBook(folder).boards())
        trust.boards = *std::move(boards);
    else
        trust.problems.push_back(boards.error());
    return trust;
}

} // namespace otabench::widgets
