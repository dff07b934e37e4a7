// What a user does with one board outside a campaign: by real virtual boards where the firmware's
// side matters, by a scripted one for what a sound board never does.
#include "certificates/store.h"
#include "fleet/board_registry.h"
#include "lab_fixture.h"
#include "support/process.h"

#include <nlohmann/json.hpp>

namespace otabench::fleet {
namespace {

class BoardControl : public LabFixture
{
protected:
    void setUp(LabOptions &options) override { m_paths = options.paths; }

    void TearDown() override { m_lab.reset(); }

    void onBoard(const BoardState &state) override
    {
        LabFixture::onBoard(state);
        m_all[state.id] = state;
    }

    void onBoardRemoved(const std::string &id) override { m_all.erase(id); }

    Lab::OnDone keep()
    {
        m_done.reset();
        return [this](const Result<> &done) { m_done = done; };
    }

    [[nodiscard]] bool runToDone()
    {
        return runUntil([this] { return m_done.has_value(); });
    }

    Paths m_paths;
    std::map<std::string, BoardState> m_all; ///< newest of each, also outside campaigns
    std::optional<Result<>> m_done;
};

/// One board of the shared firmware.
class RealBoard : public BoardControl
{
protected:
    void SetUp() override
    {
        BoardControl::SetUp();
        m_process = std::make_unique<support::Process>(
            support::Command{.arguments = {support::builtProgram("otabench-board"), "--count", "1",
                                           "--dir", (m_folder / "boards").string(), "--chip",
                                           "esp32", "--version", "1.0.0"}});
        ASSERT_TRUE(m_process->waitForOutput("\n")) << m_process->err();
        m_id = "pty:" + nlohmann::json::parse(m_process->out()).at("port").get<std::string>();
    }

    void meet()
    {
        m_lab->addBoard(m_id, {});
        ASSERT_TRUE(runUntil([this] { return board().identity.has_value(); }));
    }

    const BoardState &board() { return m_all[m_id]; }

    std::unique_ptr<support::Process> m_process;
    std::string m_id;
};

TEST_F(RealBoard, TakesTheLabsCaWithoutACampaign)
{
    meet();
    m_lab->sendTrust(m_id, keep());
    ASSERT_TRUE(m_done);
    EXPECT_EQ(m_done->error().code, ErrorCode::CertificateMissing); // and makes none by the way

    certificates::Store store(m_paths.certificates());
    ASSERT_TRUE(store.ensureAuthority({}));
    m_lab->sendTrust(m_id, keep());

    ASSERT_TRUE(runToDone());
    ASSERT_TRUE(*m_done) << m_done->error().text;
    const std::string ca = store.trust()->trusted.front();
    ASSERT_TRUE(
        runUntil([&] { return board().identity->trustedCas == std::vector<std::string>{ca}; }));
}

TEST_F(RealBoard, IsRolledBackWhenItHasAnsweredFromItsOtherSlot)
{
    start(planFor({m_id}));
    ASSERT_TRUE(runToEnd());
    ASSERT_EQ(board().phase, Phase::Updated);
    ASSERT_EQ(board().identity->slot, "ota_1");

    m_lab->rollBack(m_id, keep());

    ASSERT_TRUE(runToDone());
    ASSERT_TRUE(*m_done) << m_done->error().text;
    ASSERT_TRUE(runUntil([&] { return board().identity->slot == "ota_0"; }));
    EXPECT_EQ(board().identity->version, "1.0.0");
}

TEST_F(RealBoard, IsNotRolledBackToNothing)
{
    meet();
    m_lab->rollBack(m_id, keep());
    ASSERT_TRUE(runToDone());
    ASSERT_FALSE(*m_done);
    EXPECT_EQ(m_done->error().code, ErrorCode::BoardRefused) << m_done->error().text;
}

TEST_F(RealBoard, ConfirmsAlsoWhatIsConfirmed)
{
    meet();
    m_lab->confirm(m_id, keep());
    ASSERT_TRUE(runToDone());
    EXPECT_TRUE(*m_done) << m_done->error().text;
}

TEST_F(RealBoard, GetsANameAtOnceAndForGood)
{
    meet();
    const std::string mac = board().identity->mac;

    ASSERT_TRUE(m_lab->nameBoards(
        {m_id}, {.label = "left shelf", .bench = "night", .addTags = {"slow", "rev-c"}}));

    ASSERT_TRUE(runUntil([&] { return board().name == "left shelf"; }));
    EXPECT_EQ(board().bench, "night");
    EXPECT_EQ(board().tags, (std::vector<std::string>{"slow", "rev-c"}));
    auto records = *BoardRegistry(boardsFile(m_paths)).boards();
    ASSERT_EQ(records.size(), 1u);
    EXPECT_EQ(records.front().label, "left shelf");

    ASSERT_TRUE(m_lab->nameBoards({m_id}, {.label = "", .removeTags = {"slow"}}));
    ASSERT_TRUE(runUntil([&] { return board().label.empty(); }));
    EXPECT_EQ(board().tags, std::vector<std::string>{"rev-c"});
    EXPECT_EQ(board().bench, "night");

    ASSERT_TRUE(m_lab->forgetBoard(m_id));
    EXPECT_FALSE(m_all.contains(m_id));
    EXPECT_TRUE(BoardRegistry(boardsFile(m_paths)).boards()->empty());
    meet(); // a new board
    EXPECT_EQ(board().bench, "");
    ASSERT_TRUE(runUntil([&] {
        const auto known = BoardRegistry(boardsFile(m_paths)).boards();
        return known && known->size() == 1 && known->front().identity.mac == mac;
    }));
}

class ScriptedControl : public BoardControl
{
protected:
    ScriptedControl() { m_scripted = {&m_board}; }

