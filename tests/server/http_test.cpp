// The server from outside, with curl and by hand.

#include "fixture.h"

namespace otabench::server {
namespace {

class Http : public ServerTest
{
protected:
    Http() { start(); }

    /// curl's answer head and status for more arguments; the body goes to <folder>/body.
    std::string head(std::vector<std::string> arguments)
    {
        arguments.insert(arguments.end(), {"--dump-header", "-", "--output", body()});
        return curl(arguments).out;
    }

    std::string body() const { return (m_folder / "body").string(); }
};

TEST_F(Http, GivesTheImageByteForByte)
{
    EXPECT_EQ(curl({url()}).out, m_content);
    EXPECT_EQ(curl({"--tls-max", "1.2", url()}).out, m_content);
    EXPECT_EQ(curl({"--tlsv1.3", url()}).out, m_content);
    EXPECT_EQ(curl({"--http1.0", url()}).out, m_content);
}

TEST_F(Http, GivesTheImageByName)
{
    const std::string byName = m_server->url("localhost", m_image, "");
    EXPECT_EQ(
        curl({"--resolve", fmt::format("localhost:{}:127.0.0.1", m_server->port()), byName}).out,
        m_content);
}

TEST_F(Http, AnswersRangesWithTheirBytes)
{
    EXPECT_EQ(curl({"--range", "0-0", url()}).out, m_content.substr(0, 1));
    EXPECT_EQ(curl({"--range", "4096-8191", url()}).out, m_content.substr(4096, 4096));
    EXPECT_EQ(curl({"--range", "299000-", url()}).out, m_content.substr(299'000));
    EXPECT_EQ(curl({"--range", "-5", url()}).out, m_content.substr(m_content.size() - 5));
    EXPECT_EQ(curl({"--range", "200000-999999", url()}).out, m_content.substr(200'000));
    EXPECT_EQ(curl({"--range", "0-1,5-6", url()}).out, m_content);
    const std::string past = head({"--range", "300001-", url()});
    EXPECT_TRUE(past.starts_with("HTTP/1.1 416 ")) << past;
    EXPECT_NE(past.find("Content-Range: bytes */300001\r\n"), std::string::npos) << past;
}

TEST_F(Http, ResumesADownloadAsCurlDoes)
{
    const auto file = (m_folder / "part").string();
    ASSERT_EQ(curl({"--range", "0-99999", "--output", file, url()}).exitStatus, 0);
    ASSERT_EQ(curl({"--continue-at", "-", "--output", file, url()}).exitStatus, 0);
    EXPECT_EQ(runProgram({"cat", file}).out, m_content);
}

TEST_F(Http, TellsTheLengthWithoutTheBody)
{
    const std::string text = curl({"--head", url()}).out;
    EXPECT_TRUE(text.starts_with("HTTP/1.1 200 OK\r\n")) << text;
    EXPECT_NE(text.find("Content-Length: 300001\r\n"), std::string::npos) << text;
    EXPECT_NE(text.find("ETag: \"" + m_image.sha256 + "\"\r\n"), std::string::npos) << text;
}

TEST_F(Http, SaysNotModified)
{
    const std::string same = "If-None-Match: \"" + m_image.sha256 + "\"";
    EXPECT_TRUE(head({"--header", same, url()}).starts_with("HTTP/1.1 304 "));
    const std::string ifRange = "If-Range: \"" + m_image.sha256 + "\"";
    EXPECT_TRUE(head({"--header", ifRange, "--range", "1-2", url()}).starts_with("HTTP/1.1 206 "));
    EXPECT_TRUE(head({"--header", "If-Range: \"old\"", "--range", "1-2", url()})
                    .starts_with("HTTP/1.1 200 "));
}

TEST_F(Http, KeepsTheConnection)
{
    const std::string report =
        curl({"--output", body(), "--output", body(), "--output", body(), "--write-out",
              "%{num_connects} ", "--range", "0-9", url(), url(), url()})
            .out;
    EXPECT_EQ(report, "1 0 0 ");
}

TEST_F(Http, ClosesTheConnectionWhenAsked)
{
    TlsClient client(m_server->port());
    ASSERT_TRUE(client.send(get("Connection: close\r\n")));
    const auto all = client.readToEnd();
    ASSERT_TRUE(all.has_value()) << "without a TLS farewell it could have been cut off";
    EXPECT_NE(all->find("\r\nConnection: close\r\n"), std::string::npos);
    EXPECT_TRUE(all->ends_with(m_content));
}

TEST_F(Http, ServesNothingElseWhateverTheSpelling)
{
    const std::string base = fmt::format("https://127.0.0.1:{}", m_server->port());
    for (const char *path :
         {"/", "/etc/passwd", "/../../../../etc/passwd", "/%2e%2e/%2e%2e/etc/passwd",
          "/..%2f..%2fetc%2fpasswd", "/%252e%252e/etc/passwd", "/..;/etc/passwd",
          "/%c0%ae%c0%ae/etc/passwd", "/b/../../etc/passwd", "//etc/passwd", "/./app.bin",
          "/app.bin", "/%00", "/\\..\\..\\etc\\passwd"}) {
        const auto answer =
            curl({"--path-as-is", "--globoff", "--write-out", "%{http_code}", base + path});
        EXPECT_EQ(answer.out, "Not Found\n404") << path;
    }
    EXPECT_TRUE(serves());
}

TEST_F(Http, FollowsARedirectionToTheImage)
{
    ASSERT_TRUE(m_server->addRedirect("/latest.bin", url()));
    const std::string latest = fmt::format("https://127.0.0.1:{}/latest.bin", m_server->port());
    EXPECT_EQ(curl({"--location", latest}).out, m_content);
    EXPECT_TRUE(head({latest}).starts_with("HTTP/1.1 302 "));
}

TEST_F(Http, RefusesOtherMethods)
{
    EXPECT_TRUE(head({"--request", "DELETE", url()}).starts_with("HTTP/1.1 405 "));
    EXPECT_TRUE(head({"--data", "x=1", url()}).starts_with("HTTP/1.1 405 "));
    EXPECT_TRUE(head({"--upload-file", body(), url()}).starts_with("HTTP/1.1 405 "));
    EXPECT_TRUE(serves());
}

TEST_F(Http, AnswersPipelinedRequestsInTheirOrder)
{
    TlsClient client(m_server->port());
    std::string requests;
    for (int i = 0; i < 50; ++i)
        requests += get(fmt::format("Range: bytes={}-{}\r\n", i * 100, i * 100 + 4999));
    requests += get("Connection: close\r\n");
    ASSERT_TRUE(client.send(requests));
    for (std::size_t i = 0; i < 50; ++i) {
        ASSERT_TRUE(client.readHead().starts_with("HTTP/1.1 206 ")) << i;
        ASSERT_EQ(client.read(5000), m_content.substr(i * 100, 5000)) << i;
    }
    ASSERT_TRUE(client.readHead().starts_with("HTTP/1.1 200 "));
    EXPECT_EQ(client.readToEnd(), m_content);
}

TEST_F(Http, AnswersPipelinedRequestsWhoseAnswersHaveToWait)
{
    constexpr std::size_t kRequests = 100; // in one record, which is read in two goes
    TlsClient client(m_server->port());
    std::string requests;
    for (std::size_t i = 1; i < kRequests; ++i)
        requests += get();
    requests += get("Connection: close\r\n");
    ASSERT_GT(requests.size(), 5000u);
    ASSERT_TRUE(client.send(requests));
    ASSERT_TRUE(waitUntil([&] { return m_server->totals().requests > 1; }));
    for (std::size_t i = 0; i < kRequests; ++i) {
        ASSERT_TRUE(client.readHead().starts_with("HTTP/1.1 200 ")) << i;
        ASSERT_EQ(client.read(m_content.size()), m_content) << i;
    }
    EXPECT_EQ(client.readToEnd(), "");
}

TEST_F(Http, TakesARequestByteByByte)
{
    TlsClient client(m_server->port());
    for (const char c : get("Range: bytes=5-6\r\n"))
        ASSERT_TRUE(client.send(std::string_view(&c, 1)));
    ASSERT_TRUE(client.readHead().starts_with("HTTP/1.1 206 "));
    EXPECT_EQ(client.read(2), m_content.substr(5, 2));
}

TEST_F(Http, AnswersBadRequestsAndClosesThen)
{
    const std::pair<std::string, std::string> rows[] = {
        {"garbage\r\n\r\n", "HTTP/1.1 400 "},
        {"GET / HTTP/1.1\r\n\r\n", "HTTP/1.1 400 "},
        {"GET / HTTP/3.0\r\nHost: h\r\n\r\n", "HTTP/1.1 505 "},
        {"GET / HTTP/1.1\r\nHost: h\r\nX: " + std::string(20'000, 'x'), "HTTP/1.1 431 "},
    };
    for (const auto &[bytes, status] : rows) {
        TlsClient client(m_server->port());
        client.send(bytes);
        const auto answer = client.readToEnd();
        ASSERT_TRUE(answer.has_value()) << status;
        EXPECT_TRUE(answer->starts_with(status)) << *answer;
        EXPECT_NE(answer->find("\r\nConnection: close\r\n"), std::string::npos);
    }
    EXPECT_EQ(m_server->totals().refused, std::size(rows));
}

TEST_F(Http, AnswersAClientThatHasClosedItsSide)
{
    m_server.reset();
    startPlain();
    const RawClient client(m_server->port());
    ASSERT_TRUE(client.send(get()));
    client.closeWriting();
    const auto all = client.readToEnd();
    ASSERT_TRUE(all.has_value());
    EXPECT_TRUE(all->ends_with(m_content));
}

TEST_F(Http, SpeaksPlainHttpOnlyWhenAsked)
{
    const std::string plain = "http" + url().substr(5);
    EXPECT_EQ(curl({"--write-out", "%{http_code}", plain}).out,
              "This port speaks HTTPS: begin the URL with https://.\r\n400");
    const auto failures = m_server->takeHandshakeFailures();
    ASSERT_EQ(failures.size(), 1u);
    EXPECT_NE(failures[0].reason.find("plain HTTP"), std::string::npos);
    EXPECT_EQ(failures[0].remoteAddress, "127.0.0.1");

    m_server.reset();
    startPlain();
    EXPECT_TRUE(url().starts_with("http://"));
    EXPECT_EQ(curl({url()}).out, m_content);
}

TEST_F(Http, GivesFilesWithAnyName)
{
    m_image = publish("my app #1 50% ü.bin", "hello");
    EXPECT_EQ(curl({"--globoff", url()}).out, "hello");
}

} // namespace
} // namespace otabench::server
