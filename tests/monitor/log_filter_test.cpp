#include "monitor/log_filter.h"

#include "monitor/log_time.h"

#include <gtest/gtest.h>

namespace otabench::monitor {
namespace {

using namespace std::chrono_literals;

constexpr LogRecord::Time kNow{std::chrono::sys_days(std::chrono::year(2026) / 11 / 29) + 15h};

LogFilter::Names names()
{
    return {.now = kNow, .boardsOfBench = [](std::string_view bench) {
                using Boards = std::vector<std::string>;
                return bench == "night" ? std::optional(Boards{"/dev/ttyUSB1", "/dev/ttyUSB0"})
                                        : std::nullopt;
            }};
}

struct Sample
{
    const char *board;
    const char *line;
    LogRecord::Time at = kNow;
    Bookmark bookmark = Bookmark::None;
};

const Sample kWifi = {"/dev/ttyUSB0", "\x1b[0;33mW (10) wifi:Disconnect Reason 201\x1b[0m"};
const Sample kHeap = {"pty:/tmp/vb-01", "I (20) heap_init: At 3FFAE6E0 len 00001920", kNow - 5min};
const Sample kPanic = {"tcp://host:4000", "Guru Meditation Error: Core  0 panic'ed (Cache error).",
                       kNow - 2h, Bookmark::Panic};

bool matches(const std::string &expression, const Sample &sample)
{
    const auto filter = LogFilter::parse(expression, names());
    EXPECT_TRUE(filter) << expression << ": " << filter.error().text;
    return filter && filter->matches({.at = sample.at,
                                      .bookmark = sample.bookmark,
                                      .board = sample.board,
                                      .line = sample.line});
}

TEST(LogFilter, TermsAndHowTheyAreJoined)
{
    struct Row
    {
        const char *expression;
        bool wifi, heap, panic;
    };

    const Row rows[] = {
        {"", true, true, true},
        {"level:warning", true, false, true},
        {"level:I", true, true, true},
        {"level:error", false, false, true},
        {"tag:wifi", true, false, false},
        {"tag:heap*", false, true, false},
        {"board:ttyUSB0", true, false, false},
        {"board:/dev/*", true, false, false},
        {"board:vb-*", false, true, false},
        {"board:\"pty:/tmp/vb-01\"", false, true, false},
        {"bench:night", true, false, false},
        {"mark:any", false, false, true},
        {"mark:panic", false, false, true},
        {"mark:reboot", false, false, false},
        {"since:10m", true, true, false},
        {"until:1h", false, false, true},
        {"until:2026-11-29T13:30:00Z", false, false, true},
        {"/reason \\d+$/", false, false, false},
        {"/reason \\d+$/i", true, false, false},
        {"/len 0+1/", false, true, false},
        {"disconnect", true, false, false},
        {"\"core  0\"", false, false, true},
        {"not disconnect", false, true, true},
        {"disconnect or heap_init", true, true, false},
        {"disconnect and 201", true, false, false},
        {"disconnect 202", false, false, false},
        {"level:info not (tag:wifi or tag:heap_init)", false, false, true},
        {"not not tag:wifi or mark:panic and board:host*", true, false, false},
        {"(tag:wifi or (level:error))", true, false, true},
    };
    for (const Row &row : rows) {
        EXPECT_EQ(matches(row.expression, kWifi), row.wifi) << row.expression;
        EXPECT_EQ(matches(row.expression, kHeap), row.heap) << row.expression;
        EXPECT_EQ(matches(row.expression, kPanic), row.panic) << row.expression;
    }
}

TEST(LogFilter, AWrongExpressionIsRefusedWithItsPlace)
{
    struct Row
    {
        const char *expression;
        const char *part; ///< of the message
    };

    const Row rows[] = {
        {"level:loud", "no level"},         {"tag:", "tag: is missing"},
        {"(a or b", "closing parenthesis"}, {"a)", "no parenthesis to close"},
        {"a or", "a term is missing"},      {"and a", "a term is missing"},
        {"not", "a term is missing"},       {"wifi:state", "put the text into quotation marks"},
        {"/a(/", "regular expression"},     {"/abc", "/ that ends"},
        {"\"abc", "quotation mark"},        {"mark:nice", "no bookmark"},
        {"bench:day", "no bench \"day\""},  {"since:yesterday", "no time"},
    };
    for (const Row &row : rows) {
        const auto filter = LogFilter::parse(row.expression, names());
        ASSERT_FALSE(filter) << row.expression;
        EXPECT_EQ(filter.error().code, ErrorCode::InvalidArgument);
        EXPECT_NE(filter.error().text.find(row.part), std::string::npos) << filter.error().text;
    }
    EXPECT_FALSE(LogFilter::parse(std::string(100'000, '('), names()));
}

TEST(LogFilter, APatternThatWouldRunAwayIsNotFound)
{
    const auto filter = LogFilter::pattern("^(a+)+$");
    ASSERT_TRUE(filter);
    const std::string line = std::string(2000, 'a') + "b";
    EXPECT_FALSE(filter->matches({.at = kNow, .board = "a", .line = line}));
}

TEST(LogTime, IsWrittenAndReadBack)
{
    for (const auto time : {kNow, kNow + 1us, LogRecord::Time(), kNow - 24h * 365 * 20 + 59s}) {
        const std::string text = formatTime(time);
        LogRecord::Time back{};
        EXPECT_TRUE(readTime(text, back)) << text;
        EXPECT_EQ(back, time) << text;
    }
    EXPECT_EQ(formatTime(kNow + 1234us), "2026-11-29T15:00:00.001234Z");
    LogRecord::Time time{};
    EXPECT_FALSE(readTime("2026-02-30T15:00:00.001234Z", time));
    EXPECT_FALSE(readTime("2026-11-29T25:00:00.001234Z", time));
    EXPECT_FALSE(readTime("2026-11-29T15:00:00.001234", time));
}

TEST(LogTime, IsUnderstoodAsPeopleWriteIt)
{
    EXPECT_EQ(parseTime("90s", kNow), kNow - 90s);
    EXPECT_EQ(parseTime("3d", kNow), kNow - 72h);
    EXPECT_EQ(parseTime("2026-11-29T14:30:05.25Z", kNow), kNow - 30min + 5250ms);
    EXPECT_EQ(parseTime("2026-11-29 14:30Z", kNow), kNow - 30min);
    EXPECT_EQ(parseTime("2026-11-29Z", kNow), kNow - 15h);
    // Local forms, whatever the zone is.
    const auto local = parseTime("2026-11-29T14:30", kNow);
    ASSERT_TRUE(local);
    EXPECT_EQ(*parseTime("2026-11-29T14:30:01", kNow) - *local, 1s);
    EXPECT_TRUE(parseTime("14:30", kNow));
    for (const char *wrong : {"", "x", "10", "10x", "25:00", "2026-13-01", "2026-11-29T", "14:3"}) {
        const auto time = parseTime(wrong, kNow);
        ASSERT_FALSE(time) << wrong;
        EXPECT_NE(time.error().text.find("write 10m"), std::string::npos);
    }
}

} // namespace
} // namespace otabench::monitor
