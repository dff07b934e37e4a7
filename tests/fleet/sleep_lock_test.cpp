#include "fleet/detail/campaign_wakefulness.h"
#include "fleet/detail/sleep_lock.h"

#include "support/process.h"
#include "support/temporary_folder.h"

#include <gtest/gtest.h>

#include <atomic>
#include <cstdlib>
#include <mutex>
#include <thread>
#include <vector>

#include <fcntl.h>
#include <poll.h>
#include <systemd/sd-bus.h>
#include <unistd.h>

// A real dbus-daemon, but no logind and no desktop: where the tests run there is no systemd. What
// answers for them here does what logind's and the desktops' documentation says, no more.
namespace otabench::fleet::detail {
namespace {

using std::chrono::milliseconds;
using std::chrono::steady_clock;

bool waitUntil(const std::function<bool()> &condition, milliseconds limit = milliseconds(10'000))
{
    const auto deadline = steady_clock::now() + limit;
    while (!condition()) {
        if (steady_clock::now() > deadline)
            return false;
        std::this_thread::sleep_for(milliseconds(5));
    }
    return true;
}

/// A bus of the test's own, as the system's or the session's.
class PrivateBus
{
public:
    explicit PrivateBus(const char *variable)
        : m_variable(variable)
        , m_address("unix:path=" + (m_folder / "bus").native())
        , m_daemon({.arguments = {"dbus-daemon", "--session", "--nofork", "--nopidfile",
                                  "--print-address", "--address=" + m_address}})
    {
        EXPECT_TRUE(m_daemon.waitForOutput("unix:path="));
        setenv(variable, m_address.c_str(), 1);
    }

    ~PrivateBus() { unsetenv(m_variable); }

    [[nodiscard]] const std::string &address() const { return m_address; }

private:
    const char *m_variable;
    support::TemporaryFolder m_folder;
    std::string m_address;
    support::Process m_daemon;
};

/// Takes a name on a bus and answers "Inhibit".
class Service
{
public:
    enum class Kind
    {
        Logind, ///< answers with a descriptor; whoever asks for "sleep" may have to be refused
        LogindRefuses, ///< … and is
        Desktop,       ///< answers with a number
        Silent,        ///< takes the call and never answers
    };

    Service(const std::string &address, const char *name, const char *path, const char *interface,
            Kind kind)
        : m_kind(kind)
    {
        sd_bus_new(&m_bus);
        sd_bus_set_address(m_bus, address.c_str());
        sd_bus_set_bus_client(m_bus, 1);
        EXPECT_GE(sd_bus_start(m_bus), 0);
        const bool isDesktop = kind == Kind::Desktop;
        m_table = {SD_BUS_VTABLE_START(0),
                   SD_BUS_METHOD("Inhibit", isDesktop ? "ss" : "ssss", isDesktop ? "u" : "h",
                                 &Service::onInhibit, SD_BUS_VTABLE_UNPRIVILEGED),
                   SD_BUS_VTABLE_END};
        EXPECT_GE(sd_bus_add_object_vtable(m_bus, nullptr, path, interface, m_table.data(), this),
                  0);
        EXPECT_GE(sd_bus_request_name(m_bus, name, 0), 0);
        m_thread = std::thread([this] { run(); });
    }

    ~Service()
    {
        m_isEnding = true;
        m_thread.join();
        sd_bus_flush_close_unref(m_bus);
        if (m_held >= 0)
            close(m_held);
    }

    [[nodiscard]] std::vector<std::string> calls() const
    {
        const std::lock_guard lock(m_mutex);
        return m_calls;
    }

    /// Whether somebody holds the descriptor that was handed out: as logind sees it.
    [[nodiscard]] bool isHeld() const
    {
        if (m_held < 0)
            return false;
        pollfd state = {.fd = m_held, .events = 0, .revents = 0};
        poll(&state, 1, 0);
        return (state.revents & POLLHUP) == 0;
    }

private:
    static int onInhibit(sd_bus_message *message, void *service, sd_bus_error *error)
    {
        return static_cast<Service *>(service)->inhibit(message, error);
    }

    int inhibit(sd_bus_message *message, sd_bus_error *error)
    {
        std::vector<const char *> words(m_kind == Kind::Desktop ? 2 : 4, nullptr);
        std::string call;
        for (const char *&word : words) {
            sd_bus_message_read(message, "s", &word);
            call += (call.empty() ? "" : "|") + std::string(word);
        }
        {
            const std::lock_guard lock(m_mutex);
            m_calls.push_back(call);
        }
        if (m_kind == Kind::Silent)
            return 1;
        if (m_kind == Kind::LogindRefuses)
            return sd_bus_error_set_const(error, "org.freedesktop.DBus.Error.AccessDenied", "no");
        if (m_kind == Kind::Desktop)
            return sd_bus_reply_method_return(message, "u", 7u);
        std::array<int, 2> ends = {-1, -1};
        EXPECT_EQ(pipe2(ends.data(), O_CLOEXEC), 0);
        const int sent = sd_bus_reply_method_return(message, "h", ends[1]);
        close(ends[1]);
        m_held = ends[0];
        return sent;
    }

    void run()
    {
        while (!m_isEnding) {
            if (sd_bus_process(m_bus, nullptr) == 0)
                sd_bus_wait(m_bus, 20'000);
        }
    }

    Kind m_kind;
    sd_bus *m_bus = nullptr;
    std::vector<sd_bus_vtable> m_table;
    mutable std::mutex m_mutex;
    std::vector<std::string> m_calls;
    std::atomic<int> m_held = -1;
    std::atomic<bool> m_isEnding = false;
    std::thread m_thread;
};

class SleepLocks : public testing::Test
{
protected:
    [[nodiscard]] std::unique_ptr<Service> logind(Service::Kind kind) const
    {
        return std::make_unique<Service>(m_system.address(), "org.freedesktop.login1",
                                         "/org/freedesktop/login1",
                                         "org.freedesktop.login1.Manager", kind);
    }

    PrivateBus m_system{"DBUS_SYSTEM_BUS_ADDRESS"};
    PrivateBus m_session{"DBUS_SESSION_BUS_ADDRESS"};
};

TEST_F(SleepLocks, HoldLogindsDescriptorAsLongAsTheyLive)
{
    const auto service = logind(Service::Kind::Logind);
    {
        const SleepLock lock("Updating 8 boards");
        ASSERT_TRUE(waitUntil([&] { return service->isHeld(); }));
        EXPECT_EQ(service->calls(),
                  std::vector<std::string>{"sleep:idle|otabench|Updating 8 boards|block"});
    }
    EXPECT_TRUE(waitUntil([&] { return !service->isHeld(); }));
}

TEST_F(SleepLocks, AskTheDesktopWhereLogindRefuses)
{
    const auto service = logind(Service::Kind::LogindRefuses);
    const Service desktop(m_session.address(), "org.freedesktop.PowerManagement",
                          "/org/freedesktop/PowerManagement/Inhibit",
                          "org.freedesktop.PowerManagement.Inhibit", Service::Kind::Desktop);
    const SleepLock lock("Updating 1 board");
    ASSERT_TRUE(waitUntil([&] { return !desktop.calls().empty(); }));
    EXPECT_EQ(desktop.calls(), std::vector<std::string>{"otabench|Updating 1 board"});
    // First both, then what everybody may have.
    EXPECT_EQ(service->calls(),
              (std::vector<std::string>{"sleep:idle|otabench|Updating 1 board|block",
                                        "idle|otabench|Updating 1 board|block"}));
}

TEST_F(SleepLocks, AskTheScreenSaverWhereThereIsNothingElse)
{
    const Service saver(m_session.address(), "org.freedesktop.ScreenSaver",
                        "/org/freedesktop/ScreenSaver", "org.freedesktop.ScreenSaver",
                        Service::Kind::Desktop);
    const SleepLock lock("Updating 1 board");
    EXPECT_TRUE(waitUntil([&] { return !saver.calls().empty(); }));
}

TEST_F(SleepLocks, EndAtOnceAlsoWhenNobodyAnswers)
{
    const auto service = logind(Service::Kind::Silent);
    auto lock = std::make_unique<SleepLock>("Updating 1 board");
    ASSERT_TRUE(waitUntil([&] { return !service->calls().empty(); }));
    const auto start = steady_clock::now();
    lock.reset();
    EXPECT_LT(steady_clock::now() - start, milliseconds(2000)); // the answer is waited for longer
}

TEST(SleepLockWithoutBus, DoesNothingAndSaysNothing)
{
    setenv("DBUS_SYSTEM_BUS_ADDRESS", "unix:path=/nonexistent/bus", 1);
    setenv("DBUS_SESSION_BUS_ADDRESS", "unix:path=/nonexistent/bus", 1);
    testing::internal::CaptureStderr();
    {
        const SleepLock lock("Updating 1 board");
    }
    EXPECT_EQ(testing::internal::GetCapturedStderr(), "");
    unsetenv("DBUS_SYSTEM_BUS_ADDRESS");
    unsetenv("DBUS_SESSION_BUS_ADDRESS");
}

TEST_F(SleepLocks, AreHeldByTheCommandLineWhileItUpdates)
{
    const auto service = logind(Service::Kind::Logind);
    const support::TemporaryFolder folder;
    const std::string cli = support::builtProgram("otabench-cli");
    const std::map<std::string, std::string> home = {{"OTABENCH_HOME", folder / "home"}};
    const std::string image = folder / "demo.bin";
    ASSERT_EQ(
        support::run({.arguments = {cli, "image", "make", "--chip", "esp32", "--project", "demo",
                                    "--version", "2.0.0", "--size", "64K", "-o", image},
                      .environment = home})
            .exitStatus,
        0);
    support::Process boards({.arguments = {support::builtProgram("otabench-board"), "--chip",
                                           "esp32", "--dir", folder / "boards"}});
    ASSERT_TRUE(boards.waitForOutput("vb-01"));
    const auto updated =
        support::run({.arguments = {cli, "update", "--image", image, "--board",
                                    "pty:" + (folder / "boards").native() + "/vb-01"},
                      .environment = home},
                     std::chrono::seconds(120));
    EXPECT_EQ(updated.exitStatus, 0) << updated.err;
    EXPECT_EQ(service->calls(),
              std::vector<std::string>{"sleep:idle|otabench|Updating 1 board|block"});
    EXPECT_TRUE(waitUntil([&] { return !service->isHeld(); }));
}

class Nobody : public Observer
{
public:
    void onBoard(const BoardState &) override {}

    void onBoardRemoved(const std::string &) override {}

    void onLog(const LogLine &) override {}

    void onServer(const ServerState &) override {}

    void onCampaign(const CampaignState &state) override { campaigns.push_back(state.running); }

    std::vector<bool> campaigns;
};

TEST_F(SleepLocks, LastFromTheBeginningOfACampaignToItsEnd)
{
    const auto service = logind(Service::Kind::Logind);
    Nobody nobody;
    CampaignWakefulness wakefulness(nobody, KeepAwake::DuringCampaigns);
    CampaignState state;
    state.boards = 3;
    state.running = true;
    wakefulness.onCampaign(state);
    wakefulness.onCampaign(state); // the totals a second later: no second lock
    ASSERT_TRUE(waitUntil([&] { return service->isHeld(); }));
    EXPECT_EQ(service->calls().size(), 1u);
    state.running = false;
    wakefulness.onCampaign(state);
    EXPECT_TRUE(waitUntil([&] { return !service->isHeld(); }));
    EXPECT_EQ(nobody.campaigns, (std::vector<bool>{true, true, false}));
}

TEST_F(SleepLocks, AreNotMadeForALabThatDoesNotAsk)
{
    const auto service = logind(Service::Kind::Logind);
    Nobody nobody;
    {
        CampaignWakefulness wakefulness(nobody, KeepAwake::Never);
        CampaignState state;
        state.running = true;
        wakefulness.onCampaign(state);
    }
    EXPECT_TRUE(service->calls().empty());
    EXPECT_EQ(nobody.campaigns.size(), 1u);
}

} // namespace
} // namespace otabench::fleet::detail
