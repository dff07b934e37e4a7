// Boards that are unplugged, renumbered and plugged in elsewhere. plugged_boards.h says what stands
// for udev and for device nodes here.
#include "fleet/board_registry.h"
#include "fleet/detail/board_session.h"
#include "lab_fixture.h"
#include "plugged_boards.h"
#include "support/serial_server.h"

namespace otabench::fleet {
namespace {

using testing::HasSubstr;

constexpr const char *kMacA = "24:6f:28:00:00:0a";
constexpr const char *kMacB = "24:6f:28:00:00:0b";

class Replugging : public LabFixture
{
protected:
    Replugging()
        : m_plugging((std::filesystem::create_directories(m_folder / "dev"), m_folder / "dev"))
    {
        m_scripted = {&m_a, &m_b};
        m_a.identity["mac"] = kMacA;
        m_b.identity["mac"] = kMacB;
    }

    void setUp(LabOptions &options) override
    {
        options.portWatch = [this](boost::asio::io_context &) { return m_plugging.makeWatch(); };
    }

    void TearDown() override { m_lab.reset(); }

    void onBoard(const BoardState &state) override
    {
        LabFixture::onBoard(state);
        m_shown[state.id] = state;
    }

    void onBoardRemoved(const std::string &id) override { m_shown.erase(id); }

    void onLog(const LogLine &line) override { m_lines[line.board].push_back(line.text); }

    void pullOut(ScriptedBoard &board, const std::string &device)
    {
        m_plugging.unplug(board, device);
        board.replug();
    }

    /// Waits until the board added as `device` has told this MAC at this address.
    void expectAt(const std::string &device, const std::string &mac, const std::string &now)
    {
        const std::string id = m_plugging.address(device);
        EXPECT_TRUE(runUntil([&] {
            const BoardState &state = m_shown[id];
            return state.port == PortState::Open && state.identity && state.identity->mac == mac &&
                   state.address == m_plugging.address(now);
        })) << id
            << " is at " << m_shown[id].address << ", port " << static_cast<int>(m_shown[id].port)
            << (m_shown[id].portError ? m_shown[id].portError->text : "");
    }

    bool isLost(const std::string &device)
    {
        return m_shown[m_plugging.address(device)].port == PortState::Lost;
    }

    void becomeNew(ScriptedBoard &board, const CampaignPlan &plan)
    {
        const auto image = image::readApp(plan.image);
        ASSERT_TRUE(image);
        board.identity["image"] = image->appendedSha256.value_or("");
        board.identity["version"] = "2.0.0";
        board.identity["slot"] = "ota_1";
        board.identity["boots"] = "2";
    }

