// Certificates, keys and bundles as other programs write them: made with the openssl program.
#include "certificates/import.h"

#include "base/files.h"
#include "certificates/inspection.h"
#include "certificates/private_key.h"
#include "support/process.h"
#include "support/temporary_folder.h"

#include <gtest/gtest.h>

namespace otabench::certificates {
namespace {

PassphraseSource says(const std::string &text)
{
    return [text]() -> Result<std::string> { return text; };
}

class Import : public testing::Test
{
protected:
    void SetUp() override
    {
        save("server.pem", m_server.certificatePem);
        save("server.key", m_server.keyPem);
        save("ca.pem", m_authority.certificatePem());
    }

    void save(const std::string &name, const std::string &text) const
    {
        ASSERT_TRUE(writeFileAtomically(m_folder / name, text, FileMode::Private));
    }

    /// What `openssl ARGUMENTS -out out` writes.
    std::string openssl(std::vector<std::string> arguments) const
    {
        arguments.insert(arguments.begin(), "openssl");
        arguments.insert(arguments.end(), {"-out", "out"});
        const auto outcome =
            support::run({.arguments = std::move(arguments), .folder = m_folder.path()});
        EXPECT_EQ(outcome.exitStatus, 0) << outcome.err;
        return readTextFile(m_folder / "out").value_or("");
    }

