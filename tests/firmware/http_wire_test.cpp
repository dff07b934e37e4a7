// Fields of a client's configuration that show on the wire or on the socket only.
#include "esp_http_client.h"
#include "esp_tls_errors.h"
#include "net_support.h"
#include "support/temporary_folder.h"

#include <gtest/gtest.h>

#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/socket.h>

#include <array>
#include <fstream>

namespace otabench::test {
namespace {

class HttpWire : public testing::Test
{
protected:
    HttpWire()
        : server(&lab().server,
                 [](const Request &) {
                     return Answer{"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok"};
                 })
        , address(server.url("/file"))
    {
        config.url = address.c_str();
        config.timeout_ms = 20000;
        config.cert_pem = lab().authority.certificatePem().c_str();
    }

    ~HttpWire() override
    {
        if (client) {
            EXPECT_EQ(esp_http_client_cleanup(client), ESP_OK);
        }
    }

    void init()
    {
        if (client) {
            EXPECT_EQ(esp_http_client_cleanup(client), ESP_OK);
        }
        client = esp_http_client_init(&config);
        ASSERT_NE(client, nullptr);
    }

    esp_err_t fetch()
    {
        init();
        return esp_http_client_perform(client);
    }

    /// The board's end of the connection to the server; -1: there is none.
    [[nodiscard]] int boardsSocket() const
    {
        for (int fd = 3; fd < 1024; ++fd) {
            sockaddr_in peer{};
            socklen_t size = sizeof peer;
            if (::getpeername(fd, reinterpret_cast<sockaddr *>(&peer), &size) == 0 &&
                peer.sin_family == AF_INET && ntohs(peer.sin_port) == server.port())
                return fd;
        }
        return -1;
    }

    [[nodiscard]] std::array<int, 4> keepAlive() const
    {
        constexpr std::array<std::array<int, 2>, 4> kOptions{{{SOL_SOCKET, SO_KEEPALIVE},
                                                              {IPPROTO_TCP, TCP_KEEPIDLE},
                                                              {IPPROTO_TCP, TCP_KEEPINTVL},
                                                              {IPPROTO_TCP, TCP_KEEPCNT}}};
        std::array<int, 4> values{};
        const int fd = boardsSocket();
        for (std::size_t i = 0; i < values.size(); ++i) {
            socklen_t size = sizeof values[i];
            EXPECT_EQ(::getsockopt(fd, kOptions[i][0], kOptions[i][1], &values[i], &size), 0);
        }
        return values;
    }

    TestBoard board{makeTestImage("1.0.0", 4096)};
    ScriptedServer server;
    std::string address;
    esp_http_client_config_t config = {};
    esp_http_client_handle_t client = nullptr;
};

TEST_F(HttpWire, KeepsTheConnectionAliveAsItIsTold)
{
    ASSERT_EQ(fetch(), ESP_OK);
    EXPECT_EQ(keepAlive()[0], 0) << "not wanted";
    config.keep_alive_enable = true;
    ASSERT_EQ(fetch(), ESP_OK);
    EXPECT_EQ(keepAlive(), (std::array{1, 5, 5, 3})) << "by default";
    config.keep_alive_idle = 11;
    config.keep_alive_interval = 7;
    config.keep_alive_count = 4;
    ASSERT_EQ(fetch(), ESP_OK);
    EXPECT_EQ(keepAlive(), (std::array{1, 11, 7, 4}));
}

TEST_F(HttpWire, SendsABodyInChunks)
{
    config.method = HTTP_METHOD_POST;
    init();
    ASSERT_EQ(esp_http_client_open(client, -1), ESP_OK);
    const std::string first(300, 'a');
    ASSERT_EQ(esp_http_client_chunk_write_begin(client, 300), 0);
    EXPECT_EQ(esp_http_client_write(client, first.data(), 300), 300);
    EXPECT_EQ(esp_http_client_chunk_write_end(client, false), 0);
    ASSERT_EQ(esp_http_client_chunk_write_begin(client, 2), 0);
    EXPECT_EQ(esp_http_client_write(client, "bc", 2), 2);
    EXPECT_EQ(esp_http_client_chunk_write_end(client, true), 0);
    EXPECT_EQ(esp_http_client_fetch_headers(client), 2);

    const Request request = server.requests().back();
    EXPECT_EQ(request.header("Transfer-Encoding"), "chunked");
    EXPECT_EQ(request.header("Content-Length"), "");
    EXPECT_EQ(request.text.substr(request.text.find("\r\n\r\n") + 4),
              "12c\r\n" + first + "\r\n2\r\nbc\r\n0\r\n\r\n");
}

TEST_F(HttpWire, SendsAHeadAsLargeAsItsBuffer)
{
    const std::string token(1500, 't');
    init();
    EXPECT_EQ(esp_http_client_set_header(client, "X-Token", token.c_str()), ESP_ERR_NO_MEM);
    config.buffer_size_tx = 2048;
    init();
    EXPECT_EQ(esp_http_client_set_header(client, "X-Token", token.c_str()), ESP_OK);
    EXPECT_EQ(esp_http_client_perform(client), ESP_OK);
    EXPECT_EQ(server.requests().back().header("X-Token"), token);
}

TEST_F(HttpWire, ConnectsByTheAddressFamilyItIsTold)
{
    config.addr_type = HTTP_ADDR_TYPE_INET;
    EXPECT_EQ(fetch(), ESP_OK);
    config.addr_type = HTTP_ADDR_TYPE_INET6;
    EXPECT_EQ(fetch(), ESP_ERR_HTTP_CONNECT) << "127.0.0.1 has no such address";
    EXPECT_EQ(esp_http_client_get_and_clear_last_tls_error(client, nullptr, nullptr),
              ESP_ERR_ESP_TLS_UNSUPPORTED_PROTOCOL_FAMILY);
}

TEST_F(HttpWire, TrustsWhatIsInTheBundle)
{
    const support::TemporaryFolder folder;
    const std::string bundle = (folder.path() / "roots.pem").string();
    const auto other = certificates::Authority::create({});
    ASSERT_TRUE(other);
    config.cert_pem = nullptr;
    config.crt_bundle_attach = [](void *) { return ESP_OK; };
    firmware::host::HostNetOptions options;
    options.rootsFile = bundle.c_str();
    board.net.setOptions(options);

    std::ofstream(bundle) << other->certificatePem();
    EXPECT_EQ(fetch(), ESP_ERR_HTTP_CONNECT) << "another CA";
    std::ofstream(bundle, std::ios::app) << lab().authority.certificatePem();
    EXPECT_EQ(fetch(), ESP_OK);
    config.crt_bundle_attach = nullptr;
    config.use_global_ca_store = true;
    EXPECT_EQ(fetch(), ESP_OK);
}

} // namespace
} // namespace otabench::test
