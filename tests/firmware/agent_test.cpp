#include "base/hex.h"
#include "esp_encrypted_img.h"
#include "net_support.h"
#include "otabench_agent.h"
#include "otabench_agent_protocol.h"
#include "support/firmware/encrypted_file.h"

#include "esp_ota_ops.h"

#include <gtest/gtest.h>

#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include <array>
#include <chrono>
#include <cstring>
#include <functional>
#include <optional>

namespace otabench::test {
namespace {

using End = Answer::End;

/// A frame the board sent.
struct Frame
{
    char type = 0;
    std::uint32_t id = 0;
    std::string word;
    std::string line;

    [[nodiscard]] std::string field(const char *key) const
    {
        otabench_frame_t parsed;
        std::array<char, OTABENCH_AGENT_REPLY_MAX> value{};
        if (!otabench_frame_parse(line.data(), line.size(), &parsed) ||
            otabench_frame_get(&parsed, key, value.data(), value.size()) < 0)
            return "(missing)";
        return value.data();
    }
};

using Fields = std::vector<std::pair<const char *, std::string>>;

std::string makeRequest(std::uint32_t id, const char *word, const Fields &fields = {})
{
    std::array<char, OTABENCH_AGENT_REQUEST_MAX + 1> buffer{};
    otabench_frame_writer_t writer;
    otabench_frame_begin(&writer, buffer.data(), buffer.size(), OTABENCH_FRAME_REQUEST, id, word);
    for (const auto &[key, value] : fields)
        otabench_frame_add_text(&writer, key, value.c_str());
    EXPECT_GT(otabench_frame_end(&writer), 0U);
    return std::string(buffer.data()) + "\n";
}

/// An agent on a board in memory, and the host at the other end of its console.
class Agent : public testing::Test
{
protected:
    Agent() { start(); }

    ~Agent() override { otabench_agent_stop(agent); }

    void start()
    {
        otabench_agent_config_t config = {};
        config.built_in_ca_pem = lab().authority.certificatePem().c_str();
        config.trial_ms = 60000;
        config.decrypt = decrypt;
        config.led = led;
        config.led_ctx = this;
        agent = otabench_agent_start(&config);
        ASSERT_NE(agent, nullptr);
        collect();
    }

    /// What a restart of the board does.
    void reboot()
    {
        otabench_agent_stop(agent);
        agent = nullptr;
        frames.clear();
        board.reboot();
        start();
    }

    void step()
    {
        otabench_agent_step(agent);
        collect();
    }

    void collect()
    {
        std::string &out = board.consoleOut;
        std::size_t end = 0;
        while ((end = out.find('\n')) != std::string::npos) {
            std::string line = out.substr(0, end);
            out.erase(0, end + 1);
            if (line.ends_with('\r'))
                line.pop_back();
            otabench_frame_t parsed;
            if (otabench_frame_parse(line.data(), line.size(), &parsed))
                frames.push_back({static_cast<char>(parsed.type), parsed.id,
                                  std::string(parsed.word, parsed.word_length), line});
        }
    }

    /// Sends text, lets the agent read it, and returns the last answer to `id` that came.
    std::optional<Frame> exchange(const std::string &text, std::uint32_t id)
    {
        frames.erase(std::remove_if(frames.begin(), frames.end(),
                                    [](const Frame &frame) { return frame.type == 'A'; }),
                     frames.end());
        board.consoleIn += text;
        step();
        for (const Frame &frame : frames) {
            if (frame.type == 'A' && frame.id == id)
                return frame;
        }
        return std::nullopt;
    }

    Frame ask(const char *word, const Fields &fields = {})
    {
        ++lastId;
        const auto answer = exchange(makeRequest(lastId, word, fields), lastId);
        EXPECT_TRUE(answer) << word;
        return answer.value_or(Frame{});
    }

    /// Runs the agent until a condition holds; the limit is in steps, not in time.
    bool runUntil(const std::function<bool()> &condition)
    {
        for (int i = 0; i < 10000; ++i) {
            if (condition())
                return true;
            step();
        }
        return condition();
    }

    std::vector<std::string> phases() const
    {
        std::vector<std::string> found;
        for (const Frame &frame : frames) {
            const bool isOta = frame.type == 'E' && frame.word == "ota";
            if (isOta && (found.empty() || found.back() != frame.field("phase")))
                found.push_back(frame.field("phase"));
        }
        return found;
    }

