// Clients that are slow, silent, broken or hostile.

#include "fixture.h"

#include "base/log.h"

#include <sys/resource.h>
#include <unistd.h>

#include <ctime>
#include <random>

namespace otabench::server {
namespace {

using std::chrono::milliseconds;

constexpr milliseconds kShort{200};

class Limits : public ServerTest
{
protected:
    /// The peer closes, and does not need kTestLimit for it.
    static void expectClosed(const RawClient &client)
    {
        EXPECT_TRUE(client.readToEnd().has_value());
    }
};

TEST_F(Limits, EndsAHandshakeThatDoesNotBegin)
{
    start({.limits = {.handshake = kShort}});
    const RawClient silent(m_server->port());
    expectClosed(silent);
    EXPECT_TRUE(serves());
    EXPECT_EQ(m_server->takeHandshakeFailures().size(), 1u);
}

TEST_F(Limits, EndsAHandshakeThatStopsHalfWay)
{
    start({.limits = {.handshake = kShort}});
    const RawClient client(m_server->port());
    ASSERT_TRUE(client.send(std::string("\x16\x03\x01\x02\x00\x01", 6)));
    expectClosed(client);
    const auto failures = m_server->takeHandshakeFailures();
    ASSERT_EQ(failures.size(), 1u);
    EXPECT_NE(failures[0].reason.find("did not finish"), std::string::npos) << failures[0].reason;
}

TEST_F(Limits, EndsAHeadThatDoesNotEnd)
{
    startPlain({.limits = {.head = kShort, .farewell = kShort}});
    const RawClient client(m_server->port());
    bool open = true;
    for (int i = 0; open && i < 10'000; ++i) { // a byte at a time does not prolong it
        open = client.send("G");
        (void)waitUntil([] { return false; }, milliseconds(5));
    }
    EXPECT_FALSE(open);
}

TEST_F(Limits, EndsAnIdleConnection)
{
    start({.limits = {.idle = kShort}});
    TlsClient client(m_server->port());
    ASSERT_TRUE(client.send(get("Range: bytes=0-0\r\n")));
    ASSERT_TRUE(client.readHead().starts_with("HTTP/1.1 206 "));
    ASSERT_EQ(client.read(1).size(), 1u);
    EXPECT_EQ(client.readToEnd(), "") << "with a TLS farewell";
}

TEST_F(Limits, EndsATransferThatNobodyReads)
{
    m_content = noise(30'000'000);
    startPlain({.recordRequests = true, .limits = {.stall = kShort}});
    const RawClient client(m_server->port());
    ASSERT_TRUE(client.send(get()));
    std::vector<FinishedRequest> requests;
    ASSERT_TRUE(waitUntil([&] {
        requests = m_server->takeRequests();
        return !requests.empty();
    }));
    EXPECT_FALSE(requests[0].isComplete());
    EXPECT_LT(requests[0].sentBytes, m_content.size());
}

TEST_F(Limits, DoesNotEndATransferThatIsOnlySlow)
{
    m_content = noise(6'000'000);
    startPlain({.limits = {.head = kShort, .idle = kShort}});
    const RawClient client(m_server->port());
    ASSERT_TRUE(client.send(get("Connection: close\r\n")));
    ASSERT_TRUE(client.readHead().starts_with("HTTP/1.1 200 "));
    std::string all;
    while (all.size() < m_content.size()) {
        const std::string part =
            client.read(std::min<std::size_t>(100'000, m_content.size() - all.size()));
        ASSERT_FALSE(part.empty()) << all.size();
        all += part;
        (void)waitUntil([] { return false; }, milliseconds(10));
    }
    EXPECT_EQ(all, m_content);
}

TEST_F(Limits, MakesRoomByClosingWhoWasIdleLongest)
{
    startPlain({.limits = {.connections = 4}});
    std::vector<std::unique_ptr<RawClient>> idle;
    for (int i = 0; i < 4; ++i)
        idle.push_back(std::make_unique<RawClient>(m_server->port()));
    EXPECT_TRUE(serves()); // waits in the kernel's queue until one may be closed
    EXPECT_LE(m_server->totals().openConnections, 4u);
    EXPECT_EQ(idle[0]->readToEnd(), "");
}

TEST_F(Limits, BoundsHowManyTransferAtOnce)
{
    m_content = noise(20'000'000);
    startPlain({.limits = {.stall = milliseconds(2000), .connections = 3}});
    std::vector<std::unique_ptr<RawClient>> stalled;
    for (int i = 0; i < 3; ++i) {
        stalled.push_back(std::make_unique<RawClient>(m_server->port()));
        ASSERT_TRUE(stalled.back()->send(get()));
        ASSERT_TRUE(stalled.back()->readHead().starts_with("HTTP/1.1 200 "));
    }
    const RawClient waiting(m_server->port());
    ASSERT_TRUE(waiting.send(get("Range: bytes=0-4\r\nConnection: close\r\n")));
    EXPECT_LE(m_server->totals().openConnections, 3u);
    const auto answer = waiting.readToEnd(); // once a stalled one has been given up
    ASSERT_TRUE(answer.has_value());
    EXPECT_TRUE(answer->ends_with(m_content.substr(0, 5)));
}

/// While it lives, this process has no descriptor left but those it frees.
class NoDescriptors
{
public:
    NoDescriptors()
    {
        ::getrlimit(RLIMIT_NOFILE, &m_before);
        const int next = ::dup(0);
        rlimit tight = m_before;
        tight.rlim_cur = static_cast<rlim_t>(next) + 4;
        ::setrlimit(RLIMIT_NOFILE, &tight);
        for (int fd = next; fd >= 0; fd = ::dup(0))
            m_fillers.push_back(fd);
    }

    ~NoDescriptors()
    {
        ::setrlimit(RLIMIT_NOFILE, &m_before);
        for (const int fd : m_fillers)
            ::close(fd);
    }

    NoDescriptors(const NoDescriptors &) = delete;
    NoDescriptors &operator=(const NoDescriptors &) = delete;

    void freeOne()
    {
        ::close(m_fillers.back());
        m_fillers.pop_back();
    }

private:
    rlimit m_before = {};
    std::vector<int> m_fillers;
};

TEST_F(Limits, WaitsWithoutWorkWhenDescriptorsRunOut)
{
    startPlain();
    // UBSan opens a pipe for each class it has not met: it has to meet the logger's now.
    logWarning("server", "the next warning, of too many open files, belongs to this test");
    EXPECT_TRUE(serves());
    EXPECT_TRUE(waitUntil([&] { return m_server->totals().openConnections == 0; }));
    std::optional<NoDescriptors> none(std::in_place);
    none->freeOne();
    const RawClient client(m_server->port()); // has the last one: accept finds none
    const std::clock_t before = std::clock();
    (void)waitUntil([] { return false; }, milliseconds(400));
    const double cpuSeconds = static_cast<double>(std::clock() - before) / CLOCKS_PER_SEC;
    EXPECT_EQ(m_server->totals().openConnections, 0u);
    none.reset();
    EXPECT_LT(cpuSeconds, 0.3) << "a busy loop would use all of it";
    ASSERT_TRUE(client.send(get("Connection: close\r\n")));
    const auto answer = client.readToEnd();
    ASSERT_TRUE(answer.has_value());
    EXPECT_TRUE(answer->ends_with(m_content));
}

TEST_F(Limits, WaitsWithoutWorkForTheOtherEnd)
{
    startPlain();
    const RawClient client(m_server->port());
    ASSERT_TRUE(client.send("garbage\r\n\r\n")); // of which more may come
    const auto answer = client.readToEnd();
    ASSERT_TRUE(answer.has_value() && answer->starts_with("HTTP/1.1 400 "));
    const std::clock_t before = std::clock();
    (void)waitUntil([] { return false; }, milliseconds(400));
    const double cpuSeconds = static_cast<double>(std::clock() - before) / CLOCKS_PER_SEC;
    EXPECT_EQ(m_server->totals().openConnections, 1u) << "it waits for this end to close";
    EXPECT_LT(cpuSeconds, 0.3);
}

TEST_F(Limits, DoesNotWaitForTheOtherEndWhenAllIsSaid)
{
    start();
    TlsClient client(m_server->port());
    ASSERT_TRUE(client.send(get("Connection: close\r\n")));
    const auto answer = client.readToEnd();
    ASSERT_TRUE(answer.has_value() && answer->ends_with(m_content));
    EXPECT_TRUE(waitUntil([&] { return m_server->totals().openConnections == 0; }))
        << "though this end is still open";
    EXPECT_EQ(m_server->totals().errors.cutOff, 0u);
}

TEST_F(Limits, SurvivesGarbageOnBothLayers)
{
    start();
    std::mt19937 random(7);
    for (unsigned i = 0; i < 60; ++i) {
        const RawClient raw(m_server->port());
        (void)raw.send(noise(1 + random() % 2000, i));
        raw.closeWriting();
        expectClosed(raw);
    }
    for (unsigned i = 0; i < 20; ++i) {
        TlsClient inside(m_server->port());
        ASSERT_TRUE(inside.isConnected());
        (void)inside.send(noise(1 + random() % 2000, i) + "\r\n\r\n");
        const auto answer = inside.readToEnd();
        ASSERT_TRUE(answer.has_value());
        EXPECT_TRUE(answer->starts_with("HTTP/1.1 400 ")) << *answer;
    }
    EXPECT_TRUE(serves());
}

TEST_F(Limits, SurvivesMalformedRecordsBeforeASession)
{
    start();
    const auto repeated = [](std::string_view bytes, int times) {
        std::string all;
        for (int i = 0; i < times; ++i)
            all += bytes;
        return all;
    };
    using namespace std::string_view_literals;
    const std::pair<const char *, std::string> rows[] = {
        {"longer than a record may be", std::string("\x16\x03\x01\xff\xff"sv) + noise(100)},
        {"empty records", repeated("\x16\x03\x01\x00\x00"sv, 1000)},
        {"data before any keys", std::string("\x17\x03\x03\x00\x10"sv) + noise(16)},
        {"changes of cipher", repeated("\x14\x03\x03\x00\x01\x01"sv, 1000)},
        {"warnings", repeated("\x15\x03\x03\x00\x02\x01\x00"sv, 1000)},
        {"a hello of 16 MB", std::string("\x16\x03\x01\x00\x04\x01\xff\xff\xff"sv)},
        {"a heartbeat", std::string("\x18\x03\x03\x00\x03\x01\x40\x00"sv)},
        {"a hello of SSL 2",
         std::string("\x80\x2e\x01\x00\x02\x00\x15\x00\x00\x00\x10"sv) + noise(40)},
        {"no version of TLS", std::string("\x16\x09\x09\x00\x01\x01"sv)},
        {"zeros", std::string(64, '\0')},
    };
    for (const auto &[what, bytes] : rows) {
        SCOPED_TRACE(what);
        const RawClient client(m_server->port());
        (void)client.send(bytes);
        client.closeWriting();
        expectClosed(client);
        EXPECT_TRUE(serves());
    }
}

TEST_F(Limits, SurvivesDamagedRecordsInASession)
{
    start();
    for (unsigned i = 0; i < 20; ++i) {
        const RawClient socket(m_server->port());
        const openssl::SslContext context(SSL_CTX_new(TLS_client_method()));
        const openssl::Ssl session(SSL_new(context.get()));
        SSL_set_fd(session.get(), socket.descriptor());
        ASSERT_EQ(SSL_connect(session.get()), 1);
        // Of data, a handshake, an alert and a kind that there is not, whole and cut off.
        const std::string kind(1, "\x17\x16\x15\x42"[i % 4]);
        const std::string record = kind + std::string("\x03\x03\x00\x40", 4) + noise(64, i);
        ASSERT_TRUE(socket.send(i % 5 == 0 ? record.substr(0, 30) : record));
        socket.closeWriting();
        expectClosed(socket);
    }
    EXPECT_TRUE(serves());
}

TEST_F(Limits, SlowOnesDoNotHoldUpOthers)
{
    start();
    std::vector<std::unique_ptr<RawClient>> slow;
    for (int i = 0; i < 200; ++i) {
        slow.push_back(std::make_unique<RawClient>(m_server->port()));
        ASSERT_TRUE(slow.back()->send(std::string("\x16\x03\x01\x02\x00\x01", 6)));
    }
    EXPECT_TRUE(serves());
}

} // namespace
} // namespace otabench::server
