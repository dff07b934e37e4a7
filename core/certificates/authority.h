#pragma once

#include "base/error.h"

#include <chrono>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace otabench::certificates {

enum class KeyType
{
    EcP256,
    EcP384,
    Rsa2048,
    Rsa3072,
    Rsa4096
};

/// "ec-p256", "ec-p384", "rsa-2048", …
[[nodiscard]] std::string_view name(KeyType type);
[[nodiscard]] Result<KeyType> keyTypeFromName(std::string_view name);

/// What such a key costs a board in each full TLS handshake, in a sentence: the check of a
/// signature, and the bytes it receives. Source of the times: the limits ESP-IDF's own tests set
/// (components/mbedtls/test_apps/mbedtls_ut/include/crypto_performance.h).
[[nodiscard]] std::string_view handshakeCost(KeyType type);

/// A certificate (or chain, leaf first) with its private key, both PEM.
struct KeyedCertificate
{
    std::string certificatePem;
    std::string keyPem; ///< never log
};

/// From when and for how long, as one word.
enum class Preset
{
    Bench, ///< long, and valid since 1970-01-01: boards without a set clock accept it
    Audit  ///< a year, begun the day before: what auditors expect; boards need a set clock
};

/// "bench", "audit".
[[nodiscard]] std::string_view name(Preset preset);
[[nodiscard]] Result<Preset> presetFromName(std::string_view name);

struct PresetDates
{
    std::chrono::days authorityLifetime;
    std::chrono::days leafLifetime; ///< of server and client certificates
    bool fromEpoch = false;         ///< else from the day before
};

[[nodiscard]] PresetDates datesOf(Preset preset);

struct Validity
{
    Preset preset = Preset::Bench;
    std::optional<std::chrono::days> lifetime;                      ///< instead of the preset's
    std::optional<std::chrono::system_clock::time_point> notBefore; ///< instead of the preset's
};

struct AuthorityOptions
{
    std::string commonName = "otabench lab CA";
    KeyType key = KeyType::EcP256;
    Validity validity = {};
};

/// What small TLS buffers on boards take without thinking.
constexpr std::size_t kMostChainBytes = 2048;

struct ServerOptions
{
    std::vector<std::string> hosts; ///< address literals or names; the first is the CN
    KeyType key = KeyType::EcP256;
    Validity validity = {};
    std::size_t mostChainBytes = kMostChainBytes; ///< 0: no limit
};

struct ClientOptions
{
    std::string mac; ///< of the board: 24:6f:28:00:00:01, also with hyphens or without separators
    KeyType key = KeyType::EcP256;
    Validity validity = {};
};

/// "24:6f:28:00:00:01" of a MAC in any of the usual forms; InvalidArgument for what is none.
[[nodiscard]] Result<std::string> parseMac(std::string_view text);

/// The lab's own CA: one key, one self-signed root. Immutable; any thread.
class Authority
{
public:
    /// A fresh key and root: CA:TRUE, keyCertSign and cRLSign, back-dated.
    [[nodiscard]] static Result<Authority> create(const AuthorityOptions &options);

    /// From PEM texts. CertificateInvalid when it is no CA certificate, KeyInvalid when the key is
    /// not its key.
    [[nodiscard]] static Result<Authority> fromPem(std::string certificatePem, std::string keyPem);

    [[nodiscard]] const std::string &certificatePem() const { return m_root.certificatePem; }

    [[nodiscard]] const KeyedCertificate &keyed() const { return m_root; }

    /// A server certificate as boards of every Mbed TLS age accept it: CN = first host; SAN with
    /// DNS: for every host and IP: too for address literals (Mbed TLS before 3.5 does not read IP
    /// SANs and compares the literal with the DNS names); digitalSignature (and keyEncipherment for
    /// RSA), serverAuth, back-dated; never beyond the CA's own end. certificatePem is the leaf
    /// alone: boards have the root. InvalidArgument for no or malformed hosts, and for a
    /// certificate above the limit of bytes.
    [[nodiscard]] Result<KeyedCertificate> issueServer(const ServerOptions &options) const;

    /// A board's certificate for mutual TLS: CN = its MAC, SAN = urn:dev:mac:246f28000001
    /// (RFC 9039), clientAuth. InvalidArgument for what is no MAC.
    [[nodiscard]] Result<KeyedCertificate> issueClient(const ClientOptions &options) const;

    /// A fresh key and root of the same name, to follow this CA.
    [[nodiscard]] Result<Authority> makeSuccessor(KeyType key, const Validity &validity) const;

    /// The successor's certificate, signed by this CA ("new with old", RFC 4210 section 4.4): with
    /// it behind a server certificate of the successor, boards that trust either CA accept that.
    /// NotSupported for a CA that allows no other below it: RFC 5280 does not count self-issued
    /// certificates there, but Mbed TLS counts the one that the CA itself has signed
    /// (library/x509_crt.c, x509_crt_verify_chain, self_cnt).
    [[nodiscard]] Result<std::string> crossSign(const Authority &successor) const;

private:
    explicit Authority(KeyedCertificate root);

    KeyedCertificate m_root;
};

/// The one-certificate flow: a self-signed server certificate that boards trust directly.
[[nodiscard]] Result<KeyedCertificate> makeSelfSigned(const ServerOptions &options);

struct RequestOptions
{
    std::vector<std::string> hosts; ///< as of ServerOptions
    KeyType key = KeyType::EcP256;
    std::string organization; ///< some company CAs want one; empty: none
};

/// A PKCS#10 request for a company CA, and its fresh key.
struct KeyedRequest
{
    std::string requestPem;
    std::string keyPem; ///< never log
};

/// Asks for the names that boards of every Mbed TLS age need. InvalidArgument as issueServer().
[[nodiscard]] Result<KeyedRequest> makeRequest(const RequestOptions &options);

} // namespace otabench::certificates
