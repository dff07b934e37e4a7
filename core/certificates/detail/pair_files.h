#pragma once

#include "certificates/authority.h"

#include <filesystem>
#include <string>
#include <string_view>

namespace otabench::certificates::detail {

/// Keeps other programs (window, command line) out while a pair of files is read or written. Not
/// to be taken twice by one thread.
class FolderLock
{
public:
    /// Timeout when another holds it for ten seconds. A folder that cannot be written needs none.
    [[nodiscard]] static Result<FolderLock> take(const std::filesystem::path &folder);
    ~FolderLock();
    FolderLock(FolderLock &&other) noexcept;
    FolderLock(const FolderLock &) = delete;
    FolderLock &operator=(const FolderLock &) = delete;

private:
    explicit FolderLock(int fd);

    int m_fd;
};

/// The files of one certificate with its key. The pair changes in three steps, of which the second
/// counts: the new key beside the old one, the new certificate, the new key in its place. Whoever
/// reads after a crash between them finds the key that belongs to the certificate all the same.
///
/// A protected key does not show whose it is; the line in front of its PEM does.
struct PairFiles
{
    std::filesystem::path certificate, key, newKey;

    PairFiles(const std::filesystem::path &folder, const std::string &name);

    /// Under the folder's lock.
    [[nodiscard]] Result<> save(const KeyedCertificate &pair) const;
    /// The pair as it stands: with the new key if that is the certificate's. The key may be
    /// protected.
    [[nodiscard]] Result<KeyedCertificate> load() const;
    /// The certificate first: without it the key is nothing.
    void remove() const;
    [[nodiscard]] bool exists() const;

    [[nodiscard]] static bool belongTogether(std::string_view certificatePem,
                                             std::string_view keyPem);

private:
    /// Whether a crash left the certificate changed and its key beside its place.
    [[nodiscard]] bool isInterrupted() const;
};

} // namespace otabench::certificates::detail
