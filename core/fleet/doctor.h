#pragma once

#include "base/error.h"
#include "base/paths.h"

#include <cstdint>
#include <functional>
#include <optional>
#include <stop_token>
#include <string>
#include <string_view>
#include <vector>

namespace otabench::fleet {

enum class Severity
{
    Ok,
    Warning, ///< updates may fail, or fail one day
    Problem, ///< updates fail
};

/// "ok", "warning", "problem".
[[nodiscard]] std::string_view name(Severity severity);

/// What a check of this computer has found.
struct Finding
{
    std::string id; ///< "port.permission": see findingTexts()
    Severity severity = Severity::Ok;
    std::vector<std::string> args; ///< what stands for {0}, {1}, … in the texts
};

/// The words of a finding, in English, with {0}, {1}, … for its args. What they say:
struct FindingText
{
    std::string_view id;
    std::string_view cause;   ///< what was found, a sentence
    std::string_view remedy;  ///< what to do about it, a sentence; empty: nothing
    std::string_view command; ///< to run in a shell; empty: none
};

/// All there are. The window translates them: a sentence that changes here also does in
/// widgets/doctor/finding_words.cpp, and a test walks them all.
[[nodiscard]] const std::vector<FindingText> &findingTexts();

/// A text with its args filled in.
[[nodiscard]] std::string fillIn(std::string_view text, const std::vector<std::string> &args);
[[nodiscard]] std::string causeOf(const Finding &finding);
[[nodiscard]] std::string remedyOf(const Finding &finding);
[[nodiscard]] std::string commandOf(const Finding &finding);

struct DoctorOptions
{
    Paths paths;
    std::string databaseUrl = {};                 ///< empty: the file of this computer
    std::optional<std::uint16_t> serverPort = {}; ///< that updates are to use; none: any
    /// Heard between the checks: what was found until then is returned.
    std::stop_token stop = {};
    std::function<void(int done, int of)> progress = {}; ///< after each check, on its thread
};

/// Looks at this computer for what would keep boards from being updated: ports, services that grab
/// them, USB, clock, network, firewall, certificates, disk, database. Each check says at least one
/// thing, Ok where all is well. Changes nothing. Takes a second or two: for a worker. Any thread.
[[nodiscard]] std::vector<Finding> examineComputer(const DoctorOptions &options);

} // namespace otabench::fleet
