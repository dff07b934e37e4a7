#include "fixture.h"

#include <thread>

namespace otabench::server {
namespace {

class Lifecycle : public ServerTest
{
};

ErrorCode startError(ServerOptions options, std::string &text)
{
    options.plainHttp = true;
    const auto started = ImageServer::start(std::move(options));
    if (started)
        return ErrorCode::Internal;
    text = started.error().text;
    return started.error().code;
}

TEST_F(Lifecycle, NamesAPortThatIsInUse)
{
    startPlain();
    std::string text;
    EXPECT_EQ(startError({.bindAddress = "127.0.0.1", .port = m_server->port()}, text),
              ErrorCode::AddressInUse);
    EXPECT_NE(text.find(std::to_string(m_server->port())), std::string::npos) << text;
    EXPECT_NE(text.find("127.0.0.1"), std::string::npos) << text;
}

TEST_F(Lifecycle, NamesAnAddressThatIsNotThisComputers)
{
    std::string text;
    EXPECT_EQ(startError({.bindAddress = "192.0.2.1"}, text), ErrorCode::AddressUnavailable);
    EXPECT_NE(text.find("192.0.2.1"), std::string::npos) << text;
    for (const char *wrong : {"", "300.1.1.1", "1", "lab.example", "::g", "127.0.0.1:80"}) {
        EXPECT_EQ(startError({.bindAddress = wrong}, text), ErrorCode::InvalidArgument) << wrong;
        EXPECT_NE(text.find("is not an IP address"), std::string::npos) << text;
    }
}

TEST_F(Lifecycle, TakesThePortAgainAtOnce)
{
    startPlain();
    const std::uint16_t port = m_server->port();
    EXPECT_TRUE(serves());
    m_server.reset();
    startPlain({.port = port});
    EXPECT_EQ(m_server->port(), port);
    EXPECT_TRUE(serves());
}

TEST_F(Lifecycle, ServesOnIpv6)
{
    auto started = ImageServer::start({.bindAddress = "[::1]", .plainHttp = true});
    if (!started)
        GTEST_SKIP() << "no IPv6 here: " << started.error().text;
    m_server = std::move(*started);
    m_image = publish("app.bin", m_content);
    const std::string v6 = m_server->url("::1", m_image, "");
    EXPECT_TRUE(v6.starts_with("http://[::1]:")) << v6;
    EXPECT_EQ(curl({"--globoff", v6}).out, m_content);
}

TEST_F(Lifecycle, ServesOnSeveralAddressesWithOnePort)
{
    const CertificateFiles files = makeCertificate("server");
    auto started = ImageServer::start({.bindAddress = "127.0.0.1",
                                       .certificatePem = files.certificatePem,
                                       .keyPem = files.keyPem,
                                       .moreBindAddresses = {"::1", "127.0.0.2"}});
    ASSERT_TRUE(started) << started.error().text;
    m_server = std::move(*started);
    m_image = publish("app.bin", m_content);
    for (const char *host : {"127.0.0.1", "::1", "127.0.0.2"})
        EXPECT_EQ(curl({"--insecure", m_server->url(host, m_image, "")}).out, m_content) << host;
    EXPECT_EQ(
        ImageServer::start(
            {.bindAddress = "127.0.0.1", .plainHttp = true, .moreBindAddresses = {"192.0.2.1"}})
            .error()
            .code,
        ErrorCode::AddressUnavailable);
}

TEST_F(Lifecycle, StopsTwiceAndInTheMiddleOfTransfers)
{
    m_content = noise(20'000'000);
    startPlain({.threads = 2});
    std::vector<std::unique_ptr<RawClient>> clients;
    for (int i = 0; i < 10; ++i) {
        clients.push_back(std::make_unique<RawClient>(m_server->port()));
        ASSERT_TRUE(clients.back()->send(get()));
        ASSERT_TRUE(clients.back()->readHead().starts_with("HTTP/1.1 200 "));
    }
    const RawClient idle(m_server->port());
    EXPECT_TRUE(waitUntil([&] { return m_server->totals().openConnections == 11; }));
    m_server->stop();
    m_server->stop();
    EXPECT_EQ(m_server->totals().openConnections, 0u);
    for (const auto &client : clients) {
        const auto rest = client->readToEnd();
        ASSERT_TRUE(rest.has_value());
        EXPECT_LT(rest->size(), m_content.size());
    }
    EXPECT_EQ(idle.readToEnd(), "");
    m_server.reset();
}

TEST_F(Lifecycle, StopsFromSeveralThreadsAtOnce)
{
    startPlain();
    std::vector<std::thread> threads;
    for (int i = 0; i < 4; ++i)
        threads.emplace_back([this] { m_server->stop(); });
    for (auto &thread : threads)
        thread.join();
    EXPECT_TRUE(m_server->issueToken().size() >= 32) << "still answers";
}

TEST_F(Lifecycle, PublishesAndWithdrawsWhileItServes)
{
    startPlain();
    const auto again = publish("app.bin", m_content);
    EXPECT_EQ(again.id, m_image.id);
    EXPECT_EQ(again.id, again.sha256.substr(0, 16));
    EXPECT_EQ(again.bytes, m_content.size());
    const std::string old = url();
    m_server->withdraw(m_image.id);
    EXPECT_EQ(curl({"--write-out", "%{http_code}", old}).out, "Not Found\n404");
    m_image = publish("other.bin", "other");
    EXPECT_EQ(curl({url()}).out, "other");
    EXPECT_EQ(m_server->publish(m_folder / "none.bin", "").error().code, ErrorCode::NotFound);
}

TEST_F(Lifecycle, EndsATransferOfWhatWasWithdrawn)
{
    m_content = noise(8'000'000);
    startPlain();
    const RawClient client(m_server->port());
    ASSERT_TRUE(client.send(get("Connection: close\r\n")));
    ASSERT_TRUE(client.readHead().starts_with("HTTP/1.1 200 "));
    m_server->withdraw(m_image.id);
    EXPECT_EQ(client.readToEnd(), m_content);
}

} // namespace
} // namespace otabench::server