    Plugging m_plugging;
    ScriptedBoard m_a, m_b;
    std::map<std::string, BoardState> m_shown;
    std::map<std::string, std::vector<std::string>> m_lines;
};

TEST_F(Replugging, ANewBoardAppearsByItselfOncePortsAreFollowed)
{
    ASSERT_TRUE(m_lab->scanPorts({}));
    EXPECT_TRUE(m_shown.empty());
    m_plugging.plugIn(m_a, "ttyUSB0", "usb-1.1");
    expectAt("ttyUSB0", kMacA, "ttyUSB0");
    EXPECT_EQ(m_shown.size(), 1u);
}

TEST_F(Replugging, WithoutFollowingAStrangersPortIsLeftAlone)
{
    m_plugging.plugIn(m_a, "ttyUSB0", "usb-1.1");
    m_lab->addBoard(m_plugging.address("ttyUSB0"), {});
    expectAt("ttyUSB0", kMacA, "ttyUSB0");
    m_plugging.plugIn(m_b, "ttyUSB1", "usb-1.2");
    EXPECT_EQ(m_lab->boards().size(), 1u);
    EXPECT_TRUE(m_b.requests().empty());
}

TEST_F(Replugging, TheSamePlaceUnderAnotherNumberIsTheSameBoard)
{
    m_plugging.plugIn(m_a, "ttyUSB0", "usb-1.1");
    m_lab->addBoard(m_plugging.address("ttyUSB0"), {});
    expectAt("ttyUSB0", kMacA, "ttyUSB0");

    pullOut(m_a, "ttyUSB0");
    EXPECT_TRUE(runUntil([&] { return isLost("ttyUSB0"); }));
    m_plugging.plugIn(m_a, "ttyUSB3", "usb-1.1");

    expectAt("ttyUSB0", kMacA, "ttyUSB3");
    EXPECT_EQ(m_shown.size(), 1u);
}

TEST_F(Replugging, TwoThatSwapTheirNumbersStayWhoTheyAre)
{
    m_plugging.plugIn(m_a, "ttyUSB0", "usb-1.1");
    m_plugging.plugIn(m_b, "ttyUSB1", "usb-1.2");
    ASSERT_TRUE(m_lab->scanPorts({}));
    expectAt("ttyUSB0", kMacA, "ttyUSB0");
    expectAt("ttyUSB1", kMacB, "ttyUSB1");

    pullOut(m_a, "ttyUSB0"); // the hub loses its supply
    pullOut(m_b, "ttyUSB1");
    m_plugging.plugIn(m_b, "ttyUSB0", "usb-1.2");
    m_plugging.plugIn(m_a, "ttyUSB1", "usb-1.1");

    expectAt("ttyUSB0", kMacA, "ttyUSB1");
    expectAt("ttyUSB1", kMacB, "ttyUSB0");
    EXPECT_EQ(m_shown.size(), 2u);
}

TEST_F(Replugging, ABoardIsFoundByItsMacAtAnotherPlace)
{
    m_plugging.plugIn(m_a, "ttyUSB0", "usb-1.1");
    ASSERT_TRUE(m_lab->scanPorts({}));
    expectAt("ttyUSB0", kMacA, "ttyUSB0");

    pullOut(m_a, "ttyUSB0");
    m_plugging.plugIn(m_a, "ttyACM0", "usb-2.4");
    m_a.pty().print("I (1) main: still me\r\n");

    expectAt("ttyUSB0", kMacA, "ttyACM0");
    EXPECT_EQ(m_shown.size(), 1u) << "no second board while it was not known who it is";
    EXPECT_EQ(m_shown[m_plugging.address("ttyUSB0")].place, "usb-2.4");
    EXPECT_THAT(m_lines[m_plugging.address("ttyUSB0")], testing::Contains(HasSubstr("still me")));
}

TEST_F(Replugging, TwoThatAreSwappedAtTheirPlacesAreToldApartByTheirMacs)
{
    m_plugging.plugIn(m_a, "ttyUSB0", "usb-1.1");
    m_plugging.plugIn(m_b, "ttyUSB1", "usb-1.2");
    ASSERT_TRUE(m_lab->scanPorts({}));
    expectAt("ttyUSB0", kMacA, "ttyUSB0");
    expectAt("ttyUSB1", kMacB, "ttyUSB1");

    pullOut(m_a, "ttyUSB0");
    pullOut(m_b, "ttyUSB1");
    m_plugging.plugIn(m_b, "ttyUSB0", "usb-1.1");
    m_plugging.plugIn(m_a, "ttyUSB1", "usb-1.2");

    expectAt("ttyUSB0", kMacA, "ttyUSB1");
    expectAt("ttyUSB1", kMacB, "ttyUSB0");
}

TEST_F(Replugging, AnotherBoardInItsPlaceIsAnotherBoard)
{
    m_plugging.plugIn(m_a, "ttyUSB0", "usb-1.1");
    ASSERT_TRUE(m_lab->scanPorts({}));
    expectAt("ttyUSB0", kMacA, "ttyUSB0");

    pullOut(m_a, "ttyUSB0");
    m_plugging.plugIn(m_b, "ttyUSB0", "usb-1.1");

    EXPECT_TRUE(runUntil([&] { return m_shown.size() == 2 && isLost("ttyUSB0"); }));
    const BoardState &gone = m_shown[m_plugging.address("ttyUSB0")];
    EXPECT_EQ(gone.identity->mac, kMacA);
    EXPECT_THAT(gone.portError->text, HasSubstr(kMacB));
    m_plugging.plugIn(m_a, "ttyUSB5", "usb-3"); // and its own board comes back elsewhere
    expectAt("ttyUSB0", kMacA, "ttyUSB5");
}

TEST_F(Replugging, ANumberedAdapterIsFoundAlsoWithoutAnAgent)
{
    m_plugging.plugIn(m_a, "ttyUSB0", "usb-1.1", "7E3F");
    m_lab->addBoard(m_plugging.address("ttyUSB0"), {.kind = ProfileKind::Stdin});
    ASSERT_TRUE(
        runUntil([&] { return m_shown[m_plugging.address("ttyUSB0")].port == PortState::Open; }));

    pullOut(m_a, "ttyUSB0");
    ASSERT_TRUE(runUntil([&] { return isLost("ttyUSB0"); }));
    m_plugging.plugIn(m_b, "ttyUSB0", "usb-1.3", "AAAA"); // a stranger gets its number
    m_plugging.plugIn(m_a, "ttyUSB1", "usb-1.2", "7E3F");

    EXPECT_TRUE(runUntil([&] {
        const BoardState &state = m_shown[m_plugging.address("ttyUSB0")];
        return state.port == PortState::Open && state.address == m_plugging.address("ttyUSB1");
    }));
}

TEST_F(Replugging, AnUpdateGoesOnAtAnotherPort)
{
    const std::string id = m_plugging.address("ttyUSB0");
    m_plugging.plugIn(m_a, "ttyUSB0", "usb-1.1");
    const auto plan = planFor({id});
    bool started = false;
    m_a.onRequest = [&](const detail::AgentMessage &request) {
        if (request.word == "ca-commit") {
            const auto pem = readTextFile(m_folder / "data" / "certificates" / "ca.pem");
            m_a.identity["cas"] = certificates::summarize(*pem)->front().sha256;
        }
        started = started || request.word == "start";
        return true;
    };
    start(plan);
    ASSERT_TRUE(runUntil([&] { return started; }));

    m_a.sendOta("reboot");
    ASSERT_TRUE(runUntil([&] { return m_states[id].phase == Phase::Rebooting; }));
    pullOut(m_a, "ttyUSB0");
    becomeNew(m_a, plan);
    m_plugging.plugIn(m_b, "ttyUSB0", "usb-1.1"); // where it was there is another one
    m_plugging.plugIn(m_a, "ttyACM2", "usb-4.1");

    ASSERT_TRUE(runToEnd());
    EXPECT_EQ(m_states[id].phase, Phase::Updated)
        << (m_states[id].reason ? m_states[id].reason->text : "");
    EXPECT_EQ(m_states[id].address, m_plugging.address("ttyACM2"));
}

TEST_F(Replugging, WhatIsKnownIsKeptAndTheUsersWordsStay)
{
    BoardRegistry registry(m_folder / "data" / "boards.txt");
    ASSERT_TRUE(registry.change([](BoardRegistry::Records &records) -> Result<> {
        BoardRecord &record = records.emplace_back();
        record.identity.mac = kMacA;
        record.label = "left shelf";
        record.bench = "night";
        record.tags = {"wrover", "slow"};
        return {};
    }));
    m_plugging.plugIn(m_a, "ttyUSB0", "usb-1.1");
    m_lab->addBoard(m_plugging.address("ttyUSB0"), {});
    expectAt("ttyUSB0", kMacA, "ttyUSB0");
    const BoardState &state = m_shown[m_plugging.address("ttyUSB0")];
    EXPECT_EQ(state.name, "left shelf");
    EXPECT_EQ(state.bench, "night");
    m_lab.reset(); // writes

    const auto records = registry.boards();
    ASSERT_TRUE(records);
    ASSERT_EQ(records->size(), 1u);
    EXPECT_EQ(records->front().label, "left shelf");
    EXPECT_EQ(records->front().place, "usb-1.1");
    EXPECT_EQ(records->front().identity.chip, "esp32");
    EXPECT_EQ(records->front().identity.slots.size(), 2u);
}

TEST_F(Replugging, APortBehindAServerIsOpenedAgainWhenTheServerIsBack)
{
    support::SerialServer server(m_a.pty().path());
    const std::string id = server.rfc2217Address();
    m_lab->addBoard(id, {});
    const auto isKnown = [&] {
        return m_shown[id].port == PortState::Open && m_shown[id].identity.has_value();
    };
    ASSERT_TRUE(runUntil(isKnown));
    server.stop();
    ASSERT_TRUE(runUntil([&] { return m_shown[id].port == PortState::Lost; }));
    m_a.identity["version"] = "3.0.0";
    server.startAgain();
    EXPECT_TRUE(runUntil([&] { return isKnown() && m_shown[id].identity->version == "3.0.0"; }));
}

TEST(ReopenDelay, AServerThatIsDownIsAskedEverLessOften)
{
    using detail::reopenDelay;
    using serial::AddressKind;
    using std::chrono::milliseconds;
    EXPECT_EQ(reopenDelay(AddressKind::Tcp, true, 0), milliseconds(250));
    EXPECT_EQ(reopenDelay(AddressKind::Rfc2217, false, 3), milliseconds(2000));
    EXPECT_EQ(reopenDelay(AddressKind::Tcp, true, 4'000'000'000u), milliseconds(8000));
    EXPECT_EQ(reopenDelay(AddressKind::SerialDevice, true, 119), milliseconds(250));
    EXPECT_EQ(reopenDelay(AddressKind::SerialDevice, true, 120), milliseconds(2000));
    EXPECT_EQ(reopenDelay(AddressKind::SerialDevice, false, 0), milliseconds(2000));
}

} // namespace
} // namespace otabench::fleet
