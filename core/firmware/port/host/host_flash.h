#pragma once

#include "esp_err.h"
#include "host_result.h"
#include "unique_fd.h"

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <string>

namespace otabench::firmware::host {

/// A board's SPI flash in a file, with NOR behaviour: erasing sets whole 4 KB sectors to 0xFF,
/// writing only clears bits.
///
/// The file is the raw flash from address 0. It ends after the last sector ever written; what lies
/// behind its end is erased flash. So a new board costs what its images take and not 4 MB, and the
/// file still opens in any tool that reads flash dumps. It is not mapped: a full disk under a
/// mapping kills the program, under pwrite() it is an error of this board alone.
///
/// Thread: one at a time (the board's). The file is locked as long as the object lives.
class HostFlash
{
public:
    static constexpr std::uint32_t kSectorSize = 4096;

    /// Told once about each failure of the host below the flash, in a sentence for a person.
    using OnTrouble = std::function<void(const std::string &)>;

    /// Opens or makes the file. Fails, naming the file, when it cannot be opened, when another
    /// program has it open, or when it is longer than `size`.
    [[nodiscard]] static HostResult<HostFlash> open(const std::filesystem::path &file,
                                                    std::uint32_t size);

    /// Whether nothing has ever been written: the board has just been made.
    [[nodiscard]] bool isBlank() const { return m_fileEnd == 0; }

    [[nodiscard]] std::uint32_t size() const { return m_size; }

    void setOnTrouble(OnTrouble onTrouble) { m_onTrouble = std::move(onTrouble); }

    /// Takes note that another process has written to the same open file.
    void refresh();

    /// ESP_ERR_INVALID_SIZE past the end of the flash; ESP_ERR_FLASH_OP_FAIL when the host fails.
    esp_err_t read(std::uint32_t address, void *bytes, std::size_t length);

    /// ESP_ERR_FLASH_OP_FAIL when a bit would have to go from 0 to 1 (what precedes that byte in
    /// its sector is written, as on a device) and when the host fails; ESP_ERR_INVALID_SIZE past
    /// the end.
    esp_err_t write(std::uint32_t address, const void *bytes, std::size_t length);

    /// ESP_ERR_INVALID_ARG for an address or length that is no multiple of 4096;
    /// ESP_ERR_INVALID_SIZE past the end; ESP_ERR_FLASH_OP_FAIL when the host fails.
    esp_err_t erase(std::uint32_t address, std::size_t length);

private:
    HostFlash(UniqueFd fd, std::filesystem::path file, std::uint32_t size, std::uint32_t fileEnd);

    [[nodiscard]] bool isInside(std::uint32_t address, std::size_t length) const;
    esp_err_t writeInSector(std::uint32_t address, const std::uint8_t *bytes, std::size_t length);
    esp_err_t extendTo(std::uint32_t end);
    esp_err_t writeFile(std::uint32_t address, const std::uint8_t *bytes, std::size_t length);
    esp_err_t trouble(const char *what, std::uint32_t address, int errorNumber);

    UniqueFd m_fd;
    std::filesystem::path m_file;
    std::uint32_t m_size = 0;
    std::uint32_t m_fileEnd = 0; ///< length of the file: a multiple of the sector size
    OnTrouble m_onTrouble;
};

} // namespace otabench::firmware::host
