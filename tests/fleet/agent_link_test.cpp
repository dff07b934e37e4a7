#include "fleet/detail/agent_link.h"

#include "fleet/detail/board_session.h"
#include "scripted_board.h"
#include "serial/loop.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace otabench::fleet::detail {
namespace {

using std::chrono::milliseconds;

/// The link over the real serial code: a session on a pty, and the board at its far end.
class AgentLinkTest : public testing::Test, protected BoardSession::Listener
{
protected:
    AgentLinkTest()
        : m_session(m_context, m_board.address(), *this)
    {
        EXPECT_TRUE(m_session.open());
        m_session.agent().setAnswerLimit(milliseconds(50));
    }

    void onPort() override {}

    void onLine(const monitor::LogEntry &, std::string_view line) override
    {
        m_lines.emplace_back(line);
    }

    void onAgentEvent(const AgentMessage &event) override { m_events.push_back(event); }

    void onTracker(const monitor::TrackerEvent &) override {}

    bool runUntil(const std::function<bool()> &condition)
    {
        return serial::runUntil(m_context, [&] {
            m_board.poll();
            return condition();
        });
    }

    Result<AgentMessage> ask(const std::string &word, const AgentFields &fields = {})
    {
        std::optional<Result<AgentMessage>> answer;
        m_session.agent().request(word, fields,
                                  [&](const Result<AgentMessage> &result) { answer = result; });
        EXPECT_TRUE(runUntil([&] { return answer.has_value(); }));
        return answer.value_or(fail(ErrorCode::Timeout, "the test's limit"));
    }

