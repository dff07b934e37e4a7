// A pre-encrypted file, header and stream: what the board's decryption makes of it, and OpenSSL as
// the second opinion. The key's decryption is replaced: the file's key lies open in its key area,
// so that the fuzzer can get behind it.

#include "fuzz.h"

#include "encrypted_image.h"
#include "support/firmware/ram_port.h"

#include <openssl/evp.h>

#include <memory>

namespace otabench::fuzz {
namespace {

using firmware::EncryptedImage;
using Bytes = std::vector<std::uint8_t>;

constexpr std::size_t kHeader = EncryptedImage::kHeaderSize;
constexpr std::size_t kKeyAt = 4;
constexpr std::size_t kNonceAt = 388;
constexpr std::size_t kLengthAt = 404;
constexpr std::size_t kTagAt = 408;
constexpr char kPem[] = "no key";
constexpr std::uint32_t kFlashSize = 0x10000; // none is needed: small, for speed

/// Byte 32 of the key area says how the decryption of the key goes.
esp_err_t openKey(void *, const char *, std::size_t, const std::uint8_t *cipher, std::size_t,
                  std::uint8_t *plain, std::size_t capacity, std::size_t *length)
{
    constexpr std::uint8_t kFails = 0xFF;
    constexpr std::uint8_t kIsShort = 0xFE;
    *length = cipher[32] == kIsShort ? 31 : 32;
    std::copy_n(cipher, std::min(*length, capacity), plain);
    return cipher[32] == kFails ? ESP_FAIL : ESP_OK;
}

/// A board without log: it would only grow.
class QuietBoard : public test::RamPort
{
public:
    QuietBoard()
        : RamPort(kFlashSize)
        , table(*port())
    {
        table.rsa_decrypt = openKey;
        table.log = [](void *, int, const char *, const char *) {};
        otabench_port_set(&table);
    }

    ~QuietBoard() { otabench_port_set(nullptr); }

