#include "esp_tls_errors.h"
#include "net_support.h"

#include "certificates/inspection.h"

#include <gtest/gtest.h>

#include <sys/eventfd.h>
#include <unistd.h>

#include <array>
#include <chrono>

namespace otabench::test {
namespace {

using firmware::host::HostNet;
using firmware::host::HostNetOptions;

struct Connected
{
    esp_err_t code = ESP_FAIL;
    otabench_net_t *net = nullptr;
    otabench_net_error_t error = {};
};

/// Opens and connects in one go.
esp_err_t connect(HostNet &net, const otabench_net_config_t &config, otabench_net_t **connection,
                  otabench_net_error_t &error)
{
    const esp_err_t opened = net.open(config, connection);
    return opened != ESP_OK ? opened : net.connect(*connection, config.timeout_ms, error);
}

constexpr std::uint32_t kReadMs = 5000;

int read(HostNet &net, otabench_net_t *connection, char *bytes, std::size_t length,
         std::uint32_t waitMs = kReadMs)
{
    return net.read(connection, bytes, length, waitMs);
}

Connected connectTo(HostNet &net, const ScriptedServer &server, const std::string &host,
                    const std::string &ca, const char *expectedName = nullptr,
                    bool skipNameCheck = false)
{
    otabench_net_config_t config = {};
    config.host = host.c_str();
    config.port = server.port();
    config.tls = true;
    config.ca_pem = ca.c_str();
    config.expected_name = expectedName;
    config.skip_name_check = skipNameCheck;
    config.timeout_ms = 5000;
    Connected connected;
    connected.code = connect(net, config, &connected.net, connected.error);
    return connected;
}

Answer hello(const Request & /*request*/)
{
    return {"hello", Answer::End::Close};
}

const std::string &caPem()
{
    return lab().authority.certificatePem();
}

TEST(HostNet, TalksTlsToAServerItTrusts)
{
    ScriptedServer server(&lab().server, hello);
    HostNet net;
    const Connected connected = connectTo(net, server, "127.0.0.1", caPem());
    ASSERT_EQ(connected.code, ESP_OK);
    const std::string request = "GET / HTTP/1.1\r\n\r\n";
    EXPECT_EQ(net.write(connected.net, request.data(), request.size()),
              static_cast<int>(request.size()));
    std::array<char, 16> bytes{};
    ASSERT_EQ(read(net, connected.net, bytes.data(), bytes.size()), 5);
    EXPECT_STREQ(bytes.data(), "hello");
    EXPECT_EQ(read(net, connected.net, bytes.data(), bytes.size()), 0) << "the close";
    net.close(connected.net);
}

TEST(HostNet, RefusesACertificateOfAnotherCa)
{
    ScriptedServer server(&lab().server, hello);
    const auto other = certificates::Authority::create({});
    ASSERT_TRUE(other);
    HostNet net;
    const Connected connected = connectTo(net, server, "127.0.0.1", other->certificatePem());
    EXPECT_EQ(connected.code, ESP_ERR_MBEDTLS_SSL_HANDSHAKE_FAILED);
    EXPECT_EQ(connected.error.tls_error, -0x2700);
    EXPECT_EQ(connected.error.verify_flags, 0x08U);
}

TEST(HostNet, ComparesTheHostNameUnlessToldNotTo)
{
    const auto certificate = lab().authority.issueServer({.hosts = {"bench.lab"}});
    ASSERT_TRUE(certificate);
    ScriptedServer server(&*certificate, hello);
    HostNet net;
    const Connected refused = connectTo(net, server, "127.0.0.1", caPem());
    EXPECT_EQ(refused.code, ESP_ERR_MBEDTLS_SSL_HANDSHAKE_FAILED);
    EXPECT_EQ(refused.error.verify_flags, 0x04U);
    EXPECT_EQ(connectTo(net, server, "127.0.0.1", caPem(), "bench.lab").code, ESP_OK);
    EXPECT_EQ(connectTo(net, server, "127.0.0.1", caPem(), nullptr, true).code, ESP_OK);
}

TEST(HostNet, NamesACaThatIsNoPemAndAPortNobodyListensOn)
{
    HostNet net;
    std::uint16_t port = 0;
    {
        ScriptedServer server(&lab().server, hello);
        port = server.port();
        EXPECT_EQ(connectTo(net, server, "127.0.0.1", "no certificate").code,
                  ESP_ERR_MBEDTLS_X509_CRT_PARSE_FAILED);
    }
    otabench_net_config_t config = {};
    config.host = "127.0.0.1";
    config.port = port;
    config.timeout_ms = 5000;
    otabench_net_t *connection = nullptr;
    otabench_net_error_t error = {};
    EXPECT_EQ(connect(net, config, &connection, error), ESP_ERR_ESP_TLS_FAILED_CONNECT_TO_HOST);
    EXPECT_EQ(error.sys_errno, ECONNREFUSED);
    net.close(connection);
}

TEST(HostNet, GivesUpAfterItsTimeOut)
{
    ScriptedServer server(nullptr, [](const Request &) { return Answer{"", Answer::End::Stall}; });
    HostNet net;
    otabench_net_config_t config = {};
    config.host = "localhost";
    config.port = server.port();
    config.timeout_ms = 50;
    otabench_net_t *connection = nullptr;
    otabench_net_error_t error = {};
    ASSERT_EQ(connect(net, config, &connection, error), ESP_OK);
    std::array<char, 16> bytes{};
    EXPECT_EQ(read(net, connection, bytes.data(), bytes.size(), 50), -1);
    net.close(connection);

    config.tls = true; // the server waits for a request, the client for its handshake
    config.ca_pem = caPem().c_str();
    EXPECT_EQ(connect(net, config, &connection, error), ESP_ERR_ESP_TLS_CONNECTION_TIMEOUT);
}

TEST(HostNet, AWakeDescriptorEndsAWait)
{
    ScriptedServer server(nullptr, [](const Request &) { return Answer{"", Answer::End::Stall}; });
    const int wake = ::eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
    HostNet net;
    HostNetOptions options;
    options.wakeFd = wake;
    net.setOptions(options);
    otabench_net_config_t config = {};
    config.host = "127.0.0.1";
    config.port = server.port();
    config.timeout_ms = 600000;
    otabench_net_t *connection = nullptr;
    otabench_net_error_t error = {};
    ASSERT_EQ(connect(net, config, &connection, error), ESP_OK);
    std::jthread waker([wake] { (void)::eventfd_write(wake, 1); });
    std::array<char, 16> bytes{};
    EXPECT_LT(read(net, connection, bytes.data(), bytes.size()), -1);
    EXPECT_LT(read(net, connection, bytes.data(), bytes.size()), -1) << "until it is read empty";
    EXPECT_NE(connect(net, config, &connection, error), ESP_OK);
    net.closeAll();
    waker.join();
    ::close(wake);
}

TEST(HostNet, KeepsReceivedBytesBelowTheLinkRate)
{
    const std::string body(20000, 'x');
    ScriptedServer server(nullptr, [&](const Request &) {
        return Answer{body, Answer::End::Close};
    });
    HostNet net;
    HostNetOptions options;
    options.bytesPerSecond = 100000;
    net.setOptions(options);
    otabench_net_config_t config = {};
    config.host = "127.0.0.1";
    config.port = server.port();
    config.timeout_ms = 5000;
    otabench_net_t *connection = nullptr;
    otabench_net_error_t error = {};
    ASSERT_EQ(connect(net, config, &connection, error), ESP_OK);
    ASSERT_GT(net.write(connection, "\r\n\r\n", 4), 0);
    const auto begin = std::chrono::steady_clock::now();
    std::array<char, 20000> bytes{};
    std::size_t total = 0;
    int got = 0;
    while ((got = read(net, connection, bytes.data(), bytes.size())) > 0)
        total += static_cast<std::size_t>(got);
    EXPECT_EQ(total, body.size());
    // Never faster: 20,000 bytes less the first share of 5,000 take 0.15 s at this rate.
    EXPECT_GE(std::chrono::steady_clock::now() - begin, std::chrono::milliseconds(140));
    net.close(connection);
}

TEST(HostNet, FingerprintsEachCertificateOfAPemText)
{
    HostNet net;
    const auto other = certificates::Authority::create({});
    ASSERT_TRUE(other);
    const std::string both = caPem() + other->certificatePem();
    std::array<std::uint8_t[32], 4> found{};
    ASSERT_EQ(net.caFingerprints(both.c_str(), found.data(), found.size()), 2);
    const auto summary = certificates::summarize(both);
    ASSERT_TRUE(summary);
    for (std::size_t i = 0; i < 2; ++i) {
        std::string text;
        for (const std::uint8_t byte : found[i]) {
            constexpr std::string_view kDigits = "0123456789abcdef";
            text += kDigits[byte >> 4U];
            text += kDigits[byte & 0xfU];
        }
        EXPECT_EQ(text, (*summary)[i].sha256);
    }
    EXPECT_EQ(net.caFingerprints(both.c_str(), found.data(), 1), 1);
    EXPECT_EQ(net.caFingerprints("no certificate", found.data(), found.size()), -1);
}

} // namespace
} // namespace otabench::test
