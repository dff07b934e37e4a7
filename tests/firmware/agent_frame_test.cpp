#include "otabench_agent_protocol.h"

#include <array>
#include <cstring>
#include <string>

#include <gtest/gtest.h>

namespace {

std::string makeFrame(otabench_frame_type_t type, uint32_t id, const char *word,
                      const std::string &key = {}, const std::string &value = {})
{
    std::array<char, 4096> buffer{};
    otabench_frame_writer_t writer;
    otabench_frame_begin(&writer, buffer.data(), buffer.size(), type, id, word);
    if (!key.empty())
        otabench_frame_add(&writer, key.c_str(), value.data(), value.size());
    const size_t length = otabench_frame_end(&writer);
    return {buffer.data(), length};
}

bool parses(const std::string &line)
{
    otabench_frame_t frame;
    return otabench_frame_parse(line.data(), line.size(), &frame);
}

/// `body` with marker and a good CRC: well-formed or not.
std::string withCrc(const std::string &body)
{
    const std::string text = OTABENCH_AGENT_MARKER + body;
    char crc[10];
    snprintf(crc, sizeof crc, "*%08X", otabench_crc32(0, text.data(), text.size()));
    return text + crc;
}

std::string field(const std::string &line, const char *key)
{
    otabench_frame_t frame;
    std::array<char, 1024> value{};
    if (!otabench_frame_parse(line.data(), line.size(), &frame))
        return "(no frame)";
    const int length = otabench_frame_get(&frame, key, value.data(), value.size());
    return length < 0 ? "(no value)" : std::string(value.data(), static_cast<size_t>(length));
}

TEST(AgentFrame, HasTheFormOfItsSpecification)
{
    const std::string line = makeFrame(OTABENCH_FRAME_REQUEST, 7, "start", "url", "https://h/a b");

    EXPECT_EQ(line.substr(0, line.size() - 9), "~OTB1:Q7 start url=https://h/a%20b");
    EXPECT_EQ(line, withCrc("Q7 start url=https://h/a%20b"));
}

TEST(AgentFrame, GivesBackWhatWasPutIn)
{
    std::array<char, 512> buffer{};
    const std::array<uint8_t, 3> bytes{0x00, 0xAB, 0xFF};
    otabench_frame_writer_t writer;
    otabench_frame_begin(&writer, buffer.data(), buffer.size(), OTABENCH_FRAME_EVENT, 4294967295U,
                         "ota");
    otabench_frame_add_text(&writer, "phase", "download");
    otabench_frame_add_text(&writer, "empty", "");
    otabench_frame_add_uint(&writer, "bytes", 0);
    otabench_frame_add_uint(&writer, "total", 4294967295U);
    otabench_frame_add_hex32(&writer, "code", 0x1503);
    otabench_frame_add_bytes(&writer, "elf", bytes.data(), bytes.size());
    const std::string line(buffer.data(), otabench_frame_end(&writer));

    otabench_frame_t frame;
    ASSERT_TRUE(otabench_frame_parse(line.data(), line.size(), &frame));
    EXPECT_EQ(frame.type, OTABENCH_FRAME_EVENT);
    EXPECT_EQ(frame.id, 4294967295U);
    EXPECT_TRUE(otabench_frame_is(&frame, "ota"));
    EXPECT_FALSE(otabench_frame_is(&frame, "ot"));
    EXPECT_FALSE(otabench_frame_is(&frame, "otas"));
    EXPECT_EQ(field(line, "phase"), "download");
    EXPECT_EQ(field(line, "empty"), "");
    EXPECT_EQ(field(line, "elf"), "00abff");
    EXPECT_EQ(field(line, "missing"), "(no value)");
    EXPECT_EQ(field(line, "code"), "0x1503");
    uint32_t value = 1;
    EXPECT_TRUE(otabench_frame_get_uint(&frame, "bytes", &value));
    EXPECT_EQ(value, 0U);
    EXPECT_TRUE(otabench_frame_get_uint(&frame, "total", &value));
    EXPECT_EQ(value, 4294967295U);
    EXPECT_TRUE(otabench_frame_get_uint(&frame, "code", &value));
    EXPECT_EQ(value, 0x1503U);
    EXPECT_FALSE(otabench_frame_get_uint(&frame, "phase", &value));
    EXPECT_FALSE(otabench_frame_get_uint(&frame, "empty", &value));
}

TEST(AgentFrame, CarriesEveryByteButNul)
{
    for (int byte = 1; byte < 256; ++byte) {
        const std::string value = "a" + std::string(1, static_cast<char>(byte)) + "z";
        const std::string line = makeFrame(OTABENCH_FRAME_ANSWER, 1, "ok", "text", value);

        EXPECT_EQ(field(line, "text"), value) << byte;
        for (const char c : line)
            EXPECT_TRUE(c >= ' ' && c <= '~') << byte;
    }
}

TEST(AgentFrame, EndsAValueAtNul)
{
    EXPECT_EQ(field(makeFrame(OTABENCH_FRAME_ANSWER, 1, "ok", "t", std::string("ab\0cd", 5)), "t"),
              "ab");
}

TEST(AgentFrame, IsRefusedWithAnyCharacterChangedLostOrDoubled)
{
    const std::string good =
        makeFrame(OTABENCH_FRAME_ANSWER, 12, "ok", "version", "1.0 \xC3\xA9 %*~");
    ASSERT_TRUE(parses(good));

    for (size_t i = 0; i < good.size(); ++i) {
        for (int bit = 0; bit < 8; ++bit) {
            std::string damaged = good;
            damaged[i] = static_cast<char>(damaged[i] ^ (1 << bit));
            EXPECT_FALSE(parses(damaged)) << damaged;
        }
        EXPECT_FALSE(parses(good.substr(0, i) + good.substr(i + 1)));
        EXPECT_FALSE(parses(good.substr(0, i))); // cut short
    }
    EXPECT_FALSE(parses(good + "x"));
    EXPECT_FALSE(parses(good + "\r"));
}

TEST(AgentFrame, IsFoundBehindACutOffLogLineAndACutOffFrame)
{
    const std::string good = makeFrame(OTABENCH_FRAME_EVENT, 3, "boot", "slot", "ota_0");

    EXPECT_EQ(field("I (312) wifi:state: run ->" + good, "slot"), "ota_0");
    EXPECT_EQ(field(good.substr(0, 14) + good, "slot"), "ota_0");
    EXPECT_EQ(field(good + good, "slot"), "ota_0");
    EXPECT_FALSE(parses(good.substr(0, 14) + "I (312) wifi: log text" + good.substr(14)));
}

TEST(AgentFrame, IsRefusedWhenItsSyntaxIsWrongThoughItsCrcIsRight)
{
    EXPECT_TRUE(parses(withCrc("Q1 status")));
    EXPECT_TRUE(parses(withCrc("Q4294967295 ca-begin size=1 a1=")));
    for (const char *body : {"",
                             "Q",
                             "Q1",
                             "Q1 ",
                             "X1 status",
                             "Q status",
                             "Q0 status",
                             "Q01 status",
                             "Q4294967296 status",
                             "Q99999999999 status",
                             "Q1  status",
                             "Q1 Status",
                             "Q1 st4tus",
                             "Q1 status ",
                             "Q1 status a",
                             "Q1 status =b",
                             "Q1 status A=b",
                             "Q1 status a-b=c",
                             "Q1 status a=b  c=d",
                             "Q1 status a=b c",
                             "Q1 status a=b a=c",
                             "Q1 status a=%",
                             "Q1 status a=%4",
                             "Q1 status a=%4g",
                             "Q1 status a=%c3",
                             "Q1 status a=%00",
                             "Q1 status a=b=c",
                             "Q1 status a=(",
                             "Q1 status a=\x80"})
        EXPECT_FALSE(parses(withCrc(body))) << body;
    EXPECT_FALSE(parses(""));
    EXPECT_FALSE(parses("~OTB1:"));
    EXPECT_FALSE(parses("I (1) main: no frame here"));
    std::string lowerCrc = withCrc("Q3 status");
    for (size_t i = lowerCrc.size() - 8; i < lowerCrc.size(); ++i)
        lowerCrc[i] = static_cast<char>(tolower(lowerCrc[i]));
    ASSERT_NE(lowerCrc, withCrc("Q3 status"));
    EXPECT_FALSE(parses(lowerCrc));
}

TEST(AgentFrame, IsNeverLongerThanItsTypeAllows)
{
    const std::string head = "~OTB1:Q1 ca-data data=";
    const size_t room = OTABENCH_AGENT_REQUEST_MAX - head.size() - 9;
    const std::string longest =
        makeFrame(OTABENCH_FRAME_REQUEST, 1, "ca-data", "data", std::string(room, 'a'));
    const std::string answer =
        makeFrame(OTABENCH_FRAME_ANSWER, 1, "ca-data", "data", std::string(room + 1, 'a'));

    EXPECT_EQ(longest.size(), OTABENCH_AGENT_REQUEST_MAX);
    EXPECT_TRUE(parses(longest));
    EXPECT_EQ(makeFrame(OTABENCH_FRAME_REQUEST, 1, "ca-data", "data", std::string(room + 1, 'a')),
              "");
    EXPECT_TRUE(parses(answer));
    EXPECT_FALSE(parses(withCrc("Q1 ca-data data=" + std::string(room + 1, 'a'))));
    EXPECT_FALSE(parses(withCrc("A1 ok data=" + std::string(OTABENCH_AGENT_REPLY_MAX, 'a'))));
}

TEST(AgentFrame, ThatDoesNotFitItsBufferIsEmpty)
{
    const std::string whole = makeFrame(OTABENCH_FRAME_REQUEST, 1, "start", "url", "https://a b");

    for (size_t capacity = 0; capacity <= whole.size() + 1; ++capacity) {
        std::string buffer(capacity, 'x');
        otabench_frame_writer_t writer;
        otabench_frame_begin(&writer, buffer.data(), capacity, OTABENCH_FRAME_REQUEST, 1, "start");
        otabench_frame_add_text(&writer, "url", "https://a b");
        const size_t length = otabench_frame_end(&writer);

        EXPECT_EQ(length, capacity == whole.size() + 1 ? whole.size() : 0) << capacity;
        if (capacity > 0) {
            EXPECT_EQ(strlen(buffer.c_str()), length);
        }
    }
}

TEST(AgentFrame, RefusesAValueLongerThanTheCallersBuffer)
{
    const std::string line = makeFrame(OTABENCH_FRAME_REQUEST, 1, "start", "url", "a b");
    otabench_frame_t frame;
    ASSERT_TRUE(otabench_frame_parse(line.data(), line.size(), &frame));
    std::array<char, 4> value{};

    EXPECT_EQ(otabench_frame_get(&frame, "url", value.data(), 4), 3);
    EXPECT_STREQ(value.data(), "a b");
    EXPECT_EQ(otabench_frame_get(&frame, "url", value.data(), 3), -1);
    EXPECT_EQ(otabench_frame_get(&frame, "url", value.data(), 0), -1);
    EXPECT_EQ(otabench_frame_get(&frame, "ur", value.data(), 4), -1);
}

TEST(AgentFrame, ReadsNumbersBelowTwoToThe32Only)
{
    const auto number = [](const char *text) -> int64_t {
        const std::string line = withCrc(std::string("Q1 a v=") + text);
        otabench_frame_t frame;
        uint32_t value = 0;
        return otabench_frame_parse(line.data(), line.size(), &frame) &&
                       otabench_frame_get_uint(&frame, "v", &value)
                   ? int64_t{value}
                   : -1;
    };
    EXPECT_EQ(number("4294967295"), 4294967295);
    EXPECT_EQ(number("4294967296"), -1);
    EXPECT_EQ(number("99999999999"), -1);
    EXPECT_EQ(number("0xffffffff"), 0xFFFFFFFF);
    EXPECT_EQ(number("0xFFFFFFFF"), 0xFFFFFFFF);
    EXPECT_EQ(number("0x1ffffffff"), -1);
    EXPECT_EQ(number("0x"), -1);
    EXPECT_EQ(number("-1"), -1);
    EXPECT_EQ(number("12a"), -1);
}

TEST(AgentFrame, ReadsHexadecimalWithAndWithoutItsMark)
{
    for (const char *text : {"12345678", "0x12345678"}) {
        const std::string line = withCrc(std::string("Q1 ca-begin crc=") + text);
        otabench_frame_t frame;
        uint32_t value = 0;
        ASSERT_TRUE(otabench_frame_parse(line.data(), line.size(), &frame));
        EXPECT_TRUE(otabench_frame_get_hex32(&frame, "crc", &value));
        EXPECT_EQ(value, 0x12345678U);
    }
    for (const char *text : {"", "0x", "g", "123456789", "-1"}) {
        const std::string line = withCrc(std::string("Q1 ca-begin crc=") + text);
        otabench_frame_t frame;
        uint32_t value = 0;
        ASSERT_TRUE(otabench_frame_parse(line.data(), line.size(), &frame));
        EXPECT_FALSE(otabench_frame_get_hex32(&frame, "crc", &value)) << text;
    }
}

TEST(Crc32, IsZlibs)
{
    EXPECT_EQ(otabench_crc32(0, "", 0), 0U);
    EXPECT_EQ(otabench_crc32(0, "123456789", 9), 0xCBF43926U);
    EXPECT_EQ(otabench_crc32(otabench_crc32(0, "1234", 4), "56789", 5), 0xCBF43926U);
}

TEST(Base64Url, MatchesRfc4648WithoutPadding)
{
    const std::array<std::pair<const char *, const char *>, 7> vectors{{{"", ""},
                                                                        {"f", "Zg"},
                                                                        {"fo", "Zm8"},
                                                                        {"foo", "Zm9v"},
                                                                        {"foob", "Zm9vYg"},
                                                                        {"fooba", "Zm9vYmE"},
                                                                        {"foobar", "Zm9vYmFy"}}};
    for (const auto &[plain, coded] : vectors) {
        std::array<char, 16> text{};
        std::array<uint8_t, 16> bytes{};
        EXPECT_EQ(otabench_base64url_encode(reinterpret_cast<const uint8_t *>(plain), strlen(plain),
                                            text.data(), text.size()),
                  strlen(coded));
        EXPECT_STREQ(text.data(), coded);
        EXPECT_EQ(otabench_base64url_decode(coded, strlen(coded), bytes.data(), strlen(plain)),
                  static_cast<int>(strlen(plain)));
        EXPECT_STREQ(reinterpret_cast<char *>(bytes.data()), plain);
    }
}

TEST(Base64Url, UsesTheUrlAlphabetForEveryByte)
{
    std::array<uint8_t, 256> bytes{};
    for (size_t i = 0; i < bytes.size(); ++i)
        bytes[i] = static_cast<uint8_t>(255 - i);
    std::array<char, 400> text{};
    std::array<uint8_t, 256> back{};
    const size_t length =
        otabench_base64url_encode(bytes.data(), bytes.size(), text.data(), text.size());

    EXPECT_EQ(length, 342U);
    EXPECT_EQ(strcspn(text.data(), "+/="), length);
    EXPECT_EQ(otabench_base64url_decode(text.data(), length, back.data(), back.size()), 256);
    EXPECT_EQ(back, bytes);
}

TEST(Base64Url, RefusesBadTextAndTooLittleRoom)
{
    std::array<uint8_t, 8> bytes{};
    std::array<char, 8> text{};
    EXPECT_EQ(otabench_base64url_decode("Zm9v", 4, bytes.data(), 2), -1);
    EXPECT_EQ(otabench_base64url_decode("Zm9vY", 5, bytes.data(), 8), -1);
    EXPECT_EQ(otabench_base64url_decode("Zg==", 4, bytes.data(), 8), -1);
    EXPECT_EQ(otabench_base64url_decode("Z+9v", 4, bytes.data(), 8), -1);
    EXPECT_EQ(otabench_base64url_decode("Zh", 2, bytes.data(), 8), -1); // stray bits
    EXPECT_EQ(otabench_base64url_encode(bytes.data(), 3, text.data(), 4), 0U);
    EXPECT_EQ(otabench_base64url_encode(bytes.data(), 3, text.data(), 5), 4U);
}

} // namespace
