#include "esp_encrypted_img.h"
#include "gcm.h"
#include "key_derivation.h"
#include "support/firmware/encrypted_file.h"
#include "support/firmware/ram_port.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cstdlib>
#include <cstring>
#include <map>

namespace otabench::test {
namespace {

Bytes pattern(std::size_t length)
{
    Bytes bytes(length);
    for (std::size_t i = 0; i < length; ++i)
        bytes[i] = static_cast<uint8_t>(i * 7 + i / 251);
    return bytes;
}

/// The board's port, with RSA's slow answers remembered: the same question is asked thousands of
/// times here.
class RememberingPort : public RamPort
{
public:
    RememberingPort()
        : table(*port())
    {
        theOne = this;
        table.rsa_decrypt = [](void *ctx, const char *pem, size_t pemSize, const uint8_t *cipher,
                               size_t cipherLength, uint8_t *plain, size_t capacity,
                               size_t *length) {
            const std::string question =
                std::string(pem, pemSize) + std::string(cipher, cipher + cipherLength);
            auto found = theOne->m_answers.find(question);
            if (found == theOne->m_answers.end()) {
                uint8_t key[32];
                const esp_err_t result = theOne->port()->rsa_decrypt(
                    ctx, pem, pemSize, cipher, cipherLength, key, sizeof key, length);
                if (result != ESP_OK)
                    return result;
                found = theOne->m_answers.emplace(question, Bytes(key, key + *length)).first;
            }
            *length = found->second.size();
            std::copy_n(found->second.begin(), std::min(*length, capacity), plain);
            return ESP_OK;
        };
        otabench_port_set(&table);
    }

    ~RememberingPort() { otabench_port_set(nullptr); }

    otabench_port_t table;

private:
    static inline RememberingPort *theOne = nullptr;
    std::map<std::string, Bytes> m_answers;
};

struct Outcome
{
    esp_err_t data; ///< of the last decrypt_data
    esp_err_t end;
    Bytes plain;
};

class EncryptedImage : public ::testing::Test
{
protected:
    ~EncryptedImage() override
    {
        EXPECT_EQ(board.heldAllocations(), 0U);
        EXPECT_EQ(board.crypto.held(), 0U);
        EXPECT_EQ(board.heldHashes(), 0U);
    }

    static esp_decrypt_cfg_t rsaConfig(const std::string &pem = rsaPrivatePem())
    {
        esp_decrypt_cfg_t config = {};
        config.rsa_priv_key = pem.c_str();
        config.rsa_priv_key_len = pem.size() + 1;
        return config;
    }

    /// One call. Appends what comes out.
    static esp_err_t feed(esp_decrypt_handle_t handle, const uint8_t *bytes, std::size_t length,
                          Bytes &plain)
    {
        pre_enc_decrypt_arg_t args = {};
        args.data_in = reinterpret_cast<const char *>(bytes);
        args.data_in_len = length;
        const esp_err_t result = esp_encrypted_img_decrypt_data(handle, &args);
        if (args.data_out_len > 0) {
            plain.insert(plain.end(), args.data_out, args.data_out + args.data_out_len);
            std::free(args.data_out);
        }
        return result;
    }

    /// The whole file: a first piece, then pieces of one size. Stops at an error.
    static Outcome decrypt(const Bytes &file, std::size_t first, std::size_t others,
                           const esp_decrypt_cfg_t &config)
    {
        Outcome outcome = {ESP_ERR_NOT_FINISHED, ESP_FAIL, {}};
        const esp_decrypt_handle_t handle = esp_encrypted_img_decrypt_start(&config);
        if (!handle) {
            ADD_FAILURE() << "decrypt_start";
            return outcome;
        }
        std::size_t size = first;
        for (std::size_t at = 0; at < file.size(); at += size, size = others) {
            size = std::min(size, file.size() - at);
            outcome.data = feed(handle, file.data() + at, size, outcome.plain);
            const bool last = at + size == file.size();
            if (outcome.data == ESP_FAIL)
                break;
            EXPECT_EQ(esp_encrypted_img_is_complete_data_received(handle), outcome.data == ESP_OK);
            EXPECT_TRUE(last || outcome.plain.size() % 16 == 0) << "whole blocks until the end";
        }
        outcome.end = esp_encrypted_img_decrypt_end(handle);
        return outcome;
    }

