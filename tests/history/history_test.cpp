#include "history/database.h"
#include "record_support.h"
#include "support/process.h"
#include "support/temporary_folder.h"

#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

#include <csignal>
#include <fstream>

namespace otabench::history {
namespace {

class HistoryTest : public testing::Test
{
protected:
    std::unique_ptr<History> open()
    {
        auto history = History::open(m_file);
        EXPECT_TRUE(history) << history.error().text;
        return history ? *std::move(history) : nullptr;
    }

    support::TemporaryFolder m_folder;
    std::filesystem::path m_file = m_folder / "a folder" / "history.sqlite";
};

TEST_F(HistoryTest, KeepsACampaignAcrossReopening)
{
    const std::int64_t id = startCampaign(*open());

    const auto campaigns = open()->campaigns({});

    ASSERT_TRUE(campaigns) << campaigns.error().text;
    ASSERT_EQ(campaigns->size(), 1u);
    const CampaignRecord &record = campaigns->front();
    EXPECT_EQ(record.id, id);
    EXPECT_EQ(record.started, atSecond(0));
    EXPECT_FALSE(record.ended);
    EXPECT_EQ(record.imageFile, "/images/demo.bin");
    EXPECT_EQ(record.version, "2.0.0");
    EXPECT_EQ(record.operatorName, "Ada");
}

TEST_F(HistoryTest, FindsCampaignsWithoutAnEndAndWhatTheirBoardsRanBefore)
{
    const auto history = open();
    const std::int64_t ended = startCampaign(*history);
    history->endCampaign(ended, atSecond(9), [](const Result<> &) {});
    CampaignRecord record = demoCampaign();
    record.plan = "image = /images/demo.bin\n";
    record.owner = "lab-pc/7";
    const std::int64_t running = startCampaign(*history, record);
    std::promise<void> written;
    history->record({.campaignId = running, .board = "pty:/a", .phase = Phase::Preparing},
                    {.campaignId = running,
                     .board = "pty:/a",
                     .phase = Phase::Preparing,
                     .fromSlot = "ota_0",
                     .fromElf = std::string(64, 'e'),
                     .fromImage = std::string(64, 'f')},
                    [&](const Result<> &) { written.set_value(); });
    written.get_future().get();

    const auto found = history->campaigns({.unended = true});
    const auto boards = history->boards({.campaign = running});

    ASSERT_TRUE(found && boards);
    ASSERT_EQ(found->size(), 1u);
    EXPECT_EQ(found->front().id, running);
    EXPECT_EQ(found->front().plan, record.plan);
    EXPECT_EQ(found->front().owner, record.owner);
    ASSERT_EQ(boards->size(), 1u);
    EXPECT_EQ(boards->front().fromSlot, "ota_0");
    EXPECT_EQ(boards->front().fromElf, std::string(64, 'e'));
    EXPECT_EQ(boards->front().fromImage, std::string(64, 'f'));
}

TEST_F(HistoryTest, ARecordIsThereWhenItsHandlerIsCalled)
{
    const auto writer = open();
    const std::int64_t id = startCampaign(*writer);
    const auto reader = open();
    bool wasThere = false;
    std::promise<void> done;

    writer->record({.campaignId = id,
                    .board = "pty:/a",
                    .at = atSecond(1),
                    .phase = Phase::Preparing,
                    .bytes = 0,
                    .total = 0,
                    .reason = {},
                    .detail = {}},
                   {.campaignId = id, .board = "pty:/a", .phase = Phase::Preparing},
                   [&](const Result<> &) {
                       const auto boards = reader->boards({});
                       wasThere = boards && boards->size() == 1;
                       done.set_value();
                   });
    done.get_future().wait();

    EXPECT_TRUE(wasThere);
}

TEST_F(HistoryTest, ABoardHasOneRecordPerCampaignTheNewest)
{
    const auto history = open();
    const std::int64_t id = startCampaign(*history);
    ASSERT_TRUE(recordPhase(*history, id, "pty:/a", Phase::Preparing, 1));
    ASSERT_TRUE(recordPhase(*history, id, "pty:/a", Phase::Updated, 2));
    ASSERT_TRUE(recordPhase(*history, id, "pty:/b", Phase::Failed, 3));

    const auto boards = history->boards({});

    ASSERT_TRUE(boards) << boards.error().text;
    ASSERT_EQ(boards->size(), 2u);
    EXPECT_EQ((*boards)[0].board, "pty:/b");
    EXPECT_EQ((*boards)[1].board, "pty:/a");
    EXPECT_EQ((*boards)[1].phase, Phase::Updated);
    EXPECT_EQ((*boards)[1].duration, std::chrono::milliseconds(1234));
    EXPECT_EQ((*boards)[1].slot, "ota_1");
    EXPECT_EQ((*boards)[1].bytes, 4096u);
    EXPECT_EQ((*boards)[1].changed, atSecond(2));
}

TEST_F(HistoryTest, QueriesByBoardImageAndCampaign)
{
    const auto history = open();
    const std::int64_t first = startCampaign(*history);
    CampaignRecord other = demoCampaign();
    other.imageSha256 = std::string(64, 'b');
    const std::int64_t second = startCampaign(*history, other);
    ASSERT_TRUE(recordPhase(*history, first, "pty:/a", Phase::Updated));
    ASSERT_TRUE(recordPhase(*history, second, "pty:/b", Phase::Updated));

    EXPECT_EQ(history->campaigns({.board = "pty:/a"})->at(0).id, first);
    EXPECT_EQ(history->campaigns({.imageSha256 = std::string(64, 'b')})->at(0).id, second);
    EXPECT_EQ(history->boards({.campaign = second})->at(0).board, "pty:/b");
    EXPECT_EQ(history->boards({.limit = 1})->size(), 1u);
    EXPECT_TRUE(history->boards({.board = "pty:/c"})->empty());
}

TEST_F(HistoryTest, EndsACampaignOnce)
{
    const auto history = open();
    const std::int64_t id = startCampaign(*history);
    history->endCampaign(id, atSecond(60), {});

    ASSERT_TRUE(history->flush(std::chrono::seconds(20)));

    EXPECT_EQ(history->campaigns({})->front().ended, atSecond(60));
}

TEST_F(HistoryTest, WritesWhatWaitsBeforeItCloses)
{
    {
        const auto history = open();
        const std::int64_t id = startCampaign(*history);
        for (int i = 0; i < 500; ++i) {
            const std::string board = "pty:/" + std::to_string(i);
            history->record({.campaignId = id,
                             .board = board,
                             .at = atSecond(i),
                             .phase = Phase::Queued,
                             .bytes = 0,
                             .total = 0,
                             .reason = {},
                             .detail = {}},
                            {.campaignId = id, .board = board}, {});
        }
    }

    EXPECT_EQ(open()->boards({})->size(), 500u);
}

TEST_F(HistoryTest, ABadEntryDoesNotTakeOthersAlong)
{
    const auto history = open();
    const std::int64_t id = startCampaign(*history);
    BoardRecord withNul{.campaignId = id, .board = "pty:/a"};
    withNul.detail = std::string("log\0line", 8);

    history->record({.campaignId = id,
                     .board = "pty:/a",
                     .at = atSecond(0),
                     .phase = Phase::Failed,
                     .bytes = ~std::uint64_t{0},
                     .total = 0,
                     .reason = "x",
                     .detail = withNul.detail},
                    withNul, [](const Result<> &result) { EXPECT_TRUE(result); });
    ASSERT_TRUE(history->flush(std::chrono::seconds(20)));

    EXPECT_EQ(history->boards({})->front().detail, "logline");
}

TEST_F(HistoryTest, RefusesAFileThatIsNoDatabase)
{
    const std::filesystem::path folder = m_folder / "plain";
    const auto history = History::open(folder / ".." / "." / "", {});
    EXPECT_FALSE(history);
}

TEST_F(HistoryTest, SaysWhyTheFileCannotBeOpened)
{
    std::filesystem::create_directories(m_file);

    const auto history = History::open(m_file);

    ASSERT_FALSE(history);
    EXPECT_THAT(history.error().text, testing::HasSubstr(m_file.string()));
    EXPECT_THAT(history.error().text, testing::HasSubstr("Is a directory"));
}

/// How many locks this process has on a file, by the kernel's list.
int locksOn(const std::filesystem::path &file)
{
    struct stat found = {};
    EXPECT_EQ(::stat(file.c_str(), &found), 0);
    const std::string process = " " + std::to_string(::getpid()) + " ";
    const std::string inode = ":" + std::to_string(found.st_ino) + " ";
    std::ifstream list("/proc/locks");
    int locks = 0;
    for (std::string line; std::getline(list, line);)
        locks += line.find(process) != std::string::npos && line.find(inode) != std::string::npos;
    return locks;
}

TEST_F(HistoryTest, ReadingKeepsTheLocksThatTellOtherProgramsOfThisOne)
{
    const auto history = open();
    startCampaign(*history);
    ASSERT_GT(locksOn(m_file), 0);

    ASSERT_TRUE(history->campaigns({}));
    ASSERT_TRUE(open()->knownBoards());

    EXPECT_GT(locksOn(m_file), 0);
}

TEST_F(HistoryTest, RefusesAUrlOfAnotherKind)
{
    const auto history = History::open(m_file, "mysql://lab");

    ASSERT_FALSE(history);
    EXPECT_EQ(history.error().code, ErrorCode::InvalidArgument);
    EXPECT_THAT(history.error().text, testing::HasSubstr("mysql://lab"));
}

TEST_F(HistoryTest, AnUnreachableServerIsAnErrorWithoutThePassword)
{
    const auto history = History::open(m_file, "postgresql://lab:secret@127.0.0.1:1/otabench");

    ASSERT_FALSE(history);
    EXPECT_EQ(history.error().code, ErrorCode::DatabaseUnreachable);
    EXPECT_THAT(history.error().text, testing::HasSubstr("127.0.0.1:1"));
    EXPECT_THAT(history.error().text, testing::Not(testing::HasSubstr("secret")));
}

TEST_F(HistoryTest, ADamagedFileIsToldAndNothingInItIsOverwritten)
{
    std::filesystem::create_directories(m_file.parent_path());
    const std::string damaged = "SQLite format 3" + std::string(5000, '\x7F');
    std::ofstream(m_file) << damaged;

    const auto history = History::open(m_file);

    ASSERT_FALSE(history);
    EXPECT_EQ(history.error().code, ErrorCode::DatabaseCorrupt);
    EXPECT_THAT(history.error().text, testing::HasSubstr("mv " + m_file.string()));
    std::ifstream in(m_file);
    EXPECT_EQ(std::string(std::istreambuf_iterator<char>(in), {}), damaged);
}

TEST_F(HistoryTest, DamageFoundLaterIsToldToo)
{
    {
        const auto history = open();
        const std::int64_t id = startCampaign(*history);
        for (int i = 0; i < 200; ++i)
            history->record({.campaignId = id, .board = "pty:/" + std::to_string(i)},
                            {.campaignId = id, .board = "pty:/" + std::to_string(i)}, {});
    }
    const auto history = open();
    const auto size = std::filesystem::file_size(m_file);
    {
        std::fstream file(m_file, std::ios::in | std::ios::out | std::ios::binary);
        file.seekp(8192);
        file << std::string(size - 8192, '\x7F');
    }

    const auto boards = history->boards({});

    ASSERT_FALSE(boards);
    EXPECT_EQ(boards.error().code, ErrorCode::DatabaseCorrupt) << boards.error().text;
}

TEST_F(HistoryTest, ALockedFileIsToldAndResultsWaitForIt)
{
    HistoryOptions options{.file = m_file};
    options.busyLimit = std::chrono::milliseconds(0);
    auto opened = History::open(options);
    ASSERT_TRUE(opened) << opened.error().text;
    const auto history = *std::move(opened);
    const std::int64_t id = startCampaign(*history);
    const auto place = *placeOf(m_file, {});
    const auto other = *openSession(place);
    ASSERT_TRUE(guarded(place, [&] { *other << "begin immediate"; }));

    const auto locked = recordPhase(*history, id, "pty:/a", Phase::Updated);
    const auto refused = History::open(options);
    ASSERT_TRUE(guarded(place, [&] { *other << "commit"; }));

    ASSERT_FALSE(locked);
    EXPECT_EQ(locked.error().code, ErrorCode::DatabaseBusy);
    EXPECT_THAT(locked.error().text, testing::HasSubstr("fuser -v " + m_file.string()));
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().code, ErrorCode::DatabaseBusy);
    ASSERT_TRUE(history->flush(std::chrono::seconds(60)));
    EXPECT_EQ(history->boards({})->front().phase, Phase::Updated);
}

TEST_F(HistoryTest, ATakenBoardIsGivenUpWhenItsProgramHasEnded)
{
    HistoryOptions killed{.file = m_file};
    killed.station.operatorName = "alice";
    support::Process program({.arguments = {"sleep", "600"}});
    killed.station.process = program.pid();
    killed.station.processStart.clear(); // as nobody's: set below
    {
        std::ifstream file("/proc/" + std::to_string(program.pid()) + "/stat");
        std::string field;
        for (int number = 1; number <= 22; ++number)
            file >> field;
        killed.station.processStart = field;
    }
    auto alice = History::open(killed);
    ASSERT_TRUE(alice) << alice.error().text;
    const auto bob = open();
    ASSERT_TRUE(claim(**alice, "vb-01", {"mac:a"}, 1));
    const auto refused = claim(*bob, "vb-01", {"mac:a"}, 2);

    program.signal(SIGKILL);
    program.wait();

    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().args.at(1), "alice");
    EXPECT_TRUE(claim(*bob, "vb-01", {"mac:a"}, 2));
}

