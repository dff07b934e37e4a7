// Each check on a computer made up in a folder, and all of them on this one.
#include "fleet/doctor.h"

#include "base/files.h"
#include "certificates/store.h"
#include "fleet/detail/doctor_system.h"
#include "support/temporary_folder.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <sys/stat.h>

#include <filesystem>
#include <map>
#include <set>

namespace otabench::fleet::detail {
namespace {

namespace fs = std::filesystem;
using testing::Contains;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::Not;

constexpr std::uint64_t kMany = 10ull << 30;

/// What a finding is known by: "warning usb.no-serial".
std::vector<std::string> named(const Findings &findings)
{
    std::vector<std::string> names;
    for (const Finding &finding : findings)
        names.push_back(std::string(name(finding.severity)) + " " + finding.id);
    return names;
}

class Doctor : public testing::Test
{
protected:
    Doctor()
    {
        m_system.root = m_folder.path();
        m_system.now = std::chrono::sys_days(std::chrono::year(2026) / 11 / 29);
        m_system.user = 1000;
        m_system.userName = "alice";
        m_system.mayReadWrite = [](const fs::path &) { return true; };
        m_system.run = [this](const std::vector<std::string> &arguments) {
            const auto found = m_commands.find(arguments.front());
            return found == m_commands.end() ? CommandOutput{} : found->second;
        };
        m_system.addresses = {{"lo", "127.0.0.1"}, {"eth0", "192.168.1.5"}};
        m_system.boardsAddress = "192.168.1.5";
        m_system.freeBytes = [](const fs::path &) { return kMany; };
        m_system.openDatabase = [] { return Result<>(); };
    }

    void write(const std::string &path, const std::string &text) const
    {
        ASSERT_TRUE(writeFileAtomically(m_system.at(path), text, FileMode::Public));
    }

    void link(const std::string &path, const std::string &target) const
    {
        fs::create_directories(m_system.at(path).parent_path());
        fs::create_symlink(target, m_system.at(path));
    }

    void process(const std::string &pid, const std::string &name) const
    {
        write("/proc/" + pid + "/comm", name + "\n");
    }

    /// An adapter at a place of the bus, with so many endpoints besides the first.
    void usb(const std::string &place, const std::string &vendor, const std::string &product,
             const std::string &serial = {}, int endpoints = 3) const
    {
        const std::string folder = "/sys/bus/usb/devices/" + place;
        write(folder + "/idVendor", vendor + "\n");
        write(folder + "/idProduct", product + "\n");
        write(folder + "/busnum", place.substr(0, place.find('-')) + "\n");
        write(folder + "/power/control", "on\n");
        if (!serial.empty())
            write(folder + "/serial", serial + "\n");
        write("/sys/bus/usb/devices/" + place + ":1.0/bNumEndpoints",
              fmt::format("{:02x}\n", endpoints));
    }

