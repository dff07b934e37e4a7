#include "host_settings.h"

#include "esp_flash_err.h"

#include <fmt/format.h>

#include <algorithm>
#include <cerrno>
#include <cstdio>
#include <fstream>
#include <memory>
#include <optional>

namespace otabench::firmware::host {

namespace {

int hexDigit(char c)
{
    if (c >= '0' && c <= '9')
        return c - '0';
    if (c >= 'a' && c <= 'f')
        return c - 'a' + 10;
    return -1;
}

std::optional<std::vector<std::uint8_t>> fromHex(std::string_view text)
{
    if (text.size() % 2 != 0)
        return std::nullopt;
    std::vector<std::uint8_t> bytes;
    bytes.reserve(text.size() / 2);
    for (std::size_t i = 0; i < text.size(); i += 2) {
        const int high = hexDigit(text[i]);
        const int low = hexDigit(text[i + 1]);
        if (high < 0 || low < 0)
            return std::nullopt;
        bytes.push_back(static_cast<std::uint8_t>(high * 16 + low));
    }
    return bytes;
}

} // namespace

bool HostSettings::isName(std::string_view name) const
{
    return !name.empty() && name.size() <= m_limits.nameBytes &&
           std::all_of(name.begin(), name.end(), [](char c) { return c > ' ' && c < 0x7F; });
}

HostResult<HostSettings> HostSettings::open(const std::filesystem::path &file, Limits limits)
{
    HostSettings settings(file, limits);
    std::error_code error;
    if (!std::filesystem::exists(file, error))
        return settings;
    std::ifstream in(file);
    if (!in)
        return tl::unexpected(
            fmt::format("the settings file {} cannot be read: check its rights", file.native()));
    std::string line;
    for (int number = 1; std::getline(in, line); ++number) {
        const std::size_t space = line.find(' ');
        const std::string_view text(line);
        const auto value =
            space == std::string::npos ? std::nullopt : fromHex(text.substr(space + 1));
        if (!value || value->empty() || value->size() > limits.valueBytes ||
            !settings.isName(text.substr(0, space)))
            return tl::unexpected(
                fmt::format("the settings file {} is damaged at line {}: remove it, and the board "
                            "is made anew",
                            file.native(), number));
        settings.m_values.insert_or_assign(line.substr(0, space), *value);
    }
    if (in.bad()) // it opened, but gives nothing: a folder, or a disk that fails
        return tl::unexpected(
            fmt::format("the settings file {} cannot be read: it must be a plain file that this "
                        "program made, and its disk must work",
                        file.native()));
    return settings;
}

const std::vector<std::uint8_t> *HostSettings::get(std::string_view name) const
{
    const auto found = m_values.find(name);
    return found == m_values.end() ? nullptr : &found->second;
}

esp_err_t HostSettings::set(std::string_view name, std::span<const std::uint8_t> value)
{
    if (!isName(name) || value.size() > m_limits.valueBytes)
        return ESP_ERR_INVALID_ARG;
    auto previous = m_values;
    if (value.empty())
        m_values.erase(std::string(name));
    else
        m_values.insert_or_assign(std::string(name),
                                  std::vector<std::uint8_t>(value.begin(), value.end()));
    return keep(std::move(previous));
}

esp_err_t HostSettings::removeAll(std::string_view prefix)
{
    auto previous = m_values;
    std::erase_if(m_values, [prefix](const auto &each) { return each.first.starts_with(prefix); });
    return keep(std::move(previous));
}

/// Stores what has changed, or goes back to what was.
esp_err_t HostSettings::keep(Values previous)
{
    if (m_values == previous || save())
        return ESP_OK;
    m_values = std::move(previous);
    return ESP_ERR_FLASH_OP_FAIL;
}

bool HostSettings::save() const
{
    std::filesystem::path temporary = m_file;
    temporary += ".new";
    std::string text;
    for (const auto &[name, value] : m_values) {
        text += name;
        text += ' ';
        for (const std::uint8_t byte : value)
            text += fmt::format("{:02x}", byte);
        text += '\n';
    }
    // Not synced: it must survive the end of this program, not of the computer, and 500 boards
    // that count a boot at once would wait for the disk.
    {
        std::ofstream out(temporary, std::ios::binary | std::ios::trunc);
        out << text;
        out.flush();
        if (!out)
            return false;
    }
    std::error_code error;
    std::filesystem::rename(temporary, m_file, error);
    return !error;
}

} // namespace otabench::firmware::host
