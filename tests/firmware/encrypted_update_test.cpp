#include "engine_fixture.h"
#include "esp_encrypted_img.h"
#include "esp_https_ota.h"
#include "support/firmware/encrypted_file.h"
#include "support/firmware/ram_server.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cstring>

namespace otabench::test {
namespace {

/// Pre-encrypted updates in memory: a board with a key, a server with scripted troubles.
class EncryptedUpdate : public EngineTest
{
protected:
    EncryptedUpdate()
    {
        board.load(kSlot0, tinyApp("1.0.0"));
        board.server = &server;
        board.use(kSlot0);
        board.crypto.setEfuseHmacKey(0, kEciesHmacKey);
        http.url = "http://server/fw.bin";
        http.timeout_ms = 1000;
        config.http_config = &http;
        config.otabench_allow_http = true;
        config.otabench_decrypt = &key; // ECIES, eFuse block 0
        config.otabench_report = &report;
        server.serve(file);
    }

    ~EncryptedUpdate() override
    {
        EXPECT_EQ(board.heldAllocations(), 0U);
        EXPECT_EQ(board.crypto.held(), 0U);
    }

    esp_err_t performAll(esp_https_ota_handle_t handle, uint32_t upTo = UINT32_MAX)
    {
        esp_err_t result = ESP_OK;
        do {
            result = esp_https_ota_perform(handle);
            ++steps;
        } while (result == ESP_ERR_HTTPS_OTA_IN_PROGRESS && report.bytes < upTo);
        return result;
    }

    esp_err_t update()
    {
        esp_https_ota_handle_t handle = nullptr;
        esp_err_t result = esp_https_ota_begin(&config, &handle);
        if (result != ESP_OK)
            return result;
        result = performAll(handle);
        if (result == ESP_OK)
            return esp_https_ota_finish(handle);
        EXPECT_EQ(esp_https_ota_abort(handle), ESP_OK);
        return result;
    }

    /// The first `bytes` of the image, then a restart. @return what is in flash.
    std::size_t stopAfter(uint32_t bytes)
    {
        esp_https_ota_handle_t handle = nullptr;
        EXPECT_EQ(esp_https_ota_begin(&config, &handle), ESP_OK);
        EXPECT_EQ(performAll(handle, bytes), ESP_ERR_HTTPS_OTA_IN_PROGRESS);
        EXPECT_EQ(esp_https_ota_abort(handle), ESP_OK);
        EXPECT_EQ(boot(), "ota_0");
        return report.bytes;
    }

    void expectUpdated()
    {
        EXPECT_TRUE(std::equal(image.begin(), image.end(),
                               board.flash().begin() + static_cast<std::ptrdiff_t>(kNew)));
        EXPECT_EQ(boot(), "ota_1");
    }

    void expectNotSwitched()
    {
        EXPECT_EQ(esp_ota_get_boot_partition()->address, kSlot0);
        EXPECT_EQ(boot(), "ota_0");
    }

