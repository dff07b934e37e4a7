#pragma once

#include "server/counters.h"
#include "server/faults.h"
#include "server/server_options.h"

#include <chrono>
#include <cstdint>
#include <string>
#include <vector>

namespace otabench::fleet {

/// Whose server it is: there may be one of each at a time.
enum class ServerRole
{
    Campaign,
    Files, ///< files that are served without a campaign, see FileServer
};

/// The certificate that new connections get.
struct ShownCertificate
{
    std::vector<std::string> names; ///< "DNS:192.168.1.5", "IP:192.168.1.5"
    std::string issuer;
    std::string sha256; ///< 64 hex digits
    std::chrono::system_clock::time_point notAfter;
    bool isImported = false; ///< of a company CA
    std::string warning;     ///< what a person should know; empty: nothing
};

/// One URL that the server answers.
struct PublishedUrl
{
    std::string board; ///< for whom; empty: for everyone who knows it
    std::string fileName;
    std::string sha256;
    std::uint64_t bytes = 0;
    std::string url;
    bool isOnce = false; ///< gone when the image has been fetched
};

/// Somebody who fetches, or has fetched: a board by its URL, or an address.
struct ServerClient
{
    server::BoardTraffic traffic; ///< label: the board's name; empty: an address
    double bytesPerSecond = 0;
    std::chrono::milliseconds sinceActivity{0}; ///< below 0: there was none yet
    bool hasEnded = false;                      ///< its URL is no longer valid
};

/// What a server is doing: the newest counters, and what has happened since the state before.
struct ServerState
{
    ServerRole role = ServerRole::Campaign;
    bool isRunning = false;
    std::string baseUrl;                ///< https://host:port
    std::vector<std::string> otherUrls; ///< the same at this computer's other addresses
    bool isPlainHttp = false;
    bool needsLogin = false;
    ShownCertificate certificate; ///< without one on plain HTTP
    std::vector<PublishedUrl> published;
    server::Sharing sharing;
    std::vector<server::Fault> faults; ///< injected on purpose
    server::ServerTotals totals;
    double bytesPerSecond = 0;
    std::vector<ServerClient> clients;
    std::vector<server::FinishedRequest> requests;           ///< since the state before
    std::vector<server::HandshakeFailure> handshakeFailures; ///< since the state before
};

} // namespace otabench::fleet
