#include "fleet/detail/doctor_system.h"

#include "history/history.h"
#include "server/addresses.h"

#include <arpa/inet.h>
#include <fcntl.h>
#include <ifaddrs.h>
#include <net/if.h>
#include <netinet/in.h>
#include <poll.h>
#include <pwd.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <csignal>
#include <cstdlib>
#include <fstream>
#include <memory>

extern char **environ; // POSIX: of unistd.h only as an extension

namespace otabench::fleet::detail {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t kMostBytes = 64u << 10;
constexpr std::chrono::milliseconds kCommandLimit{3000};

class Pipe
{
public:
    Pipe()
    {
        if (::pipe2(m_ends.data(), O_CLOEXEC) != 0)
            m_ends = {-1, -1};
    }

    ~Pipe()
    {
        closeWriter();
        if (reader() >= 0)
            ::close(reader());
    }

    Pipe(const Pipe &) = delete;
    Pipe &operator=(const Pipe &) = delete;

    [[nodiscard]] int reader() const { return m_ends[0]; }

    [[nodiscard]] int writer() const { return m_ends[1]; }

    void closeWriter()
    {
        if (writer() >= 0)
            ::close(writer());
        m_ends[1] = -1;
    }

private:
    std::array<int, 2> m_ends{-1, -1};
};

/// Until its end, or the deadline.
bool readAll(int descriptor, std::chrono::steady_clock::time_point deadline, std::string &text)
{
    for (;;) {
        const auto left = std::chrono::duration_cast<std::chrono::milliseconds>(
            deadline - std::chrono::steady_clock::now());
        pollfd ready{.fd = descriptor, .events = POLLIN, .revents = 0};
        if (left.count() <= 0 || ::poll(&ready, 1, static_cast<int>(left.count())) <= 0)
            return false;
        std::array<char, 4096> buffer;
        const ssize_t got = ::read(descriptor, buffer.data(), buffer.size());
        if (got <= 0)
            return true;
        if (text.size() < kMostBytes)
            text.append(buffer.data(), static_cast<std::size_t>(got));
    }
}

/// By name, also of administrators' programs, which are not in everyone's $PATH.
std::string programPath(const std::string &name)
{
    for (const char *folder : {"/usr/sbin/", "/usr/bin/", "/sbin/", "/bin/"}) {
        const std::string path = folder + name;
        if (::access(path.c_str(), X_OK) == 0)
            return path;
    }
    return {};
}

CommandOutput runCommand(const std::vector<std::string> &arguments)
{
    const std::string program = programPath(arguments.front());
    Pipe pipe;
    if (program.empty() || pipe.reader() < 0)
        return {};
    posix_spawn_file_actions_t actions;
    ::posix_spawn_file_actions_init(&actions);
    ::posix_spawn_file_actions_addopen(&actions, STDIN_FILENO, "/dev/null", O_RDONLY, 0);
    ::posix_spawn_file_actions_adddup2(&actions, pipe.writer(), STDOUT_FILENO);
    ::posix_spawn_file_actions_addopen(&actions, STDERR_FILENO, "/dev/null", O_WRONLY, 0);
    std::vector<char *> argv;
    for (const std::string &argument : arguments)
        argv.push_back(const_cast<char *>(argument.c_str())); // posix_spawn does not write to them
    argv.push_back(nullptr);
    pid_t child = -1;
    const int failed =
        ::posix_spawn(&child, program.c_str(), &actions, nullptr, argv.data(), environ);
    ::posix_spawn_file_actions_destroy(&actions);
    if (failed != 0)
        return {};
    pipe.closeWriter();
    CommandOutput output;
    if (!readAll(pipe.reader(), std::chrono::steady_clock::now() + kCommandLimit, output.text))
        ::kill(child, SIGKILL);
    int status = 0;
    while (::waitpid(child, &status, 0) < 0 && errno == EINTR)
        ;
    output.status = WIFEXITED(status) ? WEXITSTATUS(status) : -1;
    return output;
}

std::vector<InterfaceAddress> realAddresses()
{
    ifaddrs *raw = nullptr;
    if (::getifaddrs(&raw) != 0)
        return {};
    const std::unique_ptr<ifaddrs, decltype([](ifaddrs *list) { ::freeifaddrs(list); })> list(raw);
    std::vector<InterfaceAddress> addresses;
    for (const ifaddrs *one = list.get(); one; one = one->ifa_next) {
        if (!one->ifa_addr || (one->ifa_flags & IFF_UP) == 0)
            continue;
        const int family = one->ifa_addr->sa_family;
        const void *bytes = nullptr;
        if (family == AF_INET)
            bytes = &reinterpret_cast<const sockaddr_in *>(one->ifa_addr)->sin_addr;
        else if (family == AF_INET6)
            bytes = &reinterpret_cast<const sockaddr_in6 *>(one->ifa_addr)->sin6_addr;
        std::array<char, INET6_ADDRSTRLEN> text{};
        if (bytes && ::inet_ntop(family, bytes, text.data(), text.size()))
            addresses.push_back({one->ifa_name, text.data()});
    }
    return addresses;
}

std::string realUserName()
{
    std::array<char, 4096> buffer;
    passwd entry = {};
    passwd *found = nullptr;
    if (::getpwuid_r(::getuid(), &entry, buffer.data(), buffer.size(), &found) != 0 || !found)
        return std::to_string(::getuid());
    return found->pw_name;
}

/// Of the nearest folder that is there.
std::optional<std::uint64_t> realFreeBytes(fs::path folder)
{
    std::error_code error;
    while (!fs::exists(folder, error) && folder.has_relative_path())
        folder = folder.parent_path();
    const auto space = fs::space(folder, error);
    return error ? std::nullopt : std::optional<std::uint64_t>(space.available);
}

} // namespace

