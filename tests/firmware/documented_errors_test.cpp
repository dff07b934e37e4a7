#include "error_bench.h"

namespace otabench::test {
namespace {

TEST(DocumentedErrors, OpeningAndWriting)
{
    const std::vector<Row> rows{
        {"esp_ota_begin", ESP_ERR_INVALID_ARG, "no partition",
         CALL(esp_ota_begin(nullptr, 0, &b.handle))},
        {"esp_ota_begin", ESP_ERR_INVALID_ARG, "no handle",
         CALL(esp_ota_begin(b.ota(1), 0, nullptr))},
        {"esp_ota_begin", ESP_ERR_INVALID_ARG, "factory app",
         CALL(esp_ota_begin(b.named("factory"), 0, &b.handle))},
        {"esp_ota_begin", ESP_ERR_NOT_FOUND, "not in the table",
         CALL(esp_ota_begin(&b.foreign, 0, &b.handle))},
        {"esp_ota_begin", ESP_ERR_OTA_PARTITION_CONFLICT, "running",
         CALL(esp_ota_begin(b.ota(0), 0, &b.handle))},
        {"esp_ota_begin", ESP_ERR_OTA_ROLLBACK_INVALID_STATE, "not confirmed",
         AFTER(b.state(ESP_OTA_IMG_PENDING_VERIFY), esp_ota_begin(b.ota(1), 0, &b.handle))},
        {"esp_ota_begin", ESP_ERR_OTA_ALREADY_IN_PROGRESS, "open",
         AFTER(b.open(), esp_ota_begin(b.ota(1), 0, &b.handle))},
        {"esp_ota_begin", ESP_ERR_NO_MEM, "four are open",
         AFTER(b.openFour(), esp_ota_begin(b.named("table"), kSequential, &b.handle))},
        {"esp_ota_begin", ESP_ERR_INVALID_SIZE, "larger than the partition",
         CALL(esp_ota_begin(b.ota(1), kSlotSize + 1, &b.handle))},
        {"esp_ota_begin", kFlash, "the erase fails",
         AFTER(b.machine().eraseError = kFlash, esp_ota_begin(b.ota(1), 0, &b.handle))},
        {"esp_ota_resume", ESP_ERR_INVALID_ARG, "no partition",
         CALL(esp_ota_resume(nullptr, 0, 0, &b.handle))},
        {"esp_ota_resume", ESP_ERR_INVALID_ARG, "beyond the partition",
         CALL(esp_ota_resume(b.ota(1), 0, kSlotSize + 1, &b.handle))},
        {"esp_ota_resume", ESP_ERR_NOT_FOUND, "not in the table",
         CALL(esp_ota_resume(&b.foreign, 0, 0, &b.handle))},
        {"esp_ota_resume", ESP_ERR_OTA_PARTITION_CONFLICT, "running",
         CALL(esp_ota_resume(b.ota(0), 0, 0, &b.handle))},
        {"esp_ota_resume", ESP_ERR_OTA_ROLLBACK_INVALID_STATE, "not confirmed",
         AFTER(b.state(ESP_OTA_IMG_PENDING_VERIFY), esp_ota_resume(b.ota(1), 0, 0, &b.handle))},
        {"esp_ota_resume", ESP_ERR_OTA_ALREADY_IN_PROGRESS, "open",
         AFTER(b.open(), esp_ota_resume(b.ota(1), 0, 0, &b.handle))},
        {"esp_ota_resume", ESP_ERR_NO_MEM, "four are open",
         AFTER(b.openFour(), esp_ota_resume(b.named("table"), 0, 0, &b.handle))},
        {"esp_ota_set_final_partition", ESP_ERR_INVALID_ARG, "no partition",
         CALL(esp_ota_set_final_partition(b.open(), nullptr, false))},
        {"esp_ota_set_final_partition", ESP_ERR_NOT_FOUND, "unknown handle",
         CALL(esp_ota_set_final_partition(77, b.ota(2), false))},
        {"esp_ota_set_final_partition", ESP_ERR_NOT_FOUND, "not in the table",
         CALL(esp_ota_set_final_partition(b.open(), &b.foreign, false))},
        {"esp_ota_set_final_partition", ESP_ERR_INVALID_STATE, "written already",
         CALL(esp_ota_set_final_partition(b.written("ota_1", nullptr, false, {0xE9}), b.ota(2),
                                          false))},
        {"esp_ota_set_final_partition", ESP_ERR_OTA_PARTITION_CONFLICT, "copy over the running app",
         CALL(esp_ota_set_final_partition(b.open(), b.ota(0), true))},
        {"esp_ota_set_final_partition", ESP_ERR_OTA_ALREADY_IN_PROGRESS, "final is open",
         AFTER(b.open("ota_2"), esp_ota_set_final_partition(b.open(), b.ota(2), false))},
        {"esp_ota_write", ESP_ERR_INVALID_ARG, "no data",
         CALL(esp_ota_write(b.open(), nullptr, 1))},
        {"esp_ota_write", ESP_ERR_INVALID_ARG, "unknown handle",
         CALL(esp_ota_write(77, b.bytes, 1))},
        {"esp_ota_write", ESP_ERR_OTA_VALIDATE_FAILED, "no image",
         CALL(esp_ota_write(b.open(), "no image", 8))},
        {"esp_ota_write", ESP_ERR_OTA_VALIDATE_FAILED, "no partition table",
         AFTER(b.handle = b.open("table"), esp_ota_write(b.handle, b.bytes, 2))},
        {"esp_ota_write", ESP_ERR_INVALID_SIZE, "beyond the end",
         AFTER(b.handle = b.open("blob"); esp_ota_write(b.handle, b.bytes, 4096);
               esp_ota_write(b.handle, b.bytes, 4096), esp_ota_write(b.handle, b.bytes, 1))},
        {"esp_ota_write", kFlash, "the write fails",
         AFTER(b.handle = b.open();
               b.machine().writeError = kFlash, esp_ota_write(b.handle, b.bytes, 1))},
        {"esp_ota_write", kFlash, "the erase fails",
         AFTER(b.handle = b.open();
               b.machine().eraseError = kFlash, esp_ota_write(b.handle, b.bytes, 1))},
        {"esp_ota_write_with_offset", ESP_ERR_INVALID_ARG, "no data",
         CALL(esp_ota_write_with_offset(b.open("ota_1", 0), nullptr, 1, 0))},
        {"esp_ota_write_with_offset", ESP_ERR_INVALID_ARG, "unknown handle",
         CALL(esp_ota_write_with_offset(77, b.bytes, 1, 0))},
        {"esp_ota_write_with_offset", ESP_ERR_INVALID_ARG, "offset beyond the end",
         CALL(esp_ota_write_with_offset(b.open("ota_1", 0), b.bytes, 1, kSlotSize + 1))},
        {"esp_ota_write_with_offset", ESP_ERR_INVALID_STATE, "erases while writing",
         CALL(esp_ota_write_with_offset(b.open(), b.bytes, 1, 0))},
        {"esp_ota_write_with_offset", ESP_ERR_INVALID_SIZE, "ends beyond the end",
         CALL(esp_ota_write_with_offset(b.open("ota_1", 0), b.bytes, 2, kSlotSize - 1))},
        {"esp_ota_write_with_offset", kFlash, "the write fails",
         AFTER(b.handle = b.open("ota_1", 0); b.machine().writeError = kFlash,
                                              esp_ota_write_with_offset(b.handle, b.bytes, 1, 0))},
    };
    tryRows(rows);
}

TEST(DocumentedErrors, Closing)
{
    const std::vector<Row> rows{
        {"esp_ota_end", ESP_ERR_NOT_FOUND, "unknown handle", CALL(esp_ota_end(77))},
        {"esp_ota_end", ESP_ERR_INVALID_ARG, "nothing was written", CALL(esp_ota_end(b.open()))},
        {"esp_ota_end", ESP_ERR_OTA_VALIDATE_FAILED, "bad image",
         CALL(esp_ota_end(b.written("ota_1", nullptr, false, {0xE9})))},
        {"esp_ota_end", ESP_ERR_OTA_VALIDATE_FAILED, "bad table",
         CALL(esp_ota_end(b.written("table", nullptr, false, {0xAA, 0x50})))},
        {"esp_ota_end", ESP_ERR_INVALID_SIZE, "final larger than staging",
         CALL(esp_ota_end(b.written("store", "ota_1", true, tinyApp("2.0.0"))))},
        {"esp_ota_end", ESP_ERR_INVALID_SIZE, "image larger than final",
         CALL(esp_ota_end(b.written("ota_1", "boot", true, tinyApp("2.0.0"))))},
        {"esp_ota_end", ESP_ERR_NOT_ALLOWED, "final is read-only",
         CALL(esp_ota_end(b.written("ota_1", "fixed", true, {1, 2, 3})))},
        {"esp_ota_end", kFlash, "the copy cannot be written",
         AFTER(b.handle = b.written("ota_1", "blob", true, {1, 2, 3});
               b.machine().writeError = kFlash, esp_ota_end(b.handle))},
        {"esp_ota_end", ESP_ERR_FLASH_OP_FAIL, "the copy differs",
         AFTER(b.handle = b.written("ota_1", "blob", true, {1, 2, 3});
               b.loseWrites(), esp_ota_end(b.handle))},
        {"esp_ota_abort", ESP_ERR_NOT_FOUND, "unknown handle", CALL(esp_ota_abort(77))},
    };
    tryRows(rows);
}

TEST(DocumentedErrors, Selecting)
{
    const auto antiRollback = [](Bench &b) {
        b.machine().security.anti_rollback = true;
        b.machine().secureVersion = 1;
        b.fill(1, tinyApp("2.0.0"));
    };
    const std::vector<Row> rows{
        {"esp_ota_set_boot_partition", ESP_ERR_INVALID_ARG, "no partition",
         CALL(esp_ota_set_boot_partition(nullptr))},
        {"esp_ota_set_boot_partition", ESP_ERR_INVALID_ARG, "not an app",
         CALL(esp_ota_set_boot_partition(b.named("blob")))},
        {"esp_ota_set_boot_partition", ESP_ERR_INVALID_ARG, "a test app",
         CALL(esp_ota_set_boot_partition(b.named("test")))},
        {"esp_ota_set_boot_partition", ESP_ERR_OTA_VALIDATE_FAILED, "no image",
         CALL(esp_ota_set_boot_partition(b.ota(1)))},
        {"esp_ota_set_boot_partition", ESP_ERR_OTA_SMALL_SEC_VER, "secure version too low",
         [&](Bench &b) {
             antiRollback(b);
             return esp_ota_set_boot_partition(b.ota(1));
         }},
        {"esp_ota_set_boot_partition", ESP_ERR_NOT_FOUND, "no otadata",
         AFTER(b.noOtadata(), esp_ota_set_boot_partition(b.ota(0)))},
        {"esp_ota_set_boot_partition", kFlash, "otadata cannot be erased",
         AFTER(b.fill(1, tinyApp("2.0.0"));
               b.machine().eraseError = kFlash, esp_ota_set_boot_partition(b.ota(1)))},
        {"esp_ota_set_boot_partition", ESP_ERR_FLASH_OP_FAIL, "otadata reads back otherwise",
         AFTER(b.fill(1, tinyApp("2.0.0")); b.loseWrites(), esp_ota_set_boot_partition(b.ota(1)))},
        {"esp_ota_set_boot_partition_skip_validate", ESP_ERR_INVALID_ARG, "no partition",
         CALL(esp_ota_set_boot_partition_skip_validate(nullptr))},
        {"esp_ota_set_boot_partition_skip_validate", ESP_OK, "no image",
         CALL(esp_ota_set_boot_partition_skip_validate(b.ota(1)))},
        {"esp_ota_set_boot_partition_skip_validate", ESP_ERR_OTA_SMALL_SEC_VER,
         "secure version too low",
         [&](Bench &b) {
             antiRollback(b);
             return esp_ota_set_boot_partition_skip_validate(b.ota(1));
         }},
        {"esp_ota_set_boot_partition_skip_validate", ESP_ERR_NOT_FOUND, "no description",
         [&](Bench &b) {
             antiRollback(b);
             return esp_ota_set_boot_partition_skip_validate(b.ota(2));
         }},
        {"esp_ota_set_boot_partition_skip_validate", ESP_ERR_NOT_FOUND, "no otadata",
         AFTER(b.noOtadata(), esp_ota_set_boot_partition_skip_validate(b.ota(0)))},
        {"esp_ota_get_state_partition", ESP_ERR_INVALID_ARG, "no partition",
         CALL(esp_ota_get_state_partition(nullptr, &b.seen))},
        {"esp_ota_get_state_partition", ESP_ERR_NOT_SUPPORTED, "factory app",
         CALL(esp_ota_get_state_partition(b.named("factory"), &b.seen))},
        {"esp_ota_get_state_partition", ESP_ERR_NOT_FOUND, "no record",
         CALL(esp_ota_get_state_partition(b.ota(1), &b.seen))},
        {"esp_ota_get_state_partition", ESP_ERR_NOT_FOUND, "no otadata",
         AFTER(b.noOtadata(), esp_ota_get_state_partition(b.ota(0), &b.seen))},
    };
    tryRows(rows);
}

Bytes secureApp(uint8_t secureVersion)
{
    constexpr std::size_t kSecureVersionAt = 36;
    Bytes image = tinyApp("1.0.0");
    image[kSecureVersionAt] = secureVersion;
    reseal(image);
    return image;
}

TEST(DocumentedErrors, ConfirmingAndRejecting)
{
    const std::vector<Row> rows{
        {"esp_ota_mark_app_valid_cancel_rollback", ESP_FAIL, "factory app runs",
         AFTER(b.machine().use(kFactory), esp_ota_mark_app_valid_cancel_rollback())},
        {"esp_ota_mark_app_valid_cancel_rollback", ESP_ERR_NOT_FOUND, "no otadata",
         AFTER(b.noOtadata(), esp_ota_mark_app_valid_cancel_rollback())},
        {"esp_ota_mark_app_valid_cancel_rollback", ESP_FAIL, "eFuses hold a higher version",
         AFTER(b.state(ESP_OTA_IMG_PENDING_VERIFY); b.machine().security.anti_rollback = true;
               b.machine().secureVersion = 1, esp_ota_mark_app_valid_cancel_rollback())},
        {"esp_ota_mark_app_valid_cancel_rollback", ESP_ERR_INVALID_ARG,
         "more than the eFuses can hold",
         AFTER(b.state(ESP_OTA_IMG_PENDING_VERIFY); b.machine().security.anti_rollback = true;
               b.fill(0, secureApp(5));
               b.machine().secureVersionLimit = 3, esp_ota_mark_app_valid_cancel_rollback())},
        {"esp_ota_mark_app_valid_cancel_rollback", kFlash, "otadata cannot be erased",
         AFTER(b.state(ESP_OTA_IMG_PENDING_VERIFY);
               b.machine().eraseError = kFlash, esp_ota_mark_app_valid_cancel_rollback())},
        {"esp_ota_mark_app_invalid_rollback", ESP_FAIL, "factory app runs",
         AFTER(b.machine().use(kFactory), esp_ota_mark_app_invalid_rollback())},
        {"esp_ota_mark_app_invalid_rollback", ESP_ERR_NOT_FOUND, "no otadata",
         AFTER(b.noOtadata(), esp_ota_mark_app_invalid_rollback())},
        {"esp_ota_mark_app_invalid_rollback", ESP_ERR_OTA_ROLLBACK_FAILED, "no other app",
         CALL(esp_ota_mark_app_invalid_rollback())},
        {"esp_ota_mark_app_invalid_rollback", kFlash, "otadata cannot be erased",
         AFTER(b.machine().load(kFactory, tinyApp("F"));
               b.machine().eraseError = kFlash, esp_ota_mark_app_invalid_rollback())},
        {"esp_ota_mark_app_invalid_rollback_and_reboot", ESP_ERR_OTA_ROLLBACK_FAILED,
         "no other app", CALL(esp_ota_mark_app_invalid_rollback_and_reboot())},
        {"esp_ota_erase_last_boot_app_partition", ESP_FAIL, "no other record",
         CALL(esp_ota_erase_last_boot_app_partition())},
        {"esp_ota_erase_last_boot_app_partition", ESP_FAIL, "no otadata",
         AFTER(b.noOtadata(), esp_ota_erase_last_boot_app_partition())},
        {"esp_ota_erase_last_boot_app_partition", kFlash, "cannot be erased",
         AFTER(b.record(1, 2, ESP_OTA_IMG_VALID); b.machine().use(Bench::address(1));
               b.machine().eraseError = kFlash, esp_ota_erase_last_boot_app_partition())},
        {"esp_ota_invalidate_inactive_ota_data_slot", ESP_FAIL, "no other record",
         CALL(esp_ota_invalidate_inactive_ota_data_slot())},
        {"esp_ota_invalidate_inactive_ota_data_slot", ESP_FAIL, "it names the running app",
         AFTER(b.record(1, 2, ESP_OTA_IMG_VALID), esp_ota_invalidate_inactive_ota_data_slot())},
        {"esp_ota_revoke_secure_boot_public_key", ESP_FAIL, "no Secure Boot",
         CALL(esp_ota_revoke_secure_boot_public_key(SECURE_BOOT_PUBLIC_KEY_INDEX_0))},
    };
    tryRows(rows);
}

TEST(DocumentedErrors, Descriptions)
{
    const std::vector<Row> rows{
        {"esp_ota_get_partition_description", ESP_ERR_INVALID_ARG, "NULL",
         CALL(esp_ota_get_partition_description(b.ota(0), nullptr))},
        {"esp_ota_get_partition_description", ESP_ERR_NOT_SUPPORTED, "not an app",
         CALL(esp_ota_get_partition_description(b.named("blob"), &b.app))},
        {"esp_ota_get_partition_description", ESP_ERR_NOT_FOUND, "erased",
         CALL(esp_ota_get_partition_description(b.ota(1), &b.app))},
        {"esp_ota_get_partition_description", kFlash, "the read fails",
         AFTER(b.found = b.ota(0);
               b.machine().readError = kFlash, esp_ota_get_partition_description(b.found, &b.app))},
        {"esp_ota_get_bootloader_description", ESP_ERR_INVALID_ARG, "NULL",
         CALL(esp_ota_get_bootloader_description(nullptr, nullptr))},
        {"esp_ota_get_bootloader_description", ESP_ERR_INVALID_ARG, "not a bootloader",
         CALL(esp_ota_get_bootloader_description(b.ota(0), &b.bootloader))},
        {"esp_ota_get_bootloader_description", ESP_ERR_NOT_FOUND, "erased",
         CALL(esp_ota_get_bootloader_description(nullptr, &b.bootloader))},
        {"esp_ota_get_bootloader_description", kFlash, "the read fails",
         AFTER(b.found = b.named("boot");
               b.machine().readError = kFlash,
               esp_ota_get_bootloader_description(b.found, &b.bootloader))},
        {"esp_ota_check_image_validity", ESP_ERR_INVALID_ARG, "NULL",
         CALL(esp_ota_check_image_validity(ESP_PARTITION_TYPE_APP, nullptr, nullptr))},
        {"esp_ota_check_image_validity", ESP_ERR_INVALID_ARG, "data",
         CALL(esp_ota_check_image_validity(ESP_PARTITION_TYPE_DATA, &b.header, nullptr))},
        {"esp_ota_check_image_validity", ESP_ERR_INVALID_VERSION, "another chip",
         CALL(esp_ota_check_image_validity(ESP_PARTITION_TYPE_APP, &b.header, nullptr))},
        {"esp_ota_check_image_validity", ESP_ERR_OTA_SPI_MODE_MISMATCH, "another flash mode",
         AFTER(b.machine().flash()[Bench::address(0) + 32 + 181] = 1; b.app = {};
               b.app.spi_flash_mode = 2;
               b.header.chip_id = ESP_CHIP_ID_ESP32C3,
               esp_ota_check_image_validity(ESP_PARTITION_TYPE_APP, &b.header, &b.app))},
    };
    tryRows(rows);
}

TEST(DocumentedErrors, Partitions)
{
    constexpr auto kAny = ESP_PARTITION_TYPE_ANY;
    constexpr auto kFactoryApp = ESP_PARTITION_SUBTYPE_APP_FACTORY;
    constexpr auto kAnySubtype = ESP_PARTITION_SUBTYPE_ANY;
    const std::vector<Row> rows{
        {"esp_partition_find_err", ESP_ERR_INVALID_ARG, "NULL",
         CALL(esp_partition_find_err(kAny, kAnySubtype, nullptr, nullptr))},
        {"esp_partition_find_err", ESP_ERR_INVALID_ARG, "a subtype of any type",
         CALL(esp_partition_find_err(kAny, kFactoryApp, nullptr, &b.iterator))},
        {"esp_partition_find_err", ESP_ERR_NOT_FOUND, "no such label",
         CALL(esp_partition_find_err(kAny, kAnySubtype, "none", &b.iterator))},
        {"esp_partition_find_err", ESP_ERR_NO_MEM, "no memory",
         AFTER(b.machine().outOfMemory = true,
               esp_partition_find_err(kAny, kAnySubtype, nullptr, &b.iterator))},
        {"esp_partition_find_first_err", ESP_ERR_INVALID_ARG, "NULL",
         CALL(esp_partition_find_first_err(kAny, kAnySubtype, nullptr, nullptr))},
        {"esp_partition_find_first_err", ESP_ERR_NOT_FOUND, "no such label",
         CALL(esp_partition_find_first_err(kAny, kAnySubtype, "none", &b.found))},
        {"esp_partition_verify_err", ESP_ERR_INVALID_ARG, "NULL",
         CALL(esp_partition_verify_err(nullptr, &b.found))},
        {"esp_partition_verify_err", ESP_ERR_NOT_FOUND, "not in the table",
         CALL(esp_partition_verify_err(&b.foreign, &b.found))},
        {"esp_partition_read", ESP_ERR_INVALID_ARG, "NULL",
         CALL(esp_partition_read(nullptr, 0, b.bytes, 1))},
        {"esp_partition_read", ESP_ERR_INVALID_ARG, "offset beyond the end",
         CALL(esp_partition_read(b.named("blob"), 0x2001, b.bytes, 0))},
        {"esp_partition_read", ESP_ERR_INVALID_SIZE, "ends beyond the end",
         CALL(esp_partition_read(b.named("blob"), 0x1FFF, b.bytes, 2))},
        {"esp_partition_read", kFlash, "the flash fails",
         AFTER(b.found = b.named("blob");
               b.machine().readError = kFlash, esp_partition_read(b.found, 0, b.bytes, 1))},
        {"esp_partition_read_raw", ESP_ERR_INVALID_ARG, "NULL",
         CALL(esp_partition_read_raw(nullptr, 0, b.bytes, 1))},
        {"esp_partition_write", ESP_ERR_INVALID_ARG, "NULL",
         CALL(esp_partition_write(b.named("blob"), 0, nullptr, 1))},
        {"esp_partition_write", ESP_ERR_INVALID_ARG, "offset beyond the end",
         CALL(esp_partition_write(b.named("blob"), 0x2001, b.bytes, 0))},
        {"esp_partition_write", ESP_ERR_INVALID_SIZE, "ends beyond the end",
         CALL(esp_partition_write(b.named("blob"), 0x1FFF, b.bytes, 2))},
        {"esp_partition_write", ESP_ERR_NOT_ALLOWED, "read-only",
         CALL(esp_partition_write(b.named("fixed"), 0, b.bytes, 1))},
        {"esp_partition_write", ESP_ERR_FLASH_OP_FAIL, "a bit would be set",
         AFTER(esp_partition_write(b.named("blob"), 1, b.bytes + 1, 1),
               esp_partition_write(b.named("blob"), 1, b.bytes, 1))},
        {"esp_partition_write_raw", ESP_ERR_NOT_ALLOWED, "read-only",
         CALL(esp_partition_write_raw(b.named("fixed"), 0, b.bytes, 1))},
        {"esp_partition_erase_range", ESP_ERR_INVALID_ARG, "NULL",
         CALL(esp_partition_erase_range(nullptr, 0, 4096))},
        {"esp_partition_erase_range", ESP_ERR_INVALID_ARG, "not aligned",
         CALL(esp_partition_erase_range(b.named("blob"), 1, 4096))},
        {"esp_partition_erase_range", ESP_ERR_INVALID_SIZE, "not whole sectors",
         CALL(esp_partition_erase_range(b.named("blob"), 0, 100))},
        {"esp_partition_erase_range", ESP_ERR_INVALID_SIZE, "ends beyond the end",
         CALL(esp_partition_erase_range(b.named("blob"), 0x1000, 0x2000))},
        {"esp_partition_erase_range", ESP_ERR_NOT_ALLOWED, "read-only",
         CALL(esp_partition_erase_range(b.named("fixed"), 0, 4096))},
        {"esp_partition_erase_range", kFlash, "the flash fails",
         AFTER(b.machine().eraseError = kFlash,
               esp_partition_erase_range(b.named("blob"), 0, 4096))},
        {"esp_partition_mmap", ESP_ERR_INVALID_ARG, "NULL",
         CALL(esp_partition_mmap(b.named("blob"), 0, 1, ESP_PARTITION_MMAP_DATA, nullptr,
                                 &b.mapping))},
        {"esp_partition_mmap", ESP_ERR_INVALID_ARG, "offset beyond the end",
         CALL(esp_partition_mmap(b.named("blob"), 0x2001, 0, ESP_PARTITION_MMAP_DATA, &b.mapped,
                                 &b.mapping))},
        {"esp_partition_mmap", ESP_ERR_INVALID_SIZE, "ends beyond the end",
         CALL(esp_partition_mmap(b.named("blob"), 0, 0x2001, ESP_PARTITION_MMAP_DATA, &b.mapped,
                                 &b.mapping))},
        {"esp_partition_mmap", ESP_ERR_NO_MEM, "no memory",
         AFTER(b.machine().outOfMemory = true,
               esp_partition_mmap(b.named("blob"), 0, 1, ESP_PARTITION_MMAP_DATA, &b.mapped,
                                  &b.mapping))},
        {"esp_partition_mmap", kFlash, "the read fails",
         AFTER(b.found = b.named("blob");
               b.machine().readError = kFlash,
               esp_partition_mmap(b.found, 0, 1, ESP_PARTITION_MMAP_DATA, &b.mapped, &b.mapping))},
        {"esp_partition_get_sha256", ESP_ERR_INVALID_ARG, "NULL",
         CALL(esp_partition_get_sha256(b.named("blob"), nullptr))},
        {"esp_partition_get_sha256", ESP_ERR_IMAGE_INVALID, "no image",
         CALL(esp_partition_get_sha256(b.ota(1), b.bytes))},
        {"esp_partition_get_sha256", ESP_ERR_NO_MEM, "no memory",
         AFTER(b.machine().outOfMemory = true, esp_partition_get_sha256(b.named("blob"), b.bytes))},
        {"esp_partition_register_external", ESP_ERR_INVALID_ARG, "overlaps",
         CALL(esp_partition_register_external(nullptr, kFactory, 4096, "x", ESP_PARTITION_TYPE_DATA,
                                              ESP_PARTITION_SUBTYPE_DATA_UNDEFINED, &b.found))},
        {"esp_partition_register_external", ESP_ERR_INVALID_SIZE, "beyond the flash",
         CALL(esp_partition_register_external(nullptr, 0x7F000, 0x2000, "x",
                                              ESP_PARTITION_TYPE_DATA,
                                              ESP_PARTITION_SUBTYPE_DATA_UNDEFINED, &b.found))},
        {"esp_partition_register_external", ESP_ERR_NO_MEM, "eight are registered",
         [](Bench &b) {
             esp_err_t result = ESP_OK;
             for (std::size_t i = 0; i < 8; ++i) {
                 EXPECT_EQ(result, ESP_OK);
                 result = esp_partition_register_external(
                     nullptr, i * 4096, 4096, "x", ESP_PARTITION_TYPE_BOOTLOADER,
                     ESP_PARTITION_SUBTYPE_BOOTLOADER_PRIMARY, nullptr);
             }
             EXPECT_EQ(result, ESP_OK);
             return esp_partition_register_external(nullptr, Bench::address(4), 4096, "x",
                                                    ESP_PARTITION_TYPE_DATA,
                                                    ESP_PARTITION_SUBTYPE_DATA_UNDEFINED, &b.found);
         }},
        {"esp_partition_deregister_external", ESP_ERR_INVALID_ARG, "of the table",
         CALL(esp_partition_deregister_external(b.named("blob")))},
        {"esp_partition_deregister_external", ESP_ERR_NOT_FOUND, "unknown",
         CALL(esp_partition_deregister_external(&b.foreign))},
        {"esp_partition_copy", ESP_ERR_INVALID_ARG, "the same",
         CALL(esp_partition_copy(b.ota(1), 0, b.ota(1), 0, 1))},
        {"esp_partition_copy", ESP_ERR_INVALID_ARG, "not aligned",
         CALL(esp_partition_copy(b.ota(1), 1, b.ota(0), 0, 1))},
        {"esp_partition_copy", ESP_ERR_INVALID_SIZE, "offset beyond the source",
         CALL(esp_partition_copy(b.ota(1), 0, b.named("blob"), 0x2001, SIZE_MAX))},
        {"esp_partition_copy", ESP_ERR_INVALID_SIZE, "larger than the destination",
         CALL(esp_partition_copy(b.named("blob"), 0, b.ota(0), 0, SIZE_MAX))},
        {"esp_partition_copy", ESP_ERR_NOT_ALLOWED, "read-only",
         CALL(esp_partition_copy(b.named("fixed"), 0, b.ota(0), 0, 16))},
    };
    tryRows(rows);
}

TEST(DocumentedErrors, ARegisteredPartitionIsLikeTheOthers)
{
    Bench b;
    const esp_partition_t *primary = nullptr;
    ASSERT_EQ(esp_partition_register_external(nullptr, 0x1000, 0x7000, "primary",
                                              ESP_PARTITION_TYPE_BOOTLOADER,
                                              ESP_PARTITION_SUBTYPE_BOOTLOADER_PRIMARY, &primary),
              ESP_OK);
    EXPECT_EQ(Bench::named("primary"), primary);
    EXPECT_EQ(esp_partition_verify(primary), primary);
    EXPECT_EQ(esp_partition_write(primary, 0, b.bytes, 1), ESP_OK);
    EXPECT_EQ(b.machine().flash()[0x1000], 0xE9);
    EXPECT_EQ(esp_partition_mmap(primary, 0, 16, ESP_PARTITION_MMAP_DATA, &b.mapped, &b.mapping),
              ESP_OK);
    EXPECT_EQ(*static_cast<const uint8_t *>(b.mapped), 0xE9);
    esp_partition_munmap(b.mapping);
    esp_partition_munmap(b.mapping);
    EXPECT_EQ(b.machine().heldAllocations(), 0U);
    EXPECT_EQ(esp_partition_deregister_external(primary), ESP_OK);
    EXPECT_EQ(Bench::named("primary"), nullptr);
    EXPECT_EQ(esp_partition_deregister_external(primary), ESP_ERR_NOT_FOUND);
}

} // namespace
} // namespace otabench::test
