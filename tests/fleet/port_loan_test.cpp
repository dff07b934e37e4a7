// A port that another program gets for a while: a loan made here, a lab that holds the port.
#include "fleet/port_loan.h"
#include "lab_fixture.h"

#include "serial/port_holder.h"
#include "serial/transport.h"
#include "support/serial_server.h"

#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

namespace otabench::fleet {
namespace {

class PortLoanTest : public LabFixture
{
protected:
    PortLoanTest() { m_scripted = {&m_board}; }

    void TearDown() override { m_lab.reset(); }

    void onBoard(const BoardState &state) override
    {
        LabFixture::onBoard(state);
        m_state = state;
    }

    [[nodiscard]] Paths paths() const
    {
        return {m_folder / "data", m_folder / "config", m_folder / "cache"};
    }

    [[nodiscard]] Result<std::unique_ptr<PortLoan>> ask() const
    {
        return PortLoan::ask(paths(), *serial::parseAddress(m_board.address()));
    }

    void addAndKnow()
    {
        m_lab->addBoard(m_board.address(), {});
        ASSERT_TRUE(runUntil([&] { return m_state.identity.has_value(); }));
    }

    bool isFree() const
    {
        return serial::checkFree(*serial::parseAddress(m_board.address())).has_value();
    }

    ScriptedBoard m_board;
    BoardState m_state;
};

TEST_F(PortLoanTest, TheLabLetsGoAndTakesItBack)
{
    addAndKnow();
    EXPECT_FALSE(isFree());
    auto loan = ask();
    ASSERT_TRUE(loan) << loan.error().text;
    EXPECT_EQ(loan->get()->device(), m_board.pty().path());
    ASSERT_TRUE(runUntil([&] { return m_state.port == PortState::Lent; }));
    EXPECT_TRUE(loan->get()->waitUntilFree(std::chrono::seconds(20)));

    loan->reset();
    EXPECT_TRUE(runUntil([&] { return m_state.port == PortState::Open; }));
    EXPECT_FALSE(isFree());
}

TEST_F(PortLoanTest, ABusyPortIsNamedWhenItsHolderDoesNotLetGo)
{
    const int other = ::open(m_board.pty().path().c_str(), O_RDWR | O_NOCTTY | O_CLOEXEC);
    ASSERT_GE(other, 0);
    ASSERT_EQ(::flock(other, LOCK_EX | LOCK_NB), 0);
    const auto loan = ask();
    ASSERT_TRUE(loan);
    const auto free = loan->get()->waitUntilFree(std::chrono::milliseconds(0));
    ASSERT_FALSE(free);
    EXPECT_EQ(free.error().code, ErrorCode::PortBusy);
    EXPECT_NE(free.error().text.find(m_board.address()), std::string::npos);
    ::close(other);
}

TEST_F(PortLoanTest, APortThatIsLentIsNotOpenedToBeginWith)
{
    const auto loan = ask();
    ASSERT_TRUE(loan);
    m_lab.reset();
    SetUp();
    m_lab->addBoard(m_board.address(), {});

    EXPECT_EQ(m_state.port, PortState::Lent);
    EXPECT_TRUE(isFree());
    const auto lent = PortLoan::checkNotLent(paths(), *serial::parseAddress(m_board.address()));
    ASSERT_FALSE(lent);
    EXPECT_THAT(lent.error().text, testing::HasSubstr(std::to_string(::getpid())));
}

TEST_F(PortLoanTest, APortOfAnotherComputerIsLentAsWell)
{
    const support::SerialServer server(m_board.pty().path());
    for (const std::string &address : {server.rawAddress(), server.rfc2217Address()}) {
        const auto parsed = *serial::parseAddress(address);
        m_lab->addBoard(address, {});
        ASSERT_TRUE(runUntil([&] { return m_state.port == PortState::Open; })) << address;
        EXPECT_EQ(serial::checkFree(parsed).error().code, ErrorCode::PortBusy);
        {
            const auto loan = PortLoan::ask(paths(), parsed);
            ASSERT_TRUE(loan) << loan.error().text;
            EXPECT_EQ((*loan)->device(), address);
            ASSERT_TRUE(runUntil([&] { return m_state.port == PortState::Lent; }));
            EXPECT_TRUE((*loan)->waitUntilFree(std::chrono::seconds(20)));
            // Two of one lab are two programs: who has it is named.
            const auto other = serial::openTransport(m_context, parsed);
            ASSERT_TRUE(other) << other.error().text;
            const auto busy = serial::openTransport(m_context, parsed);
            ASSERT_FALSE(busy);
            EXPECT_EQ(busy.error().code, ErrorCode::PortBusy);
            EXPECT_THAT(busy.error().text, testing::HasSubstr("it is open here already"));
        }
        ASSERT_TRUE(runUntil([&] { return m_state.port == PortState::Open; }));
        m_lab->removeBoard(address);
    }
}

TEST_F(PortLoanTest, OneLoanAtATime)
{
    const auto first = ask();
    ASSERT_TRUE(first);
    const auto second = ask();
    ASSERT_FALSE(second);
    EXPECT_EQ(second.error().code, ErrorCode::AlreadyExists);
}

TEST_F(PortLoanTest, WhatADeadProgramHasLentIsTakenBack)
{
    addAndKnow();
    const auto folder = PortLoan::folder(paths());
    // As it leaves a loan behind: the file, and nobody who holds it.
    ASSERT_TRUE(writeFileAtomically(folder / "_dev_pts_x.loan", m_board.pty().path() + "\n",
                                    FileMode::Private));
    EXPECT_TRUE(PortLoan::lentDevices(folder).empty());
    EXPECT_FALSE(std::filesystem::exists(folder / "_dev_pts_x.loan"));
}

TEST_F(PortLoanTest, ABoardThatIsBeingUpdatedIsNotLent)
{
    bool started = false;
    m_board.onRequest = [&](const detail::AgentMessage &request) {
        if (request.word == "ca-commit") {
            const auto pem = readTextFile(m_folder / "data" / "certificates" / "ca.pem");
            m_board.identity["cas"] = certificates::summarize(*pem)->front().sha256;
        }
        started = started || request.word == "start";
        return true;
    };
    start(planFor({m_board.address()}));
    ASSERT_TRUE(runUntil([&] { return started; }));
    const auto loan = ask();
    ASSERT_TRUE(loan);
    m_board.sendOta("failed", {{"error", "ESP_FAIL"}, {"text", "x"}});
    // Lent at the end of its update, and not before.
    ASSERT_TRUE(runUntil([&] { return m_state.port == PortState::Lent; }));
    EXPECT_TRUE(m_state.phase && isFinal(*m_state.phase));
    ASSERT_TRUE(runToEnd());
}

} // namespace
} // namespace otabench::fleet
