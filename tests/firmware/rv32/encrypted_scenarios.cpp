// Pre-encrypted updates: the file is decrypted on its way into flash, and nothing boots before its
// tag was right.
#include <string.h>

#include "board.h"
#include "check.h"
#include "crypto.h"
#include "esp_encrypted_img.h"
#include "scenarios.h"
#include "update_support.h"

namespace otabench::test {
namespace {

constexpr uint32_t kHeaderSize = 512;
constexpr uint8_t kNonce[16] = {16, 15, 14, 13, 12, 11, 10, 9, 8, 7, 6, 5, 4, 3, 2, 1};
constexpr uint8_t kSalt = 0x11; ///< all bytes of the salt

/// Makes the served image a pre-encrypted file (esp_encrypted_img 2.7: magic, key area, nonce,
/// length, tag, zeros), encrypted with this key.
Script encrypt(Script script, const uint8_t key[32])
{
    uint8_t *file = servedFile();
    const uint32_t length = imageLength();
    memmove(file + kHeaderSize, file, length);
    memset(file, 0, kHeaderSize);
    const uint8_t magic[4] = {0xCF, 0xB6, 0x88, 0x07};
    memcpy(file, magic, sizeof magic);
    memcpy(file + 388, kNonce, sizeof kNonce);
    for (int i = 0; i < 4; ++i)
        file[404 + i] = static_cast<uint8_t>(length >> 8 * i);
    encryptByGcm(key, kNonce, file + kHeaderSize, length, file + 408);
    script.length += kHeaderSize;
    return script;
}

Script encryptForRsa(Script script)
{
    script = encrypt(script, kFileKey);
    memset(servedFile() + 4, kWrappedKey, 384);
    return script;
}

/// The key of an ECIES file: HKDF-SHA256 of the shared secret (RFC 5869), one block long.
Script encryptForEcies(Script script)
{
    uint8_t salt[32];
    memset(salt, kSalt, sizeof salt);
    uint8_t extracted[32];
    authenticate(salt, sizeof salt, kSharedSecret, sizeof kSharedSecret, extracted);
    uint8_t key[32];
    authenticate(extracted, sizeof extracted, "_esp_enc_img_ecc\x01", 17, key);
    script = encrypt(script, key);
    memset(servedFile() + 4, kSenderPoint, 64);
    memcpy(servedFile() + 68, salt, sizeof salt);
    return script;
}

esp_decrypt_cfg_t rsaKey()
{
    esp_decrypt_cfg_t key = {};
    key.rsa_priv_key = kRsaKey;
    key.rsa_priv_key_len = sizeof kRsaKey;
    return key;
}

/// The stand-ins that the other scenarios lean on; vectors: FIPS 180-4, FIPS 197 C.3.
void checkTheCryptography()
{
    static constexpr uint8_t kOfAbc[4] = {0xBA, 0x78, 0x16, 0xBF};
    Sha256 hash;
    uint8_t digest[32];
    startHash(&hash);
    addToHash(&hash, "abc", 3);
    finishHash(&hash, digest);
    OTABENCH_EXPECT(memcmp(digest, kOfAbc, sizeof kOfAbc) == 0);

    static constexpr uint8_t kCipher[16] = {0x8E, 0xA2, 0xB7, 0xCA, 0x51, 0x67, 0x45, 0xBF,
                                            0xEA, 0xFC, 0x49, 0x90, 0x4B, 0x49, 0x60, 0x89};
    uint8_t key[32];
    uint8_t block[16];
    for (int i = 0; i < 32; ++i)
        key[i] = static_cast<uint8_t>(i);
    for (int i = 0; i < 16; ++i)
        block[i] = static_cast<uint8_t>(i * 0x11);
    Aes256 aes;
    setKey(&aes, key);
    encryptBlock(&aes, block, block);
    OTABENCH_EXPECT(memcmp(block, kCipher, sizeof kCipher) == 0);
}

void updateEncryptedByRsa()
{
    board().boot();
    board().server.load(encryptForRsa(serveImage()));
    const esp_http_client_config_t http = httpConfig();
    const esp_decrypt_cfg_t key = rsaKey();
    esp_https_ota_config_t config = {};
    config.http_config = &http;
    config.otabench_decrypt = &key;
    OTABENCH_EXPECT_EQ(measure("encrypted", config), ESP_OK);
    OTABENCH_EXPECT_EQ(board().server.bodyBytes, imageLength() + kHeaderSize);
    expectNewImage();
}

void updateEncryptedByEcies()
{
    board().boot();
    board().server.load(encryptForEcies(serveImage(40000)));
    const esp_http_client_config_t http = httpConfig();
    const esp_decrypt_cfg_t key = {}; // eFuse block 0
    esp_https_ota_config_t config = {};
    config.http_config = &http;
    config.otabench_decrypt = &key;
    OTABENCH_EXPECT_EQ(esp_https_ota(&config), ESP_OK);
    OTABENCH_EXPECT(board().efuseHmacs >= 2048); // the rounds of PBKDF2
    expectNewImage();
}

/// In parts, with a lost connection and a restart in between: the tag is made from flash again.
void resumeEncrypted()
{
    board().boot();
    Script script = encryptForRsa(serveImage(60000));
    script.cutAfter = 30000;
    board().server.load(script);
    const esp_http_client_config_t http = httpConfig();
    const esp_decrypt_cfg_t key = rsaKey();
    esp_https_ota_config_t config = {};
    config.http_config = &http;
    config.otabench_decrypt = &key;
    config.ota_resumption = true;
    esp_https_ota_handle_t handle = nullptr;
    int written = 0;
    OTABENCH_EXPECT_EQ(esp_https_ota_begin(&config, &handle), ESP_OK);
    OTABENCH_EXPECT(performAll(handle, &written) != ESP_OK);
    OTABENCH_EXPECT(written > 10000);
    expectOldImage();

    const uint32_t sentBefore = board().server.bodyBytes;
    config.ota_image_bytes_written = static_cast<size_t>(written);
    OTABENCH_EXPECT_EQ(esp_https_ota_begin(&config, &handle), ESP_OK);
    OTABENCH_EXPECT_EQ(performAll(handle, &written), ESP_OK);
    OTABENCH_EXPECT(board().server.bodyBytes - sentBefore < imageLength() - 10000);
    expectNewImage();
}

/// A bit that no checksum of the image would have to see: the tag does.
void refuseADamagedTag()
{
    board().boot();
    const Script script = encryptForRsa(serveImage(40000));
    servedFile()[408] ^= 1;
    board().server.load(script);
    const esp_http_client_config_t http = httpConfig();
    const esp_decrypt_cfg_t key = rsaKey();
    esp_https_ota_config_t config = {};
    config.http_config = &http;
    config.otabench_decrypt = &key;
    OTABENCH_EXPECT(esp_https_ota(&config) != ESP_OK);
    OTABENCH_EXPECT(board().hasLogged("Invalid Auth Tag"));
    expectOldImage();
}

void refuseAFileForAnotherBoard()
{
    board().boot();
    const Script script = encryptForRsa(serveImage(40000));
    servedFile()[4] ^= 1; // of the key as RSA encrypted it
    board().server.load(script);
    const esp_http_client_config_t http = httpConfig();
    const esp_decrypt_cfg_t key = rsaKey();
    esp_https_ota_config_t config = {};
    config.http_config = &http;
    config.otabench_decrypt = &key;
    OTABENCH_EXPECT(esp_https_ota(&config) != ESP_OK);
    OTABENCH_EXPECT(board().hasLogged("Unable to decipher GCM key"));
    expectOldImage();
}

/// As an application of ESP-IDF does it.
esp_err_t decryptPiece(decrypt_cb_arg_t *args, void *handle)
{
    pre_enc_decrypt_arg_t piece = {args->data_in, args->data_in_len, nullptr, 0};
    const esp_err_t result = esp_encrypted_img_decrypt_data(handle, &piece);
    args->data_out = piece.data_out_len > 0 ? piece.data_out : nullptr;
    args->data_out_len = piece.data_out_len;
    return result == ESP_ERR_NOT_FINISHED ? ESP_OK : result;
}

void updateByTheCallback()
{
    board().boot();
    board().server.load(encryptForRsa(serveImage(40000)));
    const esp_http_client_config_t http = httpConfig();
    const esp_decrypt_cfg_t key = rsaKey();
    esp_decrypt_handle_t decryption = esp_encrypted_img_decrypt_start(&key);
    OTABENCH_EXPECT(decryption != nullptr);
    esp_https_ota_config_t config = {};
    config.http_config = &http;
    config.decrypt_cb = decryptPiece;
    config.decrypt_user_ctx = decryption;
    config.enc_img_header_size = esp_encrypted_img_get_header_size();
    esp_https_ota_handle_t handle = nullptr;
    OTABENCH_EXPECT_EQ(esp_https_ota_begin(&config, &handle), ESP_OK);
    esp_err_t result = ESP_OK;
    do
        result = esp_https_ota_perform(handle);
    while (result == ESP_ERR_HTTPS_OTA_IN_PROGRESS);
    OTABENCH_EXPECT_EQ(result, ESP_OK);
    OTABENCH_EXPECT_EQ(esp_encrypted_img_decrypt_end(decryption), ESP_OK);
    OTABENCH_EXPECT_EQ(esp_https_ota_finish(handle), ESP_OK);
    expectNewImage();
}

constexpr Scenario kScenarios[] = {
    {"the stand-in cryptography gives the standards' results", checkTheCryptography},
    {"an image encrypted by RSA is decrypted and started", updateEncryptedByRsa},
    {"an image encrypted by ECIES is decrypted and started", updateEncryptedByEcies},
    {"an encrypted update goes on after a restart", resumeEncrypted},
    {"an encrypted image with another tag is refused", refuseADamagedTag},
    {"an image encrypted for another board is refused", refuseAFileForAnotherBoard},
    {"an encrypted image is taken by decrypt_cb", updateByTheCallback},
};

} // namespace

ScenarioList encryptedScenarios()
{
    return {kScenarios, sizeof kScenarios / sizeof kScenarios[0]};
}

} // namespace otabench::test
