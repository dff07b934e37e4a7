#include "server/detail/fault_certificates.h"

#include "base/assert.h"
#include "base/openssl.h"

#include <openssl/pem.h>
#include <openssl/rand.h>

#include <array>

namespace otabench::server::detail {
namespace {

constexpr long kDay = 24L * 60 * 60;
constexpr long kYear = 365 * kDay;
constexpr const char *kOtherName = "wrong-name.invalid";

int refusePassword(char *, int, int, void *)
{
    return -1;
}

openssl::Certificate readCertificate(const std::string &pem)
{
    const openssl::Bio bio(BIO_new_mem_buf(pem.data(), static_cast<int>(pem.size())));
    return openssl::Certificate(PEM_read_bio_X509(bio.get(), nullptr, refusePassword, nullptr));
}

openssl::Pkey readKey(const std::string &pem)
{
    const openssl::Bio bio(BIO_new_mem_buf(pem.data(), static_cast<int>(pem.size())));
    return openssl::Pkey(PEM_read_bio_PrivateKey(bio.get(), nullptr, refusePassword, nullptr));
}

openssl::Name nameOf(const char *commonName)
{
    openssl::Name name(X509_NAME_new());
    X509_NAME_add_entry_by_txt(name.get(), "CN", MBSTRING_UTF8,
                               reinterpret_cast<const unsigned char *>(commonName), -1, -1, 0);
    return name;
}

/// Version, a serial number of its own, dates.
void setFrame(X509 *certificate, FaultKind kind)
{
    std::array<unsigned char, 8> serial{};
    const int random = RAND_bytes(serial.data(), serial.size());
    OTABENCH_ASSERT(random == 1);
    serial[0] = static_cast<unsigned char>((serial[0] & 0x7F) | 0x40);
    const openssl::BigNumber number(BN_bin2bn(serial.data(), serial.size(), nullptr));
    BN_to_ASN1_INTEGER(number.get(), X509_get_serialNumber(certificate));
    X509_set_version(certificate, X509_VERSION_3);
    const bool expired = kind == FaultKind::Expired;
    X509_gmtime_adj(X509_getm_notBefore(certificate), expired ? -kYear : -kDay);
    X509_gmtime_adj(X509_getm_notAfter(certificate), expired ? -kDay : kYear);
}

void setNames(X509 *certificate, X509 *own, FaultKind kind)
{
    if (kind == FaultKind::WrongName) {
        X509_set_subject_name(certificate, nameOf(kOtherName).get());
        const openssl::Extension names(
            X509V3_EXT_conf_nid(nullptr, nullptr, NID_subject_alt_name, "DNS:wrong-name.invalid"));
        X509_add_ext(certificate, names.get(), -1);
        return;
    }
    X509_set_subject_name(certificate, X509_get_subject_name(own));
    const int at = X509_get_ext_by_NID(own, NID_subject_alt_name, -1);
    if (at >= 0)
        X509_add_ext(certificate, X509_get_ext(own, at), -1);
}

template <typename Write>
std::string pemOf(Write write)
{
    const openssl::Bio bio(BIO_new(BIO_s_mem()));
    write(bio.get());
    char *text = nullptr;
    const long length = BIO_get_mem_data(bio.get(), &text);
    return {text, static_cast<std::size_t>(length)};
}

} // namespace

Result<CertificateAndKey> makeFaultCertificate(FaultKind kind, const std::string &ownCertificatePem,
                                               const CertificateAndKey &authority)
{
    openssl::clearErrors();
    const openssl::Certificate own = readCertificate(ownCertificatePem);
    if (own == nullptr)
        return fail(ErrorCode::CertificateInvalid, "the server certificate is not readable: {}",
                    openssl::takeErrors());
    openssl::Certificate issuer;
    openssl::Pkey issuerKey;
    if (kind == FaultKind::Certificate) {
        issuerKey.reset(EVP_EC_gen("P-256")); // thrown away: nobody can know it
    } else if (!authority.certificatePem.empty()) {
        issuer = readCertificate(authority.certificatePem);
        issuerKey = readKey(authority.keyPem);
        if (issuer == nullptr || issuerKey == nullptr ||
            X509_check_private_key(issuer.get(), issuerKey.get()) != 1)
            return fail(ErrorCode::KeyInvalid,
                        "the fault bench cannot sign with its CA's certificate and key: {}",
                        openssl::takeErrors());
    }
    const openssl::Pkey key(EVP_EC_gen("P-256"));
    const openssl::Certificate made(X509_new());
    OTABENCH_ASSERT(key != nullptr && made != nullptr);
    setFrame(made.get(), kind);
    setNames(made.get(), own.get(), kind);
    X509_set_pubkey(made.get(), key.get());
    if (issuer != nullptr)
        X509_set_issuer_name(made.get(), X509_get_subject_name(issuer.get()));
    else if (issuerKey != nullptr)
        X509_set_issuer_name(made.get(), nameOf("a CA that nobody knows").get());
    else
        X509_set_issuer_name(made.get(), X509_get_subject_name(made.get()));
    EVP_PKEY *const signer = issuerKey != nullptr ? issuerKey.get() : key.get();
    if (X509_sign(made.get(), signer, EVP_sha256()) == 0)
        return fail(ErrorCode::KeyInvalid, "the fault bench cannot sign a certificate: {}",
                    openssl::takeErrors());
    return CertificateAndKey{
        .certificatePem = pemOf([&](BIO *bio) { PEM_write_bio_X509(bio, made.get()); }),
        .keyPem = pemOf([&](BIO *bio) {
            PEM_write_bio_PrivateKey(bio, key.get(), nullptr, nullptr, 0, nullptr, nullptr);
        })};
}

} // namespace otabench::server::detail
