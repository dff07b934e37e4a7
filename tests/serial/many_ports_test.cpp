// One thread follows hundreds of ports, and every byte arrives.

#include "loop.h"
#include "serial/transport.h"
#include "support/pty.h"

#include <gtest/gtest.h>

#include <sys/resource.h>

#include <atomic>
#include <memory>
#include <thread>
#include <vector>

namespace otabench::serial {
namespace {

constexpr std::size_t kPorts = 256;
constexpr std::size_t kLines = 400;

std::string lineOf(std::size_t port, std::size_t line)
{
    return fmt::format("I ({}) board{}: line {} of a log that must arrive whole\r\n", line, port,
                       line);
}

struct Follower
{
    support::Pty pty;
    std::unique_ptr<Transport> transport;
    std::string pending;
    std::size_t lines = 0;
    bool isWhole = true;

    void take(std::size_t port, std::span<const char> bytes)
    {
        pending.append(bytes.data(), bytes.size());
        for (std::size_t end = 0; (end = pending.find('\n')) != pending.npos;) {
            isWhole = isWhole && pending.compare(0, end + 1, lineOf(port, lines)) == 0;
            pending.erase(0, end + 1);
            ++lines;
        }
    }
};

/// Three descriptors a port: two ends of the pty, and ours.
void allowDescriptors()
{
    rlimit limit = {};
    ASSERT_EQ(::getrlimit(RLIMIT_NOFILE, &limit), 0);
    limit.rlim_cur = std::min<rlim_t>(limit.rlim_max, 4 * kPorts + 256);
    ASSERT_EQ(::setrlimit(RLIMIT_NOFILE, &limit), 0);
}

TEST(ManyPorts, OneThreadReadsHundredsAndLosesNothing)
{
    allowDescriptors();
    boost::asio::io_context context;
    std::vector<std::unique_ptr<Follower>> followers;
    for (std::size_t port = 0; port < kPorts; ++port) {
        auto &follower = *followers.emplace_back(std::make_unique<Follower>());
        auto opened = openTransport(context, *parseAddress("pty:" + follower.pty.path()));
        ASSERT_TRUE(opened) << opened.error().text;
        follower.transport = *std::move(opened);
        follower.transport->start(
            [&follower, port](std::span<const char> bytes) { follower.take(port, bytes); },
            [](const Error &reason) { ADD_FAILURE() << reason.text; });
    }

    // The boards print as fast as they can, all at once; print() waits when the port is full.
    std::jthread boards([&] {
        for (std::size_t line = 0; line < kLines; ++line) {
            for (std::size_t port = 0; port < kPorts; ++port)
                followers[port]->pty.print(lineOf(port, line));
        }
    });

    std::size_t arrived = 0;
    EXPECT_TRUE(runUntil(
        context,
        [&] {
            arrived = 0;
            for (const auto &follower : followers)
                arrived += follower->lines;
            return arrived == kPorts * kLines;
        },
        std::chrono::minutes(3)));
    EXPECT_EQ(arrived, kPorts * kLines) << "lines lost: " << kPorts * kLines - arrived;
    for (const auto &follower : followers)
        EXPECT_TRUE(follower->isWhole);
}

} // namespace
} // namespace otabench::serial