    otabench_port_t table;
};

struct Destroy
{
    void operator()(EncryptedImage *image) const { EncryptedImage::destroy(image); }
};

using Handle = std::unique_ptr<EncryptedImage, Destroy>;

Handle start(const QuietBoard &board)
{
    esp_decrypt_cfg_t config = {};
    config.rsa_priv_key = kPem;
    config.rsa_priv_key_len = sizeof kPem;
    Handle image(EncryptedImage::create(&board.table, config));
    require(image != nullptr, "decryption starts");
    return image;
}

struct Outcome
{
    Bytes plain;
    bool failed = false; ///< before the end
    bool proven = false;
};

void take(EncryptedImage &image, std::string_view file, std::size_t step, Outcome &outcome)
{
    for (std::size_t at = 0; at < file.size() && !outcome.failed; at += step) {
        Bytes piece = toBytes(file.substr(at, step));
        std::size_t length = 0;
        const esp_err_t result = image.take(piece.data(), piece.size(), &length);
        require(length <= piece.size(), "no more comes out than went in");
        require((result == ESP_OK) == image.isComplete(), "ESP_OK says that all is there");
        outcome.failed = result != ESP_OK && result != ESP_ERR_NOT_FINISHED;
        outcome.plain.insert(outcome.plain.end(), piece.begin(),
                             piece.begin() + static_cast<std::ptrdiff_t>(length));
    }
}

Outcome decrypt(const QuietBoard &board, std::string_view file, std::size_t step)
{
    Outcome outcome;
    const Handle image = start(board);
    take(*image, file, step, outcome);
    outcome.proven = image->check() == ESP_OK;
    require(!(outcome.failed && outcome.proven), "what failed is not proven in the end");
    return outcome;
}

/// As after a restart: the header again, the rest from `from` on, the tag from what is in flash.
bool isProvenInTwoRuns(const QuietBoard &board, std::string_view file, const Bytes &plain,
                       std::size_t from, std::size_t step)
{
    Outcome rest;
    const Handle image = start(board);
    take(*image, file.substr(0, kHeader), step, rest);
    require(image->skipTo(static_cast<std::uint32_t>(from)), "a position in the image");
    take(*image, file.substr(kHeader + from), step, rest);
    require(Bytes(plain.begin() + static_cast<std::ptrdiff_t>(from), plain.end()) == rest.plain,
            "the rest decrypts to the same bytes");
    require(from == 0 || image->check() != ESP_OK, "nothing is proven without all bytes");
    const Handle again = start(board);
    take(*again, file.substr(0, kHeader), kHeader, rest);
    again->startOver();
    for (std::size_t at = 0; at < plain.size(); at += step) {
        Bytes piece(plain.begin() + static_cast<std::ptrdiff_t>(at),
                    plain.begin() + static_cast<std::ptrdiff_t>(std::min(at + step, plain.size())));
        require(again->absorb(piece.data(), piece.size()) == ESP_OK, "flash is taken");
    }
    return again->check() == ESP_OK;
}

using Cipher = std::unique_ptr<EVP_CIPHER_CTX, decltype(&EVP_CIPHER_CTX_free)>;

Cipher startGcm(const Bytes &file, bool encrypts)
{
    Cipher cipher(EVP_CIPHER_CTX_new(), EVP_CIPHER_CTX_free);
    require(EVP_CipherInit_ex(cipher.get(), EVP_aes_256_gcm(), nullptr, nullptr, nullptr,
                              encrypts ? 1 : 0) == 1 &&
                EVP_CIPHER_CTX_ctrl(cipher.get(), EVP_CTRL_AEAD_SET_IVLEN, 16, nullptr) == 1 &&
                EVP_CipherInit_ex(cipher.get(), nullptr, nullptr, file.data() + kKeyAt,
                                  file.data() + kNonceAt, encrypts ? 1 : 0) == 1,
            "OpenSSL has AES-256-GCM");
    return cipher;
}

/// OpenSSL's plain bytes, and its word on the tag. The file has a whole header.
bool isProvenByOpenssl(const Bytes &file, Bytes &plain)
{
    const Cipher cipher = startGcm(file, /*encrypts=*/false);
    Bytes tag(file.begin() + kTagAt, file.begin() + kTagAt + 16);
    plain.assign(file.size() - kHeader, 0);
    int done = 0;
    std::uint8_t none[16];
    require(plain.empty() ||
                EVP_CipherUpdate(cipher.get(), plain.data(), &done, file.data() + kHeader,
                                 static_cast<int>(plain.size())) == 1,
            "OpenSSL decrypts");
    EVP_CIPHER_CTX_ctrl(cipher.get(), EVP_CTRL_AEAD_SET_TAG, 16, tag.data());
    return EVP_CipherFinal_ex(cipher.get(), none, &done) == 1;
}

std::string goodFile(std::size_t length, std::uint8_t step)
{
    Bytes file(kHeader + length);
    const std::uint8_t magic[] = {0xCF, 0xB6, 0x88, 0x07};
    std::copy(std::begin(magic), std::end(magic), file.begin());
    for (std::size_t i = 0; i < 32; ++i)
        file[kKeyAt + i] = static_cast<std::uint8_t>(i * 3 + step);
    for (std::size_t i = 0; i < 16; ++i)
        file[kNonceAt + i] = static_cast<std::uint8_t>(i * 5 + step);
    for (unsigned i = 0; i < 4; ++i)
        file[kLengthAt + i] = static_cast<std::uint8_t>(length >> 8 * i);
    const Cipher cipher = startGcm(file, /*encrypts=*/true);
    const Bytes plain(length, 0xE9);
    int done = 0;
    std::uint8_t none[16];
    require(
        (length == 0 || EVP_CipherUpdate(cipher.get(), file.data() + kHeader, &done, plain.data(),
                                         static_cast<int>(length)) == 1) &&
            EVP_CipherFinal_ex(cipher.get(), none, &done) == 1 &&
            EVP_CIPHER_CTX_ctrl(cipher.get(), EVP_CTRL_AEAD_GET_TAG, 16, file.data() + kTagAt) == 1,
        "OpenSSL encrypts");
    return std::string(1, static_cast<char>(step)) + toText(std::span<const std::uint8_t>(file));
}

} // namespace

std::vector<std::string> seeds()
{
    std::string tooLong = goodFile(40, 7) + "x";
    std::string badTag = goodFile(40, 8);
    badTag[1 + kTagAt] ^= 1;
    std::string noKey = goodFile(10, 9);
    noKey[1 + kKeyAt + 32] = '\xFF';
    return {goodFile(0, 0),
            goodFile(1, 1),
            goodFile(16, 2),
            goodFile(33, 15),
            goodFile(700, 200),
            tooLong,
            badTag,
            noKey,
            goodFile(64, 3).substr(0, 300)};
}

} // namespace otabench::fuzz

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t *data, std::size_t size)
{
    using namespace otabench::fuzz;
    Input input(data, size);
    const std::size_t step = input.takeByte() + 1U;
    const std::string_view text = input.rest();
    const Bytes file = toBytes(text);
    const QuietBoard board;

    const Outcome whole = decrypt(board, text, text.size() + 1);
    const Outcome split = decrypt(board, text, step);
    require(whole.failed == split.failed && whole.proven == split.proven,
            "a file is the same however its bytes are split");
    require(whole.failed || whole.plain == split.plain, "its plain bytes, too");
    if (file.size() < kHeader || whole.failed) {
        require(!whole.proven, "half a file is not proven");
    } else {
        const std::size_t length = file[kLengthAt] | file[kLengthAt + 1] << 8 |
                                   file[kLengthAt + 2] << 16 |
                                   static_cast<std::size_t>(file[kLengthAt + 3]) << 24;
        Bytes plain;
        const bool proven = isProvenByOpenssl(file, plain) && length == plain.size();
        require(plain == whole.plain, "OpenSSL decrypts to the same bytes");
        require(proven == whole.proven, "OpenSSL says the same of the tag");
        if (length == plain.size())
            require(isProvenInTwoRuns(board, text, plain, plain.size() * (step % 5) / 5, step) ==
                        proven,
                    "a resumed download is proven like a whole one");
    }
    require(board.heldAllocations() == 0 && board.crypto.held() == 0, "nothing is left behind");
    return 0;
}
