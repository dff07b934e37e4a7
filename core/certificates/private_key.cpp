#include "certificates/private_key.h"

#include "certificates/detail/x509.h"

#include <openssl/err.h>
#include <openssl/pem.h>
#include <openssl/pkcs12.h>

#include <cstdlib>
#include <optional>

namespace otabench::certificates {
namespace {

using Pkcs8Info = openssl::Owned<PKCS8_PRIV_KEY_INFO, PKCS8_PRIV_KEY_INFO_free>;
using ProtectedPkcs8 = openssl::Owned<X509_SIG, X509_SIG_free>;

constexpr std::size_t kShortest = 8;
constexpr std::size_t kLongest = 1024;
constexpr std::uint64_t kScryptN = 16384, kScryptR = 8, kScryptP = 5;

/// Asks the source once, for OpenSSL's callback.
struct Asked
{
    const PassphraseSource &source;
    std::optional<Result<std::string>> answer = {};

    static int onAsked(char *buffer, int size, int /*forWriting*/, void *context)
    {
        auto &self = *static_cast<Asked *>(context);
        if (!self.answer)
            self.answer = self.source ? self.source() : environmentPassphrase()();
        const Result<std::string> &given = *self.answer;
        if (!given || static_cast<int>(given->size()) > size)
            return -1;
        given->copy(buffer, given->size());
        return static_cast<int>(given->size());
    }
};

openssl::Bio readerOf(std::string_view text)
{
    return openssl::Bio(BIO_new_mem_buf(text.data(), static_cast<int>(text.size())));
}

openssl::Pkey readDer(std::string_view content, Asked &asked)
{
    openssl::Pkey key(d2i_PrivateKey_bio(readerOf(content).get(), nullptr));
    if (key == nullptr) {
        openssl::clearErrors();
        key.reset(
            d2i_PKCS8PrivateKey_bio(readerOf(content).get(), nullptr, Asked::onAsked, &asked));
    }
    return key;
}

} // namespace

PassphraseSource environmentPassphrase()
{
    return []() -> Result<std::string> {
        const char *value = std::getenv("OTABENCH_CA_PASSPHRASE"); // NOLINT: read only
        if (value != nullptr && *value != '\0')
            return value;
        return fail(ErrorCode::KeyInvalid,
                    "the private key is protected by a passphrase; give it with --passphrase-file "
                    "or in $OTABENCH_CA_PASSPHRASE");
    };
}

Result<> checkNewPassphrase(std::string_view passphrase)
{
    if (passphrase.size() < kShortest || passphrase.size() > kLongest)
        return fail(ErrorCode::InvalidArgument,
                    "a passphrase of {} bytes is not taken; give {} to {}", passphrase.size(),
                    kShortest, kLongest);
    if (passphrase.find_first_of(std::string_view("\n\r\0", 3)) != std::string_view::npos)
        return fail(ErrorCode::InvalidArgument,
                    "the passphrase has more than one line; give it on one line");
    return {};
}

bool isProtected(std::string_view keyPem)
{
    return keyPem.find("-----BEGIN ENCRYPTED PRIVATE KEY-----") != std::string_view::npos ||
           keyPem.find("Proc-Type: 4,ENCRYPTED") != std::string_view::npos;
}

Result<std::string> protectKey(std::string_view keyPem, std::string_view passphrase)
{
    const auto key = detail::parseKey(keyPem);
    if (!key)
        return tl::unexpected(key.error());
    openssl::clearErrors();
    const Pkcs8Info info(EVP_PKEY2PKCS8(key->get()));
    X509_ALGOR *algorithm = PKCS5_pbe2_set_scrypt(EVP_aes_256_cbc(), nullptr, 16, nullptr, kScryptN,
                                                  kScryptR, kScryptP);
    const ProtectedPkcs8 hidden(info != nullptr && algorithm != nullptr
                                    ? PKCS8_set0_pbe(passphrase.data(),
                                                     static_cast<int>(passphrase.size()),
                                                     info.get(), algorithm)
                                    : nullptr);
    const openssl::Bio out(BIO_new(BIO_s_mem()));
    if (hidden == nullptr || out == nullptr || PEM_write_bio_PKCS8(out.get(), hidden.get()) != 1) {
        if (hidden == nullptr)
            X509_ALGOR_free(algorithm);
        return fail(ErrorCode::Internal, "cannot protect the key: {}", openssl::takeErrors());
    }
    char *data = nullptr;
    const long length = BIO_get_mem_data(out.get(), &data);
    return std::string(data, static_cast<std::size_t>(length));
}

Result<std::string> openKey(std::string_view content, const PassphraseSource &passphrase)
{
    openssl::clearErrors();
    Asked asked{passphrase};
    const bool isPem = content.find("-----BEGIN ") != std::string_view::npos;
    const openssl::Pkey key = isPem ? openssl::Pkey(PEM_read_bio_PrivateKey(
                                          readerOf(content).get(), nullptr, Asked::onAsked, &asked))
                                    : readDer(content, asked);
    const std::string reason = openssl::takeErrors();
    if (key != nullptr)
        return detail::toPem(key.get());
    if (asked.answer && !*asked.answer)
        return tl::unexpected(asked.answer->error());
    if (asked.answer)
        return fail(ErrorCode::KeyInvalid,
                    "the passphrase does not open the private key; give the one it was protected "
                    "with ({})",
                    reason);
    return fail(ErrorCode::KeyInvalid,
                "this is no private key in PEM or DER form ({}); a PEM key has a line "
                "-----BEGIN PRIVATE KEY-----",
                reason);
}

} // namespace otabench::certificates
