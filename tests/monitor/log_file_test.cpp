#include "monitor/log_file.h"

#include "base/files.h"
#include "monitor/log_spool.h"
#include "support/temporary_folder.h"

#include <gtest/gtest.h>

#include <vector>

namespace otabench::monitor {
namespace {

struct Line
{
    LogRecord::Time at;
    Bookmark bookmark;
    std::string board, text;
};

class LogFileTest : public testing::Test
{
protected:
    std::filesystem::path file(std::string_view content)
    {
        const auto path = m_folder / "saved.log";
        EXPECT_TRUE(writeFileAtomically(path, content, FileMode::Public));
        return path;
    }

    Result<> read(const std::filesystem::path &path, const std::stop_token &stop = {})
    {
        return readLogFile(path, "it", stop, [&](const LogRecord &record, std::uint64_t) {
            m_lines.push_back(
                {record.at, record.bookmark, std::string(record.board), std::string(record.line)});
        });
    }

    support::TemporaryFolder m_folder;
    std::vector<Line> m_lines;
};

TEST_F(LogFileTest, ReadsWhatABoardHasPrintedWithItsBookmarks)
{
    ASSERT_TRUE(read(file("I (1) a: b\r\nrst:0x1 (POWERON_RESET),boot:0x13\r\n"
                          "E (5) wifi: first\nE (6) wifi: second\rlast")));
    ASSERT_EQ(m_lines.size(), 5u);
    EXPECT_EQ(m_lines[0].text, "I (1) a: b");
    EXPECT_EQ(m_lines[0].at, LogRecord::Time());
    EXPECT_EQ(m_lines[0].board, "it");
    EXPECT_EQ(m_lines[1].bookmark, Bookmark::Reboot);
    EXPECT_EQ(m_lines[2].bookmark, Bookmark::FirstError);
    EXPECT_EQ(m_lines[3].bookmark, Bookmark::None);
    EXPECT_EQ(m_lines[4].text, "last");
}

TEST_F(LogFileTest, ReadsASegmentOfASpoolWithItsTimesAndBoards)
{
    const LogRecord::Time at{std::chrono::sys_days(std::chrono::year(2026) / 11 / 29)};
    {
        auto spool = LogSpool::open(m_folder / "logs");
        ASSERT_TRUE(spool);
        (*spool)->append({.at = at, .bookmark = Bookmark::Panic, .board = "b", .line = "abort()"});
    }
    for (const auto &entry : std::filesystem::directory_iterator(m_folder / "logs"))
        ASSERT_TRUE(read(entry.path()));
    ASSERT_EQ(m_lines.size(), 1u);
    EXPECT_EQ(m_lines[0].at, at);
    EXPECT_EQ(m_lines[0].bookmark, Bookmark::Panic);
    EXPECT_EQ(m_lines[0].board, "b");
    EXPECT_EQ(m_lines[0].text, "abort()");
}

TEST_F(LogFileTest, NamesWhatCannotBeRead)
{
    const auto missing = read(m_folder / "missing.log");
    ASSERT_FALSE(missing);
    EXPECT_EQ(missing.error().code, ErrorCode::NotFound);
    EXPECT_NE(missing.error().text.find("missing.log"), std::string::npos);
    const auto folder = read(m_folder.path());
    ASSERT_FALSE(folder);
    EXPECT_EQ(folder.error().code, ErrorCode::InvalidArgument);
}

TEST_F(LogFileTest, StopsWhenAskedTo)
{
    std::stop_source stop;
    stop.request_stop();
    const auto stopped = read(file("a\n"), stop.get_token());
    ASSERT_FALSE(stopped);
    EXPECT_EQ(stopped.error().code, ErrorCode::Cancelled);
    EXPECT_TRUE(m_lines.empty());
}

} // namespace
} // namespace otabench::monitor
