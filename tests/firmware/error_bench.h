// Tables of function, code and case, each row tried on a board of its own: for every code that a
// header documents.
#pragma once

#include "engine_fixture.h"
#include "esp_flash_err.h"

#include <functional>

namespace otabench::test {

/// A board with every kind of partition: ota_0 runs, confirmed; ota_1 and ota_2 are free.
class Bench : public EngineTest
{
public:
    Bench()
    {
        setTable({{1, 0x40, 0x9000, 0x2000, "blob", 0},
                  {1, 0x41, 0xB000, 0x1000, "fixed", 2},
                  {3, 1, 0xC000, 0x1000, "table", 0},
                  {1, 0, kOtadata, 0x2000, "otadata", 0},
                  {2, 1, 0xF000, 0x1000, "boot", 0},
                  {1, 0x42, slotAddress(5), 0x2000, "store", 0},
                  {0, 0, kFactory, kSlotSize, "factory", 0},
                  {0, 0x10, slotAddress(0), kSlotSize, "ota_0", 0},
                  {0, 0x11, slotAddress(1), kSlotSize, "ota_1", 0},
                  {0, 0x12, slotAddress(2), kSlotSize, "ota_2", 0},
                  {0, 0x20, slotAddress(3), kSlotSize, "test", 0}});
        board.load(slotAddress(0), tinyApp("1.0.0"));
        setRecord(0, 1, ESP_OTA_IMG_VALID);
        board.use(slotAddress(0));
        foreign = *ota(1);
        foreign.address += 4096;
    }

    void TestBody() override {}

    static const esp_partition_t *named(const char *label)
    {
        return esp_partition_find_first(ESP_PARTITION_TYPE_ANY, ESP_PARTITION_SUBTYPE_ANY, label);
    }

    static const esp_partition_t *ota(int number) { return slot(number); }

    esp_ota_handle_t open(const char *label = "ota_1",
                          std::size_t mode = OTA_WITH_SEQUENTIAL_WRITES)
    {
        esp_ota_handle_t opened = 0;
        EXPECT_EQ(esp_ota_begin(named(label), mode, &opened), ESP_OK);
        return opened;
    }

    esp_ota_handle_t written(const char *label, const char *final, bool copy, const Bytes &data)
    {
        const esp_ota_handle_t opened = open(label);
        if (final) {
            EXPECT_EQ(esp_ota_set_final_partition(opened, named(final), copy), ESP_OK);
        }
        EXPECT_EQ(esp_ota_write(opened, data.data(), data.size()), ESP_OK);
        return opened;
    }

    void openFour()
    {
        for (const char *label : {"ota_1", "ota_2", "blob", "boot"})
            open(label);
    }

    void fill(int number, const Bytes &image) { board.load(slotAddress(number), image); }

    void state(uint32_t value) { setRecord(0, 1, value); }

    void record(int index, uint32_t sequence, uint32_t value) { setRecord(index, sequence, value); }

    void noOtadata()
    {
        setTable({{0, 0x10, slotAddress(0), kSlotSize, "ota_0", 0},
                  {0, 0x11, slotAddress(1), kSlotSize, "ota_1", 0}});
        board.use(slotAddress(0));
    }

    void layOut(const std::vector<otabench_partition_entry_t> &entries) { setTable(entries); }

    static uint32_t address(int number) { return slotAddress(number); }

    RamPort &machine() { return board; }

    /// Whatever is written from now on does not come to the flash, which says nothing.
    void loseWrites()
    {
        board.nor.filter = [](FlashOperation operation) {
            const bool lost = operation.kind == FlashOperation::Kind::Write;
            return lost ? std::vector<FlashOperation>() : std::vector{std::move(operation)};
        };
    }

    esp_partition_t foreign;
    esp_ota_handle_t handle = 0;
    uint8_t bytes[4096] = {0xE9};
    esp_app_desc_t app;
    esp_bootloader_desc_t bootloader;
    esp_ota_img_states_t seen;
    esp_image_header_t header = {};
    const esp_partition_t *found = nullptr;
    esp_partition_iterator_t iterator = nullptr;
    const void *mapped = nullptr;
    esp_partition_mmap_handle_t mapping = 0;
};

struct Row
{
    const char *function;
    esp_err_t code;
    const char *when;
    std::function<esp_err_t(Bench &)> call;
};

inline void tryRows(const std::vector<Row> &rows)
{
    for (const Row &row : rows) {
        Bench bench;
        const esp_err_t code = row.call(bench);
        EXPECT_EQ(code, row.code) << row.function << ": " << esp_err_to_name(row.code) << " when "
                                  << row.when << ", got " << esp_err_to_name(code);
    }
}

inline constexpr auto kSequential = OTA_WITH_SEQUENTIAL_WRITES;
inline constexpr esp_err_t kFlash = ESP_ERR_FLASH_OP_TIMEOUT;

#define CALL(expression) []([[maybe_unused]] Bench &b) -> esp_err_t { return expression; }
#define AFTER(preparation, expression)                                                             \
    []([[maybe_unused]] Bench &b) -> esp_err_t {                                                   \
        preparation;                                                                               \
        return expression;                                                                         \
    }

} // namespace otabench::test