    static constexpr uint32_t kNew = kSlot0 + kSlotSize;
    Bytes image = tinyApp("2.0.0", 20000);
    Bytes file = encryptForEcies(image);
    RamServer server;
    esp_decrypt_cfg_t key = {};
    esp_http_client_config_t http = {};
    esp_https_ota_config_t config = {};
    otabench_https_ota_report_t report = {};
    int steps = 0;
};

TEST_F(EncryptedUpdate, OfEciesBoots)
{
    EXPECT_EQ(update(), ESP_OK);
    EXPECT_EQ(report.total, image.size());
    EXPECT_EQ(report.bytes, image.size());
    expectUpdated();
}

TEST_F(EncryptedUpdate, OfRsaBoots)
{
    key.rsa_priv_key = rsaPrivatePem().c_str();
    key.rsa_priv_key_len = rsaPrivatePem().size() + 1;
    server.serve(encryptForRsa(image));
    EXPECT_EQ(update(), ESP_OK);
    expectUpdated();
}

TEST_F(EncryptedUpdate, ByTheSimpleCallBoots)
{
    EXPECT_EQ(esp_https_ota(&config), ESP_OK);
    expectUpdated();
}

TEST_F(EncryptedUpdate, ArrivesInPiecesOfAnySize)
{
    for (const std::size_t size : {1, 15, 16, 17, 511, 1025, 4000}) {
        SCOPED_TRACE(size);
        server.pieceSize = size;
        ASSERT_EQ(update(), ESP_OK);
        expectUpdated();
        board.flash().assign(board.flash().size(), 0xff);
        setTable(Factory::Without, 2);
        board.load(kSlot0, tinyApp("1.0.0"));
        board.use(kSlot0);
    }
}

TEST_F(EncryptedUpdate, GivesThePlainDescription)
{
    esp_https_ota_handle_t handle = nullptr;
    ASSERT_EQ(esp_https_ota_begin(&config, &handle), ESP_OK);
    EXPECT_EQ(esp_https_ota_get_image_size(handle), static_cast<int>(image.size()));
    esp_app_desc_t description = {};
    EXPECT_EQ(esp_https_ota_get_img_desc(handle, &description), ESP_OK);
    EXPECT_EQ(esp_https_ota_get_img_desc(handle, &description), ESP_OK);
    EXPECT_STREQ(description.version, "2.0.0");
    EXPECT_EQ(performAll(handle), ESP_OK);
    EXPECT_EQ(esp_https_ota_finish(handle), ESP_OK);
    expectUpdated();
}

TEST_F(EncryptedUpdate, IsFetchedInRequestsOfAnySize)
{
    config.partial_http_download = true;
    for (const int size : {100, 511, 512, 513, 1000, 1024, 4097, 100000}) {
        SCOPED_TRACE(size);
        config.max_http_request_size = size;
        ASSERT_EQ(update(), ESP_OK) << report.text;
        expectUpdated();
        board.flash().assign(board.flash().size(), 0xff);
        setTable(Factory::Without, 2);
        board.load(kSlot0, tinyApp("1.0.0"));
        board.use(kSlot0);
    }
}

TEST_F(EncryptedUpdate, GoesOnAfterALostConnection)
{
    config.otabench_reconnects = 1;
    for (const std::size_t after : {100, 511, 700, 1023, 1024, 1031, 9999, 20000}) {
        SCOPED_TRACE(after);
        server.serve(file);
        server.breaksAfter = after;
        ASSERT_EQ(update(), ESP_OK) << report.text;
        EXPECT_EQ(report.reconnects, 1U);
        expectUpdated();
        board.flash().assign(board.flash().size(), 0xff);
        setTable(Factory::Without, 2);
        board.load(kSlot0, tinyApp("1.0.0"));
        board.use(kSlot0);
    }
}

TEST_F(EncryptedUpdate, GoesOnAfterARestart)
{
    const std::size_t written = stopAfter(9000);
    ASSERT_GE(written, 9000U);
    const unsigned before = server.requests();
    config.ota_resumption = true;
    config.ota_image_bytes_written = written;
    EXPECT_EQ(update(), ESP_OK) << report.text;
    EXPECT_EQ(server.requests(), before + 2) << "the header, and the rest";
    EXPECT_EQ(report.bytes, image.size());
    expectUpdated();
}

TEST_F(EncryptedUpdate, GoesOnAtAnyByteAndInParts)
{
    const std::size_t written = stopAfter(9000);
    config.ota_resumption = true;
    config.partial_http_download = true;
    config.max_http_request_size = 3000;
    for (const std::size_t from : {written - 4001, written - 17, written - 1, written}) {
        SCOPED_TRACE(from);
        config.ota_image_bytes_written = from;
        esp_https_ota_handle_t handle = nullptr;
        ASSERT_EQ(esp_https_ota_begin(&config, &handle), ESP_OK);
        EXPECT_EQ(performAll(handle, static_cast<uint32_t>(from + 100)),
                  ESP_ERR_HTTPS_OTA_IN_PROGRESS);
        EXPECT_EQ(esp_https_ota_abort(handle), ESP_OK);
        ASSERT_EQ(boot(), "ota_0");
    }
    config.ota_image_bytes_written = report.bytes;
    EXPECT_EQ(update(), ESP_OK) << report.text;
    expectUpdated();
}

TEST_F(EncryptedUpdate, ThatResumesOnDamagedFlashIsNotBooted)
{
    config.ota_image_bytes_written = stopAfter(9000);
    config.ota_resumption = true;
    board.flash()[kNew + 5000] &= 0x0f;
    EXPECT_EQ(update(), OTABENCH_ERR_OTA_BAD_TAG);
    expectNotSwitched();
}

TEST_F(EncryptedUpdate, ThatResumesWithTheSameImageEncryptedAnewBoots)
{
    config.ota_image_bytes_written = stopAfter(9000);
    config.ota_resumption = true;
    server.serve(encryptForEcies(image), "\"two\""); // the same image, encrypted anew
    EXPECT_EQ(update(), ESP_OK) << "the plain bytes are the same, and the tag is over them";
    expectUpdated();
}

TEST_F(EncryptedUpdate, ThatResumesWithAnotherImageIsNotBooted)
{
    config.ota_image_bytes_written = stopAfter(9000);
    config.ota_resumption = true;
    server.serve(encryptForEcies(tinyApp("3.0.0", 20000)), "\"two\"");
    EXPECT_EQ(update(), OTABENCH_ERR_OTA_BAD_TAG);
    expectNotSwitched();
}

TEST_F(EncryptedUpdate, StartsOverWhenMoreIsClaimedThanTheImageHas)
{
    (void)stopAfter(9000);
    config.ota_resumption = true;
    config.ota_image_bytes_written = image.size() + 1;
    EXPECT_EQ(update(), ESP_OK) << report.text;
    expectUpdated();
}

TEST_F(EncryptedUpdate, WithADamagedTagIsNotBootedAndNotBootable)
{
    file[kTagAt] ^= 1;
    server.serve(file);
    EXPECT_EQ(update(), OTABENCH_ERR_OTA_BAD_TAG);
    ASSERT_NE(report.text, nullptr);
    EXPECT_NE(std::string(report.text).find("tag"), std::string::npos);
    expectNotSwitched();
    const esp_partition_t *slot = esp_ota_get_next_update_partition(nullptr);
    ASSERT_EQ(slot->address, kNew);
    EXPECT_NE(esp_ota_set_boot_partition(slot), ESP_OK) << "the image itself would verify";
}

TEST_F(EncryptedUpdate, ForAnotherKeyWritesNothing)
{
    Bytes32 other = kEciesHmacKey;
    other[31] ^= 1;
    board.crypto.setEfuseHmacKey(0, other);
    EXPECT_NE(update(), ESP_OK);
    expectNotSwitched();
    key.rsa_priv_key = otherRsaPrivatePem().c_str();
    key.rsa_priv_key_len = otherRsaPrivatePem().size() + 1;
    server.serve(encryptForRsa(image));
    EXPECT_EQ(update(), OTABENCH_ERR_OTA_NOT_DECRYPTED);
    EXPECT_STREQ(report.text, "the image is encrypted for another key than the board's");
    expectNotSwitched();
}

TEST_F(EncryptedUpdate, WithoutItsKeyDoesNotBegin)
{
    key.hmac_key_id = 3;
    EXPECT_EQ(update(), OTABENCH_ERR_OTA_NOT_DECRYPTED);
    EXPECT_EQ(server.requests(), 0U);
}

TEST_F(EncryptedUpdate, LongerOrShorterThanItsHeaderSaysIsRefusedAtItsBeginning)
{
    Bytes longer = file;
    longer.push_back(0);
    server.serve(longer);
    EXPECT_EQ(update(), OTABENCH_ERR_OTA_NOT_DECRYPTED);
    server.serve(Bytes(file.begin(), file.end() - 1));
    EXPECT_EQ(update(), OTABENCH_ERR_OTA_NOT_DECRYPTED);
    EXPECT_STREQ(report.text, "the encrypted file's length is not the one in its header");
    expectNotSwitched();
}

TEST_F(EncryptedUpdate, OfAPlainFileIsRefusedUnlessThatIsAllowed)
{
    server.serve(image);
    EXPECT_EQ(update(), OTABENCH_ERR_OTA_NOT_DECRYPTED);
    expectNotSwitched();
    config.otabench_decrypt_optional = true;
    EXPECT_EQ(update(), ESP_OK);
    EXPECT_EQ(report.total, image.size());
    expectUpdated();
}

TEST_F(EncryptedUpdate, OfAPlainFileIsResumedWhenThatIsAllowed)
{
    server.serve(image);
    config.otabench_decrypt_optional = true;
    config.ota_image_bytes_written = stopAfter(9000);
    config.ota_resumption = true;
    EXPECT_EQ(update(), ESP_OK) << report.text;
    expectUpdated();
}

TEST_F(EncryptedUpdate, HasOneWayOfDecryption)
{
    config.decrypt_cb = [](decrypt_cb_arg_t *, void *) { return ESP_OK; };
    EXPECT_EQ(update(), ESP_ERR_INVALID_ARG);
}

/// The original's way: the callback, and the application that ends the decryption before finish.
class StockFlow : public EncryptedUpdate
{
protected:
    static esp_err_t decrypt(decrypt_cb_arg_t *args, void *context)
    {
        pre_enc_decrypt_arg_t piece = {};
        piece.data_in = args->data_in;
        piece.data_in_len = args->data_in_len;
        const esp_err_t result = esp_encrypted_img_decrypt_data(context, &piece);
        if (result != ESP_OK && result != ESP_ERR_NOT_FINISHED)
            return result;
        args->data_out = piece.data_out;
        args->data_out_len = piece.data_out_len;
        return ESP_OK;
    }

