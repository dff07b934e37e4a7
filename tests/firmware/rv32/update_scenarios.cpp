// Updates over the scripted server: whole, in parts, resumed, refused.
#include "board.h"
#include "check.h"
#include "esp_https_ota.h"
#include "esp_ota_ops.h"
#include "heap.h"
#include "images.h"
#include "scenarios.h"
#include "update_support.h"

namespace otabench::test {
namespace {

constexpr uint32_t kRequestSize = 16384;

void updateWhole()
{
    board().boot();
    board().server.load(serveImage());
    const esp_http_client_config_t http = httpConfig();
    esp_https_ota_config_t config = {};
    config.http_config = &http;
    OTABENCH_EXPECT_EQ(measure("plain", config), ESP_OK);
    OTABENCH_EXPECT_EQ(board().server.requests, 1);
    OTABENCH_EXPECT_EQ(board().server.bodyBytes, imageLength());
    static constexpr esp_https_ota_event_t kEvents[] = {ESP_HTTPS_OTA_START,
                                                        ESP_HTTPS_OTA_CONNECTED,
                                                        ESP_HTTPS_OTA_VERIFY_CHIP_ID,
                                                        ESP_HTTPS_OTA_WRITE_FLASH,
                                                        ESP_HTTPS_OTA_UPDATE_BOOT_PARTITION,
                                                        ESP_HTTPS_OTA_FINISH};
    for (const esp_https_ota_event_t event : kEvents)
        OTABENCH_EXPECT(board().hasEvent(event));
    OTABENCH_EXPECT(!board().hasEvent(ESP_HTTPS_OTA_ABORT));
    expectNewImage();
}

void updateInParts()
{
    board().boot();
    board().server.load(serveImage());
    const esp_http_client_config_t http = httpConfig();
    esp_https_ota_config_t config = {};
    config.http_config = &http;
    config.partial_http_download = true;
    config.max_http_request_size = kRequestSize;
    OTABENCH_EXPECT_EQ(measure("partial", config), ESP_OK);
    OTABENCH_EXPECT_EQ(board().server.connections, 1);
    OTABENCH_EXPECT_EQ(board().server.requests,
                       1 + (imageLength() + kRequestSize - 1) / kRequestSize);
    OTABENCH_EXPECT_EQ(board().server.bodyBytes, imageLength());
    expectNewImage();
}

void updateAfterARedirect()
{
    board().boot();
    board().server.load(serveImage(40000));
    const esp_http_client_config_t http = httpConfig("https://bench/moved");
    esp_https_ota_config_t config = {};
    config.http_config = &http;
    config.bulk_flash_erase = true;
    OTABENCH_EXPECT_EQ(esp_https_ota(&config), ESP_OK);
    OTABENCH_EXPECT_EQ(board().server.requests, 2);
    expectNewImage();
}

/// A connection that is lost, and the same update goes on over another one.
void reconnect()
{
    board().boot();
    Script script = serveImage();
    script.cutAfter = 70001;
    board().server.load(script);
    const esp_http_client_config_t http = httpConfig();
    esp_https_ota_config_t config = {};
    config.http_config = &http;
    config.otabench_reconnects = 1;
    OTABENCH_EXPECT_EQ(esp_https_ota(&config), ESP_OK);
    OTABENCH_EXPECT_EQ(board().server.connections, 2);
    OTABENCH_EXPECT_EQ(board().server.bodyBytes, imageLength()); // not one byte twice
    expectNewImage();
}

/// A restart in the middle of a download; the next update goes on behind what is in flash.
void resume()
{
    board().boot();
    Script script = serveImage();
    script.cutAfter = 100000;
    board().server.load(script);
    const esp_http_client_config_t http = httpConfig();
    esp_https_ota_config_t config = {};
    config.http_config = &http;
    config.ota_resumption = true;
    esp_https_ota_handle_t handle = nullptr;
    int written = 0;
    OTABENCH_EXPECT_EQ(esp_https_ota_begin(&config, &handle), ESP_OK);
    OTABENCH_EXPECT_EQ(performAll(handle, &written), ESP_FAIL);
    OTABENCH_EXPECT(written > 0 && written < static_cast<int>(imageLength()));
    expectOldImage();

    const uint32_t sentBefore = board().server.bodyBytes;
    config.ota_image_bytes_written = static_cast<size_t>(written);
    OTABENCH_EXPECT_EQ(esp_https_ota_begin(&config, &handle), ESP_OK);
    OTABENCH_EXPECT_EQ(performAll(handle, &written), ESP_OK);
    OTABENCH_EXPECT(board().server.bodyBytes - sentBefore < imageLength());
    OTABENCH_EXPECT_EQ(written, imageLength());
    expectNewImage();
}

void refuseAnotherChip()
{
    constexpr uint16_t kEsp32S3 = 9;
    board().boot();
    board().server.load(serveImage(40000, kEsp32S3));
    const esp_http_client_config_t http = httpConfig();
    esp_https_ota_config_t config = {};
    config.http_config = &http;
    OTABENCH_EXPECT_EQ(esp_https_ota(&config), ESP_ERR_INVALID_VERSION);
    OTABENCH_EXPECT(board().hasLogged("Mismatch chip id, expected 5, found 9"));
    OTABENCH_EXPECT(board().hasEvent(ESP_HTTPS_OTA_ABORT));
    expectOldImage();
}

void refuseADamagedImage()
{
    board().boot();
    const Script script = serveImage(40000);
    servedFile()[imageLength() / 2] ^= 0x10;
    board().server.load(script);
    const esp_http_client_config_t http = httpConfig();
    esp_https_ota_config_t config = {};
    config.http_config = &http;
    OTABENCH_EXPECT_EQ(esp_https_ota(&config), ESP_ERR_OTA_VALIDATE_FAILED);
    OTABENCH_EXPECT(board().hasLogged("Checksum failed"));
    expectOldImage();
}

void refuseACutImage()
{
    board().boot();
    Script script = serveImage(40000);
    script.length -= 5000; // a file that was not copied whole
    board().server.load(script);
    const esp_http_client_config_t http = httpConfig();
    esp_https_ota_config_t config = {};
    config.http_config = &http;
    OTABENCH_EXPECT_EQ(esp_https_ota(&config), ESP_ERR_OTA_VALIDATE_FAILED);
    expectOldImage();
}

void refuseWhatIsNotThere()
{
    board().boot();
    board().server.load(serveImage(40000));
    const esp_http_client_config_t http = httpConfig("https://bench/other.bin");
    esp_https_ota_config_t config = {};
    config.http_config = &http;
    OTABENCH_EXPECT_EQ(esp_https_ota(&config), ESP_FAIL);
    OTABENCH_EXPECT(board().hasLogged("File not found(404)"));
    expectOldImage();
}

void giveUpOnASilentServer()
{
    board().boot();
    Script script = serveImage(40000);
    script.hangAfter = 20000;
    board().server.load(script);
    const esp_http_client_config_t http = httpConfig();
    esp_https_ota_config_t config = {};
    config.http_config = &http;
    config.otabench_stall_ms = 10000;
    OTABENCH_EXPECT_EQ(esp_https_ota(&config), ESP_ERR_HTTP_READ_TIMEOUT);
    OTABENCH_EXPECT(board().now >= 10000 && board().now < 30000);
    expectOldImage();
}

/// Every allocation of an update fails once: each time all is given back, and the old image runs.
void bearAShortageOfMemory()
{
    board().boot();
    const Script script = serveImage(20000);
    const esp_http_client_config_t http = httpConfig();
    esp_https_ota_config_t config = {};
    config.http_config = &http;
    unsigned failed = 0;
    for (unsigned nth = 1; nth < 100; ++nth) {
        board().server.load(script);
        failAllocation(nth);
        const esp_err_t result = esp_https_ota(&config);
        failAllocation(0);
        OTABENCH_EXPECT_EQ(heapCount().blocks, 0);
        if (result == ESP_OK)
            break;
        ++failed;
        expectOldImage();
    }
    OTABENCH_EXPECT(failed >= 2 && failed < 99);
    expectNewImage();
}

constexpr Scenario kScenarios[] = {
    {"a whole image is fetched, verified and started", updateWhole},
    {"an image is fetched in parts over one connection", updateInParts},
    {"a redirect is followed", updateAfterARedirect},
    {"a lost connection is made again and no byte is fetched twice", reconnect},
    {"an update goes on after a restart", resume},
    {"an image for another chip is refused", refuseAnotherChip},
    {"a damaged image is refused", refuseADamagedImage},
    {"an image that was cut off is refused", refuseACutImage},
    {"a file that is not there is an error", refuseWhatIsNotThere},
    {"a silent server is given up", giveUpOnASilentServer},
    {"a shortage of memory leaves the old image running", bearAShortageOfMemory},
};

} // namespace

ScenarioList updateScenarios()
{
    return {kScenarios, sizeof kScenarios / sizeof kScenarios[0]};
}

} // namespace otabench::test
