#pragma once

#include "base/error.h"
#include "base/files.h"

#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace otabench::server {

struct ServerOptions
{
    std::string bindAddress = "0.0.0.0"; ///< address literal
    std::uint16_t port = 0;              ///< 0: any free one
    std::string certificatePem;          ///< chain, leaf first; empty with plainHttp
    std::string keyPem;
    bool plainHttp = false;
    unsigned threads = 1;
};

/// What the server has seen of one board (one token), since it was handed out. bodyBytesSent counts
/// image bytes that the board's TCP stack acknowledged or the kernel took; `furthestByte` is the
/// end of the highest range asked for that has been sent: what progress bars want.
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
    std::string remoteAddress; ///< of the newest connection
    std::chrono::steady_clock::time_point lastActivity;
};

struct ServerTotals
{
    std::uint64_t bodyBytesSent = 0;
    std::uint64_t requests = 0;
    std::uint64_t handshakes = 0;
    std::uint64_t failedHandshakes = 0;
    std::uint64_t refused = 0; ///< 404 and other 4xx
    unsigned openConnections = 0;
};

/// A failed TLS handshake: from where, and the alert or error in words. A board that refuses the
/// certificate sends an alert; this is how the host knows of it when the board prints nothing.
struct HandshakeFailure
{
    std::string remoteAddress;
    std::string reason;
};

struct PublishedImage
{
    std::string id;       ///< path component: the file's SHA-256, its first 16 digits
    std::string fileName; ///< last path component
    std::string sha256;   ///< 64 hex digits: also the ETag
    std::uint64_t bytes = 0;
};

/// HTTPS 1.1 server of published images, and of nothing else. It has its own thread(s); every
/// public function may be called from any thread.
///
/// URLs: /<id>/<fileName> for anyone who knows it, /b/<token>/<id>/<fileName> for one board.
class ImageServer
{
public:
    /// Listens when it returns. AddressInUse, AddressUnavailable, PermissionDenied (port below
    /// 1024), CertificateInvalid, KeyInvalid.
    [[nodiscard]] static Result<std::unique_ptr<ImageServer>> start(ServerOptions options);
    ~ImageServer(); ///< stop()

    /// Closes the listener and all connections, joins the threads. May be called twice.
    void stop();

    /// Maps the file and serves it from now on. `sha256` is its digest in hex, as image::readImage
    /// found it.
    [[nodiscard]] Result<PublishedImage> publish(const std::filesystem::path &file,
                                                 std::string sha256);
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

    /// New connections use this certificate from now on; open ones go on. CertificateInvalid,
    /// KeyInvalid.
    [[nodiscard]] Result<> replaceCertificate(std::string certificatePem, std::string keyPem);

private:
    class Impl;
    explicit ImageServer(std::unique_ptr<Impl> impl);

    std::unique_ptr<Impl> m_impl;
};

} // namespace otabench::server
