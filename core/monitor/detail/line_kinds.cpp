#include "monitor/detail/line_kinds.h"

#include <algorithm>
#include <array>

// Texts: reference serial-log, sections 2 (boot ROM), 5 (crashes) and the tags of all sections.

namespace otabench::monitor::detail {
namespace {

constexpr auto kKnownTags = std::to_array<std::string_view>({
    "BOD",
    "HTTP_CLIENT",
    "MSPI Timing",
    "TRANSPORT_BASE",
    "TRANS_SSL",
    "advanced_https_ota_example",
    "app_init",
    "boot",
    "boot_comm",
    "bootloader_mmap",
    "cpu_start",
    "efuse",
    "efuse_init",
    "esp-aes",
    "esp-tls",
    "esp-tls-mbedtls",
    "esp-x509-crt-bundle",
    "esp.emac",
    "esp_core_dump_flash",
    "esp_core_dump_uart",
    "esp_encrypted_img",
    "esp_https_ota",
    "esp_image",
    "esp_netif_handlers",
    "esp_netif_lwip",
    "esp_ota_ops",
    "esp_psram",
    "example_common",
    "example_connect",
    "flash_encrypt",
    "flash_parts",
    "heap_init",
    "main_task",
    "native_ota_example",
    "nvs",
    "octal_psram",
    "ota",
    "otabench",
    "otabench_agent",
    "phy_init",
    "pp",
    "quad_psram",
    "secure_boot",
    "secure_boot_v2",
    "simple_ota_example",
    "spi_flash",
    "task_wdt",
    "transport_base",
    "wifi",
    "wifi_init",
});
static_assert(std::is_sorted(kKnownTags.begin(), kKnownTags.end()));

constexpr auto kPanicStarts = std::to_array<std::string_view>({
    "***ERROR*** A stack overflow",
    "================= CORE DUMP",
    "Backtrace:",
    "Brownout detector was triggered",
    "CORRUPT HEAP:",
    "CPU halted.",
    "Core  ",
    "Debug exception reason:",
    "Detected in task ",
    "ELF file SHA256:",
    "ESP_ERROR_CHECK failed:",
    "Entering gdb stub now.",
    "Guru Meditation Error:",
    "Memory dump at ",
    "Panic handler entered multiple times",
    "Rebooting in ",
    "Rebooting...",
    "Stack memory:",
    "Stack smashing protect failure!",
    "abort() was called at PC ",
    "assert failed: ",
});

constexpr auto kRomStarts = std::to_array<std::string_view>({
    "Attempting to boot anyway...",
    "Build:",
    "Calculated: ",
    "Core0 Saved PC:",
    "Core1 Saved PC:",
    "Expected: ",
    "Falling back to built-in command interpreter",
    "Invalid header",
    "SHA-256 comparison failed:",
    "SPI mode:",
    "SPIWP:",
    "Saved PC:",
    "clk_drv:",
    "configsip:",
    "csum err:",
    "entry 0x",
    "ets Jul ",
    "ets Jun ",
    "ets_main.c ",
    "flash read err,",
    "invalid header:",
    "load:0x",
    "mode:",
    "wait usb download",
    "waiting for download",
});

constexpr auto kRomAnywhere = std::to_array<std::string_view>({"rst:0x", "ESP-ROM:", "ets Ju"});

/// By which characters the texts start: most lines start with none of them.
template <std::size_t N>
constexpr std::array<bool, 256> firstCharacters(const std::array<std::string_view, N> &texts)
{
    std::array<bool, 256> first{};
    for (const std::string_view text : texts)
        first[static_cast<unsigned char>(text.front())] = true;
    return first;
}

constexpr auto kPanicFirst = firstCharacters(kPanicStarts);
constexpr auto kRomFirst = firstCharacters(kRomStarts);

bool startsWithOneOf(std::string_view text, const auto &starts,
                     const std::array<bool, 256> &firstOfStarts)
{
    if (text.empty() || !firstOfStarts[static_cast<unsigned char>(text.front())])
        return false;
    return std::any_of(starts.begin(), starts.end(),
                       [&](std::string_view start) { return text.starts_with(start); });
}

bool isHex(std::string_view text)
{
    return std::all_of(text.begin(), text.end(), [](char c) {
        return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
    });
}

/// `PC      : 0x400d1234  PS      : …` or `MEPC    : 0x…`.
bool isRegisterRow(std::string_view text)
{
    const std::size_t colon = text.substr(0, 10).find(':');
    if (colon == std::string_view::npos || colon < 2)
        return false;
    return text.substr(colon).starts_with(": 0x") && text.front() >= 'A' && text.front() <= 'Z' &&
           text.size() >= colon + 12 && isHex(text.substr(colon + 4, 8));
}

/// `3fc92ab0: 0x00000000 0x…`: a row of RISC-V stack memory.
bool isStackRow(std::string_view text)
{
    return text.size() >= 20 && text.substr(8, 4) == ": 0x" && isHex(text.substr(0, 8)) &&
           isHex(text.substr(12, 8));
}

} // namespace

bool isKnownTag(std::string_view tag)
{
    return std::binary_search(kKnownTags.begin(), kKnownTags.end(), tag);
}

bool isPanicLine(std::string_view text)
{
    return startsWithOneOf(text, kPanicStarts, kPanicFirst) || isRegisterRow(text) ||
           isStackRow(text) || text.find("Guru Meditation Error: Core") != std::string_view::npos;
}

std::size_t findRomLine(std::string_view text)
{
    if (startsWithOneOf(text, kRomStarts, kRomFirst))
        return 0;
    for (const std::string_view start : kRomAnywhere) {
        if (const std::size_t at = text.find(start); at != std::string_view::npos)
            return at;
    }
    return std::string_view::npos;
}

} // namespace otabench::monitor::detail
