#include "image/file_work.h"

#include "base/files.h"
#include "image/catalogue.h"
#include "image/encryption.h"
#include "image/signing.h"
#include "support/temporary_folder.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace otabench::image {
namespace {
namespace fs = std::filesystem;

using ::testing::HasSubstr;

class FileWorkTest : public testing::Test
{
protected:
    FileWorkTest() { EXPECT_TRUE(makeImageFile({.sizeBytes = 4096}, m_app)); }

    support::TemporaryFolder m_folder;
    fs::path m_app = m_folder / "app.bin";
    fs::path m_out = m_folder / "out.bin";
};

TEST_F(FileWorkTest, SignsAndVerifiesFromFileToFile)
{
    const auto key = makeSigningKey(SigningScheme::EcdsaP256, m_folder / "keys").value();

    const auto made = signFile(m_app, key.privateFile, m_out);

    ASSERT_TRUE(made) << made.error().text;
    EXPECT_EQ(made->fileSha256, readImage(m_out)->fileSha256);
    EXPECT_EQ(verifyFile(m_out, key.publicFile)->image.signatures.front().keyDigest, key.digest);
    EXPECT_EQ(verifyFile(m_app).error().code, ErrorCode::NotFound);
}

TEST_F(FileWorkTest, EncryptsAndDecryptsFromFileToFile)
{
    const auto key = makeEncryptionKey(EncryptionScheme::EciesP256, m_folder / "keys").value();

    ASSERT_EQ(encryptFile(m_app, key.publicFile, m_out)->kind, Kind::PreEncrypted);
    ASSERT_TRUE(decryptFile(m_out, key.privateFile, m_folder / "back.bin"));

    EXPECT_EQ(readFile(m_folder / "back.bin"), readFile(m_app));
}

TEST_F(FileWorkTest, WritesNothingWhenItFailsOrIsStopped)
{
    const auto key = makeSigningKey(SigningScheme::EcdsaP256, m_folder / "keys").value();
    std::stop_source stop;
    stop.request_stop();

    const auto wrongKey = signFile(m_app, m_app, m_out);
    const auto stopped = signFile(m_app, key.privateFile, m_out, stop.get_token());

    EXPECT_EQ(wrongKey.error().code, ErrorCode::KeyInvalid);
    EXPECT_THAT(wrongKey.error().text, HasSubstr("app.bin"));
    EXPECT_EQ(stopped.error().code, ErrorCode::Cancelled);
    EXPECT_FALSE(fs::exists(m_out));
}

TEST_F(FileWorkTest, CatalogueWritesNoDamagedCopy)
{
    Catalogue catalogue(m_folder / "images");
    const auto entry = catalogue.add(m_app).value();
    ASSERT_TRUE(catalogue.exportTo(entry.sha256, m_out));
    EXPECT_EQ(readFile(m_out), readFile(m_app));
    fs::remove(m_out);
    fs::permissions(entry.file, fs::perms(0644));
    ASSERT_TRUE(writeFileAtomically(entry.file, std::string_view("rot"), FileMode::Public));

    EXPECT_EQ(catalogue.exportTo(entry.sha256, m_out).error().code, ErrorCode::ImageCorrupt);
    EXPECT_FALSE(fs::exists(m_out));
}

TEST_F(FileWorkTest, CatalogueStopsReadingWhenAsked)
{
    Catalogue catalogue(m_folder / "images");
    ASSERT_TRUE(catalogue.add(m_app));
    std::stop_source stop;
    stop.request_stop();

    EXPECT_EQ(catalogue.list(stop.get_token()).error().code, ErrorCode::Cancelled);
}

} // namespace
} // namespace otabench::image
