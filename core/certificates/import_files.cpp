#include "certificates/import_files.h"

#include "base/files.h"
#include "certificates/chain_fetcher.h"

#include <fmt/format.h>

namespace otabench::certificates {
namespace fs = std::filesystem;

namespace {

Result<KeyedCertificate> bundleFromFile(const fs::path &file, const PassphraseSource &passphrase)
{
    const auto bytes = readTextFile(file, kMostCertificateBytes);
    if (!bytes)
        return tl::unexpected(bytes.error());
    auto pair = bundleFrom(*bytes, passphrase);
    if (!pair)
        return tl::unexpected(pair.error().in(file.string()));
    return pair;
}

Result<std::string> keyFromFile(const fs::path &file, const PassphraseSource &passphrase)
{
    const auto content = readTextFile(file, kMostCertificateBytes);
    if (!content)
        return content;
    auto key = openKey(*content, passphrase);
    if (!key)
        return tl::unexpected(key.error().in(file.string()));
    return key;
}

/// All certificates that were named, one behind the other.
Result<std::string> readAll(const std::vector<fs::path> &files)
{
    std::string all;
    for (const fs::path &file : files) {
        const auto pem = certificatesFromFile(file);
        if (!pem)
            return pem;
        all += *pem;
    }
    return all;
}

/// The named key, else that of the request which one of these certificates answers.
Result<std::string> keyFor(const Store &store, const CompanyFiles &files, const std::string &pem,
                           const PassphraseSource &passphrase)
{
    if (!files.key.empty())
        return keyFromFile(files.key, passphrase);
    for (const std::string &key : store.requestKeys()) {
        if (arrangeChain(pem, key))
            return key;
    }
    return fail(ErrorCode::KeyInvalid,
                "no request made here (otabench-cli cert request) belongs to these certificates; "
                "name the private key with --key");
}

Result<KeyedCertificate> readAnswer(const Store &store, const CompanyFiles &files,
                                    const PassphraseSource &passphrase)
{
    auto pem = readAll(files.certificates);
    if (!pem)
        return tl::unexpected(pem.error());
    if (!files.bundle.empty()) {
        auto pair = bundleFromFile(files.bundle, passphrase);
        if (pair)
            pair->certificatePem += *pem;
        return pair;
    }
    auto key = keyFor(store, files, *pem, passphrase);
    if (!key)
        return tl::unexpected(key.error());
    return KeyedCertificate{*std::move(pem), *std::move(key)};
}

/// What boards are to trust: as named, the root among the certificates or of the system, else the
/// last certificate of the chain, which Mbed TLS takes as well.
Result<std::string> rootFor(const fs::path &named, ArrangedChain &chain)
{
    if (!named.empty())
        return certificatesFromFile(named);
    if (chain.rootPem)
        return *chain.rootPem;
    const auto choice = chooseTrust(chain.chainPem, FetchOptions().systemStore);
    if (choice && choice->pem) {
        chain.notes.push_back(choice->why);
        return *choice->pem;
    }
    return fail(ErrorCode::CertificateMissing,
                "nobody knows the issuer of this chain's end ({}); name its certificate as a "
                "further FILE, or the root with --ca",
                chain.endIssuer);
}

} // namespace

Result<std::string> certificatesFromFile(const fs::path &file)
{
    const auto content = readTextFile(file, kMostCertificateBytes);
    if (!content)
        return content;
    auto pem = certificatesFrom(*content);
    if (!pem)
        return tl::unexpected(pem.error().in(file.string()));
    return pem;
}

Result<Authority> authorityFromFiles(const AuthorityFiles &files,
                                     const PassphraseSource &passphrase)
{
    const bool isPair = !files.certificate.empty() && !files.key.empty();
    if (files.bundle.empty() && !isPair)
        return fail(ErrorCode::InvalidArgument,
                    "the CA needs its certificate and its key: give --cert and --key, or --p12 "
                    "with both in one");
    Result<KeyedCertificate> pair;
    if (!files.bundle.empty()) {
        pair = bundleFromFile(files.bundle, passphrase);
    } else {
        auto certificate = certificatesFromFile(files.certificate);
        if (!certificate)
            return tl::unexpected(certificate.error());
        auto key = keyFromFile(files.key, passphrase);
        if (!key)
            return tl::unexpected(key.error());
        pair = KeyedCertificate{*std::move(certificate), *std::move(key)};
    }
    if (!pair)
        return tl::unexpected(pair.error());
    auto authority = Authority::fromPem(std::move(pair->certificatePem), std::move(pair->keyPem));
    if (authority)
        return authority;
    const bool ofKey = authority.error().code == ErrorCode::KeyInvalid;
    const fs::path &file = !files.bundle.empty() ? files.bundle
                           : ofKey               ? files.key
                                                 : files.certificate;
    return tl::unexpected(authority.error().in(file.string()));
}

Result<CompanyAnswer> companyAnswerFrom(const Store &store, const CompanyFiles &files,
                                        const PassphraseSource &passphrase)
{
    if (files.certificates.empty() && files.bundle.empty())
        return fail(ErrorCode::InvalidArgument,
                    "there is nothing to import: name the FILEs that the CA sent, or a PKCS#12 "
                    "file with --p12");
    auto pair = readAnswer(store, files, passphrase);
    if (!pair)
        return tl::unexpected(pair.error());
    auto chain = arrangeChain(pair->certificatePem, pair->keyPem);
    if (!chain)
        return tl::unexpected(chain.error());
    auto root = rootFor(files.root, *chain);
    if (!root)
        return tl::unexpected(root.error());
    return CompanyAnswer{*std::move(chain), std::move(pair->keyPem), *std::move(root)};
}

} // namespace otabench::certificates
