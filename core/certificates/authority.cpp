#include "certificates/authority.h"

#include "base/assert.h"
#include "certificates/detail/hosts.h"
#include "certificates/detail/x509.h"

#include <algorithm>
#include <array>
#include <ctime>

namespace otabench::certificates {
namespace {

using openssl::Certificate;
using openssl::Pkey;
using GeneralNames = openssl::Owned<GENERAL_NAMES, GENERAL_NAMES_free>;

constexpr std::time_t kDay = 24 * 60 * 60;
constexpr std::size_t kMaxCommonName = 64; // RFC 5280 appendix A.1, ub-common-name
constexpr std::chrono::days kLongest{36500};

struct KeyName
{
    KeyType type;
    std::string_view name;
};

constexpr std::array kKeyNames{
    KeyName{KeyType::EcP256, "ec-p256"},   KeyName{KeyType::EcP384, "ec-p384"},
    KeyName{KeyType::Rsa2048, "rsa-2048"}, KeyName{KeyType::Rsa3072, "rsa-3072"},
    KeyName{KeyType::Rsa4096, "rsa-4096"},
};

tl::unexpected<Error> opensslFailed(std::string_view what)
{
    return fail(ErrorCode::Internal, "cannot make the certificate ({}): {}", what,
                openssl::takeErrors());
}

Result<> checkLifetime(std::chrono::days lifetime)
{
    if (lifetime < std::chrono::days(1) || lifetime > kLongest)
        return fail(ErrorCode::InvalidArgument,
                    "a lifetime of {} days is not possible; give 1 to {} days", lifetime.count(),
                    kLongest.count());
    return {};
}

bool isRsa(EVP_PKEY *key)
{
    return EVP_PKEY_is_a(key, "RSA") == 1;
}

/// A certificate in the making. Each step returns false on OpenSSL's refusal; errors are in its
/// queue.
class Builder
{
public:
    Builder()
        : m_certificate(X509_new())
    {
        OTABENCH_ASSERT(m_certificate != nullptr && X509_set_version(get(), X509_VERSION_3) == 1);
    }

    [[nodiscard]] X509 *get() const { return m_certificate.get(); }

    /// 127 random bits, so that the number is positive in 16 bytes.
    [[nodiscard]] bool setSerial()
    {
        const openssl::BigNumber number(BN_new());
        return number != nullptr &&
               BN_rand(number.get(), 127, BN_RAND_TOP_ONE, BN_RAND_BOTTOM_ANY) == 1 &&
               BN_to_ASN1_INTEGER(number.get(), X509_get_serialNumber(get())) != nullptr;
    }

    [[nodiscard]] bool setCommonName(const std::string &text)
    {
        return X509_NAME_add_entry_by_NID(X509_get_subject_name(get()), NID_commonName,
                                          MBSTRING_UTF8,
                                          reinterpret_cast<const unsigned char *>(text.data()),
                                          static_cast<int>(text.size()), -1, 0) == 1;
    }

    [[nodiscard]] bool setDates(std::time_t from, std::time_t until)
    {
        return ASN1_TIME_set(X509_getm_notBefore(get()), from) != nullptr &&
               ASN1_TIME_set(X509_getm_notAfter(get()), until) != nullptr;
    }

    /// `value` in the syntax of x509v3_config; never made of outside text.
    [[nodiscard]] bool add(int nid, const std::string &value, X509 *issuer)
    {
        X509V3_CTX context;
        X509V3_set_ctx(&context, issuer, get(), nullptr, nullptr, 0);
        const openssl::Extension extension(
            X509V3_EXT_conf_nid(nullptr, &context, nid, value.c_str()));
        return extension != nullptr && X509_add_ext(get(), extension.get(), -1) == 1;
    }

