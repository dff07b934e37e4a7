#include "monitor/line_splitter.h"
#include "monitor/ota_tracker.h"

#include "base/files.h"

#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <map>
#include <string>

// What the stack of ESP-IDF v5.5 itself printed in 58 situations, with the outcome of each. They
// lie beside the project, not in it ($OTABENCH_SHARED/logs): where they are missing these tests are
// skipped.

namespace otabench::monitor {
namespace {

using Code = ErrorCode;

/// Which failure each log that failed must be named.
const std::map<std::string, ErrorCode> kReasons = {
    {"bad_ca_file", Code::BoardCertificateRefused},
    {"chunk_drop", Code::BoardDownloadCut},
    {"chunked_partial", Code::BoardDownloadCut},
    {"close_at_once", Code::BoardHttpError},
    {"cn_is_ip_but_san_dns", Code::BoardCertificateRefused},
    {"conn_refused", Code::BoardCannotConnect},
    {"drop_300000", Code::BoardDownloadCut},
    {"drop_500", Code::BoardDownloadCut},
    {"dropraw_300000", Code::BoardDownloadCut},
    {"dropwait_300000_20s", Code::BoardDownloadStalled},
    {"e204", Code::BoardImageRejected},
    {"e304", Code::BoardHttpError},
    {"e401", Code::BoardHttpError},
    {"e404", Code::BoardHttpError},
    {"empty", Code::BoardImageRejected},
    {"esp32_gets_c3", Code::BoardImageRejected},
    {"head405_partial", Code::BoardHttpError},
    {"headnolen_partial", Code::BoardDownloadCut},
    {"img_blkrev", Code::BoardImageRejected},
    {"img_chip", Code::BoardImageRejected},
    {"img_flip", Code::BoardImageRejected},
    {"img_html", Code::BoardImageRejected},
    {"img_seglen", Code::BoardImageRejected},
    {"img_sha256", Code::BoardImageRejected},
    {"img_truncate", Code::BoardImageRejected},
    {"native_drop", Code::BoardDownloadCut},
    {"native_flip", Code::BoardImageRejected},
    {"native_rst", Code::BoardDownloadCut},
    {"noresp_t2s", Code::BoardHttpError},
    {"rangedrop_partial", Code::BoardDownloadCut},
    {"redirect_loop", Code::BoardHttpError},
    {"redirect_to_mismatch", Code::BoardCertificateRefused},
    {"rst_300000", Code::BoardDownloadCut},
    {"same_version", Code::BoardRefused},
    {"simple_404", Code::BoardHttpError},
    {"simple_drop", Code::BoardDownloadCut},
    {"stall_300000_t2s", Code::BoardDownloadCut},
    {"tls13_only", Code::TlsFailed},
    {"wrong_ca", Code::BoardCertificateRefused},
    {"wrong_chip_img", Code::BoardImageRejected},
};

std::filesystem::path logsFolder()
{
    const char *shared = std::getenv("OTABENCH_SHARED");
    return std::filesystem::path(shared ? shared : "../shared") / "logs";
}

struct Case
{
    std::string log;
    std::string outcome;
};

std::vector<Case> readIndex()
{
    std::vector<Case> cases;
    std::ifstream index(logsFolder() / "index.tsv");
    std::string line;
    std::getline(index, line);
    std::string slot;
    Case row;
    while (index >> row.log >> row.outcome >> slot)
        cases.push_back(row);
    return cases;
}

/// Lines of a log, and what the tracker made of them.
struct Followed
{
    OtaTracker tracker;
    std::vector<Phase> phases;
    unsigned failures = 0;

    Followed()
        : tracker([this](const TrackerEvent &event) {
            if (event.kind == TrackerEvent::Kind::Failure)
                ++failures;
            if (event.kind == TrackerEvent::Kind::PhaseChanged)
                phases.push_back(event.phase);
        })
    {
    }

    Followed(const Followed &) = delete;
    Followed &operator=(const Followed &) = delete;

