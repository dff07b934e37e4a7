#pragma once

#include "base/descriptor.h"
#include "base/error.h"

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <stop_token>
#include <string>
#include <string_view>
#include <vector>

namespace otabench::server {

/// The parts of an https URL.
struct HttpsUrl
{
    std::string host; ///< name or address literal, without brackets
    std::uint16_t port = 443;
    std::string target; ///< path and query, beginning with "/"

    /// host[:port] as it stands in a URL and in the Host header.
    [[nodiscard]] std::string authority() const;
};

/// InvalidArgument for what is no https URL: another scheme, no host, a port that is none, blanks
/// and control characters, a login (boards' logs would show it).
[[nodiscard]] Result<HttpsUrl> parseHttpsUrl(std::string_view url);

/// How a file is fetched from another web server.
struct OriginRequest
{
    std::string url;
    std::string trustPem;                                          ///< CAs to trust
    std::size_t limitBytes = 256u << 20;                           ///< larger files are refused
    std::chrono::milliseconds timeout = std::chrono::seconds(120); ///< for all of it
    std::stop_token stop = {};                                     ///< ends it within a second
    /// Called now and then, on the caller's thread; a total of 0: not told by the server.
    std::function<void(std::uint64_t bytes, std::uint64_t total)> progress = {};
    /// A connected, non-blocking socket to the server, by the deadline: for proxies. None:
    /// directly.
    std::function<Result<std::unique_ptr<Descriptor>>(const HttpsUrl &,
                                                      std::chrono::steady_clock::time_point)>
        connect = {};
};

/// Fetches a file over HTTPS and judges the server's certificate by `trustPem` alone, as boards
/// will. Redirects to other https URLs are followed, ten at most, as esp_https_ota does. Blocks, at
/// most for `timeout`. Errors name the URL: InputOutput (no connection, cut short), TlsFailed,
/// NotFound (404), NotSupported (another status), Timeout, Cancelled, InvalidArgument (URL, too
/// large).
[[nodiscard]] Result<std::vector<std::byte>> fetchFile(const OriginRequest &request);

} // namespace otabench::server
