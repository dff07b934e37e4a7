#include "certificates/inspection.h"

#include "base/openssl.h"
#include "certificates/authority.h"

#include <gtest/gtest.h>

#include <openssl/pem.h>

#include <algorithm>
#include <ctime>
#include <random>

namespace otabench::certificates {
namespace {

/// A server certificate as other tools make them, with the faults a test wants.
struct Foreign
{
    std::string commonName = "10.0.0.1";
    std::string names = {}; ///< x509v3_config syntax; empty: no SAN
    std::string keyUsage = {};
    long startsIn = -1000, endsIn = 1000000; ///< seconds from now
    const EVP_MD *digest = EVP_sha256();
    std::size_t rsaBits = 0; ///< 0: EC P-256
    std::string issuer = "some CA";
};

std::string make(const Foreign &foreign)
{
    const openssl::Pkey key(foreign.rsaBits != 0
                                ? EVP_PKEY_Q_keygen(nullptr, nullptr, "RSA", foreign.rsaBits)
                                : EVP_PKEY_Q_keygen(nullptr, nullptr, "EC", "P-256"));
    const openssl::Certificate certificate(X509_new());
    X509_set_version(certificate.get(), X509_VERSION_3);
    ASN1_INTEGER_set(X509_get_serialNumber(certificate.get()), 1);
    const auto setName = [](X509_NAME *name, const std::string &text) {
        X509_NAME_add_entry_by_txt(name, "CN", MBSTRING_UTF8,
                                   reinterpret_cast<const unsigned char *>(text.c_str()), -1, -1,
                                   0);
    };
    setName(X509_get_subject_name(certificate.get()), foreign.commonName);
    const openssl::Name issuer(X509_NAME_new());
    setName(issuer.get(), foreign.issuer);
    X509_set_issuer_name(certificate.get(), issuer.get());
    X509_gmtime_adj(X509_getm_notBefore(certificate.get()), foreign.startsIn);
    X509_gmtime_adj(X509_getm_notAfter(certificate.get()), foreign.endsIn);
    X509_set_pubkey(certificate.get(), key.get());
    for (const auto &[nid, value] : {std::pair{NID_subject_alt_name, foreign.names},
                                     std::pair{NID_key_usage, foreign.keyUsage}}) {
        if (value.empty())
            continue;
        const openssl::Extension extension(
            X509V3_EXT_conf_nid(nullptr, nullptr, nid, value.c_str()));
        X509_add_ext(certificate.get(), extension.get(), -1);
    }
    X509_sign(certificate.get(), key.get(), foreign.digest);
    const openssl::Bio bio(BIO_new(BIO_s_mem()));
    PEM_write_bio_X509(bio.get(), certificate.get());
    char *data = nullptr;
    const long length = BIO_get_mem_data(bio.get(), &data);
    return {data, static_cast<std::size_t>(length)};
}

Finding find(const std::string &pem, const std::string &host, std::string_view check)
{
    const auto findings = checkAsBoard(pem, host);
    EXPECT_TRUE(findings);
    const auto found = std::ranges::find(*findings, check, &Finding::check);
    EXPECT_NE(found, findings->end()) << check;
    return found != findings->end() ? *found : Finding{};
}

TEST(CheckAsBoard, OurOwnPassEverything)
{
    const auto authority = Authority::create({}).value();
    const auto server = authority.issueServer({.hosts = {"10.0.0.1", "fd00::5"}}).value();
    for (const std::string host : {"10.0.0.1", "fd00::5", "FD00:0::5"}) {
        const auto findings =
            checkAsBoard(server.certificatePem + authority.certificatePem(), host).value();
        for (const Finding &finding : findings) {
            const bool spelledOtherwise = host == "FD00:0::5" && finding.check == "name-old";
            EXPECT_TRUE(finding.ok || spelledOtherwise)
                << host << " " << finding.check << ": " << finding.detail;
        }
    }
}

TEST(CheckAsBoard, NameRulesDifferByMbedTlsAge)
{
    struct Row
    {
        Foreign foreign;
        const char *host;
        bool newOk, oldOk;
    };

    for (const Row &row : {
             Row{{.names = "IP:10.0.0.1"}, "10.0.0.1", true, false},
             Row{{.names = "DNS:10.0.0.1"}, "10.0.0.1", true, true},
             Row{{.names = ""}, "10.0.0.1", true, true},
             Row{{.names = "DNS:other.local"}, "10.0.0.1", false, false},
             Row{{.names = "DNS:*.local"}, "Bench.Local", true, true},
             Row{{.names = "DNS:*.local"}, "a.bench.local", false, false},
             Row{{.commonName = "bench.local"}, "bench.local", true, true},
         }) {
        const std::string pem = make(row.foreign);
        EXPECT_EQ(find(pem, row.host, "name-new").ok, row.newOk) << row.foreign.names;
        EXPECT_EQ(find(pem, row.host, "name-old").ok, row.oldOk) << row.foreign.names;
    }
}

TEST(CheckAsBoard, AWrongNameSaysWhatTheBoardPrintsAndWhatToDo)
{
    const Finding finding = find(make({.names = "IP:10.0.0.1"}), "10.0.0.2", "name-new");
    EXPECT_FALSE(finding.ok);
    EXPECT_NE(finding.boardPrints.find("-0x2700"), std::string::npos) << finding.boardPrints;
    EXPECT_NE(finding.boardPrints.find("expected CN"), std::string::npos) << finding.boardPrints;
    EXPECT_EQ(finding.flags, 0x04u);
    EXPECT_NE(finding.detail.find("IP:10.0.0.1"), std::string::npos) << finding.detail;
    EXPECT_NE(finding.toDo.find("--host 10.0.0.2"), std::string::npos) << finding.toDo;
}

TEST(CheckAsBoard, FaultsAreFoundEachInItsCheck)
{
    const auto isOk = [](const Foreign &foreign, std::string_view check) {
        return find(make(foreign), "10.0.0.1", check).ok;
    };
    EXPECT_TRUE(isOk({}, "dates"));
    EXPECT_FALSE(isOk({.endsIn = -10}, "dates"));
    EXPECT_FALSE(isOk({.startsIn = 5000}, "dates"));
    EXPECT_TRUE(isOk({}, "key"));
    EXPECT_TRUE(isOk({.rsaBits = 2048}, "key"));
    EXPECT_FALSE(isOk({.rsaBits = 1024}, "key"));
    EXPECT_TRUE(isOk({}, "signature"));
    EXPECT_FALSE(isOk({.digest = EVP_sha1()}, "signature"));
    EXPECT_FALSE(isOk({.digest = EVP_sha1(), .issuer = "10.0.0.1"}, "signature")); // self-signed
    EXPECT_TRUE(isOk({.keyUsage = "digitalSignature"}, "usage"));
    EXPECT_FALSE(isOk({.keyUsage = "keyCertSign"}, "usage"));
}

TEST(CheckAsBoard, ABoardWithoutAClockIsWarnedOf)
{
    const Finding late = find(make({}), "10.0.0.1", "dates-no-clock");
    EXPECT_TRUE(late.ok) << "ESP-IDF does not check dates by default";
    EXPECT_TRUE(late.isWarning);
    EXPECT_EQ(late.flags, 0x200u);
    const auto authority = Authority::create({}).value();
    const auto server = authority.issueServer({.hosts = {"10.0.0.1"}}).value();
    const auto findings = checkAsBoard(server.certificatePem,
                                       {.host = "10.0.0.1", .trustPem = authority.certificatePem()})
                              .value();
    for (const Finding &finding : findings)
        EXPECT_TRUE(finding.ok && !finding.isWarning) << finding.check << ": " << finding.detail;
}

TEST(CheckAsBoard, ACertificateNobodyTrustsIsRefused)
{
    const auto server = Authority::create({})->issueServer({.hosts = {"10.0.0.1"}}).value();
    const auto findings =
        checkAsBoard(server.certificatePem,
                     {.host = "10.0.0.1", .trustPem = Authority::create({})->certificatePem()})
            .value();
    const auto chain = std::ranges::find(findings, "chain", &Finding::check);
    EXPECT_FALSE(chain->ok);
    EXPECT_EQ(oldBoardFlags(findings), 0x08u);
}

TEST(CheckAsBoard, ChainOrderIsChecked)
{
    const auto authority = Authority::create({}).value();
    const auto server = authority.issueServer({.hosts = {"10.0.0.1"}}).value();
    const std::string &root = authority.certificatePem();
    EXPECT_TRUE(find(server.certificatePem + root, "10.0.0.1", "chain").ok);
    EXPECT_TRUE(find(server.certificatePem, "10.0.0.1", "chain").ok) << "boards have the root";
    EXPECT_FALSE(find(root + server.certificatePem, "10.0.0.1", "chain").ok);
    const auto other = Authority::create({}).value();
    EXPECT_FALSE(find(server.certificatePem + other.certificatePem(), "10.0.0.1", "chain").ok)
        << "the same name, another key";
}

TEST(CheckAsBoard, RefusesWhatItCannotJudge)
{
    EXPECT_EQ(checkAsBoard("nonsense", "10.0.0.1").error().code, ErrorCode::CertificateInvalid);
    EXPECT_EQ(checkAsBoard(make({}), "https://x").error().code, ErrorCode::InvalidArgument);
}

TEST(Summarize, ANameCommandsNoTerminal)
{
    const auto list = summarize(make({.commonName = "a\x1b[2Jb"})).value();
    EXPECT_EQ(list.front().commonName, "a?[2Jb");
}

TEST(Summarize, ListsAllInOrderAndPassesOverKeys)
{
    const auto authority = Authority::create({}).value();
    const auto server = authority.issueServer({.hosts = {"10.0.0.1"}}).value();
    const auto list =
        summarize(server.keyPem + server.certificatePem + authority.certificatePem()).value();
    ASSERT_EQ(list.size(), 2u);
    EXPECT_EQ(list[0].commonName, "10.0.0.1");
    EXPECT_TRUE(list[1].isAuthority);
}

TEST(Summarize, DamagedTextIsRefused)
{
    const std::string pem = Authority::create({})->certificatePem();
    EXPECT_FALSE(summarize(""));
    EXPECT_FALSE(summarize(pem + pem.substr(0, pem.size() / 2)));
    std::mt19937 random(20261121);
    for (int round = 0; round < 2000; ++round) { // ASan watches; most are refused, none may crash
        std::string mutated = pem;
        for (int flips = 0; flips < 3; ++flips)
            mutated[random() % mutated.size()] = static_cast<char>(random() & 0xFF);
        const auto list = summarize(mutated);
        EXPECT_TRUE(!list || !list->empty());
        const auto findings = checkAsBoard(mutated, "10.0.0.1");
        EXPECT_EQ(findings.has_value(), list.has_value());
    }
}

} // namespace
} // namespace otabench::certificates
