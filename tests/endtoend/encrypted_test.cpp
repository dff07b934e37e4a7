// Pre-encrypted images from the command line to boards with their key, and what is said of boards
// without it.
#include "bench_fixture.h"

#include <gmock/gmock.h>

#include <fstream>

namespace otabench::endtoend {
namespace {

using testing::HasSubstr;

/// What is said for people about a board that failed.
std::string detailOf(const UpdateOutcome &outcome, const std::string &board)
{
    for (const auto &line : outcome.lines) {
        if (line.value("board", "") == board && line.value("phase", "") == "failed")
            return line.value("detail", "");
    }
    return {};
}

class EncryptedUpdate : public BenchFixture
{
protected:
    std::filesystem::path makeKeys(const std::string &scheme, const std::string &folder)
    {
        const auto path = m_folder / folder;
        EXPECT_EQ(cli({"image", "keygen", "--kind", "encryption", "--scheme", scheme, "-o",
                       path.string()})
                      .exitStatus,
                  0);
        return path;
    }

    std::filesystem::path encrypt(const std::filesystem::path &image,
                                  const std::filesystem::path &key)
    {
        auto file = image;
        file += ".enc";
        const auto done =
            cli({"image", "encrypt", image.string(), "--key", key.string(), "-o", file.string()});
        EXPECT_EQ(done.exitStatus, 0) << done.err;
        return file;
    }
};

TEST_F(EncryptedUpdate, OfRsaReachesTheBoardsWithItsKey)
{
    const auto keys = makeKeys("rsa", "keys");
    const auto file = encrypt(makeImage("2.0.0"), keys / "rsa_pub_key.pem");
    const auto boards = startBoards(2, {"--decryption-key", (keys / "rsa_priv_key.pem").string()});
    const auto outcome = update(file, boards);
    EXPECT_EQ(outcome.exitStatus, 0) << outcome.err;
    EXPECT_EQ(outcome.count("updated"), 2);

    const auto plain = update(makeImage("3.0.0"), boards, {"--partial", "4096"});
    EXPECT_EQ(plain.count("updated"), 2) << "they take plain images as well";
}

TEST_F(EncryptedUpdate, OfEciesReachesTheBoardsWithItsKeyInParts)
{
    const auto keys = makeKeys("ecies", "keys");
    const auto file = encrypt(makeImage("2.0.0"), keys / "device_pub_key.pem");
    const auto boards = startBoards(1, {"--hmac-key", (keys / "device_hmac_key.bin").string()});
    const auto outcome = update(file, boards, {"--partial", "5001"});
    EXPECT_EQ(outcome.exitStatus, 0) << outcome.err;
    EXPECT_EQ(outcome.count("updated"), 1);
}

TEST_F(EncryptedUpdate, IsRefusedByBoardsWithAnotherKeyAndByThoseWithout)
{
    const auto keys = makeKeys("rsa", "keys");
    const auto others = makeKeys("rsa", "others");
    const auto file = encrypt(makeImage("2.0.0"), keys / "rsa_pub_key.pem");
    const auto other =
        startBoards(1, {"--decryption-key", (others / "rsa_priv_key.pem").string()}, "other");
    const auto none = startBoards(1, {}, "none");
    const auto outcome = update(file, {other[0], none[0]});
    EXPECT_EQ(outcome.exitStatus, 1);
    EXPECT_EQ(outcome.count("failed"), 2);
    EXPECT_EQ(outcome.reason(other[0]), "board-image-rejected");
    EXPECT_THAT(detailOf(outcome, other[0]), HasSubstr("encrypted for another key"));
    EXPECT_THAT(detailOf(outcome, other[0]), HasSubstr("image encrypt"));
    EXPECT_EQ(outcome.reason(none[0]), "board-image-rejected");
}

TEST_F(EncryptedUpdate, WithADamagedTagIsNotInstalled)
{
    const auto keys = makeKeys("rsa", "keys");
    const auto file = encrypt(makeImage("2.0.0"), keys / "rsa_pub_key.pem");
    {
        std::fstream bytes(file, std::ios::in | std::ios::out | std::ios::binary);
        bytes.seekp(410); // in the tag
        bytes.put('x').put('y');
    }
    const auto boards = startBoards(1, {"--decryption-key", (keys / "rsa_priv_key.pem").string()});
    const auto outcome = update(file, boards);
    EXPECT_EQ(outcome.count("failed"), 1);
    EXPECT_THAT(detailOf(outcome, boards[0]), HasSubstr("tag does not match"));
}

TEST_F(EncryptedUpdate, ReachesStockFirmwareToldByStdin)
{
    ASSERT_EQ(cli({"ca", "create"}).exitStatus, 0);
    const auto ca = m_folder / "ca.pem";
    ASSERT_EQ(cli({"ca", "export", "--format", "pem", "-o", ca.string()}).exitStatus, 0);
    const auto keys = makeKeys("ecies", "keys");
    const auto file = encrypt(makeImage("2.0.0"), keys / "device_pub_key.pem");
    const auto boards = startBoards(1, {"--profile", "stdin", "--ca", ca.string(), "--hmac-key",
                                        (keys / "device_hmac_key.bin").string()});
    const auto outcome = update(file, boards, {"--profile", "stdin"});
    EXPECT_EQ(outcome.exitStatus, 0) << outcome.err;
    EXPECT_EQ(outcome.count("updated"), 1);
}

TEST_F(EncryptedUpdate, IsDecryptedAgainOnTheCommandLine)
{
    const auto keys = makeKeys("ecies", "keys");
    const auto image = makeImage("2.0.0", "64K");
    const auto file = encrypt(image, keys / "device_pub_key.pem");
    const auto info = cli({"--json", "image", "info", file.string()});
    EXPECT_THAT(info.out, HasSubstr("\"pre-encrypted\""));
    const auto back = m_folder / "back.bin";
    const auto done = cli({"image", "decrypt", file.string(), "--key",
                           (keys / "device_hmac_key.bin").string(), "-o", back.string()});
    EXPECT_EQ(done.exitStatus, 0) << done.err;
    EXPECT_EQ(cli({"image", "info", back.string()}).exitStatus, 0);
    const auto wrong = cli({"image", "decrypt", file.string(), "--key",
                            (keys / "device_pub_key.pem").string(), "-o", back.string()});
    EXPECT_EQ(wrong.exitStatus, 1);
}

} // namespace
} // namespace otabench::endtoend
