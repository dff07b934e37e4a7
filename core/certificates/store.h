#pragma once

#include "certificates/authority.h"

#include <filesystem>
#include <string>
#include <vector>

namespace otabench::certificates {

/// The lab's certificates on disk: <folder>/ca.pem, ca.key (0600), server.pem, server.key (0600).
/// Not thread-safe; use from one thread at a time. Files appear whole or not at all.
class Store
{
public:
    explicit Store(std::filesystem::path folder);

    /// CertificateMissing when none has been made ("run: otabench-cli ca create").
    [[nodiscard]] Result<Authority> authority() const;

    enum class Overwrite
    {
        No,
        Yes
    };
    /// AlreadyExists when there is one and overwrite is No.
    [[nodiscard]] Result<> saveAuthority(const Authority &authority, Overwrite overwrite);

    /// The existing CA, or a fresh one that has been saved.
    [[nodiscard]] Result<Authority> ensureAuthority(const AuthorityOptions &options);

    /// A server certificate of the CA that covers all `hosts` and holds for 30 days yet: the stored
    /// one, or a newly issued one that has been stored.
    [[nodiscard]] Result<KeyedCertificate> ensureServer(const Authority &authority,
                                                        const std::vector<std::string> &hosts);

    /// Keeps a certificate that was issued to files elsewhere, so that files() shows it.
    [[nodiscard]] Result<> record(const std::string &certificatePem);

    /// The certificates here: ca.pem, server.pem, then what was recorded. Those that exist.
    [[nodiscard]] std::vector<std::filesystem::path> files() const;

    [[nodiscard]] const std::filesystem::path &folder() const { return m_folder; }

private:
    std::filesystem::path m_folder;
};

} // namespace otabench::certificates
