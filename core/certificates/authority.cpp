#include "certificates/authority.h"

#include "base/assert.h"
#include "certificates/detail/builder.h"
#include "certificates/detail/x509.h"

#include <algorithm>
#include <ctime>

namespace otabench::certificates {
namespace {

using detail::CertificateBuilder;
using detail::Purpose;
using openssl::Certificate;
using openssl::Pkey;

constexpr std::size_t kMaxCommonName = 64; // RFC 5280 appendix A.1, ub-common-name

tl::unexpected<Error> opensslFailed(std::string_view what)
{
    return fail(ErrorCode::Internal, "cannot make the certificate ({}): {}", what,
                openssl::takeErrors());
}

/// A root of its own: subject and issuer are `subject`.
Result<KeyedCertificate> makeRoot(X509_NAME *subject, KeyType type, const Validity &validity)
{
    const auto span = detail::spanOf(validity, Purpose::Authority);
    if (!span)
        return tl::unexpected(span.error());
    auto key = detail::generateKey(type);
    if (!key)
        return tl::unexpected(key.error());
    openssl::clearErrors();
    CertificateBuilder builder;
    X509 *certificate = builder.get();
    const bool made =
        builder.setSerial() && X509_set_subject_name(certificate, subject) == 1 &&
        X509_set_issuer_name(certificate, subject) == 1 &&
        builder.setDates(span->from, span->until) &&
        X509_set_pubkey(certificate, key->get()) == 1 &&
        // One CA below it, for crossSign().
        builder.add(NID_basic_constraints, "critical,CA:TRUE,pathlen:1", certificate) &&
        builder.add(NID_key_usage, "critical,keyCertSign,cRLSign", certificate) &&
        builder.add(NID_subject_key_identifier, "hash", certificate) &&
        X509_sign(certificate, key->get(), EVP_sha256()) > 0;
    if (!made)
        return opensslFailed("its own root");
    return KeyedCertificate{detail::toPem(certificate), detail::toPem(key->get())};
}

/// A CA's certificate and key, read once for one issue.
struct Signer
{
    Certificate root;
    Pkey key;

    static Result<Signer> of(const KeyedCertificate &keyed)
    {
        auto roots = detail::parseCertificates(keyed.certificatePem);
        auto key = detail::parseKey(keyed.keyPem);
        OTABENCH_ASSERT(roots && key); // as create() and fromPem() left them
        X509 *root = roots->front().get();
        const std::time_t end = detail::toTime(X509_get0_notAfter(root));
        if (end <= std::time(nullptr))
            return fail(ErrorCode::CertificateInvalid,
                        "the lab CA \"{}\" ended on {}; make a new one with: otabench-cli ca "
                        "create --force",
                        detail::commonName(root), detail::dateText(end));
        return Signer{std::move(roots->front()), *std::move(key)};
    }

    /// What fits into the CA's own time.
    [[nodiscard]] detail::Span within(const detail::Span &wanted) const
    {
        return {std::max(wanted.from, detail::toTime(X509_get0_notBefore(root.get()))),
                std::min(wanted.until, detail::toTime(X509_get0_notAfter(root.get())))};
    }

