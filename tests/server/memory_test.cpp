// What hostile and slow clients can make the server hold. Counted in bytes of the heap of this
// process, in which the server runs; the clients are bare sockets.

#include "fixture.h"

#include <arpa/inet.h>
#include <malloc.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
#define OTABENCH_HAS_SANITIZER_ALLOCATOR
// As sanitizer/allocator_interface.h declares it, which not every compiler's package has.
extern "C" std::size_t __sanitizer_get_current_allocated_bytes();
#endif

namespace otabench::server {
namespace {

constexpr std::ptrdiff_t kKilobyte = 1024;
constexpr std::ptrdiff_t kMegabyte = 1024 * kKilobyte;

std::ptrdiff_t heapBytes()
{
#ifdef OTABENCH_HAS_SANITIZER_ALLOCATOR
    return static_cast<std::ptrdiff_t>(__sanitizer_get_current_allocated_bytes());
#else
    const struct mallinfo2 info = ::mallinfo2();
    return static_cast<std::ptrdiff_t>(info.uordblks + info.hblkhd);
#endif
}

using Clients = std::vector<std::unique_ptr<RawClient>>;

class Memory : public ServerTest
{
protected:
    /// After a first client, for whom what is needed once was made.
    void beginCounting()
    {
        EXPECT_TRUE(serves());
        EXPECT_TRUE(waitUntil([&] { return m_server->totals().openConnections == 0; }));
        m_before = heapBytes();
    }

    std::ptrdiff_t grown() const { return heapBytes() - m_before; }

    /// Connections that have sent `bytes` and stay. A good client comes after them: the server has
    /// seen what they sent by then.
    Clients connectWith(std::size_t count, std::string_view bytes)
    {
        Clients clients;
        for (std::size_t i = 0; i < count; ++i) {
            clients.push_back(std::make_unique<RawClient>(m_server->port()));
            EXPECT_TRUE(clients.back()->send(bytes));
        }
        EXPECT_TRUE(serves());
        EXPECT_TRUE(waitUntil([&] { return m_server->totals().openConnections == count; }));
        return clients;
    }

    void expectNothingIsLeft()
    {
        EXPECT_TRUE(serves());
        EXPECT_TRUE(waitUntil([&] { return m_server->totals().openConnections == 0; }));
        EXPECT_LT(grown(), kMegabyte) << "what is remembered of them is bounded";
    }

    std::ptrdiff_t m_before = 0;
};

TEST_F(Memory, OfHalfOpenHandshakesIsWhatOpensslTakesForOne)
{
    constexpr std::ptrdiff_t kCount = 1000;
    start();
    beginCounting();
    {
        const Clients silent = connectWith(kCount, "");
        EXPECT_LT(grown(), kCount * 16 * kKilobyte);
        for (const auto &client : silent)
            EXPECT_TRUE(client->send(std::string("\x16\x03\x01\x02\x00\x01", 6)));
        EXPECT_TRUE(serves());
        EXPECT_LT(grown(), kCount * 85 * kKilobyte); // three buffers of a record, and the session
    }
    expectNothingIsLeft();
}

TEST_F(Memory, OfHeadsThatDoNotEndIsOneHeadEach)
{
    constexpr std::ptrdiff_t kCount = 500;
    startPlain();
    beginCounting();
    {
        const Clients slow =
            connectWith(kCount, "GET / HTTP/1.1\r\nX: " + std::string(8'000, 'x')); // limit: 8192
        EXPECT_LT(grown(), kCount * 24 * kKilobyte);
    }
    expectNothingIsLeft();
}

TEST_F(Memory, OfOversizedHeadsIsNothing)
{
    startPlain();
    beginCounting();
    for (int i = 0; i < 20; ++i) {
        const RawClient client(m_server->port());
        (void)client.send("GET / HTTP/1.1\r\nX: " + std::string(kMegabyte, 'x'));
        EXPECT_LT(grown(), 4 * kMegabyte) << "of which one is this client's";
        client.closeWriting();
        EXPECT_TRUE(client.readToEnd().value_or("").starts_with("HTTP/1.1 431 "));
    }
    expectNothingIsLeft();
}

TEST_F(Memory, OfTransfersThatNobodyReadsIsABatchEach)
{
    constexpr std::ptrdiff_t kCount = 100;
    m_content = noise(8'000'000);
    start();
    beginCounting();
    {
        std::vector<std::unique_ptr<TlsClient>> stalled;
        for (std::ptrdiff_t i = 0; i < kCount; ++i) {
            stalled.push_back(std::make_unique<TlsClient>(m_server->port()));
            ASSERT_TRUE(stalled.back()->send(get()));
        }
        ASSERT_TRUE(waitUntil([&] { return m_server->totals().requests == kCount + 1; }));
        const PublishedImage small = publish("small.bin", "small");
        EXPECT_EQ(curl({m_server->url("127.0.0.1", small, "")}).out, "small");
        // 256 KB of the server's, and a session with its buffers on either side.
        EXPECT_LT(grown(), kCount * (256 + 128) * kKilobyte);
    }
    EXPECT_TRUE(waitUntil([&] { return m_server->totals().openConnections == 0; }));
    EXPECT_LT(grown(), kMegabyte);
}

TEST_F(Memory, OfTenThousandResetsIsNothing)
{
    start();
    beginCounting();
    for (int i = 0; i < 10'000; ++i) {
        RawClient client(m_server->port());
        if (i % 3 == 1)
            (void)client.send("\x16\x03\x01");
        client.reset();
    }
    expectNothingIsLeft();
    EXPECT_LE(m_server->takeHandshakeFailures().size(), 1000u);
}

TEST_F(Memory, OfRequestsThatNobodyTakesIsTheNewest)
{
    startPlain({.recordRequests = true});
    const RawClient client(m_server->port());
    std::string hundred;
    for (int i = 0; i < 100; ++i)
        hundred += "HEAD /none HTTP/1.1\r\nHost: h\r\n\r\n";
    ASSERT_TRUE(client.send(hundred));
    const std::string answer = client.readHead();
    ASSERT_TRUE(answer.starts_with("HTTP/1.1 404 "));
    ASSERT_EQ(client.read(99 * answer.size()).size(), 99 * answer.size());
    for (int i = 0; i < 100; ++i) {
        ASSERT_TRUE(client.send(hundred));
        ASSERT_EQ(client.read(100 * answer.size()).size(), 100 * answer.size());
    }
    ASSERT_TRUE(waitUntil([&] { return m_server->totals().requests == 10'100; }));
    EXPECT_EQ(m_server->takeRequests().size(), 10'000u);
}

TEST_F(Memory, OfAddressesIsTheNewest)
{
    startPlain();
    sockaddr_in server = {};
    server.sin_family = AF_INET;
    server.sin_port = htons(m_server->port());
    server.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    for (std::uint32_t i = 0; i < 4'200; ++i) {
        const int client = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
        sockaddr_in own = {};
        own.sin_family = AF_INET;
        own.sin_addr.s_addr = htonl(INADDR_LOOPBACK + 0x10000 + i); // 127.1.…
        ASSERT_EQ(::bind(client, reinterpret_cast<sockaddr *>(&own), sizeof own), 0);
        ASSERT_EQ(::connect(client, reinterpret_cast<sockaddr *>(&server), sizeof server), 0);
        ::close(client);
    }
    EXPECT_TRUE(serves());
    EXPECT_LE(m_server->addressTraffic().size(), 4'096u);
}

} // namespace
} // namespace otabench::server
