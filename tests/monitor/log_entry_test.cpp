#include "monitor/log_entry.h"

#include "monitor/line_splitter.h"

#include <gtest/gtest.h>

#include <random>
#include <string>

namespace otabench::monitor {
namespace {

struct Row
{
    const char *name;
    std::string_view line;
    LineKind kind;
    Level level;
    std::string_view timestamp;
    std::string_view tag;
    std::string_view message;
};

void PrintTo(const Row &row, std::ostream *out)
{
    *out << row.name;
}

constexpr auto Log = LineKind::Log;
constexpr auto Rom = LineKind::Rom;
constexpr auto Panic = LineKind::Panic;
constexpr auto Text = LineKind::Text;
constexpr auto None = Level::None;

// Lines in the forms of reference serial-log, sections 1.1 to 1.4, 2 and 5.
const Row kRows[] = {
    {"Milliseconds", "I (345) boot: ESP-IDF v5.3 2nd stage bootloader", Log, Level::Info, "345",
     "boot", "ESP-IDF v5.3 2nd stage bootloader"},
    {"Coloured", "\x1b[0;31mE (12) esp_image: Image hash failed - image is corrupt\x1b[0m", Log,
     Level::Error, "12", "esp_image", "Image hash failed - image is corrupt"},
    {"ColourAndSpaceAfter", "\x1b[0;32mI (5) boot: x \x1b[0m ", Log, Level::Info, "5", "boot", "x"},
    {"SystemTime", "W (09:12:33.480) wifi: low", Log, Level::Warning, "09:12:33.480", "wifi",
     "low"},
    {"DateAndTime", "I (26-07-14 09:12:33.480) app: up", Log, Level::Info, "26-07-14 09:12:33.480",
     "app", "up"},
    {"UnixMilliseconds", "D (1784020353480) app: up", Log, Level::Debug, "1784020353480", "app",
     "up"},
    {"NoTimeKnownTag", "E BOD: Brownout detector was triggered", Log, Level::Error, "", "BOD",
     "Brownout detector was triggered"},
    {"NoTimeUnknownTag", "I am here: x", Text, None, "", "", "I am here: x"},
    {"NoTag", "I (123) a message", Log, Level::Info, "123", "", "a message"},
    {"NoTagWithUrl", "I (123) fetching from https://lab:8070/x.bin", Log, Level::Info, "123", "",
     "fetching from https://lab:8070/x.bin"},
    {"TagWithSpace", "I (44) MSPI Timing: PSRAM timing tuning", Log, Level::Info, "44",
     "MSPI Timing", "PSRAM timing tuning"},
    {"WifiWithoutSpace", "I (10664) wifi:state: auth -> assoc (0)", Log, Level::Info, "10664",
     "wifi", "state: auth -> assoc (0)"},
    {"EmptyMessage", "V (1) tag:", Log, Level::Verbose, "1", "tag", ""},
    {"MessageWithColons",
     "I (1) esp_netif_handlers: sta ip: 10.0.0.7, mask: 255.0.0.0, gw: 1.1.1.1", Log, Level::Info,
     "1", "esp_netif_handlers", "sta ip: 10.0.0.7, mask: 255.0.0.0, gw: 1.1.1.1"},
    {"LevelLetterOfNone", "X (1) tag: message", Text, None, "", "", "X (1) tag: message"},
    {"BadTimestamp", "I (abc) tag: message", Text, None, "", "", "I (abc) tag: message"},
    {"UnclosedTimestamp", "I (123 tag: message", Text, None, "", "", "I (123 tag: message"},
    {"AfterPrompt", "esp> I (77) app: tick", Log, Level::Info, "77", "app", "tick"},
    {"AfterDots", "....W (78) app: slow", Log, Level::Warning, "78", "app", "slow"},
    {"AfterNul", std::string_view("\0\0I (9) app: x", 14), Log, Level::Info, "9", "app", "x"},
    {"LineEditorQuery", "\x1b[5nI (9) app: x", Log, Level::Info, "9", "app", "x"},
    {"Arduino", "[  1234][E][ssl_client.cpp:37] _handle_error(): (-76) reset", Log, Level::Error,
     "1234", "ssl_client.cpp", "_handle_error(): (-76) reset"},
    {"ArduinoOneDotX", "[W][HTTPClient.cpp:1193] returnError(): error(-1)", Log, Level::Warning, "",
     "HTTPClient.cpp", "returnError(): error(-1)"},
    {"ArduinoColoured", "\x1b[0;36m[    12][D][a.cpp:1] f(): x\x1b[0m", Log, Level::Debug, "12",
     "a.cpp", "f(): x"},
    {"ArduinoBracketsOfNone", "[1234] hello", Text, None, "", "", "[1234] hello"},
    {"RomBanner", "ESP-ROM:esp32c3-api1-20210207", Rom, None, "", "",
     "ESP-ROM:esp32c3-api1-20210207"},
    {"RomBannerEsp32", "ets Jul 29 2019 12:21:46", Rom, None, "", "", "ets Jul 29 2019 12:21:46"},
    {"RomAfterGarbage", "\x80\xfe\x01rst:0xc (SW_CPU),boot:0x13 (SPI_FAST_FLASH_BOOT)", Rom, None,
     "", "", "rst:0xc (SW_CPU),boot:0x13 (SPI_FAST_FLASH_BOOT)"},
    {"RomLoad", "load:0x3fff0030,len:7104", Rom, None, "", "", "load:0x3fff0030,len:7104"},
    {"Guru", "Guru Meditation Error: Core  0 panic'ed (LoadProhibited). Exception was unhandled.",
     Panic, None, "", "",
     "Guru Meditation Error: Core  0 panic'ed (LoadProhibited). Exception was unhandled."},
    {"Register", "PC      : 0x400d1234  PS      : 0x00060030", Panic, None, "", "",
     "PC      : 0x400d1234  PS      : 0x00060030"},
    {"StackMemory", "3fc92ab0: 0x00000000 0x42007a1c", Panic, None, "", "",
     "3fc92ab0: 0x00000000 0x42007a1c"},
    {"Backtrace", "Backtrace: 0x400d1234:0x3ffb1f50", Panic, None, "", "",
     "Backtrace: 0x400d1234:0x3ffb1f50"},
    {"AgentFrame", "~OTB1:E7 boot version=1.0.0*1A2B3C4D", LineKind::AgentFrame, None, "", "",
     "~OTB1:E7 boot version=1.0.0*1A2B3C4D"},
    {"AgentFrameAfterCutLine", "I (12) wifi: conn~OTB1:A1 ok*00000000", LineKind::AgentFrame, None,
     "", "", "~OTB1:A1 ok*00000000"},
    {"Tilde", "I (1) app: ~5 s left", Log, Level::Info, "1", "app", "~5 s left"},
    {"Prompt", "esp> ", Text, None, "", "", "esp>"},
    {"Chinese", "\xE4\xBD\xA0\xE5\xA5\xBD", Text, None, "", "", "\xE4\xBD\xA0\xE5\xA5\xBD"},
    {"WrongBaud", "\x80\xfe\x93\x1c\xf0\xe0\x80", LineKind::Noise, None, "", "",
     "\x80\xfe\x93\x1c\xf0\xe0\x80"},
};

class ParseLine : public testing::TestWithParam<Row>
{
};

TEST_P(ParseLine, CutsTheLineIntoItsParts)
{
    const Row &row = GetParam();
    const LogEntry entry = parseLine(row.line);
    EXPECT_EQ(entry.kind, row.kind);
    EXPECT_EQ(entry.level, row.level);
    EXPECT_EQ(entry.timestamp, row.timestamp);
    EXPECT_EQ(entry.tag, row.tag);
    EXPECT_EQ(entry.message, row.message);
}

INSTANTIATE_TEST_SUITE_P(Grammar, ParseLine, testing::ValuesIn(kRows),
                         [](const auto &row) { return std::string(row.param.name); });

TEST(ParseLineRobustness, AnyBytesAreAcceptedAndViewsStayInside)
{
    std::mt19937 random(7);
    constexpr std::string_view kPieces[] = {"I (", "12) ",     "tag",     ": ", "\x1b[0;3",
                                            "2m",  "~OTB1:",   "[",       "]",  "rst:0x",
                                            "(",   "\xE4\xBD", "ESP-ROM:"};
    for (int round = 0; round < 20'000; ++round) {
        std::string line;
        const auto parts = random() % 12;
        for (std::size_t i = 0; i < parts; ++i) {
            if (random() % 2)
                line += kPieces[random() % std::size(kPieces)];
            else
                line += static_cast<char>(random() % 256);
        }
        const LogEntry entry = parseLine(line);
        for (const std::string_view part : {entry.timestamp, entry.tag, entry.message}) {
            if (part.empty())
                continue;
            EXPECT_GE(part.data(), line.data());
            EXPECT_LE(part.data() + part.size(), line.data() + line.size());
        }
        const std::string clean = cleanText(line);
        EXPECT_EQ(cleanText(clean), clean);
    }
}

TEST(InnerEntry, IsTheLogLineThatAnotherCorePrintedInsideThisOne)
{
    const auto inner = [](std::string_view line) { return innerEntry(parseLine(line)); };
    const auto entry = inner("I (10) wifi:stateE (11) esp-tls: couldn't get hostname for :x:");
    ASSERT_TRUE(entry);
    EXPECT_EQ(entry->level, Level::Error);
    EXPECT_EQ(entry->tag, "esp-tls");
    EXPECT_EQ(entry->message, "couldn't get hostname for :x:");
    EXPECT_FALSE(inner("I (10) wifi:state (11) esp-tls: x"));
    EXPECT_FALSE(inner("I (10) app: the log said E (11) app: bad")); // no tag of the stack
    EXPECT_FALSE(inner("I (10) app: x"));
}

TEST(CleanText, RemovesColoursControlsAndBadBytes)
{
    EXPECT_EQ(cleanText("\x1b[0;31mE (1) a: b\x1b[0m"), "E (1) a: b");
    EXPECT_EQ(cleanText(std::string_view("a\0b\x07\tc", 6)), "ab c");
    EXPECT_EQ(cleanText("a\xFFz"), "a\xEF\xBF\xBDz");
    EXPECT_EQ(cleanText("\xED\xA0\x80"), "\xEF\xBF\xBD\xEF\xBF\xBD\xEF\xBF\xBD"); // a surrogate
    EXPECT_EQ(cleanText("\xE4\xBD\xA0"), "\xE4\xBD\xA0");
}

TEST(Letter, OfEachLevel)
{
    EXPECT_EQ(letter(Level::Error), 'E');
    EXPECT_EQ(letter(Level::Verbose), 'V');
    EXPECT_EQ(letter(Level::None), ' ');
}

} // namespace
} // namespace otabench::monitor