    [[nodiscard]] bool addNames(const std::vector<detail::Host> &hosts)
    {
        const GeneralNames names(GENERAL_NAMES_new());
        for (const detail::Host &host : hosts) {
            bool added = addName(names.get(), GEN_DNS, host.text);
            if (host.canonical != host.text)
                added = added && addName(names.get(), GEN_DNS, host.canonical);
            if (host.isAddress())
                added = added && addName(names.get(), GEN_IPADD, host.addressBytes);
            if (!added)
                return false;
        }
        return X509_add1_ext_i2d(get(), NID_subject_alt_name, names.get(), 0, X509V3_ADD_DEFAULT) ==
               1;
    }

private:
    static bool addName(GENERAL_NAMES *names, int type, const std::string &value)
    {
        openssl::Owned<GENERAL_NAME, GENERAL_NAME_free> name(GENERAL_NAME_new());
        ASN1_STRING *string =
            ASN1_STRING_type_new(type == GEN_DNS ? V_ASN1_IA5STRING : V_ASN1_OCTET_STRING);
        if (name == nullptr || string == nullptr ||
            ASN1_STRING_set(string, value.data(), static_cast<int>(value.size())) != 1) {
            ASN1_STRING_free(string);
            return false;
        }
        GENERAL_NAME_set0_value(name.get(), type, string);
        if (sk_GENERAL_NAME_push(names, name.get()) <= 0)
            return false;
        static_cast<void>(name.release()); // the stack's now
        return true;
    }

