#pragma once

#include "certificates/authority.h"
#include "certificates/import.h"
#include "certificates/private_key.h"

#include <chrono>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

namespace otabench::certificates {

/// How the certificate that the running server shows is to be, beyond this computer's addresses.
struct ServerSettings
{
    std::vector<std::string> names; ///< hosts that boards use besides the addresses
    KeyType key = KeyType::EcP256;
    Validity validity = {};
};

/// What a server shows, and what boards have to trust for it.
struct ServerIdentity
{
    KeyedCertificate server; ///< the chain as it is served, leaf first
    /// PEM of the CAs to trust, the newest first: two while a rotation lasts. What the agent sends.
    std::string trustPem;
    std::vector<std::string> trusted; ///< SHA-256 fingerprints, in that order
    std::vector<std::string> retired; ///< of CAs that boards are to forget
    bool isImported = false;          ///< of a company CA: not issued or renewed here
    std::string warning;              ///< what a person should know; empty: nothing
};

/// The lab's certificates on disk. Not thread-safe; use from one thread at a time. Files appear
/// whole or not at all. In its folder:
///
///   ca.pem, ca.key              the CA that issues; the key is 0600, and protected when its owner
///                               gave a passphrase
///   previous.pem, .key          the CA before it, while a rotation lasts
///   cross.pem                   ca.pem's key, signed by previous.key
///   retired/<sha256>.pem        CAs that boards are to forget
///   server.pem, .key            the running server's, issued and replaced as needed
///   server.conf                 ServerSettings
///   imported.pem, .key          the server's instead, from a company CA; its last certificate is
///                               what boards trust, which imported-root.pem repeats for people
///   requests/<sha256>.key       keys whose certificates a company CA has been asked for
///   issued/<sha256>.pem         what was issued to files elsewhere
///   boards.tsv                  which board trusts which CA, see TrustBook
class Store
{
public:
    using Time = std::chrono::system_clock::time_point;

    /// @param passphrase  asked once when a protected CA key has to be opened, and kept in memory
    ///                    for later; nothing: $OTABENCH_CA_PASSPHRASE.
    explicit Store(std::filesystem::path folder, PassphraseSource passphrase = {});

    /// CertificateMissing when none has been made ("run: otabench-cli ca create"); KeyInvalid for a
    /// passphrase that is missing or wrong.
    [[nodiscard]] Result<Authority> authority() const;
    /// The CA's certificate alone: needs no passphrase.
    [[nodiscard]] Result<std::string> authorityPem() const;
    [[nodiscard]] bool isAuthorityProtected() const;

    enum class Overwrite
    {
        No,
        Yes
    };
    /// AlreadyExists when there is one and overwrite is No. With a passphrase the key is protected
    /// with it.
    [[nodiscard]] Result<> saveAuthority(const Authority &authority, Overwrite overwrite,
                                         const std::optional<std::string> &passphrase = {});

    /// The existing CA, or a fresh one that has been saved; protected where
    /// $OTABENCH_CA_PASSPHRASE is set.
    [[nodiscard]] Result<Authority> ensureAuthority(const AuthorityOptions &options);

    /// Protects the key anew, or, without a passphrase, keeps it in the open (0600).
    [[nodiscard]] Result<> changePassphrase(const std::optional<std::string> &passphrase);

    // Rotation.

    /// A second CA; both are trusted until retire(). The server's certificate is of the second from
    /// now on, with a cross-certificate for boards that know the first only. A first CA that allows
    /// none (an imported one with pathlen 0) issues until it is retired instead.
    /// AlreadyExists while another rotation lasts.
    [[nodiscard]] Result<Authority> rotate(KeyType key, const Validity &validity);
    /// The first CA while a rotation lasts.
    [[nodiscard]] std::optional<std::string> previousPem() const;

    enum class Retire
    {
        WhenTrusted,
        ByForce
    };
    /// Ends the rotation: boards are to forget the first CA. CertificateInvalid, with the boards'
    /// names, while a known board does not trust the new one; NotFound when no rotation lasts.
    [[nodiscard]] Result<> retire(Retire how);
    [[nodiscard]] std::vector<std::filesystem::path> retiredFiles() const;

    // The running server.

    /// The server's certificate for `hosts` (the first is the one in the boards' URL) and the names
    /// of the settings: the stored one while it is of this CA, covers them, and holds for 30 days
    /// yet; else a newly issued one that has been stored, with a fresh CA where there is none.
    /// Keeps within kMostChainBytes by leaving out the last of the hosts. An imported certificate
    /// takes its place whatever the addresses are; the warning tells what it lacks.
    [[nodiscard]] Result<ServerIdentity>
    serverIdentity(const std::vector<std::string> &hosts,
                   Time now = std::chrono::system_clock::now());

    /// What boards are to trust now (trustPem, trusted, retired); issues nothing.
    /// CertificateMissing where no CA has been made yet.
    [[nodiscard]] Result<ServerIdentity> trust() const;

    [[nodiscard]] Result<ServerSettings> serverSettings() const;
    /// The next serverIdentity() issues anew. InvalidArgument for malformed names.
    [[nodiscard]] Result<> saveServerSettings(const ServerSettings &settings);

    // A company CA.

    /// Keeps the key of a request until its certificate comes.
    [[nodiscard]] Result<> saveRequest(const KeyedRequest &request);
    /// The keys of requests that wait, PEM.
    [[nodiscard]] std::vector<std::string> requestKeys() const;
    /// The server shows this from now on. `rootPem`: what boards have to trust.
    [[nodiscard]] Result<> importServer(const KeyedCertificate &pair, const std::string &rootPem);
    /// Back to the lab CA. NotFound when nothing was imported.
    [[nodiscard]] Result<> forgetImported();

    /// Keeps a certificate that was issued to files elsewhere, so that files() shows it.
    [[nodiscard]] Result<> record(const std::string &certificatePem);

    /// The certificates here: ca.pem, previous.pem, server.pem, imported.pem, then what was
    /// recorded. Those that exist.
    [[nodiscard]] std::vector<std::filesystem::path> files() const;

    [[nodiscard]] const std::filesystem::path &folder() const { return m_folder; }

private:
    enum class Need
    {
        Now,
        ForWeeks
    };
    [[nodiscard]] Result<std::string> passphrase() const;
    [[nodiscard]] Result<> askWhereProtected() const;
    [[nodiscard]] Result<Authority> openPair(const std::string &name) const;
    [[nodiscard]] Result<ServerIdentity> importedIdentity(const std::vector<std::string> &hosts,
                                                          Time now) const;
    [[nodiscard]] Result<ServerIdentity> trustOf() const;
    [[nodiscard]] Result<std::optional<ServerIdentity>>
    storedIdentity(const std::vector<std::string> &hosts, Time now, Need need) const;
    [[nodiscard]] Result<ServerIdentity> lastResort(const std::vector<std::string> &hosts, Time now,
                                                    const Error &why) const;
    [[nodiscard]] Result<ServerIdentity> issuedIdentity(const std::vector<std::string> &hosts);

    std::filesystem::path m_folder;
    PassphraseSource m_source;
    mutable std::optional<std::string> m_passphrase; ///< never log
};

} // namespace otabench::certificates