    [[nodiscard]] bool hasPhase(const std::string &phase) const
    {
        const auto all = phases();
        return std::find(all.begin(), all.end(), phase) != all.end();
    }

    [[nodiscard]] Frame lastEvent(const std::string &word) const
    {
        for (auto at = frames.rbegin(); at != frames.rend(); ++at) {
            if (at->type == 'E' && at->word == word)
                return *at;
        }
        return {};
    }

    /// The ota event of a phase.
    [[nodiscard]] Frame eventOf(const std::string &phase) const
    {
        for (const Frame &frame : frames) {
            if (frame.type == 'E' && frame.word == "ota" && frame.field("phase") == phase)
                return frame;
        }
        ADD_FAILURE() << "no event " << phase;
        return {};
    }

    void serveImage()
    {
        serve([this](const Request &request) { return serveFile(request, image); });
    }

    void serve(ScriptedServer::Handler handler)
    {
        server = std::make_unique<ScriptedServer>(&lab().server, std::move(handler));
    }

    /// Updates the board and restarts it.
    void updateAndReboot(const Fields &more = {})
    {
        serveImage();
        Fields fields = {{"url", server->url("/fw.bin")}};
        fields.insert(fields.end(), more.begin(), more.end());
        ASSERT_EQ(ask("start", fields).word, "ok");
        ASSERT_TRUE(runUntil([this] { return hasPhase("reboot") || hasPhase("failed"); }));
        ASSERT_TRUE(hasPhase("reboot")) << lastEvent("ota").line;
        board.clockOffsetMs += 500;
        step();
        ASSERT_EQ(board.restarts, 1);
        reboot();
    }

    TestBoard board{makeTestImage("1.0.0")};
    std::vector<std::byte> image = makeTestImage("2.0.0");
    std::unique_ptr<ScriptedServer> server;
    const esp_decrypt_cfg_t *decrypt = nullptr;

    static void noteLed(void *fixture, bool on)
    {
        auto &switched = static_cast<Agent *>(fixture)->ledSwitched;
        if (switched.empty() || switched.back() != on)
            switched.push_back(on);
    }

