#include "server/detail/response.h"

#include "base/files.h"
#include "support/temporary_folder.h"

#include <fmt/format.h>
#include <gtest/gtest.h>

namespace otabench::server::detail {
namespace {

class ResponseTest : public testing::Test
{
protected:
    ResponseTest()
    {
        const auto file = m_folder / "my app.bin";
        EXPECT_TRUE(writeFileAtomically(file, std::string(1000, 'x'), FileMode::Public));
        m_image = m_publications.add(file, "").value();
        m_path = "/" + m_image.id + "/my%20app.bin";
    }

    Response ask(const std::string &bytes)
    {
        const ParsedHead head = parseHead(bytes);
        EXPECT_EQ(head.state, HeadState::Complete) << bytes;
        m_head.clear();
        return respond(head.request, m_catalogue, "now", m_head);
    }

    Response get(const std::string &path, const std::string &lines = "",
                 const std::string &method = "GET")
    {
        return ask(method + " " + path + " HTTP/1.1\r\nHost: h\r\n" + lines + "\r\n");
    }

    bool headHas(const std::string &line) const
    {
        return m_head.find("\r\n" + line + "\r\n") != std::string::npos;
    }

    support::TemporaryFolder m_folder;
    Publications m_publications;
    Tokens m_tokens;
    Catalogue m_catalogue{m_publications, m_tokens};
    PublishedImage m_image;
    std::string m_path;
    std::string m_head;
};

TEST_F(ResponseTest, AnswersAGetWithTheWholeImage)
{
    const Response response = get(m_path);
    EXPECT_EQ(response.status, 200);
    EXPECT_EQ(response.body, (ByteRange{0, 1000}));
    EXPECT_TRUE(response.keepAlive);
    EXPECT_TRUE(headHas("Content-Length: 1000"));
    EXPECT_TRUE(headHas("Accept-Ranges: bytes"));
    EXPECT_TRUE(headHas("Content-Type: application/octet-stream"));
    EXPECT_TRUE(headHas("ETag: \"" + m_image.sha256 + "\""));
    EXPECT_TRUE(headHas("Date: now"));
    EXPECT_FALSE(headHas("Connection: close"));
}

TEST_F(ResponseTest, AnswersAHeadWithoutABodyAndWithoutARange)
{
    const Response response = get(m_path, "Range: bytes=0-9\r\n", "HEAD");
    EXPECT_EQ(response.status, 200);
    EXPECT_EQ(response.body.length, 0u);
    EXPECT_TRUE(headHas("Content-Length: 1000"));
}

TEST_F(ResponseTest, AnswersRanges)
{
    EXPECT_EQ(get(m_path, "Range: bytes=10-19\r\n").body, (ByteRange{10, 10}));
    EXPECT_TRUE(m_head.starts_with("HTTP/1.1 206 Partial Content\r\n"));
    EXPECT_TRUE(headHas("Content-Range: bytes 10-19/1000"));
    EXPECT_TRUE(headHas("Content-Length: 10"));
    EXPECT_EQ(get(m_path, "Range: bytes=1000-\r\n").status, 416);
    EXPECT_TRUE(headHas("Content-Range: bytes */1000"));
    EXPECT_TRUE(headHas("Content-Length: 0"));
    EXPECT_EQ(get(m_path, "Range: bytes=0-1,3-4\r\n").status, 200);
    EXPECT_TRUE(headHas("Content-Length: 1000"));
}

TEST_F(ResponseTest, HonoursIfRangeOnlyForTheSameContent)
{
    const std::string range = "Range: bytes=1-2\r\n";
    EXPECT_EQ(get(m_path, range + "If-Range: \"" + m_image.sha256 + "\"\r\n").status, 206);
    EXPECT_EQ(get(m_path, range + "If-Range: W/\"" + m_image.sha256 + "\"\r\n").status, 200);
    EXPECT_EQ(get(m_path, range + "If-Range: \"other\"\r\n").status, 200);
    EXPECT_EQ(get(m_path, range + "If-Range: Sun, 06 Nov 1994 08:49:37 GMT\r\n").status, 200);
    const auto publication = m_publications.find(m_image.id, m_image.fileName);
    EXPECT_EQ(get(m_path, range + "If-Range: " + publication->lastModified + "\r\n").status, 206);
}

TEST_F(ResponseTest, AnswersNotModified)
{
    const std::string tag = "\"" + m_image.sha256 + "\"";
    for (const std::string &value : {tag, "W/" + tag, "\"a\", " + tag, std::string("*")}) {
        EXPECT_EQ(get(m_path, "If-None-Match: " + value + "\r\n").status, 304) << value;
        EXPECT_EQ(get(m_path, "If-None-Match: " + value + "\r\n").body.length, 0u);
    }
    EXPECT_EQ(get(m_path, "If-None-Match: \"a\", \"b\"\r\n").status, 200);
    const auto publication = m_publications.find(m_image.id, m_image.fileName);
    const std::string since = "If-Modified-Since: " + publication->lastModified + "\r\n";
    EXPECT_EQ(get(m_path, since).status, 304);
    EXPECT_EQ(get(m_path, since + "If-None-Match: \"a\"\r\n").status, 200);
}

TEST_F(ResponseTest, HonoursPreconditions)
{
    const std::string etag = "\"" + m_image.sha256 + "\"";
    EXPECT_EQ(get(m_path, "If-Match: " + etag + "\r\n").status, 200);
    EXPECT_EQ(get(m_path, "If-Match: *\r\n").status, 200);
    EXPECT_EQ(get(m_path, "If-Match: \"a\", " + etag + "\r\n").status, 200);
    EXPECT_EQ(get(m_path, "If-Match: \"a\"\r\n").status, 412);
    EXPECT_TRUE(headHas("Content-Length: 0"));
    EXPECT_EQ(get(m_path, "If-Match: W/" + etag + "\r\n").status, 412) << "compared strongly";
    EXPECT_EQ(get(m_path, "If-Unmodified-Since: Sun, 06 Nov 1994 08:49:37 GMT\r\n").status, 412);
    EXPECT_EQ(get(m_path, "If-Unmodified-Since: Fri, 31 Dec 2100 00:00:00 GMT\r\n").status, 200);
    EXPECT_EQ(get(m_path, "If-Unmodified-Since: yesterday\r\n").status, 200) << "no date: ignored";
    for (const char *year : {"0001", "-001", "9999"})
        EXPECT_EQ(
            get(m_path, fmt::format("If-Unmodified-Since: Mon, 01 Jan {} 00:00:00 GMT\r\n", year))
                .status,
            200)
            << "no time of this clock: ignored";
    EXPECT_EQ(get(m_path, "Expect: 100-continue\r\n").status, 200);
    EXPECT_EQ(get(m_path, "Expect: a-miracle\r\n").status, 417);
}

TEST_F(ResponseTest, TellsHttp10ThatTheConnectionStays)
{
    EXPECT_TRUE(ask("GET " + m_path + " HTTP/1.0\r\nConnection: keep-alive\r\n\r\n").keepAlive);
    EXPECT_TRUE(headHas("Connection: keep-alive"));
    EXPECT_FALSE(ask("GET " + m_path + " HTTP/1.0\r\n\r\n").keepAlive);
    EXPECT_TRUE(headHas("Connection: close"));
}

TEST_F(ResponseTest, RedirectsWhenAsked)
{
    ASSERT_TRUE(m_publications.addRedirect("/latest.bin", m_path));
    EXPECT_EQ(get("/latest.bin").status, 302);
    EXPECT_TRUE(headHas("Location: " + m_path));
    ASSERT_TRUE(m_publications.addRedirect("/latest.bin", "https://elsewhere/app.bin"));
    EXPECT_EQ(get("/latest.bin?board=1", "", "HEAD").status, 302);
    EXPECT_TRUE(headHas("Location: https://elsewhere/app.bin"));
    EXPECT_EQ(get("/latest").status, 404);
    EXPECT_FALSE(m_publications.addRedirect("latest.bin", m_path));
    EXPECT_FALSE(m_publications.addRedirect("/a", "x\r\nSet-Cookie: a"));
}

TEST_F(ResponseTest, AsksForLoginsAndTokens)
{
    const Access access({{"ada", "se:cret"}}, {"t0ken"});
    m_catalogue.access = &access;
    EXPECT_EQ(get(m_path).status, 401);
    EXPECT_TRUE(headHas("WWW-Authenticate: Bearer realm=\"otabench\""));
    EXPECT_NE(m_head.find("WWW-Authenticate: Basic realm"), std::string::npos);
    EXPECT_EQ(get("/unknown").status, 401) << "tells nothing to strangers";
    const Response basic = get(m_path, "Authorization: Basic YWRhOnNlOmNyZXQ=\r\n");
    EXPECT_EQ(basic.status, 200);
    EXPECT_EQ(basic.user, "ada");
    EXPECT_EQ(get(m_path, "Authorization: bearer  t0ken\r\n").status, 200);
    for (const char *wrong :
         {"Basic YWRhOnNlY3JldA==", "Basic YWRhOnNlOmNyZXQ", "Basic ====", "Basic", "Basic ",
          "Bearer t0ke", "Bearer t0kenn", "Bearer YWRhOnNlOmNyZXQ=", "Basic dDBrZW4=", "Digest a"})
        EXPECT_EQ(get(m_path, fmt::format("Authorization: {}\r\n", wrong)).status, 401) << wrong;
}

TEST_F(ResponseTest, RefusesOtherMethodsAndBodies)
{
    EXPECT_EQ(get(m_path, "", "DELETE").status, 405);
    EXPECT_TRUE(headHas("Allow: GET, HEAD"));
    EXPECT_TRUE(get(m_path, "", "OPTIONS").keepAlive);
    const Response post = get(m_path, "Content-Length: 3\r\n", "POST");
    EXPECT_EQ(post.status, 405);
    EXPECT_FALSE(post.keepAlive) << "its body would be read as a request";
    EXPECT_EQ(get(m_path, "Content-Length: 3\r\n").status, 400);
    EXPECT_TRUE(headHas("Connection: close"));
}

TEST_F(ResponseTest, KnowsOnlyWhatWasPublished)
{
    const std::string token = m_tokens.issue();
    const std::vector<std::string> unknown = {std::string("/"),
                                              std::string("*"),
                                              std::string("/etc/passwd"),
                                              "/" + m_image.id,
                                              "/" + m_image.id + "/",
                                              "/" + m_image.id + "/other.bin",
                                              "/x" + m_path,
                                              "/b" + m_path,
                                              "/b/" + token,
                                              "/b/" + token + "/",
                                              "/b/" + token.substr(1) + m_path,
                                              "/b//" + m_path,
                                              m_path + "/",
                                              m_path + "%00",
                                              m_path + "%2",
                                              "/" + m_image.id + "/../" + m_image.id,
                                              "/" + m_image.id + "/%2e%2e/%2e%2e/etc/passwd",
                                              "/" + m_image.id + "/..%2f..%2fetc/passwd",
                                              "/" + m_image.id + "/%252e%252e%252fpasswd",
                                              "/%2e%2e/%2e%2e/etc/passwd",
                                              "/" + m_image.id + "//my%20app.bin",
                                              "//" + m_image.id + "/my%20app.bin",
                                              std::string("/..\\..\\etc\\passwd"),
                                              std::string("file:///etc/passwd")};
    for (const std::string &path : unknown)
        EXPECT_EQ(get(path).status, 404) << path;
}

TEST_F(ResponseTest, LeadsNowhereElseInWhateverEncoding)
{
    const std::string token = m_tokens.issue();
    int asked = 0;
    for (const std::string dots : {"..",
                                   ".",
                                   "%2e%2e",
                                   "%2E.",
                                   ".%2e",
                                   "%252e%252e",
                                   "%25252e%25252e",
                                   "%c0%ae%c0%ae",
                                   "%e0%80%ae%e0%80%ae",
                                   "%u002e%u002e",
                                   "%uff0e%uff0e",
                                   "%ef%bc%8e%ef%bc%8e",
                                   "..%00",
                                   "..;",
                                   "...",
                                   "..%09",
                                   "..%20",
                                   "..%0d%0a",
                                   "%2e%2e%3f",
                                   "\x2e\x2e"}) {
        for (const std::string slash :
             {"/", "//", "%2f", "%2F", "\\", "%5c", "%255c", "%252f", "%25252f", "%c0%af", "%c1%9c",
              "%e0%80%af", "%u2215", "%ef%bc%8f", "/./", ";/"}) {
            for (const std::string &start :
                 {std::string("/"), "/" + m_image.id + "/", "/b/" + token + "/",
                  "/b/" + token + "/" + m_image.id + "/", "https://h/" + m_image.id + "/",
                  m_path + "/"}) {
                for (const int depth : {1, 4, 12}) {
                    std::string path = start;
                    for (int i = 0; i < depth; ++i)
                        path += dots + slash;
                    const Response response = get(path + "etc" + slash + "passwd");
                    ASSERT_EQ(response.status, 404) << path;
                    ASSERT_EQ(response.image, nullptr) << path;
                    ++asked;
                }
            }
        }
    }
    EXPECT_EQ(asked, 20 * 16 * 6 * 3);
}

TEST_F(ResponseTest, TakesAbsoluteTargetsQueriesAndEscapes)
{
    EXPECT_EQ(get("https://192.168.1.5:8070" + m_path).status, 200);
    EXPECT_EQ(get(m_path + "?campaign=1").status, 200);
    EXPECT_EQ(get("/" + m_image.id + "/%6dy%20app%2Ebin").status, 200);
}

TEST_F(ResponseTest, NamesTheBoardByItsToken)
{
    const std::string token = m_tokens.issue();
    const Response response = get("/b/" + token + m_path);
    EXPECT_EQ(response.status, 200);
    ASSERT_NE(response.token, nullptr);
    EXPECT_EQ(response.token->token(), token);
    EXPECT_EQ(get(m_path).token, nullptr);
    m_tokens.release(token);
    EXPECT_EQ(get("/b/" + token + m_path).status, 404);
}

TEST_F(ResponseTest, ForgetsWhatWasWithdrawn)
{
    m_publications.remove(m_image.id);
    EXPECT_EQ(get(m_path).status, 404);
}

TEST_F(ResponseTest, ServesAnEmptyFile)
{
    const auto file = m_folder / "empty";
    ASSERT_TRUE(writeFileAtomically(file, std::string_view(), FileMode::Public));
    const auto image = m_publications.add(file, "").value();
    EXPECT_EQ(get("/" + image.id + "/empty").status, 200);
    EXPECT_TRUE(headHas("Content-Length: 0"));
    EXPECT_EQ(get("/" + image.id + "/empty", "Range: bytes=0-\r\n").status, 416);
}

TEST_F(ResponseTest, RefusesToPublishAFileThatHasChanged)
{
    const auto file = m_folder / "my app.bin";
    EXPECT_TRUE(m_publications.add(file, m_image.sha256));
    const auto changed = m_publications.add(file, std::string(64, '0'));
    ASSERT_FALSE(changed);
    EXPECT_EQ(changed.error().code, ErrorCode::InvalidArgument);
    EXPECT_NE(changed.error().text.find("my app.bin"), std::string::npos);
    EXPECT_EQ(m_publications.add(m_folder / "none", "").error().code, ErrorCode::NotFound);
}

TEST_F(ResponseTest, KeepsWhatItPublishedWhenTheFileIsCutOff)
{
    std::filesystem::resize_file(m_folder / "my app.bin", 0);
    const auto publication = m_publications.find(m_image.id, m_image.fileName);
    ASSERT_EQ(publication->content->bytes().size(), 1000u);
    EXPECT_EQ(publication->content->bytes()[999], std::byte('x'));
}

} // namespace
} // namespace otabench::server::detail
