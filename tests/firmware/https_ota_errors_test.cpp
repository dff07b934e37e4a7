// Each error that esp_https_ota.h documents, function by function in the header's order: a row
// names the case, brings it about, and tells what has to come out.
#include "esp_encrypted_img.h"
#include "esp_flash_err.h"
#include "esp_https_ota.h"
#include "esp_ota_ops.h"
#include "net_support.h"
#include "support/firmware/encrypted_file.h"

#include <gtest/gtest.h>

#include <cstring>
#include <memory>
#include <string>
#include <utility>

namespace otabench::test {
namespace {

using End = Answer::End;

/// A board, a server of one image, and the steps of one update.
class Trial
{
public:
    Trial()
    {
        http.cert_pem = lab().authority.certificatePem().c_str();
        http.timeout_ms = 20000;
        http.buffer_size = 4096;
        config.http_config = &http;
        serve([this](const Request &request) { return serveFile(request, image); });
    }

    ~Trial()
    {
        if (handle) {
            EXPECT_EQ(esp_https_ota_abort(handle), ESP_OK);
        }
    }

    Trial(const Trial &) = delete;
    Trial &operator=(const Trial &) = delete;

    void serve(ScriptedServer::Handler handler)
    {
        m_server = std::make_unique<ScriptedServer>(&lab().server, std::move(handler));
        m_address = m_server->url("/fw.bin");
        http.url = m_address.c_str();
    }

    void serveText(const std::string &answer, End end = End::Next)
    {
        serve([answer, end](const Request &) { return Answer{answer, end}; });
    }

    /// The image's answer, cut after some bytes of it.
    void serveCut(std::size_t bytes, End end)
    {
        serve([this, bytes, end](const Request &request) {
            Answer answer = serveFile(request, image);
            answer.bytes.resize(answer.bytes.size() - image.size() + bytes);
            answer.end = end;
            return answer;
        });
    }

    esp_err_t begin() { return esp_https_ota_begin(&config, &handle); }

    /// begin, which has to succeed, and perform to its end.
    esp_err_t perform()
    {
        esp_err_t result = handle ? ESP_OK : begin();
        EXPECT_EQ(result, ESP_OK);
        if (result != ESP_OK)
            return ESP_OK; // is expected of no row
        do
            result = esp_https_ota_perform(handle);
        while (result == ESP_ERR_HTTPS_OTA_IN_PROGRESS);
        return result;
    }

    esp_err_t finish() { return esp_https_ota_finish(std::exchange(handle, nullptr)); }

    /// All of it; perform has to succeed.
    esp_err_t finishAll()
    {
        EXPECT_EQ(perform(), ESP_OK);
        return finish();
    }

    esp_err_t describe()
    {
        EXPECT_EQ(handle ? ESP_OK : begin(), ESP_OK);
        esp_app_desc_t description = {};
        return esp_https_ota_get_img_desc(handle, &description);
    }

