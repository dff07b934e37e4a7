#include "record_support.h"
#include "support/process.h"
#include "support/temporary_folder.h"

#include <unistd.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <optional>

namespace otabench::history {
namespace {

namespace fs = std::filesystem;

/// Debian keeps the server's programs out of $PATH.
std::optional<fs::path> serverPrograms()
{
    std::error_code error;
    for (const auto &entry : fs::directory_iterator("/usr/lib/postgresql", error)) {
        if (fs::exists(entry.path() / "bin" / "initdb", error))
            return entry.path() / "bin";
    }
    return std::nullopt;
}

/// A real PostgreSQL server in a folder of the test's own, reached by its Unix socket only. The
/// server refuses to run as root, so a root's test runs it as "nobody".
class PostgresqlTest : public testing::Test
{
protected:
    void SetUp() override
    {
        const auto programs = serverPrograms();
        if (!programs)
            GTEST_SKIP() << "no PostgreSQL server is installed";
        fs::permissions(m_folder.path(), fs::perms::all);
        const std::string data = (m_folder / "data").string();
        const auto made =
            support::run(asServer({(*programs / "initdb").string(), "-D", data, "-U", "lab", "-A",
                                   "trust", "--no-sync", "--locale=C", "-E", "UTF8"}));
        ASSERT_EQ(made.exitStatus, 0) << made.err;
        m_server = std::make_unique<support::Process>(
            asServer({(*programs / "postgres").string(), "-D", data, "-k", m_folder.path().string(),
                      "-c", "listen_addresses="}));
        ASSERT_TRUE(m_server->waitFor([](const std::string &, const std::string &log) {
            return log.find("ready to accept connections") != std::string::npos;
        })) << m_server->err();
    }

    void TearDown() override
    {
        if (!m_server)
            return;
        m_server->signal(SIGINT);
        m_server->wait();
    }

    static support::Command asServer(std::vector<std::string> arguments)
    {
        support::Command command{.arguments = std::move(arguments), .folder = "/"};
        if (::geteuid() == 0) {
            const std::vector<std::string> drop = {"setpriv", "--reuid=nobody", "--regid=nogroup",
                                                   "--clear-groups"};
            command.arguments.insert(command.arguments.begin(), drop.begin(), drop.end());
        }
        return command;
    }

    std::unique_ptr<History> open()
    {
        auto history =
            History::open({}, "postgresql://lab@/postgres?host=" + m_folder.path().string());
        EXPECT_TRUE(history) << history.error().text;
        return history ? *std::move(history) : nullptr;
    }

    support::TemporaryFolder m_folder;
    std::unique_ptr<support::Process> m_server;
};

TEST_F(PostgresqlTest, TwoProgramsShareOneRecord)
{
    const auto here = open();
    const auto there = open();
    ASSERT_TRUE(here && there);
    const std::int64_t first = startCampaign(*here);
    const std::int64_t second = startCampaign(*there);
    ASSERT_TRUE(recordPhase(*here, first, "pty:/a", Phase::Preparing, 1));
    ASSERT_TRUE(recordPhase(*here, first, "pty:/a", Phase::Updated, 2));
    ASSERT_TRUE(recordPhase(*there, second, "pty:/b", Phase::Failed, 3));
    here->endCampaign(first, atSecond(9), {});
    ASSERT_TRUE(here->flush(std::chrono::seconds(20)));

    const auto campaigns = there->campaigns({});
    const auto boards = here->boards({});

    ASSERT_TRUE(campaigns) << campaigns.error().text;
    ASSERT_EQ(campaigns->size(), 2u);
    EXPECT_EQ((*campaigns)[1].ended, atSecond(9));
    ASSERT_TRUE(boards) << boards.error().text;
    ASSERT_EQ(boards->size(), 2u);
    EXPECT_EQ((*boards)[0].phase, Phase::Failed);
    EXPECT_EQ((*boards)[1].duration, std::chrono::milliseconds(1234));
}

} // namespace
} // namespace otabench::history
