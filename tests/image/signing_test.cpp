// Secure Boot v2 signatures: made, verified, refused. OpenSSL's command line is the second opinion.
#include "image/signing.h"

#include "base/files.h"
#include "image/maker.h"
#include "image/reader.h"
#include "support/process.h"
#include "support/temporary_folder.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>

namespace otabench::image {
namespace {
namespace fs = std::filesystem;

using ::testing::HasSubstr;
using Bytes = std::vector<std::byte>;

constexpr std::size_t kSector = 4096;
constexpr std::size_t kBlock = 1216;

class Signing : public testing::TestWithParam<SigningScheme>
{
protected:
    static Bytes plainImage()
    {
        MakeOptions options;
        options.sizeBytes = 10000;
        return makeImage(options).value();
    }

    SigningKey newKey(SigningScheme scheme, const std::string &folder = "key") const
    {
        auto key = makeSigningKey(scheme, m_folder.path() / folder);
        EXPECT_TRUE(key) << key.error().text;
        return key.value_or(SigningKey{});
    }

    fs::path write(const std::string &name, const Bytes &bytes) const
    {
        const fs::path path = m_folder.path() / name;
        EXPECT_TRUE(writeFileAtomically(path, bytes, FileMode::Public));
        return path;
    }

    support::TemporaryFolder m_folder;
};

Bytes reversed(const Bytes &bytes, std::size_t offset, std::size_t length)
{
    const auto begin = bytes.begin() + static_cast<std::ptrdiff_t>(offset);
    Bytes part(begin, begin + static_cast<std::ptrdiff_t>(length));
    std::ranges::reverse(part);
    return part;
}

TEST_P(Signing, SignsSoThatTheReaderAgrees)
{
    const SigningKey key = newKey(GetParam());
    const Bytes plain = plainImage();

    const auto made = sign(plain, key.privateFile);

    ASSERT_TRUE(made) << made.error().text;
    EXPECT_EQ(made->size() % kSector, 0U);
    EXPECT_TRUE(std::equal(plain.begin(), plain.end(), made->begin()));
    const Image image = inspect(*made);
    EXPECT_TRUE(image.valid()) << image.problem().value_or(Error{}).text;
    ASSERT_EQ(image.signatures.size(), 1U);
    EXPECT_EQ(image.signatures[0].scheme, name(GetParam()));
    EXPECT_EQ(image.signatures[0].keyDigest, key.digest);
    EXPECT_EQ(image.imageBytes, made->size());
    EXPECT_EQ(verifySignature(*made, key.publicFile), 0U);
    EXPECT_EQ(verifySignature(*made, key.privateFile), 0U);
    EXPECT_EQ(verifySignature(*made), 0U);
}

TEST_P(Signing, EveryDamagedByteIsFound)
{
    const SigningKey key = newKey(GetParam());
    const Bytes good = sign(plainImage(), key.privateFile).value();
    const std::size_t sector = good.size() - kSector;

    // The CRC covers the block, the digest the image; the 16 bytes behind the CRC carry nothing.
    for (const std::size_t at : {std::size_t{100}, sector - 1, sector + 2, sector + 4, sector + 40,
                                 sector + 120, sector + 815, sector + 1100, sector + 1197}) {
        Bytes bad = good;
        bad[at] ^= std::byte{1};
        EXPECT_FALSE(inspect(bad).valid()) << at;
        EXPECT_FALSE(verifySignature(bad, key.publicFile)) << at;
    }
}

INSTANTIATE_TEST_SUITE_P(Schemes, Signing,
                         testing::Values(SigningScheme::Rsa3072, SigningScheme::EcdsaP256,
                                         SigningScheme::EcdsaP384),
                         [](const auto &one) {
                             std::string text(name(one.param));
                             std::ranges::replace(text, '-', '_');
                             return text;
                         });

TEST_F(Signing, OpensslCommandAgreesOnTheRsaSignature)
{
    const SigningKey key = newKey(SigningScheme::Rsa3072);
    const Bytes made = sign(plainImage(), key.privateFile).value();
    const std::size_t sector = made.size() - kSector;
    const fs::path content = write("content", Bytes(made.begin(), made.end() - kSector));
    const fs::path signature = write("signature", reversed(made, sector + 812, 384));

    const auto run =
        support::run({{"openssl", "dgst", "-sha256", "-sigopt", "rsa_padding_mode:pss", "-sigopt",
                       "rsa_pss_saltlen:32", "-verify", key.publicFile.string(), "-signature",
                       signature.string(), content.string()}});

    EXPECT_EQ(run.exitStatus, 0) << run.out << run.err;
}

TEST_F(Signing, AForgedSignatureWithAGoodCrcIsFound)
{
    const SigningKey key = newKey(SigningScheme::EcdsaP256);
    const SigningKey other = newKey(SigningScheme::EcdsaP256, "other");
    Bytes forged = sign(plainImage(), key.privateFile).value();
    const Bytes donor = sign(plainImage(), other.privateFile).value();
    const std::size_t sector = forged.size() - kSector;
    // The other key's signature in this key's block, and zlib's CRC over that.
    std::copy_n(donor.begin() + static_cast<std::ptrdiff_t>(sector) + 101, 64,
                forged.begin() + static_cast<std::ptrdiff_t>(sector) + 101);
    std::uint32_t crc = 0xFFFFFFFF;
    for (std::size_t i = 0; i < 1196; ++i) {
        crc ^= std::to_integer<std::uint32_t>(forged[sector + i]);
        for (int bit = 0; bit < 8; ++bit)
            crc = (crc >> 1) ^ ((crc & 1) != 0 ? 0xEDB88320U : 0U);
    }
    for (std::size_t i = 0; i < 4; ++i)
        forged[sector + 1196 + i] = static_cast<std::byte>(~crc >> (8 * i));

    const Image image = inspect(forged);

    ASSERT_TRUE(image.problem());
    EXPECT_THAT(image.problem()->text, HasSubstr("is not that of its ecdsa-p256 key"));
}

TEST_F(Signing, ThreeKeysAndNoMore)
{
    Bytes image = plainImage();
    std::vector<SigningKey> keys;
    for (int i = 0; i < 3; ++i) {
        keys.push_back(newKey(SigningScheme::EcdsaP256, "key" + std::to_string(i)));
        const auto again = sign(image, keys.back().privateFile);
        ASSERT_TRUE(again) << again.error().text;
        image = *again;
    }

    EXPECT_EQ(inspect(image).signatures.size(), 3U);
    for (unsigned i = 0; i < 3; ++i)
        EXPECT_EQ(verifySignature(image, keys[i].publicFile), i);
    EXPECT_EQ(sign(image, newKey(SigningScheme::EcdsaP256, "fourth").privateFile).error().code,
              ErrorCode::AlreadyExists);
}

TEST_F(Signing, RefusesTheSameKeyTwiceAndAnotherScheme)
{
    const SigningKey key = newKey(SigningScheme::EcdsaP256);
    const Bytes once = sign(plainImage(), key.privateFile).value();

    EXPECT_EQ(sign(once, key.privateFile).error().code, ErrorCode::AlreadyExists);
    EXPECT_EQ(sign(once, newKey(SigningScheme::EcdsaP384, "other").privateFile).error().code,
              ErrorCode::KeyInvalid);
}

TEST_F(Signing, RefusesWhatBoardsWouldNotFind)
{
    const SigningKey key = newKey(SigningScheme::EcdsaP256);
    Bytes trailed = plainImage();
    trailed.resize(trailed.size() + 100, std::byte{0x42});
    Bytes damaged = plainImage();
    damaged[5000] ^= std::byte{1};
    const Bytes noImage(5000, std::byte{0x55});

    EXPECT_EQ(sign(trailed, key.privateFile).error().code, ErrorCode::ImageInvalid);
    EXPECT_EQ(sign(damaged, key.privateFile).error().code, ErrorCode::ImageCorrupt);
    EXPECT_EQ(sign(noImage, key.privateFile).error().code, ErrorCode::ImageWrongKind);
    Bytes filled = plainImage();
    filled.resize(filled.size() + 100, std::byte{0xFF});
    EXPECT_TRUE(sign(filled, key.privateFile));
}

TEST_F(Signing, NamesTheKeyFileThatIsNone)
{
    const fs::path text = write("key.pem", Bytes(100, std::byte{'x'}));

    EXPECT_EQ(sign(plainImage(), text).error().code, ErrorCode::KeyInvalid);
    EXPECT_THAT(sign(plainImage(), text).error().text, HasSubstr("key.pem"));
    EXPECT_EQ(sign(plainImage(), m_folder.path() / "none").error().code, ErrorCode::NotFound);
    const auto rsa2048 = support::run(
        {{"openssl", "genrsa", "-out", (m_folder.path() / "small.pem").string(), "2048"}});
    ASSERT_EQ(rsa2048.exitStatus, 0);
    const auto small = sign(plainImage(), m_folder.path() / "small.pem");
    EXPECT_EQ(small.error().code, ErrorCode::KeyInvalid);
    EXPECT_THAT(small.error().text, HasSubstr("small.pem"));
}

TEST_F(Signing, VerifyTellsWhatIsMissing)
{
    const SigningKey key = newKey(SigningScheme::EcdsaP256);
    const SigningKey other = newKey(SigningScheme::EcdsaP256, "other");
    const Bytes made = sign(plainImage(), key.privateFile).value();

    EXPECT_EQ(verifySignature(plainImage()).error().code, ErrorCode::NotFound);
    const auto wrong = verifySignature(made, other.publicFile);
    ASSERT_FALSE(wrong);
    EXPECT_EQ(wrong.error().code, ErrorCode::NotFound);
    EXPECT_THAT(wrong.error().text, HasSubstr(key.digest));
}

TEST_F(Signing, KeysArePrivateAndNeverOverwritten)
{
    const SigningKey key = newKey(SigningScheme::EcdsaP256);

    EXPECT_EQ(support::fileMode(key.privateFile), 0600U);
    const auto before = readFile(key.privateFile);
    EXPECT_EQ(makeSigningKey(SigningScheme::EcdsaP256, m_folder.path() / "key").error().code,
              ErrorCode::AlreadyExists);
    EXPECT_EQ(readFile(key.privateFile), before);
}

} // namespace
} // namespace otabench::image
