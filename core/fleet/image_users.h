#pragma once

#include "base/error.h"
#include "base/paths.h"
#include "image/reader.h"

#include <cstdint>
#include <string>
#include <vector>

namespace otabench::fleet {

/// Whom the copy of an image in the catalogue is kept for.
struct ImageUsers
{
    /// Boards whose last update replaced the image: that campaign can be undone for them.
    struct Return
    {
        std::int64_t campaign = 0;
        std::vector<std::string> boards;
    };

    std::vector<std::string> running; ///< boards that run it, by what they told last
    std::vector<Return> returns;      ///< the newest campaign first

    [[nodiscard]] bool empty() const { return running.empty() && returns.empty(); }
};

/// Asks the registry of boards and the history (at the URL, or the file of this computer; neither
/// is made when it is not there). Boards have their label, or the last part of their address.
/// Errors: those of reading the two. Blocks: not for the GUI's thread.
[[nodiscard]] Result<ImageUsers> findImageUsers(const Paths &paths, const std::string &databaseUrl,
                                                const image::Image &image);

} // namespace otabench::fleet
