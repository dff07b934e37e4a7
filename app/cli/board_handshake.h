#pragma once

#include "base/error.h"

#include <chrono>
#include <cstdint>
#include <string>
#include <vector>

namespace otabench::cli {

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

/// A real handshake, made by the virtual boards' network: Mbed TLS 2.28 set up as esp-tls does. It
/// is theirs because Mbed TLS has one owner, the firmware's host port; and app/ is where that and
/// the host side may meet.
[[nodiscard]] BoardHandshake shakeHandsAsBoard(const BoardHandshakeOptions &options);

} // namespace otabench::cli
