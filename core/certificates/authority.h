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

/// A certificate (or chain, leaf first) with its private key, both PEM.
struct KeyedCertificate
{
    std::string certificatePem;
    std::string keyPem; ///< never log
};

struct AuthorityOptions
{
    std::string commonName = "otabench lab CA";
    KeyType key = KeyType::EcP256;
    std::chrono::days lifetime{3650};
};

struct ServerOptions
{
    std::vector<std::string> hosts; ///< address literals or names; the first is the CN
    KeyType key = KeyType::EcP256;
    std::chrono::days lifetime{825};
};

/// The lab's own CA: one key, one self-signed root. Immutable; any thread.
class Authority
{
public:
    /// A fresh key and root: CA:TRUE, keyCertSign and cRLSign, back-dated by a day so that clocks
    /// slightly behind accept it.
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
    /// alone: boards have the root. InvalidArgument for no or malformed hosts.
    [[nodiscard]] Result<KeyedCertificate> issueServer(const ServerOptions &options) const;

private:
    explicit Authority(KeyedCertificate root);

    KeyedCertificate m_root;
};

/// The one-certificate flow: a self-signed server certificate that boards trust directly.
[[nodiscard]] Result<KeyedCertificate> makeSelfSigned(const ServerOptions &options);

} // namespace otabench::certificates
