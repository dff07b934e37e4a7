#include "host_console.h"

#include "support/temporary_folder.h"

#include <gmock/gmock.h>

#include <atomic>
#include <fcntl.h>
#include <poll.h>
#include <termios.h>

namespace otabench::firmware::host {
namespace {

using namespace std::chrono_literals;
using testing::EndsWith;
using testing::HasSubstr;

constexpr std::string_view kReset = HostConsole::kResetCommand;

class HostConsoleTest : public testing::Test
{
protected:
    HostConsoleTest()
    {
        auto console = HostConsole::open(m_link, [this] { ++m_resets; });
        EXPECT_TRUE(console) << console.error();
        m_console = std::move(*console);
        m_console->restart(4096);
        auto hub = HostConsoleHub::start();
        EXPECT_TRUE(hub) << hub.error();
        m_hub = std::move(*hub);
        EXPECT_TRUE(m_hub->add(*m_console));
    }

    ~HostConsoleTest() override { m_hub->stop(); }

    [[nodiscard]] UniqueFd openPort() const
    {
        UniqueFd port(::open(m_link.c_str(), O_RDWR | O_NOCTTY | O_CLOEXEC));
        EXPECT_TRUE(port);
        return port;
    }

    static void send(const UniqueFd &port, std::string_view text)
    {
        ASSERT_EQ(::write(port.get(), text.data(), text.size()), static_cast<ssize_t>(text.size()));
    }

    /// What the board has received, once it ends with `end`.
    std::string receiveUntil(std::string_view end)
    {
        std::string all;
        const auto deadline = std::chrono::steady_clock::now() + 10s;
        while (!all.ends_with(end) && std::chrono::steady_clock::now() < deadline) {
            std::array<char, 256> bytes;
            m_console->waitForInput(100ms);
            all.append(bytes.data(), m_console->read(bytes.data(), bytes.size()));
        }
        return all;
    }

    [[nodiscard]] bool waitForResets(int count) const
    {
        const auto deadline = std::chrono::steady_clock::now() + 10s;
        while (m_resets < count && std::chrono::steady_clock::now() < deadline)
            std::this_thread::yield();
        return m_resets == count;
    }

    static std::string readUntil(const UniqueFd &port, std::string_view end)
    {
        std::string all;
        pollfd wait = {.fd = port.get(), .events = POLLIN, .revents = 0};
        while (all.find(end) == std::string::npos && ::poll(&wait, 1, 10'000) > 0) {
            std::array<char, 4096> bytes;
            const ssize_t got = ::read(port.get(), bytes.data(), bytes.size());
            if (got <= 0)
                break;
            all.append(bytes.data(), static_cast<std::size_t>(got));
        }
        return all;
    }

    support::TemporaryFolder m_folder;
    std::filesystem::path m_link = m_folder / "vb-01";
    std::atomic<int> m_resets = 0;
    std::unique_ptr<HostConsole> m_console;
    std::unique_ptr<HostConsoleHub> m_hub;
};

TEST_F(HostConsoleTest, PassesBytesBothWaysUnchanged)
{
    const UniqueFd port = openPort();
    termios settings = {};
    ASSERT_EQ(::tcgetattr(port.get(), &settings), 0);
    EXPECT_EQ(settings.c_lflag & static_cast<tcflag_t>(ECHO | ICANON), 0u);
    send(port, "a\r\x03\x1b[A\x11z");
    EXPECT_EQ(receiveUntil("z"), "a\r\x03\x1b[A\x11z");
    m_console->write("I (1) x: y\r\n\xff!");
    EXPECT_EQ(readUntil(port, "!"), "I (1) x: y\r\n\xff!");
}

TEST_F(HostConsoleTest, KeepsTheFirstOutputForAHostThatComesLate)
{
    m_console->write("boot\r\n");
    EXPECT_EQ(readUntil(openPort(), "\n"), "boot\r\n");
}

TEST_F(HostConsoleTest, WorksOnAfterTheHostReopensThePort)
{
    {
        const UniqueFd port = openPort();
        send(port, "one\n");
        EXPECT_EQ(receiveUntil("\n"), "one\n");
    }
    m_console->write("between\n");
    const UniqueFd port = openPort();
    EXPECT_EQ(readUntil(port, "\n"), "between\n");
    send(port, "two\n");
    EXPECT_EQ(receiveUntil("\n"), "two\n");
}

TEST_F(HostConsoleTest, NeverBlocksTheBoardForEverWhenNobodyReads)
{
    const std::string line(100, 'x');
    for (int i = 0; i < 400; ++i)
        m_console->write(line);
    const UniqueFd port = openPort();
    m_console->write("newest");
    EXPECT_THAT(readUntil(port, "newest"), HasSubstr("newest"));
}

TEST_F(HostConsoleTest, TakesTheResetCommandOutInPieces)
{
    const UniqueFd port = openPort();
    send(port, kReset.substr(0, 7));
    send(port, kReset.substr(7));
    EXPECT_TRUE(waitForResets(1));
    send(port, "\x1b_otabench:res");
    send(port, "\x1b_otabench:reset\x1b_otabench:reset\x1b\\");
    EXPECT_TRUE(waitForResets(2));
    send(port, "after");
    EXPECT_EQ(receiveUntil("after"), "after");
}

TEST_F(HostConsoleTest, PassesOnWhatOnlyBeginsLikeAResetCommand)
{
    const UniqueFd port = openPort();
    for (const std::string text : {"\x1b\x1b_otabench:rest", "\x1b_otabench:reset\x1b\x1b!",
                                   "\x1b_otabench:reset\x1b_otabench:reset\x1bx"}) {
        send(port, text + ".");
        EXPECT_EQ(receiveUntil("."), text + ".");
    }
    EXPECT_EQ(m_resets, 0);
}

TEST_F(HostConsoleTest, LosesBytesBeyondItsReceiveBuffer)
{
    m_console->restart(8);
    const UniqueFd port = openPort();
    send(port, "0123456789");
    m_console->waitForInput(10s);
    std::string all;
    for (char c = 0; m_console->read(&c, 1) == 1;)
        all += c;
    EXPECT_EQ(all, "01234567");
}

TEST_F(HostConsoleTest, UnpluggingEndsTheHostsPort)
{
    const UniqueFd port = openPort();
    m_console->unplug();
    EXPECT_FALSE(std::filesystem::is_symlink(m_link));
    char c = 0;
    EXPECT_LE(::read(port.get(), &c, 1), 0);
    m_console->write("into the void");
    m_console->unplug();
}

TEST(HostConsole, RefusesToReplaceAFile)
{
    const support::TemporaryFolder folder;
    std::filesystem::create_directory(folder / "vb-01");
    const auto console = HostConsole::open(folder / "vb-01", [] {});
    ASSERT_FALSE(console);
    EXPECT_THAT(console.error(), HasSubstr((folder / "vb-01").native()));
}

TEST(HostConsole, ReplacesALinkThatWasLeftBehindAndRemovesItsOwn)
{
    const support::TemporaryFolder folder;
    std::filesystem::create_symlink("/nowhere", folder / "vb-01");
    {
        const auto console = HostConsole::open(folder / "vb-01", [] {});
        ASSERT_TRUE(console) << console.error();
        EXPECT_TRUE(std::filesystem::exists(folder / "vb-01"));
    }
    EXPECT_FALSE(std::filesystem::is_symlink(folder / "vb-01"));
}

} // namespace
} // namespace otabench::firmware::host
