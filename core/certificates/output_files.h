#pragma once

#include "certificates/authority.h"
#include "certificates/store.h"

#include <filesystem>
#include <string>
#include <vector>

/// Certificates and keys as files for elsewhere: boards, other servers, a company CA.
namespace otabench::certificates {

/// Where a certificate and its key were written.
struct DeliveredPair
{
    std::filesystem::path certificate, key;
    std::string certificatePem;
};

/// Issues a board's certificate for mutual TLS, records it, and writes client-<mac>.pem and .key.
[[nodiscard]] Result<DeliveredPair> deliverClient(Store &store, const ClientOptions &options,
                                                  const std::filesystem::path &folder);

/// Makes a request for a company CA, keeps its key in the store until the answer comes, and writes
/// server.csr and server.key; AlreadyExists where a server.pem of another key is.
/// DeliveredPair::certificate is the request.
[[nodiscard]] Result<DeliveredPair> deliverRequest(Store &store, const RequestOptions &options,
                                                   const std::filesystem::path &folder);

enum class ExportFormat
{
    Pem,
    Der,
    CHeader,
    Pkcs12, ///< with the key, under a passphrase: for a safe place
};

/// "pem", "der", "c-header", "p12".
[[nodiscard]] std::string_view name(ExportFormat format);
[[nodiscard]] Result<ExportFormat> exportFormatFromName(std::string_view name);

struct ExportedAuthority
{
    std::string content;
    bool isText = true;
    bool isSecret = false; ///< to be written 0600
};

struct ExportOptions
{
    ExportFormat format = ExportFormat::Pem;
    bool both = false;                      ///< while a rotation lasts: both CAs; Pem and CHeader
    PassphraseSource bundlePassphrase = {}; ///< Pkcs12: the new file's
};

/// The lab CA for firmware or for a safe place. InvalidArgument for two CAs in a form that has room
/// for one; else the store's errors.
[[nodiscard]] Result<ExportedAuthority> exportAuthority(const Store &store,
                                                        const ExportOptions &options);

} // namespace otabench::certificates
