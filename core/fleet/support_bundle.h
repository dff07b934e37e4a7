#pragma once

#include "base/error.h"
#include "base/paths.h"

#include <cstddef>
#include <filesystem>
#include <functional>
#include <stop_token>
#include <string>
#include <vector>

namespace otabench::fleet {

struct SupportBundleOptions
{
    Paths paths;
    std::string databaseUrl = {};                   ///< empty: the file of this computer
    std::string version = {};                       ///< of the program
    std::size_t logLines = 20'000;                  ///< the newest
    std::stop_token stop = {};                      ///< Cancelled when it asks to
    std::function<void(int percent)> progress = {}; ///< called on the caller's thread
};

struct SupportBundle
{
    std::vector<std::string> files;   ///< what it holds, in its order
    std::vector<std::string> missing; ///< what could not be had, and why
    std::size_t bytes = 0;
};

/// Writes what helps somebody else to find what is wrong here: versions, this computer, what the
/// doctor finds, settings, the newest campaign, the newest log lines, and certificates. Private
/// keys and passphrases are not read at all; in everything else passwords, Wi-Fi networks, tokens
/// and logins are replaced by "[removed]". `file` is a .tar.gz, readable by its owner only; its
/// README.txt says what is in it. Takes seconds: for a worker. Any thread.
[[nodiscard]] Result<SupportBundle> writeSupportBundle(const std::filesystem::path &file,
                                                       const SupportBundleOptions &options);

} // namespace otabench::fleet
