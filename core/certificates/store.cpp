#include "certificates/store.h"

#include "base/files.h"
#include "certificates/detail/hosts.h"
#include "certificates/detail/x509.h"

#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

#include <algorithm>
#include <ctime>
#include <thread>
#include <utility>

namespace otabench::certificates {
namespace fs = std::filesystem;

namespace {

constexpr std::time_t kRenewBefore = 30 * 24 * 60 * 60;

/// Keeps other programs (window, command line) out while a pair of files is read or written.
class FolderLock
{
public:
    static Result<FolderLock> take(const fs::path &folder)
    {
        constexpr auto kLimit = std::chrono::seconds(10);
        constexpr auto kStep = std::chrono::milliseconds(10);
        const fs::path path = folder / ".lock";
        FolderLock lock(::open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600));
        if (lock.m_fd < 0)
            return lock; // a folder that cannot be written needs no lock; writing says why not
        const auto deadline = std::chrono::steady_clock::now() + kLimit;
        while (::flock(lock.m_fd, LOCK_EX | LOCK_NB) != 0) {
            if (std::chrono::steady_clock::now() >= deadline)
                return fail(ErrorCode::Timeout,
                            "another otabench has kept {} locked for {} seconds; close it",
                            folder.string(), kLimit.count());
            std::this_thread::sleep_for(kStep); // flock() knows no limit of its own
        }
        return lock;
    }

    ~FolderLock()
    {
        if (m_fd >= 0)
            ::close(m_fd);
    }

    FolderLock(FolderLock &&other) noexcept
        : m_fd(std::exchange(other.m_fd, -1))
    {
    }

    FolderLock(const FolderLock &) = delete;
    FolderLock &operator=(const FolderLock &) = delete;

private:
    explicit FolderLock(int fd)
        : m_fd(fd)
    {
    }

    int m_fd;
};

/// The files of one certificate with its key. The pair changes in three steps, of which the second
/// counts: the new key beside the old one, the new certificate, the new key in its place. Whoever
/// reads after a crash between them finds the key that belongs to the certificate all the same.
struct Pair
{
    fs::path certificate, key, newKey;

    Pair(const fs::path &folder, const std::string &name)
        : certificate(folder / (name + ".pem"))
        , key(folder / (name + ".key"))
        , newKey(folder / (name + ".key.new"))
    {
    }

    [[nodiscard]] Result<> save(const KeyedCertificate &pair) const
    {
        if (auto made = makeFolder(certificate.parent_path(), FileMode::Private); !made)
            return made;
        std::error_code error;
        if (isInterrupted()) // finish that change before another begins
            fs::rename(newKey, key, error);
        if (auto written = writeFileAtomically(newKey, pair.keyPem, FileMode::Private); !written)
            return written;
        auto written = writeFileAtomically(certificate, pair.certificatePem, FileMode::Public);
        if (!written) {
            fs::remove(newKey, error);
            return written;
        }
        fs::rename(newKey, key, error);
        if (error)
            return fail(errorCodeFromErrno(error.value()), "cannot write {}: {}", key.string(),
                        error.message());
        return {};
    }

    /// The pair as it stands: with the new key if that is the certificate's.
    [[nodiscard]] Result<KeyedCertificate> load() const
    {
        auto certificatePem = readTextFile(certificate);
        if (!certificatePem)
            return tl::unexpected(certificatePem.error());
        if (auto fresh = readTextFile(newKey); fresh && belongTogether(*certificatePem, *fresh))
            return KeyedCertificate{*std::move(certificatePem), *std::move(fresh)};
        auto keyPem = readTextFile(key);
        if (!keyPem)
            return tl::unexpected(keyPem.error());
        return KeyedCertificate{*std::move(certificatePem), *std::move(keyPem)};
    }

    /// Whether a crash left the certificate changed and its key beside its place.
    [[nodiscard]] bool isInterrupted() const
    {
        const auto certificatePem = readTextFile(certificate);
        const auto keyPem = readTextFile(newKey);
        return certificatePem && keyPem && belongTogether(*certificatePem, *keyPem);
    }

    static bool belongTogether(std::string_view certificatePem, std::string_view keyPem)
    {
        const auto certificates = detail::parseCertificates(certificatePem);
        const auto key = detail::parseKey(keyPem);
        const bool good = certificates && key &&
                          X509_check_private_key(certificates->front().get(), key->get()) == 1;
        openssl::clearErrors();
        return good;
    }
};

bool covers(X509 *certificate, const std::vector<detail::Host> &hosts)
{
    const auto names = detail::alternativeNames(certificate);
    const auto has = [&](const std::string &name) {
        return std::ranges::find(names, name) != names.end();
    };
    return std::ranges::all_of(hosts, [&](const detail::Host &host) {
        return has("DNS:" + host.text) && (!host.isAddress() || has("IP:" + host.canonical));
    });
}

/// Whether a stored server certificate still serves: of this CA, for these hosts, long enough.
bool isGood(const KeyedCertificate &pair, const Authority &authority,
            const std::vector<detail::Host> &hosts)
{
    if (!Pair::belongTogether(pair.certificatePem, pair.keyPem))
        return false;
    const auto certificates = detail::parseCertificates(pair.certificatePem);
    const auto roots = detail::parseCertificates(authority.certificatePem());
    X509 *certificate = certificates->front().get();
    X509 *root = roots->front().get();
    const std::time_t now = std::time(nullptr);
    // A CA that ends sooner than that cannot issue anything longer.
    const std::time_t needed =
        std::min(now + kRenewBefore, detail::toTime(X509_get0_notAfter(root)));
    return detail::isSignedBy(certificate, root) && covers(certificate, hosts) &&
           detail::toTime(X509_get0_notBefore(certificate)) <= now &&
           detail::toTime(X509_get0_notAfter(certificate)) >= needed;
}

} // namespace

