#include "chips.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>

namespace otabench::firmware::host {

namespace {

constexpr std::string_view kTailEsp32 =
    "configsip: 0, SPIWP:0xee\n"
    "clk_drv:0x00,q_drv:0x00,d_drv:0x00,cs0_drv:0x00,hd_drv:0x00,wp_drv:0x00\n"
    "mode:DIO, clock div:2\n"
    "load:0x3fff0030,len:6380\n"
    "load:0x40078000,len:15916\n"
    "load:0x40080400,len:3860\n"
    "entry 0x40080638\n";
constexpr std::string_view kTailS2 = "SPIWP:0xee\nmode:DIO, clock div:1\n"
                                     "load:0x3ffe6108,len:0x17c4\nload:0x4004c000,len:0xaac\n"
                                     "load:0x40050000,len:0x3198\nentry 0x4004c1c0\n";
constexpr std::string_view kTailS3 = "SPIWP:0xee\nmode:DIO, clock div:1\n"
                                     "load:0x3fce2810,len:0x15a0\nload:0x403c8700,len:0x4\n"
                                     "load:0x403c8704,len:0xd20\nload:0x403cb700,len:0x2f08\n"
                                     "entry 0x403c8928\n";
constexpr std::string_view kTailC2 = "SPIWP:0xee\nmode:DIO, clock div:1\n"
                                     "load:0x3fcd5c80,len:0x173c\nload:0x403acb70,len:0x9b4\n"
                                     "load:0x403aeb70,len:0x2d94\nentry 0x403acb7a\n";
constexpr std::string_view kTailC3 = "SPIWP:0xee\nmode:DIO, clock div:1\n"
                                     "load:0x3fcd5820,len:0x171c\nload:0x403cc710,len:0x968\n"
                                     "load:0x403ce710,len:0x2f9c\nentry 0x403cc71a\n";
constexpr std::string_view kTailC6 = "SPIWP:0xee\nmode:DIO, clock div:2\n"
                                     "load:0x40875730,len:0x175c\nload:0x4086b910,len:0xec8\n"
                                     "load:0x4086e610,len:0x31b4\nentry 0x4086b91a\n";
constexpr std::string_view kTailH2 = "SPIWP:0xee\nmode:DIO, clock div:1\n"
                                     "load:0x4083efd0,len:0x1750\nload:0x40834eb0,len:0xed8\n"
                                     "load:0x40837f00,len:0x3114\nentry 0x40834eba\n";
constexpr std::string_view kTailP4 = "SPI mode:DIO, clock div:1\n"
                                     "load:0x4ff33ce0,len:0x1650\nload:0x4ff29ed0,len:0xddc\n"
                                     "load:0x4ff2cbd0,len:0x3424\nentry 0x4ff29eda\n";
constexpr std::string_view kTailC5 = "SPI mode:DIO, clock div:1\n"
                                     "load:0x408556b0,len:0x170c\nload:0x4084bba0,len:0xdd8\n"
                                     "load:0x4084e5a0,len:0x32d8\nentry 0x4084bbaa\n";

// Identifications and load addresses: ESP-IDF docs/en/security/*_log.inc and esptool's memory maps.
constexpr std::array<ChipProfile, 10> kChips = {{
    {"esp32", 0, 301, 2, "ets Jul 29 2019 12:21:46\n\n", "0x13", kTailEsp32, true, false, "40MHz",
     160'000'000, 0x3F400000, 0x400D0000, 0x3FFB0000, 0x40080000, 0x1000},
    {"esp32s2", 2, 100, 1, "ESP-ROM:esp32s2-rc4-20191025\nBuild:Oct 25 2019\n", "0x8", kTailS2,
     false, false, "80MHz", 160'000'000, 0x3F000000, 0x40080000, 0x3FFC0000, 0x40024000, 0x1000},
    {"esp32c3", 5, 4, 1, "ESP-ROM:esp32c3-api1-20210207\nBuild:Feb  7 2021\n", "0xc", kTailC3,
     false, false, "80MHz", 160'000'000, 0x3C000000, 0x42000000, 0x3FC80000, 0x40380000, 0x0},
    {"esp32s3", 9, 2, 2, "ESP-ROM:esp32s3-20210327\nBuild:Mar 27 2021\n", "0x8", kTailS3, false,
     false, "80MHz", 160'000'000, 0x3C000000, 0x42000000, 0x3FC90000, 0x40374000, 0x0},
    {"esp32c2", 12, 100, 1, "ESP-ROM:esp8684-api2-20220127\nBuild:Jan 27 2022\n", "0xc", kTailC2,
     false, false, "60MHz", 120'000'000, 0x3C000000, 0x42000000, 0x3FCA0000, 0x40380000, 0x0},
    {"esp32c6", 13, 1, 1, "ESP-ROM:esp32c6-20220919\nBuild:Sep 19 2022\n", "0xc", kTailC6, false,
     true, "80MHz", 160'000'000, 0x42000000, 0x42400000, 0x40810000, 0x40800000, 0x0},
    {"esp32h2", 16, 1, 1, "ESP-ROM:esp32h2-20221101\nBuild:Nov  1 2022\n", "0xc", kTailH2, false,
     true, "48MHz", 96'000'000, 0x42000000, 0x42400000, 0x40810000, 0x40800000, 0x0},
    {"esp32p4", 18, 100, 2, "ESP-ROM:esp32p4-eco2-20240710\nBuild:Jul 10 2024\n", "0x30f", kTailP4,
     false, true, "80MHz", 360'000'000, 0x40000000, 0x40400000, 0x4FF40000, 0x4FF00000, 0x2000},
    {"esp32c61", 20, 100, 1, "ESP-ROM:esp32c61-20230818\nBuild:Aug 18 2023\n", "0xc", kTailC5,
     false, true, "80MHz", 160'000'000, 0x42000000, 0x42400000, 0x40810000, 0x40800000, 0x0},
    {"esp32c5", 23, 100, 1, "ESP-ROM:esp32c5-eco2-20250121\nBuild:Jan 21 2025\n", "0x18", kTailC5,
     false, true, "80MHz", 240'000'000, 0x42000000, 0x42400000, 0x40810000, 0x40800000, 0x2000},
}};

struct ResetName
{
    std::string_view code;
    std::string_view esp32;
    std::string_view second; ///< S2 to C3
    std::string_view pmu;
};

constexpr ResetName resetName(ResetReason reason)
{
    switch (reason) {
    case ResetReason::PowerOn:
        return {"0x1", "POWERON_RESET", "POWERON", "POWERON"};
    case ResetReason::Software:
    case ResetReason::Panic:
        return {"0xc", "SW_CPU_RESET", "RTC_SW_CPU_RST", "SW_CPU"};
    case ResetReason::BootFailed:
        return {"0x3", "SW_RESET", "RTC_SW_SYS_RST", "LP_SW_HPSYS"};
    case ResetReason::DeepSleep:
        return {"0x5", "DEEPSLEEP_RESET", "DSLEEP", "DSLEEP"};
    }
    return {"0x0", "NO_MEAN", "NO_MEAN", "NO_MEAN"};
}

} // namespace

std::span<const ChipProfile> chipProfiles()
{
    return kChips;
}

const ChipProfile *findChip(std::string_view name)
{
    const auto found = std::ranges::find(kChips, name, &ChipProfile::name);
    return found == kChips.end() ? nullptr : &*found;
}

const ChipProfile *findChip(std::uint16_t id)
{
    const auto found = std::ranges::find(kChips, id, &ChipProfile::id);
    return found == kChips.end() ? nullptr : &*found;
}

std::string chipNames()
{
    std::string names;
    for (const ChipProfile &chip : kChips) {
        if (!names.empty())
            names += ", ";
        names += chip.name;
    }
    return names;
}

std::string romResetReason(const ChipProfile &chip, ResetReason reason)
{
    const ResetName name = resetName(reason);
    const std::string_view text =
        chip.isFirstGeneration ? name.esp32 : (chip.isPmuGeneration ? name.pmu : name.second);
    return fmt::format("rst:{} ({})", name.code, text);
}

} // namespace otabench::firmware::host