    void meet(const Profile &profile = {})
    {
        m_lab->addBoard(m_board.address(), profile);
        ASSERT_TRUE(runUntil([&] { return state().port == PortState::Open; }));
    }

    const BoardState &state() { return m_all[m_board.address()]; }

    ScriptedBoard m_board;
};

TEST_F(ScriptedControl, AConfirmedImageIsShownAsValid)
{
    m_board.identity["state"] = "pending-verify";
    m_board.onRequest = [&](const detail::AgentMessage &request) {
        if (request.word == "confirm")
            m_board.identity["state"] = "valid";
        return true;
    };
    meet();
    m_lab->confirm(m_board.address(), keep());
    ASSERT_TRUE(runToDone());
    EXPECT_TRUE(*m_done);
    EXPECT_TRUE(
        runUntil([&] { return state().identity && state().identity->slotState == "valid"; }));
}

TEST_F(ScriptedControl, NothingIsSentToFirmwareWithoutAnAgent)
{
    meet({.kind = ProfileKind::Stdin});
    for (const auto act : {&Lab::confirm, &Lab::rollBack}) {
        (*m_lab.*act)(m_board.address(), keep());
        ASSERT_TRUE(m_done);
        EXPECT_EQ(m_done->error().code, ErrorCode::BoardSilent);
    }
    EXPECT_TRUE(m_board.requests().empty());
}

TEST_F(ScriptedControl, ABoardThatTakesTheCaAndDoesNotListItIsReported)
{
    certificates::Store store(m_paths.certificates());
    ASSERT_TRUE(store.ensureAuthority({}));
    meet();
    m_lab->sendTrust(m_board.address(), keep());
    ASSERT_TRUE(runToDone());
    ASSERT_FALSE(*m_done);
    EXPECT_EQ(m_done->error().code, ErrorCode::BoardProtocol);
    EXPECT_EQ(m_board.count("ca-commit"), 1u);
}

TEST_F(ScriptedControl, ConsoleTextGoesAsItIs)
{
    meet({.kind = ProfileKind::Stdin});
    ASSERT_TRUE(m_lab->write(m_board.address(), "help\r"));
    std::string got;
    EXPECT_TRUE(serial::runUntil(
        m_context,
        [&] {
            got += m_board.pty().received();
            return got == "help\r";
        },
        std::chrono::seconds(20)))
        << got;
}

TEST_F(ScriptedControl, ALentPortTakesNoTextUntilItIsBack)
{
    meet({.kind = ProfileKind::Stdin});
    ASSERT_TRUE(m_lab->lendPort(m_board.address()));
    ASSERT_TRUE(runUntil([&] { return state().port == PortState::Lent; }));
    EXPECT_EQ(m_lab->write(m_board.address(), "x").error().code, ErrorCode::PortBusy);
    EXPECT_EQ(m_lab->lendPort(m_board.address()).error().code, ErrorCode::AlreadyExists);
    m_lab->takeBackPort(m_board.address());
    ASSERT_TRUE(runUntil([&] { return state().port == PortState::Open; }));
    EXPECT_TRUE(m_lab->write(m_board.address(), "x"));
}

TEST_F(ScriptedControl, ALabelBelongsToOneBoard)
{
    ScriptedBoard other;
    other.identity["mac"] = "24:6f:28:00:00:77";
    m_scripted.push_back(&other);
    meet();
    m_lab->addBoard(other.address(), {});
    ASSERT_TRUE(runUntil([&] { return m_all[other.address()].identity && state().identity; }));
    ASSERT_TRUE(m_lab->nameBoards({m_board.address()}, {.label = "one"}));
    const auto again = m_lab->nameBoards({other.address()}, {.label = "one"});
    ASSERT_FALSE(again);
    EXPECT_EQ(again.error().code, ErrorCode::AlreadyExists);
    // All or nothing.
    const auto both = m_lab->nameBoards({other.address(), "nowhere"}, {.bench = "night"});
    EXPECT_EQ(both.error().code, ErrorCode::NotFound);
    EXPECT_EQ(m_all[other.address()].bench, "");
}

TEST_F(ScriptedControl, SignalIsWhatTheLogTellsAndGoesWithABoot)
{
    meet();
    ASSERT_TRUE(runUntil([&] { return state().identity.has_value(); }));
    EXPECT_FALSE(state().signalDbm);
    m_board.pty().print("I (3683) wifi:security: WPA2-PSK, phy: bgn, rssi: -33\r\n");
    EXPECT_TRUE(runUntil([&] { return state().signalDbm == -33; }));
    m_board.pty().print("I (3683) app: the text , rssi: -1 of another tag\r\n");
    m_board.boot();
    EXPECT_TRUE(runUntil([&] { return !state().signalDbm; }));
}

} // namespace
} // namespace otabench::fleet