    support::TemporaryFolder m_folder;
    const Authority m_authority = Authority::create({}).value();
    const KeyedCertificate m_server = m_authority.issueServer({.hosts = {"10.0.0.1"}}).value();
};

TEST_F(Import, ReadsCertificatesInEveryForm)
{
    const std::string &one = m_server.certificatePem;
    const std::string both = one + m_authority.certificatePem();
    EXPECT_EQ(certificatesFrom("text before\n" + both), both);
    EXPECT_EQ(certificatesFrom(openssl({"x509", "-in", "server.pem", "-outform", "DER"})), one);
    for (const char *form : {"PEM", "DER"}) {
        const auto read =
            certificatesFrom(openssl({"crl2pkcs7", "-nocrl", "-certfile", "server.pem", "-certfile",
                                      "ca.pem", "-outform", form}));
        ASSERT_TRUE(read) << form << read.error().text;
        EXPECT_EQ(summarize(*read)->size(), 2u) << form;
    }
    EXPECT_EQ(certificatesFrom("nothing").error().code, ErrorCode::CertificateInvalid);
    EXPECT_FALSE(certificatesFrom(""));
    EXPECT_FALSE(certificatesFrom("0junk"));
}

TEST_F(Import, ReadsKeysInEveryForm)
{
    const auto same = [&](const std::vector<std::string> &arguments) {
        const auto key = openKey(openssl(arguments), says("secret word"));
        EXPECT_TRUE(key) << key.error().text;
        return key && *key == m_server.keyPem;
    };
    EXPECT_TRUE(same({"pkey", "-in", "server.key"}));
    EXPECT_TRUE(same({"pkey", "-in", "server.key", "-outform", "DER"}));
    EXPECT_TRUE(same({"ec", "-in", "server.key"}));
    EXPECT_TRUE(same({"ec", "-in", "server.key", "-aes128", "-passout", "pass:secret word"}));
    for (const char *form : {"PEM", "DER"}) {
        EXPECT_TRUE(same({"pkcs8", "-topk8", "-in", "server.key", "-outform", form, "-passout",
                          "pass:secret word"}));
        EXPECT_TRUE(same({"pkcs8", "-topk8", "-scrypt", "-in", "server.key", "-outform", form,
                          "-passout", "pass:secret word"}));
    }
    EXPECT_EQ(openKey("junk", {}).error().code, ErrorCode::KeyInvalid);
    EXPECT_EQ(openKey(m_server.certificatePem, {}).error().code, ErrorCode::KeyInvalid);
}

TEST_F(Import, OurProtectedKeysAreOpenedByOpenssl)
{
    const auto hidden = protectKey(m_server.keyPem, "secret word");
    ASSERT_TRUE(hidden);
    EXPECT_TRUE(isProtected(*hidden));
    save("hidden.key", *hidden);
    EXPECT_EQ(openssl({"pkey", "-in", "hidden.key", "-passin", "pass:secret word"}),
              m_server.keyPem);
    EXPECT_EQ(openKey(*hidden, says("secret word")), m_server.keyPem);
    const auto wrong = openKey(*hidden, says("other word"));
    ASSERT_FALSE(wrong);
    EXPECT_NE(wrong.error().text.find("passphrase"), std::string::npos);
    EXPECT_FALSE(checkNewPassphrase("short"));
    EXPECT_FALSE(checkNewPassphrase("two\nlines of it"));
}

TEST_F(Import, ReadsPkcs12OfOldAndNewPrograms)
{
    for (const bool isOld : {false, true}) {
        std::vector<std::string> arguments{"pkcs12",   "-export",         "-in",       "server.pem",
                                           "-inkey",   "server.key",      "-certfile", "ca.pem",
                                           "-passout", "pass:secret word"};
        if (isOld) // RC2 and triple DES, as Windows and Java wrote for decades
            arguments.emplace_back("-legacy");
        const std::string file = openssl(arguments);
        EXPECT_TRUE(isPkcs12(file));
        const auto pair = bundleFrom(file, says("secret word"));
        ASSERT_TRUE(pair) << pair.error().text;
        EXPECT_EQ(pair->keyPem, m_server.keyPem);
        EXPECT_EQ(pair->certificatePem, m_server.certificatePem + m_authority.certificatePem());
        EXPECT_EQ(bundleFrom(file, says("wrong")).error().code, ErrorCode::KeyInvalid);
        EXPECT_FALSE(bundleFrom(file.substr(0, file.size() / 2), says("secret word")));
        EXPECT_NE(certificatesFrom(file).error().text.find("--p12"), std::string::npos);
    }
    EXPECT_FALSE(bundleFrom("junk", {}));
}

TEST_F(Import, OurPkcs12IsReadByOpenssl)
{
    const auto bundle = toPkcs12(m_server, "secret word");
    ASSERT_TRUE(bundle) << bundle.error().text;
    save("ours.p12", *bundle);
    const std::string pem =
        openssl({"pkcs12", "-in", "ours.p12", "-nodes", "-passin", "pass:secret word"});
    EXPECT_NE(pem.find(m_server.keyPem), std::string::npos) << pem;
    EXPECT_NE(pem.find(m_server.certificatePem), std::string::npos) << pem;
    EXPECT_EQ(bundleFrom(*bundle, says("secret word"))->keyPem, m_server.keyPem);
}

TEST_F(Import, PutsChainsInOrderAndNamesWhatItMended)
{
    const auto next = m_authority.makeSuccessor(KeyType::EcP256, {}).value();
    const std::string middle = m_authority.crossSign(next).value();
    const auto leaf = next.issueServer({.hosts = {"10.0.0.1"}}).value();
    const std::string &root = m_authority.certificatePem();
    const std::string stranger = Authority::create({.commonName = "Stranger"})->certificatePem();
    const std::string good = leaf.certificatePem + middle;

    struct Row
    {
        std::string given;
        std::size_t notes;
        bool hasRoot;
    };

    for (const Row &row : {Row{good, 0, false}, Row{good + root, 0, true},
                           Row{root + middle + leaf.certificatePem, 1, true},
                           Row{middle + leaf.certificatePem + root, 1, true},
                           Row{good + root + stranger, 1, true}, Row{good + middle, 1, false}}) {
        for (const std::string &key : {leaf.keyPem, std::string()}) {
            const auto chain = arrangeChain(row.given, key);
            ASSERT_TRUE(chain) << chain.error().text;
            EXPECT_EQ(chain->chainPem, good);
            EXPECT_EQ(chain->rootPem.has_value(), row.hasRoot);
            EXPECT_EQ(chain->notes.size(), row.notes) << testing::PrintToString(chain->notes);
        }
    }
    EXPECT_EQ(arrangeChain(good, m_server.keyPem).error().code, ErrorCode::KeyInvalid);
    const auto incomplete = arrangeChain(m_server.certificatePem, "").value();
    EXPECT_EQ(incomplete.endIssuer, "CN=otabench lab CA");
}

} // namespace
} // namespace otabench::certificates
