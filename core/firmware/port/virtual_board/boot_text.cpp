#include "boot_text.h"

#include "esp_app_desc.h"

#include <fmt/format.h>

#include <cstring>

// Texts: ESP-IDF v5.5 components/bootloader_support/src/bootloader_init.c,
// components/esp_system/port/cpu_start.c, components/esp_app_format/esp_app_desc.c,
// components/efuse/src/esp_efuse_startup.c, components/freertos/app_startup.c.

namespace otabench::firmware::host {

namespace {

constexpr int kInfo = 3;
constexpr std::size_t kElfDigitsShown = 9;

std::string withCarriageReturns(std::string_view text)
{
    std::string out;
    for (const char c : text) {
        if (c == '\n')
            out += '\r';
        out += c;
    }
    return out;
}

std::string version(unsigned revision)
{
    return fmt::format("v{}.{}", revision / 100, revision % 100);
}

/// A text of the description, which may lack its NUL.
template <std::size_t Size>
std::string_view field(const char (&text)[Size])
{
    return {text, ::strnlen(text, Size)};
}

void printDescription(HostPort &port)
{
    const esp_app_desc_t &description = *esp_app_get_description();
    if (description.magic_word != ESP_APP_DESC_MAGIC_WORD)
        return; // an application built without one prints nothing
    std::string elf;
    for (const std::uint8_t byte : description.app_elf_sha256)
        elf += fmt::format("{:02x}", byte);
    elf.resize(kElfDigitsShown);
    port.log(kInfo, "app_init", "Application information:");
    const auto line = [&](std::string_view name, std::string_view value) {
        port.log(kInfo, "app_init", fmt::format("{:<17} {}", name, value));
    };
    line("Project name:", field(description.project_name));
    line("App version:", field(description.version));
    if (port.config().security.anti_rollback)
        line("Secure version:", std::to_string(description.secure_version));
    line("Compile time:", fmt::format("{} {}", field(description.date), field(description.time)));
    line("ELF file SHA256:", elf + "...");
    line("ESP-IDF:", field(description.idf_ver));
}

} // namespace

void printRom(HostPort &port, const ChipProfile &chip)
{
    port.print(withCarriageReturns(
        fmt::format("{}{},boot:{} (SPI_FAST_FLASH_BOOT)\n{}", chip.romBanner,
                    romResetReason(chip, port.resetReason()), chip.bootMode, chip.romTail)));
}

void printBootloaderStart(HostPort &port, const ChipProfile &chip)
{
    const std::string tag = fmt::format("boot.{}", chip.name);
    port.log(kInfo, "boot", "ESP-IDF v5.5.1 2nd stage bootloader");
    port.log(kInfo, "boot", "compile time Jan  5 2026 12:00:00");
    port.log(kInfo, "boot", chip.cores > 1 ? "Multicore bootloader" : "Unicore bootloader");
    port.log(kInfo, "boot", "chip revision: " + version(chip.revision));
    if (!chip.isFirstGeneration)
        port.log(kInfo, "boot", "efuse block revision: v1.3");
    port.log(kInfo, tag, fmt::format("SPI Speed      : {}", chip.spiSpeed));
    port.log(kInfo, tag, "SPI Mode       : DIO");
    port.log(kInfo, tag, fmt::format("SPI Flash Size : {}MB", port.flash().size() >> 20));
    port.log(kInfo, "boot", "Enabling RNG early entropy source...");
}

void printApplicationStart(HostPort &port, const ChipProfile &chip)
{
    port.log(kInfo, "cpu_start", chip.cores > 1 ? "Multicore app" : "Unicore app");
    port.log(kInfo, "cpu_start", "Pro cpu start user code");
    port.log(kInfo, "cpu_start", fmt::format("cpu freq: {} Hz", chip.cpuHz));
    printDescription(port);
    port.log(kInfo, "efuse_init", "Min chip rev:     v0.0");
    port.log(kInfo, "efuse_init",
             "Max chip rev:     " + version(chip.revision / 100u * 100u + 99u) + " ");
    port.log(kInfo, "efuse_init", "Chip rev:         " + version(chip.revision));
    port.log(kInfo, "heap_init", "Initializing. RAM available for dynamic allocation:");
    port.log(kInfo, "heap_init",
             fmt::format("At {:08X} len {:08X} ({} KiB): DRAM", chip.ramBase + 0x2000u,
                         port.config().heapBytes, port.config().heapBytes / 1024));
    port.log(kInfo, "spi_flash", "detected chip: generic");
    port.log(kInfo, "spi_flash", "flash io: dio");
    port.log(kInfo, "main_task", "Started on CPU0");
    port.log(kInfo, "main_task", "Calling app_main()");
}

void printPanic(HostPort &port)
{
    port.print("\r\nGuru Meditation Error: Core  0 panic'ed (LoadProhibited). Exception was "
               "unhandled.\r\n\r\n"
               "Core  0 register dump:\r\n"
               "PC      : 0x400d5a3e  PS      : 0x00060e30  A0      : 0x800d6c1a  A1      : "
               "0x3ffb5f60  \r\n"
               "A2      : 0x00000000  A3      : 0x3ffb2c5c  A4      : 0x00000014  A5      : "
               "0x00000004  \r\n"
               "EXCVADDR: 0x00000000  LBEG    : 0x4000c2e0  LEND    : 0x4000c2f6  LCOUNT  : "
               "0xffffffff  \r\n\r\n\r\n"
               "Backtrace: 0x400d5a3b:0x3ffb5f60 0x400d6c17:0x3ffb5f80 0x40087a35:0x3ffb5fa0"
               "\r\n\r\n\r\n\r\nRebooting...\r\n");
}

void printAbort(HostPort &port)
{
    port.print("\r\nabort() was called at PC 0x400d5a3e on core 0\r\n\r\n\r\n"
               "Backtrace: 0x400d5a3b:0x3ffb5f60 0x400d6c17:0x3ffb5f80 0x40087a35:0x3ffb5fa0"
               "\r\n\r\n\r\n\r\nRebooting...\r\n");
}

} // namespace otabench::firmware::host
