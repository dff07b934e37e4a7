#pragma once

#include "esp_ota_ops.h"
#include "otabench_boot.h"
#include "otabench_partition_table.h"
#include "otadata.h"
#include "support/firmware/ram_port.h"
#include "support/firmware/tiny_image.h"

#include <optional>
#include <string>
#include <vector>

#include <gtest/gtest.h>

namespace otabench::test {

constexpr uint32_t kOtadata = 0xD000;
constexpr uint32_t kFactory = 0x10000;
constexpr uint32_t kSlot0 = 0x20000; ///< 64 KiB each, one behind the other
constexpr uint32_t kSlotSize = 0x10000;

enum class Factory
{
    Without,
    With,
};

/// A board in memory with nvs, otadata, phy_init and OTA slots, perhaps a factory app, and the tiny
/// images in it that the test puts there.
class EngineTest : public ::testing::Test
{
protected:
    EngineTest() { setTable(Factory::Without, 2); }

    void setTable(Factory factory, int slots)
    {
        std::vector<std::string> labels;
        for (int i = 0; i < slots; ++i)
            labels.push_back("ota_" + std::to_string(i));
        std::vector<otabench_partition_entry_t> entries{
            {1, 2, 0x9000, 0x4000, "nvs", 0},
            {1, 0, kOtadata, 0x2000, "otadata", 0},
            {1, 1, 0xF000, 0x1000, "phy_init", 2},
        };
        if (factory == Factory::With)
            entries.push_back({0, 0, kFactory, kSlotSize, "factory", 0});
        for (int i = 0; i < slots; ++i)
            entries.push_back({0, static_cast<uint8_t>(0x10 + i), slotAddress(i), kSlotSize,
                               labels[static_cast<std::size_t>(i)].c_str(), 0});
        setTable(entries);
    }

    void setTable(const std::vector<otabench_partition_entry_t> &entries)
    {
        Bytes table(OTABENCH_PARTITION_TABLE_SIZE);
        ASSERT_EQ(otabench_partition_table_build(entries.data(), entries.size(),
                                                 static_cast<uint32_t>(board.flash().size()),
                                                 table.data()),
                  ESP_OK);
        board.load(OTABENCH_PARTITION_TABLE_ADDRESS, table);
    }

    static uint32_t slotAddress(int slot)
    {
        return kSlot0 + static_cast<uint32_t>(slot) * kSlotSize;
    }

    static const esp_partition_t *app(int subtype)
    {
        return esp_partition_find_first(ESP_PARTITION_TYPE_APP,
                                        static_cast<esp_partition_subtype_t>(subtype), nullptr);
    }

    static const esp_partition_t *slot(int number) { return app(0x10 + number); }

    void setRecord(int index, uint32_t sequence, uint32_t state)
    {
        ASSERT_EQ(firmware::writeRecord(board.port(), kOtadata, index,
                                        firmware::makeRecord(sequence, state)),
                  ESP_OK);
    }

    void spoilCrc(int index)
    {
        board.flash()[kOtadata + static_cast<uint32_t>(index) * 4096 + 28] ^= 1;
    }

    firmware::OtaRecord record(int index)
    {
        firmware::OtaData data = {};
        EXPECT_EQ(firmware::readOtaData(board.port(), kOtadata, &data), ESP_OK);
        return data.records[index];
    }

    /// "seq:state seq:state" of both records, "-" for a blank one, "!" for a bad CRC.
    std::string otadata()
    {
        std::string text;
        for (int i = 0; i < 2; ++i) {
            const firmware::OtaRecord r = record(i);
            if (i)
                text += ' ';
            if (r.sequence == 0xFFFFFFFF)
                text += '-';
            else
                text += std::to_string(r.sequence) + ":" +
                        (r.state == 0xFFFFFFFF ? "u" : std::to_string(r.state)) +
                        (firmware::hasGoodCrc(r) ? "" : "!");
        }
        return text;
    }

    /// What the bootloader starts: the label, or "none"; the engine then runs as that app.
    std::string boot()
    {
        board.log.clear();
        otabench_boot_choice_t choice;
        if (otabench_boot_select(board.port(), &choice) != ESP_OK)
            return "none";
        board.use(choice.address);
        return choice.label;
    }

    static esp_err_t update(const esp_partition_t *target, const Bytes &image,
                            std::size_t pieceSize = 1000,
                            std::size_t mode = OTA_WITH_SEQUENTIAL_WRITES)
    {
        esp_ota_handle_t handle = 0;
        esp_err_t err = esp_ota_begin(target, mode, &handle);
        if (err != ESP_OK)
            return err;
        for (std::size_t at = 0; err == ESP_OK && at < image.size(); at += pieceSize)
            err = esp_ota_write(handle, image.data() + at, std::min(pieceSize, image.size() - at));
        if (err != ESP_OK) {
            esp_ota_abort(handle);
            return err;
        }
        err = esp_ota_end(handle);
        return err == ESP_OK ? esp_ota_set_boot_partition(target) : err;
    }

    RamPort board{512 * 1024};
};

} // namespace otabench::test
