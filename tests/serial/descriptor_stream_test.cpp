#include "serial/detail/descriptor_stream.h"

#include "loop.h"

#include <gtest/gtest.h>

#include <fcntl.h>
#include <sys/socket.h>
#include <unistd.h>

#include <array>

namespace otabench::serial::detail {
namespace {

/// A socket pair that keeps the borders of writes: what one read() gives is what one write() sent.
class DescriptorStreamTest : public testing::Test
{
protected:
    DescriptorStreamTest()
    {
        EXPECT_EQ(::socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_NONBLOCK, 0, m_ends.data()), 0);
        m_stream = DescriptorStream::make(m_context, m_ends[0], "test", [this] {
            ::close(m_ends[0]);
            ++m_closes;
        });
    }

    ~DescriptorStreamTest() override
    {
        m_stream->stop();
        ::close(m_ends[1]);
    }

    /// Sizes of the pieces that arrive until all of `bytes` have.
    std::vector<std::size_t> pieces(std::size_t bytes)
    {
        std::vector<std::size_t> sizes;
        std::size_t all = 0;
        EXPECT_TRUE(runUntil(m_context, [&] {
            std::array<char, 1000> buffer;
            for (ssize_t n; (n = ::read(m_ends[1], buffer.data(), buffer.size())) > 0;) {
                sizes.push_back(static_cast<std::size_t>(n));
                all += static_cast<std::size_t>(n);
            }
            return all >= bytes;
        }));
        return sizes;
    }

    boost::asio::io_context m_context;
    std::array<int, 2> m_ends{};
    std::shared_ptr<DescriptorStream> m_stream;
    int m_closes = 0;
};

TEST_F(DescriptorStreamTest, PacedWritesComeInChunksWithGaps)
{
    const auto begin = std::chrono::steady_clock::now();
    m_stream->write(std::string(150, 'a'), {.chunkBytes = 64, .gapMilliseconds = 20});
    m_stream->write(std::string(10, 'b'), {.chunkBytes = 64, .gapMilliseconds = 20});
    EXPECT_EQ(pieces(160), (std::vector<std::size_t>{64, 64, 22, 10}));
    EXPECT_GE(std::chrono::steady_clock::now() - begin, std::chrono::milliseconds(60));
}

TEST_F(DescriptorStreamTest, WritesWithoutPaceGoOutWhole)
{
    m_stream->write(std::string(600, 'a'), {});
    EXPECT_EQ(pieces(600), std::vector<std::size_t>{600});
}

TEST_F(DescriptorStreamTest, StopClosesOnceAndMayBeRepeated)
{
    m_stream->stop();
    m_stream->stop();
    EXPECT_EQ(m_closes, 1);
    m_stream->write("x", {});
    m_context.run();
}

TEST_F(DescriptorStreamTest, AClosedFarEndIsReportedAndNotASignal)
{
    std::optional<Error> closed;
    m_stream->start([](std::span<const char>) {}, [&](const Error &reason) { closed = reason; });
    ::shutdown(m_ends[1], SHUT_RDWR);
    m_stream->write("x", {}); // EPIPE
    EXPECT_TRUE(runUntil(m_context, [&] { return closed.has_value(); }));
    EXPECT_EQ(closed->code, ErrorCode::PortGone);
    EXPECT_EQ(m_closes, 1);
}

} // namespace
} // namespace otabench::serial::detail
