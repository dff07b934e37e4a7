#pragma once

#include <chrono>
#include <cstdint>
#include <string>

namespace otabench::server {

/// What did not go as a board would like, by kind.
struct ErrorCounts
{
    std::uint64_t refused = 0;     ///< answered 4xx: no such image, no authorization, no request
    std::uint64_t unavailable = 0; ///< answered 503: too many transfers
    std::uint64_t cutOff = 0;      ///< answers that did not get to their end
    std::uint64_t timeouts = 0;    ///< ended by a limit, when not idle between two requests
    std::uint64_t injected = 0;    ///< faults of the fault bench
};

/// What the server has seen of one board (one token, or one address), since it was handed out.
/// bodyBytesSent counts image bytes that the board's TCP stack acknowledged (as far as the kernel
/// tells, a quarter of a second old at most); `furthestByte` is the end of the highest range asked
/// for that has arrived: what progress bars want.
struct BoardTraffic
{
    std::string token; ///< "" for an address
    std::uint64_t bodyBytesSent = 0;
    std::uint64_t furthestByte = 0;
    std::uint64_t imageBytes = 0;
    unsigned openConnections = 0;
    unsigned requests = 0;
    unsigned failedHandshakes =
        0; ///< none can be told by token before the URL is known: 0 but for addresses and in totals
    std::string remoteAddress;                          ///< of the newest connection
    std::chrono::steady_clock::time_point lastActivity; ///< of a request or of bytes that arrived
    std::string label = {};                             ///< the board's name, when one was given
    unsigned handshakes = 0;
    unsigned resumedHandshakes = 0; ///< of these: with a session ticket or id
    ErrorCounts errors = {};
    std::string tls = {}; ///< of the newest handshake: "TLSv1.3"; "" for plain HTTP
};

struct ServerTotals
{
    std::uint64_t bodyBytesSent = 0; ///< handed to the kernel
    std::uint64_t requests = 0;
    std::uint64_t handshakes = 0;
    std::uint64_t resumedHandshakes = 0; ///< of these: with a session ticket or id
    std::uint64_t failedHandshakes = 0;
    std::uint64_t refused = 0; ///< 404 and other 4xx
    unsigned openConnections = 0;
    unsigned activeTransfers = 0; ///< connections that Sharing::transfers counts
    ErrorCounts errors = {};
};

/// A failed TLS handshake: from where, and the alert or error in words. A board that refuses the
/// certificate sends an alert; this is how the host knows of it when the board prints nothing.
struct HandshakeFailure
{
    std::string remoteAddress = {}; ///< without the port
    std::string reason = {};
    bool certificateRefused = false; ///< the peer said that it does not accept the certificate
};

/// A request that has been answered, or whose connection ended before that.
struct FinishedRequest
{
    std::string remoteAddress = {}; ///< without the port
    std::string method = {};        ///< as sent
    std::string target = {};        ///< as sent
    std::string token = {};         ///< "" when the URL had none
    std::string fileName = {};      ///< of the image; "" when no image was found
    int status = 0;
    std::uint64_t firstByte = 0; ///< of the image, of what was asked for
    std::uint64_t bodyBytes = 0; ///< of the image, of what was asked for
    std::uint64_t sentBytes = 0; ///< of these: handed to the kernel
    std::chrono::milliseconds duration{0};
    std::string tls = {}; ///< "TLSv1.2", "TLSv1.3", "" for plain HTTP
    bool resumed = false;
    std::string board = {};     ///< the token's label
    std::string user = {};      ///< of basic authorization, else the client certificate's name
    std::string userAgent = {}; ///< as sent
    bool isHttp11 = true;
    std::string fault = {}; ///< that was injected, as toText() writes it
    std::chrono::system_clock::time_point finished = {};

    [[nodiscard]] bool isComplete() const { return sentBytes == bodyBytes; }
};

/// A line of an access log in the combined format of Apache and nginx, without a line end:
/// `HOST - USER [21/Nov/2026:03:07:15 +0000] "GET /… HTTP/1.1" 206 4096 "-" "ESP32 HTTP Client"`.
/// Whatever a client sent that is not printable is escaped (\x0A).
[[nodiscard]] std::string accessLogLine(const FinishedRequest &request);

} // namespace otabench::server
