// Campaigns with otabench-board: the shared firmware over real TLS and ptys.
#include "certificates/authority.h"
#include "lab_fixture.h"
#include "support/process.h"

#include <nlohmann/json.hpp>

#include <csignal>
#include <sstream>

namespace otabench::fleet {
namespace {

class RealBoards : public LabFixture
{
protected:
    void TearDown() override { m_lab.reset(); }

    std::vector<std::string> startBoards(int count, const std::vector<std::string> &more = {})
    {
        std::vector<std::string> arguments = {support::builtProgram("otabench-board"),
                                              "--count",
                                              std::to_string(count),
                                              "--dir",
                                              (m_folder / "boards").string(),
                                              "--chip",
                                              "esp32"};
        arguments.insert(arguments.end(), more.begin(), more.end());
        m_process = std::make_unique<support::Process>(support::Command{.arguments = arguments});
        EXPECT_TRUE(m_process->waitFor([&](const std::string &out, const std::string &) {
            return std::count(out.begin(), out.end(), '\n') >= count;
        })) << m_process->err();
        std::vector<std::string> addresses;
        std::istringstream lines(m_process->out());
        for (std::string line; std::getline(lines, line);)
            addresses.push_back("pty:" + nlohmann::json::parse(line).at("port").get<std::string>());
        return addresses;
    }

    std::unique_ptr<support::Process> m_process;
};

/// Looks, whenever a phase is shown, whether the history has it already.
class Recorded : public RealBoards
{
protected:
    void onBoard(const BoardState &state) override
    {
        const auto shown = m_states.find(state.id);
        const bool isNews = shown == m_states.end() || shown->second.phase != state.phase;
        RealBoards::onBoard(state);
        if (!state.phase || !isNews)
            return;
        ++m_checked;
        const auto boards = m_reader->boards({.board = state.id});
        const bool isThere = boards && boards->size() == 1 && boards->front().phase >= state.phase;
        if (!isThere)
            m_missing.push_back(state.id + " " + std::string(name(*state.phase)));
    }

    std::unique_ptr<history::History> m_reader;
    std::vector<std::string> m_missing;
    unsigned m_checked = 0;
};

TEST_F(Recorded, EachPhaseIsInTheHistoryBeforeItIsShown)
{
    m_reader = *history::History::open(m_folder / "data" / "history.sqlite");
    const auto boards = startBoards(2);

    start(planFor(boards));

    ASSERT_TRUE(runToEnd());
    EXPECT_EQ(m_campaign.updated, 2u);
    EXPECT_THAT(m_missing, testing::IsEmpty());
    EXPECT_GE(m_checked, 2u * 5u);
    const auto campaigns = m_reader->campaigns({});
    ASSERT_TRUE(campaigns && campaigns->size() == 1);
    EXPECT_TRUE(campaigns->front().ended);
}

TEST_F(RealBoards, PhasesNeverGoBackAndEndOnce)
{
    const auto boards = startBoards(4);
    auto plan = planFor(boards);
    plan.parallel = 2;

    start(plan);

    ASSERT_TRUE(runToEnd());
    EXPECT_EQ(m_campaign.updated, 4u);
    for (const std::string &board : boards) {
        EXPECT_TRUE(std::ranges::is_sorted(m_phases[board])) << board;
        EXPECT_EQ(m_phases[board].front(), Phase::Queued);
        EXPECT_EQ(m_phases[board].back(), Phase::Updated);
    }
}

TEST_F(RealBoards, MaxFailuresKeepsTheRestFromBeingTouched)
{
    const auto boards = startBoards(4, {"--fault", "refuse@1"});
    auto plan = planFor(boards);
    plan.parallel = 1;
    plan.maxFailures = 1;

    start(plan);

    ASSERT_TRUE(runToEnd());
    EXPECT_EQ(m_campaign.failed, 1u);
    EXPECT_EQ(m_campaign.cancelled, 3u);
}

TEST_F(RealBoards, ABoardThatFailsLeavesTheOthersAlone)
{
    const auto boards = startBoards(3, {"--fault", "rollback@1", "--fault", "flash-fail@2"});

    start(planFor(boards));

    ASSERT_TRUE(runToEnd());
    EXPECT_EQ(m_states[boards[0]].phase, Phase::RolledBack);
    EXPECT_EQ(m_states[boards[1]].reason->code, ErrorCode::BoardFlashFailed);
    EXPECT_EQ(m_states[boards[2]].phase, Phase::Updated);
}

TEST_F(RealBoards, StockFirmwareThatTrustsAnotherCaIsNeverCalledUpdated)
{
    const auto other = certificates::Authority::create({.commonName = "another CA"});
    ASSERT_TRUE(other);
    const auto pem = m_folder / "other.pem";
    ASSERT_TRUE(writeFileAtomically(pem, other->certificatePem(), FileMode::Public));
    const auto boards = startBoards(1, {"--profile", "stdin", "--ca", pem.string()});
    auto plan = planFor(boards);
    plan.profile.kind = ProfileKind::Stdin;

    start(plan);

    ASSERT_TRUE(runToEnd());
    const BoardState &state = m_states[boards[0]];
    EXPECT_EQ(state.phase, Phase::Failed);
    ASSERT_TRUE(state.reason);
    EXPECT_EQ(name(state.reason->code), name(ErrorCode::BoardCertificateRefused))
        << state.reason->text;
}

TEST_F(RealBoards, AFullHistoryDoesNotStopTheCampaign)
{
    // A folder in the history's place: it cannot be opened.
    m_lab.reset();
    std::filesystem::remove_all(m_folder / "data");
    std::filesystem::create_directories(m_folder / "data" / "history.sqlite");
    SetUp();
    const auto boards = startBoards(1);

    start(planFor(boards));

    ASSERT_TRUE(runToEnd());
    EXPECT_EQ(m_campaign.updated, 1u);
    ASSERT_TRUE(m_campaign.error);
    EXPECT_THAT(m_campaign.error->text, testing::HasSubstr("history.sqlite"));
}

} // namespace
} // namespace otabench::fleet
