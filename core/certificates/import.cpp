#include "certificates/import.h"

#include "certificates/detail/x509.h"

#include <openssl/err.h>
#include <openssl/pem.h>
#include <openssl/pkcs12.h>
#include <openssl/pkcs7.h>
#include <openssl/provider.h>

#include <algorithm>
#include <memory>

namespace otabench::certificates {
namespace {

using Pkcs7 = openssl::Owned<PKCS7, PKCS7_free>;
using Pkcs12 = openssl::Owned<PKCS12, PKCS12_free>;
using LibraryContext = openssl::Owned<OSSL_LIB_CTX, OSSL_LIB_CTX_free>;
using Provider = openssl::Owned<OSSL_PROVIDER, OSSL_PROVIDER_unload>;
using Certificates = openssl::Owned<STACK_OF(X509), [](STACK_OF(X509) * stack) {
    sk_X509_pop_free(stack, X509_free);
}>;

constexpr std::size_t kMostCertificates = 64;
constexpr std::int64_t kMostIterations = 5'000'000;

openssl::Bio readerOf(std::string_view text)
{
    return openssl::Bio(BIO_new_mem_buf(text.data(), static_cast<int>(text.size())));
}

bool hasPem(std::string_view content, std::string_view label)
{
    return content.find(fmt::format("-----BEGIN {}-----", label)) != std::string_view::npos;
}

/// The certificates of PKCS#7 signed data; nothing when it is none.
std::optional<std::string> fromPkcs7(std::string_view content)
{
    openssl::clearErrors();
    const Pkcs7 message(hasPem(content, "PKCS7")
                            ? PEM_read_bio_PKCS7(readerOf(content).get(), nullptr, nullptr, nullptr)
                            : d2i_PKCS7_bio(readerOf(content).get(), nullptr));
    openssl::clearErrors();
    if (message == nullptr || !PKCS7_type_is_signed(message.get()) || message->d.sign == nullptr)
        return std::nullopt;
    std::string pem;
    const STACK_OF(X509) *certificates = message->d.sign->cert;
    for (int i = 0; certificates != nullptr && i < sk_X509_num(certificates); ++i)
        pem += detail::toPem(sk_X509_value(certificates, i));
    return pem;
}

std::optional<std::string> fromDer(std::string_view content)
{
    openssl::clearErrors();
    const auto *at = reinterpret_cast<const unsigned char *>(content.data());
    const openssl::Certificate certificate(
        d2i_X509(nullptr, &at, static_cast<long>(content.size())));
    openssl::clearErrors();
    if (certificate == nullptr)
        return std::nullopt;
    return detail::toPem(certificate.get());
}

/// OpenSSL with the ciphers of old programs (RC2, DES): many company files are made with them.
struct OldCiphers
{
    LibraryContext context{OSSL_LIB_CTX_new()};
    Provider standard{OSSL_PROVIDER_load(context.get(), "default")};
    Provider legacy{OSSL_PROVIDER_load(context.get(), "legacy")};
};

struct Parsed
{
    openssl::Pkey key;
    openssl::Certificate certificate;
    Certificates others;
    bool wrongPassphrase = false;
};

Parsed parse(PKCS12 *file, const char *passphrase)
{
    openssl::clearErrors();
    EVP_PKEY *key = nullptr;
    X509 *certificate = nullptr;
    STACK_OF(X509) *others = nullptr;
    Parsed parsed;
    if (PKCS12_parse(file, passphrase, &key, &certificate, &others) != 1) {
        parsed.wrongPassphrase =
            ERR_GET_LIB(ERR_peek_last_error()) == ERR_LIB_PKCS12 &&
            ERR_GET_REASON(ERR_peek_last_error()) == PKCS12_R_MAC_VERIFY_FAILURE;
        return parsed;
    }
    parsed.key.reset(key);
    parsed.certificate.reset(certificate);
    parsed.others.reset(others);
    return parsed;
}

/// A file may ask for hours of work before it shows that it is damaged.
bool hasTooManyIterations(const PKCS12 *file)
{
    const ASN1_INTEGER *iterations = nullptr;
    PKCS12_get0_mac(nullptr, nullptr, nullptr, &iterations, file);
    std::int64_t count = 1;
    const bool isGood = iterations == nullptr || ASN1_INTEGER_get_int64(&count, iterations) == 1;
    openssl::clearErrors();
    return !isGood || count < 1 || count > kMostIterations;
}

Result<KeyedCertificate> pairOf(const Parsed &parsed)
{
    std::string pem;
    if (parsed.certificate != nullptr)
        pem = detail::toPem(parsed.certificate.get());
    for (int i = 0; parsed.others != nullptr && i < sk_X509_num(parsed.others.get()); ++i)
        pem += detail::toPem(sk_X509_value(parsed.others.get(), i));
    if (pem.empty())
        return fail(ErrorCode::CertificateInvalid,
                    "the PKCS#12 file has no certificate; export it with its certificate");
    if (parsed.key == nullptr)
        return fail(ErrorCode::KeyInvalid,
                    "the PKCS#12 file has no private key; export it with its key");
    return KeyedCertificate{std::move(pem), detail::toPem(parsed.key.get())};
}

/// The issuer of a certificate among the others; a root before a cross-signed twin of it.
X509 *issuerAmong(const std::vector<openssl::Certificate> &all, X509 *certificate)
{
    X509 *found = nullptr;
    for (const auto &candidate : all) {
        if (candidate.get() == certificate || !detail::isAuthority(candidate.get()) ||
            !detail::isSignedBy(certificate, candidate.get()))
            continue;
        if (found == nullptr || detail::isSelfIssued(candidate.get()))
            found = candidate.get();
    }
    return found;
}

X509 *leafByKey(const std::vector<openssl::Certificate> &all, EVP_PKEY *key)
{
    const auto found = std::ranges::find_if(all, [&](const openssl::Certificate &each) {
        return X509_check_private_key(each.get(), key) == 1;
    });
    openssl::clearErrors();
    return found == all.end() ? nullptr : found->get();
}

/// The certificate that signed none of the others; the first where that is not told.
X509 *leafByChain(const std::vector<openssl::Certificate> &all)
{
    for (const auto &candidate : all) {
        const bool isIssuer = std::ranges::any_of(all, [&](const openssl::Certificate &other) {
            return other.get() != candidate.get() &&
                   detail::isSignedBy(other.get(), candidate.get());
        });
        if (!isIssuer && !detail::isAuthority(candidate.get()))
            return candidate.get();
    }
    return all.front().get();
}

Result<X509 *> leafOf(const std::vector<openssl::Certificate> &all, std::string_view keyPem)
{
    if (keyPem.empty())
        return leafByChain(all);
    const auto key = detail::parseKey(keyPem);
    if (!key)
        return tl::unexpected(key.error());
    if (X509 *leaf = leafByKey(all, key->get()))
        return leaf;
    return fail(ErrorCode::KeyInvalid,
                "none of the {} certificates (the first: \"{}\") belongs to the private key; give "
                "the certificate that was made for this key's request",
                all.size(), detail::commonName(all.front().get()));
}

bool isIn(const std::vector<X509 *> &way, X509 *certificate)
{
    return std::ranges::any_of(way, [&](X509 *each) { return X509_cmp(each, certificate) == 0; });
}

/// What had to be mended of the order, in words.
std::vector<std::string> notesOn(const std::vector<openssl::Certificate> &given,
                                 const std::vector<X509 *> &way)
{
    std::vector<std::string> notes;
    std::vector<X509 *> kept;
    for (const auto &each : given) {
        const auto *certificate = each.get();
        const auto onWay = std::ranges::find(way, certificate);
        if (onWay != way.end())
            kept.push_back(*onWay);
        else if (isIn(way, each.get()))
            notes.push_back(fmt::format("\"{}\" was there twice; the second was left out",
                                        detail::commonName(each.get())));
        else
            notes.push_back(fmt::format("\"{}\" is no part of the chain and was left out",
                                        detail::commonName(each.get())));
    }
    if (kept != way)
        notes.push_back("the order was wrong and has been mended: the server's certificate first, "
                        "each issuer behind what it signed");
    return notes;
}

} // namespace

Result<std::string> certificatesFrom(std::string_view content)
{
    if (hasPem(content, "PKCS7") || !content.starts_with('\x30')) {
        if (const auto pem = fromPkcs7(content); pem && !pem->empty())
            return *pem;
    }
    if (content.find("-----BEGIN ") != std::string_view::npos || !content.starts_with('\x30')) {
        const auto certificates = detail::parseCertificates(content);
        if (!certificates)
            return tl::unexpected(certificates.error());
        std::string pem;
        for (const auto &certificate : *certificates)
            pem += detail::toPem(certificate.get());
        return pem;
    }
    if (auto pem = fromDer(content))
        return *std::move(pem);
    if (auto pem = fromPkcs7(content); pem && !pem->empty())
        return *std::move(pem);
    if (isPkcs12(content))
        return fail(ErrorCode::CertificateInvalid,
                    "this is a PKCS#12 file (certificate and key in one); give it with --p12");
    return fail(ErrorCode::CertificateInvalid,
                "this is no certificate in PEM, DER or PKCS#7 form; export it again");
}

bool isPkcs12(std::string_view content)
{
    openssl::clearErrors();
    const Pkcs12 file(content.starts_with('\x30') ? d2i_PKCS12_bio(readerOf(content).get(), nullptr)
                                                  : nullptr);
    openssl::clearErrors();
    return file != nullptr;
}

Result<KeyedCertificate> bundleFrom(std::string_view content, const PassphraseSource &passphrase)
{
    openssl::clearErrors();
    const OldCiphers ciphers;
    PKCS12 *made = PKCS12_init_ex(NID_pkcs7_data, ciphers.context.get(), nullptr);
    const auto *at = reinterpret_cast<const unsigned char *>(content.data());
    PKCS12 *read = d2i_PKCS12(&made, &at, static_cast<long>(content.size()));
    const Pkcs12 file(read);
    if (read == nullptr) // d2i frees what it could not fill
        return fail(ErrorCode::CertificateInvalid, "this is no PKCS#12 file ({}); export it again",
                    openssl::takeErrors());
    if (hasTooManyIterations(file.get()))
        return fail(
            ErrorCode::CertificateInvalid,
            "the PKCS#12 file asks for more work than {} iterations before it opens; export "
            "it again",
            kMostIterations);
    Parsed parsed = parse(file.get(), "");
    if (parsed.wrongPassphrase) {
        openssl::clearErrors();
        const auto given = passphrase ? passphrase() : environmentPassphrase()();
        if (!given)
            return tl::unexpected(given.error());
        parsed = parse(file.get(), given->c_str());
    }
    if (parsed.wrongPassphrase) {
        openssl::clearErrors();
        return fail(ErrorCode::KeyInvalid,
                    "the passphrase does not open the PKCS#12 file; give the one it was made with");
    }
    if (parsed.key == nullptr && parsed.certificate == nullptr && parsed.others == nullptr)
        return fail(ErrorCode::CertificateInvalid, "the PKCS#12 file cannot be read ({})",
                    openssl::takeErrors());
    return pairOf(parsed);
}

Result<std::string> toPkcs12(const KeyedCertificate &pair, std::string_view passphrase)
{
    const auto certificates = detail::parseCertificates(pair.certificatePem);
    if (!certificates)
        return tl::unexpected(certificates.error());
    const auto key = detail::parseKey(pair.keyPem);
    if (!key)
        return tl::unexpected(key.error());
    openssl::clearErrors();
    const Certificates others(sk_X509_new_null());
    for (std::size_t i = 1; others != nullptr && i < certificates->size(); ++i) {
        if (X509_up_ref((*certificates)[i].get()) == 1)
            sk_X509_push(others.get(), (*certificates)[i].get());
    }
    constexpr int kIterations = 100'000;
    const std::string text(passphrase);
    X509 *own = certificates->front().get();
    const Pkcs12 file(PKCS12_create(text.c_str(), detail::commonName(own).c_str(), key->get(), own,
                                    others.get(), NID_aes_256_cbc, NID_aes_256_cbc, kIterations, -1,
                                    0));
    const openssl::Bio out(BIO_new(BIO_s_mem()));
    if (file == nullptr || out == nullptr ||
        PKCS12_set_mac(file.get(), text.c_str(), -1, nullptr, 0, kIterations, EVP_sha256()) != 1 ||
        i2d_PKCS12_bio(out.get(), file.get()) != 1)
        return fail(ErrorCode::Internal, "cannot make the PKCS#12 file: {}", openssl::takeErrors());
    char *data = nullptr;
    const long length = BIO_get_mem_data(out.get(), &data);
    return std::string(data, static_cast<std::size_t>(length));
}

Result<ArrangedChain> arrangeChain(std::string_view pem, std::string_view keyPem)
{
    const auto all = detail::parseCertificates(pem);
    if (!all)
        return tl::unexpected(all.error());
    if (all->size() > kMostCertificates)
        return fail(ErrorCode::CertificateInvalid,
                    "{} certificates are too many for one chain ({} at most); give those of the "
                    "server only",
                    all->size(), kMostCertificates);
    const auto leaf = leafOf(*all, keyPem);
    if (!leaf)
        return tl::unexpected(leaf.error());
    std::vector<X509 *> way;
    for (X509 *at = *leaf; at != nullptr && !isIn(way, at);) {
        way.push_back(at);
        at = detail::isSelfIssued(at) && detail::isSignedBy(at, at) ? nullptr
                                                                    : issuerAmong(*all, at);
    }
    ArrangedChain chain{.notes = notesOn(*all, way)};
    X509 *top = way.back();
    if (detail::isSelfIssued(top) && detail::isSignedBy(top, top)) {
        chain.rootPem = detail::toPem(top);
        if (way.size() > 1)
            way.pop_back();
    }
    for (X509 *each : way) {
        chain.chainPem += detail::toPem(each);
        chain.bytes += detail::derSize(each);
    }
    chain.endIssuer = detail::nameText(X509_get_issuer_name(way.back()));
    return chain;
}

} // namespace otabench::certificates
