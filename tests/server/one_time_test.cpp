// URLs that give an image once, to one board.

#include "fixture.h"

namespace otabench::server {
namespace {

class OneTime : public ServerTest
{
protected:
    /// The status of a request with curl, from an address of this computer.
    std::string statusOf(const std::string &url, std::vector<std::string> arguments = {}) const
    {
        arguments.insert(arguments.end(), {"--output", (m_folder / "body").string(), "--write-out",
                                           "%{http_code}", url});
        return curl(arguments).out;
    }

    bool allHasArrived(const std::string &token) const
    {
        return waitUntil(
            [&] { return m_server->traffic(token).bodyBytesSent >= m_content.size(); });
    }
};

TEST_F(OneTime, GivesTheImageOnce)
{
    start();
    const std::string token = m_server->issueToken("b1", TokenUse::Once);
    EXPECT_EQ(curl({url(token)}).out, m_content);
    ASSERT_TRUE(allHasArrived(token));
    EXPECT_EQ(statusOf(url(token)), "410");
    EXPECT_EQ(statusOf(url(token), {"--range", "0-0"}), "410");
    EXPECT_EQ(statusOf(url(token), {"--head"}), "410");
    EXPECT_EQ(m_server->traffic(token).bodyBytesSent, m_content.size());
    const std::string another = m_server->issueToken("b2", TokenUse::Once);
    EXPECT_EQ(curl({url(another)}).out, m_content);
}

TEST_F(OneTime, IsSpentOnTheVeryConnectionThatFetched)
{
    start();
    const std::string token = m_server->issueToken({}, TokenUse::Once);
    TlsClient board(m_server->port());
    ASSERT_TRUE(board.send(get("", token)));
    ASSERT_TRUE(board.readHead().starts_with("HTTP/1.1 200 "));
    ASSERT_EQ(board.read(m_content.size()), m_content);
    ASSERT_TRUE(board.send(get("Range: bytes=0-0\r\n", token)));
    EXPECT_TRUE(board.readHead().starts_with("HTTP/1.1 410 "));
}

TEST_F(OneTime, HoldsAPartialDownloadThatIsResumed)
{
    start();
    const std::string token = m_server->issueToken({}, TokenUse::Once);
    EXPECT_EQ(statusOf(url(token), {"--head"}), "200");
    std::string image;
    for (std::size_t at = 0; at < m_content.size() / 2; at += 10'000)
        image += curl({"--range", fmt::format("{}-{}", at, at + 9'999), url(token)}).out;
    // The last piece came twice, as after a restart of the board.
    image +=
        curl({"--range", fmt::format("{}-", image.size() - 5'000), url(token)}).out.substr(5'000);
    EXPECT_EQ(image, m_content);
    ASSERT_TRUE(allHasArrived(token));
    EXPECT_EQ(statusOf(url(token), {"--range", "0-0"}), "410");
}

TEST_F(OneTime, HoldsADownloadThatWasCutOff)
{
    m_content = noise(8'000'000);
    startPlain();
    const std::string token = m_server->issueToken({}, TokenUse::Once);
    {
        RawClient board(m_server->port());
        ASSERT_TRUE(board.send(get("", token)));
        ASSERT_TRUE(board.readHead().starts_with("HTTP/1.1 200 "));
        ASSERT_EQ(board.read(1000).size(), 1000u);
        board.reset();
    }
    EXPECT_EQ(curl({"--range", "1000-", url(token)}).out, m_content.substr(1000));
    ASSERT_TRUE(allHasArrived(token));
    EXPECT_EQ(statusOf(url(token)), "410");
}

TEST_F(OneTime, BelongsToTheBoardThatAskedFirst)
{
    startPlain({.recordRequests = true});
    const std::string token = m_server->issueToken("b1", TokenUse::Once);
    EXPECT_EQ(curl({"--range", "0-99", url(token)}).out, m_content.substr(0, 100));
    EXPECT_EQ(statusOf(url(token), {"--interface", "127.0.0.2"}), "403");
    EXPECT_EQ(statusOf(url(token), {"--interface", "127.0.0.2", "--range", "100-"}), "403");
    EXPECT_EQ(curl({"--range", "100-", url(token)}).out, m_content.substr(100));
    std::vector<FinishedRequest> requests;
    ASSERT_TRUE(waitUntil([&] {
        for (auto &request : m_server->takeRequests())
            requests.push_back(std::move(request));
        return requests.size() == 4;
    }));
    EXPECT_EQ(requests[1].remoteAddress, "127.0.0.2");
    EXPECT_EQ(requests[1].board, "b1") << "whose URL it was";
}

TEST_F(OneTime, IsOfEachImageByItself)
{
    start();
    const std::string token = m_server->issueToken({}, TokenUse::Once);
    const PublishedImage other = publish("other.bin", "another image");
    EXPECT_EQ(curl({m_server->url("127.0.0.1", other, token)}).out, "another image");
    EXPECT_EQ(curl({url(token)}).out, m_content);
    EXPECT_TRUE(
        waitUntil([&] { return statusOf(m_server->url("127.0.0.1", other, token)) == "410"; }));
}

TEST_F(OneTime, EndsWithItsCampaignInTheMiddleOfATransfer)
{
    m_content = noise(20'000'000);
    for (const TokenUse use : {TokenUse::Once, TokenUse::Repeatedly}) {
        m_server.reset();
        startPlain();
        const std::string token = m_server->issueToken({}, use);
        const RawClient board(m_server->port());
        ASSERT_TRUE(board.send(get("", token)));
        ASSERT_TRUE(board.readHead().starts_with("HTTP/1.1 200 "));
        m_server->releaseToken(token);
        const auto rest = board.readToEnd();
        ASSERT_TRUE(rest.has_value()) << "it was cut off";
        EXPECT_LT(rest->size(), m_content.size());
        EXPECT_EQ(statusOf(url(token)), "404");
        EXPECT_TRUE(serves()) << "for others";
    }
}

TEST_F(OneTime, TheServerMayGiveImagesUnderTokensOnly)
{
    startPlain({.tokensOnly = true});
    EXPECT_EQ(statusOf(url()), "404");
    EXPECT_EQ(curl({url(m_server->issueToken())}).out, m_content);
}

} // namespace
} // namespace otabench::server