    void (*led)(void *ctx, bool on) = nullptr;
    std::vector<bool> ledSwitched; ///< each change
    otabench_agent_t *agent = nullptr;
    std::vector<Frame> frames;
    std::uint32_t lastId = 100;
};

TEST_F(Agent, TellsItsStart)
{
    ASSERT_EQ(frames.size(), 1U);
    const Frame &boot = frames[0];
    EXPECT_EQ(boot.word, "boot");
    EXPECT_EQ(boot.id, 1U);
    EXPECT_EQ(boot.field("version"), "1.0.0");
    EXPECT_EQ(boot.field("slot"), "ota_0");
    EXPECT_EQ(boot.field("reset"), "poweron");
    EXPECT_EQ(boot.field("boots"), "1");
    EXPECT_EQ(boot.field("trial"), "0");
    EXPECT_EQ(boot.field("image").size(), 64U);
    reboot();
    EXPECT_EQ(frames[0].field("boots"), "2");
    EXPECT_EQ(frames[0].field("reset"), "software");
}

TEST_F(Agent, IdentifiesTheBoard)
{
    const Frame answer = ask("identify");
    ASSERT_EQ(answer.word, "ok");
    const std::map<const char *, std::string> expected = {
        {"proto", "1"},       {"mac", "24:6f:28:00:00:01"},
        {"chip", "esp32c3"},  {"revision", "3"},
        {"project", "blink"}, {"version", "1.0.0"},
        {"slot", "ota_0"},    {"next", "ota_1"},
        {"heap", "200000"},   {"heapmin", "150000"},
        {"secver", "0"},      {"slots", "ota_0:1769472,ota_1:1769472"},
        {"reset", "poweron"}, {"trial", "0"},
    };
    for (const auto &[key, value] : expected)
        EXPECT_EQ(answer.field(key), value) << key;
    EXPECT_EQ(answer.field("elf").size(), 64U);
    EXPECT_EQ(answer.field("cas").size(), 64U);
    // The image's last 32 bytes are its digest.
    const std::string whole = toText(makeTestImage("1.0.0"));
    EXPECT_EQ(answer.field("image").size(), 64U);
    std::array<char, 3> firstByte{};
    std::snprintf(firstByte.data(), firstByte.size(), "%02x",
                  static_cast<unsigned char>(whole[whole.size() - 32]));
    EXPECT_EQ(answer.field("image").substr(0, 2), firstByte.data());
}

TEST_F(Agent, TellsWhatItAsksOfAnImage)
{
    const Frame plain = ask("identify");
    EXPECT_EQ(plain.field("secmin"), "(missing)") << "no anti-rollback";
    EXPECT_EQ(plain.field("keys"), "") << "takes unsigned images";
    EXPECT_EQ(plain.field("decrypts"), "0");

    board.security.anti_rollback = true;
    board.secureVersion = 5;
    board.security.signature = OTABENCH_SIGNATURE_RSA_3072;
    board.security.key_digest_count = 2;
    std::memset(board.security.key_digests[0], 0xAB, sizeof board.security.key_digests[0]);
    std::memset(board.security.key_digests[1], 0x01, sizeof board.security.key_digests[1]);
    otabench_agent_stop(agent);
    start();

    const Frame strict = ask("identify");
    EXPECT_EQ(strict.field("secmin"), "5");
    std::string keys;
    for (const char *pair : {"ab", "01"}) {
        keys += keys.empty() ? "" : ",";
        for (int i = 0; i < 32; ++i)
            keys += pair;
    }
    EXPECT_EQ(strict.field("keys"), keys);
}

TEST_F(Agent, LeavesOutKeysThatItCannotRead)
{
    board.security.signature = OTABENCH_SIGNATURE_RSA_3072; // by the running app's, which has none
    otabench_agent_stop(agent);
    start();

    EXPECT_EQ(ask("identify").field("keys"), "(missing)");
}

TEST_F(Agent, IgnoresDamagedFramesAndFindsOneBehindACutLine)
{
    std::string damaged = makeRequest(5, "status");
    damaged[9] ^= 1;
    EXPECT_FALSE(exchange(damaged, 5));
    EXPECT_FALSE(exchange("~OTB1:Q5 status*\n~OTB1:\n\r\n*\n", 5));
    EXPECT_FALSE(exchange(std::string(5000, 'x') + makeRequest(5, "status"), 5)) << "too long";
    const auto answer = exchange("I (12) cut li" + makeRequest(6, "status"), 6);
    ASSERT_TRUE(answer);
    EXPECT_EQ(answer->word, "ok");
    // An answer or event that comes back (an echo) is no request.
    const std::string echo = answer->line + "\n";
    board.consoleIn = echo;
    step();
    EXPECT_EQ(board.consoleOut, "");
}

TEST_F(Agent, TakesARequestInAnyPieces)
{
    const std::string request = makeRequest(7, "status");
    for (const char c : request.substr(0, request.size() - 1))
        EXPECT_FALSE(exchange(std::string(1, c), 7));
    EXPECT_TRUE(exchange("\r", 7));
}

TEST_F(Agent, CarriesARepeatedRequestOutOnce)
{
    serve([](const Request &) { return Answer{"", End::Stall}; });
    const std::string request = makeRequest(8, "restart");
    const auto first = exchange(request, 8);
    board.clockOffsetMs += 400;
    const auto second = exchange(request, 8);
    ASSERT_TRUE(first && second);
    EXPECT_EQ(first->line, second->line);
    board.clockOffsetMs += 100; // half a second after the first
    step();
    EXPECT_EQ(board.restarts, 1);
    board.clockOffsetMs += 1000;
    step();
    EXPECT_EQ(board.restarts, 1);
    // The same id with another request, from a host that counts anew, is a new request.
    const auto third = exchange(makeRequest(8, "status"), 8);
    ASSERT_TRUE(third);
    EXPECT_EQ(third->field("phase"), "idle");
}

TEST_F(Agent, AnswersAnUnknownRequestWithAnError)
{
    const Frame answer = ask("reformat");
    EXPECT_EQ(answer.word, "err");
    EXPECT_EQ(answer.field("error"), "ESP_ERR_NOT_SUPPORTED");
    EXPECT_EQ(answer.field("code"), "0x106");
    EXPECT_NE(answer.field("text"), "");
}

/// Sends a PEM text as a host does: pieces of at most 96 bytes, last first.
Frame sendCa(const std::function<Frame(const char *, const Fields &)> &ask, const std::string &pem,
             std::size_t skip = SIZE_MAX)
{
    const std::uint32_t crc = otabench_crc32(0, pem.data(), pem.size());
    std::array<char, 16> crcText{};
    std::snprintf(crcText.data(), crcText.size(), "0x%08x", crc);
    Frame answer = ask("ca-begin", {{"size", std::to_string(pem.size())}, {"crc", crcText.data()}});
    EXPECT_EQ(answer.word, "ok");
    const std::size_t pieces = (pem.size() + 95) / 96;
    for (std::size_t i = pieces; i-- > 0;) {
        if (i == skip)
            continue;
        const std::string piece = pem.substr(i * 96, 96);
        std::array<char, 129> text{};
        otabench_base64url_encode(reinterpret_cast<const std::uint8_t *>(piece.data()),
                                  piece.size(), text.data(), text.size());
        answer = ask("ca-data", {{"offset", std::to_string(i * 96)}, {"data", text.data()}});
        EXPECT_EQ(answer.word, "ok") << answer.line;
    }
    return ask("ca-commit", {});
}

TEST_F(Agent, ReplacesItsCaAndKeepsItOverARestart)
{
    const auto asks = [this](const char *word, const Fields &fields) { return ask(word, fields); };
    const std::string builtIn = ask("identify").field("cas");
    const auto other = certificates::Authority::create({});
    ASSERT_TRUE(other);
    const std::string two = lab().authority.certificatePem() + other->certificatePem();
    const Frame committed = sendCa(asks, two);
    ASSERT_EQ(committed.word, "ok") << committed.line;
    EXPECT_EQ(committed.field("cas").size(), 129U);
    EXPECT_EQ(committed.field("cas").substr(0, 64), builtIn);
    reboot();
    EXPECT_EQ(ask("identify").field("cas"), committed.field("cas"));
}

TEST_F(Agent, KeepsTheOldCaWhenTheNewOneIsIncompleteOrNoPem)
{
    const auto asks = [this](const char *word, const Fields &fields) { return ask(word, fields); };
    const std::string before = ask("identify").field("cas");
    EXPECT_EQ(ask("ca-commit").field("error"), "ESP_ERR_INVALID_STATE");
    EXPECT_EQ(ask("ca-data", {{"offset", "0"}, {"data", "QUJD"}}).word, "err");
    EXPECT_EQ(ask("ca-begin", {{"size", "4097"}, {"crc", "0x1"}}).word, "err");
    EXPECT_EQ(sendCa(asks, lab().authority.certificatePem(), 2).field("error"),
              "ESP_ERR_INVALID_CRC");
    EXPECT_EQ(sendCa(asks, std::string(300, 'x')).field("error"), "ESP_ERR_INVALID_ARG");
    EXPECT_EQ(ask("ca-begin", {{"size", "3"}, {"crc", "0x1"}}).word, "ok");
    EXPECT_EQ(ask("ca-data", {{"offset", "1"}, {"data", "QUJD"}}).word, "err") << "past the end";
    EXPECT_EQ(ask("ca-data", {{"offset", "0"}, {"data", "+/=="}}).word, "err");
    EXPECT_EQ(ask("identify").field("cas"), before);
    EXPECT_TRUE(board.settings.find("ca") == board.settings.end());
}

/// The file for boards whose key is kEciesHmacKey.
std::vector<std::byte> encrypted(const std::vector<std::byte> &plain)
{
    Bytes bytes(plain.size());
    std::memcpy(bytes.data(), plain.data(), plain.size());
    bytes = encryptForEcies(bytes);
    std::vector<std::byte> file(bytes.size());
    std::memcpy(file.data(), bytes.data(), bytes.size());
    return file;
}

TEST_F(Agent, InstallsPreEncryptedImagesWithItsKeyAndPlainOnesAsBefore)
{
    const esp_decrypt_cfg_t key = {};
    board.crypto.setEfuseHmacKey(0, kEciesHmacKey);
    decrypt = &key;
    reboot();
    const std::vector<std::byte> plain = image;
    image = encrypted(plain);
    serveImage();
    EXPECT_EQ(ask("start", {{"url", server->url("/fw.enc")}}).word, "ok");
    ASSERT_TRUE(runUntil([this] { return hasPhase("reboot") || hasPhase("failed"); }));
    EXPECT_TRUE(hasPhase("reboot"));
    EXPECT_EQ(eventOf("switch").field("image"), toHex(std::span(plain).last(32)));
    EXPECT_TRUE(board.slotHolds(TestBoard::kSlot1, plain));
    EXPECT_EQ(lastEvent("ota").field("total"), std::to_string(plain.size()));
    decrypt = nullptr;
    reboot();
}

TEST_F(Agent, NamesAnImageForAnotherKey)
{
    esp_decrypt_cfg_t key = {};
    key.rsa_priv_key = otherRsaPrivatePem().c_str();
    key.rsa_priv_key_len = otherRsaPrivatePem().size() + 1;
    decrypt = &key;
    reboot();
    const Bytes bytes = encryptForRsa(Bytes(5000, 0xE9));
    image.resize(bytes.size());
    std::memcpy(image.data(), bytes.data(), bytes.size());
    serveImage();
    EXPECT_EQ(ask("start", {{"url", server->url("/fw.enc")}}).word, "ok");
    ASSERT_TRUE(runUntil([this] { return hasPhase("failed"); }));
    EXPECT_EQ(lastEvent("ota").field("error"), "OTABENCH_ERR_OTA_NOT_DECRYPTED");
    decrypt = nullptr;
    reboot();
}

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

TEST_F(Agent, WithAKeyItStartsOverAsWellWhateverTheFilesAre)
{
    const std::vector<std::byte> newer = makeTestImage("3.0.0");
    const esp_decrypt_cfg_t key = {};
    board.crypto.setEfuseHmacKey(0, kEciesHmacKey);
    decrypt = &key;
    for (const bool fromEncrypted : {true, false}) {
        for (const bool toEncrypted : {true, false}) {
            SCOPED_TRACE(std::string(fromEncrypted ? "encrypted" : "plain") + " file, then " +
                         (toEncrypted ? "encrypted" : "plain"));
            reboot();
            ASSERT_EQ(ask("confirm").word, "ok");
            const std::vector<std::byte> before = fromEncrypted ? encrypted(image) : image;
            const std::vector<std::byte> after = toEncrypted ? encrypted(newer) : newer;
            int count = 0;
            serve([&](const Request &request) {
                const bool old = ++count == 1;
                Answer answer =
                    serveFile(request, old ? before : after, old ? "\"one\"" : "\"two\"");
                if (old) {
                    answer.bytes.resize(100000);
                    answer.end = End::Drop;
                }
                return answer;
            });
            ASSERT_EQ(ask("start", {{"url", server->url("/fw.bin")}}).word, "ok");
            ASSERT_TRUE(runUntil([this] { return hasPhase("reboot") || hasPhase("failed"); }));
            EXPECT_TRUE(hasPhase("reboot")) << lastEvent("ota").field("text");
            EXPECT_EQ(lastEvent("ota").field("restarts"), "1");
            EXPECT_EQ(lastEvent("ota").field("total"), std::to_string(newer.size()));
            EXPECT_TRUE(board.slotHolds(TestBoard::kSlot1, newer));
            ASSERT_EQ(esp_ota_set_boot_partition(esp_ota_get_running_partition()), ESP_OK);
        }
    }
    decrypt = nullptr;
    reboot();
}

TEST_F(Agent, BlinksItsLedForAPersonToFindIt)
{
    led = noteLed;
    reboot();
    EXPECT_EQ(ask("blink", {{"ms", "1200"}}).word, "ok");
    for (int i = 0; i < 8; ++i) {
        step();
        board.clockOffsetMs += 250;
    }
    // On for a quarter of a second, off for one, and off at the end; a slow computer sees fewer.
    ASSERT_GE(ledSwitched.size(), 2u);
    EXPECT_LE(ledSwitched.size(), 6u);
    EXPECT_TRUE(ledSwitched.front());
    EXPECT_FALSE(ledSwitched.back());

    EXPECT_EQ(ask("blink", {{"ms", "60001"}}).field("error"), "ESP_ERR_INVALID_ARG");
    ask("blink");
    step();
    ASSERT_TRUE(ledSwitched.back());
    ask("blink", {{"ms", "0"}});
    step();
    EXPECT_FALSE(ledSwitched.back());
}

TEST_F(Agent, WithoutALedItRefusesToBlink)
{
    const Frame answer = ask("blink");
    EXPECT_EQ(answer.word, "err");
    EXPECT_EQ(answer.field("error"), "ESP_ERR_NOT_SUPPORTED");
}

} // namespace
} // namespace otabench::test
