// What the agent answers: frames, identity, CAs, and the LED.
#include "agent_fixture.h"

#include <cstdio>

namespace otabench::test {
namespace {

using End = Answer::End;

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
