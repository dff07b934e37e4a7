// Serial ports: who may open them, who has them open, and which services reach for them.
#include "fleet/detail/doctor_system.h"

#include <sys/stat.h>

#include <algorithm>
#include <array>
#include <filesystem>
#include <sstream>

namespace otabench::fleet::detail {
namespace {

namespace fs = std::filesystem;

constexpr std::array kRuleFolders = {"/etc/udev/rules.d", "/run/udev/rules.d",
                                     "/usr/local/lib/udev/rules.d", "/usr/lib/udev/rules.d",
                                     "/lib/udev/rules.d"};
/// Adapters that brltty's rules take for Braille displays: CH340 and CP210x.
constexpr std::array<std::string_view, 2> kBrailleVendors = {"1a86", "10c4"};

struct Group
{
    std::string name;
    std::vector<std::string> members;
};

/// A line reads `dialout:x:20:alice,bob`.
std::optional<Group> groupOf(const System &system, gid_t wanted)
{
    std::istringstream lines(system.read("/etc/group").value_or(""));
    for (std::string line; std::getline(lines, line);) {
        std::istringstream fields(line);
        std::string name, password, id, members;
        std::getline(fields, name, ':');
        std::getline(fields, password, ':');
        std::getline(fields, id, ':');
        std::getline(fields, members);
        if (id != std::to_string(wanted))
            continue;
        Group group{name, {}};
        std::istringstream each(members);
        for (std::string member; std::getline(each, member, ',');)
            group.members.push_back(member);
        return group;
    }
    return std::nullopt;
}

Finding permissionFinding(const System &system, const std::string &port)
{
    struct stat status = {};
    if (::stat(system.at(port).c_str(), &status) != 0)
        return {"port.gone", Severity::Warning, {port}};
    const auto group = groupOf(system, status.st_gid);
    if (status.st_gid == 0 || !group || (status.st_mode & S_IRGRP) == 0)
        return {"port.permission-rule", Severity::Problem, {port}};
    const bool isMember =
        std::ranges::find(group->members, system.userName) != group->members.end();
    if (isMember && std::ranges::find(system.groups, status.st_gid) == system.groups.end())
        return {"port.relogin", Severity::Problem, {port, group->name}};
    return {"port.permission", Severity::Problem, {port, group->name, system.userName}};
}

struct Holder
{
    std::string process, pid;
};

/// The first process with the port open, of those that this user may look at.
std::optional<Holder> holderOf(const System &system, const std::string &port)
{
    for (const std::string &pid : system.list("/proc")) {
        if (pid.empty() || pid.front() < '1' || pid.front() > '9')
            continue;
        const std::string folder = "/proc/" + pid + "/fd";
        for (const std::string &descriptor : system.list(folder)) {
            std::error_code error;
            if (fs::read_symlink(system.at(folder + "/" + descriptor), error) == port && !error)
                return Holder{system.word("/proc/" + pid + "/comm"), pid};
        }
    }
    return std::nullopt;
}

/// Where a rules file with that in its name is; empty: nowhere.
std::string ruleFile(const System &system, std::string_view part)
{
    for (const char *folder : kRuleFolders) {
        for (const std::string &name : system.list(folder)) {
            if (name.find(part) != std::string::npos && name.ends_with(".rules"))
                return std::string(folder) + "/" + name;
        }
    }
    return {};
}

/// Of the adapters that are plugged in.
bool hasAdapterOf(const System &system, std::string_view vendor)
{
    const auto devices = system.list("/sys/bus/usb/devices");
    return std::ranges::any_of(devices, [&](const std::string &device) {
        return system.word("/sys/bus/usb/devices/" + device + "/idVendor") == vendor;
    });
}

/// Whether the rules act on a vendor: in a line that is no comment.
bool actsOn(const std::string &rules, std::string_view vendor)
{
    std::istringstream lines(rules);
    for (std::string line; std::getline(lines, line);) {
        if (!line.starts_with('#') && line.find(vendor) != std::string::npos)
            return true;
    }
    return false;
}

} // namespace

Findings checkPorts(const System &system)
{
    const auto ports = system.serialPorts();
    if (ports.empty())
        return {{"port.none", Severity::Ok, {}}};
    Findings findings;
    for (const std::string &port : ports) {
        if (!system.mayReadWrite(system.at(port)))
            findings.push_back(permissionFinding(system, port));
    }
    if (findings.empty())
        findings.push_back({"port.ok", Severity::Ok, {std::to_string(ports.size())}});
    return findings;
}

Findings checkBusyPorts(const System &system)
{
    Findings findings;
    for (const std::string &port : system.serialPorts()) {
        const auto holder = holderOf(system, port);
        if (!holder)
            continue;
        const bool isOurs = holder->process.starts_with("otabench");
        findings.push_back({isOurs ? "port.ours" : "port.busy",
                            isOurs ? Severity::Ok : Severity::Problem,
                            {port, holder->process, holder->pid}});
    }
    if (findings.empty())
        findings.push_back({"port.free", Severity::Ok, {}});
    return findings;
}

Findings checkUdevRule(const System &system)
{
    Findings findings;
    const std::string rule = ruleFile(system, "otabench");
    if (rule.empty())
        findings.push_back({"udev.rule-missing", Severity::Warning, {OTABENCH_UDEV_RULES}});
    // "uaccess" is acted on by 73-seat-late.rules: what sorts after it comes too late.
    else if (fs::path(rule).filename().string() >= "73")
        findings.push_back({"udev.rule-late", Severity::Warning, {rule}});
    if (!system.exists("/run/udev/control"))
        findings.push_back({"udev.not-running", Severity::Warning, {}});
    if (findings.empty())
        findings.push_back({"udev.ok", Severity::Ok, {rule}});
    return findings;
}

Findings checkModemManager(const System &system)
{
    if (!system.runs("ModemManager"))
        return {{"modemmanager.ok", Severity::Ok, {}}};
    if (!ruleFile(system, "otabench").empty())
        return {{"modemmanager.ignores", Severity::Ok, {}}};
    return {{"modemmanager.runs", Severity::Warning, {}}};
}

Findings checkBrltty(const System &system)
{
    const std::string file = ruleFile(system, "brltty");
    const std::string rules = file.empty() ? "" : system.read(file).value_or("");
    for (const std::string_view vendor : kBrailleVendors) {
        if (actsOn(rules, vendor) && hasAdapterOf(system, vendor))
            return {{"brltty.takes", Severity::Problem, {std::string(vendor), file}}};
    }
    if (std::ranges::any_of(kBrailleVendors,
                            [&](std::string_view vendor) { return actsOn(rules, vendor); }))
        return {{"brltty.would-take", Severity::Warning, {file}}};
    if (system.runs("brltty"))
        return {{"brltty.runs", Severity::Warning, {}}};
    return {{"brltty.ok", Severity::Ok, {}}};
}

} // namespace otabench::fleet::detail
