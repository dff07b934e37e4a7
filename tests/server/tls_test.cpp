#include "fixture.h"

namespace otabench::server {
namespace {

class Tls : public ServerTest
{
protected:
    Tls() { start(); }

    bool contains(const support::Outcome &outcome, const std::string &text) const
    {
        return (outcome.out + outcome.err).find(text) != std::string::npos;
    }
};

TEST_F(Tls, RefusesOldVersions)
{
    const auto old = sClient({"-tls1_1", "-cipher", "ALL:@SECLEVEL=0"}, "");
    EXPECT_NE(old.exitStatus, 0);
    EXPECT_TRUE(contains(old, "alert protocol version")) << old.err;
    EXPECT_TRUE(contains(sClient({"-tls1_2"}, ""), "Verify return code: 0 (ok)"));
    EXPECT_TRUE(contains(sClient({"-tls1_3"}, ""), "Verify return code: 0 (ok)"));
}

TEST_F(Tls, TakesTheSuitesAndGroupsOfBoards)
{
    for (const char *suite : {"ECDHE-ECDSA-AES128-GCM-SHA256", "ECDHE-ECDSA-AES256-GCM-SHA384",
                              "ECDHE-ECDSA-CHACHA20-POLY1305"})
        EXPECT_TRUE(contains(sClient({"-tls1_2", "-cipher", suite}, ""), suite)) << suite;
    for (const char *group : {"P-256", "X25519", "P-384"})
        EXPECT_EQ(sClient({"-groups", group}, "").exitStatus, 0) << group;
    EXPECT_NE(sClient({"-tls1_2", "-cipher", "AES128-SHA"}, "").exitStatus, 0);
}

TEST_F(Tls, DoesNotRenegotiate)
{
    const auto outcome = sClient({"-tls1_2"}, "R\n");
    EXPECT_TRUE(contains(outcome, "no renegotiation") || contains(outcome, "handshake failure"))
        << outcome.out << outcome.err;
    EXPECT_TRUE(serves());
}

TEST_F(Tls, ResumesByTicketAndById)
{
    const auto session = (m_folder / "session").string();
    for (const std::vector<std::string> &options :
         {std::vector<std::string>{"-tls1_2"}, {"-tls1_2", "-no_ticket"}, {"-tls1_3"}}) {
        // TLS 1.3 sends its ticket after the handshake: an answer has to be read for it.
        std::vector<std::string> first = options;
        first.insert(first.end(), {"-sess_out", session, "-ign_eof"});
        const auto before = m_server->totals();
        ASSERT_TRUE(contains(sClient(first, get("Connection: close\r\n")), "New, TLS"));
        std::vector<std::string> second = options;
        second.insert(second.end(), {"-sess_in", session, "-ign_eof"});
        EXPECT_TRUE(contains(sClient(second, get("Connection: close\r\n")), "Reused, TLS"))
            << options.back();
        EXPECT_EQ(m_server->totals().handshakes, before.handshakes + 2);
        EXPECT_EQ(m_server->totals().resumedHandshakes, before.resumedHandshakes + 1);
    }
}

TEST_F(Tls, ChangesItsCertificateWithoutDroppingAnyone)
{
    TlsClient before(m_server->port());
    ASSERT_TRUE(before.isConnected());
    EXPECT_EQ(before.subject(), "/CN=server");
    const CertificateFiles other = makeCertificate("other");
    const auto replaced = m_server->replaceCertificate(other.certificatePem, other.keyPem);
    ASSERT_TRUE(replaced) << replaced.error().text;

    EXPECT_EQ(TlsClient(m_server->port()).subject(), "/CN=other");
    ASSERT_TRUE(before.send(get("Range: bytes=0-9\r\n")));
    ASSERT_TRUE(before.readHead().starts_with("HTTP/1.1 206 "));
    EXPECT_EQ(before.read(10), m_content.substr(0, 10));
}

TEST_F(Tls, ResumesAcrossAChangeOfCertificates)
{
    const auto session = (m_folder / "session").string();
    const std::string request = get("Connection: close\r\n");
    ASSERT_EQ(sClient({"-tls1_2", "-sess_out", session, "-ign_eof"}, request).exitStatus, 0);
    const CertificateFiles other = makeCertificate("other");
    ASSERT_TRUE(m_server->replaceCertificate(other.certificatePem, other.keyPem));
    EXPECT_TRUE(
        contains(sClient({"-tls1_2", "-sess_in", session, "-ign_eof"}, request), "Reused, TLS"));
}

TEST_F(Tls, KeepsItsCertificateWhenTheNewOneIsBad)
{
    const CertificateFiles one = makeCertificate("one");
    const CertificateFiles other = makeCertificate("other");
    EXPECT_EQ(m_server->replaceCertificate("nonsense", one.keyPem).error().code,
              ErrorCode::CertificateInvalid);
    EXPECT_EQ(m_server->replaceCertificate("", one.keyPem).error().code,
              ErrorCode::CertificateInvalid);
    EXPECT_EQ(m_server->replaceCertificate(one.certificatePem, "nonsense").error().code,
              ErrorCode::KeyInvalid);
    EXPECT_EQ(m_server->replaceCertificate(one.certificatePem, other.keyPem).error().code,
              ErrorCode::KeyInvalid);
    EXPECT_EQ(m_server
                  ->replaceCertificate(one.certificatePem + "-----BEGIN CERTIFICATE-----\nAA\n",
                                       one.keyPem)
                  .error()
                  .code,
              ErrorCode::CertificateInvalid);
    EXPECT_EQ(TlsClient(m_server->port()).subject(), "/CN=server");
}

TEST_F(Tls, TakesRsaCertificates)
{
    const CertificateFiles rsa = makeCertificate("rsa", "rsa:2048");
    ASSERT_TRUE(m_server->replaceCertificate(rsa.certificatePem, rsa.keyPem));
    EXPECT_EQ(curl({"--cacert", (m_folder / "rsa.pem").string(), "--tls-max", "1.2", url()}).out,
              m_content);
}

TEST_F(Tls, ToldByTheAlertThatTheCaIsWrong)
{
    (void)makeCertificate("stranger");
    const std::string stranger = (m_folder / "stranger.pem").string();
    for (const char *version : {"1.2", "1.3"}) {
        ASSERT_EQ(curl({"--cacert", stranger, "--tls-max", version, url()}).exitStatus, 60);
        std::vector<HandshakeFailure> failures;
        ASSERT_TRUE(waitUntil([&] {
            failures = m_server->takeHandshakeFailures();
            return !failures.empty();
        }));
        EXPECT_TRUE(failures[0].certificateRefused) << failures[0].reason;
        EXPECT_NE(failures[0].reason.find("CA"), std::string::npos) << failures[0].reason;
    }
    EXPECT_EQ(m_server->totals().failedHandshakes, 2u);
}

TEST_F(Tls, StartsOnlyWithAGoodCertificate)
{
    EXPECT_EQ(ImageServer::start({}).error().code, ErrorCode::CertificateInvalid);
    const CertificateFiles files = makeCertificate("one");
    EXPECT_EQ(ImageServer::start({.certificatePem = files.certificatePem}).error().code,
              ErrorCode::KeyInvalid);
}

TEST_F(Tls, SendsRecordsAsSmallAsAsked)
{
    constexpr std::size_t kOverhead = 64; // of a record: nonce, tag, content type
    for (const unsigned recordBytes : {1024u, 16384u}) {
        m_server.reset();
        start({.recordBytes = recordBytes});
        TlsClient client(m_server->port());
        ASSERT_TRUE(client.send(get("Connection: close\r\n")));
        const auto all = client.readToEnd();
        ASSERT_TRUE(all.has_value());
        EXPECT_TRUE(all->ends_with(m_content));
        EXPECT_GE(client.longestRecord(), recordBytes);
        EXPECT_LE(client.longestRecord(), recordBytes + kOverhead);
    }
}

} // namespace
} // namespace otabench::server
