#include "image/encryption.h"

#include "base/files.h"
#include "esp_encrypted_img.h"
#include "image/maker.h"
#include "image/reader.h"
#include "support/firmware/encrypted_file.h"
#include "support/firmware/ram_port.h"
#include "support/temporary_folder.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cstdlib>

namespace otabench::image {
namespace {

using Bytes = std::vector<std::byte>;

Bytes pattern(std::size_t length)
{
    Bytes bytes(length);
    for (std::size_t i = 0; i < length; ++i)
        bytes[i] = static_cast<std::byte>(i * 7 + i / 251);
    return bytes;
}

Bytes toBytes(const test::Bytes &bytes)
{
    Bytes out;
    std::ranges::transform(bytes, std::back_inserter(out),
                           [](std::uint8_t byte) { return std::byte{byte}; });
    return out;
}

test::Bytes fromBytes(const Bytes &bytes)
{
    test::Bytes out;
    std::ranges::transform(bytes, std::back_inserter(out),
                           [](std::byte byte) { return std::to_integer<std::uint8_t>(byte); });
    return out;
}

class Encryption : public testing::Test
{
protected:
    std::filesystem::path write(const std::string &file, std::span<const std::byte> bytes)
    {
        const auto path = folder.path() / file;
        EXPECT_TRUE(writeFileAtomically(path, bytes, FileMode::Private));
        return path;
    }

    std::filesystem::path write(const std::string &file, const std::string &text)
    {
        return write(file, std::as_bytes(std::span(text)));
    }

    std::filesystem::path writeHmacKey()
    {
        return write("hmac.bin", std::as_bytes(std::span(test::kEciesHmacKey)));
    }

    /// What a board with this key makes of the file; nothing when it refuses it.
    std::optional<Bytes> onBoard(const Bytes &file, const esp_decrypt_cfg_t &key)
    {
        test::RamPort board;
        board.use(0);
        board.crypto.setEfuseHmacKey(0, test::kEciesHmacKey);
        const esp_decrypt_handle_t handle = esp_encrypted_img_decrypt_start(&key);
        const test::Bytes in = fromBytes(file);
        test::Bytes plain;
        for (std::size_t at = 0; at < in.size(); at += 1000) {
            pre_enc_decrypt_arg_t args = {};
            args.data_in = reinterpret_cast<const char *>(in.data()) + at;
            args.data_in_len = std::min<std::size_t>(1000, in.size() - at);
            (void)esp_encrypted_img_decrypt_data(handle, &args);
            plain.insert(plain.end(), args.data_out, args.data_out + args.data_out_len);
            std::free(args.data_out);
        }
        if (esp_encrypted_img_decrypt_end(handle) != ESP_OK)
            return std::nullopt;
        return toBytes(plain);
    }

