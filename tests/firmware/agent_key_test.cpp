// An agent with a key: pre-encrypted images beside plain ones.
#include "agent_fixture.h"
#include "base/hex.h"
#include "esp_encrypted_img.h"
#include "support/firmware/encrypted_file.h"

#include "esp_ota_ops.h"

#include <cstring>

namespace otabench::test {
namespace {

using End = Answer::End;

/// The file for boards whose key is kEciesHmacKey.
std::vector<std::byte> encrypted(const std::vector<std::byte> &plain)
{
    Bytes bytes(plain.size());
    std::memcpy(bytes.data(), plain.data(), plain.size());
    bytes = encryptForEcies(bytes);
    std::vector<std::byte> file(bytes.size());
    std::memcpy(file.data(), bytes.data(), bytes.size());
    return file;
}

TEST_F(Agent, InstallsPreEncryptedImagesWithItsKeyAndPlainOnesAsBefore)
{
    const esp_decrypt_cfg_t key = {};
    board.crypto.setEfuseHmacKey(0, kEciesHmacKey);
    decrypt = &key;
    reboot();
    const std::vector<std::byte> plain = image;
    image = encrypted(plain);
    serveImage();
    EXPECT_EQ(ask("start", {{"url", server->url("/fw.enc")}}).word, "ok");
    ASSERT_TRUE(runUntil([this] { return hasPhase("reboot") || hasPhase("failed"); }));
    EXPECT_TRUE(hasPhase("reboot"));
    EXPECT_EQ(eventOf("switch").field("image"), toHex(std::span(plain).last(32)));
    EXPECT_TRUE(board.slotHolds(TestBoard::kSlot1, plain));
    EXPECT_EQ(lastEvent("ota").field("total"), std::to_string(plain.size()));
    decrypt = nullptr;
    reboot();
}

TEST_F(Agent, NamesAnImageForAnotherKey)
{
    esp_decrypt_cfg_t key = {};
    key.rsa_priv_key = otherRsaPrivatePem().c_str();
    key.rsa_priv_key_len = otherRsaPrivatePem().size() + 1;
    decrypt = &key;
    reboot();
    const Bytes bytes = encryptForRsa(Bytes(5000, 0xE9));
    image.resize(bytes.size());
    std::memcpy(image.data(), bytes.data(), bytes.size());
    serveImage();
    EXPECT_EQ(ask("start", {{"url", server->url("/fw.enc")}}).word, "ok");
    ASSERT_TRUE(runUntil([this] { return hasPhase("failed"); }));
    EXPECT_EQ(lastEvent("ota").field("error"), "OTABENCH_ERR_OTA_NOT_DECRYPTED");
    decrypt = nullptr;
    reboot();
}

TEST_F(Agent, WithAKeyItStartsOverAsWellWhateverTheFilesAre)
{
    const std::vector<std::byte> newer = makeTestImage("3.0.0");
    const esp_decrypt_cfg_t key = {};
    board.crypto.setEfuseHmacKey(0, kEciesHmacKey);
    decrypt = &key;
    for (const bool fromEncrypted : {true, false}) {
        for (const bool toEncrypted : {true, false}) {
            SCOPED_TRACE(std::string(fromEncrypted ? "encrypted" : "plain") + " file, then " +
                         (toEncrypted ? "encrypted" : "plain"));
            reboot();
            ASSERT_EQ(ask("confirm").word, "ok");
            const std::vector<std::byte> before = fromEncrypted ? encrypted(image) : image;
            const std::vector<std::byte> after = toEncrypted ? encrypted(newer) : newer;
            int count = 0;
            serve([&](const Request &request) {
                const bool old = ++count == 1;
                Answer answer =
                    serveFile(request, old ? before : after, old ? "\"one\"" : "\"two\"");
                if (old) {
                    answer.bytes.resize(100000);
                    answer.end = End::Drop;
                }
                return answer;
            });
            ASSERT_EQ(ask("start", {{"url", server->url("/fw.bin")}}).word, "ok");
            ASSERT_TRUE(runUntil([this] { return hasPhase("reboot") || hasPhase("failed"); }));
            EXPECT_TRUE(hasPhase("reboot")) << lastEvent("ota").field("text");
            EXPECT_EQ(lastEvent("ota").field("restarts"), "1");
            EXPECT_EQ(lastEvent("ota").field("total"), std::to_string(newer.size()));
            EXPECT_TRUE(board.slotHolds(TestBoard::kSlot1, newer));
            ASSERT_EQ(esp_ota_set_boot_partition(esp_ota_get_running_partition()), ESP_OK);
        }
    }
    decrypt = nullptr;
    reboot();
}

} // namespace
} // namespace otabench::test
