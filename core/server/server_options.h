#pragma once

#include "server/faults.h"

#include <chrono>
#include <cstdint>
#include <string>
#include <vector>

namespace otabench::server {

/// How long a connection may do nothing of use, and how many there may be. Checked several times a
/// second, so an end may come up to a second (a quarter of the shortest limit, when that is less)
/// late.
struct ServerLimits
{
    std::chrono::milliseconds handshake{15'000}; ///< connected → TLS handshake done, in all
    std::chrono::milliseconds head{15'000}; ///< first byte of a request → end of its head, in all
    std::chrono::milliseconds idle{60'000}; ///< between two requests
    std::chrono::milliseconds stall{60'000};   ///< sending, without the peer taking a byte
    std::chrono::milliseconds farewell{5'000}; ///< closing, until the peer has closed, too
    unsigned connections = 4096;               ///< fewer when RLIMIT_NOFILE does not allow so many
};

/// How boards share the line. Zeros: no limit. Without limits each connection that can send has its
/// turn after the others.
struct Sharing
{
    std::uint64_t bytesPerSecond = 0;      ///< of image bytes, in all
    std::uint64_t boardBytesPerSecond = 0; ///< of each board: its token, else its address
    /// Connections that may be fetching images at once; the others are answered 503 with
    /// Retry-After. One counts from its first request for an image until it ends, or has asked for
    /// nothing for five seconds.
    unsigned transfers = 0;
    std::chrono::seconds retryAfter{10}; ///< up to twice that, by chance: not all at once again
    /// The first image of a connection begins after a random part of this, so that boards triggered
    /// together do not all write their flash in step.
    std::chrono::milliseconds startJitter{0};
};

/// A certificate chain, leaf first, and the leaf's key; both PEM, the key without a passphrase.
struct CertificateAndKey
{
    std::string certificatePem = {};
    std::string keyPem = {};
};

/// For basic authorization.
struct Login
{
    std::string name = {};
    std::string password = {};
};

/// How often a board may fetch with its token.
enum class TokenUse
{
    Repeatedly,
    /// Each image once, and one board: the token belongs to the first address that asks for an
    /// image with it, others are answered 403. When the whole image has arrived there, in however
    /// many requests and connections (a partial download, one that was resumed), it is spent for
    /// that image: 410.
    Once,
};

struct ServerOptions
{
    std::string bindAddress = "0.0.0.0"; ///< address literal; "::" takes IPv4, too
    std::uint16_t port = 0;              ///< 0: any free one
    std::string certificatePem = {};     ///< chain, leaf first; empty with plainHttp
    std::string keyPem = {};
    bool plainHttp = false;
    unsigned threads = 1;
    /// Most bytes in a TLS record, 512..16384. Boards whose Mbed TLS has a smaller input buffer
    /// (CONFIG_MBEDTLS_SSL_IN_CONTENT_LEN) and do not negotiate it need less than the default.
    unsigned recordBytes = 16384;
    bool recordRequests = false; ///< keep finished requests for takeRequests()
    ServerLimits limits = {};

    std::vector<std::string> moreBindAddresses = {}; ///< each with the same port
    /// Of other key types than the first (RSA beside ECDSA): each board gets one it can check.
    std::vector<CertificateAndKey> moreCertificates = {};
    /// Not empty: a board has to show a certificate that one of these CA certificates (PEM) issued.
    std::string clientCaPem = {};
    /// Not all empty: a request needs one of these logins (basic authorization) or bearer tokens.
    std::vector<Login> logins = {};
    std::vector<std::string> bearerTokens = {};
    /// Images are served only under URLs with a token: /<id>/<fileName> alone is 404.
    bool tokensOnly = false;
    Sharing sharing = {};
    std::vector<Fault> faults = {}; ///< see ImageServer::setFaults()
    /// Signs the wrong certificates of the fault bench, so that only one thing is wrong with each;
    /// without it they are self-signed.
    CertificateAndKey faultAuthority = {};
};

} // namespace otabench::server
