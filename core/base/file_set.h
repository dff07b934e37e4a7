#pragma once

#include "base/error.h"

#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

namespace otabench {

struct SetFile
{
    std::string name; ///< in the folder
    std::string content;
    bool isPrivate = false; ///< mode 0600, else 0644
};

/// Writes files that belong together, such as a certificate and its key, into a folder: whoever
/// opens them finds all of one writing, also after the program was killed or the power was lost at
/// any moment, or the disk was full. Other programs need to know nothing of it.
///
/// A rename changes one name only. So the files stand in a hidden folder of their own, the names
/// are links that lead there by way of one more link, and that one is what is renamed (as
/// Kubernetes mounts its secrets):
///
///     server.pem -> .server.set/server.pem
///     server.key -> .server.set/server.key
///     .server.set -> .server.set-4711-k3Xb0q
///
/// Plain files that stand at those names become such links first, with what is in them. A file
/// system without links (a USB stick's) gets plain files, one after the other.
///
/// @param set  names the set in its folder: `server`; no two sets share a file
[[nodiscard]] Result<> writeFileSet(const std::filesystem::path &folder, std::string_view set,
                                    const std::vector<SetFile> &files);

} // namespace otabench
