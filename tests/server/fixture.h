#pragma once

#include "base/openssl.h"
#include "server/image_server.h"
#include "support/process.h"
#include "support/temporary_folder.h"

#include <gtest/gtest.h>

#include <chrono>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace otabench::server {

inline constexpr std::chrono::seconds kTestLimit{30};

/// Looks again and again until `condition` holds; false at the limit.
[[nodiscard]] bool waitUntil(const std::function<bool()> &condition,
                             std::chrono::milliseconds limit = kTestLimit);

/// Bytes without a pattern, the same for the same seed.
[[nodiscard]] std::string noise(std::size_t bytes, unsigned seed = 1);

/// Runs a program to its end.
[[nodiscard]] support::Outcome runProgram(std::vector<std::string> arguments,
                                          std::string input = "",
                                          std::chrono::seconds limit = std::chrono::seconds(60));

/// A TCP connection to 127.0.0.1, by hand. Every wait ends at kTestLimit.
class RawClient
{
public:
    explicit RawClient(std::uint16_t port);
    ~RawClient();
    RawClient(const RawClient &) = delete;
    RawClient &operator=(const RawClient &) = delete;

    [[nodiscard]] int descriptor() const { return m_descriptor; }

    /// False when the connection has been lost.
    bool send(std::string_view bytes) const;
    /// All there is until the peer closes; nothing when it did not, in time.
    [[nodiscard]] std::optional<std::string> readToEnd() const;
    /// Exactly so many bytes; fewer when the peer closes.
    [[nodiscard]] std::string read(std::size_t bytes) const;
    /// Up to and with the end of a head.
    [[nodiscard]] std::string readHead() const;
    void closeWriting() const;
    /// Ends the connection with a reset.
    void reset();

private:
    int m_descriptor;
};

/// A TLS connection to 127.0.0.1 over a RawClient.
class TlsClient
{
public:
    explicit TlsClient(std::uint16_t port);

    [[nodiscard]] bool isConnected() const { return m_connected; }

    /// The subject of the server's certificate.
    [[nodiscard]] std::string subject() const;

    /// The longest record that has come, without its header.
    [[nodiscard]] std::size_t longestRecord() const { return m_longestRecord; }

    bool send(std::string_view bytes);
    [[nodiscard]] std::string read(std::size_t bytes);
    [[nodiscard]] std::string readHead();
    /// All until the TLS farewell; nothing when the connection ended without one.
    [[nodiscard]] std::optional<std::string> readToEnd();

private:
    RawClient m_socket;
    openssl::SslContext m_context;
    openssl::Ssl m_session;
    bool m_connected = false;
    std::size_t m_longestRecord = 0;
};

struct CertificateFiles
{
    std::string certificatePem;
    std::string keyPem;
};

/// A server on 127.0.0.1 with a certificate made by the openssl program for that address, and one
/// published image.
class ServerTest : public testing::Test
{
protected:
    ServerTest();

    /// Starts m_server; the options' address, certificate and port are filled in.
    void start(ServerOptions options = {});
    void startPlain(ServerOptions options = {});
    PublishedImage publish(const std::string &fileName, std::string_view content);

    /// A self-signed certificate, also in <folder>/<name>.pem and .key.
    [[nodiscard]] CertificateFiles makeCertificate(const std::string &name,
                                                   const std::string &keyType = "ec") const;

    /// curl with the server's CA, silent, with a time limit; `arguments` behind that.
    [[nodiscard]] support::Outcome curl(const std::vector<std::string> &arguments) const;
    /// `openssl s_client` to the server with `input`.
    [[nodiscard]] support::Outcome sClient(const std::vector<std::string> &arguments,
                                           const std::string &input) const;

    [[nodiscard]] std::string url(std::string_view token = "") const;
    /// The path of url().
    [[nodiscard]] std::string path(std::string_view token = "") const;
    [[nodiscard]] std::string get(std::string_view extraLines = "",
                                  std::string_view token = "") const;
    /// Whether a good client still gets the image.
    [[nodiscard]] bool serves() const;

    support::TemporaryFolder m_folder;
    std::string m_content;
    PublishedImage m_image;
    std::unique_ptr<ImageServer> m_server;
};

} // namespace otabench::server
