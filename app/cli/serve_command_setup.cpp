#include "serve_command_setup.h"

#include "passphrase.h"

#include "base/files.h"
#include "certificates/store.h"
#include "fleet/lab_certificate.h"
#include "server/addresses.h"

#include <fmt/format.h>

#include <algorithm>
#include <string_view>

namespace otabench::cli {
namespace {

struct Line
{
    std::size_t number = 0; ///< from 1
    std::string text;
};

/// The lines of a file that are neither empty nor comments (#).
Result<std::vector<Line>> readLines(const std::string &file)
{
    const auto text = readTextFile(file);
    if (!text)
        return tl::unexpected(text.error());
    std::vector<Line> lines;
    std::string_view rest = *text;
    for (std::size_t number = 1; !rest.empty(); ++number) {
        const std::size_t end = std::min(rest.find('\n'), rest.size());
        std::string_view line = rest.substr(0, end);
        rest.remove_prefix(std::min(end + 1, rest.size()));
        if (line.ends_with('\r'))
            line.remove_suffix(1);
        if (!line.empty() && !line.starts_with('#'))
            lines.push_back({number, std::string(line)});
    }
    if (lines.empty())
        return fail(ErrorCode::InvalidArgument, "{} has no line that could let anyone in", file);
    return lines;
}

Result<std::vector<server::Login>> readLogins(const std::string &file)
{
    const auto lines = readLines(file);
    if (!lines)
        return tl::unexpected(lines.error());
    std::vector<server::Login> logins;
    for (const auto &[number, line] : *lines) {
        const std::size_t colon = line.find(':');
        if (colon == std::string::npos || colon == 0)
            return fail(ErrorCode::InvalidArgument, "line {} of {} is not NAME:PASSWORD", number,
                        file);
        logins.push_back({line.substr(0, colon), line.substr(colon + 1)});
    }
    return logins;
}

Result<std::vector<server::CertificateAndKey>> readCertificates(const ServeArguments &arguments)
{
    if (arguments.certificateFiles.size() != arguments.keyFiles.size())
        return fail(ErrorCode::InvalidArgument,
                    "--cert was given {} times and --key {} times; each certificate needs its key",
                    arguments.certificateFiles.size(), arguments.keyFiles.size());
    std::vector<server::CertificateAndKey> certificates;
    for (std::size_t i = 0; i < arguments.keyFiles.size(); ++i) {
        auto certificate = readTextFile(arguments.certificateFiles[i]);
        if (!certificate)
            return tl::unexpected(certificate.error());
        auto key = readTextFile(arguments.keyFiles[i]);
        if (!key)
            return tl::unexpected(key.error());
        certificates.push_back({std::move(*certificate), std::move(*key)});
    }
    return certificates;
}

/// One of the lab CA, made where missing, or the imported one; the CA signs what the fault bench
/// needs, too.
Result<> useLabCertificate(server::ServerOptions &options, const ServeArguments &arguments,
                           const Context &context,
                           std::optional<certificates::ServerKeeper> &keeper)
{
    const auto folder = context.paths.certificates();
    certificates::Store store(folder, caPassphrase(context));
    auto used = fleet::useLabCertificate(options, store, [arguments] {
        return fleet::certificateHosts(urlHost(arguments), arguments.bindAddresses);
    });
    if (!used)
        return tl::unexpected(used.error());
    keeper = std::move(used->keeper);
    const certificates::ServerIdentity &identity = used->identity;
    context.output.line(
        identity.isImported
            ? fmt::format("Boards have to trust the CA that issued the imported "
                          "certificate: {}",
                          (folder / "imported-root.pem").string())
            : fmt::format("Boards have to trust the lab CA: {}", (folder / "ca.pem").string()));
    if (!identity.warning.empty())
        context.output.error("warning: " + identity.warning);
    if (options.faults.empty())
        return {}; // its key may need a passphrase
    return fleet::useFaultAuthority(options, store);
}

Result<> useCertificates(server::ServerOptions &options, const ServeArguments &arguments,
                         const Context &context, std::optional<certificates::ServerKeeper> &keeper)
{
    if (arguments.plainHttp)
        return {};
    if (!arguments.clientCaFile.empty()) {
        auto ca = readTextFile(arguments.clientCaFile);
        if (!ca)
            return tl::unexpected(ca.error());
        options.clientCaPem = std::move(*ca);
    }
    if (arguments.certificateFiles.empty() && arguments.keyFiles.empty())
        return useLabCertificate(options, arguments, context, keeper);
    auto certificates = readCertificates(arguments);
    if (!certificates)
        return tl::unexpected(certificates.error());
    options.certificatePem = std::move(certificates->front().certificatePem);
    options.keyPem = std::move(certificates->front().keyPem);
    options.moreCertificates.assign(certificates->begin() + 1, certificates->end());
    return {};
}

/// A fault for a board that can be met: one that --board names, or an address.
Result<server::Fault> parseFault(const std::string &text, const ServeArguments &arguments)
{
    auto fault = server::parseFault(text);
    if (!fault || fault->board.empty() || server::isAddress(fault->board))
        return fault;
    if (server::isCertificateFault(fault->kind))
        return fail(ErrorCode::InvalidArgument,
                    "--fault {}: a certificate is shown before a board has asked for its URL; give "
                    "the board's address instead of {:?}",
                    text, fault->board);
    if (std::ranges::find(arguments.boards, fault->board) == arguments.boards.end())
        return fail(ErrorCode::InvalidArgument,
                    "--fault {}: {:?} is neither an address nor a name of --board", text,
                    fault->board);
    return fault;
}

Result<> useAccess(server::ServerOptions &options, const ServeArguments &arguments)
{
    if (!arguments.loginFile.empty()) {
        auto logins = readLogins(arguments.loginFile);
        if (!logins)
            return tl::unexpected(logins.error());
        options.logins = std::move(*logins);
    }
    if (!arguments.bearerFile.empty()) {
        auto tokens = readLines(arguments.bearerFile);
        if (!tokens)
            return tl::unexpected(tokens.error());
        for (Line &line : *tokens)
            options.bearerTokens.push_back(std::move(line.text));
    }
    return {};
}

} // namespace

std::string urlHost(const ServeArguments &arguments)
{
    return arguments.bindAddresses.empty() || server::isAnyAddress(arguments.bindAddresses.front())
               ? server::preferredAddress()
               : arguments.bindAddresses.front();
}

Result<server::ServerOptions> serverOptions(const ServeArguments &arguments, const Context &context,
                                            std::optional<certificates::ServerKeeper> &keeper)
{
    server::ServerOptions options;
    const std::vector<std::string> addresses =
        arguments.bindAddresses.empty() ? server::everyAddress() : arguments.bindAddresses;
    // Before a certificate is made for them.
    if (const auto possible = server::checkBindAddresses(addresses); !possible)
        return tl::unexpected(possible.error());
    options.bindAddress = addresses.front();
    options.moreBindAddresses.assign(addresses.begin() + 1, addresses.end());
    options.port = arguments.port;
    options.plainHttp = arguments.plainHttp;
    options.threads = arguments.threads;
    options.recordBytes = arguments.recordBytes;
    options.limits.connections = arguments.connections;
    options.recordRequests = true;
    options.tokensOnly = arguments.oneTime;
    options.sharing = arguments.sharing;
    options.sharing.retryAfter = std::chrono::seconds(arguments.retryAfterSeconds);
    options.sharing.startJitter = std::chrono::milliseconds(arguments.startJitterMilliseconds);
    for (const std::string &text : arguments.redirects) {
        if (auto parsed = parseRedirect(text); !parsed)
            return tl::unexpected(parsed.error());
    }
    for (const std::string &text : arguments.faults) {
        auto fault = parseFault(text, arguments);
        if (!fault)
            return tl::unexpected(fault.error());
        options.faults.push_back(std::move(*fault));
    }
    if (auto used = useAccess(options, arguments); !used)
        return tl::unexpected(used.error());
    if (auto used = useCertificates(options, arguments, context, keeper); !used)
        return tl::unexpected(used.error());
    return options;
}

Result<RedirectText> parseRedirect(const std::string &text)
{
    const std::size_t equals = text.find('=');
    if (!text.starts_with('/') || equals == std::string::npos || equals + 1 == text.size())
        return fail(ErrorCode::InvalidArgument,
                    "{:?} is no redirection; give PATH=TARGET, such as /latest.bin=app.bin", text);
    return RedirectText{text.substr(0, equals), text.substr(equals + 1)};
}

} // namespace otabench::cli
