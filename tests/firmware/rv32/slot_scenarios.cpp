// What starts after an update: confirmed, not confirmed, rejected.
#include <string.h>

#include "board.h"
#include "check.h"
#include "esp_ota_ops.h"
#include "images.h"
#include "scenarios.h"

namespace otabench::test {
namespace {

constexpr uint32_t kImageSize = 20000;
constinit uint8_t theImage[kImageSize + 1024] = {};

/// Writes the image of this version into the slot that is not running, and selects it.
void installByHand(const char *version)
{
    const uint32_t length = makeImage(theImage, version, kImageSize);
    const esp_partition_t *slot = esp_ota_get_next_update_partition(nullptr);
    OTABENCH_EXPECT(slot != nullptr);
    if (!slot)
        return;
    esp_ota_handle_t handle = 0;
    OTABENCH_EXPECT_EQ(esp_ota_begin(slot, OTA_WITH_SEQUENTIAL_WRITES, &handle), ESP_OK);
    for (uint32_t at = 0; at < length; at += 1000) {
        const uint32_t size = length - at < 1000 ? length - at : 1000;
        OTABENCH_EXPECT_EQ(esp_ota_write(handle, theImage + at, size), ESP_OK);
    }
    OTABENCH_EXPECT_EQ(esp_ota_end(handle), ESP_OK);
    OTABENCH_EXPECT_EQ(esp_ota_set_boot_partition(slot), ESP_OK);
}

esp_ota_img_states_t runningState()
{
    esp_ota_img_states_t state = ESP_OTA_IMG_UNDEFINED;
    OTABENCH_EXPECT_EQ(esp_ota_get_state_partition(esp_ota_get_running_partition(), &state),
                       ESP_OK);
    return state;
}

void expectStart(const char *slot, const char *version, esp_ota_img_states_t state)
{
    OTABENCH_EXPECT_TEXT(board().boot(), slot);
    OTABENCH_EXPECT_TEXT(esp_app_get_description()->version, version);
    OTABENCH_EXPECT_EQ(runningState(), state);
}

void confirmAndStay()
{
    expectStart("ota_0", "1.0", ESP_OTA_IMG_VALID);
    installByHand("2.0");
    expectStart("ota_1", "2.0", ESP_OTA_IMG_PENDING_VERIFY);
    OTABENCH_EXPECT_EQ(esp_ota_mark_app_valid_cancel_rollback(), ESP_OK);
    expectStart("ota_1", "2.0", ESP_OTA_IMG_VALID);
    installByHand("3.0"); // and back into the first slot
    expectStart("ota_0", "3.0", ESP_OTA_IMG_PENDING_VERIFY);
    OTABENCH_EXPECT_EQ(esp_ota_mark_app_valid_cancel_rollback(), ESP_OK);
    expectStart("ota_0", "3.0", ESP_OTA_IMG_VALID);
}

void goBackWhenNobodyConfirms()
{
    expectStart("ota_0", "1.0", ESP_OTA_IMG_VALID);
    installByHand("2.0");
    expectStart("ota_1", "2.0", ESP_OTA_IMG_PENDING_VERIFY);
    expectStart("ota_0", "1.0", ESP_OTA_IMG_VALID);
    const esp_partition_t *invalid = esp_ota_get_last_invalid_partition();
    OTABENCH_EXPECT(invalid && strcmp(invalid->label, "ota_1") == 0);
}

void goBackWhenTheAppSaysSo()
{
    expectStart("ota_0", "1.0", ESP_OTA_IMG_VALID);
    installByHand("2.0");
    expectStart("ota_1", "2.0", ESP_OTA_IMG_PENDING_VERIFY);
    OTABENCH_EXPECT(esp_ota_check_rollback_is_possible());
    OTABENCH_EXPECT_EQ(esp_ota_mark_app_invalid_rollback(), ESP_OK);
    expectStart("ota_0", "1.0", ESP_OTA_IMG_VALID);
    OTABENCH_EXPECT_EQ(esp_ota_mark_app_invalid_rollback(), ESP_ERR_OTA_ROLLBACK_FAILED);
    expectStart("ota_0", "1.0", ESP_OTA_IMG_VALID);
}

/// Flash that loses a bit later: the other slot's image starts.
void goBackFromADecayedImage()
{
    expectStart("ota_0", "1.0", ESP_OTA_IMG_VALID);
    installByHand("2.0");
    expectStart("ota_1", "2.0", ESP_OTA_IMG_PENDING_VERIFY);
    OTABENCH_EXPECT_EQ(esp_ota_mark_app_valid_cancel_rollback(), ESP_OK);
    board().flash[kSlotAddress[1] + 5000] ^= 1;
    OTABENCH_EXPECT_TEXT(board().boot(), "ota_0");
    OTABENCH_EXPECT_TEXT(esp_app_get_description()->version, "1.0");
}

void startNothingFromAnEmptyBoard()
{
    memset(board().flash + kSlotAddress[0], 0xFF, kSlotSize);
    OTABENCH_EXPECT_TEXT(board().boot(), "none");
    OTABENCH_EXPECT(board().hasLogged("No bootable app partitions in the partition table"));
}

constexpr Scenario kScenarios[] = {
    {"a confirmed image stays, and the next goes into the other slot", confirmAndStay},
    {"an image that nobody confirms is left at the next start", goBackWhenNobodyConfirms},
    {"an image that rejects itself is left", goBackWhenTheAppSaysSo},
    {"an image that decays in flash is left", goBackFromADecayedImage},
    {"an empty board starts nothing", startNothingFromAnEmptyBoard},
};

} // namespace

ScenarioList slotScenarios()
{
    return {kScenarios, sizeof kScenarios / sizeof kScenarios[0]};
}

} // namespace otabench::test
