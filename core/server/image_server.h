#pragma once

#include "base/error.h"
#include "server/counters.h"
#include "server/server_options.h"

#include <cstdint>
#include <filesystem>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace otabench::server {

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
/// URLs: /<id>/<fileName> for anyone who knows it, /b/<token>/<id>/<fileName> for one board, and
/// the paths of addRedirect().
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

    /// A new unguessable token for a board; its URLs work until releaseToken(), or as long as
    /// TokenUse::Once allows. `label` is the board's name in counters, records and faults.
    [[nodiscard]] std::string issueToken(std::string label = {},
                                         TokenUse use = TokenUse::Repeatedly);
    /// Its URLs are unknown from now on, and what is being sent for one of them is cut off: a board
    /// that was given up does not update itself after that.
    void releaseToken(const std::string &token);

    /// https://host:port/b/token/id/file; without token when it is empty. IPv6 literals get
    /// brackets.
    [[nodiscard]] std::string url(std::string_view host, const PublishedImage &image,
                                  std::string_view token) const;

    /// `path` ("/latest.bin") is answered with 302 to `location`, a URL or a path on this server;
    /// a second time: to the new one. For boards whose firmware has a fixed URL. InvalidArgument
    /// for a path that does not begin with "/" and for characters that cannot stand in a header.
    [[nodiscard]] Result<> addRedirect(const std::string &path, const std::string &location);

    /// From the next request (connection for certificates) on these faults are injected, the first
    /// that fits; none: all is well again. InvalidArgument for certificate faults on plain HTTP.
    [[nodiscard]] Result<> setFaults(std::vector<Fault> faults);

    /// Limits for all that is sent from now on, what is under way included; transfers that were
    /// admitted go on.
    void setSharing(const Sharing &sharing);

    [[nodiscard]] std::uint16_t port() const;
    [[nodiscard]] const std::string &bindAddress() const;

    [[nodiscard]] ServerTotals totals() const;
    /// Of one token; zeros for an unknown one.
    [[nodiscard]] BoardTraffic traffic(const std::string &token) const;
    [[nodiscard]] std::vector<BoardTraffic> allTraffic() const;
    /// Of connections by their address, whatever their URLs: the newest 4096 addresses.
    [[nodiscard]] std::vector<BoardTraffic> addressTraffic() const;
    /// Failures since the last call, oldest first, 1000 at most.
    [[nodiscard]] std::vector<HandshakeFailure> takeHandshakeFailures();
    /// With ServerOptions::recordRequests: those finished since the last call, oldest first, the
    /// newest 10000 at most.
    [[nodiscard]] std::vector<FinishedRequest> takeRequests();

    /// New connections use this certificate instead of ServerOptions::certificatePem from now on,
    /// those of moreCertificates stay; open ones go on, and sessions still resume.
    /// CertificateInvalid, KeyInvalid; InvalidArgument for a server of plain HTTP.
    [[nodiscard]] Result<> replaceCertificate(std::string certificatePem, std::string keyPem);
    /// The same for all of them.
    [[nodiscard]] Result<> replaceCertificates(std::vector<CertificateAndKey> certificates);

private:
    class Impl;
    explicit ImageServer(std::unique_ptr<Impl> impl);

    std::unique_ptr<Impl> m_impl;
};

} // namespace otabench::server
