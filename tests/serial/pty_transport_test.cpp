#include "loop.h"
#include "serial/transport.h"
#include "support/pty.h"
#include "support/temporary_folder.h"

#include <gtest/gtest.h>

#include <sys/file.h>
#include <sys/wait.h>

#include <filesystem>
#include <memory>
#include <optional>

namespace otabench::serial {
namespace {

using support::Pty;
using support::TemporaryFolder;

class PtyTransportTest : public testing::Test
{
protected:
    Result<std::unique_ptr<Transport>> open(const std::string &text)
    {
        return openTransport(m_context, *parseAddress(text));
    }

    std::unique_ptr<Transport> openAndStart(const Pty &pty)
    {
        auto transport = open("pty:" + pty.path());
        EXPECT_TRUE(transport) << transport.error().text;
        (*transport)
            ->start(
                [this](std::span<const char> bytes) { m_bytes.append(bytes.data(), bytes.size()); },
                [this](const Error &reason) {
                    ++m_closings;
                    m_closed = reason;
                });
        return std::move(*transport);
    }

    bool runUntil(const auto &condition) { return serial::runUntil(m_context, condition); }

    boost::asio::io_context m_context;
    std::string m_bytes;
    std::optional<Error> m_closed;
    int m_closings = 0;
};

TEST_F(PtyTransportTest, ReadsWhatTheBoardPrints)
{
    Pty pty;
    const auto transport = openAndStart(pty);
    pty.print("I (1) boot: hello\r\n");
    EXPECT_TRUE(runUntil([&] { return m_bytes == "I (1) boot: hello\r\n"; })) << m_bytes;
    pty.print(std::string_view("\0\xff\x11\x13\x03\x04", 6)); // raw: no byte has a meaning
    EXPECT_TRUE(runUntil([&] { return m_bytes.ends_with("\x13\x03\x04"); }));
    EXPECT_EQ(m_bytes.size(), 25u);
}

TEST_F(PtyTransportTest, WritesInOrderWithAndWithoutPace)
{
    Pty pty;
    const auto transport = openAndStart(pty);
    const std::string paced(300, 'p');
    transport->write("first\n", {});
    transport->write(paced, {.chunkBytes = 64, .gapMilliseconds = 1});
    transport->write("last\n", {});
    std::string all;
    EXPECT_TRUE(runUntil([&] {
        all += pty.received();
        return all.ends_with("last\n");
    }));
    EXPECT_EQ(all, "first\n" + paced + "last\n");
}

TEST_F(PtyTransportTest, OpensThroughALinkAndFollowsItWhenItMoves)
{
    TemporaryFolder folder;
    const std::string link = (folder / "vb-01").string();
    for (int round = 0; round < 2; ++round) {
        Pty pty;
        std::filesystem::remove(link);
        std::filesystem::create_symlink(pty.path(), link);
        m_bytes.clear();
        auto transport = open("pty:" + link);
        ASSERT_TRUE(transport) << transport.error().text;
        EXPECT_EQ((*transport)->address().path, link);
        transport.value()->start(
            [this](std::span<const char> bytes) { m_bytes.append(bytes.data(), bytes.size()); },
            [](const Error &) {});
        pty.print("x");
        EXPECT_TRUE(runUntil([&] { return m_bytes == "x"; }));
    }
}

TEST_F(PtyTransportTest, HangUpIsReportedOnceAfterTheLastBytes)
{
    Pty pty;
    const auto transport = openAndStart(pty);
    pty.print("last words");
    EXPECT_TRUE(runUntil([&] { return m_bytes == "last words"; }));
    pty.hangUp();
    ASSERT_TRUE(runUntil([&] { return m_closed.has_value(); }));
    EXPECT_EQ(m_closed->code, ErrorCode::PortGone);
    EXPECT_NE(m_closed->text.find(pty.path()), std::string::npos);
    transport->write("into nothing", {});
    m_context.restart();
    m_context.poll();
    EXPECT_EQ(m_closings, 1);
}

TEST_F(PtyTransportTest, AHangUpBeforeStartIsReportedByStart)
{
    Pty pty;
    auto transport = open("pty:" + pty.path());
    ASSERT_TRUE(transport);
    pty.hangUp();
    transport.value()->write("x", {});
    m_context.run_for(std::chrono::milliseconds(50));
    bool closed = false;
    transport.value()->start(
        [](std::span<const char>) {},
        [&](const Error &reason) { closed = reason.code == ErrorCode::PortGone; });
    EXPECT_TRUE(runUntil([&] { return closed; }));
}

TEST_F(PtyTransportTest, TheHandlerMayCloseThePort)
{
    Pty pty;
    auto transport = open("pty:" + pty.path());
    ASSERT_TRUE(transport);
    int calls = 0;
    auto owned = std::move(*transport);
    owned->start(
        [&](std::span<const char>) {
            ++calls;
            owned.reset();
        },
        [&](const Error &) { ++calls; });
    owned->write("unsent", {.chunkBytes = 1, .gapMilliseconds = 1000});
    pty.print("x");
    EXPECT_TRUE(runUntil([&] { return calls == 1; }));
    pty.print("y");
    pty.hangUp();
    m_context.restart();
    m_context.run();
    EXPECT_EQ(calls, 1);
}

TEST_F(PtyTransportTest, NoHandlerIsCalledAfterDestruction)
{
    Pty pty;
    {
        const auto transport = openAndStart(pty);
        pty.print("never seen");
        transport->write("x", {});
    }
    m_context.run();
    EXPECT_EQ(m_bytes, "");
    EXPECT_EQ(m_closings, 0);
}

TEST_F(PtyTransportTest, AMissingPortIsNotFound)
{
    TemporaryFolder folder;
    const auto transport = open("pty:" + (folder / "vb-99").string());
    ASSERT_FALSE(transport);
    EXPECT_EQ(transport.error().code, ErrorCode::PortNotFound);
    EXPECT_NE(transport.error().text.find("vb-99"), std::string::npos);
}

TEST_F(PtyTransportTest, AFileIsNoPort)
{
    TemporaryFolder folder;
    for (const std::string &path : {folder.path().string(), std::string("/dev/null")}) {
        const auto transport = open("pty:" + path);
        ASSERT_FALSE(transport) << path;
        EXPECT_EQ(transport.error().code, ErrorCode::PortNotFound) << transport.error().text;
    }
}

TEST_F(PtyTransportTest, ASecondOpenIsBusyUntilTheFirstCloses)
{
    Pty pty;
    auto first = openAndStart(pty);
    const auto second = open("pty:" + pty.path());
    ASSERT_FALSE(second);
    EXPECT_EQ(second.error().code, ErrorCode::PortBusy);
    EXPECT_NE(second.error().text.find(std::to_string(::getpid())), std::string::npos)
        << second.error().text;
    first.reset();
    EXPECT_TRUE(open("pty:" + pty.path()));
}

TEST_F(PtyTransportTest, BusyNamesTheProcessThatHoldsThePort)
{
    Pty pty;
    int ready[2];
    ASSERT_EQ(::pipe(ready), 0);
    const pid_t child = ::fork();
    if (child == 0) {
        const int port = ::open(pty.path().c_str(), O_RDWR | O_NOCTTY);
        const char answer = ::flock(port, LOCK_EX | LOCK_NB) == 0 ? 'y' : 'n';
        if (::write(ready[1], &answer, 1) == 1)
            ::pause();
        ::_exit(1);
    }
    char answer = 0;
    ASSERT_EQ(::read(ready[0], &answer, 1), 1);
    ASSERT_EQ(answer, 'y');
    const auto transport = open("pty:" + pty.path());
    ::kill(child, SIGKILL);
    ::waitpid(child, nullptr, 0);
    ::close(ready[0]);
    ::close(ready[1]);
    ASSERT_FALSE(transport);
    EXPECT_EQ(transport.error().code, ErrorCode::PortBusy);
    ASSERT_EQ(transport.error().args.size(), 3u);
    EXPECT_EQ(transport.error().args[1], "serial_tests");
    EXPECT_EQ(transport.error().args[2], std::to_string(child));
}

TEST_F(PtyTransportTest, ResetSendsTheVirtualBoardsCommandBeforeWhatWaits)
{
    Pty pty;
    const auto transport = openAndStart(pty);
    transport->write(std::string(40'000, 'x'), {.chunkBytes = 1, .gapMilliseconds = 1000});
    EXPECT_TRUE(transport->reset(Transport::Reset::Run));
    std::string all;
    EXPECT_TRUE(runUntil([&] {
        all += pty.received();
        return all.ends_with("\x1b\\");
    }));
    EXPECT_EQ(all, "\x1b_otabench:reset\x1b\\");
    const auto bootloader = transport->reset(Transport::Reset::Bootloader);
    ASSERT_FALSE(bootloader);
    EXPECT_EQ(bootloader.error().code, ErrorCode::NotSupported);
}

TEST_F(PtyTransportTest, AFarEndThatDoesNotReadLosesBytesButStopsNothing)
{
    Pty pty;
    const auto transport = openAndStart(pty);
    for (int i = 0; i < 20; ++i)
        transport->write(std::string(10'000, 'x'), {});
    pty.print("still alive");
    EXPECT_TRUE(runUntil([&] { return m_bytes == "still alive"; }));
    std::size_t received = 0;
    EXPECT_TRUE(runUntil([&] {
        received += pty.received().size();
        return received >= 60'000;
    }));
    EXPECT_EQ(received % 10'000, 0u); // whole writes are dropped, never parts
}

TEST_F(PtyTransportTest, OneThreadReadsHundreds)
{
    constexpr std::size_t kPorts = 200;
    std::vector<std::unique_ptr<Pty>> boards;
    std::vector<std::unique_ptr<Transport>> ports;
    std::vector<std::string> read(kPorts);
    for (std::size_t i = 0; i < kPorts; ++i) {
        boards.push_back(std::make_unique<Pty>());
        auto port = open("pty:" + boards.back()->path());
        ASSERT_TRUE(port) << port.error().text;
        port.value()->start(
            [&read, i](std::span<const char> bytes) { read[i].append(bytes.data(), bytes.size()); },
            [](const Error &) {});
        ports.push_back(std::move(*port));
    }
    for (int line = 0; line < 20; ++line) {
        for (std::size_t i = 0; i < kPorts; ++i)
            boards[i]->print(fmt::format("board {} line {}\n", i, line));
    }
    EXPECT_TRUE(runUntil([&] {
        return std::all_of(read.begin(), read.end(),
                           [](const std::string &text) { return text.ends_with("line 19\n"); });
    }));
    EXPECT_TRUE(read[7].starts_with("board 7 line 0\nboard 7 line 1\n"));
}

} // namespace
} // namespace otabench::serial
