#include "monitor/log_reader.h"
#include "monitor/log_spool.h"
#include "monitor/log_store.h"
#include "monitor/log_time.h"

#include "base/files.h"
#include "support/temporary_folder.h"

#include <gtest/gtest.h>

#include <sys/resource.h>

#include <algorithm>
#include <csignal>
#include <fstream>
#include <thread>

namespace otabench::monitor {
namespace {

using namespace std::chrono_literals;

constexpr LogRecord::Time kStart{std::chrono::sys_days(std::chrono::year(2026) / 11 / 29)};

std::unique_ptr<LogSpool> openSpool(const std::filesystem::path &folder,
                                    const LogSpool::Options &options = {})
{
    auto spool = LogSpool::open(folder, options);
    EXPECT_TRUE(spool) << spool.error().text;
    return *std::move(spool);
}

LogReader openReader(const std::filesystem::path &folder)
{
    auto reader = LogReader::open(folder);
    EXPECT_TRUE(reader) << reader.error().text;
    return *std::move(reader);
}

std::vector<std::string> linesIn(LogReader &reader)
{
    std::vector<std::string> lines;
    while (const auto record = reader.next())
        lines.emplace_back(record->line);
    return lines;
}

std::vector<std::filesystem::path> segmentsIn(const std::filesystem::path &folder)
{
    std::vector<std::filesystem::path> files;
    for (const auto &entry : std::filesystem::directory_iterator(folder))
        files.push_back(entry.path());
    std::ranges::sort(files);
    return files;
}

class LogSpoolTest : public testing::Test
{
protected:
    support::TemporaryFolder m_folder;
    std::filesystem::path m_logs = m_folder / "logs";
};

TEST_F(LogSpoolTest, KeepsEveryByteOfALineItsTimeBoardAndBookmark)
{
    auto spool = openSpool(m_logs);
    const std::string line = "\x1b[0;31mE (5) a: \t\xff\x01 b\x1b[0m";
    spool->append({.at = kStart + 1234567us,
                   .bookmark = Bookmark::Panic,
                   .board = "pty:/tmp/a board",
                   .line = line});
    ASSERT_TRUE(spool->flush());
    auto reader = openReader(m_logs);
    const auto record = reader.next();
    ASSERT_TRUE(record);
    EXPECT_EQ(record->at, kStart + 1234567us);
    EXPECT_EQ(record->bookmark, Bookmark::Panic);
    EXPECT_EQ(record->board, "pty:/tmp/a board");
    EXPECT_EQ(record->line, line);
    EXPECT_FALSE(reader.next());
    EXPECT_EQ(spool->counters().lines, 1u);
    EXPECT_EQ(spool->counters().lost, 0u);
}

TEST_F(LogSpoolTest, IsReadableByItsOwnerOnly)
{
    auto spool = openSpool(m_logs);
    spool->append({.at = kStart, .board = "a", .line = "Wi-Fi password: 1234"});
    ASSERT_TRUE(spool->flush());
    EXPECT_EQ(support::fileMode(m_logs), 0700u);
    EXPECT_EQ(support::fileMode(segmentsIn(m_logs).front()), 0600u);
}

TEST_F(LogSpoolTest, TheNewestSegmentsAreReadAlone)
{
    auto spool = openSpool(m_logs, {.segmentBytes = 1000});
    for (int i = 0; i < 1000; ++i) {
        const std::string line = std::to_string(i);
        spool->append({.at = kStart + std::chrono::seconds(i), .board = "a", .line = line});
        if (i % 100 == 0) {
            ASSERT_TRUE(spool->flush());
        }
    }
    ASSERT_TRUE(spool->flush());
    ASSERT_GT(segmentsIn(m_logs).size(), 5u);
    auto all = LogReader::openNewest(m_logs, 1u << 30);
    ASSERT_TRUE(all);
    EXPECT_FALSE(all->hasOlder());
    EXPECT_EQ(linesIn(*all).size(), 1000u);
    // Segments that were written at the same moment would stay together.
    auto written = std::filesystem::file_time_type::clock::now() - 1h;
    for (const auto &segment : segmentsIn(m_logs))
        std::filesystem::last_write_time(segment, written += 1min);
    auto newest = LogReader::openNewest(m_logs, all->totalBytes() / 2);
    ASSERT_TRUE(newest);
    EXPECT_TRUE(newest->hasOlder());
    const auto lines = linesIn(*newest);
    EXPECT_LT(lines.size(), 900u);
    EXPECT_GT(lines.size(), 400u);
    EXPECT_EQ(lines.back(), "999");
    EXPECT_EQ(std::stoi(lines.front()) + static_cast<int>(lines.size()), 1000);
}

TEST_F(LogSpoolTest, IsReadWhileItGrows)
{
    auto spool = openSpool(m_logs, {.segmentBytes = 100});
    auto reader = openReader(m_logs);
    EXPECT_FALSE(reader.next());
    for (int i = 0; i < 20; ++i) { // through many segments
        const std::string line = std::to_string(i);
        spool->append({.at = kStart + std::chrono::seconds(i), .board = "a", .line = line});
        ASSERT_TRUE(spool->flush());
        const auto record = reader.next();
        ASSERT_TRUE(record) << i;
        EXPECT_EQ(record->line, line);
        EXPECT_FALSE(reader.next());
    }
    EXPECT_GT(segmentsIn(m_logs).size(), 5u);
}

TEST_F(LogSpoolTest, SeveralWritersAreMergedByTime)
{
    std::vector<std::unique_ptr<LogSpool>> spools;
    for (int writer = 0; writer < 3; ++writer)
        spools.push_back(openSpool(m_logs, {.segmentBytes = 400}));
    std::vector<std::string> expected;
    for (int i = 0; i < 100; ++i) {
        expected.push_back(std::to_string(i));
        spools[static_cast<std::size_t>(i * 7 % 3)]->append(
            {.at = kStart + std::chrono::hours(24 * 365) + std::chrono::seconds(i),
             .board = "a",
             .line = expected.back()});
    }
    for (const auto &spool : spools)
        ASSERT_TRUE(spool->flush());
    auto reader = openReader(m_logs);
    EXPECT_EQ(linesIn(reader), expected);
}

TEST_F(LogSpoolTest, TheOldestSegmentsGoWhenAllGrowTooLarge)
{
    auto spool = openSpool(m_logs, {.segmentBytes = 1000, .totalBytes = 5000});
    for (int i = 0; i < 500; ++i) {
        spool->append(
            {.at = kStart + std::chrono::seconds(i), .board = "a", .line = std::to_string(i)});
        if (i % 10 == 9) {
            ASSERT_TRUE(spool->flush());
        }
    }
    std::uintmax_t total = 0;
    for (const auto &path : segmentsIn(m_logs))
        total += std::filesystem::file_size(path);
    EXPECT_LE(total, 6500u);
    auto reader = openReader(m_logs);
    const auto lines = linesIn(reader);
    EXPECT_GT(lines.size(), 50u);
    EXPECT_EQ(lines.back(), "499"); // and without a gap
    EXPECT_EQ(lines.front(), std::to_string(500 - lines.size()));
    EXPECT_EQ(spool->counters().lost, 0u);
}

TEST_F(LogSpoolTest, SegmentsThatAnotherProgramWritesAreNotRemoved)
{
    auto quiet = openSpool(m_logs);
    quiet->append({.at = kStart, .board = "quiet", .line = std::string(4000, 'q')});
    ASSERT_TRUE(quiet->flush());
    auto loud = openSpool(m_logs, {.segmentBytes = 500, .totalBytes = 2000});
    for (int i = 0; i < 50; ++i) {
        loud->append({.at = kStart, .board = "loud", .line = std::string(100, 'l')});
        ASSERT_TRUE(loud->flush());
    }
    quiet->append({.at = kStart, .board = "quiet", .line = "last"});
    ASSERT_TRUE(quiet->flush());
    auto reader = openReader(m_logs);
    const auto lines = linesIn(reader);
    EXPECT_NE(std::ranges::find(lines, "last"), lines.end());
}

TEST_F(LogSpoolTest, LinesThatTheDiskRefusesAreCountedAndToldInTheirPlace)
{
    auto spool = openSpool(m_logs);
    spool->append({.at = kStart, .board = "a", .line = "before"});
    ASSERT_TRUE(spool->flush());
    rlimit before = {};
    ASSERT_EQ(::getrlimit(RLIMIT_FSIZE, &before), 0);
    const auto ignored = std::signal(SIGXFSZ, SIG_IGN);
    const rlimit small = {.rlim_cur = 200, .rlim_max = before.rlim_max};
    ASSERT_EQ(::setrlimit(RLIMIT_FSIZE, &small), 0); // a full disk, for this process
    for (int i = 0; i < 7; ++i)
        spool->append({.at = kStart, .board = "a", .line = std::string(50, 'x')});
    const auto flushed = spool->flush();
    ASSERT_EQ(::setrlimit(RLIMIT_FSIZE, &before), 0);
    std::signal(SIGXFSZ, ignored);
    ASSERT_FALSE(flushed);
    EXPECT_NE(flushed.error().text.find(m_logs.string()), std::string::npos);
    EXPECT_EQ(spool->counters().lost, 7u);
    EXPECT_EQ(spool->counters().lines, 1u);

    spool->append({.at = kStart, .board = "a", .line = "after"});
    ASSERT_TRUE(spool->flush());
    auto reader = openReader(m_logs);
    EXPECT_EQ(linesIn(reader),
              (std::vector<std::string>{"before", "7 lines were lost here", "after"}));
    EXPECT_EQ(reader.damagedLines(), 0u);
}

TEST_F(LogSpoolTest, LinesThatASlowDiskLeavesNoRoomForAreCountedAndSaid)
{
    LogSpool::Options options;
    options.waitingBytes = 1000;
    options.delay = std::chrono::hours(1); // the disk takes nothing for as long as nobody insists
    auto spool = openSpool(m_logs, options);
    testing::internal::CaptureStderr();
    for (int i = 0; i < 100; ++i)
        spool->append({.at = kStart, .board = "a", .line = std::string(100, 'x')});
    const std::string said = testing::internal::GetCapturedStderr();

    const std::uint64_t lost = spool->counters().lost;
    EXPECT_GT(lost, 0u);
    EXPECT_NE(said.find("too slow"), std::string::npos) << said;
    EXPECT_EQ(said.find("too slow"), said.rfind("too slow")) << "once: " << said;
    ASSERT_TRUE(spool->flush());
    EXPECT_EQ(spool->counters().lines + lost, 100u);
    auto reader = openReader(m_logs);
    const auto lines = linesIn(reader);
    EXPECT_NE(std::ranges::find(lines, std::to_string(lost) + " lines were lost here"),
              lines.end());
}

TEST_F(LogSpoolTest, WhatIsNoRecordIsLeftOutAndCounted)
{
    {
        auto spool = openSpool(m_logs);
        spool->append({.at = kStart, .board = "a", .line = "first"});
        ASSERT_TRUE(spool->flush());
    }
    const auto path = segmentsIn(m_logs).front();
    std::ofstream(path, std::ios::app) << "nonsense\n2026-11-29T00:00:00.000001Z - b\tsecond\n"
                                       << std::string(100'000, 'z') << "\n2026-11-29T0";
    std::ofstream(m_logs / "README") << "not ours\n";
    auto reader = openReader(m_logs);
    const auto lines = linesIn(reader);
    ASSERT_GE(lines.size(), 2u);
    EXPECT_EQ(lines[0], "first");
    EXPECT_EQ(lines[1], "second");
    EXPECT_GE(reader.damagedLines(), 2u);
}

TEST_F(LogSpoolTest, AFolderThatCannotBeMadeIsNamed)
{
    std::ofstream(m_folder / "file") << "x";
    const auto spool = LogSpool::open(m_folder / "file" / "logs");
    ASSERT_FALSE(spool);
    EXPECT_NE(spool.error().text.find((m_folder / "file").string()), std::string::npos);
}

TEST_F(LogSpoolTest, ManyThreadsMayAppend)
{
    auto spool = openSpool(m_logs);
    std::vector<std::thread> threads;
    for (int thread = 0; thread < 4; ++thread)
        threads.emplace_back([&] {
            for (int i = 0; i < 1000; ++i)
                spool->append({.at = kStart, .board = "a", .line = "a line of usual length"});
        });
    for (std::thread &thread : threads)
        thread.join();
    ASSERT_TRUE(spool->flush());
    auto reader = openReader(m_logs);
    EXPECT_EQ(linesIn(reader).size(), 4000u);
    EXPECT_EQ(spool->counters().lost, 0u);
}

// ---- the store

/// Text of one board put into a store as a session does.
std::vector<std::pair<Bookmark, std::string>> bookmarksOf(LogStore &store,
                                                          const std::vector<std::string> &lines)
{
    std::vector<std::pair<Bookmark, std::string>> bookmarks;
    OtaTracker tracker(nullptr);
    for (const std::string &line : lines) {
        const LogEntry entry = parseLine(line);
        tracker.feed(entry);
        if (const Bookmark mark = store.add(kStart, "a", line, entry, tracker);
            mark != Bookmark::None)
            bookmarks.emplace_back(mark, line);
    }
    return bookmarks;
}

TEST_F(LogSpoolTest, BookmarksStandAtStartFirstErrorRebootAndPanic)
{
    auto store = LogStore::open(m_logs);
    ASSERT_TRUE(store);
    const std::string start = "I (9) advanced_https_ota_example: Starting Advanced OTA example";
    const std::string error = "E (20) esp-tls: couldn't get hostname for :x:";
    const std::string panic = "Guru Meditation Error: Core  0 panic'ed (LoadProhibited). ";
    const std::string reset = "rst:0xc (SW_CPU_RESET),boot:0x13 (SPI_FAST_FLASH_BOOT)";
    const auto bookmarks =
        bookmarksOf(**store, {"I (1) a: b", start, "I (10) a: b", error, "E (21) a: second", panic,
                              "Backtrace: 0x400d1234:0x3ffb1230", "Rebooting...", reset, error});
    EXPECT_EQ(bookmarks,
              (std::vector<std::pair<Bookmark, std::string>>{{Bookmark::OtaStart, start},
                                                             {Bookmark::FirstError, error},
                                                             {Bookmark::Panic, panic},
                                                             {Bookmark::Reboot, reset},
                                                             {Bookmark::FirstError, error}}));
    ASSERT_TRUE((*store)->spool().flush());
    auto reader = openReader(m_logs);
    std::vector<Bookmark> kept;
    while (const auto record = reader.next()) {
        if (record->bookmark != Bookmark::None)
            kept.push_back(record->bookmark);
    }
    EXPECT_EQ(kept.size(), 5u);
    EXPECT_EQ((*store)->lostLines(), 0u);
}

TEST_F(LogSpoolTest, AnAgentsFramesAreBookmarkedToo)
{
    auto store = LogStore::open(m_logs);
    ASSERT_TRUE(store);
    const auto bookmarks =
        bookmarksOf(**store, {"ESP-ROM:esp32c3-api1-20210207", "~OTB1:E1 boot version=1*0000",
                              "~OTB1:E2 ota phase=start*0000", "~OTB1:E3 ota phase=failed*0000",
                              "~OTB1:E1 boot version=1*0000"});
    ASSERT_EQ(bookmarks.size(), 4u);
    EXPECT_EQ(bookmarks[0].first, Bookmark::Reboot);
    EXPECT_EQ(bookmarks[1].first, Bookmark::OtaStart);
    EXPECT_EQ(bookmarks[2].first, Bookmark::FirstError);
    EXPECT_EQ(bookmarks[3].first, Bookmark::Reboot);
}

TEST_F(LogSpoolTest, TheLastLinesOfABoardAreInMemory)
{
    auto store = LogStore::open(m_logs, {.recentLines = 3});
    ASSERT_TRUE(store);
    (void)bookmarksOf(**store, {"one", "two", "\x1b[0;31mthree\x1b[0m", "four"});
    EXPECT_EQ((*store)->recent("a", 10), (std::vector<std::string>{"two", "three", "four"}));
    EXPECT_EQ((*store)->recent("a", 1), (std::vector<std::string>{"four"}));
    EXPECT_TRUE((*store)->recent("b", 10).empty());
}

} // namespace
} // namespace otabench::monitor