    void follow(const std::string &text, const std::string &prefix = {})
    {
        LineSplitter splitter;
        const auto onLine = [&](std::string_view line) {
            const std::string whole = prefix + std::string(line);
            tracker.feed(parseLine(whole));
        };
        splitter.feed(text, onLine);
        splitter.flush(onLine);
        tracker.finish();
    }
};

class GenuineLogs : public testing::Test
{
protected:
    void SetUp() override
    {
        if (!std::filesystem::exists(logsFolder() / "index.tsv"))
            GTEST_SKIP() << "no genuine logs in " << logsFolder();
    }
};

TEST_F(GenuineLogs, EndAsTheIndexSaysAndForTheRightReason)
{
    const auto cases = readIndex();
    EXPECT_EQ(cases.size(), 58u);
    for (const Case &row : cases) {
        SCOPED_TRACE(row.log);
        const auto text = readTextFile(logsFolder() / (row.log + ".log"));
        ASSERT_TRUE(text) << text.error().text;
        Followed log;
        log.follow(*text);
        const auto reason = kReasons.find(row.log);
        ASSERT_EQ(reason != kReasons.end(), row.outcome == "failed");
        if (row.outcome == "updated") {
            EXPECT_EQ(log.tracker.phase(), Phase::Rebooting); // the proof comes after the reboot
            EXPECT_FALSE(log.tracker.reason());
            EXPECT_EQ(log.failures, 0u);
            continue;
        }
        EXPECT_EQ(log.tracker.phase(), Phase::Failed);
        ASSERT_TRUE(log.tracker.reason());
        EXPECT_EQ(name(log.tracker.reason()->code), name(reason->second))
            << log.tracker.reason()->text;
        EXPECT_NE(log.tracker.reason()->text.find("What to do: "), std::string::npos)
            << log.tracker.reason()->text;
        EXPECT_EQ(log.failures, 1u);
    }
}

/// What a board prints when it has restarted into an image.
std::vector<std::string> bootLines(const std::string &offset)
{
    return {"ESP-ROM:esp32c3-api1-20210207",
            "rst:0xc (RTC_SW_CPU_RST),boot:0xd (SPI_FAST_FLASH_BOOT)",
            "I (24) boot: ESP-IDF v5.5 2nd stage bootloader",
            "I (90) boot: Loaded app from partition at offset " + offset,
            "I (110) main_task: Calling app_main()"};
}

TEST_F(GenuineLogs, OnlyTheBootAfterwardsProvesTheUpdate)
{
    unsigned updated = 0;
    for (const Case &row : readIndex()) {
        SCOPED_TRACE(row.log);
        const auto text = readTextFile(logsFolder() / (row.log + ".log"));
        ASSERT_TRUE(text);
        const std::size_t at = text->find("at offset 0x");
        const std::string written = at == std::string::npos ? "0x1d0000" : text->substr(at + 10, 8);
        for (const bool isNew : {true, false}) {
            Followed log;
            log.follow(*text);
            for (const std::string &line : bootLines(isNew ? written : "0x20000"))
                log.tracker.feed(parseLine(line));
            if (row.outcome == "updated")
                EXPECT_EQ(log.tracker.phase(), isNew ? Phase::Updated : Phase::RolledBack);
            else
                EXPECT_NE(log.tracker.phase(), Phase::Updated);
        }
        updated += row.outcome == "updated" ? 1 : 0;
    }
    EXPECT_GT(updated, 10u);
}

TEST_F(GenuineLogs, ColoursAndLineEndsChangeNothing)
{
    for (const Case &row : readIndex()) {
        SCOPED_TRACE(row.log);
        const auto text = readTextFile(logsFolder() / (row.log + ".log"));
        ASSERT_TRUE(text);
        Followed plain;
        plain.follow(*text);
        Followed coloured;
        coloured.follow(*text, "\x1b[0;31m");
        EXPECT_EQ(coloured.tracker.phase(), plain.tracker.phase());
        EXPECT_EQ(coloured.tracker.reason(), plain.tracker.reason());
        EXPECT_EQ(coloured.phases, plain.phases);
    }
}

TEST_F(GenuineLogs, EveryErrorAndWarningIsInTheCatalogue)
{
    for (const Case &row : readIndex()) {
        const auto text = readTextFile(logsFolder() / (row.log + ".log"));
        ASSERT_TRUE(text);
        LineSplitter splitter;
        splitter.feed(*text, [&](std::string_view line) {
            const LogEntry entry = parseLine(line);
            const bool isBad = entry.level == Level::Error || entry.level == Level::Warning;
            EXPECT_TRUE(!isBad || explain(entry)) << row.log << ": " << line;
        });
    }
}

TEST_F(GenuineLogs, PhasesComeInOrder)
{
    const auto text = readTextFile(logsFolder() / "plain.log");
    ASSERT_TRUE(text);
    Followed log;
    log.follow(*text);
    EXPECT_EQ(log.phases,
              (std::vector<Phase>{Phase::Preparing, Phase::Triggered, Phase::Connected,
                                  Phase::Downloading, Phase::Verifying, Phase::Rebooting}));
}

} // namespace
} // namespace otabench::monitor
