#include "certificates/output_files.h"

#include "base/file_set.h"
#include "certificates/export.h"
#include "certificates/import.h"

#include <algorithm>
#include <array>

namespace otabench::certificates {
namespace fs = std::filesystem;

namespace {

struct FormatName
{
    ExportFormat format;
    std::string_view name;
};

constexpr std::array kFormats{
    FormatName{ExportFormat::Pem, "pem"},
    FormatName{ExportFormat::Der, "der"},
    FormatName{ExportFormat::CHeader, "c-header"},
    FormatName{ExportFormat::Pkcs12, "p12"},
};

/// Certificate and key in one, under a passphrase of its own.
Result<ExportedAuthority> bundle(const Store &store, const ExportOptions &options)
{
    const auto authority = store.authority();
    if (!authority)
        return tl::unexpected(authority.error());
    const auto passphrase = options.bundlePassphrase();
    if (!passphrase)
        return tl::unexpected(passphrase.error());
    auto content = toPkcs12(authority->keyed(), *passphrase);
    if (!content)
        return tl::unexpected(content.error());
    return ExportedAuthority{*std::move(content), false, true};
}

} // namespace

Result<DeliveredPair> deliverClient(Store &store, const ClientOptions &options,
                                    const fs::path &folder)
{
    auto mac = parseMac(options.mac);
    if (!mac)
        return tl::unexpected(mac.error());
    const auto authority = store.authority();
    if (!authority)
        return tl::unexpected(authority.error());
    const auto pair = authority->issueClient({*mac, options.key, options.validity});
    if (!pair)
        return tl::unexpected(pair.error());
    if (const auto recorded = store.record(pair->certificatePem); !recorded)
        return tl::unexpected(recorded.error());
    std::string name = "client-" + *mac;
    std::erase(name, ':');
    const auto written = writeFileSet(
        folder, name, {{name + ".pem", pair->certificatePem}, {name + ".key", pair->keyPem, true}});
    if (!written)
        return tl::unexpected(written.error());
    return DeliveredPair{folder / (name + ".pem"), folder / (name + ".key"), pair->certificatePem};
}

Result<DeliveredPair> deliverRequest(Store &store, const RequestOptions &options,
                                     const fs::path &folder)
{
    const auto request = makeRequest(options);
    if (!request)
        return tl::unexpected(request.error());
    std::error_code error;
    if (fs::exists(folder / "server.pem", error))
        return fail(ErrorCode::AlreadyExists,
                    "{} has a server.pem, to which the new key would not belong: give another "
                    "folder (-o)",
                    folder.string());
    if (const auto saved = store.saveRequest(*request); !saved)
        return tl::unexpected(saved.error());
    const auto written =
        writeFileSet(folder, "server",
                     {{"server.csr", request->requestPem}, {"server.key", request->keyPem, true}});
    if (!written)
        return tl::unexpected(written.error());
    return DeliveredPair{folder / "server.csr", folder / "server.key", request->requestPem};
}

std::string_view name(ExportFormat format)
{
    return std::ranges::find(kFormats, format, &FormatName::format)->name;
}

Result<ExportFormat> exportFormatFromName(std::string_view name)
{
    const auto found = std::ranges::find(kFormats, name, &FormatName::name);
    if (found == kFormats.end())
        return fail(ErrorCode::InvalidArgument,
                    "\"{}\" is no format of a CA; give pem, der, c-header or p12", name);
    return found->format;
}

Result<ExportedAuthority> exportAuthority(const Store &store, const ExportOptions &options)
{
    const ExportFormat format = options.format;
    if (options.both && format != ExportFormat::Pem && format != ExportFormat::CHeader)
        return fail(ErrorCode::InvalidArgument,
                    "both CAs need a format that holds two certificates, pem or c-header; {} has "
                    "room for one",
                    name(format));
    if (format == ExportFormat::Pkcs12)
        return bundle(store, options);
    auto pem = store.authorityPem();
    if (!pem)
        return tl::unexpected(pem.error());
    if (options.both)
        *pem += store.previousPem().value_or("");
    if (format == ExportFormat::Pem)
        return ExportedAuthority{*std::move(pem)};
    if (format == ExportFormat::CHeader) {
        auto header = toCHeader(*pem);
        if (!header)
            return tl::unexpected(header.error());
        return ExportedAuthority{*std::move(header)};
    }
    const auto der = toDer(*pem);
    if (!der)
        return tl::unexpected(der.error());
    return ExportedAuthority{{reinterpret_cast<const char *>(der->data()), der->size()}, false};
}

} // namespace otabench::certificates