TEST_F(HistoryTest, ClaimsEndWithTheirOwner)
{
    const auto bob = open();
    ASSERT_TRUE(claim(*open(), "vb-01", {"mac:a"}, 1));

    EXPECT_TRUE(claim(*bob, "vb-01", {"mac:a"}, 2));
}

TEST_F(HistoryTest, QueriesByTimeOperatorAndFailure)
{
    const auto history = open();
    CampaignRecord other = demoCampaign();
    other.started = atSecond(1000);
    other.operatorName = "Bob";
    const std::int64_t first = startCampaign(*history);
    const std::int64_t second = startCampaign(*history, other);
    ASSERT_TRUE(recordPhase(*history, first, "pty:/a", Phase::Updated));
    ASSERT_TRUE(recordPhase(*history, second, "pty:/b", Phase::RolledBack));

    EXPECT_EQ(history->boards({.since = atSecond(1000)})->at(0).board, "pty:/b");
    EXPECT_EQ(history->boards({.until = atSecond(1000)})->at(0).board, "pty:/a");
    EXPECT_EQ(history->campaigns({.operatorName = "Bob"})->at(0).id, second);
    EXPECT_EQ(history->boards({.failuresOnly = true})->size(), 1u);
    EXPECT_EQ(history->boards({.board = "24:6F:28:00:00:01"})->size(), 2u);
    EXPECT_EQ(history->boards({.imageSha256 = "aaaa"})->size(), 2u);
    EXPECT_TRUE(history->boards({.imageSha256 = "b"})->empty());
}

