#include "certificates/detail/server_conf.h"

#include "certificates/detail/builder.h"

#include <charconv>

namespace otabench::certificates::detail {
namespace {

Result<> take(ServerSettings &settings, std::string_view word, std::string_view value)
{
    if (word == "name") {
        settings.names.emplace_back(value);
        return {};
    }
    if (word == "key") {
        const auto key = keyTypeFromName(value);
        if (!key)
            return tl::unexpected(key.error());
        settings.key = *key;
        return {};
    }
    if (word == "preset") {
        const auto preset = presetFromName(value);
        if (!preset)
            return tl::unexpected(preset.error());
        settings.validity.preset = *preset;
        return {};
    }
    int days = 0;
    const auto [rest, error] = std::from_chars(value.data(), value.data() + value.size(), days);
    if (word != "days" || error != std::errc() || rest != value.data() + value.size())
        return fail(ErrorCode::InvalidArgument,
                    "\"{} {}\" is no setting; a line is name, key, preset or days with its value",
                    word, value);
    settings.validity.lifetime = std::chrono::days(days);
    return checkLifetime(*settings.validity.lifetime);
}

} // namespace

std::string serverConf(const ServerSettings &settings)
{
    std::string text;
    for (const std::string &name : settings.names)
        text += fmt::format("name {}\n", name);
    text += fmt::format("key {}\npreset {}\n", name(settings.key), name(settings.validity.preset));
    if (settings.validity.lifetime)
        text += fmt::format("days {}\n", settings.validity.lifetime->count());
    return text;
}

Result<ServerSettings> parseServerConf(std::string_view text)
{
    ServerSettings settings;
    while (!text.empty()) {
        const std::size_t end = text.find('\n');
        const std::string_view line = text.substr(0, end);
        text.remove_prefix(end == std::string_view::npos ? text.size() : end + 1);
        const std::size_t blank = line.find(' ');
        if (line.empty() || line.front() == '#')
            continue;
        const std::string_view value =
            blank == std::string_view::npos ? std::string_view() : line.substr(blank + 1);
        if (auto taken = take(settings, line.substr(0, blank), value); !taken)
            return tl::unexpected(taken.error());
    }
    return settings;
}

} // namespace otabench::certificates::detail
