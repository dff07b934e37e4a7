// An update by the agent, from `start` to the confirmation of the new image.
#include "agent_fixture.h"
#include "base/hex.h"

#include "esp_ota_ops.h"

#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include <chrono>
#include <cstring>

namespace otabench::test {
namespace {

using End = Answer::End;

TEST_F(Agent, RunsAnUpdateThroughAllPhases)
{
    serveImage();
    const std::string url = server->url("/t/token/fw.bin");
    EXPECT_EQ(ask("start", {{"url", url}}).word, "ok");
    EXPECT_EQ(ask("start", {{"url", url}}).word, "ok") << "the same one goes on";
    EXPECT_EQ(ask("start", {{"url", url + "2"}}).field("error"), "ESP_ERR_INVALID_STATE");
    ASSERT_TRUE(runUntil([this] { return hasPhase("reboot") || hasPhase("failed"); }));
    EXPECT_EQ(phases(),
              (std::vector<std::string>{"start", "connected", "description", "chip", "download",
                                        "verify", "switch", "finish", "reboot"}));
    EXPECT_EQ(lastEvent("ota").field("bytes"), std::to_string(image.size()));
    EXPECT_EQ(lastEvent("ota").field("total"), std::to_string(image.size()));
    EXPECT_EQ(server->requests().size(), 1U);
    const Frame described = eventOf("description");
    EXPECT_EQ(described.field("version"), "2.0.0");
    EXPECT_EQ(eventOf("switch").field("image"), toHex(std::span(image).last(32)))
        << "what is in the slot now";
    step();
    EXPECT_EQ(board.restarts, 0) << "half a second after the event, not before";
    EXPECT_EQ(ask("start", {{"url", url}}).word, "ok") << "it is done, and about to restart";
    const Frame refused = ask("start", {{"url", url + "2"}});
    EXPECT_EQ(refused.field("error"), OTABENCH_ERR_AGENT_RESTARTING_NAME);
    EXPECT_EQ(refused.field("code"), "0x9084") << "another one has to wait";
    board.clockOffsetMs += 500;
    step();
    EXPECT_EQ(board.restarts, 1);
    // Events are numbered without a gap.
    std::uint32_t expected = 0;
    for (const Frame &frame : frames) {
        if (frame.type == 'E') {
            ++expected;
            EXPECT_EQ(frame.id, expected);
        }
    }
}

TEST_F(Agent, TellsProgressAtMostFiveTimesASecond)
{
    serveImage();
    ASSERT_EQ(ask("start", {{"url", server->url("/fw.bin")}}).word, "ok");
    std::vector<std::uint32_t> times;
    std::size_t seen = 0;
    ASSERT_TRUE(runUntil([&] {
        for (; seen < frames.size(); ++seen) {
            if (frames[seen].field("phase") == "download")
                times.push_back(board.port.clock_ms(board.port.ctx));
        }
        board.clockOffsetMs += 30; // a slow link
        return hasPhase("verify");
    }));
    ASSERT_GE(times.size(), 3U);
    for (std::size_t i = 1; i < times.size(); ++i)
        EXPECT_GE(times[i] - times[i - 1] + 60, 200U); // seen up to two steps later
}

TEST_F(Agent, ConfirmsTheNewImageWhenTheHostSaysSo)
{
    updateAndReboot();
    EXPECT_EQ(frames[0].field("version"), "2.0.0");
    EXPECT_EQ(frames[0].field("slot"), "ota_1");
    EXPECT_EQ(frames[0].field("state"), "pending-verify");
    EXPECT_NE(frames[0].field("trial"), "0");
    EXPECT_EQ(ask("start", {{"url", "https://127.0.0.1/x"}}).field("error"),
              "ESP_ERR_OTA_ROLLBACK_INVALID_STATE");
    EXPECT_EQ(ask("confirm").word, "ok");
    EXPECT_EQ(lastEvent("state").field("state"), "valid");
    EXPECT_EQ(ask("confirm").word, "ok") << "again";
    board.clockOffsetMs += 61000;
    step();
    reboot();
    EXPECT_EQ(frames[0].field("slot"), "ota_1");
    EXPECT_EQ(frames[0].field("state"), "valid");
}

TEST_F(Agent, AnImageAskedToConfirmsItself)
{
    updateAndReboot({{"confirm", "self"}});
    step();
    EXPECT_EQ(lastEvent("state").field("state"), "valid");
    EXPECT_EQ(board.settings.count("confirm"), 0U);
    reboot();
    EXPECT_EQ(frames[0].field("state"), "valid");
}

TEST_F(Agent, GoesBackWhenNobodyConfirmsInTime)
{
    updateAndReboot();
    board.clockOffsetMs += 59500;
    step();
    EXPECT_EQ(board.restarts, 1);
    EXPECT_EQ(ask("identify").field("trial").size(), 3U) << "less than a second";
    board.clockOffsetMs += 2000;
    step();
    EXPECT_EQ(board.restarts, 2);
    EXPECT_EQ(lastEvent("state").field("state"), "invalid");
    reboot();
    EXPECT_EQ(frames[0].field("slot"), "ota_0");
    EXPECT_EQ(frames[0].field("version"), "1.0.0");
}

TEST_F(Agent, RollsBackOnRequestIfThereIsAnImageToGoTo)
{
    EXPECT_EQ(ask("rollback").field("error"), "ESP_ERR_OTA_ROLLBACK_FAILED");
    updateAndReboot();
    EXPECT_EQ(ask("rollback").word, "ok");
    board.clockOffsetMs += 500;
    step();
    EXPECT_EQ(board.restarts, 2);
    reboot();
    EXPECT_EQ(frames[0].field("version"), "1.0.0");
}

TEST_F(Agent, TellsWhyAnUpdateFailed)
{
    const auto other = certificates::Authority::create({});
    ASSERT_TRUE(other);
    const auto certificate = other->issueServer({.hosts = {"127.0.0.1"}});
    ASSERT_TRUE(certificate);
    ScriptedServer foreign(&*certificate, [](const Request &) { return Answer{}; });
    ASSERT_EQ(ask("start", {{"url", foreign.url("/fw.bin")}}).word, "ok");
    ASSERT_TRUE(runUntil([this] { return hasPhase("failed"); }));
    const Frame failed = lastEvent("ota");
    EXPECT_EQ(failed.field("error"), "ESP_ERR_HTTP_CONNECT");
    EXPECT_EQ(failed.field("code"), "0x7002");
    EXPECT_EQ(failed.field("tls"), "0x2700");
    EXPECT_EQ(failed.field("flags"), "0x8");
    EXPECT_NE(failed.field("text").find("CA"), std::string::npos);
    const Frame status = ask("status");
    EXPECT_EQ(status.field("phase"), "failed");
    EXPECT_EQ(status.field("error"), "ESP_ERR_HTTP_CONNECT");

    serve([](const Request &) {
        return Answer{"HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n"};
    });
    frames.clear();
    ASSERT_EQ(ask("start", {{"url", server->url("/fw.bin")}}).word, "ok");
    ASSERT_TRUE(runUntil([this] { return hasPhase("failed"); }));
    EXPECT_EQ(lastEvent("ota").field("error"), "ESP_FAIL");
    EXPECT_NE(lastEvent("ota").field("text").find("404"), std::string::npos);
    EXPECT_EQ(lastEvent("ota").field("tls"), "(missing)");
}

TEST_F(Agent, TakesOnlyTheImageItWasAskedFor)
{
    serveImage();
    ASSERT_EQ(ask("start", {{"url", server->url("/fw.bin")}, {"image", std::string(64, 'a')}}).word,
              "ok");
    ASSERT_TRUE(runUntil([this] { return hasPhase("failed"); }));
    EXPECT_EQ(lastEvent("ota").field("error"), "ESP_ERR_OTA_VALIDATE_FAILED");
    EXPECT_EQ(esp_ota_get_boot_partition()->address, TestBoard::kSlot0);

    const std::string bytes = toText(image);
    std::string digest;
    for (const char c : bytes.substr(bytes.size() - 32)) {
        constexpr std::string_view kDigits = "0123456789abcdef";
        digest += kDigits[static_cast<unsigned char>(c) >> 4U];
        digest += kDigits[static_cast<unsigned char>(c) & 0xfU];
    }
    frames.clear();
    ASSERT_EQ(ask("start", {{"url", server->url("/fw.bin")}, {"image", digest}}).word, "ok");
    ASSERT_TRUE(runUntil([this] { return hasPhase("reboot") || hasPhase("failed"); }));
    EXPECT_TRUE(hasPhase("reboot"));
}

TEST_F(Agent, StopsAnUpdateOnRequest)
{
    serveImage();
    EXPECT_EQ(ask("abort").word, "ok") << "also when none runs";
    ASSERT_EQ(ask("start", {{"url", server->url("/fw.bin")}}).word, "ok");
    ASSERT_TRUE(runUntil([this] { return hasPhase("download"); }));
    EXPECT_EQ(ask("abort").word, "ok");
    EXPECT_EQ(lastEvent("ota").field("phase"), "aborted");
    EXPECT_EQ(ask("status").field("phase"), "aborted");
    EXPECT_EQ(esp_ota_get_boot_partition()->address, TestBoard::kSlot0);
    frames.clear();
    ASSERT_EQ(ask("start", {{"url", server->url("/fw.bin")}}).word, "ok");
    EXPECT_TRUE(runUntil([this] { return hasPhase("reboot"); })) << "the slot is free again";
}

TEST_F(Agent, GoesOnAfterLostConnections)
{
    int cuts = 0;
    serve([&](const Request &request) {
        Answer answer = serveFile(request, image);
        if (++cuts <= 3) {
            answer.bytes.resize(40000);
            answer.end = End::Drop;
        }
        return answer;
    });
    ASSERT_EQ(ask("start", {{"url", server->url("/fw.bin")}}).word, "ok");
    ASSERT_TRUE(runUntil([this] { return hasPhase("reboot") || hasPhase("failed"); }));
    EXPECT_TRUE(hasPhase("reboot")) << lastEvent("ota").line;
    EXPECT_EQ(server->requests().size(), 4U);
}

TEST_F(Agent, TriesAgainToReachTheServerAFewTimes)
{
    std::string gone;
    {
        const ScriptedServer closed(&lab().server, [](const Request &) { return Answer{}; });
        gone = closed.url("/fw.bin");
    }
    ASSERT_EQ(ask("start", {{"url", gone}, {"retries", "2"}}).word, "ok");
    const auto attempts = [this] {
        return std::count(board.log.begin(), board.log.end(),
                          LogLine{1, "HTTP_CLIENT", "Connection failed, sock < 0"});
    };
    EXPECT_EQ(attempts(), 1);
    step();
    EXPECT_EQ(attempts(), 1) << "waits before it tries again";
    board.clockOffsetMs += 500;
    step();
    EXPECT_EQ(attempts(), 2);
    board.clockOffsetMs += 1000;
    step();
    EXPECT_EQ(attempts(), 3);
    EXPECT_EQ(lastEvent("ota").field("phase"), "failed");
    EXPECT_EQ(lastEvent("ota").field("error"), "ESP_ERR_HTTP_CONNECT");
}

TEST_F(Agent, FetchesInPartsWhenAsked)
{
    updateAndReboot({{"partial", "32768"}});
    EXPECT_EQ(server->requests()[0].method(), "HEAD");
    EXPECT_EQ(frames[0].field("version"), "2.0.0");
}

TEST_F(Agent, RefusesAStartItCannotUnderstand)
{
    const std::string url = "https://127.0.0.1:1/fw.bin";
    const std::vector<Fields> wrong = {
        {},
        {{"url", ""}},
        {{"url", "http://127.0.0.1:1/fw.bin"}},
        {{"url", url}, {"partial", "100"}},
        {{"url", url}, {"partial", "many"}},
        {{"url", url}, {"timeout", "0"}},
        {{"url", url}, {"timeout", "999999999999"}},
        {{"url", url}, {"retries", "-1"}},
        {{"url", url}, {"confirm", "maybe"}},
        {{"url", url}, {"confirm", "selfselfselfself"}},
        {{"url", url}, {"image", "abc"}},
        {{"url", url}, {"image", std::string(65, 'a')}},
    };
    for (const Fields &fields : wrong) {
        const Frame answer = ask("start", fields);
        EXPECT_EQ(answer.word, "err") << answer.line;
        EXPECT_EQ(answer.field("error"), "ESP_ERR_INVALID_ARG") << answer.line;
    }
    EXPECT_EQ(ask("status").field("phase"), "idle");
    EXPECT_EQ(ask("start", {{"url", url}, {"retries", "0"}, {"color", "red"}}).word, "ok")
        << "unknown keys";
    ASSERT_TRUE(runUntil([this] { return hasPhase("failed"); }));
}

/// A server that takes connections and never says a word: the TLS handshake waits for it.
class SilentServer
{
public:
    SilentServer()
        : m_listener(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0))
    {
        sockaddr_in address{};
        address.sin_family = AF_INET;
        address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
        socklen_t size = sizeof address;
        auto *generic = reinterpret_cast<sockaddr *>(&address);
        EXPECT_EQ(::bind(m_listener, generic, size), 0);
        EXPECT_EQ(::listen(m_listener, 4), 0);
        EXPECT_EQ(::getsockname(m_listener, generic, &size), 0);
        m_port = ntohs(address.sin_port);
    }

