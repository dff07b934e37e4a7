// Fetching an image from another web server, as somebody who waits for it sees it.
#include "fixture.h"
#include "server/origin.h"

#include "base/files.h"

#include <arpa/inet.h>
#include <gmock/gmock.h>
#include <netinet/in.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <thread>

namespace otabench::server {
namespace {

using testing::HasSubstr;

class OriginTest : public ServerTest
{
protected:
    [[nodiscard]] OriginRequest request()
    {
        const auto pem = readTextFile(m_folder / "server.pem");
        EXPECT_TRUE(pem);
        return {.url = url(), .trustPem = pem.value_or("")};
    }
};

TEST_F(OriginTest, TellsHowFarItIs)
{
    start();
    auto asked = request();
    std::uint64_t bytes = 0, total = 0;
    unsigned calls = 0;
    asked.progress = [&](std::uint64_t soFar, std::uint64_t all) {
        EXPECT_GE(soFar, bytes);
        bytes = soFar;
        total = all;
        ++calls;
    };

    const auto fetched = fetchFile(asked);

    ASSERT_TRUE(fetched) << fetched.error().text;
    EXPECT_EQ(fetched->size(), m_content.size());
    EXPECT_EQ(bytes, m_content.size());
    EXPECT_EQ(total, m_content.size());
    EXPECT_GT(calls, 1u);
}

TEST_F(OriginTest, EndsWhenItIsStopped)
{
    start();
    auto asked = request();
    std::stop_source stop;
    asked.stop = stop.get_token();
    asked.progress = [&](std::uint64_t, std::uint64_t) { stop.request_stop(); };

    const auto fetched = fetchFile(asked);

    ASSERT_FALSE(fetched);
    EXPECT_EQ(fetched.error().code, ErrorCode::Cancelled);
    EXPECT_THAT(fetched.error().text, HasSubstr(asked.url));
}

TEST_F(OriginTest, AStopEndsTheWaitForASilentServer)
{
    const int listener = ::socket(AF_INET, SOCK_STREAM, 0);
    sockaddr_in address = {};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = ::htonl(INADDR_LOOPBACK);
    ASSERT_EQ(::bind(listener, reinterpret_cast<sockaddr *>(&address), sizeof address), 0);
    ASSERT_EQ(::listen(listener, 1), 0);
    socklen_t length = sizeof address;
    ::getsockname(listener, reinterpret_cast<sockaddr *>(&address), &length);
    std::stop_source stop;
    OriginRequest asked{.url = fmt::format("https://127.0.0.1:{}/a.bin", ntohs(address.sin_port)),
                        .trustPem = makeCertificate("other").certificatePem,
                        .stop = stop.get_token()};
    std::thread stopper([&] {
        pollfd waiting{listener, POLLIN, 0};
        ::poll(&waiting, 1, 30'000); // it has connected
        stop.request_stop();
    });
    const auto begun = std::chrono::steady_clock::now();

    const auto fetched = fetchFile(asked);

    stopper.join();
    ::close(listener);
    ASSERT_FALSE(fetched);
    EXPECT_EQ(fetched.error().code, ErrorCode::Cancelled);
    EXPECT_LT(std::chrono::steady_clock::now() - begun, kTestLimit); // not its own two minutes
}

} // namespace
} // namespace otabench::server
