#include "serial/detail/rfc2217_client.h"

#include <gtest/gtest.h>

// The bytes are RFC 2217's and RFC 854's, written out.

namespace otabench::serial::detail {
namespace {

std::string bytes(std::initializer_list<int> values)
{
    std::string text;
    for (const int value : values)
        text += static_cast<char>(value);
    return text;
}

constexpr int kIac = 255, kDont = 254, kDo = 253, kWont = 252, kWill = 251, kSb = 250, kSe = 240;
constexpr int kComPort = 44;

class Rfc2217ClientTest : public testing::Test
{
protected:
    /// Feeds and returns what is answered; the board's bytes are gathered.
    std::string feed(const std::string &text)
    {
        std::string answer;
        m_client.feed(text, m_board, answer);
        return answer;
    }

    void makeReady()
    {
        std::ignore = m_client.greeting();
        feed(bytes({kIac, kDo, kComPort}));
    }

    void makeBinary()
    {
        makeReady();
        feed(bytes({kIac, kWill, 0, kIac, kDo, 0}));
    }

    Rfc2217Client m_client{115200};
    std::string m_board;
};

TEST_F(Rfc2217ClientTest, OffersTheOptionAndBinaryBothWays)
{
    EXPECT_EQ(m_client.greeting(), bytes({kIac, kWill, 0, kIac, kDo, 0, kIac, kWill, 3, kIac, kDo,
                                          3, kIac, kWill, kComPort}));
    EXPECT_EQ(m_client.state(), Rfc2217Client::State::Negotiating);
}

TEST_F(Rfc2217ClientTest, SetsThePortUpOnceItIsAccepted)
{
    std::ignore = m_client.greeting();
    const std::string sent = feed(bytes({kIac, kDo, kComPort}));
    EXPECT_EQ(m_client.state(), Rfc2217Client::State::Ready);
    EXPECT_EQ(sent, bytes({kIac, kSb, kComPort, 1,  0, 1,    0xC2, 0, kIac, kSe, // 115200
                           kIac, kSb, kComPort, 2,  8, kIac, kSe,                // 8 bits
                           kIac, kSb, kComPort, 3,  1, kIac, kSe,                // no parity
                           kIac, kSb, kComPort, 4,  1, kIac, kSe,                // one stop bit
                           kIac, kSb, kComPort, 5,  1, kIac, kSe,                // no flow control
                           kIac, kSb, kComPort, 10, 2, kIac, kSe,                // tell overruns
                           kIac, kSb, kComPort, 11, 0, kIac, kSe}));
}

TEST_F(Rfc2217ClientTest, ARefusedOptionIsRefusedForGood)
{
    std::ignore = m_client.greeting();
    feed(bytes({kIac, kDont, kComPort}));
    EXPECT_EQ(m_client.state(), Rfc2217Client::State::Refused);
    EXPECT_EQ(feed(bytes({kIac, kDo, kComPort})).find(static_cast<char>(kSb)), std::string::npos);
    EXPECT_EQ(m_client.state(), Rfc2217Client::State::Refused);
}

TEST_F(Rfc2217ClientTest, AnswersChangesOnly)
{
    makeBinary(); // were answers to the greeting
    EXPECT_EQ(feed(bytes({kIac, kWill, 0, kIac, kDo, 0})), "");
    EXPECT_EQ(feed(bytes({kIac, kDo, 24})), bytes({kIac, kWont, 24})); // terminal type
    EXPECT_EQ(feed(bytes({kIac, kWill, 1})), bytes({kIac, kDont, 1})); // echo
    EXPECT_EQ(feed(bytes({kIac, kWont, 0})), bytes({kIac, kDont, 0}));
    EXPECT_EQ(feed(bytes({kIac, kWont, 0})), "");
    EXPECT_EQ(feed(bytes({kIac, kWill, 0})), bytes({kIac, kDo, 0}));
}

TEST_F(Rfc2217ClientTest, TakesTheCommandsOutOfTheData)
{
    makeBinary();
    feed("I (1) " + bytes({kIac, 241}) + "boot" + bytes({kIac, kIac}) + ": x\r" + bytes({0}) +
         "\n");
    EXPECT_EQ(m_board, "I (1) boot" + bytes({255}) + ": x\r" + bytes({0}) + "\n");
}

TEST_F(Rfc2217ClientTest, WithoutBinaryACarriageReturnStandsWithNul)
{
    makeReady();
    feed("a\r" + bytes({0}) + "b\r\nc");
    EXPECT_EQ(m_board, "a\rb\r\nc");
    EXPECT_EQ(m_client.encode("x\ry"), "x\r" + bytes({0}) + "y");
    makeBinary();
    EXPECT_EQ(m_client.encode("x\r" + bytes({255})), "x\r" + bytes({255, 255}));
}

TEST_F(Rfc2217ClientTest, CommandsMayBeCutAnywhere)
{
    makeBinary();
    const std::string stream = "ab" +
                               bytes({kIac, kSb, kComPort, 101, 0, 0, 0x25, 0x80, kIac, kSe}) +
                               "cd" + bytes({kIac, kWill, 1}) + "ef";
    for (const char byte : stream)
        feed(std::string(1, byte));
    EXPECT_EQ(m_board, "abcdef");
    EXPECT_EQ(m_client.baudRate(), 9600u);
}

TEST_F(Rfc2217ClientTest, ADoubledByteInACommandIsOne)
{
    makeReady();
    feed(bytes({kIac, kSb, kComPort, 101, 0, 0, kIac, kIac, 0, kIac, kSe}));
    EXPECT_EQ(m_client.baudRate(), 0xFF00u);
    // 0xFF in what is sent, too: 16711680 is 00 FF 00 00.
    Rfc2217Client fast(16711680);
    std::string board;
    std::string answer;
    fast.feed(bytes({kIac, kDo, kComPort}), board, answer);
    EXPECT_NE(answer.find(bytes({kIac, kSb, kComPort, 1, 0, kIac, kIac, 0, 0, kIac, kSe})),
              std::string::npos);
}

TEST_F(Rfc2217ClientTest, CommandsOfTheWrongLengthChangeNothing)
{
    makeReady();
    feed(bytes({kIac, kSb, kIac, kSe, kIac, kSb, kComPort, kIac, kSe}));
    feed(bytes({kIac, kSb, kComPort, 101, 0, 0, 1, kIac, kSe}));
    feed(bytes({kIac, kSb, kComPort, 101}) + std::string(5000, 'x') + bytes({kIac, kSe}));
    feed(bytes({kIac, kSb, 24, 101, 0, 0, 0, 1, kIac, kSe}));
    EXPECT_FALSE(m_client.baudRate());
    feed("data");
    EXPECT_EQ(m_board, "data");
}

TEST_F(Rfc2217ClientTest, SuspendsResumesAndCountsOverruns)
{
    makeReady();
    feed(bytes({kIac, kSb, kComPort, 108, kIac, kSe}));
    EXPECT_TRUE(m_client.isSuspended());
    feed(bytes({kIac, kSb, kComPort, 109, kIac, kSe}));
    EXPECT_FALSE(m_client.isSuspended());
    feed(bytes({kIac, kSb, kComPort, 106, 2, kIac, kSe, kIac, kSb, kComPort, 106, 1, kIac, kSe}));
    EXPECT_EQ(m_client.overruns(), 1u);
}

TEST_F(Rfc2217ClientTest, LinesNeverPassThroughResetUnlessAsked)
{
    const auto control = [](int value) {
        return bytes({kIac, kSb, kComPort, 5, value, kIac, kSe});
    };
    const int dtrOn = 8, dtrOff = 9, rtsOn = 11, rtsOff = 12;
    EXPECT_EQ(m_client.lines({true, true}), control(dtrOn) + control(rtsOn));
    EXPECT_EQ(m_client.lines({false, false}), control(rtsOff) + control(dtrOff));
    EXPECT_EQ(m_client.lines({true, false}), control(dtrOn) + control(rtsOff));
    EXPECT_EQ(m_client.lines({{}, true}), control(rtsOn));
    EXPECT_EQ(m_client.lines({false, {}}), control(dtrOff));
}

} // namespace
} // namespace otabench::serial::detail