Store::Store(fs::path folder)
    : m_folder(std::move(folder))
{
}

Result<Authority> Store::authority() const
{
    const Pair pair(m_folder, "ca");
    std::error_code error;
    const bool isThere = fs::exists(pair.certificate, error);
    if (error) // it may be there, and must not be taken for missing
        return fail(errorCodeFromErrno(error.value()), "cannot read {}: {}",
                    pair.certificate.string(), error.message());
    if (!isThere)
        return fail(ErrorCode::CertificateMissing,
                    "there is no lab CA in {}; make one with: otabench-cli ca create",
                    m_folder.string());
    const auto lock = FolderLock::take(m_folder);
    if (!lock)
        return tl::unexpected(lock.error());
    auto stored = pair.load();
    if (!stored)
        return tl::unexpected(stored.error());
    auto authority =
        Authority::fromPem(std::move(stored->certificatePem), std::move(stored->keyPem));
    if (!authority)
        return tl::unexpected(authority.error().in(m_folder.string()));
    return authority;
}

Result<> Store::saveAuthority(const Authority &authority, Overwrite overwrite)
{
    if (auto made = makeFolder(m_folder, FileMode::Private); !made)
        return made;
    const auto lock = FolderLock::take(m_folder);
    if (!lock)
        return tl::unexpected(lock.error());
    const Pair pair(m_folder, "ca");
    std::error_code error;
    if (overwrite == Overwrite::No && fs::exists(pair.certificate, error))
        return fail(ErrorCode::AlreadyExists,
                    "there is a lab CA in {} already, and boards may trust it; --force replaces it "
                    "(those boards then need the new one)",
                    m_folder.string());
    return pair.save(authority.keyed());
}

Result<Authority> Store::ensureAuthority(const AuthorityOptions &options)
{
    auto existing = authority();
    if (existing || existing.error().code != ErrorCode::CertificateMissing)
        return existing;
    auto fresh = Authority::create(options);
    if (!fresh)
        return fresh;
    const auto saved = saveAuthority(*fresh, Overwrite::No);
    if (saved)
        return fresh;
    if (saved.error().code == ErrorCode::AlreadyExists)
        return authority(); // another otabench was faster
    return tl::unexpected(saved.error());
}

Result<KeyedCertificate> Store::ensureServer(const Authority &authority,
                                             const std::vector<std::string> &hosts)
{
    const auto parsed = detail::parseHosts(hosts);
    if (!parsed)
        return tl::unexpected(parsed.error());
    if (auto made = makeFolder(m_folder, FileMode::Private); !made)
        return tl::unexpected(made.error());
    const auto lock = FolderLock::take(m_folder);
    if (!lock)
        return tl::unexpected(lock.error());
    const Pair pair(m_folder, "server");
    if (auto stored = pair.load(); stored && isGood(*stored, authority, *parsed))
        return stored;
    auto fresh = authority.issueServer({.hosts = hosts});
    if (!fresh)
        return fresh;
    if (auto saved = pair.save(*fresh); !saved)
        return tl::unexpected(saved.error());
    return fresh;
}

Result<> Store::record(const std::string &certificatePem)
{
    const auto certificates = detail::parseCertificates(certificatePem);
    if (!certificates)
        return tl::unexpected(certificates.error());
    if (auto made = makeFolder(m_folder, FileMode::Private); !made)
        return made;
    const std::string name = detail::fingerprint(certificates->front().get()).substr(0, 16);
    return writeFileAtomically(m_folder / "issued" / (name + ".pem"), certificatePem,
                               FileMode::Public);
}

std::vector<fs::path> Store::files() const
{
    std::error_code error;
    std::vector<fs::path> recorded;
    for (fs::directory_iterator entry(m_folder / "issued", error), end; !error && entry != end;
         entry.increment(error)) {
        if (entry->path().extension() == ".pem")
            recorded.push_back(entry->path());
    }
    std::ranges::sort(recorded);
    std::vector<fs::path> files;
    for (const char *name : {"ca.pem", "server.pem"}) {
        if (fs::exists(m_folder / name, error))
            files.push_back(m_folder / name);
    }
    files.insert(files.end(), recorded.begin(), recorded.end());
    return files;
}

} // namespace otabench::certificates
