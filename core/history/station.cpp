#include "history/station.h"

#include <fmt/format.h>

#include <pwd.h>
#include <unistd.h>

#include <array>
#include <climits>
#include <cstdlib>
#include <fstream>
#include <sstream>

namespace otabench::history {
namespace {

std::string firstOf(std::initializer_list<const char *> variables)
{
    for (const char *variable : variables) {
        if (const char *value = std::getenv(variable); value && *value) // NOLINT: read only
            return value;
    }
    return {};
}

std::string userName()
{
    std::array<char, 4096> buffer;
    passwd entry = {};
    passwd *found = nullptr;
    if (::getpwuid_r(::getuid(), &entry, buffer.data(), buffer.size(), &found) == 0 && found)
        return found->pw_name;
    return fmt::format("user {}", ::getuid());
}

std::string hostName()
{
    std::array<char, HOST_NAME_MAX + 1> name{};
    return ::gethostname(name.data(), name.size() - 1) == 0 && name[0] ? name.data() : "localhost";
}

/// The boot and the namespace of process numbers: containers on one computer share the first only.
std::string placeOfProcesses()
{
    std::string boot;
    std::ifstream("/proc/sys/kernel/random/boot_id") >> boot;
    std::array<char, 128> space{};
    const ssize_t length = ::readlink("/proc/self/ns/pid", space.data(), space.size() - 1);
    return boot.empty() || length <= 0 ? std::string() : boot + " " + space.data();
}

/// Field 22 of /proc/PID/stat; the second is the name in parentheses, which may hold anything.
/// Empty: there is no such process. Source: Linux Documentation/filesystems/proc.rst, table 1-4.
std::string startOf(std::int64_t process)
{
    std::ifstream file(fmt::format("/proc/{}/stat", process));
    std::string text;
    std::getline(file, text);
    const std::size_t end = text.rfind(')');
    if (end == std::string::npos)
        return {};
    std::istringstream fields(text.substr(end + 1));
    std::string field;
    fields >> field;
    if (field == "Z" || field == "X") // has ended, and its parent has not asked yet
        return {};
    for (int number = 4; number <= 22; ++number)
        fields >> field;
    return field;
}

} // namespace

Station Station::here()
{
    Station station;
    station.operatorName = firstOf({"OTABENCH_OPERATOR", "SUDO_USER", "USER", "LOGNAME"});
    if (station.operatorName.empty())
        station.operatorName = userName();
    station.name = firstOf({"OTABENCH_STATION"});
    if (station.name.empty())
        station.name = hostName();
    station.place = placeOfProcesses();
    station.process = ::getpid();
    station.processStart = startOf(station.process);
    return station;
}

bool Station::hasEnded(const Station &owner) const
{
    return !place.empty() && owner.place == place && startOf(owner.process) != owner.processStart;
}

} // namespace otabench::history
