#include "certificates/detail/x509.h"

#include "base/assert.h"
#include "base/hex.h"

#include <arpa/inet.h>
#include <fmt/chrono.h>
#include <openssl/err.h>
#include <openssl/pem.h>

#include <algorithm>
#include <array>
#include <cctype>

namespace otabench::certificates::detail {
namespace {

using GeneralNames = openssl::Owned<GENERAL_NAMES, GENERAL_NAMES_free>;

openssl::Bio readerOf(std::string_view text)
{
    openssl::Bio bio(BIO_new_mem_buf(text.data(), static_cast<int>(text.size())));
    OTABENCH_ASSERT(bio != nullptr);
    return bio;
}

std::string contentOf(BIO *bio)
{
    char *data = nullptr;
    const long length = BIO_get_mem_data(bio, &data);
    return {data, static_cast<std::size_t>(length)};
}

/// Takes the place of OpenSSL's own, which would ask on the terminal.
int refusePassphrase(char *, int, int, void *wasAsked)
{
    *static_cast<bool *>(wasAsked) = true;
    return -1;
}

std::string addressText(const ASN1_OCTET_STRING *address)
{
    std::array<char, INET6_ADDRSTRLEN> text{};
    const int length = ASN1_STRING_length(address);
    const int family = length == 4 ? AF_INET : AF_INET6;
    if ((length != 4 && length != 16) ||
        inet_ntop(family, ASN1_STRING_get0_data(address), text.data(), text.size()) == nullptr)
        return "?";
    return text.data();
}

std::string stringOf(const ASN1_STRING *string)
{
    return {reinterpret_cast<const char *>(ASN1_STRING_get0_data(string)),
            static_cast<std::size_t>(ASN1_STRING_length(string))};
}

} // namespace

Result<openssl::Pkey> generateKey(KeyType type)
{
    openssl::clearErrors();
    const auto ec = [](const char *curve) {
        return openssl::Pkey(EVP_PKEY_Q_keygen(nullptr, nullptr, "EC", curve));
    };
    const auto rsa = [](std::size_t bits) {
        return openssl::Pkey(EVP_PKEY_Q_keygen(nullptr, nullptr, "RSA", bits));
    };
    openssl::Pkey key;
    switch (type) {
    case KeyType::EcP256:
        key = ec("P-256");
        break;
    case KeyType::EcP384:
        key = ec("P-384");
        break;
    case KeyType::Rsa2048:
        key = rsa(2048);
        break;
    case KeyType::Rsa3072:
        key = rsa(3072);
        break;
    case KeyType::Rsa4096:
        key = rsa(4096);
        break;
    }
    if (key == nullptr)
        return fail(ErrorCode::Internal, "cannot make a key of type {}: {}", name(type),
                    openssl::takeErrors());
    return key;
}

std::string toPem(EVP_PKEY *key)
{
    const openssl::Bio bio(BIO_new(BIO_s_secmem()));
    OTABENCH_ASSERT(
        bio != nullptr &&
        PEM_write_bio_PKCS8PrivateKey(bio.get(), key, nullptr, nullptr, 0, nullptr, nullptr) == 1);
    return contentOf(bio.get());
}

std::string toPem(X509 *certificate)
{
    const openssl::Bio bio(BIO_new(BIO_s_mem()));
    OTABENCH_ASSERT(bio != nullptr && PEM_write_bio_X509(bio.get(), certificate) == 1);
    return contentOf(bio.get());
}

std::string toPem(X509_REQ *request)
{
    const openssl::Bio bio(BIO_new(BIO_s_mem()));
    OTABENCH_ASSERT(bio != nullptr && PEM_write_bio_X509_REQ(bio.get(), request) == 1);
    return contentOf(bio.get());
}

Result<openssl::Pkey> parseKey(std::string_view pem)
{
    openssl::clearErrors();
    bool wasAsked = false;
    openssl::Pkey key(
        PEM_read_bio_PrivateKey(readerOf(pem).get(), nullptr, refusePassphrase, &wasAsked));
    if (key != nullptr)
        return key;
    const std::string reason = openssl::takeErrors();
    if (wasAsked)
        return fail(ErrorCode::KeyInvalid,
                    "the private key is protected by a passphrase; give the passphrase, or "
                    "take it off with: openssl pkey -in KEY -out PLAIN");
    return fail(ErrorCode::KeyInvalid, "this is no private key in PEM form ({})", reason);
}

Result<std::vector<openssl::Certificate>> parseCertificates(std::string_view pem)
{
    openssl::clearErrors();
    const openssl::Bio bio = readerOf(pem);
    std::vector<openssl::Certificate> certificates;
    bool ignored = false;
    while (X509 *certificate = PEM_read_bio_X509(bio.get(), nullptr, refusePassphrase, &ignored))
        certificates.emplace_back(certificate);
    const bool atEnd = ERR_GET_LIB(ERR_peek_last_error()) == ERR_LIB_PEM &&
                       ERR_GET_REASON(ERR_peek_last_error()) == PEM_R_NO_START_LINE;
    const std::string reason = openssl::takeErrors();
    if (!atEnd)
        return fail(ErrorCode::CertificateInvalid,
                    "certificate {} in this PEM text is damaged ({}); copy it again",
                    certificates.size() + 1, reason);
    if (certificates.empty())
        return fail(ErrorCode::CertificateInvalid,
                    "there is no certificate in this text; a PEM file has a line "
                    "-----BEGIN CERTIFICATE-----");
    return certificates;
}

bool isSignedBy(X509 *certificate, X509 *issuer)
{
    EVP_PKEY *key = X509_get0_pubkey(issuer);
    const bool isSigned = key != nullptr && X509_verify(certificate, key) == 1;
    openssl::clearErrors();
    return isSigned;
}

bool isAuthority(X509 *certificate)
{
    const bool flag = (X509_get_extension_flags(certificate) & EXFLAG_CA) != 0;
    return flag && (X509_get_key_usage(certificate) & KU_KEY_CERT_SIGN) != 0;
}

bool isSelfIssued(X509 *certificate)
{
    return X509_NAME_cmp(X509_get_subject_name(certificate), X509_get_issuer_name(certificate)) ==
           0;
}

std::string fingerprint(X509 *certificate)
{
    std::array<unsigned char, EVP_MAX_MD_SIZE> digest{};
    unsigned length = 0;
    OTABENCH_ASSERT(X509_digest(certificate, EVP_sha256(), digest.data(), &length) == 1);
    return toHex(std::as_bytes(std::span(digest)).first(length));
}

std::string fingerprint(EVP_PKEY *key)
{
    unsigned char *der = nullptr;
    const int length = i2d_PUBKEY(key, &der);
    OTABENCH_ASSERT(length > 0);
    const auto digest =
        openssl::sha256(std::as_bytes(std::span(der, static_cast<std::size_t>(length))));
    OPENSSL_free(der);
    return toHex(digest);
}

std::string keyText(X509 *certificate)
{
    EVP_PKEY *key = X509_get0_pubkey(certificate);
    openssl::clearErrors();
    if (key == nullptr)
        return "unknown";
    const char *type = EVP_PKEY_get0_type_name(key);
    if (EVP_PKEY_is_a(key, "EC") == 1) {
        std::array<char, 64> group{};
        std::size_t length = 0;
        const bool known = EVP_PKEY_get_group_name(key, group.data(), group.size(), &length) == 1;
        const std::string_view curve(group.data(), length);
        if (known && curve == "prime256v1")
            return "ec-p256";
        if (known && curve == "secp384r1")
            return "ec-p384";
        return fmt::format("ec-{}", known ? curve : "unnamed");
    }
    std::string text =
        fmt::format("{}-{}", type != nullptr ? type : "unknown", EVP_PKEY_get_bits(key));
    std::ranges::transform(text, text.begin(),
                           [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
    return text;
}

std::size_t derSize(X509 *certificate)
{
    const int size = i2d_X509(certificate, nullptr);
    return size > 0 ? static_cast<std::size_t>(size) : 0;
}

std::string commonName(X509 *certificate)
{
    X509_NAME *subject = X509_get_subject_name(certificate);
    const int at = X509_NAME_get_index_by_NID(subject, NID_commonName, -1);
    if (at < 0)
        return {};
    unsigned char *utf8 = nullptr;
    const int length =
        ASN1_STRING_to_UTF8(&utf8, X509_NAME_ENTRY_get_data(X509_NAME_get_entry(subject, at)));
    if (length < 0) {
        openssl::clearErrors();
        return {};
    }
    std::string text(reinterpret_cast<char *>(utf8), static_cast<std::size_t>(length));
    OPENSSL_free(utf8);
    // It goes to terminals: without what commands them.
    std::ranges::replace_if(
        text, [](unsigned char c) { return c < ' ' || c == 0x7F; }, '?');
    return text;
}

std::string nameText(const X509_NAME *name)
{
    constexpr unsigned long kFlags =
        (XN_FLAG_ONELINE | ASN1_STRFLGS_ESC_CTRL) & ~(ASN1_STRFLGS_ESC_MSB | XN_FLAG_SPC_EQ);
    const openssl::Bio bio(BIO_new(BIO_s_mem()));
    if (bio == nullptr || X509_NAME_print_ex(bio.get(), name, 0, kFlags) < 0)
        return {};
    char *data = nullptr;
    const long length = BIO_get_mem_data(bio.get(), &data);
    return {data, static_cast<std::size_t>(length)};
}

std::vector<std::string> alternativeNames(X509 *certificate)
{
    std::vector<std::string> texts;
    const GeneralNames names(static_cast<GENERAL_NAMES *>(
        X509_get_ext_d2i(certificate, NID_subject_alt_name, nullptr, nullptr)));
    openssl::clearErrors();
    for (int i = 0; names != nullptr && i < sk_GENERAL_NAME_num(names.get()); ++i) {
        const GENERAL_NAME *name = sk_GENERAL_NAME_value(names.get(), i);
        if (name->type == GEN_DNS)
            texts.push_back("DNS:" + stringOf(name->d.dNSName));
        else if (name->type == GEN_IPADD)
            texts.push_back("IP:" + addressText(name->d.iPAddress));
        else if (name->type == GEN_URI)
            texts.push_back("URI:" + stringOf(name->d.uniformResourceIdentifier));
    }
    return texts;
}

std::time_t toTime(const ASN1_TIME *time)
{
    std::tm fields = {};
    if (ASN1_TIME_to_tm(time, &fields) != 1)
        return 0;
    return timegm(&fields);
}

std::string dateText(std::time_t time)
{
    return fmt::format("{:%Y-%m-%d %H:%M} UTC", fmt::gmtime(time));
}

} // namespace otabench::certificates::detail
