// The server as a board's TLS stack sees it.

#include "fixture.h"
#include "mbed_client.h"

#include "base/files.h"

namespace otabench::server {
namespace {

class Mbed : public ServerTest
{
protected:
    Mbed() { start(); }

    std::string ca() const { return readTextFile(m_folder / "server.pem").value(); }
};

TEST_F(Mbed, DownloadsInPartsOnOneConnection)
{
    constexpr std::size_t kPart = 16'384;
    MbedClient board(m_server->port(), ca(), "127.0.0.1");
    ASSERT_EQ(board.handshakeResult(), 0);
    ASSERT_TRUE(board.send(fmt::format("HEAD {} HTTP/1.1\r\nHost: h\r\n\r\n", path())));
    ASSERT_NE(board.readHead().find("Content-Length: 300001\r\n"), std::string::npos);
    std::string all;
    while (all.size() < m_content.size()) {
        const std::size_t want = std::min(kPart, m_content.size() - all.size());
        // One byte too many at the end, as ESP-IDF asks.
        ASSERT_TRUE(board.send(
            get(fmt::format("Range: bytes={}-{}\r\n", all.size(), all.size() + kPart - 1))));
        ASSERT_TRUE(board.readHead().starts_with("HTTP/1.1 206 "));
        all += board.read(want);
    }
    EXPECT_EQ(all, m_content);
    EXPECT_EQ(m_server->totals().handshakes, 1u);
}

TEST_F(Mbed, ResumesItsSession)
{
    MbedClient::SessionPointer session;
    {
        MbedClient first(m_server->port(), ca(), "127.0.0.1");
        ASSERT_EQ(first.handshakeResult(), 0);
        session = first.session();
        ASSERT_NE(session, nullptr);
    }
    MbedClient second(m_server->port(), ca(), "127.0.0.1", session);
    ASSERT_EQ(second.handshakeResult(), 0);
    ASSERT_TRUE(second.send(get("Range: bytes=0-9\r\n")));
    ASSERT_TRUE(second.readHead().starts_with("HTTP/1.1 206 "));
    EXPECT_EQ(second.read(10), m_content.substr(0, 10));
    EXPECT_EQ(m_server->totals().resumedHandshakes, 1u);
}

TEST_F(Mbed, RefusalsOfTheCertificateAreToldApart)
{
    (void)makeCertificate("stranger");
    const std::string stranger = readTextFile(m_folder / "stranger.pem").value();
    const auto reasonFor = [&](const std::string &trusted, const std::string &host) {
        EXPECT_EQ(MbedClient(m_server->port(), trusted, host).handshakeResult(), -0x2700);
        std::vector<HandshakeFailure> failures;
        EXPECT_TRUE(waitUntil([&] {
            failures = m_server->takeHandshakeFailures();
            return !failures.empty();
        }));
        EXPECT_TRUE(failures.at(0).certificateRefused);
        return failures.at(0).reason;
    };
    const std::string wrongCa = reasonFor(stranger, "127.0.0.1");
    EXPECT_NE(wrongCa.find("unknown CA"), std::string::npos) << wrongCa;
    const std::string wrongName = reasonFor(ca(), "192.168.1.77");
    EXPECT_NE(wrongName.find("address in the URL"), std::string::npos) << wrongName;
}

} // namespace
} // namespace otabench::server