    [[nodiscard]] bool finish(CertificateBuilder &builder) const
    {
        return builder.add(NID_subject_key_identifier, "hash", root.get()) &&
               builder.add(NID_authority_key_identifier, "keyid", root.get()) &&
               X509_sign(builder.get(), key.get(), EVP_sha256()) > 0;
    }
};

Result<> checkSize(X509 *certificate, std::size_t limit)
{
    const std::size_t size = detail::derSize(certificate);
    if (limit != 0 && size > limit)
        return fail(ErrorCode::InvalidArgument,
                    "the certificate has {} bytes, {} more than boards with small TLS buffers "
                    "take; name fewer hosts, take a key of type ec-p256, or raise --max-chain",
                    size, size - limit);
    return {};
}

} // namespace

Authority::Authority(KeyedCertificate root)
    : m_root(std::move(root))
{
}

Result<Authority> Authority::create(const AuthorityOptions &options)
{
    const std::string &commonName = options.commonName;
    const bool blank = commonName.find_first_not_of(' ') == std::string::npos;
    const bool control =
        std::ranges::any_of(commonName, [](unsigned char c) { return c < ' ' || c == 0x7F; });
    if (blank || control || commonName.size() > kMaxCommonName)
        return fail(ErrorCode::InvalidArgument,
                    "\"{}\" cannot be the CA's name; give 1 to {} bytes of text on one line",
                    commonName, kMaxCommonName);
    openssl::clearErrors();
    const openssl::Name subject(X509_NAME_new());
    if (subject == nullptr || !detail::addCommonName(subject.get(), commonName))
        return opensslFailed(commonName);
    auto root = makeRoot(subject.get(), options.key, options.validity);
    if (!root)
        return tl::unexpected(root.error());
    return Authority(*std::move(root));
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
    const auto span = detail::spanOf(options.validity, Purpose::Leaf);
    if (!span)
        return tl::unexpected(span.error());
    const auto hosts = detail::parseHosts(options.hosts);
    if (!hosts)
        return tl::unexpected(hosts.error());
    const auto signer = Signer::of(m_root);
    if (!signer)
        return tl::unexpected(signer.error());
    auto key = detail::generateKey(options.key);
    if (!key)
        return tl::unexpected(key.error());
    const auto dates = signer->within(*span);
    X509 *root = signer->root.get();
    openssl::clearErrors();
    CertificateBuilder builder;
    X509 *certificate = builder.get();
    const bool made = builder.setSerial() &&
                      builder.setCommonName(detail::serverCommonName(*hosts)) &&
                      X509_set_issuer_name(certificate, X509_get_subject_name(root)) == 1 &&
                      builder.setDates(dates.from, dates.until) &&
                      X509_set_pubkey(certificate, key->get()) == 1 &&
                      builder.add(NID_basic_constraints, "critical,CA:FALSE", root) &&
                      builder.add(NID_key_usage, detail::serverKeyUsage(key->get()), root) &&
                      builder.add(NID_ext_key_usage, "serverAuth", root) &&
                      builder.addNames(*hosts) && signer->finish(builder);
    if (!made)
        return opensslFailed(hosts->front().text);
    if (auto fits = checkSize(certificate, options.mostChainBytes); !fits)
        return tl::unexpected(fits.error());
    return KeyedCertificate{detail::toPem(certificate), detail::toPem(key->get())};
}

Result<KeyedCertificate> Authority::issueClient(const ClientOptions &options) const
{
    const auto span = detail::spanOf(options.validity, Purpose::Leaf);
    if (!span)
        return tl::unexpected(span.error());
    const auto mac = parseMac(options.mac);
    if (!mac)
        return tl::unexpected(mac.error());
    const auto signer = Signer::of(m_root);
    if (!signer)
        return tl::unexpected(signer.error());
    auto key = detail::generateKey(options.key);
    if (!key)
        return tl::unexpected(key.error());
    std::string digits = *mac;
    std::erase(digits, ':');
    const auto dates = signer->within(*span);
    X509 *root = signer->root.get();
    openssl::clearErrors();
    CertificateBuilder builder;
    X509 *certificate = builder.get();
    const bool made = builder.setSerial() && builder.setCommonName(*mac) &&
                      X509_set_issuer_name(certificate, X509_get_subject_name(root)) == 1 &&
                      builder.setDates(dates.from, dates.until) &&
                      X509_set_pubkey(certificate, key->get()) == 1 &&
                      builder.add(NID_basic_constraints, "critical,CA:FALSE", root) &&
                      builder.add(NID_key_usage, "critical,digitalSignature", root) &&
                      builder.add(NID_ext_key_usage, "clientAuth", root) &&
                      builder.addUri("urn:dev:mac:" + digits) && signer->finish(builder);
    if (!made)
        return opensslFailed(*mac);
    return KeyedCertificate{detail::toPem(certificate), detail::toPem(key->get())};
}

Result<Authority> Authority::makeSuccessor(KeyType key, const Validity &validity) const
{
    const auto own = detail::parseCertificates(m_root.certificatePem);
    OTABENCH_ASSERT(own);
    auto root = makeRoot(X509_get_subject_name(own->front().get()), key, validity);
    if (!root)
        return tl::unexpected(root.error());
    return Authority(*std::move(root));
}

Result<std::string> Authority::crossSign(const Authority &successor) const
{
    const auto signer = Signer::of(m_root);
    if (!signer)
        return tl::unexpected(signer.error());
    const auto subject = detail::parseCertificates(successor.m_root.certificatePem);
    OTABENCH_ASSERT(subject);
    X509 *next = subject->front().get();
    X509 *root = signer->root.get();
    if (X509_get_pathlen(root) == 0)
        return fail(ErrorCode::NotSupported,
                    "the CA \"{}\" allows no other CA below it (pathlen 0)",
                    detail::commonName(root));
    const auto dates = signer->within(
        {detail::toTime(X509_get0_notBefore(next)), detail::toTime(X509_get0_notAfter(next))});
    openssl::clearErrors();
    CertificateBuilder builder;
    X509 *certificate = builder.get();
    const bool made = builder.setSerial() &&
                      X509_set_subject_name(certificate, X509_get_subject_name(next)) == 1 &&
                      X509_set_issuer_name(certificate, X509_get_subject_name(root)) == 1 &&
                      builder.setDates(dates.from, dates.until) &&
                      X509_set_pubkey(certificate, X509_get0_pubkey(next)) == 1 &&
                      builder.add(NID_basic_constraints, "critical,CA:TRUE,pathlen:1", root) &&
                      builder.add(NID_key_usage, "critical,keyCertSign,cRLSign", root) &&
                      signer->finish(builder);
    if (!made)
        return opensslFailed(detail::commonName(next));
    return detail::toPem(certificate);
}

Result<KeyedCertificate> makeSelfSigned(const ServerOptions &options)
{
    const auto span = detail::spanOf(options.validity, Purpose::Leaf);
    if (!span)
        return tl::unexpected(span.error());
    const auto hosts = detail::parseHosts(options.hosts);
    if (!hosts)
        return tl::unexpected(hosts.error());
    auto key = detail::generateKey(options.key);
    if (!key)
        return tl::unexpected(key.error());
    openssl::clearErrors();
    CertificateBuilder builder;
    X509 *certificate = builder.get();
    // CA:TRUE as `openssl req -x509` has it: some stacks take only CA certificates as trusted
    // roots.
    const bool made =
        builder.setSerial() && builder.setCommonName(detail::serverCommonName(*hosts)) &&
        X509_set_issuer_name(certificate, X509_get_subject_name(certificate)) == 1 &&
        builder.setDates(span->from, span->until) &&
        X509_set_pubkey(certificate, key->get()) == 1 &&
        builder.add(NID_basic_constraints, "critical,CA:TRUE,pathlen:0", certificate) &&
        builder.add(NID_key_usage, detail::serverKeyUsage(key->get()) + ",keyCertSign",
                    certificate) &&
        builder.add(NID_ext_key_usage, "serverAuth", certificate) && builder.addNames(*hosts) &&
        builder.add(NID_subject_key_identifier, "hash", certificate) &&
        X509_sign(certificate, key->get(), EVP_sha256()) > 0;
    if (!made)
        return opensslFailed(hosts->front().text);
    if (auto fits = checkSize(certificate, options.mostChainBytes); !fits)
        return tl::unexpected(fits.error());
    return KeyedCertificate{detail::toPem(certificate), detail::toPem(key->get())};
}

} // namespace otabench::certificates