    support::TemporaryFolder m_folder;
    System m_system;
    std::map<std::string, CommandOutput> m_commands;
};

TEST_F(Doctor, FindsNothingWrongWhereThereIsNoPort)
{
    EXPECT_THAT(named(checkPorts(m_system)), ElementsAre("ok port.none"));
    EXPECT_THAT(named(checkBusyPorts(m_system)), ElementsAre("ok port.free"));
}

TEST_F(Doctor, TellsTheGroupToJoin)
{
    write("/dev/ttyUSB0", "");
    write("/dev/ttyS0", "");
    ASSERT_EQ(::chmod(m_system.at("/dev/ttyUSB0").c_str(), 0660), 0);
    const auto group = std::to_string(fs::exists(m_folder.path()) ? ::getegid() : 0);
    m_system.mayReadWrite = [](const fs::path &) { return false; };
    write("/etc/group", "root:x:0:\ndialout:x:" + group + ":\n");

    const auto findings = checkPorts(m_system);

    ASSERT_EQ(findings.size(), 1u);
    if (::getegid() == 0) { // nobody joins root's own group
        EXPECT_EQ(findings[0].id, "port.permission-rule");
    } else {
        EXPECT_EQ(findings[0].id, "port.permission");
        EXPECT_EQ(commandOf(findings[0]), "sudo usermod -aG dialout alice");
    }
    EXPECT_EQ(findings[0].severity, Severity::Problem);
}

TEST_F(Doctor, TellsTheGroupOfAPortThatIsNotRoots)
{
    write("/dev/ttyACM3", "");
    const std::string port = m_system.at("/dev/ttyACM3");
    ASSERT_EQ(::chmod(port.c_str(), 0660), 0);
    if (::chown(port.c_str(), static_cast<uid_t>(-1), 20) != 0)
        GTEST_SKIP() << "only root may give a file to a group that it is not in";
    m_system.mayReadWrite = [](const fs::path &) { return false; };
    write("/etc/group", "dialout:x:20:bob\n");
    const auto outsider = checkPorts(m_system);
    write("/etc/group", "dialout:x:20:bob,alice\n");

    const auto member = checkPorts(m_system);

    EXPECT_THAT(named(outsider), ElementsAre("problem port.permission"));
    EXPECT_EQ(commandOf(outsider[0]), "sudo usermod -aG dialout alice");
    EXPECT_THAT(named(member), ElementsAre("problem port.relogin"));
    EXPECT_THAT(causeOf(member[0]), HasSubstr("before you joined the group dialout"));
}

TEST_F(Doctor, NamesTheProcessThatHoldsAPort)
{
    write("/dev/ttyUSB0", "");
    write("/dev/ttyUSB1", "");
    process("412", "minicom");
    link("/proc/412/fd/5", "/dev/ttyUSB1");
    process("99", "otabench");
    link("/proc/99/fd/7", "/dev/ttyUSB0");

    const auto findings = checkBusyPorts(m_system);

    EXPECT_THAT(named(findings), ElementsAre("ok port.ours", "problem port.busy"));
    EXPECT_THAT(causeOf(findings[1]), HasSubstr("/dev/ttyUSB1 is in use by minicom (process 412)"));
    EXPECT_EQ(commandOf(findings[1]), "kill 412");
}

TEST_F(Doctor, UdevRule)
{
    EXPECT_THAT(named(checkUdevRule(m_system)),
                ElementsAre("warning udev.rule-missing", "warning udev.not-running"));
    EXPECT_TRUE(fs::is_regular_file(checkUdevRule(m_system).front().args.at(0)));
    write("/run/udev/control", "");
    write("/etc/udev/rules.d/90-otabench.rules", "");
    EXPECT_THAT(named(checkUdevRule(m_system)), ElementsAre("warning udev.rule-late"));
    fs::rename(m_system.at("/etc/udev/rules.d/90-otabench.rules"),
               m_system.at("/etc/udev/rules.d/70-otabench.rules"));
    EXPECT_THAT(named(checkUdevRule(m_system)), ElementsAre("ok udev.ok"));
}

TEST_F(Doctor, ModemManager)
{
    EXPECT_THAT(named(checkModemManager(m_system)), ElementsAre("ok modemmanager.ok"));
    process("7", "ModemManager");
    EXPECT_THAT(named(checkModemManager(m_system)), ElementsAre("warning modemmanager.runs"));
    write("/usr/lib/udev/rules.d/70-otabench.rules", "");
    EXPECT_THAT(named(checkModemManager(m_system)), ElementsAre("ok modemmanager.ignores"));
}

TEST_F(Doctor, Brltty)
{
    const std::string rule = "/usr/lib/udev/rules.d/85-brltty.rules";
    EXPECT_THAT(named(checkBrltty(m_system)), ElementsAre("ok brltty.ok"));
    write(rule, "# ENV{PRODUCT}==\"1a86/7523/*\", a comment\nENV{PRODUCT}==\"403/6001/*\"\n");
    EXPECT_THAT(named(checkBrltty(m_system)), ElementsAre("ok brltty.ok"));
    write(rule, "ENV{PRODUCT}==\"1a86/7523/*\", ENV{BRLTTY_BRAILLE_DRIVER}=\"bm\"\n");
    EXPECT_THAT(named(checkBrltty(m_system)), ElementsAre("warning brltty.would-take"));
    usb("1-2", "1a86", "7523");
    EXPECT_THAT(named(checkBrltty(m_system)), ElementsAre("problem brltty.takes"));
}

TEST_F(Doctor, UsbWithinItsLimits)
{
    usb("1-1", "10c4", "ea60", "0001");
    usb("1-2", "046d", "c31c");

    const auto findings = checkUsb(m_system);

    EXPECT_THAT(named(findings), ElementsAre("ok usb.ok"));
    EXPECT_THAT(causeOf(findings[0]), HasSubstr("1 adapters and boards"));
}

TEST_F(Doctor, UsbControllerIsNearItsEndOrOverIt)
{
    for (const char *bus : {"1", "2"}) { // USB 2 and 3 of one controller
        fs::create_directories(
            m_system.at(std::string("/sys/devices/pci0/0000:00:14.0/usb") + bus));
        link(std::string("/sys/bus/usb/devices/usb") + bus,
             m_system.at(std::string("/sys/devices/pci0/0000:00:14.0/usb") + bus));
    }
    for (int i = 1; i <= 20; ++i)
        usb((i % 2 ? "1-1." : "2-1.") + std::to_string(i), "10c4", "ea60", std::to_string(i));
    const auto near = checkUsb(m_system);
    for (int i = 21; i <= 24; ++i)
        usb("1-1." + std::to_string(i), "10c4", "ea60", std::to_string(i));

    const auto over = checkUsb(m_system);

    EXPECT_THAT(named(near), ElementsAre("warning usb.endpoints-near"));
    EXPECT_THAT(causeOf(near[0]), HasSubstr("0000:00:14.0 carries 20 devices with 80 endpoints"));
    EXPECT_THAT(named(over), ElementsAre("problem usb.endpoints-over"));
}

TEST_F(Doctor, UsbAdaptersWithoutSerialNumbersOrWithTheSame)
{
    usb("1-1", "1a86", "7523");
    usb("1-2", "1a86", "7523");
    usb("1-3", "10c4", "ea60", "0001");
    usb("1-4", "10c4", "ea60", "0001");

    const auto findings = checkUsb(m_system);

    EXPECT_THAT(named(findings), ElementsAre("warning usb.same-serial", "warning usb.no-serial"));
    EXPECT_THAT(causeOf(findings[1]), HasSubstr("2 adapters of the kind 1a86:7523"));
}

TEST_F(Doctor, UsbSleepDepthAndHubsWithoutSupply)
{
    for (int i = 1; i <= 5; ++i)
        usb("1-4." + std::to_string(i), "10c4", "ea60", std::to_string(i));
    write("/sys/bus/usb/devices/1-4/idVendor", "05e3\n");
    write("/sys/bus/usb/devices/1-4/bDeviceClass", "09\n");
    write("/sys/bus/usb/devices/1-4/bmAttributes", "80\n");
    usb("1-1.1.1.1.1.1.1", "303a", "1001", "m");
    write("/sys/bus/usb/devices/1-4.3/power/control", "auto\n");

    const auto findings = checkUsb(m_system);

    EXPECT_THAT(named(findings), ElementsAre("problem usb.too-deep", "warning usb.hub-power",
                                             "warning usb.autosuspend"));
    EXPECT_EQ(commandOf(findings[2]),
              "echo on | sudo tee /sys/bus/usb/devices/1-4.3/power/control");
}

TEST_F(Doctor, Clock)
{
    EXPECT_THAT(named(checkClock(m_system)), ElementsAre("warning clock.not-kept"));
    process("8", "chronyd");
    EXPECT_THAT(named(checkClock(m_system)), ElementsAre("ok clock.ok"));
    m_system.now = std::chrono::sys_days(std::chrono::year(1970) / 1 / 1);
    EXPECT_THAT(named(checkClock(m_system)), ElementsAre("problem clock.wrong"));
}

TEST_F(Doctor, ClockAsSystemdTellsIt)
{
    m_commands["timedatectl"] = {0, "yes\n"};

    EXPECT_THAT(named(checkClock(m_system)), ElementsAre("ok clock.ok"));
}

TEST_F(Doctor, NetworkOfOneCable)
{
    EXPECT_THAT(named(checkNetwork(m_system)), ElementsAre("ok network.no-route"));
    write("/proc/net/route", "Iface\tDestination\tGateway\tFlags\tRefCnt\tUse\tMetric\tMask\n"
                             "eth0\t0001A8C0\t00000000\t0001\t0\t0\t100\t00FFFFFF\n"
                             "eth0\t00000000\t0101A8C0\t0003\t0\t0\t100\t00000000\n");

    const auto findings = checkNetwork(m_system);

    EXPECT_THAT(named(findings), ElementsAre("ok network.ok"));
    EXPECT_EQ(causeOf(findings[0]), "Boards are told to fetch from 192.168.1.5 (eth0).");
}

TEST_F(Doctor, NetworkOfLoopbackOnly)
{
    m_system.addresses = {{"lo", "127.0.0.1"}};
    m_system.boardsAddress = "127.0.0.1";

    EXPECT_THAT(named(checkNetwork(m_system)), ElementsAre("problem network.loopback-only"));
}

TEST_F(Doctor, NetworkOfSeveralInterfacesAndAVpn)
{
    m_system.addresses.push_back({"wlan0", "10.0.0.7"});
    m_system.addresses.push_back({"wg0", "10.8.0.2"});
    m_system.addresses.push_back({"docker0", "172.17.0.1"});
    write("/proc/net/route", "Iface\tDestination\tGateway\tFlags\tRefCnt\tUse\tMetric\tMask\n"
                             "eth0\t00000000\t0101A8C0\t0003\t0\t0\t100\t00000000\n"
                             "wg0\t00000000\t00000000\t0001\t0\t0\t50\t00000000\n");
    const auto several = checkNetwork(m_system);
    m_system.boardsAddress = "10.8.0.2";
    const auto vpn = checkNetwork(m_system);
    m_system.boardsAddress = "172.17.0.1";

    const auto docker = checkNetwork(m_system);

    EXPECT_THAT(named(several),
                ElementsAre("warning network.several", "warning network.vpn-route"));
    EXPECT_THAT(causeOf(several[0]), HasSubstr("192.168.1.5 (eth0), 10.0.0.7 (wlan0). Boards are "
                                               "told to fetch from 192.168.1.5"));
    EXPECT_THAT(named(vpn), Contains("problem network.given-vpn"));
    EXPECT_THAT(named(docker), Contains("problem network.given-virtual"));
}

TEST_F(Doctor, NetworkWithoutDhcp)
{
    m_system.addresses = {{"lo", "127.0.0.1"}, {"eth0", "169.254.7.7"}};
    m_system.boardsAddress = "169.254.7.7";

    EXPECT_THAT(named(checkNetwork(m_system)), ElementsAre("warning network.link-local"));
}

TEST_F(Doctor, FirewallUfw)
{
    EXPECT_THAT(named(checkFirewall(m_system, 8443)), ElementsAre("ok firewall.none-seen"));
    write("/etc/ufw/ufw.conf", "# ENABLED=yes\nENABLED=no\n");
    EXPECT_THAT(named(checkFirewall(m_system, 8443)), ElementsAre("ok firewall.none-seen"));
    write("/etc/ufw/ufw.conf", "ENABLED=yes\n");
    EXPECT_THAT(named(checkFirewall(m_system, {})), ElementsAre("warning firewall.ufw-active"));
    const auto blocked = checkFirewall(m_system, 8443);
    EXPECT_THAT(named(blocked), ElementsAre("problem firewall.ufw-blocks"));
    EXPECT_EQ(commandOf(blocked[0]), "sudo ufw allow 8443/tcp");
    write("/etc/ufw/user.rules", "### tuple ### allow tcp 8443 0.0.0.0/0 any 0.0.0.0/0 in\n");
    EXPECT_THAT(named(checkFirewall(m_system, 8443)), ElementsAre("ok firewall.allows"));
    EXPECT_THAT(named(checkFirewall(m_system, 443)), ElementsAre("problem firewall.ufw-blocks"));
}

TEST_F(Doctor, FirewallFirewalld)
{
    process("5", "firewalld");
    m_commands["firewall-cmd"] = {1, "no\n"};
    EXPECT_THAT(named(checkFirewall(m_system, 8443)),
                ElementsAre("problem firewall.firewalld-blocks"));
    m_commands["firewall-cmd"] = {0, "yes\n"};
    EXPECT_THAT(named(checkFirewall(m_system, 8443)), ElementsAre("ok firewall.allows"));
    EXPECT_THAT(named(checkFirewall(m_system, {})),
                ElementsAre("warning firewall.firewalld-active"));
}

TEST_F(Doctor, FirewallNftables)
{
    const std::string head = "table inet filter {\n chain input {\n  type filter hook input "
                             "priority filter; policy drop;\n  ct state established accept\n";
    m_commands["nft"] = {0, head + "  tcp dport { 22, 8443 } accept\n }\n}\n"};
    EXPECT_THAT(named(checkFirewall(m_system, 8443)), ElementsAre("ok firewall.ok"));
    EXPECT_THAT(named(checkFirewall(m_system, 443)), ElementsAre("problem firewall.nft-blocks"));
    m_commands["nft"] = {0, "table inet filter {\n chain input {\n  type filter hook input "
                            "priority filter; policy accept;\n }\n chain forward {\n  type filter "
                            "hook forward priority filter; policy drop;\n }\n}\n"};
    EXPECT_THAT(named(checkFirewall(m_system, 443)), ElementsAre("ok firewall.ok"));
    m_commands["nft"] = {1, ""}; // for administrators only
    write("/etc/nftables.conf", head);
    EXPECT_THAT(named(checkFirewall(m_system, {})), ElementsAre("warning firewall.nft-active"));
}

TEST_F(Doctor, Certificates)
{
    const fs::path folder = m_folder / "certificates";
    EXPECT_THAT(named(checkCertificates(m_system, folder)), ElementsAre("warning cert.ca-missing"));
    m_system.now = std::chrono::system_clock::now();
    certificates::Store store(folder);
    ASSERT_TRUE(store.serverIdentity({"192.168.1.5"}));
    EXPECT_THAT(named(checkCertificates(m_system, folder)), ElementsAre("ok cert.ok"));
    m_system.boardsAddress = "10.0.0.9";
    EXPECT_THAT(named(checkCertificates(m_system, folder)), ElementsAre("ok cert.will-be-issued"));
    fs::permissions(folder / "ca.key", fs::perms(0644));

    const auto open = checkCertificates(m_system, folder);

    EXPECT_THAT(named(open), Contains("problem cert.key-open"));
    EXPECT_EQ(commandOf(open[0]), "chmod 600 " + (folder / "ca.key").string());
}

TEST_F(Doctor, CertificatesThatEndOrHaveEnded)
{
    const fs::path folder = m_folder / "certificates";
    certificates::Store store(folder);
    const auto authority = certificates::Authority::create(
        {.validity = {.preset = certificates::Preset::Audit, .lifetime = std::chrono::days(100)}});
    ASSERT_TRUE(authority);
    ASSERT_TRUE(store.saveAuthority(*authority, certificates::Store::Overwrite::No));
    const auto today = std::chrono::system_clock::now();

    m_system.now = today + std::chrono::days(50);
    EXPECT_THAT(named(checkCertificates(m_system, folder)), ElementsAre("warning cert.ca-ends"));
    m_system.now = today + std::chrono::days(150);
    EXPECT_THAT(named(checkCertificates(m_system, folder)), ElementsAre("problem cert.ca-ended"));
    m_system.now = today - std::chrono::days(50);
    EXPECT_THAT(named(checkCertificates(m_system, folder)), ElementsAre("problem cert.not-yet"));
    ASSERT_TRUE(writeFileAtomically(folder / "ca.pem", "nonsense", FileMode::Public));
    fs::remove(folder / "ca.key");
    EXPECT_THAT(named(checkCertificates(m_system, folder)),
                ElementsAre("problem cert.ca-key-missing", "problem cert.unreadable"));
}

TEST_F(Doctor, ACompanysCertificateThatIsNotForTheAddress)
{
    const fs::path folder = m_folder / "certificates";
    const auto pair = certificates::makeSelfSigned({.hosts = {"bench.example.com"}});
    ASSERT_TRUE(pair);
    ASSERT_TRUE(
        writeFileAtomically(folder / "imported.pem", pair->certificatePem, FileMode::Public));
    m_system.now = std::chrono::system_clock::now();

    const auto findings = checkCertificates(m_system, folder);

    EXPECT_THAT(named(findings), ElementsAre("problem cert.imported-not-covering"));
    EXPECT_EQ(commandOf(findings[0]), "otabench-cli cert request --host 192.168.1.5");
}

TEST_F(Doctor, DiskAndDatabase)
{
    m_system.freeBytes = [](const fs::path &) { return 50u << 20; };
    EXPECT_THAT(named(checkDisk(m_system, "/data")), ElementsAre("problem disk.full"));
    m_system.freeBytes = [](const fs::path &) { return 500u << 20; };
    EXPECT_THAT(named(checkDisk(m_system, "/data")), ElementsAre("warning disk.low"));
    DoctorOptions options{.paths = {m_folder / "data", {}, {}}};
    EXPECT_THAT(named(checkDatabase(m_system, options)), ElementsAre("ok database.none-yet"));
    options.databaseUrl = "postgresql://lab@db/otabench";
    EXPECT_THAT(named(checkDatabase(m_system, options)), ElementsAre("ok database.server-ok"));
    m_system.openDatabase = [] { return Result<>(fail(ErrorCode::DatabaseUnreachable, "gone")); };
    const auto failed = checkDatabase(m_system, options);
    EXPECT_THAT(named(failed), ElementsAre("problem database.failed"));
    EXPECT_THAT(causeOf(failed[0]), HasSubstr("gone"));
}

TEST_F(Doctor, EveryTextIsASentenceAndNamesItsOwnArgs)
{
    std::set<std::string_view> ids;
    for (const FindingText &text : findingTexts()) {
        EXPECT_TRUE(ids.insert(text.id).second) << text.id;
        EXPECT_TRUE(text.cause.ends_with('.') || text.cause.ends_with("{1}")) << text.id;
        EXPECT_TRUE(text.remedy.empty() || text.remedy.ends_with('.')) << text.id;
        EXPECT_EQ(text.remedy.find("  "), std::string_view::npos) << text.id;
        EXPECT_TRUE(text.command.empty() || !text.remedy.empty()) << text.id;
    }
    EXPECT_EQ(fillIn("{1}{0}{2}{", {"a", "b"}), "ba{2}{");
}

TEST_F(Doctor, ExaminesThisComputer)
{
    const DoctorOptions options{.paths = {m_folder / "data", m_folder / "config", m_folder / "c"}};

    const auto findings = examineComputer(options);

    EXPECT_GE(findings.size(), 12u) << "each check says something";
    for (const Finding &finding : findings) {
        EXPECT_THAT(causeOf(finding), Not(HasSubstr("{"))) << finding.id;
        EXPECT_TRUE(finding.severity == Severity::Ok || !remedyOf(finding).empty()) << finding.id;
    }
    EXPECT_FALSE(fs::exists(m_folder / "data")) << "looking must not change anything";
}

} // namespace
} // namespace otabench::fleet::detail
