#include "certificates/store.h"

#include "base/files.h"
#include "certificates/detail/pair_files.h"
#include "certificates/detail/x509.h"

#include <algorithm>
#include <cstdlib>

namespace otabench::certificates {
namespace fs = std::filesystem;

using detail::FolderLock;
using detail::PairFiles;

namespace {

std::vector<fs::path> pemFilesIn(const fs::path &folder, std::string_view extension)
{
    std::error_code error;
    std::vector<fs::path> found;
    for (fs::directory_iterator entry(folder, error), end; !error && entry != end;
         entry.increment(error)) {
        if (entry->path().extension() == extension)
            found.push_back(entry->path());
    }
    std::ranges::sort(found);
    return found;
}

/// A name for a file of this certificate.
Result<std::string> fileStem(const std::string &certificatePem)
{
    const auto certificates = detail::parseCertificates(certificatePem);
    if (!certificates)
        return tl::unexpected(certificates.error());
    return detail::fingerprint(certificates->front().get()).substr(0, 16);
}

} // namespace

Store::Store(fs::path folder, PassphraseSource passphrase)
    : m_folder(std::move(folder))
    , m_source(passphrase ? std::move(passphrase) : environmentPassphrase())
{
}

Result<std::string> Store::passphrase() const
{
    if (!m_passphrase) {
        auto given = m_source();
        if (!given)
            return tl::unexpected(given.error().in(m_folder.string()));
        m_passphrase = *std::move(given);
    }
    return *m_passphrase;
}

/// A person may think longer than others wait for the folder: ask before it is locked.
Result<> Store::askWhereProtected() const
{
    if (!isAuthorityProtected())
        return {};
    if (auto given = passphrase(); !given)
        return tl::unexpected(given.error());
    return {};
}

Result<Authority> Store::openPair(const std::string &name) const
{
    auto stored = PairFiles(m_folder, name).load();
    if (!stored)
        return tl::unexpected(stored.error());
    if (isProtected(stored->keyPem)) {
        auto opened = openKey(stored->keyPem, [this] { return passphrase(); });
        if (!opened) {
            m_passphrase.reset(); // a wrong one may be given again
            return tl::unexpected(opened.error().in((m_folder / (name + ".key")).string()));
        }
        stored->keyPem = *std::move(opened);
    }
    auto authority =
        Authority::fromPem(std::move(stored->certificatePem), std::move(stored->keyPem));
    if (!authority)
        return tl::unexpected(authority.error().in(
            (m_folder /
             (name + (authority.error().code == ErrorCode::KeyInvalid ? ".key" : ".pem")))
                .string()));
    return authority;
}

Result<std::string> Store::authorityPem() const
{
    const PairFiles pair(m_folder, "ca");
    std::error_code error;
    const bool isThere = fs::exists(pair.certificate, error);
    if (error) // it may be there, and must not be taken for missing
        return fail(errorCodeFromErrno(error.value()), "cannot read {}: {}",
                    pair.certificate.string(), error.message());
    if (!isThere)
        return fail(ErrorCode::CertificateMissing,
                    "there is no lab CA in {}; make one with: otabench-cli ca create",
                    m_folder.string());
    return readTextFile(pair.certificate);
}

bool Store::isAuthorityProtected() const
{
    const auto pair = PairFiles(m_folder, "ca").load();
    return pair && isProtected(pair->keyPem);
}

Result<Authority> Store::authority() const
{
    if (const auto pem = authorityPem(); !pem)
        return tl::unexpected(pem.error());
    if (const auto asked = askWhereProtected(); !asked)
        return tl::unexpected(asked.error());
    const auto lock = FolderLock::take(m_folder);
    if (!lock)
        return tl::unexpected(lock.error());
    return openPair("ca");
}

Result<> Store::saveAuthority(const Authority &authority, Overwrite overwrite,
                              const std::optional<std::string> &passphrase)
{
    KeyedCertificate pair = authority.keyed();
    if (passphrase) {
        if (auto good = checkNewPassphrase(*passphrase); !good)
            return good;
        auto hidden = protectKey(pair.keyPem, *passphrase);
        if (!hidden)
            return tl::unexpected(hidden.error());
        pair.keyPem = *std::move(hidden);
    }
    if (auto made = makeFolder(m_folder, FileMode::Private); !made)
        return made;
    const auto lock = FolderLock::take(m_folder);
    if (!lock)
        return tl::unexpected(lock.error());
    const PairFiles files(m_folder, "ca");
    if (overwrite == Overwrite::No && files.exists())
        return fail(ErrorCode::AlreadyExists,
                    "there is a lab CA in {} already, and boards may trust it; ca rotate sets a "
                    "new one beside it, --force replaces it (those boards then need the new one)",
                    m_folder.string());
    if (auto saved = files.save(pair); !saved)
        return saved;
    if (passphrase)
        m_passphrase = *passphrase;
    if (overwrite == Overwrite::Yes) {
        std::error_code error;
        PairFiles(m_folder, "previous").remove();
        fs::remove(m_folder / "cross.pem", error);
    }
    return {};
}

Result<Authority> Store::ensureAuthority(const AuthorityOptions &options)
{
    auto existing = authority();
    if (existing || existing.error().code != ErrorCode::CertificateMissing)
        return existing;
    auto fresh = Authority::create(options);
    if (!fresh)
        return fresh;
    const auto given = environmentPassphrase()();
    const auto saved =
        saveAuthority(*fresh, Overwrite::No, given ? std::optional(*given) : std::nullopt);
    if (saved)
        return fresh;
    if (saved.error().code == ErrorCode::AlreadyExists)
        return authority(); // another otabench was faster
    return tl::unexpected(saved.error());
}

Result<> Store::changePassphrase(const std::optional<std::string> &passphrase)
{
    if (passphrase) {
        if (auto good = checkNewPassphrase(*passphrase); !good)
            return good;
    }
    auto current = authority();
    if (!current)
        return tl::unexpected(current.error());
    const auto lock = FolderLock::take(m_folder);
    if (!lock)
        return tl::unexpected(lock.error());
    // The first CA of a rotation has the same passphrase; its key goes when the rotation ends.
    for (const char *name : {"previous", "ca"}) {
        const PairFiles files(m_folder, name);
        if (!files.exists())
            continue;
        const auto opened = openPair(name);
        if (!opened)
            return tl::unexpected(opened.error());
        KeyedCertificate pair = opened->keyed();
        if (passphrase) {
            auto hidden = protectKey(pair.keyPem, *passphrase);
            if (!hidden)
                return tl::unexpected(hidden.error());
            pair.keyPem = *std::move(hidden);
        }
        if (auto saved = files.save(pair); !saved)
            return saved;
    }
    m_passphrase = passphrase;
    return {};
}

Result<> Store::saveRequest(const KeyedRequest &request)
{
    const auto key = detail::parseKey(request.keyPem);
    if (!key)
        return tl::unexpected(key.error());
    if (auto made = makeFolder(m_folder, FileMode::Private); !made)
        return made;
    const std::string name = detail::fingerprint(key->get()).substr(0, 16);
    return writeFileAtomically(m_folder / "requests" / (name + ".key"), request.keyPem,
                               FileMode::Private);
}

std::vector<std::string> Store::requestKeys() const
{
    std::vector<std::string> keys;
    for (const fs::path &file : pemFilesIn(m_folder / "requests", ".key")) {
        if (auto key = readTextFile(file, 1u << 20))
            keys.push_back(*std::move(key));
    }
    return keys;
}

Result<> Store::record(const std::string &certificatePem)
{
    const auto name = fileStem(certificatePem);
    if (!name)
        return tl::unexpected(name.error());
    if (auto made = makeFolder(m_folder, FileMode::Private); !made)
        return made;
    return writeFileAtomically(m_folder / "issued" / (*name + ".pem"), certificatePem,
                               FileMode::Public);
}

std::vector<fs::path> Store::files() const
{
    std::error_code error;
    std::vector<fs::path> files;
    for (const char *name : {"ca.pem", "previous.pem", "server.pem", "imported.pem"}) {
        if (fs::exists(m_folder / name, error))
            files.push_back(m_folder / name);
    }
    const auto recorded = pemFilesIn(m_folder / "issued", ".pem");
    files.insert(files.end(), recorded.begin(), recorded.end());
    return files;
}

// ---- rotation

std::optional<std::string> Store::previousPem() const
{
    auto previous = readTextFile(m_folder / "previous.pem");
    const auto current = readTextFile(m_folder / "ca.pem");
    // The same: killed before the new CA was in place.
    if (!previous || !current || *previous == *current)
        return std::nullopt;
    return *std::move(previous);
}

Result<Authority> Store::rotate(KeyType key, const Validity &validity)
{
    const auto current = authority();
    if (!current)
        return tl::unexpected(current.error());
    auto next = current->makeSuccessor(key, validity);
    if (!next)
        return next;
    // Without it the first CA issues until it is retired, see server_identity.cpp.
    const auto cross = current->crossSign(*next);
    if (!cross && cross.error().code != ErrorCode::NotSupported)
        return tl::unexpected(cross.error());
    KeyedCertificate pair = next->keyed();
    if (isAuthorityProtected()) {
        const auto given = passphrase();
        auto hidden = given ? protectKey(pair.keyPem, *given) : tl::unexpected(given.error());
        if (!hidden)
            return tl::unexpected(hidden.error());
        pair.keyPem = *std::move(hidden);
    }
    const auto lock = FolderLock::take(m_folder);
    if (!lock)
        return tl::unexpected(lock.error());
    if (previousPem())
        return fail(ErrorCode::AlreadyExists,
                    "a second CA is in place already; update the boards and end this rotation with "
                    "otabench-cli ca retire before another");
    const PairFiles files(m_folder, "ca");
    auto stored = files.load(); // its key as it is, protected or not
    if (!stored)
        return tl::unexpected(stored.error());
    // The CA itself is the last to change: until then there is no rotation.
    Result<> saved = PairFiles(m_folder, "previous").save(*stored);
    if (saved && cross)
        saved = writeFileAtomically(m_folder / "cross.pem", *cross, FileMode::Public);
    if (saved)
        saved = files.save(pair);
    if (!saved)
        return tl::unexpected(saved.error());
    return next;
}

std::vector<fs::path> Store::retiredFiles() const
{
    return pemFilesIn(m_folder / "retired", ".pem");
}

} // namespace otabench::certificates
