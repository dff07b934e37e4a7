// Clock, addresses and routes, firewall: whether boards can reach this computer and believe it.
#include "fleet/detail/doctor_system.h"

#include <fmt/chrono.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <array>
#include <map>
#include <sstream>

namespace otabench::fleet::detail {
namespace {

/// Before this program was written, no computer's clock was right.
constexpr std::chrono::sys_days kEarliest = std::chrono::year(2026) / 1 / 1;
constexpr std::chrono::sys_days kLatest = std::chrono::year(2100) / 1 / 1;

constexpr std::array kTimeServices = {"chronyd", "ntpd", "openntpd", "ntpsec", "systemd-timesyncd"};

enum class InterfaceKind
{
    Cable,
    Vpn,
    Virtual, ///< of containers and virtual machines
    Loopback,
};

InterfaceKind kindOf(const System &system, const std::string &interface)
{
    const std::string folder = "/sys/class/net/" + interface;
    const auto startsWith = [&](auto... prefixes) {
        return (interface.starts_with(prefixes) || ...);
    };
    if (interface == "lo")
        return InterfaceKind::Loopback;
    if (system.exists(folder + "/tun_flags") || startsWith("tun", "tap", "wg", "ppp", "tailscale"))
        return InterfaceKind::Vpn;
    if (startsWith("docker", "br-", "virbr", "veth", "vmnet", "vboxnet", "lxc", "lxdbr", "cni"))
        return InterfaceKind::Virtual;
    return InterfaceKind::Cable;
}

bool isLinkLocal(const std::string &address)
{
    return address.starts_with("169.254.") || address.starts_with("fe80");
}

/// The interface of the default route of IPv4: `eth0 00000000 0102A8C0 …`. Empty: there is none.
/// Source: Linux net/ipv4/fib_trie.c, fib_route_seq_show().
std::string defaultRoute(const System &system)
{
    std::istringstream lines(system.read("/proc/net/route").value_or(""));
    std::string line, best;
    unsigned long bestMetric = 0;
    std::getline(lines, line); // the names of the columns
    while (std::getline(lines, line)) {
        std::istringstream fields(line);
        std::string interface, destination, gateway, flags, references, use, mask;
        unsigned long metric = 0;
        fields >> interface >> destination >> gateway >> flags >> references >> use >> metric >>
            mask;
        if (!fields || destination != "00000000" || mask != "00000000")
            continue;
        if (best.empty() || metric < bestMetric) {
            best = interface;
            bestMetric = metric;
        }
    }
    return best;
}

std::string interfaceOf(const System &system, const std::string &address)
{
    const auto found = std::ranges::find(system.addresses, address, &InterfaceAddress::address);
    return found == system.addresses.end() ? std::string() : found->interface;
}

/// Every word of a shell-like file as KEY=value.
bool hasSetting(const std::string &text, std::string_view setting)
{
    std::istringstream lines(text);
    for (std::string line; std::getline(lines, line);) {
        if (line == setting)
            return true;
    }
    return false;
}

/// `### tuple ### allow tcp 8443 0.0.0.0/0 any 0.0.0.0/0 in` of ufw's user.rules; "any" is every
/// port.
bool ufwAllows(const std::string &rules, const std::string &port)
{
    std::istringstream lines(rules);
    for (std::string line; std::getline(lines, line);) {
        std::istringstream words(line);
        std::string mark, tuple, end, action, protocol, allowed;
        words >> mark >> tuple >> end >> action >> protocol >> allowed;
        const bool isProtocol = protocol == "tcp" || protocol == "any";
        if (tuple == "tuple" && action == "allow" && isProtocol &&
            (allowed == port || allowed == "any"))
            return true;
    }
    return false;
}

/// Whether the input chain of `nft list ruleset` ends in a drop that no rule for the port precedes.
bool nftDrops(const std::string &ruleset, const std::string &port)
{
    std::istringstream lines(ruleset);
    bool isInput = false, drops = false, accepts = false;
    for (std::string line; std::getline(lines, line);) {
        if (line.find("hook input") != std::string::npos) {
            isInput = true;
            drops = drops || line.find("policy drop") != std::string::npos;
        } else if (line.find("hook ") != std::string::npos) {
            isInput = false;
        }
        if (!isInput || port.empty() || line.find("dport") == std::string::npos ||
            line.find("accept") == std::string::npos)
            continue;
        std::string words = line;
        std::ranges::replace_if(
            words, [](char c) { return c == ',' || c == '{' || c == '}'; }, ' ');
        std::istringstream each(words);
        for (std::string word; each >> word;)
            accepts = accepts || word == port;
    }
    return drops && !accepts;
}

Finding blocked(const std::string &firewall, const std::string &port)
{
    if (port.empty())
        return {"firewall." + firewall + "-active", Severity::Warning, {}};
    return {"firewall." + firewall + "-blocks", Severity::Problem, {port}};
}

} // namespace

Findings checkClock(const System &system)
{
    const std::string now = fmt::format(
        "{:%Y-%m-%d %H:%M}", fmt::gmtime(std::chrono::system_clock::to_time_t(system.now)));
    if (system.now < kEarliest || system.now > kLatest)
        return {{"clock.wrong", Severity::Problem, {now}}};
    const auto answer = system.run({"timedatectl", "show", "-p", "NTPSynchronized", "--value"});
    const bool isKept =
        (answer.status == 0 && answer.text.starts_with("yes")) ||
        system.exists("/run/systemd/timesync/synchronized") ||
        std::ranges::any_of(kTimeServices, [&](const char *name) { return system.runs(name); });
    if (!isKept)
        return {{"clock.not-kept", Severity::Warning, {now}}};
    return {{"clock.ok", Severity::Ok, {now}}};
}

Findings checkNetwork(const System &system)
{
    std::map<std::string, std::vector<std::string>> outside; // by interface
    for (const InterfaceAddress &each : system.addresses) {
        const bool isVersion6 = each.address.find(':') != std::string::npos;
        if (kindOf(system, each.interface) == InterfaceKind::Cable && !isVersion6)
            outside[each.interface].push_back(each.address);
    }
    const std::string &given = system.boardsAddress;
    const std::string interface = interfaceOf(system, given);
    const std::string route = defaultRoute(system);
    Findings findings;
    if (interface == "lo" || given.starts_with("127.") || given == "::1")
        findings.push_back({"network.loopback-only", Severity::Problem, {}});
    else if (kindOf(system, interface) == InterfaceKind::Vpn)
        findings.push_back({"network.given-vpn", Severity::Problem, {given, interface}});
    else if (kindOf(system, interface) == InterfaceKind::Virtual)
        findings.push_back({"network.given-virtual", Severity::Problem, {given, interface}});
    else if (isLinkLocal(given))
        findings.push_back({"network.link-local", Severity::Warning, {given, interface}});
    if (outside.size() > 1) {
        std::vector<std::string> all;
        for (const auto &[name, addresses] : outside)
            all.push_back(fmt::format("{} ({})", fmt::join(addresses, ", "), name));
        findings.push_back({"network.several",
                            Severity::Warning,
                            {fmt::format("{}", fmt::join(all, ", ")), given}});
    }
    if (!route.empty() && kindOf(system, route) == InterfaceKind::Vpn)
        findings.push_back({"network.vpn-route", Severity::Warning, {route}});
    if (findings.empty())
        findings.push_back(
            {route.empty() ? "network.no-route" : "network.ok", Severity::Ok, {given, interface}});
    return findings;
}

Findings checkFirewall(const System &system, std::optional<std::uint16_t> port)
{
    const std::string number = port ? std::to_string(*port) : std::string();
    if (hasSetting(system.read("/etc/ufw/ufw.conf").value_or(""), "ENABLED=yes")) {
        const std::string rules = system.read("/etc/ufw/user.rules").value_or("") +
                                  system.read("/lib/ufw/user.rules").value_or("");
        if (ufwAllows(rules, number))
            return {{"firewall.allows", Severity::Ok, {"ufw", number}}};
        return {blocked("ufw", number)};
    }
    if (system.runs("firewalld")) {
        const auto answer = system.run({"firewall-cmd", "--query-port=" + number + "/tcp"});
        if (!number.empty() && answer.status == 0)
            return {{"firewall.allows", Severity::Ok, {"firewalld", number}}};
        return {blocked("firewalld", number)};
    }
    const auto nft = system.run({"nft", "list", "ruleset"});
    if (nft.status == 0)
        return {nftDrops(nft.text, number) ? blocked("nft", number)
                                           : Finding{"firewall.ok", Severity::Ok, {}}};
    // Only administrators may look; what is set up at boot is for all to read.
    if (nftDrops(system.read("/etc/nftables.conf").value_or(""), number))
        return {blocked("nft", number)};
    return {{"firewall.none-seen", Severity::Ok, {}}};
}

} // namespace otabench::fleet::detail