    boost::asio::io_context m_context;
    ScriptedBoard m_board;
    BoardSession m_session;
    std::vector<AgentMessage> m_events;
    std::vector<std::string> m_lines;
};

TEST_F(AgentLinkTest, BringsTheAnswersFields)
{
    const auto answer = ask("identify");

    ASSERT_TRUE(answer) << answer.error().text;
    EXPECT_EQ(answer->text("chip"), "esp32");
    EXPECT_EQ(answer->number("revision"), 300u);
    EXPECT_EQ(answer->text("no-such-key"), "");
}

TEST_F(AgentLinkTest, SendsALostRequestAgainWithTheSameId)
{
    std::vector<std::uint32_t> ids;
    m_board.onRequest = [&](const AgentMessage &request) {
        ids.push_back(request.id);
        return ids.size() == 3;
    };

    const auto answer = ask("identify");

    ASSERT_TRUE(answer) << answer.error().text;
    EXPECT_THAT(ids, testing::Each(ids.front()));
}

TEST_F(AgentLinkTest, GivesUpAfterFiveTimes)
{
    m_board.onRequest = [](const AgentMessage &) { return false; };

    const auto answer = ask("identify");

    ASSERT_FALSE(answer);
    EXPECT_EQ(answer.error().code, ErrorCode::BoardSilent);
    EXPECT_THAT(answer.error().text, testing::HasSubstr("identify"));
    EXPECT_EQ(m_board.requests().size(), 5u);
}

TEST_F(AgentLinkTest, IgnoresADamagedAnswer)
{
    unsigned seen = 0;
    m_board.onRequest = [&](const AgentMessage &request) {
        if (++seen > 1)
            return true;
        std::string frame = ScriptedBoard::frame('A', request.id, "ok", {{"chip", "esp32"}});
        frame[frame.find("esp32")] = 'x';
        m_board.pty().print(frame);
        return false;
    };

    const auto answer = ask("identify");

    ASSERT_TRUE(answer) << answer.error().text;
    EXPECT_EQ(answer->text("chip"), "esp32");
    EXPECT_EQ(seen, 2u);
}

TEST_F(AgentLinkTest, FindsAFrameBehindACutLogLine)
{
    m_board.onRequest = [&](const AgentMessage &request) {
        const std::string frame = ScriptedBoard::frame('A', request.id, "ok", {{"chip", "esp32"}});
        m_board.pty().print("I (123) wifi: conn" + frame.substr(1));
        return false;
    };

    const auto answer = ask("identify");

    ASSERT_TRUE(answer) << answer.error().text;
    EXPECT_EQ(m_board.requests().size(), 1u);
}

TEST_F(AgentLinkTest, IgnoresAnswersToOtherIdsAndRepeatedOnes)
{
    std::uint32_t lastId = 0;
    m_board.onRequest = [&](const AgentMessage &request) {
        m_board.pty().print(ScriptedBoard::frame('A', request.id - 1, "ok", {{"chip", "wrong"}}));
        if (lastId != 0 && lastId != request.id)
            m_board.pty().print(ScriptedBoard::frame('A', lastId, "ok", {{"chip", "late"}}));
        lastId = request.id;
        return true;
    };

    const auto first = ask("identify");
    const auto second = ask("identify");

    EXPECT_EQ(first->text("chip"), "esp32");
    EXPECT_EQ(second->text("chip"), "esp32");
}

TEST_F(AgentLinkTest, ARefusalCarriesTheBoardsWords)
{
    m_board.onRequest = [&](const AgentMessage &request) {
        m_board.pty().print(ScriptedBoard::frame(
            'A', request.id, "err",
            {{"error", "ESP_ERR_INVALID_STATE"}, {"text", "another update is running"}}));
        return false;
    };

    const auto answer = ask("start", {{"url", "https://a/b"}});

    ASSERT_FALSE(answer);
    EXPECT_EQ(answer.error().code, ErrorCode::BoardRefused);
    EXPECT_EQ(answer.error().text, "another update is running");
    EXPECT_THAT(answer.error().args, testing::ElementsAre("ESP_ERR_INVALID_STATE"));
}

TEST_F(AgentLinkTest, ARequestTooLongForABoardIsNotSent)
{
    const auto answer = ask("start", {{"url", std::string(500, 'x')}});

    ASSERT_FALSE(answer);
    EXPECT_EQ(answer.error().code, ErrorCode::InvalidArgument);
    EXPECT_TRUE(m_board.requests().empty());
}

TEST_F(AgentLinkTest, EventsComeBetweenLogLinesAndAnswers)
{
    m_board.onRequest = [&](const AgentMessage &) {
        m_board.pty().print("I (1) demo: working\r\n");
        m_board.sendOta("download");
        return true;
    };

    const auto answer = ask("status");

    ASSERT_TRUE(answer) << answer.error().text;
    ASSERT_EQ(m_events.size(), 1u);
    EXPECT_EQ(m_events[0].text("phase"), "download");
    EXPECT_EQ(m_events[0].number("bytes"), 1000u);
    EXPECT_THAT(m_lines, testing::Contains("I (1) demo: working"));
}

TEST_F(AgentLinkTest, OneRequestIsOutstandingAtATime)
{
    std::vector<std::string> answered;
    m_board.onRequest = [&](const AgentMessage &request) {
        EXPECT_EQ(answered.size() + 1, m_board.requests().size()) << request.word;
        return true;
    };
    for (const char *word : {"identify", "status", "confirm"}) {
        m_session.agent().request(word, {}, [&, word](const Result<AgentMessage> &result) {
            EXPECT_TRUE(result);
            answered.emplace_back(word);
        });
    }
    m_session.agent().setAnswerLimit(std::chrono::seconds(20)); // no repeats on a slow machine

    ASSERT_TRUE(runUntil([&] { return answered.size() == 3; }));

    EXPECT_THAT(answered, testing::ElementsAre("identify", "status", "confirm"));
}

TEST_F(AgentLinkTest, ALostPortEndsWhatWaits)
{
    m_board.onRequest = [&](const AgentMessage &) {
        m_board.pty().hangUp();
        return false;
    };
    m_session.agent().setAnswerLimit(std::chrono::seconds(60));

    const auto answer = ask("identify");

    ASSERT_FALSE(answer);
    EXPECT_EQ(answer.error().code, ErrorCode::PortGone);
    EXPECT_EQ(m_session.portState(), PortState::Lost);
}

} // namespace
} // namespace otabench::fleet::detail
