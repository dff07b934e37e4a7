// The fault bench: each fault as a client meets it.

#include "fixture.h"

#include <sys/socket.h>

namespace otabench::server {
namespace {

TEST(Faults, AreReadAsTheyAreWritten)
{
    for (const char *text : {"cut:100000", "reset:0", "stall:5@bench-3", "slow:2000*2",
                             "length:-7@10.0.0.9*3", "flip:12", "certificate", "wrong-name@::1",
                             "expired", "status:500", "redirect", "chunked", "no-range:416"}) {
        const auto fault = parseFault(text);
        ASSERT_TRUE(fault) << fault.error().text;
        EXPECT_EQ(toText(*fault), text);
    }
    EXPECT_EQ(parseFault("cut:2K").value().argument, 2048);
    EXPECT_EQ(parseFault("length:+5").value().argument, 5);
    EXPECT_EQ(parseFault("no-range").value().argument, 200);
    for (const char *text : {"", "explode", "cut", "cut:", "cut:-1", "cut:x", "cut:1G", "slow:0",
                             "status:200", "status:1000", "no-range:404", "expired:1", "cut:1@",
                             "cut:1*0", "cut:1*x", "cut:99999999999999999999", "length:0"}) {
        const auto fault = parseFault(text);
        ASSERT_FALSE(fault) << text;
        EXPECT_EQ(fault.error().code, ErrorCode::InvalidArgument);
    }
}

class FaultBench : public ServerTest
{
protected:
    void startWith(const std::string &fault)
    {
        startPlain({.recordRequests = true, .faults = {parseFault(fault).value()}});
    }

    /// All that comes for a GET until the server closes.
    std::string fetch(const std::string &lines = "", const std::string &token = "")
    {
        const RawClient client(m_server->port());
        EXPECT_TRUE(client.send(get("Connection: close\r\n" + lines, token)));
        return client.readToEnd().value_or("nothing in time");
    }

    static std::string bodyOf(const std::string &answer)
    {
        return answer.substr(answer.find("\r\n\r\n") + 4);
    }

