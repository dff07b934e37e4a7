#pragma once

#include "base/paths.h"
#include "fleet/campaign_plan.h"

#include <cstdint>
#include <filesystem>
#include <functional>
#include <stop_token>
#include <string>

namespace otabench::fleet {

/// An image on another web server, found to be what boards can be sent to.
struct FetchedOrigin
{
    Origin origin;
    std::filesystem::path image; ///< its bytes, in this lab's cache
    std::string why;             ///< which CA boards need, and why that one
    bool isBehindProxy = false;  ///< this computer reaches it by a proxy, which boards know not of
};

/// Who waits for it.
struct OriginWatch
{
    std::stop_token stop = {};
    /// Bytes of the image so far; a total of 0: not known. On the caller's thread.
    std::function<void(std::uint64_t bytes, std::uint64_t total)> progress = {};
};

/// Looks at an image on any web server or object store: fetches the server's chain and chooses the
/// CA that boards need, fetches the bytes as boards will, judging the server by that CA alone, and
/// checks that they are an image, and that same one as `expected` where that is not empty. Blocks
/// for as long as that takes: not for the core loop or a window. Proxies are those that the
/// environment names (certificates::proxyFromEnvironment()). Errors: those of
/// certificates::fetchChain(), server::fetchFile() and the image's; CertificateMissing when the
/// chain's root cannot be found; ImageInvalid when the bytes are another image; Cancelled.
[[nodiscard]] Result<FetchedOrigin> fetchOrigin(const std::string &url,
                                                const std::filesystem::path &expected,
                                                const Paths &paths, const OriginWatch &watch = {});

} // namespace otabench::fleet