    esp_err_t stockUpdate()
    {
        const esp_decrypt_handle_t decryption = esp_encrypted_img_decrypt_start(&key);
        if (!decryption)
            return ESP_FAIL;
        config.otabench_decrypt = nullptr;
        config.decrypt_cb = decrypt;
        config.decrypt_user_ctx = decryption;
        config.enc_img_header_size = esp_encrypted_img_get_header_size();
        esp_https_ota_handle_t handle = nullptr;
        esp_err_t result = esp_https_ota_begin(&config, &handle);
        if (result == ESP_OK)
            result = performAll(handle);
        const bool complete =
            result == ESP_OK && esp_encrypted_img_is_complete_data_received(decryption);
        if (!complete) {
            if (handle)
                (void)esp_https_ota_abort(handle);
            EXPECT_EQ(esp_encrypted_img_decrypt_abort(decryption), ESP_OK);
            return result == ESP_OK ? ESP_FAIL : result;
        }
        result = esp_encrypted_img_decrypt_end(decryption);
        if (result == ESP_OK)
            return esp_https_ota_finish(handle);
        EXPECT_EQ(esp_https_ota_abort(handle), ESP_OK);
        return result;
    }
};

TEST_F(StockFlow, Boots)
{
    for (const std::size_t size : {1, 17, 1000}) {
        server.pieceSize = size; // few bytes: nothing is decrypted in many a step
        ASSERT_EQ(stockUpdate(), ESP_OK) << size;
        EXPECT_EQ(report.total, image.size());
        expectUpdated();
        board.flash().assign(board.flash().size(), 0xff);
        setTable(Factory::Without, 2);
        board.load(kSlot0, tinyApp("1.0.0"));
        board.use(kSlot0);
    }
}

TEST_F(StockFlow, InPartsBoots)
{
    config.partial_http_download = true;
    config.max_http_request_size = 2049; // no multiple of 16
    EXPECT_EQ(stockUpdate(), ESP_OK);
    expectUpdated();
}

TEST_F(StockFlow, RefusesADamagedTagAndAnotherKey)
{
    file[kTagAt] ^= 1;
    server.serve(file);
    EXPECT_EQ(stockUpdate(), ESP_FAIL);
    expectNotSwitched();
    file[0] ^= 1;
    server.serve(file);
    EXPECT_EQ(stockUpdate(), ESP_FAIL);
    EXPECT_TRUE(board.hasLogged("Decrypt callback failed -1"));
}

TEST_F(StockFlow, IsNotResumed)
{
    config.ota_resumption = true;
    EXPECT_EQ(stockUpdate(), ESP_ERR_NOT_SUPPORTED);
}

} // namespace
} // namespace otabench::test
