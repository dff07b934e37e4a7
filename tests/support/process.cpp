#include "support/process.h"

#include <fcntl.h>
#include <poll.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstdio>
#include <cstdlib>
#include <cstring>

extern char **environ;

namespace otabench::support {
namespace {

using Clock = std::chrono::steady_clock;

struct Pipe
{
    int read = -1, write = -1;

    Pipe()
    {
        std::array<int, 2> ends{};
        if (::pipe2(ends.data(), O_CLOEXEC) != 0) {
            std::perror("pipe2");
            std::abort();
        }
        read = ends[0];
        write = ends[1];
    }
};

void closeOnce(int &fd)
{
    if (fd >= 0)
        ::close(fd);
    fd = -1;
}

std::vector<std::string> environmentOf(const Command &command)
{
    std::vector<std::string> all;
    for (char **entry = environ; *entry != nullptr; ++entry) {
        const std::string text = *entry;
        if (!command.environment.contains(text.substr(0, text.find('='))))
            all.push_back(text);
    }
    for (const auto &[name, value] : command.environment)
        all.push_back(name + "=" + value);
    return all;
}

std::vector<char *> pointersTo(std::vector<std::string> &texts)
{
    std::vector<char *> pointers;
    for (std::string &text : texts)
        pointers.push_back(text.data());
    pointers.push_back(nullptr);
    return pointers;
}

/// In the child, between fork and exec: async-signal-safe calls only.
[[noreturn]] void becomeProgram(const Command &command, char **arguments, char **environment,
                                const Pipe &in, const Pipe &out, const Pipe &err)
{
    ::setpgid(0, 0);
    ::dup2(in.read, STDIN_FILENO);
    ::dup2(out.write, STDOUT_FILENO);
    ::dup2(err.write, STDERR_FILENO);
    std::signal(SIGPIPE, SIG_DFL);
    if (command.fileSizeLimit) {
        const rlimit limit{*command.fileSizeLimit, *command.fileSizeLimit};
        ::setrlimit(RLIMIT_FSIZE, &limit);
        std::signal(SIGXFSZ, SIG_IGN); // the write fails with EFBIG instead
    }
    if (command.folder.empty() || ::chdir(command.folder.c_str()) == 0)
        ::execvpe(arguments[0], arguments, environment);
    const char *reason = std::strerror(errno);
    [[maybe_unused]] ssize_t ignored = ::write(STDERR_FILENO, reason, std::strlen(reason));
    ::_exit(127);
}

/// False when the stream has ended.
bool drain(int fd, std::string &text)
{
    std::array<char, 16384> buffer; // NOLINT: read() fills what is used of it
    const ssize_t got = ::read(fd, buffer.data(), buffer.size());
    if (got > 0)
        text.append(buffer.data(), static_cast<std::size_t>(got));
    return got > 0 || (got < 0 && (errno == EINTR || errno == EAGAIN));
}

int millisecondsUntil(Clock::time_point deadline)
{
    const auto left =
        std::chrono::duration_cast<std::chrono::milliseconds>(deadline - Clock::now()).count();
    return static_cast<int>(std::clamp<long long>(left, 0, 1'000'000));
}

} // namespace

Process::Process(const Command &command)
    : m_input(command.input)
{
    std::vector<std::string> arguments = command.arguments;
    std::vector<std::string> environment = environmentOf(command);
    const std::vector<char *> argumentPointers = pointersTo(arguments);
    const std::vector<char *> environmentPointers = pointersTo(environment);
    Pipe in, out, err;
    m_pid = ::fork();
    if (m_pid < 0) {
        std::perror("fork");
        std::abort();
    }
    if (m_pid == 0)
        becomeProgram(command, const_cast<char **>(argumentPointers.data()),
                      const_cast<char **>(environmentPointers.data()), in, out, err);
    ::setpgid(m_pid, m_pid); // here too: whoever comes first, the group exists before a kill
    closeOnce(in.read);
    closeOnce(out.write);
    closeOnce(err.write);
    m_in = in.write;
    m_out = out.read;
    m_err = err.read;
    ::fcntl(m_in, F_SETFL, O_NONBLOCK);
    if (m_input.empty())
        closeOnce(m_in);
    else
        std::signal(SIGPIPE, SIG_IGN); // a program may end without reading its input
}

Process::~Process()
{
    if (!m_ended) {
        ::kill(-m_pid, SIGKILL);
        reap(Clock::now() + std::chrono::seconds(10));
    }
    closeAll();
}

bool Process::pump(Deadline deadline)
{
    std::array<pollfd, 3> fds{{{m_out, POLLIN, 0}, {m_err, POLLIN, 0}, {m_in, POLLOUT, 0}}};
    if (m_out < 0 && m_err < 0)
        return false;
    const int ready = ::poll(fds.data(), fds.size(), millisecondsUntil(deadline));
    if (ready <= 0)
        return ready < 0 && errno == EINTR;
    if (fds[0].revents != 0 && !drain(m_out, m_outcome.out))
        closeOnce(m_out);
    if (fds[1].revents != 0 && !drain(m_err, m_outcome.err))
        closeOnce(m_err);
    if (fds[2].revents != 0) {
        const ssize_t sent = ::write(m_in, m_input.data(), m_input.size());
        if (sent > 0)
            m_input.erase(0, static_cast<std::size_t>(sent));
        if (m_input.empty() || (sent < 0 && errno != EINTR && errno != EAGAIN))
            closeOnce(m_in);
    }
    return true;
}

bool Process::waitFor(
    const std::function<bool(const std::string &out, const std::string &err)> &condition,
    std::chrono::milliseconds limit)
{
    const auto deadline = Clock::now() + limit;
    while (!condition(m_outcome.out, m_outcome.err)) {
        if (!pump(deadline))
            return condition(m_outcome.out, m_outcome.err);
    }
    return true;
}

bool Process::waitForOutput(const std::string &text, std::chrono::milliseconds limit)
{
    return waitFor([&](const std::string &out,
                       const std::string &) { return out.find(text) != std::string::npos; },
                   limit);
}

void Process::signal(int number)
{
    if (!m_ended)
        ::kill(m_pid, number);
}

const Outcome &Process::wait(std::chrono::milliseconds limit)
{
    const auto deadline = Clock::now() + limit;
    while (!m_ended && pump(deadline)) {}
    if (!m_ended)
        reap(deadline);
    return m_outcome;
}

void Process::reap(Deadline deadline)
{
    int status = 0;
    // Its streams are closed or the time is over: waits for the end itself in short steps, because
    // waitpid knows no limit.
    while (::waitpid(m_pid, &status, WNOHANG) == 0) {
        if (Clock::now() >= deadline && !m_outcome.timedOut) {
            m_outcome.timedOut = true;
            ::kill(-m_pid, SIGKILL);
        }
        ::poll(nullptr, 0, 1);
    }
    ::kill(-m_pid, SIGKILL); // children it left behind
    m_ended = true;
    m_outcome.exitStatus = WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
    while ((m_out >= 0 || m_err >= 0) && pump(Clock::now() + std::chrono::milliseconds(100))) {}
    closeAll();
}

void Process::closeAll()
{
    closeOnce(m_in);
    closeOnce(m_out);
    closeOnce(m_err);
}

Outcome run(const Command &command, std::chrono::milliseconds limit)
{
    Process process(command);
    return process.wait(limit);
}

std::string builtProgram(const std::string &name)
{
    const char *folder = std::getenv("OTABENCH_BIN");
    return (folder != nullptr ? std::string(folder) + "/" : std::string()) + name;
}

} // namespace otabench::support
