#include "serial/detail/port_lock.h"

#include <dirent.h>
#include <grp.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <sys/sysmacros.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <charconv>
#include <climits>
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <memory>
#include <string_view>

namespace otabench::serial::detail {
namespace {

struct CloseFolder
{
    void operator()(DIR *folder) const { ::closedir(folder); }
};

using Folder = std::unique_ptr<DIR, CloseFolder>;

Folder openFolder(const std::string &path)
{
    return Folder(::opendir(path.c_str()));
}

std::optional<pid_t> toPid(std::string_view text)
{
    pid_t pid = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), pid);
    if (error != std::errc() || end != text.data() + text.size() || pid <= 0)
        return std::nullopt;
    return pid;
}

PortHolder holderOf(pid_t pid)
{
    std::ifstream file(fmt::format("/proc/{}/comm", pid));
    std::string process;
    std::getline(file, process);
    return {pid, process.empty() ? "unknown" : process};
}

/// A line reads `1: FLOCK  ADVISORY  WRITE 10254 00:1a:3 0 EOF`: pid, device major:minor (hex) and
/// inode. Source: Linux Documentation/filesystems/proc.rst, section 1.8 and fs/locks.c.
std::optional<PortHolder> holderOfLock(const struct stat &device)
{
    std::ifstream locks("/proc/locks");
    const std::string place =
        fmt::format("{:02x}:{:02x}:{}", major(device.st_dev), minor(device.st_dev), device.st_ino);
    std::string line;
    while (std::getline(locks, line)) {
        std::array<char, 32> pid{};
        std::array<char, 64> at{};
        if (std::sscanf(line.c_str(), "%*s %*s %*s %*s %31s %63s", pid.data(), at.data()) != 2 ||
            place != at.data())
            continue;
        if (const auto found = toPid(pid.data()))
            return holderOf(*found);
    }
    return std::nullopt;
}

bool hasOpen(pid_t pid, const std::string &devicePath)
{
    const std::string path = fmt::format("/proc/{}/fd", pid);
    const Folder folder = openFolder(path);
    if (!folder)
        return false;
    while (const dirent *entry = ::readdir(folder.get())) {
        std::array<char, PATH_MAX> target;
        const std::string link = path + "/" + entry->d_name;
        const ssize_t length = ::readlink(link.c_str(), target.data(), target.size());
        if (length > 0 &&
            std::string_view(target.data(), static_cast<std::size_t>(length)) == devicePath)
            return true;
    }
    return false;
}

std::string groupName(gid_t group)
{
    std::array<char, 4096> buffer;
    struct group entry = {};
    struct group *found = nullptr;
    if (::getgrgid_r(group, &entry, buffer.data(), buffer.size(), &found) != 0 || !found)
        return std::to_string(group);
    return found->gr_name;
}

Error busyError(const std::string &name, const std::string &devicePath)
{
    const auto holder = findHolder(devicePath);
    if (!holder)
        return {ErrorCode::PortBusy,
                fmt::format("port {} is in use by another program: close that program "
                            "(as root, \"fuser -v {}\" shows which)",
                            name, devicePath),
                {name}};
    const bool isSelf = holder->pid == ::getpid();
    return {ErrorCode::PortBusy,
            fmt::format("port {} is in use by {} (process {}): {}", name, holder->process,
                        holder->pid,
                        isSelf ? "it is open here already" : "close it there, then try again"),
            {name, holder->process, std::to_string(holder->pid)}};
}

Error permissionError(const std::string &name, const std::string &devicePath)
{
    struct stat status = {};
    if (::stat(devicePath.c_str(), &status) != 0 || status.st_gid == 0)
        return {ErrorCode::PortPermission,
                fmt::format("no permission to open port {}: install otabench's udev rule, or ask "
                            "an administrator for access to {}",
                            name, devicePath),
                {name}};
    const std::string group = groupName(status.st_gid);
    return {ErrorCode::PortPermission,
            fmt::format("no permission to open port {}: join the group {} with \"sudo usermod -aG "
                        "{} $USER\" and log in again",
                        name, group, group),
            {name, group}};
}

} // namespace

std::optional<PortHolder> findHolder(const std::string &devicePath)
{
    struct stat device = {};
    if (::stat(devicePath.c_str(), &device) != 0)
        return std::nullopt;
    if (auto holder = holderOfLock(device))
        return holder;
    const Folder processes = openFolder("/proc");
    if (!processes)
        return std::nullopt;
    std::optional<PortHolder> self;
    while (const dirent *entry = ::readdir(processes.get())) {
        const auto pid = toPid(entry->d_name);
        if (!pid || !hasOpen(*pid, devicePath))
            continue;
        if (*pid != ::getpid())
            return holderOf(*pid);
        self = holderOf(*pid);
    }
    return self;
}

Error openError(const std::string &name, const std::string &devicePath, int errorNumber)
{
    switch (errorNumber) {
    case ENOENT:
    case ENXIO:
    case ENODEV:
        return {ErrorCode::PortNotFound,
                fmt::format("there is no port {}: plug the board in, or see \"otabench-cli "
                            "boards\" for the ports of this computer",
                            name),
                {name}};
    case EACCES:
    case EPERM:
        return permissionError(name, devicePath);
    case EBUSY:
    case EAGAIN:
        return busyError(name, devicePath);
    case EIO:
        return {ErrorCode::PortGone,
                fmt::format("port {} has hung up: plug the board in again", name),
                {name}};
    default:
        return {ErrorCode::InputOutput,
                fmt::format("cannot open port {}: {}", name, errnoText(errorNumber)),
                {name, errnoText(errorNumber)}};
    }
}

std::optional<Error> lockHolderError(const std::string &name, const std::string &devicePath)
{
    struct stat device = {};
    if (::stat(devicePath.c_str(), &device) != 0 || !holderOfLock(device))
        return std::nullopt;
    return busyError(name, devicePath);
}

Result<> lockPort(int descriptor, const std::string &name, const std::string &devicePath)
{
    if (::flock(descriptor, LOCK_EX | LOCK_NB) == 0)
        return {};
    const int error = errno;
    return tl::unexpected(openError(name, devicePath, error == EWOULDBLOCK ? EBUSY : error));
}

Result<std::string> resolveDevice(const std::string &name, const std::string &path)
{
    const std::unique_ptr<char, decltype(&std::free)> real(::realpath(path.c_str(), nullptr),
                                                           &std::free);
    if (!real) {
        const int error = errno;
        return tl::unexpected(openError(name, path, error == ENOTDIR ? ENOENT : error));
    }
    struct stat status = {};
    if (::stat(real.get(), &status) != 0) {
        const int error = errno;
        return tl::unexpected(openError(name, path, error));
    }
    if (!S_ISCHR(status.st_mode))
        return otabench::fail(ErrorCode::PortNotFound,
                              "{} is no serial port but {}: give the device file of the board, "
                              "such as /dev/ttyUSB0",
                              name, S_ISDIR(status.st_mode) ? "a folder" : "a file");
    return std::string(real.get());
}

} // namespace otabench::serial::detail
