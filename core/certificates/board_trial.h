#pragma once

#include "certificates/inspection.h"
#include "certificates/server_address.h"
#include "certificates/store.h"

#include <chrono>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <vector>

/// Tries a server as a board would: its chain judged by the rules, then a real handshake.
namespace otabench::certificates {

struct BoardHandshakeOptions
{
    std::string host; ///< to connect to
    std::uint16_t port = 443;
    std::string expectedName; ///< the host in the boards' URL, when it is another; empty: host
    std::string trustPem;     ///< CAs that the board has
    std::string clientCertificatePem, clientKeyPem; ///< mutual TLS; empty: none
    std::chrono::milliseconds timeout = std::chrono::seconds(15);
};

struct BoardHandshake
{
    bool accepted = false;
    std::string error;              ///< the board's: ESP_ERR_ESP_TLS_…
    int tlsError = 0;               ///< Mbed TLS code, negative
    std::uint32_t verifyFlags = 0;  ///< Mbed TLS
    std::vector<std::string> lines; ///< what the board's log shows
};

/// Shakes hands as a board does. Given by app/, where the boards' TLS stack and the host side may
/// meet. Blocks, at most for the time-out.
using ShakeHandsAsBoard = std::function<BoardHandshake(const BoardHandshakeOptions &options)>;

struct TrialOptions
{
    std::string chainPem;                           ///< to judge; empty: what the server sends
    std::optional<ServerAddress> server;            ///< a running one, to shake hands with
    std::string host;                               ///< in the boards' URL; empty: the server's
    std::string trustPem;                           ///< what boards trust; empty: see tryAsBoard()
    std::string clientCertificatePem, clientKeyPem; ///< mutual TLS; empty: none
    std::chrono::milliseconds timeout = std::chrono::seconds(15); ///< of each network operation
};

/// What a board would find. Boards trust the store's CA, both of them while a rotation lasts, where
/// one may be what the chain ends at; else the most that a board could trust for this chain.
/// InvalidArgument when there is nothing to judge; the errors of fetching. That boards refuse the
/// server is no error but a finding.
[[nodiscard]] Result<std::vector<Finding>>
tryAsBoard(const Store &store, const TrialOptions &options, const ShakeHandsAsBoard &shakeHands);

} // namespace otabench::certificates