    TestBoard board{makeTestImage("1.0.0")};
    std::vector<std::byte> image = makeTestImage("2.0.0", 60000);
    esp_http_client_config_t http = {};
    esp_https_ota_config_t config = {};
    esp_https_ota_handle_t handle = nullptr;

private:
    std::unique_ptr<ScriptedServer> m_server;
    std::string m_address;
};

struct Row
{
    const char *what;
    esp_err_t code;
    esp_err_t (*run)(Trial &trial);
};

void expectAll(const std::vector<Row> &rows)
{
    for (const Row &row : rows) {
        Trial trial;
        const esp_err_t got = row.run(trial);
        EXPECT_EQ(got, row.code) << row.what << ": " << esp_err_to_name(got);
    }
}

const std::string kMoved = "HTTP/1.1 302 X\r\nContent-Length: 0\r\nLocation: ";

TEST(HttpsOtaErrors, Simple)
{
    expectAll({
        {"NULL", ESP_ERR_INVALID_ARG, [](Trial &) { return esp_https_ota(nullptr); }},
        {"what begin returned", ESP_FAIL,
         [](Trial &trial) {
             trial.serveText("HTTP/1.1 404 X\r\nContent-Length: 0\r\n\r\n");
             return esp_https_ota(&trial.config);
         }},
        {"what perform returned", ESP_ERR_INVALID_VERSION,
         [](Trial &trial) {
             trial.image = makeTestImage("2.0.0", 60000, "esp32s3");
             return esp_https_ota(&trial.config);
         }},
        {"what finish returned", ESP_ERR_OTA_VALIDATE_FAILED,
         [](Trial &trial) {
             trial.image[30000] ^= std::byte{1};
             return esp_https_ota(&trial.config);
         }},
        {"resumption", ESP_ERR_NOT_SUPPORTED,
         [](Trial &trial) {
             trial.config.ota_resumption = true;
             return esp_https_ota(&trial.config);
         }},
    });
}

TEST(HttpsOtaErrors, BeginWithoutTheServer)
{
    expectAll({
        {"NULL", ESP_ERR_INVALID_ARG,
         [](Trial &trial) { return esp_https_ota_begin(nullptr, &trial.handle); }},
        {"NULL handle", ESP_ERR_INVALID_ARG,
         [](Trial &trial) { return esp_https_ota_begin(&trial.config, nullptr); }},
        {"no client's configuration", ESP_ERR_INVALID_ARG,
         [](Trial &trial) {
             trial.config.http_config = nullptr;
             return trial.begin();
         }},
        {"no verification", ESP_ERR_INVALID_ARG,
         [](Trial &trial) {
             trial.http.cert_pem = nullptr;
             return trial.begin();
         }},
        {"decrypt_cb with ota_resumption", ESP_ERR_NOT_SUPPORTED,
         [](Trial &trial) {
             trial.config.decrypt_cb = [](decrypt_cb_arg_t *, void *) { return ESP_OK; };
             trial.config.ota_resumption = true;
             return trial.begin();
         }},
        {"memory", ESP_ERR_NO_MEM,
         [](Trial &trial) {
             trial.board.port.allocate = [](void *, std::size_t) -> void * { return nullptr; };
             return trial.begin();
         }},
        {"URL", ESP_FAIL,
         [](Trial &trial) {
             trial.http.url = "https://a b/";
             return trial.begin();
         }},
        {"http_client_init_cb", ESP_ERR_TIMEOUT,
         [](Trial &trial) {
             trial.config.http_client_init_cb = [](esp_http_client_handle_t) -> esp_err_t {
                 return ESP_ERR_TIMEOUT;
             };
             return trial.begin();
         }},
        {"nobody listens", ESP_ERR_HTTP_CONNECT,
         [](Trial &trial) {
             trial.http.url = "https://127.0.0.1:1/fw.bin";
             return trial.begin();
         }},
        {"cancelled", OTABENCH_ERR_HTTP_CANCELLED,
         [](Trial &trial) {
             trial.serveText("", End::Stall);
             trial.http.otabench_wait = [](void *) { return false; };
             return trial.begin();
         }},
    });
}

TEST(HttpsOtaErrors, BeginByTheAnswer)
{
    expectAll({
        {"bad Location", ESP_ERR_INVALID_ARG,
         [](Trial &trial) {
             trial.serveText(kMoved + "https://a b/\r\n\r\n");
             return trial.begin();
         }},
        {"circle", ESP_ERR_HTTP_MAX_REDIRECT,
         [](Trial &trial) {
             trial.serveText(kMoved + "/fw.bin\r\n\r\n");
             return trial.begin();
         }},
        {"to http", ESP_ERR_HTTP_REDIRECT_DOWNGRADE,
         [](Trial &trial) {
             trial.serveText(kMoved + "http://127.0.0.1/\r\n\r\n");
             return trial.begin();
         }},
        {"304", ESP_ERR_HTTP_NOT_MODIFIED,
         [](Trial &trial) {
             trial.serveText("HTTP/1.1 304 X\r\n\r\n");
             return trial.begin();
         }},
        {"a challenge that cannot be answered", ESP_ERR_NOT_SUPPORTED,
         [](Trial &trial) {
             trial.serveText("HTTP/1.1 401 X\r\nContent-Length: 0\r\n\r\n");
             return trial.begin();
         }},
        {"another status", ESP_FAIL,
         [](Trial &trial) {
             trial.serveText("HTTP/1.1 404 X\r\nContent-Length: 0\r\n\r\n");
             return trial.begin();
         }},
        {"larger than the slot", ESP_ERR_INVALID_SIZE,
         [](Trial &trial) {
             trial.image.resize(TestBoard::kSlotSize + 1);
             return trial.begin();
         }},
        {"larger than the final partition", ESP_ERR_INVALID_SIZE,
         [](Trial &trial) {
             trial.config.partition.final = esp_partition_find_first(
                 ESP_PARTITION_TYPE_DATA, ESP_PARTITION_SUBTYPE_ANY, "nvs");
             trial.config.partition.finalize_with_copy = true;
             return trial.begin();
         }},
        {"staging that is not in the table", ESP_FAIL,
         [](Trial &trial) {
             static const esp_partition_t kNone = {};
             trial.config.partition.staging = &kNone;
             return trial.begin();
         }},
        {"final that is not in the table", ESP_FAIL,
         [](Trial &trial) {
             static const esp_partition_t kNone = {};
             trial.config.partition.final = &kNone;
             return trial.begin();
         }},
    });
}

TEST(HttpsOtaErrors, PerformByTheNetwork)
{
    expectAll({
        {"NULL", ESP_ERR_INVALID_ARG, [](Trial &) { return esp_https_ota_perform(nullptr); }},
        {"more to come", ESP_ERR_HTTPS_OTA_IN_PROGRESS,
         [](Trial &trial) {
             EXPECT_EQ(trial.begin(), ESP_OK);
             return esp_https_ota_perform(trial.handle);
         }},
        {"after ESP_OK", ESP_FAIL,
         [](Trial &trial) {
             EXPECT_EQ(trial.perform(), ESP_OK);
             return esp_https_ota_perform(trial.handle);
         }},
        {"connection lost", ESP_FAIL,
         [](Trial &trial) {
             trial.serveCut(30000, End::Drop);
             return trial.perform();
         }},
        {"header incomplete", ESP_FAIL,
         [](Trial &trial) {
             trial.image.resize(900);
             return trial.perform();
         }},
        {"stalled", ESP_ERR_HTTP_READ_TIMEOUT,
         [](Trial &trial) {
             trial.serveCut(30000, End::Stall);
             trial.http.timeout_ms = 2000;
             trial.config.otabench_stall_ms = 1;
             return trial.perform();
         }},
        {"cancelled", OTABENCH_ERR_HTTP_CANCELLED,
         [](Trial &trial) {
             trial.serveCut(30000, End::Stall);
             static bool goOn;
             goOn = true;
             trial.http.otabench_wait = [](void *) { return goOn; };
             EXPECT_EQ(trial.begin(), ESP_OK);
             goOn = false;
             return trial.perform();
         }},
        {"the file changed", ESP_ERR_HTTP_RANGE_NOT_SATISFIABLE,
         [](Trial &trial) {
             trial.config.otabench_reconnects = 1;
             int asked = 0;
             trial.serve([&trial, asked](const Request &request) mutable {
                 Answer answer =
                     serveFile(request, trial.image, asked++ == 0 ? "\"one\"" : "\"two\"");
                 if (asked == 1) {
                     answer.bytes.resize(30000);
                     answer.end = End::Drop;
                 }
                 return answer;
             });
             return trial.perform();
         }},
    });
}

TEST(HttpsOtaErrors, PerformByTheImage)
{
    expectAll({
        {"another chip", ESP_ERR_INVALID_VERSION,
         [](Trial &trial) {
             trial.image = makeTestImage("2.0.0", 60000, "esp32s3");
             return trial.perform();
         }},
        {"a newer chip revision", ESP_ERR_INVALID_VERSION,
         [](Trial &trial) {
             trial.image[16] = std::byte{9};
             return trial.perform();
         }},
        {"another flash mode", ESP_ERR_OTA_SPI_MODE_MISMATCH,
         [](Trial &trial) {
             trial.board.flash[TestBoard::kSlot0 + 32 + 181] = 1;
             otabench_port_set(&trial.board.port);
             trial.image[32 + 181] = std::byte{3};
             return trial.perform();
         }},
        {"no image", ESP_ERR_OTA_VALIDATE_FAILED,
         [](Trial &trial) {
             trial.image[0] = std::byte{'<'};
             return trial.perform();
         }},
        {"longer than the slot, unannounced", ESP_ERR_INVALID_SIZE,
         [](Trial &trial) {
             trial.image.resize(TestBoard::kSlotSize + 1);
             trial.serveText("HTTP/1.1 200 OK\r\n\r\n" + toText(trial.image), End::Close);
             return trial.perform();
         }},
        {"the running slot", ESP_ERR_OTA_PARTITION_CONFLICT,
         [](Trial &trial) {
             trial.config.partition.staging = esp_ota_get_running_partition();
             return trial.perform();
         }},
    });
}

TEST(HttpsOtaErrors, FinishAndAbort)
{
    expectAll({
        {"finish NULL", ESP_ERR_INVALID_ARG, [](Trial &) { return esp_https_ota_finish(nullptr); }},
        {"finish a bad image", ESP_ERR_OTA_VALIDATE_FAILED,
         [](Trial &trial) {
             trial.image[30000] ^= std::byte{1};
             return trial.finishAll();
         }},
        {"finish before the first perform", OTABENCH_ERR_OTA_NOT_SWITCHED,
         [](Trial &trial) {
             EXPECT_EQ(trial.begin(), ESP_OK);
             return trial.finish();
         }},
        {"finish, and otadata cannot be written", ESP_ERR_FLASH_OP_FAIL,
         [](Trial &trial) {
             EXPECT_EQ(trial.perform(), ESP_OK);
             trial.board.port.flash_erase = [](void *, std::uint32_t, std::size_t) -> esp_err_t {
                 return ESP_ERR_FLASH_OP_FAIL;
             };
             return trial.finish();
         }},
        {"abort NULL", ESP_ERR_INVALID_ARG, [](Trial &) { return esp_https_ota_abort(nullptr); }},
    });
}

/// The update is to decrypt what it gets, with kEciesHmacKey.
Trial &decrypting(Trial &trial)
{
    static const esp_decrypt_cfg_t kKey = {};
    trial.board.crypto.setEfuseHmacKey(0, kEciesHmacKey);
    trial.config.otabench_decrypt = &kKey;
    return trial;
}

/// The same, and the file is encrypted for that key, with one bit of it flipped.
Trial &fetchingEncrypted(Trial &trial, std::size_t flipped)
{
    Bytes plain(trial.image.size());
    std::memcpy(plain.data(), trial.image.data(), plain.size());
    Bytes file = encryptForEcies(plain);
    file[flipped] ^= 1;
    trial.image.resize(file.size());
    std::memcpy(trial.image.data(), file.data(), file.size());
    return decrypting(trial);
}

TEST(HttpsOtaErrors, PreEncrypted)
{
    expectAll({
        {"begin without the key", OTABENCH_ERR_OTA_NOT_DECRYPTED,
         [](Trial &trial) {
             static const esp_decrypt_cfg_t kKey = {};
             trial.config.otabench_decrypt = &kKey;
             return trial.begin();
         }},
        {"perform with a plain file", OTABENCH_ERR_OTA_NOT_DECRYPTED,
         [](Trial &trial) { return decrypting(trial).perform(); }},
        {"perform with a file for another key", OTABENCH_ERR_OTA_NOT_DECRYPTED,
         [](Trial &trial) { return fetchingEncrypted(trial, kKeyAreaAt).perform(); }},
        {"finish with a wrong tag", OTABENCH_ERR_OTA_BAD_TAG,
         [](Trial &trial) { return fetchingEncrypted(trial, kTagAt).finishAll(); }},
        {"finish with an altered image", OTABENCH_ERR_OTA_BAD_TAG,
         [](Trial &trial) { return fetchingEncrypted(trial, 30000).finishAll(); }},
        {"finish with all as it was", ESP_OK,
         [](Trial &trial) { return fetchingEncrypted(trial, kReservedAt).finishAll(); }},
    });
}

TEST(HttpsOtaErrors, Descriptions)
{
    expectAll({
        {"NULL", ESP_ERR_INVALID_ARG,
         [](Trial &) {
             esp_app_desc_t description = {};
             return esp_https_ota_get_img_desc(nullptr, &description);
         }},
        {"NULL description", ESP_ERR_INVALID_ARG,
         [](Trial &trial) {
             EXPECT_EQ(trial.begin(), ESP_OK);
             return esp_https_ota_get_img_desc(trial.handle, nullptr);
         }},
        {"too late", ESP_ERR_INVALID_STATE,
         [](Trial &trial) {
             EXPECT_EQ(trial.begin(), ESP_OK);
             EXPECT_EQ(esp_https_ota_perform(trial.handle), ESP_ERR_HTTPS_OTA_IN_PROGRESS);
             return trial.describe();
         }},
        {"with decrypt_cb", ESP_ERR_NOT_SUPPORTED,
         [](Trial &trial) {
             trial.config.decrypt_cb = [](decrypt_cb_arg_t *, void *) { return ESP_OK; };
             return trial.describe();
         }},
        {"stalled", ESP_ERR_HTTP_READ_TIMEOUT,
         [](Trial &trial) {
             trial.serveCut(100, End::Stall);
             trial.http.timeout_ms = 2000;
             trial.config.otabench_stall_ms = 1;
             return trial.describe();
         }},
        {"less than a header", ESP_FAIL,
         [](Trial &trial) {
             trial.image.resize(900);
             return trial.describe();
         }},
        {"no description", ESP_FAIL,
         [](Trial &trial) {
             trial.image[32] = std::byte{0};
             return trial.describe();
         }},
        {"final partition is no app", ESP_FAIL,
         [](Trial &trial) {
             trial.config.partition.final = esp_partition_find_first(
                 ESP_PARTITION_TYPE_DATA, ESP_PARTITION_SUBTYPE_ANY, "nvs");
             return trial.describe();
         }},
        {"bootloader NULL", ESP_ERR_INVALID_ARG,
         [](Trial &) {
             esp_bootloader_desc_t description = {};
             return esp_https_ota_get_bootloader_img_desc(nullptr, &description);
         }},
        {"final partition is no bootloader", ESP_FAIL,
         [](Trial &trial) {
             EXPECT_EQ(trial.begin(), ESP_OK);
             esp_bootloader_desc_t description = {};
             return esp_https_ota_get_bootloader_img_desc(trial.handle, &description);
         }},
    });
}

TEST(HttpsOtaErrors, Facts)
{
    EXPECT_FALSE(esp_https_ota_is_complete_data_received(nullptr));
    EXPECT_EQ(esp_https_ota_get_image_len_read(nullptr), -1);
    EXPECT_EQ(esp_https_ota_get_image_size(nullptr), -1);
    EXPECT_EQ(esp_https_ota_get_status_code(nullptr), -1);
    Trial trial;
    trial.serveText("HTTP/1.1 200 OK\r\n\r\n" + toText(trial.image), End::Close);
    ASSERT_EQ(trial.begin(), ESP_OK);
    EXPECT_EQ(esp_https_ota_get_image_len_read(trial.handle), -1) << "before the first perform";
    EXPECT_EQ(esp_https_ota_get_image_size(trial.handle), -1) << "not announced";
    EXPECT_EQ(esp_https_ota_get_status_code(trial.handle), 200);
}

} // namespace
} // namespace otabench::test
