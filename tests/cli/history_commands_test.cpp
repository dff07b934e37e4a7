// history in all its forms, judged by real parsers; doctor.
#include "cli_fixture.h"
#include "history/history.h"

#include <gmock/gmock.h>
#include <unistd.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <future>

namespace otabench::cli {
namespace {

namespace fs = std::filesystem;
using history::BoardRecord;
using testing::HasSubstr;
using testing::Not;
using testing::StartsWith;

/// What a board must not be able to do to whoever reads a report.
const std::string kEvil = "=HYPERLINK(\"http://x\") <script>alert(1)</script> & ]]> 'q' \x1b[31m";

history::TimePoint atSecond(int second)
{
    return history::TimePoint(std::chrono::seconds(1'700'000'000 + second));
}

class HistoryCommands : public Cli
{
protected:
    /// Two campaigns: one that has ended, with a board for each way to end; one that runs.
    void makeHistory()
    {
        auto opened = history::History::open(m_home / "data" / "history.sqlite");
        ASSERT_TRUE(opened) << opened.error().text;
        history::History &record = **opened;
        const std::int64_t first = start(record, "alice", atSecond(0));
        add(record, first,
            {.board = "pty:/b/01",
             .mac = "24:6f:28:00:00:02",
             .phase = Phase::Updated,
             .fromVersion = "1.0.0",
             .slot = "ota_1",
             .duration = std::chrono::milliseconds(12'300),
             .fromElf = std::string(64, '1'),
             .elf = std::string(64, 'e'),
             .slotState = "valid"});
        add(record, first,
            {.board = kEvil,
             .mac = "24:6f:28:00:00:01",
             .phase = Phase::Failed,
             .fromVersion = "=1+1",
             .reason = "board-silent",
             .detail = "no answer to " + kEvil,
             .logExcerpt = "E (12) wifi: " + kEvil});
        add(record, first, {.board = "pty:/b/03", .phase = Phase::Cancelled});
        record.endCampaign(first, atSecond(60), {});
        add(record, start(record, "bob", atSecond(100'000)),
            {.board = "pty:/b/01", .mac = "24:6f:28:00:00:02", .phase = Phase::Downloading});
        ASSERT_TRUE(record.flush(std::chrono::seconds(60)));
    }

    std::int64_t start(history::History &record, const std::string &person, history::TimePoint at)
    {
        std::promise<Result<std::int64_t>> id;
        record.startCampaign({.started = at,
                              .imageFile = "/i/demo.bin",
                              .imageSha256 = std::string(64, 'a'),
                              .project = "demo",
                              .version = "2.0.0",
                              .chip = "esp32",
                              .operatorName = person,
                              .station = "bench-2",
                              .elfSha256 = std::string(64, 'e'),
                              .imageBytes = 1'234'567},
                             [&](Result<std::int64_t> result) { id.set_value(result); });
        return id.get_future().get().value_or(0);
    }

    void add(history::History &record, std::int64_t campaign, BoardRecord state)
    {
        state.campaignId = campaign;
        state.toVersion = "2.0.0";
        state.attempts = 1;
        state.changed = atSecond(m_second += 10);
        record.record({.campaignId = campaign,
                       .board = state.board,
                       .at = atSecond(m_second - 8),
                       .phase = Phase::Preparing},
                      state, {});
        record.record({.campaignId = campaign,
                       .board = state.board,
                       .at = state.changed,
                       .phase = state.phase},
                      state, {});
    }

    /// Runs xmllint; what it printed. A failure of the test when it does not accept the document.
    std::string xmllint(const std::string &document, const std::string &xpath) const
    {
        const auto outcome = support::run(
            {.arguments = {"xmllint", "--nonet", "--xpath", xpath, "-"}, .input = document});
        EXPECT_EQ(outcome.exitStatus, 0) << outcome.err << document;
        return outcome.out;
    }

    fs::path m_home = m_folder / "home";
    int m_second = 0;
};

TEST_F(HistoryCommands, AnEmptyRecordSaysSo)
{
    const auto table = run({"history"});

    EXPECT_EQ(table.exitStatus, 0);
    EXPECT_THAT(table.err, HasSubstr("nothing is recorded"));
    EXPECT_EQ(xmllint(run({"history", "--format", "junit"}).out, "count(//testcase)"), "0\n");
    EXPECT_THAT(run({"history", "--format", "html"}).out, HasSubstr("Nothing has been recorded"));
    EXPECT_EQ(run({"--json", "history", "boards"}).out, "");
    EXPECT_EQ(run({"history", "campaigns"}).exitStatus, 0);
    EXPECT_EQ(run({"history", "images"}).exitStatus, 0);
    expectRefused(run({"history", "show", "7"}), 1, "there is no campaign 7");
    expectRefused(run({"history", "board", "24:6f:28:00:00:01"}), 1, "24:6f:28:00:00:01");
}

TEST_F(HistoryCommands, ByBoardImageCampaignTimeAndPerson)
{
    makeHistory();
    const auto count = [&](std::vector<std::string> arguments) {
        arguments.insert(arguments.begin(), {"--json", "history"});
        const auto outcome = run(arguments);
        EXPECT_EQ(outcome.exitStatus, 0) << outcome.err;
        return std::ranges::count(outcome.out, '\n');
    };

    EXPECT_EQ(count({}), 4);
    EXPECT_EQ(count({"--board", "24:6F:28:00:00:02"}), 2);
    EXPECT_EQ(count({"--board", "pty:/b/03"}), 1);
    EXPECT_EQ(count({"--image", "aaaa"}), 4);
    EXPECT_EQ(count({"--image", "bbbb"}), 0);
    EXPECT_EQ(count({"--campaign", "2"}), 1);
    EXPECT_EQ(count({"--since", "2023-11-15T12:00Z"}), 1);
    EXPECT_EQ(count({"--until", "2023-11-15T12:00:00Z"}), 3);
    EXPECT_EQ(count({"--since", "7d"}), 0);
    EXPECT_EQ(count({"--operator", "bob"}), 1);
    EXPECT_EQ(count({"--failed"}), 1);
    EXPECT_EQ(count({"--limit", "2"}), 2);
    expectRefused(run({"history", "--since", "31 February"}), 2, "31 February");
    expectRefused(run({"history", "--since", "2026-02-31"}), 2, "2026-02-31");
    expectRefused(run({"history", "--image", "no/such.bin"}), 1, "no/such.bin");
}

TEST_F(HistoryCommands, JunitIsReadByARealParser)
{
    makeHistory();

    for (const std::vector<std::string> &command :
         {std::vector<std::string>{"history", "--campaign", "1"}, {"history", "show", "1"}}) {
        auto arguments = command;
        arguments.insert(arguments.end(), {"--format", "junit"});
        const std::string xml = run(arguments).out;

        EXPECT_EQ(xmllint(xml, "string(/testsuites/@tests)"), "3\n");
        EXPECT_EQ(xmllint(xml, "count(//testcase[failure])"), "1\n");
        EXPECT_EQ(xmllint(xml, "count(//testcase[skipped])"), "1\n");
        EXPECT_EQ(xmllint(xml, "string(//failure/@type)"), "board-silent\n");
        EXPECT_THAT(xmllint(xml, "string(//failure/@message)"),
                    HasSubstr("<script>alert(1)</script> & ]]> 'q' \uFFFD[31m"));
        EXPECT_EQ(xmllint(xml, "string(//testsuite/@hostname)"), "bench-2\n");
        EXPECT_EQ(xmllint(xml, "string(//property[@name='operator']/@value)"), "alice\n");
    }
}

TEST_F(HistoryCommands, HtmlIsWellFormedAndRunsNothing)
{
    makeHistory();

    for (const std::vector<std::string> &command :
         {std::vector<std::string>{"history", "--format", "html"},
          {"history", "show", "1", "--format", "html"},
          {"history", "board", "24:6f:28:00:00:01", "--format", "html"},
          {"history", "sheet", "1"}}) {
        const auto outcome = run(command);

        EXPECT_EQ(outcome.exitStatus, 0) << outcome.err;
        EXPECT_EQ(xmllint(outcome.out, "count(//script)"), "0\n");
        EXPECT_THAT(outcome.out, HasSubstr("&lt;script&gt;"));
        EXPECT_THAT(outcome.out, Not(HasSubstr("\x1b")));
    }
}

TEST_F(HistoryCommands, CsvRunsNothingInASpreadsheet)
{
    makeHistory();

    const std::string csv = run({"history", "show", "1", "--format", "csv"}).out;

    EXPECT_THAT(csv, StartsWith("campaign,started,"));
    EXPECT_THAT(csv, HasSubstr(",\"'=HYPERLINK(\"\"http://x\"\") <script>"));
    EXPECT_THAT(csv, HasSubstr(",'=1+1,2.0.0,"));
    EXPECT_THAT(csv, HasSubstr(",seconds_preparing,"));
    // A parser that others use reads it as it was meant.
    const auto read = support::run(
        {.arguments = {"python3", "-c",
                       "import csv,sys\n"
                       "rows=list(csv.DictReader(sys.stdin))\n"
                       "bad=[c for r in rows for c in r.values() if c[:1] in '=+-@' and c]\n"
                       "print(len(rows), len({len(r) for r in rows}), len(bad),"
                       " rows[1]['seconds_preparing'])"},
         .input = csv});
    EXPECT_EQ(read.out, "3 1 0 8.0\n") << read.err << csv;
}

TEST_F(HistoryCommands, ShowsACampaignWithEveryPhase)
{
    makeHistory();

    const auto lines = jsonLines(run({"--json", "history", "show", "1"}).out);
    const auto table = run({"history", "show", "1"}).out;

    ASSERT_EQ(lines.size(), 1u);
    const auto &boards = lines[0].at("boards");
    ASSERT_EQ(boards.size(), 3u);
    EXPECT_EQ(boards[1].at("mac"), "24:6f:28:00:00:02");
    EXPECT_EQ(boards[1].at("phases").size(), 2u);
    EXPECT_EQ(boards[1].at("phase_seconds").at("preparing"), 8.0);
    EXPECT_THAT(boards[0].at("log").get<std::string>(), HasSubstr("E (12) wifi"));
    EXPECT_THAT(table, HasSubstr("alice on bench-2"));
    EXPECT_THAT(table, HasSubstr("3 boards: 1 updated, 1 failed, 1 cancelled"));
    EXPECT_THAT(table, Not(HasSubstr("\x1b")));
}

TEST_F(HistoryCommands, AcceptanceSheetOfAFinishedCampaign)
{
    makeHistory();

    const auto sheet = run({"history", "sheet", "1", "-o", "sheet.html"});
    const auto early = run({"history", "sheet", "2"});

    EXPECT_EQ(sheet.exitStatus, 0) << sheet.err;
    EXPECT_EQ(sheet.out, "sheet.html: 3 entries\n");
    std::ifstream in(m_folder / "sheet.html");
    const std::string html((std::istreambuf_iterator<char>(in)), {});
    EXPECT_THAT(html, HasSubstr("1 of 3 boards is proved"));
    EXPECT_THAT(html, HasSubstr("restarted and showed ELF <code>" + std::string(64, 'e')));
    EXPECT_THAT(html, HasSubstr("in ota_1, valid"));
    EXPECT_THAT(html, HasSubstr("Accepted by: name, date, signature"));
    EXPECT_THAT(html, HasSubstr("1.0.0 \u2192 2.0.0"));
    // By MAC.
    EXPECT_LT(html.find("24:6f:28:00:00:01"), html.find("24:6f:28:00:00:02"));
    expectRefused(early, 1, "campaign 2 has not ended");
}

TEST_F(HistoryCommands, OneBoardOverTheYears)
{
    makeHistory();

    const auto lines = jsonLines(run({"--json", "history", "board", "24:6f:28:00:00:02"}).out);
    const auto table = run({"history", "board", "pty:/b/01"}).out;
    const auto boards = jsonLines(run({"--json", "history", "boards"}).out);
    const auto images = jsonLines(run({"--json", "history", "images"}).out);

    ASSERT_EQ(lines.size(), 2u);
    EXPECT_EQ(lines[0].at("operator"), "bob");
    EXPECT_EQ(lines[1].at("from_version"), "1.0.0");
    EXPECT_THAT(table, HasSubstr("downloading"));
    ASSERT_EQ(boards.size(), 2u);
    EXPECT_EQ(boards[1].at("version"), "2.0.0");
    EXPECT_EQ(boards[1].at("elf_sha256"), std::string(64, 'e'));
    ASSERT_EQ(images.size(), 1u);
    EXPECT_EQ(images[0].at("campaigns"), 2);
    EXPECT_EQ(images[0].at("updated"), 1);
    EXPECT_EQ(images[0].at("bytes"), 1'234'567);
}

TEST_F(HistoryCommands, ADamagedRecordIsLeftAlone)
{
    fs::create_directories(m_home / "data");
    std::ofstream(m_home / "data" / "history.sqlite") << "this is no database at all, and long "
                                                         "enough to be looked at as one";

    const auto outcome = run({"history"});

    expectRefused(outcome, 1, "is damaged");
    EXPECT_THAT(outcome.err, HasSubstr("mv "));
    std::ifstream in(m_home / "data" / "history.sqlite");
    std::string first;
    in >> first;
    EXPECT_EQ(first, "this");
}

TEST_F(HistoryCommands, ARecordThatMayNotBeWrittenIsTold)
{
    makeHistory();
    fs::permissions(m_folder.path(), fs::perms::all);
    fs::permissions(m_home / "data", fs::perms(0555));
    fs::permissions(m_home / "data" / "history.sqlite", fs::perms(0444));
    support::Command asNobody = command({"history"});
    if (::geteuid() == 0)
        asNobody.arguments.insert(
            asNobody.arguments.begin(),
            {"setpriv", "--reuid=nobody", "--regid=nogroup", "--clear-groups"});

    const auto outcome = support::run(asNobody);
    fs::permissions(m_home / "data", fs::perms(0755));

    expectRefused(outcome, 1, "make its folder writable, or set OTABENCH_HOME");
}

TEST_F(HistoryCommands, ADatabaseThatIsNotThereIsToldWithoutItsPassword)
{
    support::Command away = command({"history"});
    away.environment["OTABENCH_DATABASE"] = "postgresql://lab:secret@127.0.0.1:1/otabench";

    const auto outcome = support::run(away);

    expectRefused(outcome, 1, "cannot be reached");
    EXPECT_THAT(outcome.err, HasSubstr("127.0.0.1:1"));
    EXPECT_THAT(outcome.err, Not(HasSubstr("secret")));
}

TEST_F(HistoryCommands, DoctorTellsFindingsForPeopleAndPrograms)
{
    ASSERT_EQ(run({"ca", "create"}).exitStatus, 0);
    const fs::path key = m_home / "data" / "certificates" / "ca.key";
    ASSERT_TRUE(fs::exists(key));
    fs::permissions(key, fs::perms(0644));

    const auto people = run({"doctor"});
    const auto programs = run({"--json", "doctor", "--port", "8443"});

    EXPECT_EQ(people.exitStatus, 1);
    EXPECT_THAT(people.out, HasSubstr("PROBLEM  The key " + key.string()));
    EXPECT_THAT(people.out, HasSubstr("$ chmod 600 " + key.string()));
    bool isThere = false;
    for (const auto &line : jsonLines(programs.out)) {
        for (const char *field : {"id", "severity", "cause", "remedy", "command", "args"})
            EXPECT_TRUE(line.contains(field)) << line;
        isThere = isThere || (line.at("id") == "cert.key-open" && line.at("severity") == "problem");
    }
    EXPECT_TRUE(isThere) << programs.out;
}

} // namespace
} // namespace otabench::cli
