#include "certificates/detail/pair_files.h"

#include "base/files.h"
#include "certificates/detail/x509.h"
#include "certificates/private_key.h"

#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

#include <chrono>
#include <thread>
#include <utility>
#include <vector>

namespace otabench::certificates::detail {
namespace fs = std::filesystem;

namespace {

constexpr std::string_view kOwner = "Certificate SHA-256: ";

std::string ownerLine(std::string_view certificatePem)
{
    const auto certificates = parseCertificates(certificatePem);
    return certificates ? fmt::format("{}{}\n", kOwner, fingerprint(certificates->front().get()))
                        : std::string();
}

/// What a killed program left of a file it was writing: "ca.key.new.Ab3dEf" (see
/// writeFileAtomically). Keys must not lie about.
void sweep(const fs::path &folder, const std::string &name)
{
    constexpr std::size_t kRandom = 7; // with its dot
    std::error_code error;
    std::vector<fs::path> left;
    for (fs::directory_iterator entry(folder, error), end; !error && entry != end;
         entry.increment(error)) {
        const std::string file = entry->path().filename().string();
        for (const char *suffix : {".pem", ".key.new"}) {
            const std::string whole = name + suffix;
            if (file.size() == whole.size() + kRandom && file.starts_with(whole + "."))
                left.push_back(entry->path());
        }
    }
    for (const fs::path &file : left)
        fs::remove(file, error);
}

} // namespace

Result<FolderLock> FolderLock::take(const fs::path &folder)
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

FolderLock::~FolderLock()
{
    if (m_fd >= 0)
        ::close(m_fd);
}

FolderLock::FolderLock(FolderLock &&other) noexcept
    : m_fd(std::exchange(other.m_fd, -1))
{
}

FolderLock::FolderLock(int fd)
    : m_fd(fd)
{
}

PairFiles::PairFiles(const fs::path &folder, const std::string &name)
    : certificate(folder / (name + ".pem"))
    , key(folder / (name + ".key"))
    , newKey(folder / (name + ".key.new"))
{
}

Result<> PairFiles::save(const KeyedCertificate &pair) const
{
    if (auto made = makeFolder(certificate.parent_path(), FileMode::Private); !made)
        return made;
    sweep(certificate.parent_path(), certificate.stem().string());
    std::error_code error;
    if (isInterrupted()) // finish that change before another begins
        fs::rename(newKey, key, error);
    const std::string owner =
        isProtected(pair.keyPem) ? ownerLine(pair.certificatePem) : std::string();
    if (auto written = writeFileAtomically(newKey, owner + pair.keyPem, FileMode::Private);
        !written)
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

Result<KeyedCertificate> PairFiles::load() const
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

void PairFiles::remove() const
{
    std::error_code error;
    for (const fs::path &file : {certificate, key, newKey})
        fs::remove(file, error);
}

bool PairFiles::exists() const
{
    std::error_code error;
    return fs::exists(certificate, error);
}

bool PairFiles::isInterrupted() const
{
    const auto certificatePem = readTextFile(certificate);
    const auto keyPem = readTextFile(newKey);
    return certificatePem && keyPem && belongTogether(*certificatePem, *keyPem);
}

bool PairFiles::belongTogether(std::string_view certificatePem, std::string_view keyPem)
{
    const auto certificates = parseCertificates(certificatePem);
    if (certificates && isProtected(keyPem))
        return keyPem.find(ownerLine(certificatePem)) != std::string_view::npos;
    const auto key = parseKey(keyPem);
    const bool good =
        certificates && key && X509_check_private_key(certificates->front().get(), key->get()) == 1;
    openssl::clearErrors();
    return good;
}

} // namespace otabench::certificates::detail
