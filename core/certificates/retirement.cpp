// Store::retire(): the end of a rotation, and what may hold it up.
#include "base/files.h"
#include "certificates/detail/pair_files.h"
#include "certificates/detail/x509.h"
#include "certificates/store.h"
#include "certificates/trust_book.h"

namespace otabench::certificates {
namespace fs = std::filesystem;

namespace {

constexpr std::size_t kMostNamed = 8;

/// The boards that would be left without a CA, in words.
Result<> checkAllTrust(const fs::path &folder, const std::string &fingerprint)
{
    const auto boards = TrustBook(folder).boards();
    if (!boards)
        return tl::unexpected(boards.error());
    if (boards->empty())
        return fail(ErrorCode::CertificateInvalid,
                    "no board has told yet which CAs it trusts, so the first CA stays: boards with "
                    "the agent tell it when they are updated; where all boards have their CA built "
                    "in, flash them with the new one (otabench-cli ca export), then --force");
    std::string missing;
    std::size_t count = 0;
    for (const BoardTrust &board : *boards) {
        if (board.trusts(fingerprint))
            continue;
        if (count++ < kMostNamed)
            missing +=
                fmt::format("{}{} ({})", missing.empty() ? "" : ", ", board.mac, board.address);
    }
    if (count == 0)
        return {};
    if (count > kMostNamed)
        missing += ", …";
    return fail(ErrorCode::CertificateInvalid,
                "{} of {} known boards do not trust the new CA yet: {}; update them (each gets "
                "both CAs), leave out those that are gone with otabench-cli ca forget-board MAC, "
                "or --force",
                count, boards->size(), missing);
}

} // namespace

Result<> Store::retire(Retire how)
{
    const auto previous = previousPem();
    const auto current = authorityPem();
    if (!current)
        return tl::unexpected(current.error());
    if (!previous)
        return fail(ErrorCode::NotFound,
                    "there is one CA only, and nothing to retire; otabench-cli ca rotate sets a "
                    "second one beside it");
    const auto oldCa = detail::parseCertificates(*previous);
    const auto newCa = detail::parseCertificates(*current);
    if (!oldCa || !newCa)
        return tl::unexpected(oldCa ? newCa.error() : oldCa.error());
    if (how == Retire::WhenTrusted) {
        auto checked = checkAllTrust(m_folder, detail::fingerprint(newCa->front().get()));
        if (!checked)
            return checked;
    }
    const auto lock = detail::FolderLock::take(m_folder);
    if (!lock)
        return tl::unexpected(lock.error());
    const std::string name = detail::fingerprint(oldCa->front().get()).substr(0, 16);
    auto kept =
        writeFileAtomically(m_folder / "retired" / (name + ".pem"), *previous, FileMode::Public);
    if (!kept)
        return kept;
    std::error_code error;
    detail::PairFiles(m_folder, "previous").remove();
    fs::remove(m_folder / "cross.pem", error);
    return {};
}

} // namespace otabench::certificates
