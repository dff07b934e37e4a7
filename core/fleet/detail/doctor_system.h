#pragma once

#include "fleet/doctor.h"

#include <sys/types.h>

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace otabench::fleet::detail {

struct CommandOutput
{
    int status = -1; ///< exit status; -1: it was not there, or did not end in time
    std::string text;
};

struct InterfaceAddress
{
    std::string interface; ///< "eth0"
    std::string address;   ///< without scope and prefix
};

/// The computer as the doctor's checks see it: all they know of it comes from here, so that a test
/// can make one up in a folder.
struct System
{
    std::filesystem::path root = "/"; ///< below it /proc, /sys, /etc, /dev, /run, /usr
    std::chrono::system_clock::time_point now = std::chrono::system_clock::now();
    uid_t user = 0;
    std::string userName;
    std::vector<gid_t> groups;                                       ///< of this process
    std::function<bool(const std::filesystem::path &)> mayReadWrite; ///< of a path below root
    std::function<CommandOutput(const std::vector<std::string> &)> run;
    std::vector<InterfaceAddress> addresses; ///< of interfaces that are up
    std::string boardsAddress;               ///< the one that boards are given
    std::function<std::optional<std::uint64_t>(const std::filesystem::path &)> freeBytes;
    std::function<Result<>()> openDatabase;

    /// This computer, now.
    [[nodiscard]] static System real(const DoctorOptions &options);

    /// A path below root: `/sys/class/net` of the folder that stands for the computer.
    [[nodiscard]] std::filesystem::path at(std::string_view path) const;
    /// The start of a file, 64 KiB at most; nothing when it cannot be read.
    [[nodiscard]] std::optional<std::string> read(std::string_view path) const;
    /// read() without the blanks around it; empty when it cannot be read.
    [[nodiscard]] std::string word(const std::string &path) const;
    /// Names in a folder, sorted; none when it is not there.
    [[nodiscard]] std::vector<std::string> list(std::string_view path) const;
    [[nodiscard]] bool exists(std::string_view path) const;
    /// Whether a process of that name runs.
    [[nodiscard]] bool runs(std::string_view process) const;
    /// Serial ports with a device behind them: "/dev/ttyUSB0", by number.
    [[nodiscard]] std::vector<std::string> serialPorts() const;
};

using Findings = std::vector<Finding>;

// The checks. Each says at least one thing.
[[nodiscard]] Findings checkPorts(const System &system);
[[nodiscard]] Findings checkBusyPorts(const System &system);
[[nodiscard]] Findings checkUdevRule(const System &system);
[[nodiscard]] Findings checkModemManager(const System &system);
[[nodiscard]] Findings checkBrltty(const System &system);
[[nodiscard]] Findings checkUsb(const System &system);
[[nodiscard]] Findings checkClock(const System &system);
[[nodiscard]] Findings checkNetwork(const System &system);
[[nodiscard]] Findings checkFirewall(const System &system, std::optional<std::uint16_t> port);
[[nodiscard]] Findings checkCertificates(const System &system, const std::filesystem::path &folder);
[[nodiscard]] Findings checkDisk(const System &system, const std::filesystem::path &folder);
[[nodiscard]] Findings checkDatabase(const System &system, const DoctorOptions &options);

[[nodiscard]] Findings examine(const System &system, const DoctorOptions &options);

} // namespace otabench::fleet::detail
