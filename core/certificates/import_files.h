#pragma once

#include "certificates/import.h"
#include "certificates/store.h"

#include <filesystem>
#include <string>
#include <vector>

/// import.h from files that people name; errors name the file.
namespace otabench::certificates {

/// Of files with certificates and keys.
constexpr std::size_t kMostCertificateBytes = 1u << 20;

/// The certificates of a PEM, DER or PKCS#7 file as PEM text.
[[nodiscard]] Result<std::string> certificatesFromFile(const std::filesystem::path &file);

/// A CA that exists: certificate and key, or both in one PKCS#12 file.
struct AuthorityFiles
{
    std::filesystem::path certificate, key;
    std::filesystem::path bundle; ///< instead of the two
};

/// @param passphrase  of the key or bundle; asked where there is one
/// InvalidArgument when files are missing; else those of bundleFrom(), openKey(), fromPem().
[[nodiscard]] Result<Authority> authorityFromFiles(const AuthorityFiles &files,
                                                   const PassphraseSource &passphrase);

/// What a company CA sent, and what belongs to it.
struct CompanyFiles
{
    std::vector<std::filesystem::path> certificates; ///< in any order
    std::filesystem::path key;    ///< empty: of the request made here that they answer
    std::filesystem::path bundle; ///< certificate and key in one, beside `certificates`
    std::filesystem::path root;   ///< what boards trust; empty: found among them or in the system
};

struct CompanyAnswer
{
    ArrangedChain chain;
    std::string keyPem; ///< never log
    std::string rootPem;
};

/// Puts the answer in order. InvalidArgument for no file; KeyInvalid when no key belongs to it;
/// CertificateMissing when nobody knows the issuer of the chain's end.
[[nodiscard]] Result<CompanyAnswer> companyAnswerFrom(const Store &store, const CompanyFiles &files,
                                                      const PassphraseSource &passphrase);

} // namespace otabench::certificates
