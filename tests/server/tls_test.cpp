#include "fixture.h"

#include <array>

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
    for (const char *suite :
         {"ECDHE-ECDSA-AES128-GCM-SHA256", "ECDHE-ECDSA-AES256-GCM-SHA384",
          "ECDHE-ECDSA-CHACHA20-POLY1305", "ECDHE-ECDSA-AES128-CCM", "ECDHE-ECDSA-AES256-CCM",
          "ECDHE-ECDSA-AES128-SHA256", "ECDHE-ECDSA-AES256-SHA384"})
        EXPECT_TRUE(contains(sClient({"-tls1_2", "-cipher", suite}, ""), suite)) << suite;
    for (const char *group : {"P-256", "X25519", "P-384"})
        EXPECT_EQ(sClient({"-groups", group}, "").exitStatus, 0) << group;
    EXPECT_NE(sClient({"-tls1_2", "-cipher", "AES128-SHA"}, "").exitStatus, 0);
}

TEST_F(Tls, SendsTheImageWholeInEverySuite)
{
    for (const char *suite :
         {"ECDHE-ECDSA-AES128-GCM-SHA256", "ECDHE-ECDSA-AES256-GCM-SHA384",
          "ECDHE-ECDSA-CHACHA20-POLY1305", "ECDHE-ECDSA-AES128-CCM", "ECDHE-ECDSA-AES128-SHA256"})
        EXPECT_EQ(curl({"--tls-max", "1.2", "--ciphers", suite, url(), url()}).out,
                  m_content + m_content)
            << suite;
    for (const char *suite :
         {"TLS_AES_128_GCM_SHA256", "TLS_AES_256_GCM_SHA384", "TLS_CHACHA20_POLY1305_SHA256"})
        EXPECT_EQ(curl({"--tlsv1.3", "--tls13-ciphers", suite, url(), url()}).out,
                  m_content + m_content)
            << suite;
}

/// A session whose client changes its keys, and asks the server to, or not; what comes for a
/// request after that.
std::string answerAfterKeyUpdate(std::uint16_t port, int kind, const std::string &request)
{
    const RawClient socket(port);
    const openssl::SslContext context(SSL_CTX_new(TLS_client_method()));
    const openssl::Ssl session(SSL_new(context.get()));
    SSL_set_fd(session.get(), socket.descriptor());
    EXPECT_EQ(SSL_connect(session.get()), 1);
    EXPECT_EQ(SSL_key_update(session.get(), kind), 1);
    std::size_t length = 0;
    EXPECT_EQ(SSL_write_ex(session.get(), request.data(), request.size(), &length), 1);
    std::string answer;
    std::array<char, 16384> bytes;
    while (SSL_read_ex(session.get(), bytes.data(), bytes.size(), &length) == 1)
        answer.append(bytes.data(), length);
    return answer;
}

TEST_F(Tls, OutlivesKeyUpdates)
{
    const std::string request = get("Connection: close\r\n");
    EXPECT_TRUE(answerAfterKeyUpdate(m_server->port(), SSL_KEY_UPDATE_NOT_REQUESTED, request)
                    .ends_with(m_content));
    // Asked for new keys of its own it may end the session, but must send nothing wrong.
    const std::string answer =
        answerAfterKeyUpdate(m_server->port(), SSL_KEY_UPDATE_REQUESTED, request);
    EXPECT_TRUE(answer.empty() || answer.ends_with(m_content));
    EXPECT_TRUE(serves());
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

TEST_F(Tls, HasAnEcdsaAndAnRsaCertificateTogether)
{
    const CertificateFiles ec = makeCertificate("ec-one");
    const CertificateFiles rsa = makeCertificate("rsa-one", "rsa:2048");
    const CertificateFiles other = makeCertificate("ec-two");
    start({.moreCertificates = {{rsa.certificatePem, rsa.keyPem}}});
    const std::vector<std::string> forRsa = {"-tls1_2", "-cipher", "ECDHE-RSA-AES128-GCM-SHA256"};
    const std::vector<std::string> forEc = {"-tls1_2", "-cipher", "ECDHE-ECDSA-AES128-GCM-SHA256"};
    EXPECT_TRUE(contains(sClient(forRsa, ""), "subject=CN = rsa-one"));
    EXPECT_TRUE(contains(sClient(forEc, ""), "subject=CN = server"));
    EXPECT_TRUE(contains(sClient({"-tls1_3", "-sigalgs", "rsa_pss_rsae_sha256"}, ""),
                         "subject=CN = rsa-one"));
    ASSERT_TRUE(m_server->replaceCertificate(other.certificatePem, other.keyPem));
    EXPECT_TRUE(contains(sClient(forRsa, ""), "subject=CN = rsa-one")) << "stays";
    EXPECT_TRUE(contains(sClient(forEc, ""), "subject=CN = ec-two"));
    ASSERT_TRUE(m_server->replaceCertificates({{ec.certificatePem, ec.keyPem}}));
    EXPECT_FALSE(contains(sClient(forRsa, ""), "rsa-one"));
}

TEST_F(Tls, DemandsCertificatesOfBoardsWhenAsked)
{
    const CertificateFiles board = makeCertificate("board-7"); // its own CA
    (void)makeCertificate("stranger");
    start({.recordRequests = true, .clientCaPem = board.certificatePem});
    const auto with = [this](const std::string &name) {
        return curl({"--cert", (m_folder / (name + ".pem")).string(), "--key",
                     (m_folder / (name + ".key")).string(), url()});
    };
    EXPECT_EQ(with("board-7").out, m_content);
    EXPECT_NE(with("stranger").exitStatus, 0);
    EXPECT_NE(curl({url()}).exitStatus, 0);
    EXPECT_NE(curl({"--tls-max", "1.2", url()}).exitStatus, 0);
    ASSERT_TRUE(waitUntil([&] { return m_server->totals().failedHandshakes == 3; }));
    const auto requests = m_server->takeRequests();
    ASSERT_EQ(requests.size(), 1u);
    EXPECT_EQ(requests[0].user, "board-7");
    const auto failures = m_server->takeHandshakeFailures();
    ASSERT_EQ(failures.size(), 3u);
    EXPECT_NE(failures[0].reason.find("client CA"), std::string::npos) << failures[0].reason;
    EXPECT_NE(failures[1].reason.find("no certificate"), std::string::npos) << failures[1].reason;
    EXPECT_EQ(ImageServer::start({.certificatePem = board.certificatePem,
                                  .keyPem = board.keyPem,
                                  .clientCaPem = "nonsense"})
                  .error()
                  .code,
              ErrorCode::CertificateInvalid);
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
