// What checkAsBoard() says of Mbed TLS 2.28, confirmed by Mbed TLS 2.28 itself, row by row. The
// clock of this program can be set: Mbed TLS asks time(), which is defined here.
#include "base/openssl.h"
#include "certificates/authority.h"
#include "certificates/inspection.h"
#include "mbed_handshake.h"

#include <gtest/gtest.h>

#include <openssl/pem.h>

#include <sys/time.h>

#include <ctime>
#include <functional>

namespace {

std::time_t g_clock = -1; ///< what a board's clock shows; -1: the real time

} // namespace

extern "C" std::time_t time(std::time_t *out) noexcept
{
    timeval now = {};
    ::gettimeofday(&now, nullptr);
    const std::time_t shown = g_clock >= 0 ? g_clock : now.tv_sec;
    if (out != nullptr)
        *out = shown;
    return shown;
}

namespace otabench::certificates {
namespace {

class ClockAt
{
public:
    explicit ClockAt(std::time_t shown) { g_clock = shown; }

    ~ClockAt() { g_clock = -1; }

    ClockAt(const ClockAt &) = delete;
    ClockAt &operator=(const ClockAt &) = delete;
};

struct Spec
{
    const char *names = "DNS:10.0.0.1,IP:10.0.0.1";
    const char *commonName = "10.0.0.1";
    const char *keyUsage = "critical,digitalSignature";
    const char *extendedUsage = "serverAuth";
    const char *curve = "P-256";
    std::size_t rsaBits = 0; ///< instead of the curve
    const EVP_MD *digest = EVP_sha256();
    long startsIn = -1000, endsIn = 1000000; ///< seconds from now
};

std::string pemOf(X509 *certificate)
{
    const openssl::Bio bio(BIO_new(BIO_s_mem()));
    PEM_write_bio_X509(bio.get(), certificate);
    char *data = nullptr;
    const long length = BIO_get_mem_data(bio.get(), &data);
    return {data, static_cast<std::size_t>(length)};
}

std::string pemOf(EVP_PKEY *key)
{
    const openssl::Bio bio(BIO_new(BIO_s_mem()));
    PEM_write_bio_PrivateKey(bio.get(), key, nullptr, nullptr, 0, nullptr, nullptr);
    char *data = nullptr;
    const long length = BIO_get_mem_data(bio.get(), &data);
    return {data, static_cast<std::size_t>(length)};
}

template <typename T, typename Read>
T read(const std::string &pem, Read reader)
{
    const openssl::Bio bio(BIO_new_mem_buf(pem.data(), static_cast<int>(pem.size())));
    return T(reader(bio.get(), nullptr, nullptr, nullptr));
}

/// A server certificate with a fault, of a good CA.
KeyedCertificate make(const Spec &spec, const Authority &authority)
{
    const auto root = read<openssl::Certificate>(authority.certificatePem(), PEM_read_bio_X509);
    const auto rootKey = read<openssl::Pkey>(authority.keyed().keyPem, PEM_read_bio_PrivateKey);
    const openssl::Pkey key(spec.rsaBits != 0
                                ? EVP_PKEY_Q_keygen(nullptr, nullptr, "RSA", spec.rsaBits)
                                : EVP_PKEY_Q_keygen(nullptr, nullptr, "EC", spec.curve));
    const openssl::Certificate certificate(X509_new());
    X509 *made = certificate.get();
    X509_set_version(made, X509_VERSION_3);
    ASN1_INTEGER_set(X509_get_serialNumber(made), 7);
    X509_NAME_add_entry_by_txt(X509_get_subject_name(made), "CN", MBSTRING_UTF8,
                               reinterpret_cast<const unsigned char *>(spec.commonName), -1, -1, 0);
    X509_set_issuer_name(made, X509_get_subject_name(root.get()));
    X509_gmtime_adj(X509_getm_notBefore(made), spec.startsIn);
    X509_gmtime_adj(X509_getm_notAfter(made), spec.endsIn);
    X509_set_pubkey(made, key.get());
    for (const auto &[nid, value] :
         {std::pair{NID_subject_alt_name, spec.names}, std::pair{NID_key_usage, spec.keyUsage},
          std::pair{NID_ext_key_usage, spec.extendedUsage}}) {
        if (*value == '\0')
            continue;
        const openssl::Extension extension(X509V3_EXT_conf_nid(nullptr, nullptr, nid, value));
        X509_add_ext(made, extension.get(), -1);
    }
    X509_sign(made, rootKey.get(), spec.digest);
    return {pemOf(made), pemOf(key.get())};
}

const Authority &authority()
{
    static const Authority kept = Authority::create({}).value();
    return kept;
}

std::uint32_t predicted(const KeyedCertificate &pair, const std::string &trust,
                        const std::string &host)
{
    const auto findings = checkAsBoard(pair.certificatePem, {.host = host, .trustPem = trust});
    EXPECT_TRUE(findings);
    return findings ? oldBoardFlags(*findings) : 0;
}

TEST(Predictions, HoldForMbedTls228)
{
    struct Row
    {
        const char *what;
        Spec spec;
        const char *host;
        std::uint32_t flags;
    };

    for (const Row &row : {
             Row{"good", {}, "10.0.0.1", 0},
             Row{"RSA", {.rsaBits = 2048}, "10.0.0.1", 0},
             Row{"P-384", {.curve = "P-384"}, "10.0.0.1", 0},
             Row{"P-521", {.curve = "P-521"}, "10.0.0.1", 0},
             Row{"brainpool", {.curve = "brainpoolP256r1"}, "10.0.0.1", 0},
             Row{"IP entry only", {.names = "IP:10.0.0.1"}, "10.0.0.1", 0x04},
             Row{"no SAN: the CN counts", {.names = ""}, "10.0.0.1", 0},
             Row{"no SAN, another CN", {.names = "", .commonName = "x"}, "10.0.0.1", 0x04},
             Row{"wildcard", {.names = "DNS:*.local"}, "bench.LOCAL", 0},
             Row{"wildcard is one label", {.names = "DNS:*.local"}, "a.bench.local", 0x04},
             Row{"wildcard within a label", {.names = "DNS:b*.local"}, "bench.local", 0x04},
             Row{"another name", {.names = "DNS:other"}, "10.0.0.1", 0x04},
             Row{"short RSA", {.rsaBits = 1024}, "10.0.0.1", 0x10000},
             Row{"SHA-1", {.digest = EVP_sha1()}, "10.0.0.1", 0x4000},
             Row{"SHA-384", {.digest = EVP_sha384()}, "10.0.0.1", 0},
             Row{"no usage at all", {.keyUsage = "", .extendedUsage = ""}, "10.0.0.1", 0},
             Row{"any usage", {.extendedUsage = "anyExtendedKeyUsage"}, "10.0.0.1", 0},
             Row{"for clients only", {.extendedUsage = "clientAuth"}, "10.0.0.1", 0x1000},
             Row{"two faults",
                 {.names = "DNS:other", .extendedUsage = "clientAuth"},
                 "10.0.0.1",
                 0x1004},
         }) {
        const auto pair = make(row.spec, authority());
        const std::string &trust = authority().certificatePem();
        EXPECT_EQ(predicted(pair, trust, row.host), row.flags) << row.what;
        const Verdict verdict = connect(pair, trust, row.host);
        EXPECT_EQ(verdict.flags, row.flags) << row.what << ", error " << verdict.error;
        EXPECT_EQ(verdict.error != 0, row.flags != 0) << row.what << ", error " << verdict.error;
    }
}

TEST(Predictions, HoldForChains)
{
    const auto first = authority();
    const auto second = first.makeSuccessor(KeyType::EcP256, {}).value();
    const auto leaf = second.issueServer({.hosts = {"10.0.0.1"}}).value();
    const std::string middle = first.crossSign(second).value();
    const std::string &root = first.certificatePem();
    const std::string stranger = Authority::create({.commonName = "x"})->certificatePem();

    struct Row
    {
        const char *what;
        std::string chain, trust;
        std::uint32_t flags;
    };

    for (const Row &row : {
             Row{"whole", leaf.certificatePem + middle, root, 0},
             Row{"with its root", leaf.certificatePem + middle + root, root, 0},
             Row{"a stranger between", leaf.certificatePem + stranger + middle, root, 0},
             Row{"no intermediate", leaf.certificatePem, root, 0x08},
             Row{"another CA", leaf.certificatePem + middle, stranger, 0x08},
             Row{"the intermediate is trusted", leaf.certificatePem, middle, 0},
             Row{"the leaf itself is trusted", leaf.certificatePem, leaf.certificatePem, 0x08},
         }) {
        const KeyedCertificate pair{row.chain, leaf.keyPem};
        EXPECT_EQ(predicted(pair, row.trust, "10.0.0.1"), row.flags) << row.what;
        EXPECT_EQ(connect(pair, row.trust, "10.0.0.1").flags, row.flags) << row.what;
    }
}

TEST(Predictions, HoldForAKeyUsageThatServersDoNotUse)
{
    const auto pair = make({.keyUsage = "critical,keyCertSign"}, authority());
    const std::string &trust = authority().certificatePem();
    EXPECT_EQ(predicted(pair, trust, "10.0.0.1"), 0x800u);
    EXPECT_EQ(connect(pair, trust, "10.0.0.1").error, -0x7780) << "OpenSSL ends it before";
}

TEST(Predictions, HoldForAPathThatIsTooLong)
{
    const auto second = authority().makeSuccessor(KeyType::EcP256, {}).value();
    const auto third = second.makeSuccessor(KeyType::EcP256, {}).value();
    const auto fourth = third.makeSuccessor(KeyType::EcP256, {}).value();
    const auto leaf = fourth.issueServer({.hosts = {"10.0.0.1"}}).value();
    const KeyedCertificate pair{leaf.certificatePem + third.crossSign(fourth).value() +
                                    second.crossSign(third).value() +
                                    authority().crossSign(second).value(),
                                leaf.keyPem};
    const std::string &trust = authority().certificatePem();
    EXPECT_EQ(predicted(pair, trust, "10.0.0.1"), connect(pair, trust, "10.0.0.1").flags);
}

TEST(Predictions, HoldForAWrongOrder)
{
    const auto first = authority();
    const auto second = first.makeSuccessor(KeyType::EcP256, {}).value();
    const auto third = second.makeSuccessor(KeyType::EcP256, {}).value();
    const auto leaf = third.issueServer({.hosts = {"10.0.0.1"}}).value();
    const std::string upper = first.crossSign(second).value();
    const std::string lower = second.crossSign(third).value();
    const std::string &root = first.certificatePem();
    const KeyedCertificate right{leaf.certificatePem + lower + upper, leaf.keyPem};
    const KeyedCertificate wrong{leaf.certificatePem + upper + lower, leaf.keyPem};
    EXPECT_EQ(predicted(right, root, "10.0.0.1"), 0u);
    EXPECT_EQ(connect(right, root, "10.0.0.1").flags, 0u);
    EXPECT_EQ(predicted(wrong, root, "10.0.0.1"), 0x08u);
    EXPECT_EQ(connect(wrong, root, "10.0.0.1").flags, 0x08u);
}

TEST(Predictions, HoldForDates)
{
    const auto found = [](const KeyedCertificate &pair, std::string_view check) {
        const auto findings = checkAsBoard(
            pair.certificatePem, {.host = "10.0.0.1", .trustPem = authority().certificatePem()});
        for (const Finding &finding : findings.value()) {
            if (finding.check == check)
                return finding.flags;
        }
        return ~0U;
    };
    const std::string &trust = authority().certificatePem();
    const auto good = make({}, authority());
    const auto ended = make({.endsIn = -10}, authority());
    const auto future = make({.startsIn = 5000}, authority());
    const auto bench = authority().issueServer({.hosts = {"10.0.0.1"}}).value();
    EXPECT_EQ(found(good, "dates"), 0u);
    EXPECT_EQ(connect(good, trust, "10.0.0.1").flags, 0u);
    EXPECT_EQ(found(ended, "dates"), 0x01u);
    EXPECT_EQ(connect(ended, trust, "10.0.0.1").flags, 0x01u);
    EXPECT_EQ(found(future, "dates"), 0x200u);
    EXPECT_EQ(connect(future, trust, "10.0.0.1").flags, 0x200u);
    const auto goodLater = found(good, "dates-no-clock");
    const auto benchLater = found(bench, "dates-no-clock");
    const ClockAt booted(61); // a minute after the board has started
    EXPECT_EQ(goodLater, 0x200u);
    EXPECT_EQ(connect(good, trust, "10.0.0.1").flags, 0x200u);
    EXPECT_EQ(benchLater, 0u);
    EXPECT_EQ(connect(bench, trust, "10.0.0.1").flags, 0u) << "valid from 1970-01-01 on";
}

TEST(Predictions, HoldForASelfSignedServer)
{
    const auto pair = makeSelfSigned({.hosts = {"10.0.0.1"}}).value();
    EXPECT_EQ(predicted(pair, pair.certificatePem, "10.0.0.1"), 0u);
    EXPECT_EQ(connect(pair, pair.certificatePem, "10.0.0.1").flags, 0u);
    const std::string &other = authority().certificatePem();
    EXPECT_EQ(predicted(pair, other, "10.0.0.1"), 0x08u);
    EXPECT_EQ(connect(pair, other, "10.0.0.1").flags, 0x08u);
}

} // namespace
} // namespace otabench::certificates
