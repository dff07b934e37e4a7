// A program that is killed in the middle of what it keeps and writes, many times.
#include "base/files.h"
#include "image/catalogue.h"
#include "image/encryption.h"
#include "image/maker.h"
#include "image/signing.h"
#include "support/temporary_folder.h"

#include <gtest/gtest.h>

#include <sys/wait.h>
#include <unistd.h>

#include <csignal>
#include <random>

namespace otabench::image {
namespace {
namespace fs = std::filesystem;

/// Keeps, describes, takes out, encrypts and signs until it is killed.
[[noreturn]] void changeForEver(const fs::path &folder)
{
    Catalogue catalogue(folder / "kept");
    for (unsigned round = 0;; ++round) {
        const auto kept = catalogue.add(folder / (round % 2 == 0 ? "one.bin" : "two.bin"));
        if (!kept)
            ::_exit(1);
        CatalogueNotes notes = kept->notes;
        notes.label = round % 3 == 0 ? Label::Golden : Label::Bad;
        notes.note = std::string(round % 7 * 1000, 'n');
        static_cast<void>(catalogue.describe(kept->sha256, notes));
        const auto plain = readFile(folder / "one.bin").value();
        const auto hidden = encrypt(plain, folder / "device_pub_key.pem");
        if (!hidden || !writeFileAtomically(folder / "hidden.bin", *hidden, FileMode::Public))
            ::_exit(2);
        const fs::path keys = folder / ("keys-" + std::to_string(round % 4));
        static_cast<void>(makeSigningKey(SigningScheme::EcdsaP256, keys));
        if (round % 5 == 0)
            static_cast<void>(catalogue.remove(kept->sha256));
    }
}

/// What lies there is whole: whichever of the writes was under way.
void expectWhole(const fs::path &folder)
{
    const auto entries = Catalogue(folder / "kept").list();
    ASSERT_TRUE(entries) << entries.error().text;
    for (const CatalogueEntry &entry : *entries) {
        EXPECT_FALSE(entry.damaged) << entry.file;
        EXPECT_TRUE(entry.image.valid());
        EXPECT_EQ(entry.notes.note.find_first_not_of('n'), std::string::npos);
        EXPECT_EQ(entry.notes.note.size() % 1000, 0U);
    }
    if (const auto hidden = readFile(folder / "hidden.bin")) {
        const auto plain = decrypt(*hidden, folder / "device_hmac_key.bin");
        ASSERT_TRUE(plain) << plain.error().text;
        EXPECT_EQ(*plain, readFile(folder / "one.bin").value());
    }
    for (const char *keys : {"keys-0", "keys-1", "keys-2", "keys-3"}) {
        const fs::path key = folder / keys / "signing_key.pem";
        if (fs::exists(key)) {
            EXPECT_TRUE(sign(readFile(folder / "one.bin").value(), key)) << key;
            EXPECT_EQ(support::fileMode(key), 0600U);
        }
    }
}

TEST(KilledImages, AtAnyMomentNothingIsHalfWritten)
{
    const support::TemporaryFolder folder;
    for (const char *version : {"one", "two"}) {
        const auto image = makeImage({.version = version, .sizeBytes = 200'000}).value();
        ASSERT_TRUE(
            writeFileAtomically(folder / (std::string(version) + ".bin"), image, FileMode::Public));
    }
    ASSERT_TRUE(makeEncryptionKey(EncryptionScheme::EciesP256, folder.path()));
    std::mt19937 random(20261129);
    constexpr int kRounds = 40;
    for (int round = 0; round < kRounds; ++round) {
        const pid_t child = ::fork();
        ASSERT_GE(child, 0);
        if (child == 0)
            changeForEver(folder.path());
        ::usleep(static_cast<useconds_t>(random() % 40'000)); // anything may be under way then
        ::kill(child, SIGKILL);
        int status = 0;
        ASSERT_EQ(::waitpid(child, &status, 0), child);
        ASSERT_TRUE(WIFSIGNALED(status)) << "it ended by itself, " << WEXITSTATUS(status);
        ASSERT_NO_FATAL_FAILURE(expectWhole(folder.path())) << "round " << round;
    }
}

} // namespace
} // namespace otabench::image
