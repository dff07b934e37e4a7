#include "image/detail/keys.h"

#include "base/files.h"

#include <openssl/pem.h>

#include <string>

namespace otabench::image::detail {
namespace {

constexpr std::size_t kLargestKeyFile = 64u << 10;

/// Without a prompt on the terminal: a key with a passphrase is refused.
int noPassphrase(char *, int, int, void *)
{
    return -1;
}

openssl::Bio bioOf(const std::string &text)
{
    return openssl::Bio(BIO_new_mem_buf(text.data(), static_cast<int>(text.size())));
}

std::string textOf(BIO *bio)
{
    char *data = nullptr;
    const long length = BIO_get_mem_data(bio, &data);
    return length > 0 ? std::string(data, static_cast<std::size_t>(length)) : std::string();
}

Result<> writeNew(const std::filesystem::path &path, const std::string &text, FileMode mode)
{
    std::error_code none;
    if (std::filesystem::exists(std::filesystem::symlink_status(path, none)))
        return fail(ErrorCode::AlreadyExists,
                    "{} exists; give another folder, or move it away if nothing needs that key",
                    path.string());
    if (text.empty())
        return fail(ErrorCode::Internal, "the key for {} could not be encoded: {}", path.string(),
                    openssl::takeErrors());
    return writeFileAtomically(path, text, mode);
}

} // namespace

Result<openssl::Pkey> readPrivateKey(const std::filesystem::path &path)
{
    const auto text = readTextFile(path, kLargestKeyFile);
    if (!text)
        return tl::unexpected(text.error());
    openssl::clearErrors();
    openssl::Pkey key(PEM_read_bio_PrivateKey(bioOf(*text).get(), nullptr, noPassphrase, nullptr));
    if (key == nullptr)
        return fail(ErrorCode::KeyInvalid,
                    "{} is no private key in PEM without a passphrase ({}); give the file that "
                    "`otabench-cli image keygen` or Espressif's tool wrote",
                    path.string(), openssl::takeErrors());
    return key;
}

Result<openssl::Pkey> readPublicKey(const std::filesystem::path &path)
{
    const auto text = readTextFile(path, kLargestKeyFile);
    if (!text)
        return tl::unexpected(text.error());
    openssl::clearErrors();
    openssl::Pkey key(PEM_read_bio_PUBKEY(bioOf(*text).get(), nullptr, noPassphrase, nullptr));
    if (key == nullptr)
        key.reset(PEM_read_bio_PrivateKey(bioOf(*text).get(), nullptr, noPassphrase, nullptr));
    if (key == nullptr)
        return fail(ErrorCode::KeyInvalid, "{} is neither a public nor a private key in PEM ({})",
                    path.string(), openssl::takeErrors());
    return key;
}

Result<> writePrivateKey(const std::filesystem::path &path, EVP_PKEY *key)
{
    const openssl::Bio bio(BIO_new(BIO_s_secmem()));
    PEM_write_bio_PKCS8PrivateKey(bio.get(), key, nullptr, nullptr, 0, nullptr, nullptr);
    return writeNew(path, textOf(bio.get()), FileMode::Private);
}

Result<> writePublicKey(const std::filesystem::path &path, EVP_PKEY *key)
{
    const openssl::Bio bio(BIO_new(BIO_s_mem()));
    PEM_write_bio_PUBKEY(bio.get(), key);
    return writeNew(path, textOf(bio.get()), FileMode::Public);
}

} // namespace otabench::image::detail
