// Real handshakes: OpenSSL serves what we issued, Mbed TLS (the boards' stack) connects as
// esp_http_client does, and both talk through memory, so that no port or clock is involved.
#include "certificates/authority.h"
#include "mbed_handshake.h"

#include <gtest/gtest.h>

#include <mbedtls/x509.h>

#include <map>
#include <utility>

namespace otabench::certificates {
namespace {

struct Issued
{
    Authority authority;
    KeyedCertificate server;
};

/// One CA with a server certificate per key type, shared by the tests: long RSA keys take seconds.
const Issued &issued(KeyType type)
{
    static std::map<KeyType, Issued> cache;
    const auto found = cache.find(type);
    if (found != cache.end())
        return found->second;
    Authority authority = Authority::create({}).value();
    KeyedCertificate server =
        authority.issueServer({.hosts = {"192.168.1.5", "fd00::5", "bench.local"}, .key = type})
            .value();
    return cache.emplace(type, Issued{std::move(authority), std::move(server)}).first->second;
}

class Handshake : public testing::TestWithParam<KeyType>
{
};

TEST_P(Handshake, BoardAcceptsAddressesAndNamesOfTheCertificate)
{
    const auto &[authority, server] = issued(GetParam());
    for (const char *host : {"192.168.1.5", "fd00::5", "bench.local"}) {
        const Verdict verdict = connect(server, authority.certificatePem(), host);
        EXPECT_EQ(verdict.error, 0) << host << " flags " << verdict.flags;
        EXPECT_EQ(verdict.flags, 0u) << host;
    }
}

TEST_P(Handshake, BoardRefusesAnotherHost)
{
    const auto &[authority, server] = issued(GetParam());
    const Verdict verdict = connect(server, authority.certificatePem(), "192.168.1.6");
    EXPECT_EQ(verdict.error, MBEDTLS_ERR_X509_CERT_VERIFY_FAILED);
    EXPECT_EQ(verdict.flags, static_cast<unsigned>(MBEDTLS_X509_BADCERT_CN_MISMATCH));
}

TEST_P(Handshake, BoardRefusesAnotherCa)
{
    const Verdict verdict =
        connect(issued(GetParam()).server, Authority::create({})->certificatePem(), "192.168.1.5");
    EXPECT_EQ(verdict.error, MBEDTLS_ERR_X509_CERT_VERIFY_FAILED);
    EXPECT_EQ(verdict.flags, static_cast<unsigned>(MBEDTLS_X509_BADCERT_NOT_TRUSTED));
}

TEST_P(Handshake, SelfSignedIsItsOwnRoot)
{
    const auto pair = makeSelfSigned({.hosts = {"192.168.1.5"}, .key = GetParam()}).value();
    const Verdict verdict = connect(pair, pair.certificatePem, "192.168.1.5");
    EXPECT_EQ(verdict.error, 0) << "flags " << verdict.flags;
    EXPECT_EQ(connect(pair, pair.certificatePem, "192.168.1.6").flags,
              static_cast<unsigned>(MBEDTLS_X509_BADCERT_CN_MISMATCH));
}

INSTANTIATE_TEST_SUITE_P(KeyTypes, Handshake,
                         testing::Values(KeyType::EcP256, KeyType::EcP384, KeyType::Rsa2048,
                                         KeyType::Rsa3072, KeyType::Rsa4096),
                         [](const auto &row) {
                             std::string text(name(row.param));
                             std::erase(text, '-');
                             return text;
                         });

TEST(CrossSigned, BoardsOfEitherCaAcceptTheCrossSignedChain)
{
    const auto first = Authority::create({}).value();
    const auto second = first.makeSuccessor(KeyType::EcP256, {}).value();
    auto server = second.issueServer({.hosts = {"192.168.1.5"}}).value();
    EXPECT_EQ(connect(server, first.certificatePem(), "192.168.1.5").flags,
              static_cast<unsigned>(MBEDTLS_X509_BADCERT_NOT_TRUSTED))
        << "without the cross-certificate";
    server.certificatePem += first.crossSign(second).value();
    const std::string both = second.certificatePem() + first.certificatePem();
    const std::string reverse = first.certificatePem() + second.certificatePem();
    for (const std::string &trust :
         {first.certificatePem(), second.certificatePem(), both, reverse}) {
        const Verdict verdict = connect(server, trust, "192.168.1.5");
        EXPECT_EQ(verdict.error, 0) << "flags " << verdict.flags;
    }
    EXPECT_NE(connect(server, Authority::create({})->certificatePem(), "192.168.1.5").error, 0);
}

TEST(CaKey, OfEveryTypeIsAccepted)
{
    for (const KeyType type : {KeyType::EcP384, KeyType::Rsa2048}) {
        const auto authority = Authority::create({.key = type}).value();
        const auto server = authority.issueServer({.hosts = {"192.168.1.5"}}).value();
        EXPECT_EQ(connect(server, authority.certificatePem(), "192.168.1.5").error, 0)
            << name(type);
    }
}

} // namespace
} // namespace otabench::certificates
