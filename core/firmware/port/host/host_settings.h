#pragma once

#include "esp_err.h"
#include "host_result.h"

#include <cstdint>
#include <filesystem>
#include <map>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace otabench::firmware::host {

/// A board's non-volatile settings in a small file beside its flash: one line a setting, name and
/// value in hexadecimal. Each change writes a new file and renames it over the old one, so the file
/// holds the old or the new settings and never a mix, whenever the program is killed.
///
/// Thread: one at a time (the board's).
class HostSettings
{
public:
    static constexpr std::size_t kNameMax = 15; ///< as NVS
    static constexpr std::size_t kValueMax = 8192;

    /// The longest name and value there may be.
    struct Limits
    {
        std::size_t nameBytes = kNameMax;
        std::size_t valueBytes = kValueMax;
    };

    /// Reads the file; none is an empty set. Fails, naming the file and line, when it is damaged.
    [[nodiscard]] static HostResult<HostSettings> open(const std::filesystem::path &file)
    {
        return open(file, Limits{});
    }

    [[nodiscard]] static HostResult<HostSettings> open(const std::filesystem::path &file,
                                                       Limits limits);

    /// The value, or nullptr. Valid until the next set().
    [[nodiscard]] const std::vector<std::uint8_t> *get(std::string_view name) const;

    /// Stores a value; an empty one removes it. ESP_ERR_INVALID_ARG for a bad name or a value over
    /// the limits; ESP_ERR_FLASH_OP_FAIL when the file cannot be written (the old values stay).
    esp_err_t set(std::string_view name, std::span<const std::uint8_t> value);

    /// Removes every value whose name begins so. ESP_ERR_FLASH_OP_FAIL as set().
    esp_err_t removeAll(std::string_view prefix);

    using Values = std::map<std::string, std::vector<std::uint8_t>, std::less<>>;

    [[nodiscard]] const Values &values() const { return m_values; }

private:
    HostSettings(std::filesystem::path file, Limits limits)
        : m_file(std::move(file))
        , m_limits(limits)
    {
    }

    [[nodiscard]] bool isName(std::string_view name) const;
    esp_err_t keep(Values previous);

    [[nodiscard]] bool save() const;

    std::filesystem::path m_file;
    Limits m_limits;
    Values m_values;
};

} // namespace otabench::firmware::host
