#pragma once

#include <filesystem>

namespace otabench {

/// Where state lives: everything below $OTABENCH_HOME if that is set, else in the XDG folders
/// ($XDG_DATA_HOME/otabench, $XDG_CONFIG_HOME/otabench, $XDG_CACHE_HOME/otabench and their defaults
/// below $HOME). Folders are made by whoever writes into them.
struct Paths
{
    std::filesystem::path data;   ///< history, catalogue, certificates
    std::filesystem::path config; ///< settings, profiles
    std::filesystem::path cache;  ///< what can be made again

    [[nodiscard]] std::filesystem::path certificates() const { return data / "certificates"; }

    [[nodiscard]] std::filesystem::path images() const { return data / "images"; }

    [[nodiscard]] std::filesystem::path logs() const { return data / "logs"; }

    [[nodiscard]] std::filesystem::path historyFile() const { return data / "history.sqlite"; }

    /// All three as folders of this one.
    [[nodiscard]] static Paths below(const std::filesystem::path &folder);

    /// Reads the environment. Thread: before others start (getenv).
    [[nodiscard]] static Paths fromEnvironment();
};

} // namespace otabench