    Certificate m_certificate;
};

std::string serverKeyUsage(EVP_PKEY *key)
{
    return isRsa(key) ? "critical,digitalSignature,keyEncipherment" : "critical,digitalSignature";
}

/// The first host that fits is the CN. Mbed TLS looks at it only where there is no SAN.
std::string serverCommonName(const std::vector<detail::Host> &hosts)
{
    const auto fits = std::ranges::find_if(
        hosts, [](const detail::Host &host) { return host.text.size() <= kMaxCommonName; });
    return fits != hosts.end() ? fits->text : "otabench server";
}

} // namespace

std::string_view name(KeyType type)
{
    const auto found = std::ranges::find(kKeyNames, type, &KeyName::type);
    OTABENCH_ASSERT(found != kKeyNames.end());
    return found->name;
}

Result<KeyType> keyTypeFromName(std::string_view text)
{
    const auto found = std::ranges::find(kKeyNames, text, &KeyName::name);
    if (found == kKeyNames.end())
        return fail(ErrorCode::InvalidArgument,
                    "\"{}\" is no key type; known are ec-p256, ec-p384, rsa-2048, rsa-3072, "
                    "rsa-4096",
                    text);
    return found->type;
}

Authority::Authority(KeyedCertificate root)
    : m_root(std::move(root))
{
}

Result<Authority> Authority::create(const AuthorityOptions &options)
{
    if (auto checked = checkLifetime(options.lifetime); !checked)
        return tl::unexpected(checked.error());
    const std::string &commonName = options.commonName;
    const bool blank = commonName.find_first_not_of(' ') == std::string::npos;
    const bool control =
        std::ranges::any_of(commonName, [](unsigned char c) { return c < ' ' || c == 0x7F; });
    if (blank || control || commonName.size() > kMaxCommonName)
        return fail(ErrorCode::InvalidArgument,
                    "\"{}\" cannot be the CA's name; give 1 to {} bytes of text on one line",
                    commonName, kMaxCommonName);
    auto key = detail::generateKey(options.key);
    if (!key)
        return tl::unexpected(key.error());
    const std::time_t now = std::time(nullptr);
    openssl::clearErrors();
    Builder builder;
    X509 *certificate = builder.get();
    const bool made =
        builder.setSerial() && builder.setCommonName(commonName) &&
        X509_set_issuer_name(certificate, X509_get_subject_name(certificate)) == 1 &&
        builder.setDates(now - kDay, now + options.lifetime.count() * kDay) &&
        X509_set_pubkey(certificate, key->get()) == 1 &&
        builder.add(NID_basic_constraints, "critical,CA:TRUE,pathlen:0", certificate) &&
        builder.add(NID_key_usage, "critical,keyCertSign,cRLSign", certificate) &&
        builder.add(NID_subject_key_identifier, "hash", certificate) &&
        X509_sign(certificate, key->get(), EVP_sha256()) > 0;
    if (!made)
        return opensslFailed(commonName);
    return Authority({detail::toPem(certificate), detail::toPem(key->get())});
}

Result<Authority> Authority::fromPem(std::string certificatePem, std::string keyPem)
{
    const auto certificates = detail::parseCertificates(certificatePem);
    if (!certificates)
        return tl::unexpected(certificates.error());
    const auto key = detail::parseKey(keyPem);
    if (!key)
        return tl::unexpected(key.error());
    const auto own = std::ranges::find_if(*certificates, [&](const Certificate &certificate) {
        return X509_check_private_key(certificate.get(), key->get()) == 1;
    });
    openssl::clearErrors();
    if (own == certificates->end())
        return fail(ErrorCode::KeyInvalid,
                    "the private key is not the key of the certificate \"{}\"; give the pair that "
                    "belongs together",
                    detail::commonName(certificates->front().get()));
    if (!detail::isAuthority(own->get()))
        return fail(ErrorCode::CertificateInvalid,
                    "\"{}\" is no CA certificate: it may not sign others; give the CA's own "
                    "certificate",
                    detail::commonName(own->get()));
    return Authority({detail::toPem(own->get()), detail::toPem(key->get())});
}

Result<KeyedCertificate> Authority::issueServer(const ServerOptions &options) const
{
    if (auto checked = checkLifetime(options.lifetime); !checked)
        return tl::unexpected(checked.error());
    const auto hosts = detail::parseHosts(options.hosts);
    if (!hosts)
        return tl::unexpected(hosts.error());
    const auto roots = detail::parseCertificates(m_root.certificatePem);
    const auto rootKey = detail::parseKey(m_root.keyPem);
    OTABENCH_ASSERT(roots && rootKey); // as create() and fromPem() left them
    X509 *root = roots->front().get();
    const std::time_t now = std::time(nullptr);
    const std::time_t rootEnd = detail::toTime(X509_get0_notAfter(root));
    if (rootEnd <= now)
        return fail(ErrorCode::CertificateInvalid,
                    "the lab CA \"{}\" ended on {}; make a new one with: otabench-cli ca create "
                    "--force",
                    detail::commonName(root), detail::dateText(rootEnd));
    auto key = detail::generateKey(options.key);
    if (!key)
        return tl::unexpected(key.error());

    const std::time_t from = std::max(now - kDay, detail::toTime(X509_get0_notBefore(root)));
    const std::time_t until = std::min(now + options.lifetime.count() * kDay, rootEnd);
    openssl::clearErrors();
    Builder builder;
    X509 *certificate = builder.get();
    const bool made =
        builder.setSerial() && builder.setCommonName(serverCommonName(*hosts)) &&
        X509_set_issuer_name(certificate, X509_get_subject_name(root)) == 1 &&
        builder.setDates(from, until) && X509_set_pubkey(certificate, key->get()) == 1 &&
        builder.add(NID_basic_constraints, "critical,CA:FALSE", root) &&
        builder.add(NID_key_usage, serverKeyUsage(key->get()), root) &&
        builder.add(NID_ext_key_usage, "serverAuth", root) && builder.addNames(*hosts) &&
        builder.add(NID_subject_key_identifier, "hash", root) &&
        builder.add(NID_authority_key_identifier, "keyid", root) &&
        X509_sign(certificate, rootKey->get(), EVP_sha256()) > 0;
    if (!made)
        return opensslFailed(hosts->front().text);
    return KeyedCertificate{detail::toPem(certificate), detail::toPem(key->get())};
}

Result<KeyedCertificate> makeSelfSigned(const ServerOptions &options)
{
    if (auto checked = checkLifetime(options.lifetime); !checked)
        return tl::unexpected(checked.error());
    const auto hosts = detail::parseHosts(options.hosts);
    if (!hosts)
        return tl::unexpected(hosts.error());
    auto key = detail::generateKey(options.key);
    if (!key)
        return tl::unexpected(key.error());
    const std::time_t now = std::time(nullptr);
    openssl::clearErrors();
    Builder builder;
    X509 *certificate = builder.get();
    // CA:TRUE as `openssl req -x509` has it: some stacks take only CA certificates as trusted
    // roots.
    const bool made =
        builder.setSerial() && builder.setCommonName(serverCommonName(*hosts)) &&
        X509_set_issuer_name(certificate, X509_get_subject_name(certificate)) == 1 &&
        builder.setDates(now - kDay, now + options.lifetime.count() * kDay) &&
        X509_set_pubkey(certificate, key->get()) == 1 &&
        builder.add(NID_basic_constraints, "critical,CA:TRUE,pathlen:0", certificate) &&
        builder.add(NID_key_usage, serverKeyUsage(key->get()) + ",keyCertSign", certificate) &&
        builder.add(NID_ext_key_usage, "serverAuth", certificate) && builder.addNames(*hosts) &&
        builder.add(NID_subject_key_identifier, "hash", certificate) &&
        X509_sign(certificate, key->get(), EVP_sha256()) > 0;
    if (!made)
        return opensslFailed(hosts->front().text);
    return KeyedCertificate{detail::toPem(certificate), detail::toPem(key->get())};
}

} // namespace otabench::certificates
