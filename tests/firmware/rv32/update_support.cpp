#include "update_support.h"

#include <string.h>

#include "board.h"
#include "check.h"
#include "crypto.h"
#include "esp_ota_ops.h"
#include "heap.h"
#include "machine.h"
#include "scenarios.h"

namespace otabench::test {
namespace {

constexpr uint32_t kTlsRecord = 4096; ///< what a read gives at most, as with TLS

constinit uint8_t theFile[kImageSize + 1024 + kRoomBehind] = {};
// What an update may take; more is a decision, not an accident.
constexpr size_t kMostStack = 2560;
constexpr size_t kMostHeap = 32 * 1024; ///< with the agent

constinit uint32_t theLength = 0;
constinit uint8_t theDigest[32] = {}; ///< of the image as it was made

void digestOf(const uint8_t *image, uint8_t digest[32])
{
    Sha256 hash;
    startHash(&hash);
    addToHash(&hash, image, theLength);
    finishHash(&hash, digest);
}

bool slotHoldsTheImage()
{
    uint8_t digest[32];
    digestOf(board().flash + kSlotAddress[1], digest);
    return memcmp(digest, theDigest, sizeof digest) == 0;
}

const char *runningVersion()
{
    return esp_app_get_description()->version;
}

struct MeasuredUpdate
{
    const esp_https_ota_config_t *config;
    esp_err_t result;
};

} // namespace

Script serveImage(uint32_t size, uint16_t chipId)
{
    theLength = makeImage(theFile, "2.0", size, chipId);
    digestOf(theFile, theDigest);
    Script script = {};
    script.path = "/app.bin";
    script.bytes = theFile;
    script.length = theLength;
    script.etag = "\"two\"";
    script.pieceSize = kTlsRecord;
    return script;
}

uint8_t *servedFile()
{
    return theFile;
}

uint32_t imageLength()
{
    return theLength;
}

esp_http_client_config_t httpConfig(const char *url)
{
    esp_http_client_config_t http = {};
    http.url = url;
    http.cert_pem = "-----BEGIN CERTIFICATE-----\n";
    http.timeout_ms = 5000;
    http.buffer_size = 4096;
    return http;
}

void expectOldImage()
{
    OTABENCH_EXPECT_TEXT(board().boot(), "ota_0");
    OTABENCH_EXPECT_TEXT(runningVersion(), "1.0");
}

void expectNewImage()
{
    OTABENCH_EXPECT(slotHoldsTheImage());
    OTABENCH_EXPECT_TEXT(board().boot(), "ota_1");
    OTABENCH_EXPECT_TEXT(runningVersion(), "2.0");
    OTABENCH_EXPECT_EQ(esp_ota_mark_app_valid_cancel_rollback(), ESP_OK);
    OTABENCH_EXPECT_TEXT(board().boot(), "ota_1");
}

void measure(const char *name, void (*update)(void *context), void *context)
{
    forgetHeapPeak();
    board().cryptoInstructions = 0;
    const uint64_t start = instructions();
    const size_t stack = stackUsedBy(update, context);
    const uint64_t end = instructions();
    const size_t heap = heapCount().peak;
    OTABENCH_EXPECT(stack > 0 && stack <= kMostStack);
    OTABENCH_EXPECT(heap <= kMostHeap);
    addFigures({name, theLength, heap, stack, end - start, board().cryptoInstructions});
}

esp_err_t measure(const char *name, const esp_https_ota_config_t &config)
{
    MeasuredUpdate update = {&config, ESP_FAIL};
    measure(
        name,
        [](void *context) {
            auto *each = static_cast<MeasuredUpdate *>(context);
            each->result = esp_https_ota(each->config);
        },
        &update);
    return update.result;
}

esp_err_t performAll(esp_https_ota_handle_t handle, int *written)
{
    esp_err_t result = ESP_OK;
    do
        result = esp_https_ota_perform(handle);
    while (result == ESP_ERR_HTTPS_OTA_IN_PROGRESS);
    *written = esp_https_ota_get_image_len_read(handle);
    if (result == ESP_OK)
        return esp_https_ota_finish(handle);
    OTABENCH_EXPECT_EQ(esp_https_ota_abort(handle), ESP_OK);
    return result;
}

} // namespace otabench::test
