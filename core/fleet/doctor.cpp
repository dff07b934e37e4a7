#include "fleet/doctor.h"

#include "base/assert.h"
#include "fleet/detail/doctor_system.h"

#include <algorithm>
#include <array>
#include <iterator>

namespace otabench::fleet {

std::string_view name(Severity severity)
{
    switch (severity) {
    case Severity::Ok:
        return "ok";
    case Severity::Warning:
        return "warning";
    case Severity::Problem:
        return "problem";
    }
    return "problem";
}

const std::vector<FindingText> &findingTexts()
{
    static const std::vector<FindingText> texts = {
        // Serial ports
        {"port.none", "No USB serial port is plugged in.", "", ""},
        {"port.ok", "All serial ports may be opened ({0}).", "", ""},
        {"port.gone", "The port {0} went away while it was looked at.",
         "Check its cable and its hub; a board that restarts over and over does this, too.", ""},
        {"port.permission", "You may not open {0}: it belongs to the group {1}.",
         "Join the group {1}, then log out and in.", "sudo usermod -aG {1} {2}"},
        {"port.permission-rule", "You may not open {0}: no group has access to it.",
         "Install otabench's udev rule, then plug the board in again.",
         "sudo udevadm control --reload && sudo udevadm trigger --subsystem-match=tty"},
        {"port.relogin",
         "You may not open {0} yet: this session began before you joined the group "
         "{1}.",
         "Log out and in, or restart the computer.", "newgrp {1}"},
        {"port.free", "No other program has a serial port open.", "", ""},
        {"port.ours", "{0} is open in {1} (process {2}).", "", ""},
        {"port.busy", "{0} is in use by {1} (process {2}): its board cannot be updated.",
         "Close the port there.", "kill {2}"},
        // udev and services that reach for new ports
        {"udev.ok", "otabench's udev rule is installed ({0}).", "", ""},
        {"udev.rule-missing", "otabench's udev rule is not installed.",
         "Install it: whoever sits at the computer may open the ports then, and ModemManager "
         "leaves them alone.",
         "sudo install -m 644 {0} /etc/udev/rules.d/ && sudo udevadm "
         "control --reload && sudo udevadm trigger --subsystem-match=tty"},
        {"udev.rule-late",
         "The udev rule {0} comes too late: \"uaccess\" is acted on by rules "
         "numbered 73.",
         "Rename it so that it begins with 70.",
         "sudo mv {0} /etc/udev/rules.d/70-otabench.rules && sudo udevadm control --reload"},
        {"udev.not-running", "udev does not run here: boards that are plugged in are not noticed.",
         "Search for ports by hand (F5), or, in a container, give it /run/udev of the computer.",
         ""},
        {"modemmanager.ok", "ModemManager does not run.", "", ""},
        {"modemmanager.ignores", "ModemManager runs, and the udev rule keeps it off the boards.",
         "", ""},
        {"modemmanager.runs",
         "ModemManager runs: it writes modem commands to every new port for "
         "half a minute.",
         "Install otabench's udev rule, or stop ModemManager.",
         "sudo systemctl disable --now ModemManager"},
        {"brltty.ok", "brltty does not reach for the ports.", "", ""},
        {"brltty.takes",
         "brltty's rule {1} takes adapters of the maker {0}, and one is plugged in: "
         "its port vanishes.",
         "Remove brltty, where nobody here uses a Braille display.", "sudo apt remove brltty"},
        {"brltty.would-take",
         "brltty's rule {0} takes CH340 and CP210x adapters for Braille "
         "displays.",
         "Remove brltty, where nobody here uses a Braille display.", "sudo apt remove brltty"},
        {"brltty.runs", "brltty runs and may open serial ports.",
         "Stop it, where nobody here uses a Braille display.",
         "sudo systemctl mask --now brltty-udev.service brltty.service"},
        // USB
        {"usb.ok", "USB is well within its limits ({0} adapters and boards).", "", ""},
        {"usb.endpoints-near",
         "The USB controller {0} carries {1} devices with {2} endpoints; many "
         "end at {3}.",
         "Plug further boards into ports of another controller.", "lsusb -t"},
        {"usb.endpoints-over",
         "The USB controller {0} carries {1} devices with {2} endpoints, and "
         "many end at {3}: further boards are not recognised.",
         "Move boards to ports of another controller, or add a USB card.", "lsusb -t"},
        {"usb.too-deep", "The device {0} hangs behind {1} hubs, one after another; USB allows 5.",
         "Plug the hub in nearer to the computer.", "lsusb -t"},
        {"usb.hub-power",
         "{1} boards hang on the hub {0}, which has no supply of its own: they may "
         "brown out while they write flash.",
         "Give the hub a supply, or use a powered one.", ""},
        {"usb.no-serial",
         "{0} adapters of the kind {1} have no serial number: /dev/serial/by-id "
         "cannot tell them apart.",
         "Address them by their place: the links below /dev/serial/by-path stay.",
         "ls -l /dev/serial/by-path"},
        {"usb.same-serial",
         "{0} adapters of the kind {1} have the same serial number {2}: "
         "/dev/serial/by-id cannot tell them apart.",
         "Address them by their place: the links below /dev/serial/by-path stay.",
         "ls -l /dev/serial/by-path"},
        {"usb.autosuspend",
         "The adapter {0} is put to sleep when idle: the first characters of a "
         "board's log may be lost.",
         "Keep it awake.", "echo on | sudo tee /sys/bus/usb/devices/{0}/power/control"},
        // Clock
        {"clock.ok", "The clock is kept right by the network (now {0} UTC).", "", ""},
        {"clock.wrong", "This computer's clock is wrong: it says {0} UTC.",
         "Set it: certificates that are made now would not be valid on boards.",
         "sudo timedatectl set-ntp true"},
        {"clock.not-kept", "Nothing keeps this computer's clock right (now {0} UTC).",
         "Let it be set from the network; without one, compare it with a watch.",
         "sudo timedatectl set-ntp true"},
        // Network
        {"network.ok", "Boards are told to fetch from {0} ({1}).", "", ""},
        {"network.no-route",
         "Boards are told to fetch from {0} ({1}); there is no way to the "
         "internet, and none is needed.",
         "", ""},
        {"network.loopback-only",
         "This computer has no address but its own loopback: real boards "
         "cannot reach it.",
         "Connect it to the network of the boards.", "ip address"},
        {"network.given-vpn",
         "Boards would be told to fetch from {0}, which is the VPN's ({1}): "
         "they cannot reach that.",
         "Name the address in the boards' network.", "otabench-cli update --bind ADDRESS …"},
        {"network.given-virtual",
         "Boards would be told to fetch from {0}, which is of containers or "
         "virtual machines ({1}): they cannot reach that.",
         "Name the address in the boards' network.", "otabench-cli update --bind ADDRESS …"},
        {"network.link-local",
         "The address {0} ({1}) was made up, as no DHCP server answered: only "
         "boards on the same cable reach it.",
         "Give this computer an address in the boards' network.", "ip address"},
        {"network.several",
         "This computer has several addresses: {0}. Boards are told to fetch "
         "from {1}.",
         "If the boards are in another of these networks, name the address there.",
         "otabench-cli update --bind ADDRESS …"},
        {"network.vpn-route", "All traffic goes through the VPN {0}: answers to boards may, too.",
         "Leave the VPN while boards are updated, or exclude the local network from it.",
         "ip route"},
        // Firewall
        {"firewall.ok", "nftables lets connections in.", "", ""},
        {"firewall.none-seen", "No firewall was found active.", "", ""},
        {"firewall.allows", "{0} lets the port {1} in.", "", ""},
        {"firewall.ufw-active", "The firewall ufw is active, and updates use any free port.",
         "Choose a port for updates (--port 8443), and let it in.", "sudo ufw allow 8443/tcp"},
        {"firewall.ufw-blocks", "The firewall ufw keeps boards from the port {0}.", "Let it in.",
         "sudo ufw allow {0}/tcp"},
        {"firewall.firewalld-active", "firewalld is active, and updates use any free port.",
         "Choose a port for updates (--port 8443), and let it in.",
         "sudo firewall-cmd --permanent --add-port=8443/tcp && sudo firewall-cmd --reload"},
        {"firewall.firewalld-blocks", "firewalld keeps boards from the port {0}.", "Let it in.",
         "sudo firewall-cmd --permanent --add-port={0}/tcp && sudo firewall-cmd --reload"},
        {"firewall.nft-active",
         "nftables drops what no rule lets in, and updates use any free "
         "port.",
         "Choose a port for updates (--port 8443), and let it in.",
         "sudo nft add rule inet filter input tcp dport 8443 accept"},
        {"firewall.nft-blocks", "nftables keeps boards from the port {0}.", "Let it in.",
         "sudo nft insert rule inet filter input tcp dport {0} accept"},
        // Certificates
        {"cert.ok", "The certificates in {0} are in order.", "", ""},
        {"cert.ca-missing", "There is no lab CA yet.",
         "It is made by itself with the first update; make it now to build it into firmware.",
         "otabench-cli ca create"},
        {"cert.ca-key-missing",
         "The key {0} of the lab CA is missing: no server certificate can be "
         "issued any more.",
         "Put a backup of it there, or begin the change to another CA.",
         "otabench-cli ca import --cert CA.pem --key CA.key"},
        {"cert.ca-ended", "The lab CA {0} has ended on {1}: boards refuse every certificate of it.",
         "Make another one, and give it to the boards over serial.",
         "otabench-cli ca create --force"},
        {"cert.ca-ends", "The lab CA {0} ends on {1}.",
         "Change to another one while boards still trust this.", "otabench-cli ca rotate"},
        {"cert.imported-ended", "The company's certificate {0} has ended on {1}: boards refuse it.",
         "Ask the company's CA for another one.", "otabench-cli cert request --host HOST"},
        {"cert.imported-ends", "The company's certificate {0} ends on {1}.",
         "Ask the company's CA for another one.", "otabench-cli cert request --host HOST"},
        {"cert.imported-not-covering",
         "The company's certificate {0} is not for {1}, the address "
         "that boards are told.",
         "Ask for one with that address, or serve by a name that it has.",
         "otabench-cli cert request --host {1}"},
        {"cert.not-yet",
         "The certificate {0} is not valid before {1}: this computer's clock is "
         "wrong, or was when it was made.",
         "Set the clock.", "sudo timedatectl set-ntp true"},
        {"cert.key-open",
         "The key {0} may be read by others (mode {1}): whoever has it can pass "
         "for this computer.",
         "Take that away; if others may have read it, change to another CA.", "chmod 600 {0}"},
        {"cert.unreadable", "The certificate {0} cannot be used: {1}",
         "Put a backup in its place, or import it again.", "otabench-cli cert list"},
        {"cert.will-be-issued", "The next update gets a certificate for {0} by itself.", "", ""},
        // Disk and database
        {"disk.ok", "There is room in {0} ({1} MiB).", "", ""},
        {"disk.low", "Only {1} MiB are free in {0}.", "Free some space.", "du -sh {0}/*"},
        {"disk.full", "Only {1} MiB are free in {0}: logs and results will be lost.",
         "Free some space.", "du -sh {0}/*"},
        {"disk.unknown", "The space in {0} cannot be found out.", "Check that the folder is there.",
         "df {0}"},
        {"database.ok", "The history {0} can be read and written.", "", ""},
        {"database.server-ok", "The history's database server answers.", "", ""},
        {"database.none-yet", "The history is begun with the first update ({0}).", "", ""},
        {"database.failed", "The history cannot be used: {0}.", "Mend that, then try again.",
         "otabench-cli history"},
    };
    return texts;
}

std::string fillIn(std::string_view text, const std::vector<std::string> &args)
{
    std::string filled;
    while (!text.empty()) {
        const bool isPlace = text.size() >= 3 && text[0] == '{' && text[2] == '}' &&
                             text[1] >= '0' && text[1] <= '9';
        const auto index = static_cast<std::size_t>(isPlace ? text[1] - '0' : 0);
        if (isPlace && index < args.size())
            filled += args[index];
        else
            filled += text.substr(0, isPlace ? 3 : 1);
        text.remove_prefix(isPlace ? 3 : 1);
    }
    return filled;
}

namespace {

const FindingText &textOf(const Finding &finding)
{
    const auto &texts = findingTexts();
    const auto found = std::ranges::find(texts, finding.id, &FindingText::id);
    OTABENCH_ASSERT(found != texts.end());
    return *found;
}

} // namespace

std::string causeOf(const Finding &finding)
{
    return fillIn(textOf(finding).cause, finding.args);
}

std::string remedyOf(const Finding &finding)
{
    return fillIn(textOf(finding).remedy, finding.args);
}

std::string commandOf(const Finding &finding)
{
    return fillIn(textOf(finding).command, finding.args);
}

namespace detail {

Findings examine(const System &system, const DoctorOptions &options)
{
    const std::array checks = {
        std::function([&] { return checkPorts(system); }),
        std::function([&] { return checkBusyPorts(system); }),
        std::function([&] { return checkUdevRule(system); }),
        std::function([&] { return checkModemManager(system); }),
        std::function([&] { return checkBrltty(system); }),
        std::function([&] { return checkUsb(system); }),
        std::function([&] { return checkClock(system); }),
        std::function([&] { return checkNetwork(system); }),
        std::function([&] { return checkFirewall(system, options.serverPort); }),
        std::function([&] { return checkCertificates(system, options.paths.certificates()); }),
        std::function([&] { return checkDisk(system, options.paths.data); }),
        std::function([&] { return checkDatabase(system, options); }),
    };
    Findings all;
    int done = 0;
    for (const std::function<Findings()> &check : checks) {
        if (options.stop.stop_requested())
            break;
        std::ranges::move(check(), std::back_inserter(all));
        if (options.progress)
            options.progress(++done, static_cast<int>(checks.size()));
    }
    return all;
}

} // namespace detail

std::vector<Finding> examineComputer(const DoctorOptions &options)
{
    return detail::examine(detail::System::real(options), options);
}

} // namespace otabench::fleet
