#include "signature.h"

#include "engine_fixture.h"
#include "support/firmware/signed_image.h"

#include <algorithm>
#include <cstdlib>
#include <fstream>
#include <iterator>

namespace otabench::test {
namespace {

constexpr auto kRsa = OTABENCH_SIGNATURE_RSA_3072;
constexpr auto kP192 = OTABENCH_SIGNATURE_ECDSA_P192;
constexpr auto kP256 = OTABENCH_SIGNATURE_ECDSA_P256;

/// A board whose running app in ota_0 is signed and that wants the same of others.
class SignatureTest : public EngineTest
{
protected:
    void run(otabench_signature_scheme_t scheme, const std::vector<const SigningKey *> &keys)
    {
        board.security.signature = scheme;
        board.load(slotAddress(0), signedBy(tinyApp("1.0.0"), keys));
        EXPECT_EQ(boot(), "ota_0");
        board.log.clear();
    }

    void trust(const std::vector<KeyDigest> &keys)
    {
        board.security.key_digest_count = static_cast<uint8_t>(keys.size());
        for (std::size_t i = 0; i < keys.size(); ++i)
            std::copy(keys[i].begin(), keys[i].end(), board.security.key_digests[i]);
    }
};

TEST_F(SignatureTest, AnAppSignedLikeTheRunningOneIsTaken)
{
    for (const auto scheme : {kRsa, kP192, kP256}) {
        run(scheme, {&signingKey(scheme)});
        EXPECT_EQ(update(slot(1), signedBy(tinyApp("2.0.0"), {&signingKey(scheme)})), ESP_OK);
        EXPECT_TRUE(board.hasLogged("I esp_image: Verifying image signature..."));
        EXPECT_TRUE(
            board.hasLogged("I secure_boot_v2: Take trusted digest key(s) from running app"));
        EXPECT_TRUE(
            board.hasLogged("I secure_boot_v2: #0 app key digest == #0 trusted key digest"));
        EXPECT_TRUE(board.hasLogged(scheme == kRsa ? "I secure_boot_v2: Verifying with RSA-PSS..."
                                                   : "I secure_boot_v2: Verifying with ECDSA..."));
        EXPECT_EQ(boot(), "ota_1");
        EXPECT_EQ(esp_ota_mark_app_valid_cancel_rollback(), ESP_OK);
        EXPECT_EQ(board.heldAllocations(), 0U);
        board.nor.erase(kOtadata, 0x2000);
    }
}

TEST_F(SignatureTest, WhatIsNotSignedByATrustedKeyIsRefused)
{
    run(kP256, {&signingKey(kP256)});
    const Bytes app = tinyApp("2.0.0");

    EXPECT_EQ(update(slot(1), app), ESP_ERR_OTA_VALIDATE_FAILED);
    EXPECT_EQ(board.log.back(), "E esp_ota_ops: New image failed verification");
    EXPECT_TRUE(board.hasLogged("E esp_image: Secure boot signature verification failed"));
    EXPECT_TRUE(board.hasLogged("W esp_image: image valid, signature bad"));

    EXPECT_EQ(update(slot(1), signedBy(app, {&signingKey(kP256, 1)})), ESP_ERR_OTA_VALIDATE_FAILED);
    EXPECT_EQ(update(slot(1), signedBy(app, {&signingKey(kRsa)})), ESP_ERR_OTA_VALIDATE_FAILED);
    EXPECT_TRUE(board.hasLogged("E secure_boot_v2: ECDSA signing scheme selected but signature "
                                "block generated for RSA scheme"));
    EXPECT_EQ(update(slot(1), signedBy(app, {&signingKey(kP192)})), ESP_ERR_OTA_VALIDATE_FAILED);
    EXPECT_TRUE(board.hasLogged("E secure_boot_v2: ECDSA curve mismatch: actual (curve_id 1), "
                                "expected (curve_id 2)"));
    EXPECT_EQ(otadata(), "1:2 -");

    Bytes damaged = signedBy(app, {&signingKey(kP256)});
    damaged[400] ^= 1; // and the checksum with it
    damaged[401] ^= 1;
    EXPECT_EQ(update(slot(1), damaged), ESP_ERR_OTA_VALIDATE_FAILED);
    EXPECT_TRUE(board.hasLogged("W esp_image: image corrupted on flash"));
}

TEST_F(SignatureTest, TheFillBehindTheImageIsSignedToo)
{
    run(kP256, {&signingKey(kP256)});
    Bytes image = signedBy(tinyApp("2.0.0"), {&signingKey(kP256)});
    image[image.size() - 4097] ^= 1;
    EXPECT_EQ(update(slot(1), image), ESP_ERR_OTA_VALIDATE_FAILED);
}

TEST_F(SignatureTest, AnUnsignedRunningAppTrustsNobody)
{
    board.security.signature = kP256;
    board.load(slotAddress(0), tinyApp("1.0.0"));
    EXPECT_EQ(boot(), "ota_0");
    EXPECT_EQ(update(slot(1), signedBy(tinyApp("2.0.0"), {&signingKey(kP256)})),
              ESP_ERR_OTA_VALIDATE_FAILED);
    EXPECT_TRUE(board.hasLogged("E secure_boot_v2: No signatures were found for the running app"));
    EXPECT_TRUE(board.hasLogged("E secure_boot_v2: Could not read secure boot digests!"));
}

TEST_F(SignatureTest, AnyOfThreeBlocksWillDoWhereTheChipHasThree)
{
    const SigningKey &old = signingKey(kP256);
    const SigningKey &fresh = signingKey(kP256, 1);
    run(kP256, {&old, &fresh});
    EXPECT_EQ(update(slot(1), signedBy(tinyApp("2.0.0"), {&fresh})), ESP_OK);
    EXPECT_TRUE(board.hasLogged("#0 app key digest == #1 trusted key digest"));

    board.security.signature_blocks = 1;
    EXPECT_EQ(update(slot(1), signedBy(tinyApp("2.0.0"), {&fresh})), ESP_ERR_OTA_VALIDATE_FAILED);
    EXPECT_EQ(update(slot(1), signedBy(tinyApp("2.0.0"), {&fresh, &old})),
              ESP_ERR_OTA_VALIDATE_FAILED);
    EXPECT_EQ(update(slot(1), signedBy(tinyApp("2.0.0"), {&old, &fresh})), ESP_OK);
}

TEST_F(SignatureTest, ABadFirstBlockDoesNotHideAGoodSecond)
{
    const SigningKey &key = signingKey(kP256);
    run(kP256, {&key});
    Bytes image = signedBy(tinyApp("2.0.0"), {&key, &key});
    image[image.size() - 4096 + 101] ^= 1;
    resealBlock(image, 0);
    EXPECT_EQ(update(slot(1), image), ESP_OK);
}

TEST_F(SignatureTest, KeysCanBeGivenInsteadOfTheRunningApps)
{
    board.security.signature = kP256;
    board.load(slotAddress(0), tinyApp("1.0.0"));
    EXPECT_EQ(boot(), "ota_0");
    trust({signingKey(kP256, 1).digest(), signingKey(kP256).digest()});
    EXPECT_EQ(update(slot(1), signedBy(tinyApp("2.0.0"), {&signingKey(kP256)})), ESP_OK);
    EXPECT_TRUE(
        board.hasLogged("I secure_boot_v2: Take trusted digest key(s) from eFuse block(s)"));
    EXPECT_TRUE(board.hasLogged("#0 app key digest == #1 trusted key digest"));
}

TEST_F(SignatureTest, ASignedAppNeedsRoomForItsSignature)
{
    run(kP256, {&signingKey(kP256)});
    Bytes app = tinyApp("2.0.0", kSlotSize - 1000);
    ASSERT_LT(app.size(), kSlotSize);
    EXPECT_EQ(update(slot(1), app), ESP_ERR_OTA_VALIDATE_FAILED);
    EXPECT_TRUE(board.hasLogged("E esp_image: Image length 69632 doesn't fit in partition length "
                                "65536"));
}

TEST_F(SignatureTest, TheBootloaderAndDigestsDoNotAskForASignature)
{
    board.security.signature = kP256;
    board.load(slotAddress(0), tinyApp("1.0.0"));
    EXPECT_EQ(boot(), "ota_0");
    uint8_t digest[32];
    EXPECT_EQ(esp_partition_get_sha256(slot(0), digest), ESP_OK);
}

TEST_F(SignatureTest, DataIsSignedWhereTheBoardWantsIt)
{
    run(kP256, {&signingKey(kP256)});
    setTable({{1, 0, kOtadata, 0x2000, "otadata", 0},
              {0, 0x10, slotAddress(0), kSlotSize, "ota_0", 0},
              {1, 6, slotAddress(1), kSlotSize, "blob", 0},
              {1, 0x40, slotAddress(2), kSlotSize, "own", 0}});
    board.security.signed_data = true;
    board.use(slotAddress(0));
    const auto fill = [&](const char *label, const Bytes &data) {
        const esp_partition_t *blob =
            esp_partition_find_first(ESP_PARTITION_TYPE_DATA, ESP_PARTITION_SUBTYPE_ANY, label);
        esp_ota_handle_t handle = 0;
        EXPECT_EQ(esp_ota_begin(blob, OTA_WITH_SEQUENTIAL_WRITES, &handle), ESP_OK);
        EXPECT_EQ(esp_ota_write(handle, data.data(), data.size()), ESP_OK);
        return esp_ota_end(handle);
    };
    const Bytes data(5000, 'd');
    Bytes good = signedBy(data, {&signingKey(kP256)});
    EXPECT_EQ(fill("blob", good), ESP_OK);
    EXPECT_EQ(fill("blob", data), ESP_ERR_OTA_VALIDATE_FAILED);
    EXPECT_TRUE(board.hasLogged("Written size 5000 too small for a signed data partition"));
    good[7] ^= 1;
    EXPECT_EQ(fill("blob", good), ESP_ERR_OTA_VALIDATE_FAILED);
    EXPECT_TRUE(board.hasLogged("E esp_ota_ops: esp_secure_boot_verify_signature failed for "
                                "partition blob, return 8194"));
    EXPECT_EQ(fill("own", data), ESP_OK);
    board.security.signed_data = false;
    EXPECT_EQ(fill("blob", data), ESP_OK);
}

TEST_F(SignatureTest, WithoutMemoryAndFlashItFails)
{
    run(kP256, {&signingKey(kP256)});
    board.outOfMemory = true;
    EXPECT_EQ(firmware::verifySignature(board.port(), slotAddress(0), 8192), ESP_ERR_NO_MEM);
    board.outOfMemory = false;
    EXPECT_EQ(firmware::verifySignature(board.port(), slotAddress(0), 0x80000),
              ESP_ERR_IMAGE_FLASH_FAIL);
    board.readError = ESP_ERR_FLASH_OP_TIMEOUT;
    EXPECT_EQ(firmware::verifySignature(board.port(), slotAddress(0), 8192),
              ESP_ERR_FLASH_OP_TIMEOUT);
    EXPECT_EQ(board.heldAllocations(), 0U);
    EXPECT_EQ(board.heldHashes(), 0U);
}

/// Flips a bit of each field of a signed file's block 0, whose CRC is made right again or not.
struct Field
{
    const char *name;
    std::size_t offset;
    bool seenWithGoodCrc;
};

void tryFields(RamPort &board, Bytes image, const std::vector<Field> &fields)
{
    const auto length = static_cast<uint32_t>(image.size() - 4096);
    const auto verify = [&] {
        board.load(0x10000, image);
        return firmware::verifySignature(board.port(), 0x10000, length);
    };
    ASSERT_EQ(verify(), ESP_OK);
    for (const std::size_t at : {std::size_t{0}, std::size_t{5000}, std::size_t{length - 1}}) {
        image[at] ^= 0x10;
        EXPECT_NE(verify(), ESP_OK) << "data " << at;
        image[at] ^= 0x10;
    }
    const Bytes good = image;
    for (const Field &field : fields) {
        for (const uint8_t bit : {uint8_t{0x01}, uint8_t{0x80}}) {
            image[length + field.offset] ^= bit;
            EXPECT_NE(verify(), ESP_OK) << field.name;
            resealBlock(image, 0);
            EXPECT_EQ(verify() != ESP_OK, field.seenWithGoodCrc) << field.name << ", CRC made good";
            image = good;
        }
    }
}

const std::vector<Field> &rsaFields()
{
    static const std::vector<Field> fields{
        {"magic", 0, true},       {"version", 1, true},     {"digest", 4, true},
        {"digest end", 35, true}, {"modulus", 36, true},    {"modulus end", 419, true},
        {"exponent", 420, true},  {"R", 424, true},         {"R end", 807, true},
        {"M'", 808, true},        {"signature", 812, true}, {"signature end", 1195, true},
        {"CRC", 1196, false},
    };
    return fields;
}

const std::vector<Field> &ecdsaFields()
{
    static const std::vector<Field> fields{
        {"magic", 0, true},   {"version", 1, true}, {"hash", 2, true},    {"digest", 4, true},
        {"curve", 36, true},  {"X", 37, true},      {"Y", 69, true},      {"Y end", 100, true},
        {"r", 101, true},     {"s", 133, true},     {"s end", 164, true}, {"fill", 165, false},
        {"CRC", 1196, false},
    };
    return fields;
}

TEST_F(SignatureTest, EveryFieldOfABlockCounts)
{
    board.security.signature = kRsa;
    trust({signingKey(kRsa).digest()});
    tryFields(board, signedBy(tinyApp("2.0.0"), {&signingKey(kRsa)}), rsaFields());
    board.security.signature = kP256;
    trust({signingKey(kP256).digest()});
    tryFields(board, signedBy(tinyApp("2.0.0"), {&signingKey(kP256)}), ecdsaFields());
}

KeyDigest fromHex(const std::string &hex)
{
    KeyDigest digest;
    for (std::size_t i = 0; i < digest.size(); ++i)
        digest[i] = static_cast<uint8_t>(std::stoi(hex.substr(2 * i, 2), nullptr, 16));
    return digest;
}

TEST_F(SignatureTest, GenuineSignedImages)
{
    const KeyDigest rsaKey =
        fromHex("cb2791a371b0c0322bf7370478ba0962224cab1cf2287879e429673e7da84463");
    const KeyDigest ecdsaKey =
        fromHex("f35cc5dbdde67f94a7bbcb5723371ba91822193582308f84cb95b4531219056d");
    const char *shared = std::getenv("OTABENCH_SHARED"); // NOLINT: no other thread sets variables
    const auto read = [&](const std::string &name) {
        std::ifstream file(std::string(shared ? shared : "") + "/images/" + name, std::ios::binary);
        return Bytes(std::istreambuf_iterator<char>(file), {});
    };
    const Bytes rsa = read("bootloader_signed_v2_rsa.bin");
    const Bytes multi = read("bootloader_multi_signed_v2_rsa.bin");
    const Bytes ecdsa = read("bootloader_signed_v2_ecdsa256.bin");
    if (rsa.empty() || multi.empty() || ecdsa.empty())
        GTEST_SKIP() << "no genuine images here";

    board.chip().chip_id = 0; // they are for the ESP32, which looks at one block
    board.security.signature = kRsa;
    trust({rsaKey});
    tryFields(board, rsa, rsaFields());
    board.load(0x10000, multi);
    const auto length = static_cast<uint32_t>(multi.size() - 4096);
    EXPECT_EQ(firmware::verifySignature(board.port(), 0x10000, length), ESP_OK);
    // Each of the three blocks alone, by the key in it.
    board.security.signature_blocks = 3;
    for (std::size_t block = 0; block < 3; ++block) {
        Bytes one = multi;
        for (std::size_t other = 0; other < 3; ++other) {
            if (other != block)
                one[length + other * 1216] = 0;
        }
        board.load(0x10000, one);
        EXPECT_EQ(firmware::verifySignature(board.port(), 0x10000, length) == ESP_OK, block == 0);
        const uint8_t *key = &multi[length + block * 1216 + 36];
        Bytes digest(32);
        otabench_hash_t *hash = board.port()->hash_start(board.port()->ctx);
        board.port()->hash_update(board.port()->ctx, hash, key, 776);
        board.port()->hash_finish(board.port()->ctx, hash, digest.data());
        KeyDigest trusted;
        std::copy(digest.begin(), digest.end(), trusted.begin());
        trust({trusted});
        EXPECT_EQ(firmware::verifySignature(board.port(), 0x10000, length), ESP_OK) << block;
        trust({rsaKey});
    }
    board.security.signature = kP256;
    trust({ecdsaKey});
    tryFields(board, ecdsa, ecdsaFields());
}

} // namespace
} // namespace otabench::test
