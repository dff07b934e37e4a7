#include "host_port.h"

#include "support/temporary_folder.h"

#include <gmock/gmock.h>

#include <arpa/inet.h>
#include <fcntl.h>
#include <functional>
#include <future>
#include <netinet/in.h>
#include <sys/socket.h>

namespace otabench::firmware::host {
namespace {

using namespace std::chrono_literals;
using testing::MatchesRegex;

constexpr std::uint32_t kHeapBytes = 100'000;

class HostPortTest : public testing::Test
{
protected:
    HostPortTest()
    {
        HostPortConfig config;
        config.name = "vb-01";
        config.flashFile = m_folder / "flash";
        config.settingsFile = m_folder / "settings";
        config.consoleLink = m_folder / "vb-01";
        config.heapBytes = kHeapBytes;
        config.chip.chip_name = "esp32";
        const auto opened = m_port.open(config);
        EXPECT_TRUE(opened) << opened.error();
    }

    /// One life of the board with a program that must hold nothing with a destructor.
    HostPort::Ended live(std::function<void(const otabench_port_t &)> program)
    {
        m_program = std::move(program);
        return m_port.run(
            [](void *context) {
                auto &self = *static_cast<HostPortTest *>(context);
                self.m_program(*otabench_port_get());
            },
            this);
    }

    support::TemporaryFolder m_folder;
    HostPort m_port;
    std::function<void(const otabench_port_t &)> m_program;
};

TEST_F(HostPortTest, ARestartLeavesTheProgramAndReleasesItsMemory)
{
    bool returned = false;
    const auto ended = live([&](const otabench_port_t &port) {
        EXPECT_EQ(port.chip->reset_reason, 1); // power on
        EXPECT_NE(port.allocate(port.ctx, 1000), nullptr);
        EXPECT_NE(port.hash_start(port.ctx), nullptr);
        EXPECT_LT(port.heap_free(port.ctx), kHeapBytes);
        port.restart(port.ctx);
        returned = true;
    });
    EXPECT_EQ(ended, HostPort::Ended::Reset);
    EXPECT_FALSE(returned);
    EXPECT_EQ(m_port.resetReason(), ResetReason::Software);

    static_cast<void>(live([&](const otabench_port_t &port) {
        EXPECT_EQ(port.chip->reset_reason, 3); // software
        EXPECT_EQ(port.heap_free(port.ctx), kHeapBytes);
        port.restart(port.ctx);
    }));
}

TEST_F(HostPortTest, AResetEndsADelay)
{
    std::promise<void> begun;
    auto ended = std::async(std::launch::async, [&] {
        return live([&](const otabench_port_t &port) {
            begun.set_value();
            port.delay_ms(port.ctx, 3'600'000);
            ADD_FAILURE() << "the delay came to its end";
        });
    });
    begun.get_future().wait();
    m_port.requestReset();
    ASSERT_EQ(ended.wait_for(20s), std::future_status::ready);
    EXPECT_EQ(ended.get(), HostPort::Ended::Reset);
    EXPECT_EQ(m_port.resetReason(), ResetReason::PowerOn);
}

TEST_F(HostPortTest, AResetEndsAWaitForTheNetworkAndClosesTheConnection)
{
    UniqueFd listener(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0));
    sockaddr_in address = {};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    socklen_t length = sizeof address;
    ASSERT_EQ(::bind(listener.get(), reinterpret_cast<sockaddr *>(&address), length), 0);
    ASSERT_EQ(::listen(listener.get(), 1), 0);
    ASSERT_EQ(::getsockname(listener.get(), reinterpret_cast<sockaddr *>(&address), &length), 0);

    auto ended = std::async(std::launch::async, [&] {
        return live([&](const otabench_port_t &port) {
            otabench_net_config_t config = {};
            config.host = "127.0.0.1";
            config.port = ntohs(address.sin_port);
            config.timeout_ms = 3'600'000;
            otabench_net_t *net = nullptr;
            otabench_net_error_t error = {};
            ASSERT_EQ(port.net_open(port.ctx, &config, &net), ESP_OK);
            ASSERT_EQ(port.net_connect(port.ctx, net, config.timeout_ms, &error), ESP_OK);
            char byte = 0;
            port.net_read(port.ctx, net, &byte, 1, config.timeout_ms);
            ADD_FAILURE() << "the read came to its end";
        });
    });
    const UniqueFd peer(::accept(listener.get(), nullptr, nullptr));
    ASSERT_TRUE(peer);
    m_port.requestReset();
    ASSERT_EQ(ended.wait_for(20s), std::future_status::ready);
    EXPECT_EQ(ended.get(), HostPort::Ended::Reset);

    static_cast<void>(live([](const otabench_port_t &port) { port.restart(port.ctx); }));
    char byte = 0;
    EXPECT_LE(::recv(peer.get(), &byte, 1, 0), 0) << "closed by the next boot";
}

TEST_F(HostPortTest, AStopIsForGood)
{
    auto ended = std::async(std::launch::async, [&] {
        return live([&](const otabench_port_t &) {}); // has nothing to do and sleeps
    });
    m_port.requestStop();
    ASSERT_EQ(ended.wait_for(20s), std::future_status::ready);
    EXPECT_EQ(ended.get(), HostPort::Ended::Stopped);
    EXPECT_EQ(live([&](const otabench_port_t &) {}), HostPort::Ended::Stopped);
}

/// Which lines come at all is the component's to decide, by esp_log_level_set().
TEST_F(HostPortTest, LogsEachLevelAsEspIdfDoes)
{
    static_cast<void>(live([](const otabench_port_t &port) {
        port.log(port.ctx, 4, "boot", "a detail");
        port.log(port.ctx, 1, "esp_ota_ops", "broken");
        port.restart(port.ctx);
    }));
    const UniqueFd host(::open((m_folder / "vb-01").c_str(), O_RDONLY | O_NOCTTY | O_CLOEXEC));
    std::string line(200, '\0');
    const ssize_t got = ::read(host.get(), line.data(), line.size());
    ASSERT_GT(got, 0);
    line.resize(static_cast<std::size_t>(got));
    EXPECT_THAT(line, MatchesRegex("D \\([0-9]+\\) boot: a detail\r\n"
                                   "E \\([0-9]+\\) esp_ota_ops: broken\r\n"));
}

TEST_F(HostPortTest, SettingsSurviveARestart)
{
    static_cast<void>(live([](const otabench_port_t &port) {
        EXPECT_EQ(port.setting_set(port.ctx, "boots", "\x05", 1), ESP_OK);
        port.restart(port.ctx);
    }));
    static_cast<void>(live([](const otabench_port_t &port) {
        char value = 0;
        EXPECT_EQ(port.setting_get(port.ctx, "boots", &value, 1), 1);
        EXPECT_EQ(value, 5);
        EXPECT_EQ(port.setting_get(port.ctx, "boots", &value, 0), -1);
        EXPECT_EQ(port.setting_get(port.ctx, "other", &value, 1), -1);
        port.restart(port.ctx);
    }));
}

} // namespace
} // namespace otabench::firmware::host
