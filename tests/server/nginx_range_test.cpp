// What nginx answers to each form of a range is what we answer, but for what is written here.

#include "fixture.h"

#include "support/nginx.h"

#include <algorithm>
#include <cctype>

namespace otabench::server {
namespace {

/// Of an answer, what ranges decide.
struct Answer
{
    std::string status;
    std::string contentRange;
    std::string contentLength;
    std::string body;
};

std::string fieldOf(const std::string &head, const std::string &name)
{
    const std::size_t at = head.find("\r\n" + name + ": ");
    if (at == std::string::npos)
        return "";
    const std::size_t first = at + name.size() + 4;
    return head.substr(first, head.find("\r\n", first) - first);
}

Answer ask(std::uint16_t port, const std::string &method, const std::string &path,
           const std::string &lines)
{
    const RawClient client(port);
    EXPECT_TRUE(client.send(fmt::format("{} {} HTTP/1.1\r\nHost: h\r\n{}Connection: close\r\n\r\n",
                                        method, path, lines)));
    const std::string all = client.readToEnd().value_or("");
    const std::size_t end = std::min(all.find("\r\n\r\n"), all.size());
    const std::string head = all.substr(0, end + 2);
    Answer answer{head.substr(9, 3), fieldOf(head, "Content-Range"),
                  fieldOf(head, "Content-Length"), all.substr(std::min(end + 4, all.size()))};
    if (answer.status == "416") { // nginx explains it in HTML
        answer.contentLength.clear();
        answer.body.clear();
    }
    return answer;
}

class NginxRange : public ServerTest
{
protected:
    NginxRange()
    {
        startPlain();
        std::filesystem::copy_file(m_folder / "app.bin", m_nginx.files() / "app.bin");
        EXPECT_TRUE(m_nginx.start()) << m_nginx.err();
    }

    Answer nginx(const std::string &lines, const std::string &method = "GET") const
    {
        return ask(m_nginx.port(), method, "/app.bin", lines);
    }

    Answer ours(const std::string &lines, const std::string &method = "GET") const
    {
        return ask(m_server->port(), method, path(), lines);
    }

    void expectSame(const std::string &lines, const std::string &oursLines) const
    {
        const Answer theirs = nginx(lines);
        const Answer own = ours(oursLines);
        EXPECT_EQ(own.status, theirs.status) << lines;
        EXPECT_EQ(own.contentRange, theirs.contentRange) << lines;
        EXPECT_EQ(own.contentLength, theirs.contentLength) << lines;
        EXPECT_TRUE(own.body == theirs.body) << lines;
    }

    support::Nginx m_nginx{m_folder.path(), {}};
};

TEST_F(NginxRange, IsAnsweredTheSameRowByRow)
{
    for (const char *range : {"bytes=0-0",
                              "bytes=0-99",
                              "bytes=10-",
                              "bytes=-1",
                              "bytes=-300001",
                              "bytes=-5000000",
                              "bytes=300000-300000",
                              "bytes=500-300001",
                              "bytes=0-9999999",
                              "BYTES=0-0",
                              "bytes= 0-0",
                              "bytes=0 - 0",
                              "bytes=0-0 ",
                              "bytes=00-01",
                              "bytes=300001-",
                              "bytes=300001-400000",
                              "bytes=99999999999999999999999999-",
                              "bytes=-0",
                              "bytes=9-5",
                              "bytes=",
                              "bytes=-",
                              "bytes=a-b",
                              "bytes=1",
                              "bytes=--1",
                              "bytes=-1-2",
                              "bytes=+1-2",
                              "bytes=0x1-2",
                              "bytes=1-2;",
                              "bytes 0-1",
                              "items=0-1",
                              "bytes",
                              ""}) {
        const std::string line = fmt::format("Range: {}\r\n", range);
        expectSame(line, line);
    }
}

TEST_F(NginxRange, DependsOnIfRangeTheSame)
{
    const std::string theirHead =
        ask(m_nginx.port(), "HEAD", "/app.bin", "").status; // 200: the file is there
    ASSERT_EQ(theirHead, "200");
    const std::string theirTag = [this] {
        const RawClient client(m_nginx.port());
        EXPECT_TRUE(client.send("HEAD /app.bin HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n"));
        return fieldOf(client.readToEnd().value_or(""), "ETag");
    }();
    const std::string range = "Range: bytes=5-9\r\n";
    const auto with = [&](const std::string &validator) {
        return fmt::format("{}If-Range: {}\r\n", range, validator);
    };
    expectSame(with(theirTag), with("\"" + m_image.sha256 + "\""));
    expectSame(with("\"other\""), with("\"other\""));
    expectSame(with("W/" + theirTag), with("W/\"" + m_image.sha256 + "\""));
    expectSame(with("Sun, 06 Nov 1994 08:49:37 GMT"), with("Sun, 06 Nov 1994 08:49:37 GMT"));
}

TEST_F(NginxRange, DiffersOnPurposeWhereBoardsNeedIt)
{
    // Boards cannot read multipart/byteranges.
    EXPECT_EQ(nginx("Range: bytes=0-0,5-9\r\n").status, "206");
    EXPECT_EQ(ours("Range: bytes=0-0,5-9\r\n").status, "200");
    // RFC 9110 section 14.2: a range is of GET only. Boards learn the size from HEAD.
    EXPECT_EQ(nginx("Range: bytes=0-9\r\n", "HEAD").contentLength, "10");
    EXPECT_EQ(ours("Range: bytes=0-9\r\n", "HEAD").contentLength, "300001");
    // A last position past the end is past the end, however large it is.
    EXPECT_EQ(nginx("Range: bytes=0-99999999999999999999999999\r\n").status, "416");
    EXPECT_EQ(ours("Range: bytes=0-99999999999999999999999999\r\n").status, "206");
}

} // namespace
} // namespace otabench::server