    support::TemporaryFolder folder;
};

TEST_F(Encryption, TurnsBackWithKeysOfBothSchemes)
{
    for (const auto scheme : {EncryptionScheme::Rsa3072, EncryptionScheme::EciesP256}) {
        SCOPED_TRACE(name(scheme));
        const auto key = makeEncryptionKey(scheme, folder.path() / std::string(name(scheme)));
        ASSERT_TRUE(key);
        EXPECT_EQ(support::fileMode(key->privateFile), 0600U);
        for (const std::size_t length : {0, 1, 15, 16, 17, 511, 512, 1024, 1025, 3'000'000}) {
            const Bytes plain = pattern(length);
            const auto file = encrypt(plain, key->publicFile);
            ASSERT_TRUE(file);
            EXPECT_EQ(file->size(), length + 512);
            const auto back = decrypt(*file, key->privateFile);
            ASSERT_TRUE(back) << back.error().text;
            EXPECT_EQ(*back, plain);
            EXPECT_TRUE(inspect(*file).valid());
        }
        EXPECT_NE(*encrypt(pattern(10), key->publicFile), *encrypt(pattern(10), key->privateFile))
            << "a private key will do, and no two files are the same";
        const auto again = makeEncryptionKey(scheme, key->publicFile.parent_path());
        ASSERT_FALSE(again);
        EXPECT_EQ(again.error().code, ErrorCode::AlreadyExists);
    }
}

TEST_F(Encryption, IsWhatBoardsDecrypt)
{
    const Bytes plain = *makeImage({});
    const auto pem = write("rsa.pem", test::rsaPrivatePem());
    esp_decrypt_cfg_t key = {};
    const auto ecies = encrypt(plain, writeHmacKey());
    ASSERT_TRUE(ecies) << ecies.error().text;
    EXPECT_EQ(onBoard(*ecies, key), plain);
    key.rsa_priv_key = test::rsaPrivatePem().c_str();
    key.rsa_priv_key_len = test::rsaPrivatePem().size() + 1;
    const auto rsa = encrypt(plain, pem);
    ASSERT_TRUE(rsa) << rsa.error().text;
    EXPECT_EQ(onBoard(*rsa, key), plain);
    EXPECT_EQ(onBoard(*ecies, key), std::nullopt);
}

TEST_F(Encryption, OfOthersIsDecrypted)
{
    const Bytes plain = pattern(5000);
    const auto ecies = decrypt(toBytes(test::encryptForEcies(fromBytes(plain))), writeHmacKey());
    ASSERT_TRUE(ecies) << ecies.error().text;
    EXPECT_EQ(*ecies, plain);
    const auto rsa = decrypt(toBytes(test::encryptForRsa(fromBytes(plain))),
                             write("rsa.pem", test::rsaPrivatePem()));
    ASSERT_TRUE(rsa) << rsa.error().text;
    EXPECT_EQ(*rsa, plain);
}

struct Damage
{
    const char *field;
    std::size_t at;
    ErrorCode code;
};

TEST_F(Encryption, FindsWhatIsDamaged)
{
    const auto pem = write("rsa.pem", test::rsaPrivatePem());
    const Bytes good = *encrypt(pattern(1000), pem);
    for (const Damage &damage :
         {Damage{"magic", 0, ErrorCode::ImageWrongKind}, Damage{"key", 300, ErrorCode::KeyInvalid},
          Damage{"nonce", 390, ErrorCode::ImageCorrupt},
          Damage{"length", 406, ErrorCode::ImageTruncated},
          Damage{"length", 405, ErrorCode::ImageCorrupt},
          Damage{"tag", 423, ErrorCode::ImageCorrupt},
          Damage{"content", 1000, ErrorCode::ImageCorrupt}}) {
        SCOPED_TRACE(damage.field);
        Bytes bad = good;
        bad[damage.at] ^= std::byte{1};
        const auto result = decrypt(bad, pem);
        ASSERT_FALSE(result);
        EXPECT_EQ(result.error().code, damage.code) << result.error().text;
    }
    EXPECT_EQ(decrypt(std::span(good).first(100), pem).error().code, ErrorCode::ImageTruncated);
    EXPECT_EQ(decrypt({}, pem).error().code, ErrorCode::ImageWrongKind);
}

TEST_F(Encryption, NeedsTheRightKey)
{
    const auto pem = write("rsa.pem", test::rsaPrivatePem());
    const auto other = write("other.pem", test::otherRsaPrivatePem());
    const auto hmac = writeHmacKey();
    auto otherHmac = test::kEciesHmacKey;
    otherHmac[0] ^= 1;
    const auto wrongHmac = write("other.bin", std::as_bytes(std::span(otherHmac)));
    const Bytes rsa = *encrypt(pattern(100), pem);
    const Bytes ecies = *encrypt(pattern(100), hmac);
    EXPECT_EQ(decrypt(rsa, other).error().code, ErrorCode::KeyInvalid);
    EXPECT_EQ(decrypt(rsa, hmac).error().code, ErrorCode::KeyInvalid) << "the other scheme's";
    EXPECT_EQ(decrypt(ecies, pem).error().code, ErrorCode::KeyInvalid) << "the other scheme's";
    const auto wrong = decrypt(ecies, wrongHmac);
    ASSERT_FALSE(wrong);
    EXPECT_EQ(wrong.error().code, ErrorCode::ImageCorrupt) << "only the tag tells";
    EXPECT_NE(wrong.error().text.find("other.bin"), std::string::npos);
}

TEST_F(Encryption, RefusesKeysThatAreNone)
{
    const auto text = write("text", std::string("no key"));
    EXPECT_EQ(encrypt(pattern(1), text).error().code, ErrorCode::KeyInvalid);
    EXPECT_EQ(encrypt(pattern(1), folder.path() / "missing").error().code, ErrorCode::NotFound);
    const auto publicOnly =
        makeEncryptionKey(EncryptionScheme::EciesP256, folder.path() / "k")->publicFile;
    const Bytes file = *encrypt(pattern(1), publicOnly);
    EXPECT_EQ(decrypt(file, publicOnly).error().code, ErrorCode::KeyInvalid);
    EXPECT_EQ(encrypt(file, publicOnly).error().code, ErrorCode::ImageWrongKind)
        << "encrypted already";
}

TEST_F(Encryption, HasNames)
{
    EXPECT_EQ(encryptionSchemeFromName("rsa"), EncryptionScheme::Rsa3072);
    EXPECT_EQ(encryptionSchemeFromName("ecies"), EncryptionScheme::EciesP256);
    EXPECT_EQ(encryptionSchemeFromName("aes"), std::nullopt);
}

} // namespace
} // namespace otabench::image