    static bool has(const std::string &answer, const std::string &line)
    {
        return answer.substr(0, answer.find("\r\n\r\n") + 2).find("\r\n" + line + "\r\n") !=
               std::string::npos;
    }
};

TEST_F(FaultBench, CutsTheConnectionAfterSoManyBytes)
{
    startWith("cut:100000");
    const std::string answer = fetch();
    EXPECT_TRUE(has(answer, "Content-Length: 300001"));
    EXPECT_EQ(bodyOf(answer), m_content.substr(0, 100'000));
    EXPECT_EQ(m_server->totals().errors.injected, 1u);
    ASSERT_TRUE(waitUntil([&] { return m_server->totals().errors.cutOff == 1; }));
    const auto requests = m_server->takeRequests();
    ASSERT_EQ(requests.size(), 1u);
    EXPECT_EQ(requests[0].fault, "cut:100000");
    EXPECT_EQ(requests[0].sentBytes, 100'000u);
    EXPECT_TRUE(m_server->setFaults({}));
    EXPECT_EQ(bodyOf(fetch()), m_content) << "all is well again";
}

TEST_F(FaultBench, ResetsTheConnection)
{
    startWith("reset:0");
    const RawClient client(m_server->port());
    ASSERT_TRUE(client.send(get()));
    (void)client.readToEnd();
    char byte = 0;
    EXPECT_LE(::recv(client.descriptor(), &byte, 1, 0), 0);
    EXPECT_TRUE(waitUntil([&] { return m_server->totals().openConnections == 0; }));
}

TEST_F(FaultBench, StallsUntilTheBoardGivesUp)
{
    startWith("stall:5000");
    {
        const RawClient client(m_server->port());
        ASSERT_TRUE(client.send(get()));
        (void)client.readHead();
        EXPECT_EQ(client.read(5000), m_content.substr(0, 5000));
        const std::string token = m_server->issueToken();
        EXPECT_EQ(m_server->totals().openConnections, 1u);
    }
    EXPECT_TRUE(waitUntil([&] { return m_server->totals().openConnections == 0; }));
}

TEST_F(FaultBench, IsSlow)
{
    startWith("slow:400000");
    const auto before = std::chrono::steady_clock::now();
    EXPECT_EQ(bodyOf(fetch()), m_content);
    EXPECT_GT(std::chrono::steady_clock::now() - before, std::chrono::milliseconds(500));
}

TEST_F(FaultBench, TellsAWrongLength)
{
    startWith("length:+9");
    const std::string longer = fetch();
    EXPECT_TRUE(has(longer, "Content-Length: 300010"));
    EXPECT_EQ(bodyOf(longer), m_content);
    ASSERT_TRUE(m_server->setFaults({parseFault("length:-1").value()}));
    EXPECT_TRUE(has(fetch(), "Content-Length: 300000"));
}

TEST_F(FaultBench, FlipsAByteOfTheImageAlsoInARange)
{
    startWith("flip:70000");
    std::string flipped = m_content;
    flipped[70'000] = static_cast<char>(~flipped[70'000]);
    EXPECT_EQ(bodyOf(fetch()), flipped);
    EXPECT_EQ(bodyOf(fetch("Range: bytes=69999-70001\r\n")), flipped.substr(69'999, 3));
    EXPECT_EQ(bodyOf(fetch("Range: bytes=70001-70005\r\n")), m_content.substr(70'001, 5));
}

TEST_F(FaultBench, AnswersWithAStatus)
{
    startWith("status:500*1");
    EXPECT_TRUE(fetch().starts_with("HTTP/1.1 500 Internal Server Error\r\n"));
    EXPECT_EQ(bodyOf(fetch()), m_content) << "was for one request";
}

TEST_F(FaultBench, RedirectsForEver)
{
    startWith("redirect");
    const std::string answer = fetch();
    EXPECT_TRUE(answer.starts_with("HTTP/1.1 302 "));
    EXPECT_TRUE(has(answer, "Location: " + path()));
    EXPECT_EQ(runProgram({"curl", "--silent", "--location", "--max-redirs", "5", url()}).exitStatus,
              47)
        << "too many redirects";
}

TEST_F(FaultBench, SendsChunksWithoutALength)
{
    startWith("chunked");
    const std::string answer = fetch();
    EXPECT_TRUE(has(answer, "Transfer-Encoding: chunked"));
    EXPECT_EQ(answer.find("Content-Length"), std::string::npos);
    EXPECT_EQ(runProgram({"curl", "--silent", url(), url()}).out, m_content + m_content);
    EXPECT_EQ(runProgram({"curl", "--silent", "--range", "5-9", url()}).out,
              m_content.substr(5, 5));
}

TEST_F(FaultBench, RefusesRanges)
{
    startWith("no-range");
    const std::string whole = fetch("Range: bytes=5-9\r\n");
    EXPECT_TRUE(whole.starts_with("HTTP/1.1 200 "));
    EXPECT_EQ(bodyOf(whole), m_content);
    ASSERT_TRUE(m_server->setFaults({parseFault("no-range:416").value()}));
    EXPECT_TRUE(fetch("Range: bytes=5-9\r\n").starts_with("HTTP/1.1 416 "));
    EXPECT_TRUE(fetch().starts_with("HTTP/1.1 200 "));
}

TEST_F(FaultBench, MeetsTheBoardItIsForOnly)
{
    startWith("status:404@bench-3");
    const std::string other = m_server->issueToken("bench-2");
    const std::string meant = m_server->issueToken("bench-3");
    EXPECT_TRUE(fetch("", meant).starts_with("HTTP/1.1 404 "));
    EXPECT_TRUE(fetch("", other).starts_with("HTTP/1.1 200 "));
    EXPECT_TRUE(fetch().starts_with("HTTP/1.1 200 "));
    EXPECT_EQ(m_server->traffic(meant).errors.injected, 1u);
    EXPECT_EQ(m_server->traffic(other).errors.injected, 0u);
    ASSERT_TRUE(m_server->setFaults({parseFault("status:404@127.0.0.1").value()}));
    EXPECT_TRUE(fetch("", other).starts_with("HTTP/1.1 404 ")) << "by its address";
}

TEST_F(FaultBench, ShowsWrongCertificates)
{
    const CertificateFiles ca = makeCertificate("lab-ca");
    start({.faultAuthority = {ca.certificatePem, ca.keyPem}});
    const std::string trusted = (m_folder / "lab-ca.pem").string();
    const auto verdict = [&](const char *fault) {
        EXPECT_TRUE(m_server->setFaults({parseFault(fault).value()}));
        const auto outcome = runProgram({"openssl", "s_client", "-connect",
                                         fmt::format("127.0.0.1:{}", m_server->port()), "-CAfile",
                                         trusted, "-verify_ip", "127.0.0.1"});
        return outcome.out + outcome.err;
    };
    EXPECT_NE(verdict("expired").find("certificate has expired"), std::string::npos);
    EXPECT_NE(verdict("wrong-name").find("IP address mismatch"), std::string::npos);
    EXPECT_NE(verdict("certificate").find("unable to get local issuer"), std::string::npos);
    EXPECT_NE(verdict("expired@10.0.0.1").find("subject=CN = server"), std::string::npos);
    ASSERT_TRUE(m_server->setFaults({}));
    EXPECT_TRUE(serves());
    startPlain();
    EXPECT_EQ(m_server->setFaults({parseFault("expired").value()}).error().code,
              ErrorCode::InvalidArgument);
}

} // namespace
} // namespace otabench::server
