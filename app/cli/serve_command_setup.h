#pragma once

#include "commands.h"

#include "certificates/server_keeper.h"
#include "server/image_server.h"

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace otabench::cli {

/// What `serve` was asked for.
struct ServeArguments
{
    std::vector<std::string> files;
    std::vector<std::string> bindAddresses;
    std::uint16_t port = 0;
    std::vector<std::string> certificateFiles;
    std::vector<std::string> keyFiles;
    bool plainHttp = false;
    std::string clientCaFile;
    std::string loginFile;
    std::string bearerFile;
    std::vector<std::string> boards;
    bool oneTime = false;               ///< the boards' URLs, and there are no others
    std::vector<std::string> redirects; ///< PATH=TARGET
    std::vector<std::string> faults;
    server::Sharing sharing;
    unsigned retryAfterSeconds = 10;
    unsigned startJitterMilliseconds = 0;
    unsigned threads = 1;
    unsigned recordBytes = 16384;
    unsigned connections = 4096;
    int metricsPort = -1; ///< -1: none
    double statsSeconds = 0;
    std::string accessLogFile;
};

/// The host in the URLs that are printed.
[[nodiscard]] std::string urlHost(const ServeArguments &arguments);

/// The server's options: reads the files that the arguments name, and takes a certificate of the
/// lab CA where they name none.
/// @param[out] keeper  what keeps that certificate right while the server runs; else unset.
[[nodiscard]] Result<server::ServerOptions>
serverOptions(const ServeArguments &arguments, const Context &context,
              std::optional<certificates::ServerKeeper> &keeper);

/// A redirection as it was given: "/latest.bin=app.bin".
struct RedirectText
{
    std::string path;
    std::string target;
};

[[nodiscard]] Result<RedirectText> parseRedirect(const std::string &text);

} // namespace otabench::cli
