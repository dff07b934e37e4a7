#include "monitor/log_export.h"

#include "monitor/log_time.h"
#include "monitor/text_pattern.h"

#include <gtest/gtest.h>

namespace otabench::monitor {
namespace {

constexpr LogRecord::Time kMoment{std::chrono::sys_days(std::chrono::year(2026) / 11 / 29) +
                                  std::chrono::microseconds(1'234'567)};

std::string written(LogFormat format, const LogRecord &record)
{
    return logLine(format, record, parseLine(record.line));
}

TEST(LogExport, WritesEachFormInItsOwnWay)
{
    const LogRecord record{.at = kMoment,
                           .bookmark = Bookmark::FirstError,
                           .board = "/dev/ttyUSB0",
                           .line = "\x1b[0;31mE (500) tls: \"no\", it said\x1b[0m"};
    EXPECT_EQ(written(LogFormat::Csv, record),
              "2026-11-29T00:00:01.234567Z,/dev/ttyUSB0,first-error,error,tls,"
              "\"\"\"no\"\", it said\"");
    EXPECT_EQ(written(LogFormat::Json, record),
              R"({"board":"/dev/ttyUSB0","at":"2026-11-29T00:00:01.234Z","level":"error",)"
              R"("tag":"tls","message":"\"no\", it said","time":"500","mark":"first-error"})");
    EXPECT_EQ(written(LogFormat::Text, record),
              formatLocalTime(kMoment) +
                  " /dev/ttyUSB0: [first-error] E (500) tls: \"no\", it said");
}

TEST(LogExport, ALineOfASavedLogHasNoTime)
{
    const LogRecord record{.board = "a.log", .line = "hello"};
    EXPECT_EQ(written(LogFormat::Text, record), "a.log: hello");
    EXPECT_EQ(written(LogFormat::Csv, record), ",a.log,,none,,hello");
    EXPECT_EQ(written(LogFormat::Json, record),
              R"({"board":"a.log","at":null,"level":"none","tag":"","message":"hello"})");
}

TEST(LogExport, BytesThatAreNoTextBreakNoFormat)
{
    const LogRecord record{.board = "a\\b\"", .line = "\xff\x01 back\\slash \xc3\xa9"};
    const std::string json = written(LogFormat::Json, record);
    EXPECT_NE(json.find(R"("board":"a\\b\"")"), std::string::npos) << json;
    EXPECT_NE(json.find(R"(back\\slash )"
                        "\xc3\xa9"),
              std::string::npos)
        << json;
    for (const char c : json)
        EXPECT_GE(static_cast<unsigned char>(c), 0x20);
}

TEST(LogExport, FormatsHaveNames)
{
    EXPECT_EQ(logFormatFromName("csv"), LogFormat::Csv);
    EXPECT_EQ(logFormatFromName("yaml"), std::nullopt);
    EXPECT_EQ(logHeader(LogFormat::Json), "");
}

TEST(TextPattern, TellsWhereItMatches)
{
    const auto pattern = TextPattern::compile("o+", TextPattern::Case::Counts);
    ASSERT_TRUE(pattern);
    const auto first = pattern->find("foo bo");
    ASSERT_TRUE(first);
    EXPECT_EQ(first->at, 1u);
    EXPECT_EQ(first->length, 2u);
    const auto second = pattern->find("foo bo", 3);
    ASSERT_TRUE(second);
    EXPECT_EQ(second->at, 5u);
    EXPECT_FALSE(pattern->find("foo bo", 6));
    EXPECT_FALSE(pattern->find("foo bo", 7)); // past the end
    EXPECT_EQ(TextPattern::literal("").find("x")->length, 0u);
}

} // namespace
} // namespace otabench::monitor