/// RLIMIT_FSIZE stands for a full disk: writes beyond it fail.
class FileSizeLimit
{
public:
    FileSizeLimit()
    {
        std::signal(SIGXFSZ, SIG_IGN);
        ::getrlimit(RLIMIT_FSIZE, &m_before);
        const rlimit limit{.rlim_cur = 16, .rlim_max = m_before.rlim_max};
        ::setrlimit(RLIMIT_FSIZE, &limit);
    }

    ~FileSizeLimit() { ::setrlimit(RLIMIT_FSIZE, &m_before); }

    FileSizeLimit(const FileSizeLimit &) = delete;
    FileSizeLimit &operator=(const FileSizeLimit &) = delete;

private:
    rlimit m_before{};
};

TEST_F(HistoryTest, AFailedWriteIsToldAndTheNextOneWorksAgain)
{
    const auto history = open();
    const std::int64_t id = startCampaign(*history);
    Result<> full;
    {
        const FileSizeLimit limit;
        full = recordPhase(*history, id, "pty:/a", Phase::Preparing);
    }

    const auto after = recordPhase(*history, id, "pty:/a", Phase::Updated);

    ASSERT_FALSE(full);
    EXPECT_THAT(full.error().text, testing::HasSubstr("history.sqlite"));
    EXPECT_TRUE(after) << after.error().text;
    EXPECT_EQ(history->boards({})->front().phase, Phase::Updated);
}

} // namespace
} // namespace otabench::history