    static void expectGood(const Outcome &outcome, const Bytes &plain)
    {
        EXPECT_EQ(outcome.data, ESP_OK);
        EXPECT_EQ(outcome.end, ESP_OK);
        EXPECT_EQ(outcome.plain, plain);
    }

    RememberingPort board;
};

TEST_F(EncryptedImage, IsDecryptedAtEveryFirstSplit)
{
    const Bytes plain = pattern(777);
    const Bytes file = encryptForRsa(plain);
    for (std::size_t first = 1; first <= 600; ++first) {
        SCOPED_TRACE(first);
        expectGood(decrypt(file, first, file.size(), rsaConfig()), plain);
        if (HasFailure())
            return;
    }
}

TEST_F(EncryptedImage, IsDecryptedInPiecesOfAnySize)
{
    const Bytes plain = pattern(1500);
    const Bytes file = encryptForRsa(plain);
    for (const std::size_t size : {1, 2, 3, 7, 15, 16, 17, 31, 33, 100, 511, 512, 513, 1024, 1025})
        expectGood(decrypt(file, size, size, rsaConfig()), plain);
}

TEST_F(EncryptedImage, OfAnyLengthIsDecrypted)
{
    for (const std::size_t length : {0, 1, 15, 16, 17, 511, 512, 1024, 1025}) {
        SCOPED_TRACE(length);
        const Bytes plain = pattern(length);
        const Bytes file = encryptForRsa(plain);
        expectGood(decrypt(file, file.size(), 1, rsaConfig()), plain);
        expectGood(decrypt(file, 1, 1, rsaConfig()), plain);
        expectGood(decrypt(file, 512, 5, rsaConfig()), plain);
    }
}

TEST_F(EncryptedImage, OfEciesIsDecrypted)
{
    board.crypto.setEfuseHmacKey(2, kEciesHmacKey);
    esp_decrypt_cfg_t config = {};
    config.hmac_key_id = 2;
    const Bytes plain = pattern(1025);
    const Bytes file = encryptForEcies(plain);
    expectGood(decrypt(file, 300, 97, config), plain);
    expectGood(decrypt(file, file.size(), 1, config), plain);
}

/// The file of encrypted-image.md section 7, the component's own test image.
TEST_F(EncryptedImage, OfTheOriginalsTestIsDecrypted)
{
    board.table.efuse_hmac = [](void *, uint32_t, const void *, size_t, uint8_t mac[32]) {
        std::memset(mac, 0, 32);
        return ESP_OK;
    };
    static decltype(board.table.p256_ecdh) ecdh;
    ecdh = board.table.p256_ecdh;
    board.table.p256_public_key = [](void *, const uint8_t[32], uint8_t[64]) { return ESP_OK; };
    board.table.p256_ecdh = [](void *ctx, const uint8_t[32], const uint8_t peer[64],
                               uint8_t shared[32]) {
        const Bytes scalar =
            fromHex("831793660de4913366ae1e379b2ceb4317c88700cc0791d98e5a2a2d5c71af66");
        return ecdh(ctx, scalar.data(), peer, shared);
    };
    Bytes file(522);
    const auto put = [&file](std::size_t at, const std::string &hex) {
        const Bytes bytes = fromHex(hex);
        std::copy(bytes.begin(), bytes.end(), file.begin() + static_cast<std::ptrdiff_t>(at));
    };
    put(0, "cfb68807");
    put(4, "c6e1f2abeb0a2e6095384c94399447f7d416c478dff0cf873f8dd5794f973fe3"
           "e0c816d49c2824c01513e2f9ea037027acad0b6d17d2842528cbcf3b6265d47b");
    put(68, "5cb80c12ebe3403ee2e379723ec7bf4dbcdfab7ebfee184136a18af1e59e6912");
    put(388, "35ed54199d1facd218bcd0cf2e634242");
    put(404, "0a000000");
    put(408, "875ae27885e93c9c3229f40fd3cb286d");
    put(512, "272bd7411253c6c70806");
    const Outcome outcome = decrypt(file, file.size(), 1, {});
    EXPECT_EQ(outcome.end, ESP_OK);
    EXPECT_EQ(std::string(outcome.plain.begin(), outcome.plain.end()), "test file\n");
}

TEST_F(EncryptedImage, KeyOfTheOriginalsExampleIsDerived)
{
    board.crypto.setEfuseHmacKey(0, kEciesHmacKey);
    const Bytes salt = fromHex("0e2160642dae76d33448e43d7720123d9f3b1eceb88e573a4e8f7fb94ff0c869");
    Bytes32 scalar = {};
    ASSERT_EQ(
        firmware::pbkdf2OfEfuse(&board.table, 0, salt.data(), salt.size(), 2048, scalar.data()),
        ESP_OK);
    EXPECT_EQ(scalar, eciesScalar());
    std::array<uint8_t, 64> point = {};
    EXPECT_EQ(board.table.p256_public_key(board.table.ctx, scalar.data(), point.data()), ESP_OK);
    EXPECT_EQ(point, eciesPoint());
}

struct Flip
{
    const char *field;
    std::size_t at;
    esp_err_t data; ///< at the end of the stream
    esp_err_t end;
};

TEST_F(EncryptedImage, WithAFlippedBitIsRefusedWhereItCanBeFound)
{
    const Bytes plain = pattern(1000);
    const Bytes good = encryptForRsa(plain);
    const Flip flips[] = {
        {"magic", 0, ESP_FAIL, ESP_FAIL},
        {"magic", 3, ESP_FAIL, ESP_FAIL},
        {"nonce", kNonceAt + 5, ESP_OK, ESP_FAIL},
        {"a larger length", kLengthAt + 2, ESP_ERR_NOT_FINISHED, ESP_FAIL},
        {"tag", kTagAt, ESP_OK, ESP_FAIL},
        {"tag", kTagAt + 15, ESP_OK, ESP_FAIL},
        {"reserved", kReservedAt + 1, ESP_OK, ESP_OK},
        {"first byte", kEncryptedHeader, ESP_OK, ESP_FAIL},
        {"last byte", good.size() - 1, ESP_OK, ESP_FAIL},
    };
    for (const Flip &flip : flips) {
        SCOPED_TRACE(flip.field);
        Bytes bad = good;
        bad[flip.at] ^= 0x10;
        const Outcome outcome = decrypt(bad, 777, 16, rsaConfig());
        EXPECT_EQ(outcome.data, flip.data);
        EXPECT_EQ(outcome.end, flip.end);
    }
}

TEST_F(EncryptedImage, WithAFlippedBitInTheKeyIsNeverAccepted)
{
    const Bytes good = encryptForRsa(pattern(100));
    for (const std::size_t at : {kKeyAreaAt, kKeyAreaAt + 200, kKeyAreaAt + 383}) {
        Bytes bad = good;
        bad[at] ^= 1;
        EXPECT_EQ(decrypt(bad, bad.size(), 1, rsaConfig()).end, ESP_FAIL) << at;
    }
    board.crypto.setEfuseHmacKey(0, kEciesHmacKey);
    const Bytes ecies = encryptForEcies(pattern(100));
    for (const std::size_t at : {kKeyAreaAt, kKeyAreaAt + 63, kKeyAreaAt + 64, kKeyAreaAt + 95}) {
        Bytes bad = ecies;
        bad[at] ^= 1;
        EXPECT_EQ(decrypt(bad, bad.size(), 1, {}).end, ESP_FAIL) << at;
    }
    Bytes behind = ecies; // of the key area, but of no use in this scheme
    behind[kKeyAreaAt + 96] ^= 1;
    EXPECT_EQ(decrypt(behind, behind.size(), 1, {}).end, ESP_OK);
}

TEST_F(EncryptedImage, ForAnotherKeyIsRefused)
{
    const Bytes file = encryptForRsa(pattern(100));
    Outcome outcome = decrypt(file, file.size(), 1, rsaConfig(otherRsaPrivatePem()));
    EXPECT_EQ(outcome.end, ESP_FAIL);
    EXPECT_TRUE(outcome.plain.empty());
    Bytes32 other = kEciesHmacKey;
    other[0] ^= 1;
    board.crypto.setEfuseHmacKey(0, other);
    EXPECT_EQ(decrypt(encryptForEcies(pattern(100)), 512, 100, {}).end, ESP_FAIL);
    EXPECT_EQ(decrypt(file, 512, 100, {}).end, ESP_FAIL) << "the other scheme's file";
}

/// Some libraries decrypt with a wrong key to random bytes of random length.
TEST_F(EncryptedImage, WithAKeyOfAnotherLengthIsRefused)
{
    board.table.rsa_decrypt = [](void *, const char *, size_t, const uint8_t *, size_t,
                                 uint8_t *plain, size_t, size_t *length) {
        std::memset(plain, 1, 16);
        *length = 16;
        return ESP_OK;
    };
    const Bytes file = encryptForRsa(pattern(100));
    const Outcome outcome = decrypt(file, file.size(), 1, rsaConfig());
    EXPECT_EQ(outcome.data, ESP_FAIL);
    EXPECT_EQ(outcome.end, ESP_FAIL);
}

TEST_F(EncryptedImage, WithSurplusBytesFailsAtOnce)
{
    Bytes file = encryptForRsa(pattern(64));
    file.push_back(0);
    Outcome outcome = decrypt(file, file.size() - 1, 1, rsaConfig());
    EXPECT_EQ(outcome.data, ESP_FAIL);
    EXPECT_EQ(outcome.end, ESP_FAIL);
    outcome = decrypt(file, file.size(), 1, rsaConfig());
    EXPECT_EQ(outcome.data, ESP_FAIL);
    EXPECT_EQ(outcome.end, ESP_FAIL);
    EXPECT_TRUE(outcome.plain.empty());
}

TEST_F(EncryptedImage, CutOffIsNotAccepted)
{
    const Bytes file = encryptForRsa(pattern(64));
    for (const std::size_t length : {std::size_t{1}, std::size_t{4}, std::size_t{388},
                                     std::size_t{511}, std::size_t{512}, file.size() - 1}) {
        const Bytes cut(file.begin(), file.begin() + static_cast<std::ptrdiff_t>(length));
        const Outcome outcome = decrypt(cut, cut.size(), 1, rsaConfig());
        EXPECT_EQ(outcome.data, ESP_ERR_NOT_FINISHED);
        EXPECT_EQ(outcome.end, ESP_FAIL) << length;
    }
}

TEST_F(EncryptedImage, IsNotCompleteBeforeItsHeaderIs)
{
    const auto config = rsaConfig();
    const esp_decrypt_handle_t handle = esp_encrypted_img_decrypt_start(&config);
    EXPECT_FALSE(esp_encrypted_img_is_complete_data_received(handle));
    EXPECT_FALSE(esp_encrypted_img_is_complete_data_received(nullptr));
    EXPECT_EQ(esp_encrypted_img_decrypt_abort(handle), ESP_OK);
}

TEST_F(EncryptedImage, RefusesWhatIsNoArgument)
{
    EXPECT_EQ(esp_encrypted_img_get_header_size(), 512);
    EXPECT_EQ(esp_encrypted_img_decrypt_start(nullptr), nullptr);
    EXPECT_EQ(esp_encrypted_img_decrypt_end(nullptr), ESP_ERR_INVALID_ARG);
    EXPECT_EQ(esp_encrypted_img_decrypt_abort(nullptr), ESP_ERR_INVALID_ARG);
    pre_enc_decrypt_arg_t args = {};
    EXPECT_EQ(esp_encrypted_img_decrypt_data(nullptr, &args), ESP_ERR_INVALID_ARG);
    esp_decrypt_cfg_t config = rsaConfig();
    const esp_decrypt_handle_t handle = esp_encrypted_img_decrypt_start(&config);
    EXPECT_EQ(esp_encrypted_img_decrypt_data(handle, nullptr), ESP_ERR_INVALID_ARG);
    EXPECT_EQ(esp_encrypted_img_decrypt_data(handle, &args), ESP_ERR_INVALID_ARG);
    EXPECT_EQ(esp_encrypted_img_export_public_key(handle, nullptr, nullptr), ESP_ERR_INVALID_ARG);
    EXPECT_EQ(esp_encrypted_img_decrypt_abort(handle), ESP_OK);
    config.rsa_priv_key_len = 0;
    EXPECT_EQ(esp_encrypted_img_decrypt_start(&config), nullptr);
    config = {};
    EXPECT_EQ(esp_encrypted_img_decrypt_start(&config), nullptr) << "no key in that eFuse block";
    EXPECT_TRUE(board.hasLogged("Could not find HMAC key in configured eFuse block!"));
    board.crypto.setEfuseHmacKey(0, kEciesHmacKey);
    config.hmac_key_id = -1;
    EXPECT_EQ(esp_encrypted_img_decrypt_start(&config), nullptr);
    config.hmac_key_id = 8;
    EXPECT_EQ(esp_encrypted_img_decrypt_start(&config), nullptr);
    config = {};
    config.ds_data = &config;
    EXPECT_EQ(esp_encrypted_img_decrypt_start(&config), nullptr);
    config = {};
    board.outOfMemory = true;
    EXPECT_EQ(esp_encrypted_img_decrypt_start(&config), nullptr);
    board.outOfMemory = false;
    board.table.aes_ctr = nullptr;
    EXPECT_EQ(esp_encrypted_img_decrypt_start(&config), nullptr) << "no cryptography";
}

TEST_F(EncryptedImage, GivesTheBoardsPublicKey)
{
    uint8_t *key = nullptr;
    size_t length = 0;
    esp_decrypt_cfg_t config = rsaConfig();
    esp_decrypt_handle_t handle = esp_encrypted_img_decrypt_start(&config);
    ASSERT_EQ(esp_encrypted_img_export_public_key(handle, &key, &length), ESP_OK);
    EXPECT_EQ(Bytes(key, key + length), rsaPublicDer());
    std::free(key);
    Bytes plain;
    const Bytes file = encryptForRsa({});
    EXPECT_EQ(feed(handle, file.data(), file.size(), plain), ESP_OK);
    EXPECT_EQ(esp_encrypted_img_export_public_key(handle, &key, &length), ESP_ERR_INVALID_ARG)
        << "the private key has been used and wiped";
    EXPECT_EQ(esp_encrypted_img_decrypt_end(handle), ESP_OK);

    board.crypto.setEfuseHmacKey(0, kEciesHmacKey);
    config = {};
    handle = esp_encrypted_img_decrypt_start(&config);
    ASSERT_EQ(esp_encrypted_img_export_public_key(handle, &key, &length), ESP_OK);
    ASSERT_EQ(length, 91U);
    const auto point = eciesPoint();
    EXPECT_TRUE(std::equal(point.begin(), point.end(), key + 27));
    std::free(key);
    EXPECT_EQ(esp_encrypted_img_decrypt_abort(handle), ESP_OK);
}

TEST_F(EncryptedImage, IsDecryptedWhereTheCounterRunsOver)
{
    // A board whose AES counts with 128 bits gives the right bytes only if nobody asks it to cross.
    const Bytes key(32, 1);
    Bytes nonce(16);
    firmware::Gcm gcm = {};
    ASSERT_EQ(gcm.start(&board.table, key.data(), nonce.data()), ESP_OK);
    std::memset(gcm.firstCounter + 12, 0xff, 4);
    gcm.firstCounter[15] = 0xfd; // the third block is number 0
    Bytes whole(80);
    ASSERT_EQ(gcm.decrypt(whole.data(), whole.size()), ESP_OK);
    gcm.restart(0);
    Bytes pieces(80);
    for (std::size_t at = 0; at < pieces.size(); at += 16)
        ASSERT_EQ(gcm.decrypt(pieces.data() + at, 16), ESP_OK);
    EXPECT_EQ(whole, pieces);
    Bytes counter(gcm.firstCounter, gcm.firstCounter + 12);
    counter.resize(16);
    Bytes expected(16);
    ASSERT_EQ(board.table.aes_ctr(board.table.ctx, gcm.aes, counter.data(), expected.data(),
                                  expected.data(), 16),
              ESP_OK);
    EXPECT_TRUE(std::equal(expected.begin(), expected.end(), whole.begin() + 32));
    gcm.release();
}

} // namespace
} // namespace otabench::test