    ~SilentServer() { ::close(m_listener); }

    SilentServer(const SilentServer &) = delete;
    SilentServer &operator=(const SilentServer &) = delete;

    [[nodiscard]] std::string url() const
    {
        return "https://127.0.0.1:" + std::to_string(m_port) + "/fw.bin";
    }

private:
    int m_listener;
    std::uint16_t m_port = 0;
};

TEST_F(Agent, AnswersWhileItConnectsAndStopsAtOnce)
{
    const SilentServer silent;
    // All of it comes and is answered within the one step that connects and would take two minutes.
    const std::uint32_t started = lastId + 1;
    board.consoleLater = makeRequest(started + 1, "status") + makeRequest(started + 2, "identify") +
                         makeRequest(started + 3, "abort");
    const auto before = std::chrono::steady_clock::now();
    ASSERT_EQ(ask("start", {{"url", silent.url()}, {"timeout", "120000"}}).word, "ok");
    EXPECT_LT(std::chrono::steady_clock::now() - before, std::chrono::seconds(60));
    EXPECT_TRUE(hasPhase("aborted"));
    std::vector<std::string> answered;
    for (const Frame &frame : frames) {
        if (frame.type == 'A')
            answered.push_back(frame.word + ":" + std::to_string(frame.id - started));
    }
    EXPECT_EQ(answered, (std::vector<std::string>{"ok:0", "ok:1", "ok:2", "ok:3"}));
    lastId = started + 3;
    EXPECT_EQ(ask("status").field("phase"), "aborted");
    EXPECT_EQ(lastEvent("ota").field("error"), "(missing)") << "it was wanted";
}

TEST_F(Agent, AnswersAndStopsWhileItWaitsForBytes)
{
    serve([this](const Request &request) {
        // Sent from the server's thread, while the board waits for the rest.
        Answer answer = serveFile(request, image);
        answer.bytes.resize(60000);
        answer.end = End::Stall;
        return answer;
    });
    ASSERT_EQ(ask("start", {{"url", server->url("/fw.bin")}, {"timeout", "120000"}}).word, "ok");
    board.consoleLater = makeRequest(++lastId, "abort");
    board.laterIsNow = [this] { return board.flash[TestBoard::kSlot1 + 50000] != 0xff; };
    ASSERT_TRUE(runUntil([this] { return hasPhase("aborted"); }));
    EXPECT_FALSE(hasPhase("failed"));
}

TEST_F(Agent, ARestartIsCarriedOutWhileItConnects)
{
    const SilentServer silent;
    board.consoleLater = makeRequest(lastId + 2, "restart");
    ASSERT_EQ(ask("start", {{"url", silent.url()}, {"timeout", "120000"}}).word, "ok");
    EXPECT_TRUE(hasPhase("aborted"));
    board.clockOffsetMs += 500;
    step();
    EXPECT_EQ(board.restarts, 1);
}

TEST_F(Agent, TellsWhatAnUpdateCosts)
{
    serveImage();
    ASSERT_EQ(ask("start", {{"url", server->url("/fw.bin")}, {"partial", "65536"}}).word, "ok");
    ASSERT_TRUE(runUntil([this] { return hasPhase("reboot") || hasPhase("failed"); }));
    const Frame done = lastEvent("ota");
    EXPECT_EQ(done.field("phase"), "reboot");
    EXPECT_EQ(done.field("connections"), "1");
    EXPECT_EQ(done.field("resumed"), "0");
    EXPECT_EQ(done.field("restarts"), "0");
    EXPECT_EQ(done.field("heapmin"), "150000");
    EXPECT_EQ(done.field("stackmin"), "5000");
    EXPECT_NE(done.field("speed"), "(missing)");
    EXPECT_NE(done.field("handshake"), "(missing)");
    EXPECT_EQ(ask("status").field("connections"), "1");
    EXPECT_EQ(ask("identify").field("stackmin"), "5000");
}

TEST_F(Agent, StartsOverWithAFileThatChangedUnlessAnotherImageIsWanted)
{
    const std::vector<std::byte> newer = makeTestImage("3.0.0");
    int count = 0;
    serve([&](const Request &request) {
        const bool old = ++count == 1;
        Answer answer = serveFile(request, old ? image : newer, old ? "\"one\"" : "\"two\"");
        if (old) {
            answer.bytes.resize(100000);
            answer.end = End::Drop;
        }
        return answer;
    });
    ASSERT_EQ(ask("start", {{"url", server->url("/fw.bin")}}).word, "ok");
    ASSERT_TRUE(runUntil([this] { return hasPhase("reboot") || hasPhase("failed"); }));
    EXPECT_EQ(phases(),
              (std::vector<std::string>{"start", "connected", "description", "chip", "download",
                                        "connected", "description", "chip", "download", "verify",
                                        "switch", "finish", "reboot"}));
    EXPECT_EQ(lastEvent("ota").field("restarts"), "1");
    EXPECT_TRUE(board.slotHolds(TestBoard::kSlot1, newer));
}

} // namespace
} // namespace otabench::test