System System::real(const DoctorOptions &options)
{
    System system;
    system.user = ::geteuid();
    system.userName = realUserName();
    system.groups.resize(static_cast<std::size_t>(std::max(::getgroups(0, nullptr), 0)));
    const int count = ::getgroups(static_cast<int>(system.groups.size()), system.groups.data());
    system.groups.resize(static_cast<std::size_t>(std::max(count, 0)));
    system.groups.push_back(::getegid());
    system.mayReadWrite = [](const fs::path &path) {
        return ::access(path.c_str(), R_OK | W_OK) == 0;
    };
    system.run = runCommand;
    system.addresses = realAddresses();
    system.boardsAddress = server::preferredAddress();
    system.freeBytes = realFreeBytes;
    system.openDatabase = [options]() -> Result<> {
        return history::History::reach(
            {.file = options.paths.historyFile(), .url = options.databaseUrl});
    };
    return system;
}

fs::path System::at(std::string_view path) const
{
    return root / fs::path(path).relative_path();
}

std::optional<std::string> System::read(std::string_view path) const
{
    std::ifstream file(at(path), std::ios::binary);
    if (!file)
        return std::nullopt;
    std::string text(kMostBytes, '\0');
    file.read(text.data(), static_cast<std::streamsize>(text.size()));
    if (file.bad())
        return std::nullopt;
    text.resize(static_cast<std::size_t>(file.gcount()));
    return text;
}

std::string System::word(const std::string &path) const
{
    std::string text = read(path).value_or("");
    const std::size_t first = text.find_first_not_of(" \t\n");
    if (first == std::string::npos)
        return {};
    return text.substr(first, text.find_last_not_of(" \t\n") - first + 1);
}

std::vector<std::string> System::list(std::string_view path) const
{
    std::vector<std::string> names;
    std::error_code error;
    fs::directory_iterator entry(at(path), error);
    for (; !error && entry != fs::directory_iterator(); entry.increment(error))
        names.push_back(entry->path().filename().string());
    std::ranges::sort(names);
    return names;
}

bool System::exists(std::string_view path) const
{
    std::error_code error;
    return fs::exists(at(path), error);
}

bool System::runs(std::string_view process) const
{
    return std::ranges::any_of(list("/proc"), [&](const std::string &pid) {
        return !pid.empty() && pid.front() >= '1' && pid.front() <= '9' &&
               word("/proc/" + pid + "/comm") == process.substr(0, 15); // as long as comm can be
    });
}

std::vector<std::string> System::serialPorts() const
{
    std::vector<std::string> ports;
    for (const std::string &node : list("/dev")) {
        if (node.starts_with("ttyUSB") || node.starts_with("ttyACM"))
            ports.push_back("/dev/" + node);
    }
    std::ranges::sort(ports, {}, [](const std::string &port) {
        return std::pair(port.size(), port); // ttyUSB2 before ttyUSB10
    });
    return ports;
}

} // namespace otabench::fleet::detail
