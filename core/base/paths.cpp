#include "base/paths.h"

#include <cstdlib>

namespace otabench {
namespace fs = std::filesystem;

namespace {

fs::path fromVariable(const char *variable)
{
    const char *value = std::getenv(variable);
    return value != nullptr ? fs::path(value) : fs::path();
}

/// The XDG base directory specification, version 0.8: a relative path in the variable is to be
/// ignored.
fs::path xdgFolder(const char *variable, const char *belowHome)
{
    const fs::path set = fromVariable(variable);
    if (set.is_absolute())
        return set / "otabench";
    const fs::path home = fromVariable("HOME");
    return (home.empty() ? fs::temp_directory_path() : home) / belowHome / "otabench";
}

} // namespace

Paths Paths::below(const fs::path &folder)
{
    return {folder / "data", folder / "config", folder / "cache"};
}

Paths Paths::fromEnvironment()
{
    if (const fs::path home = fromVariable("OTABENCH_HOME"); !home.empty())
        return below(fs::absolute(home));
    return {xdgFolder("XDG_DATA_HOME", ".local/share"), xdgFolder("XDG_CONFIG_HOME", ".config"),
            xdgFolder("XDG_CACHE_HOME", ".cache")};
}

} // namespace otabench
