#include "fleet/profiles.h"

#include "base/files.h"
#include "fleet/detail/key_values.h"

#include <algorithm>
#include <array>
#include <map>

namespace otabench::fleet {
namespace {

constexpr std::string_view kExtension = ".profile";
constexpr std::size_t kMostBytes = 64 * 1024;

using Texts = std::vector<std::string> Profile::*;

struct TextKey
{
    std::string_view key;
    Texts member;
};

constexpr std::array kTextKeys = {
    TextKey{"ready", &Profile::ready},
    TextKey{"started", &Profile::started},
    TextKey{"done", &Profile::done},
    TextKey{"failed", &Profile::failed},
};

std::string_view resetWord(const Profile &profile)
{
    if (profile.resetsBefore)
        return profile.resetsAfter ? "both" : "before";
    return profile.resetsAfter ? "after" : "never";
}

bool takeReset(Profile &profile, std::string_view word)
{
    profile.resetsBefore = word == "before" || word == "both";
    profile.resetsAfter = word == "after" || word == "both";
    return profile.resetsBefore || profile.resetsAfter || word == "never";
}

Result<> take(Profile &profile, const detail::KeyValue &pair, std::string_view source)
{
    const auto wrong = [&](std::string_view what) {
        return fail(ErrorCode::InvalidArgument, "{}, line {}: {}", source, pair.line, what);
    };
    const auto text = std::ranges::find(kTextKeys, pair.key, &TextKey::key);
    if (pair.value.empty())
        return wrong("\"" + pair.key + "\" has no value");
    if (text != kTextKeys.end()) {
        if (pair.value.find_first_not_of('*') == std::string::npos)
            return wrong("a text of nothing but * would be in every line");
        (profile.*(text->member)).push_back(pair.value);
    } else if (pair.key == "description") {
        profile.description = pair.value;
    } else if (pair.key == "command") {
        profile.command = pair.value;
    } else if (pair.key == "path") {
        profile.path = pair.value;
    } else if (pair.key == "kind") {
        const auto kind = profileFromName(pair.value);
        if (!kind)
            return wrong("there is no kind \"" + pair.value +
                         "\"; there are agent, stdin, console and reset");
        profile.kind = *kind;
    } else if (pair.key == "reset") {
        if (!takeReset(profile, pair.value))
            return wrong("\"reset\" is before, after, both or never, not \"" + pair.value + "\"");
    } else {
        return wrong("there is no key \"" + pair.key +
                     "\"; there are kind, description, command, path, ready, started, done, failed "
                     "and reset");
    }
    return {};
}

Result<Profile> read(const std::filesystem::path &file)
{
    const auto text = readTextFile(file, kMostBytes);
    if (!text)
        return tl::unexpected(text.error());
    return profileFromText(file.stem().string(), *text, file.string());
}

std::vector<std::filesystem::path> filesOf(const std::filesystem::path &folder)
{
    std::vector<std::filesystem::path> files;
    std::error_code none;
    for (auto entry = std::filesystem::directory_iterator(folder, none);
         entry != std::filesystem::directory_iterator(); entry.increment(none)) {
        if (none)
            break;
        if (entry->path().extension() == kExtension)
            files.push_back(entry->path());
    }
    std::ranges::sort(files);
    return files;
}

} // namespace

const std::vector<Profile> &builtInProfiles()
{
    static const std::vector<Profile> profiles = [] {
        Profile agent, stdinProfile, console, arduino;
        agent.kind = ProfileKind::Agent;
        agent.name = "agent";
        agent.description = "firmware with the otabench component";
        stdinProfile.kind = ProfileKind::Stdin;
        stdinProfile.name = "stdin";
        stdinProfile.description = "ESP-IDF's OTA examples that read the URL from standard input";
        stdinProfile.resetsBefore = true;
        console.kind = ProfileKind::Console;
        console.name = "console";
        console.description = "firmware with a command of its own (--command 'ota {url}')";
        arduino.kind = ProfileKind::Reset;
        arduino.name = "arduino";
        arduino.description = "Arduino's HTTPS update sketch: updates itself when it starts";
        arduino.path = "/firmware.bin";
        arduino.started = {"Starting OTA", "Http Event On Connected"};
        arduino.done = {"Firmware written successfully", "HTTP_UPDATE_OK"};
        arduino.failed = {"Firmware Upgrade Fail", "HTTP_UPDATE_FAILED"};
        arduino.resetsBefore = true;
        arduino.resetsAfter = true;
        return std::vector{agent, stdinProfile, console, arduino};
    }();
    return profiles;
}

ProfileList listProfiles(const std::filesystem::path &folder)
{
    ProfileList list{.profiles = builtInProfiles(), .errors = {}};
    for (const auto &file : filesOf(folder)) {
        auto profile = read(file);
        if (!profile) {
            list.errors.push_back(profile.error());
            continue;
        }
        const auto known = std::ranges::find(list.profiles, profile->name, &Profile::name);
        if (known != list.profiles.end())
            *known = *std::move(profile);
        else
            list.profiles.push_back(*std::move(profile));
    }
    return list;
}

Result<Profile> findProfile(const std::filesystem::path &folder, std::string_view name)
{
    std::error_code none;
    const auto file = folder / (std::string(name) + std::string(kExtension));
    const bool isName = !name.empty() && name.find('/') == std::string_view::npos;
    if (isName && std::filesystem::exists(file, none))
        return read(file);
    std::string known;
    for (const Profile &profile : listProfiles(folder).profiles) {
        if (profile.name == name)
            return profile;
        known += (known.empty() ? "" : ", ") + profile.name;
    }
    return fail(ErrorCode::InvalidArgument,
                "there is no profile '{}'; there are {}. What to do: choose one, or write {}", name,
                known, file.string());
}

Result<Profile> profileFromText(std::string_view name, std::string_view text,
                                std::string_view source)
{
    const auto pairs = detail::parseKeyValues(text, source);
    if (!pairs)
        return tl::unexpected(pairs.error());
    Profile profile;
    profile.name = name;
    bool hasKind = false, hasReset = false;
    for (const detail::KeyValue &pair : *pairs) {
        hasKind = hasKind || pair.key == "kind";
        hasReset = hasReset || pair.key == "reset";
        if (auto taken = take(profile, pair, source); !taken)
            return tl::unexpected(taken.error());
    }
    if (!hasKind)
        return fail(ErrorCode::InvalidArgument,
                    "{}: \"kind\" is missing: add a line such as \"kind = console\"", source);
    const bool needsReset =
        profile.kind == ProfileKind::Stdin || profile.kind == ProfileKind::Reset;
    if (!hasReset && needsReset)
        profile.resetsBefore = true;
    if (auto checked = checkProfile(profile); !checked)
        return tl::unexpected(checked.error().in(source));
    return profile;
}

std::string toText(const Profile &profile)
{
    std::string text = fmt::format("kind = {}\n", name(profile.kind));
    const auto add = [&](std::string_view key, const std::string &value) {
        if (!value.empty())
            text += fmt::format("{} = {}\n", key, value);
    };
    add("description", profile.description);
    add("command", profile.command);
    add("path", profile.path);
    for (const TextKey &key : kTextKeys) {
        for (const std::string &value : profile.*(key.member))
            add(key.key, value);
    }
    add("reset", std::string(resetWord(profile)));
    return text;
}

Result<> checkProfile(const Profile &profile)
{
    const std::string shown(profile.name.empty() ? name(profile.kind) : profile.name);
    if (profile.kind == ProfileKind::Console && profile.command.empty())
        return fail(ErrorCode::InvalidArgument,
                    "the profile {} needs the command to send, such as --command 'ota {{url}}'",
                    shown);
    if (profile.kind == ProfileKind::Console && profile.command.find("{url}") == std::string::npos)
        return fail(ErrorCode::InvalidArgument,
                    "the command \"{}\" of the profile {} has no place for the URL: write for "
                    "example 'ota {{url}}'",
                    profile.command, shown);
    if (!profile.path.empty() && !profile.path.starts_with('/'))
        return fail(ErrorCode::InvalidArgument,
                    "the path \"{}\" of the profile {} does not begin with /", profile.path, shown);
    return {};
}

bool matchesPattern(std::string_view pattern, std::string_view line)
{
    std::size_t at = 0;
    while (!pattern.empty()) {
        const std::size_t end = std::min(pattern.find('*'), pattern.size());
        const std::string_view part = pattern.substr(0, end);
        pattern.remove_prefix(std::min(end + 1, pattern.size()));
        const std::size_t found = line.find(part, at);
        if (found == std::string_view::npos)
            return false;
        at = found + part.size();
    }
    return true;
}

bool matchesAny(const std::vector<std::string> &patterns, std::string_view line)
{
    return std::ranges::any_of(
        patterns, [&](const std::string &pattern) { return matchesPattern(pattern, line); });
}

} // namespace otabench::fleet
