#pragma once

#include "base/error.h"

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
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
};

/// What the server has seen of one board (one token), since it was handed out. bodyBytesSent counts
/// image bytes that the board's TCP stack acknowledged (as far as the kernel tells, a quarter of a
/// second old at most); `furthestByte` is the end of the highest range asked for that has arrived:
/// what progress bars want.
struct BoardTraffic
{
    std::string token;
    std::uint64_t bodyBytesSent = 0;
    std::uint64_t furthestByte = 0;
    std::uint64_t imageBytes = 0;
    unsigned openConnections = 0;
    unsigned requests = 0;
    unsigned failedHandshakes =
        0; ///< none can be told by board before the URL is known: always 0 but in totals
    std::string remoteAddress;                          ///< of the newest connection
    std::chrono::steady_clock::time_point lastActivity; ///< of a request or of bytes that arrived
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

    [[nodiscard]] bool isComplete() const { return sentBytes == bodyBytes; }
};

struct PublishedImage
{
    std::string id;       ///< path component: the file's SHA-256, its first 16 digits
    std::string fileName; ///< last path component
    std::string sha256;   ///< 64 hex digits: also the ETag
    std::uint64_t bytes = 0;
};

/// HTTPS 1.1 server of published images, and of nothing else: no request reaches the file system.
/// It has its own thread(s); every public function may be called from any thread.
///
/// URLs: /<id>/<fileName> for anyone who knows it, /b/<token>/<id>/<fileName> for one board.
///
/// TLS 1.2 and 1.3 with the ECDHE and AEAD suites that Mbed TLS offers by default; sessions resume
/// by ticket and by id; no renegotiation, no compression, no early data.
class ImageServer
{
public:
    /// Listens when it returns. AddressInUse, AddressUnavailable (this computer does not have it),
    /// PermissionDenied (port below 1024), InvalidArgument (no address literal),
    /// CertificateInvalid, KeyInvalid.
    [[nodiscard]] static Result<std::unique_ptr<ImageServer>> start(ServerOptions options);
    ~ImageServer(); ///< stop()
    ImageServer(const ImageServer &) = delete;
    ImageServer &operator=(const ImageServer &) = delete;

    /// Closes the listener and all connections, joins the threads. May be called twice. What was
    /// counted can still be read.
    void stop();

    /// Takes a copy of the file and serves that from now on, whatever becomes of the file. `sha256`
    /// is its digest in hex, as image::readImage found it: InvalidArgument when the file has
    /// changed since. Twice is once. Files above 256 MiB are refused.
    [[nodiscard]] Result<PublishedImage> publish(const std::filesystem::path &file,
                                                 std::string sha256);
    /// New requests for it are answered with 404; running transfers end normally.
    void withdraw(const std::string &id);

    /// A new unguessable token for a board; its URLs work until releaseToken().
    [[nodiscard]] std::string issueToken();
    void releaseToken(const std::string &token);

    /// https://host:port/b/token/id/file; without token when it is empty. IPv6 literals get
    /// brackets.
    [[nodiscard]] std::string url(std::string_view host, const PublishedImage &image,
                                  std::string_view token) const;

    [[nodiscard]] std::uint16_t port() const;
    [[nodiscard]] const std::string &bindAddress() const;

    [[nodiscard]] ServerTotals totals() const;
    /// Of one token; zeros for an unknown one.
    [[nodiscard]] BoardTraffic traffic(const std::string &token) const;
    [[nodiscard]] std::vector<BoardTraffic> allTraffic() const;
    /// Failures since the last call, oldest first, 1000 at most.
    [[nodiscard]] std::vector<HandshakeFailure> takeHandshakeFailures();
    /// With ServerOptions::recordRequests: those finished since the last call, oldest first, the
    /// newest 10000 at most.
    [[nodiscard]] std::vector<FinishedRequest> takeRequests();

    /// New connections use this certificate from now on; open ones go on, and sessions still
    /// resume. CertificateInvalid, KeyInvalid; InvalidArgument for a server of plain HTTP.
    [[nodiscard]] Result<> replaceCertificate(std::string certificatePem, std::string keyPem);

private:
    class Impl;
    explicit ImageServer(std::unique_ptr<Impl> impl);

    std::unique_ptr<Impl> m_impl;
};

} // namespace otabench::server
