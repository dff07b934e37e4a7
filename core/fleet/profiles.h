#pragma once

#include "base/error.h"
#include "fleet/board_state.h"

#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

namespace otabench::fleet {

/// How boards are told to update, as data: profiles that are built in, and files of the user's in
/// `<config folder>/profiles/<name>.profile`. Such a file has lines `key = value`; lines that begin
/// with # are remarks. For example, for firmware with a shell:
///
///     # greenhouse.profile
///     description = the greenhouse controllers' shell
///     kind        = console
///     command     = fw update {url}
///     ready       = gh>
///     started     = downloading firmware
///     done        = firmware installed
///     failed      = firmware error*:
///     reset       = after
///
/// | key         | means | | ----------- |
/// ------------------------------------------------------------------------------- | | kind |
/// agent, stdin (the URL as a line), console (a command), reset (only a restart)    | | description
/// | a line for people                                                               | | command |
/// console: what is sent, with {url} for the address                               | | path |
/// reset: the path that the firmware's built-in URL has, such as /firmware.bin     | | ready | a
/// text that says that the board waits for its command                           | | started     |
/// … that it has begun                                                             | | done | …
/// that the image is installed                                                   | | failed      |
/// … that it has given up: the line becomes the reason                             | | reset |
/// before: restarted by its reset line first; after: when it is done; both; never  |
///
/// The four texts are looked for anywhere in a line, `*` stands for any characters; each key may
/// come several times. Without them the stock examples' lines are understood.
///
/// Thread: any.
struct ProfileList
{
    std::vector<Profile> profiles; ///< those built in first, then by name; a file may replace one
    std::vector<Error> errors;     ///< of files that could not be taken
};

[[nodiscard]] const std::vector<Profile> &builtInProfiles();

/// What there is. A folder that is missing holds none.
[[nodiscard]] ProfileList listProfiles(const std::filesystem::path &folder);

/// By name. NotFound (names what there is); the error of its file.
[[nodiscard]] Result<Profile> findProfile(const std::filesystem::path &folder,
                                          std::string_view name);

/// A profile from a file's text. InvalidArgument: names file, line, and what is wrong.
[[nodiscard]] Result<Profile> profileFromText(std::string_view name, std::string_view text,
                                              std::string_view source);
[[nodiscard]] std::string toText(const Profile &profile);

/// What makes a profile useless ("the command has no place for the URL"), before boards are asked.
[[nodiscard]] Result<> checkProfile(const Profile &profile);

/// Whether a line holds a pattern of a profile.
[[nodiscard]] bool matchesPattern(std::string_view pattern, std::string_view line);
[[nodiscard]] bool matchesAny(const std::vector<std::string> &patterns, std::string_view line);

} // namespace otabench::fleet
