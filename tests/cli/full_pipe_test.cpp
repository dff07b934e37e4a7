// Commands whose output nobody reads: a signal ends them all the same.
#include "cli_fixture.h"
#include "support/pty.h"

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <csignal>
#include <fstream>
#include <thread>

namespace otabench::cli {
namespace {

class FullPipe : public Cli
{
protected:
    void SetUp() override
    {
        const std::string pipe = (m_folder / "pipe").string();
        ASSERT_EQ(::mkfifo(pipe.c_str(), 0600), 0);
        m_pipe = ::open(pipe.c_str(), O_RDWR | O_NONBLOCK | O_CLOEXEC);
        ASSERT_GE(m_pipe, 0);
        const std::string filler(4096, '.');
        while (::write(m_pipe, filler.data(), filler.size()) > 0) {}
        ASSERT_EQ(errno, EAGAIN) << "it is full";
    }

    void TearDown() override { ::close(m_pipe); }

    /// The command with the full pipe as its standard output.
    [[nodiscard]] support::Process start(std::vector<std::string> arguments) const
    {
        support::Command command = this->command(std::move(arguments));
        std::vector<std::string> shell = {"sh", "-c", "exec \"$0\" \"$@\" > pipe"};
        shell.insert(shell.end(), command.arguments.begin(), command.arguments.end());
        command.arguments = std::move(shell);
        return support::Process(command);
    }

    template <typename Condition>
    [[nodiscard]] static bool waitUntil(const Condition &condition)
    {
        const auto end = std::chrono::steady_clock::now() + std::chrono::seconds(30);
        while (!condition()) {
            if (std::chrono::steady_clock::now() >= end)
                return false;
            std::this_thread::sleep_for(std::chrono::milliseconds(10));
        }
        return true;
    }

    /// Whether the program waits for room in the pipe: in write() or, better, poll().
    [[nodiscard]] static bool isStuck(const support::Process &program)
    {
        return waitUntil([&] {
            const auto file = "/proc/" + std::to_string(program.pid()) + "/wchan";
            std::ifstream wchan(file);
            std::string where;
            wchan >> where;
            return where.find("pipe_write") != std::string::npos ||
                   where.find("poll") != std::string::npos;
        });
    }

    /// Whether a program of ours has the port.
    [[nodiscard]] static bool isLocked(const support::Pty &pty)
    {
        const int port = ::open(pty.path().c_str(), O_RDWR | O_NOCTTY | O_CLOEXEC);
        const bool isFree = ::flock(port, LOCK_EX | LOCK_NB) == 0;
        ::close(port);
        return !isFree;
    }

    /// Its exit status, when it ends by itself; nobody has read the pipe.
    [[nodiscard]] static std::optional<int> statusAtEnd(support::Process &program)
    {
        const bool ends = waitUntil([&] {
            siginfo_t info = {};
            return ::waitid(P_PID, static_cast<id_t>(program.pid()), &info,
                            WEXITED | WNOWAIT | WNOHANG) == 0 &&
                   info.si_pid == program.pid();
        });
        return ends ? std::optional(program.wait().exitStatus) : std::nullopt;
    }

    int m_pipe = -1;
};

TEST_F(FullPipe, MonitorEnds)
{
    support::Pty pty;
    auto program = start({"--json", "monitor", "pty:" + pty.path()});
    ASSERT_TRUE(waitUntil([&] { return isLocked(pty); }));
    pty.print("I (1) app: a line\r\n");
    ASSERT_TRUE(waitUntil([&] { return pty.isRead(); }));
    program.signal(SIGTERM);
    EXPECT_EQ(statusAtEnd(program), 0);
}

TEST_F(FullPipe, UpdateStopsItsCampaignAndEnds)
{
    support::Pty pty;
    ASSERT_EQ(run({"image", "make", "--chip", "esp32", "--project", "p", "--version", "2", "--size",
                   "64K", "-o", "app.bin"})
                  .exitStatus,
              0);
    auto program = start({"--json", "update", "--image", "app.bin", "--board", "pty:" + pty.path(),
                          "--limit", "ready=600"});
    ASSERT_TRUE(waitUntil([&] { return !pty.received().empty(); })) << "the board is asked";
    program.signal(SIGINT);
    EXPECT_EQ(statusAtEnd(program), 1);
    const auto history = jsonLines(run({"--json", "history"}).out);
    ASSERT_FALSE(history.empty());
    EXPECT_NE(history[0].dump().find("cancelled"), std::string::npos) << history[0];
}

TEST_F(FullPipe, LogsEnds)
{
    support::Pty pty;
    {
        support::Process monitor(command({"monitor", "pty:" + pty.path()}));
        ASSERT_TRUE(waitUntil([&] { return isLocked(pty); }));
        pty.print("I (1) app: a line\r\n");
        ASSERT_TRUE(monitor.waitForOutput("a line"));
        monitor.signal(SIGTERM);
        EXPECT_EQ(monitor.wait().exitStatus, 0);
    }
    auto program = start({"--json", "logs", "--follow"});
    ASSERT_TRUE(isStuck(program));
    program.signal(SIGTERM);
    EXPECT_EQ(statusAtEnd(program), 0);
}

TEST_F(FullPipe, CommandsThatOnlyListAreEndedAtOnce)
{
    for (const std::vector<std::string> &arguments :
         {std::vector<std::string>{"--json", "profiles"}, {"profiles"}, {"--help"}}) {
        auto program = start(arguments);
        ASSERT_TRUE(isStuck(program)) << arguments.back();
        program.signal(SIGTERM);
        EXPECT_EQ(statusAtEnd(program), 128 + SIGTERM) << arguments.back();
    }
}

} // namespace
} // namespace otabench::cli
