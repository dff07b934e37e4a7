// Store's side of the running server's certificate: when the stored one still serves, when it is
// issued anew, and the one from a company CA in its place.
#include "base/files.h"
#include "certificates/detail/builder.h"
#include "certificates/detail/hosts.h"
#include "certificates/detail/pair_files.h"
#include "certificates/detail/server_conf.h"
#include "certificates/detail/x509.h"
#include "certificates/store.h"

#include <algorithm>

namespace otabench::certificates {
namespace fs = std::filesystem;

using detail::FolderLock;
using detail::PairFiles;

namespace {

using std::chrono::system_clock;

constexpr std::chrono::days kRenewBefore{30};

/// Of those that live for weeks only, a third of that.
std::chrono::hours renewBefore(const Validity &validity)
{
    const auto lifetime = validity.lifetime.value_or(datesOf(validity.preset).leafLifetime);
    return std::min<std::chrono::hours>(kRenewBefore, std::chrono::hours(lifetime) / 3);
}

bool names(X509 *certificate, const detail::Host &host)
{
    const auto names = detail::alternativeNames(certificate);
    const auto has = [&](const std::string &name) {
        return std::ranges::find(names, name) != names.end();
    };
    return has("DNS:" + host.text) && (!host.isAddress() || has("IP:" + host.canonical));
}

bool covers(X509 *certificate, const std::vector<detail::Host> &hosts)
{
    return std::ranges::all_of(hosts,
                               [&](const detail::Host &host) { return names(certificate, host); });
}

system_clock::time_point endOf(X509 *certificate)
{
    return system_clock::from_time_t(detail::toTime(X509_get0_notAfter(certificate)));
}

/// Whether a stored server certificate still serves: of this CA, for these hosts, long enough.
bool isGood(const KeyedCertificate &pair, const std::string &authorityPem,
            const std::vector<detail::Host> &hosts, KeyType key,
            system_clock::time_point neededUntil)
{
    if (!PairFiles::belongTogether(pair.certificatePem, pair.keyPem))
        return false;
    const auto certificates = detail::parseCertificates(pair.certificatePem);
    const auto roots = detail::parseCertificates(authorityPem);
    if (!certificates || !roots)
        return false;
    X509 *certificate = certificates->front().get();
    X509 *root = roots->front().get();
    // A CA that ends sooner than that cannot issue anything longer.
    const auto needed = std::min(neededUntil, endOf(root));
    return detail::isSignedBy(certificate, root) && covers(certificate, hosts) &&
           detail::keyText(certificate) == name(key) &&
           system_clock::from_time_t(detail::toTime(X509_get0_notBefore(certificate))) <=
               neededUntil &&
           endOf(certificate) >= needed;
}

/// What a certificate without names has in DER, rather more than less: what is fixed in each, its
/// key and the CA's signature.
std::size_t estimatedBase(KeyType key, X509 *root)
{
    constexpr std::size_t kFixed = 360;
    const auto keyBytes = [](KeyType type) -> std::size_t {
        switch (type) {
        case KeyType::EcP256:
            return 91;
        case KeyType::EcP384:
            return 120;
        case KeyType::Rsa2048:
            return 294;
        case KeyType::Rsa3072:
            return 422;
        case KeyType::Rsa4096:
            return 550;
        }
        return 0;
    };
    const int issuer = i2d_X509_NAME(X509_get_subject_name(root), nullptr);
    const int signature = EVP_PKEY_get_size(X509_get0_pubkey(root));
    return kFixed + keyBytes(key) + static_cast<std::size_t>(std::max(issuer, 0)) +
           static_cast<std::size_t>(std::max(signature, 0));
}

/// As many of the hosts, from the first, as fit into `room` bytes of a certificate; one at least.
std::vector<detail::Host> fitting(std::vector<detail::Host> hosts, std::size_t room)
{
    std::size_t used = 0;
    const auto cost = [](const detail::Host &host) {
        constexpr std::size_t kHead = 2;
        std::size_t bytes = kHead + host.text.size();
        if (host.isAddress())
            bytes += kHead + host.addressBytes.size();
        if (host.canonical != host.text)
            bytes += kHead + host.canonical.size();
        return bytes;
    };
    const auto last = std::ranges::find_if(hosts, [&](const detail::Host &host) {
        used += cost(host);
        return used > room;
    });
    hosts.erase(std::max(last, hosts.begin() + 1), hosts.end());
    return hosts;
}

/// The host of the URL, the names that were asked for, then the addresses.
std::vector<std::string> inOrder(const std::vector<std::string> &hosts,
                                 const std::vector<std::string> &extra)
{
    std::vector<std::string> all;
    if (!hosts.empty())
        all.push_back(hosts.front());
    all.insert(all.end(), extra.begin(), extra.end());
    if (!hosts.empty())
        all.insert(all.end(), hosts.begin() + 1, hosts.end());
    return all;
}

struct Wanted
{
    ServerSettings settings;
    std::vector<detail::Host> hosts;
    std::size_t leftOut = 0;
};

Result<Wanted> wantedOf(const Store &store, const std::vector<std::string> &hosts,
                        const std::string &authorityPem, std::size_t otherBytes)
{
    const auto settings = store.serverSettings();
    if (!settings)
        return tl::unexpected(settings.error());
    auto parsed = detail::parseHosts(inOrder(hosts, settings->names));
    if (!parsed)
        return tl::unexpected(parsed.error());
    const auto roots = detail::parseCertificates(authorityPem);
    if (!roots)
        return tl::unexpected(roots.error());
    const std::size_t base = estimatedBase(settings->key, roots->front().get()) + otherBytes;
    const std::size_t all = parsed->size();
    auto kept = fitting(*std::move(parsed), base < kMostChainBytes ? kMostChainBytes - base : 0);
    const std::size_t leftOut = all - kept.size();
    return Wanted{*settings, std::move(kept), leftOut};
}

/// The new CA's certificate by the one before it, while a rotation lasts.
std::string crossPem(const Store &store, const std::string &authorityPem)
{
    const auto previous = store.previousPem();
    const auto text = readTextFile(store.folder() / "cross.pem");
    if (!previous || !text)
        return {};
    const auto cross = detail::parseCertificates(*text);
    const auto oldCa = detail::parseCertificates(*previous);
    const auto newCa = detail::parseCertificates(authorityPem);
    const bool fits = cross && oldCa && newCa &&
                      detail::isSignedBy(cross->front().get(), oldCa->front().get()) &&
                      EVP_PKEY_eq(X509_get0_pubkey(cross->front().get()),
                                  X509_get0_pubkey(newCa->front().get())) == 1;
    openssl::clearErrors();
    return fits ? *text : std::string();
}

/// Who issues for the running server, and what stands behind its certificate.
struct Issuer
{
    std::string name; ///< of its files
    std::string authorityPem;
    std::string crossPem; ///< empty: none
};

Result<Issuer> issuerOf(const Store &store)
{
    auto current = store.authorityPem();
    if (!current)
        return tl::unexpected(current.error());
    std::string cross = crossPem(store, *current);
    // Boards that know the first CA only must go on: without a cross-certificate, that one issues.
    if (auto previous = store.previousPem(); previous && cross.empty())
        return Issuer{"previous", *std::move(previous), {}};
    return Issuer{"ca", *std::move(current), std::move(cross)};
}

std::size_t derBytes(std::string_view pem)
{
    const auto certificates = detail::parseCertificates(pem);
    std::size_t bytes = 0;
    for (std::size_t i = 0; certificates && i < certificates->size(); ++i)
        bytes += detail::derSize((*certificates)[i].get());
    return bytes;
}

std::string leftOutText(const Wanted &wanted)
{
    if (wanted.leftOut == 0)
        return {};
    return fmt::format("{} of this computer's addresses are not in the server's certificate, which "
                       "has {} bytes at most for the boards' sake; name the one that boards use "
                       "with --bind or otabench-cli cert auto --add-name",
                       wanted.leftOut, kMostChainBytes);
}

} // namespace

Result<ServerIdentity> Store::trustOf() const
{
    auto current = authorityPem();
    if (!current)
        return tl::unexpected(current.error());
    ServerIdentity identity;
    identity.trustPem = *current;
    if (const auto previous = previousPem())
        identity.trustPem += *previous;
    const auto trusted = detail::parseCertificates(identity.trustPem);
    if (!trusted)
        return tl::unexpected(trusted.error().in(m_folder.string()));
    for (const auto &each : *trusted)
        identity.trusted.push_back(detail::fingerprint(each.get()));
    for (const fs::path &file : retiredFiles()) {
        const auto pem = readTextFile(file);
        const auto retired = pem ? detail::parseCertificates(*pem) : tl::unexpected(pem.error());
        if (retired)
            identity.retired.push_back(detail::fingerprint(retired->front().get()));
    }
    return identity;
}

Result<ServerIdentity> Store::trust() const
{
    if (!PairFiles(m_folder, "imported").exists())
        return trustOf();
    auto identity = importedIdentity({"localhost"}, std::chrono::system_clock::now());
    if (identity) { // nothing that is about a server
        identity->server = {};
        identity->warning.clear();
    }
    return identity;
}

Result<ServerIdentity> Store::importedIdentity(const std::vector<std::string> &hosts,
                                               Time now) const
{
    auto pair = PairFiles(m_folder, "imported").load();
    if (!pair)
        return tl::unexpected(pair.error());
    const auto chain = detail::parseCertificates(pair->certificatePem);
    if (!chain)
        return tl::unexpected(chain.error().in(m_folder.string()));
    // The last is what boards trust: one file, so that both change at once.
    ServerIdentity identity{.server = {{}, std::move(pair->keyPem)},
                            .trustPem = detail::toPem(chain->back().get()),
                            .isImported = true};
    for (std::size_t i = 0; i + 1 < chain->size(); ++i)
        identity.server.certificatePem += detail::toPem((*chain)[i].get());
    identity.trusted.push_back(detail::fingerprint(chain->back().get()));
    X509 *leaf = chain->front().get();
    const auto end = detail::toTime(X509_get0_notAfter(leaf));
    const auto parsed = detail::parseHosts(hosts);
    if (!parsed)
        return tl::unexpected(parsed.error());
    const auto warn = [&identity](std::string text) {
        identity.warning += (identity.warning.empty() ? "" : "; ") + std::move(text);
    };
    if (!names(leaf, parsed->front()))
        warn(fmt::format(
            "the imported certificate does not name {}; boards refuse it there: name a host that "
            "it has, request another (otabench-cli cert request --host {}), or go back to the lab "
            "CA (otabench-cli cert forget)",
            parsed->front().text, parsed->front().text));
    if (endOf(leaf) < now + kRenewBefore)
        warn(fmt::format("the imported certificate {} on {}; request another with: otabench-cli "
                         "cert request",
                         endOf(leaf) < now ? "ended" : "ends", detail::dateText(end)));
    return identity;
}

Result<std::optional<ServerIdentity>> Store::storedIdentity(const std::vector<std::string> &hosts,
                                                            Time now, Need need) const
{
    auto identity = trustOf();
    if (!identity)
        return tl::unexpected(identity.error());
    const auto issuer = issuerOf(*this);
    if (!issuer)
        return tl::unexpected(issuer.error());
    const auto wanted = wantedOf(*this, hosts, issuer->authorityPem, derBytes(issuer->crossPem));
    if (!wanted)
        return tl::unexpected(wanted.error());
    const Time neededUntil =
        need == Need::ForWeeks ? now + renewBefore(wanted->settings.validity) : now;
    auto stored = PairFiles(m_folder, "server").load();
    if (!stored ||
        !isGood(*stored, issuer->authorityPem, wanted->hosts, wanted->settings.key, neededUntil))
        return std::nullopt;
    identity->server = *std::move(stored);
    identity->server.certificatePem += issuer->crossPem;
    identity->warning = leftOutText(*wanted);
    return std::optional(*std::move(identity));
}

Result<ServerIdentity> Store::issuedIdentity(const std::vector<std::string> &hosts)
{
    auto identity = trustOf();
    if (!identity)
        return identity;
    const auto issuer = issuerOf(*this);
    if (!issuer)
        return tl::unexpected(issuer.error());
    const auto authority = openPair(issuer->name);
    if (!authority)
        return tl::unexpected(authority.error());
    const auto wanted = wantedOf(*this, hosts, issuer->authorityPem, derBytes(issuer->crossPem));
    if (!wanted)
        return tl::unexpected(wanted.error());
    ServerOptions options{
        .key = wanted->settings.key, .validity = wanted->settings.validity, .mostChainBytes = 0};
    for (const detail::Host &host : wanted->hosts)
        options.hosts.push_back(host.text);
    auto fresh = authority->issueServer(options);
    if (!fresh)
        return tl::unexpected(fresh.error());
    if (auto saved = PairFiles(m_folder, "server").save(*fresh); !saved)
        return tl::unexpected(saved.error());
    identity->server = *std::move(fresh);
    identity->server.certificatePem += issuer->crossPem;
    identity->warning = leftOutText(*wanted);
    return identity;
}

Result<ServerIdentity> Store::serverIdentity(const std::vector<std::string> &hosts, Time now)
{
    if (PairFiles(m_folder, "imported").exists())
        return importedIdentity(hosts, now);
    if (const auto current = authorityPem(); !current) {
        if (current.error().code != ErrorCode::CertificateMissing)
            return tl::unexpected(current.error());
        if (auto made = ensureAuthority({}); !made)
            return tl::unexpected(made.error());
    }
    {
        const auto lock = FolderLock::take(m_folder);
        if (!lock)
            return tl::unexpected(lock.error());
        auto stored = storedIdentity(hosts, now, Need::ForWeeks);
        if (!stored)
            return tl::unexpected(stored.error());
        if (*stored)
            return **std::move(stored);
    }
    const auto asked = askWhereProtected();
    const auto lock = FolderLock::take(m_folder);
    if (!lock)
        return tl::unexpected(lock.error());
    return asked ? issuedIdentity(hosts) : lastResort(hosts, now, asked.error());
}

Result<ServerIdentity> Store::lastResort(const std::vector<std::string> &hosts, Time now,
                                         const Error &why) const
{
    auto found = hosts.empty()
                     ? std::nullopt
                     : storedIdentity({hosts.front()}, now, Need::Now).value_or(std::nullopt);
    if (!found)
        return tl::unexpected(why);
    ServerIdentity stored = *std::move(found);
    stored.warning = fmt::format(
        "the server's certificate should be issued anew (other addresses, or its end is near), "
        "but cannot: {}",
        why.text);
    return stored;
}

Result<ServerSettings> Store::serverSettings() const
{
    const fs::path file = m_folder / "server.conf";
    std::error_code error;
    if (!fs::exists(file, error))
        return ServerSettings();
    const auto text = readTextFile(file, 1u << 20);
    if (!text)
        return tl::unexpected(text.error());
    auto settings = detail::parseServerConf(*text);
    if (!settings)
        return tl::unexpected(settings.error().in(file.string()));
    return settings;
}

Result<> Store::saveServerSettings(const ServerSettings &settings)
{
    if (!settings.names.empty()) {
        if (const auto parsed = detail::parseHosts(settings.names); !parsed)
            return tl::unexpected(parsed.error());
    }
    if (settings.validity.lifetime) {
        if (auto possible = detail::checkLifetime(*settings.validity.lifetime); !possible)
            return possible;
    }
    if (auto made = makeFolder(m_folder, FileMode::Private); !made)
        return made;
    const auto lock = FolderLock::take(m_folder);
    if (!lock)
        return tl::unexpected(lock.error());
    auto written = writeFileAtomically(m_folder / "server.conf", detail::serverConf(settings),
                                       FileMode::Public);
    if (written)
        PairFiles(m_folder, "server").remove();
    return written;
}

Result<> Store::importServer(const KeyedCertificate &pair, const std::string &rootPem)
{
    if (!PairFiles::belongTogether(pair.certificatePem, pair.keyPem))
        return fail(ErrorCode::KeyInvalid,
                    "the private key is not the key of the server's certificate");
    const auto chain = detail::parseCertificates(pair.certificatePem);
    const auto root = detail::parseCertificates(rootPem);
    if (!chain || !root)
        return tl::unexpected(chain ? root.error() : chain.error());
    std::string all;
    for (const auto &each : *chain)
        all += detail::toPem(each.get());
    const std::string trust = detail::toPem(root->front().get());
    if (auto made = makeFolder(m_folder, FileMode::Private); !made)
        return made;
    const auto lock = FolderLock::take(m_folder);
    if (!lock)
        return tl::unexpected(lock.error());
    auto saved = PairFiles(m_folder, "imported").save({all + trust, pair.keyPem});
    if (saved) // for people: to build it into firmware
        saved = writeFileAtomically(m_folder / "imported-root.pem", trust, FileMode::Public);
    return saved;
}

Result<> Store::forgetImported()
{
    const auto lock = FolderLock::take(m_folder);
    if (!lock)
        return tl::unexpected(lock.error());
    const PairFiles files(m_folder, "imported");
    if (!files.exists())
        return fail(ErrorCode::NotFound,
                    "no certificate of another CA was imported; the server uses the lab CA's");
    files.remove();
    std::error_code error;
    fs::remove(m_folder / "imported-root.pem", error);
    return {};
}

} // namespace otabench::certificates
