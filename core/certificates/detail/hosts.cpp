#include "certificates/detail/hosts.h"

#include <arpa/inet.h>

#include <algorithm>
#include <array>
#include <cctype>

namespace otabench::certificates::detail {
namespace {

constexpr std::size_t kMaxName = 253;
constexpr std::size_t kMaxLabel = 63;
constexpr std::size_t kMaxHosts = 64; // boards have to hold the certificate in RAM

tl::unexpected<Error> refuse(std::string_view text, std::string_view why)
{
    return fail(ErrorCode::InvalidArgument, "\"{}\" is no host for a certificate: {}", text, why);
}

std::optional<Host> asAddress(const std::string &text)
{
    std::array<char, 16> bytes{};
    std::array<char, INET6_ADDRSTRLEN> canonical{};
    for (const auto &[family, size] : {std::pair{AF_INET, 4u}, std::pair{AF_INET6, 16u}}) {
        if (inet_pton(family, text.c_str(), bytes.data()) == 1 &&
            inet_ntop(family, bytes.data(), canonical.data(), canonical.size()) != nullptr)
            return Host{text, std::string(bytes.data(), size), canonical.data()};
    }
    return std::nullopt;
}

/// Why a text cannot be a host at all, with what to write instead.
std::string_view objection(std::string_view text)
{
    if (text.empty())
        return "it is empty";
    if (text.find("://") != std::string_view::npos || text.find('/') != std::string_view::npos)
        return "give the host alone, not a URL or a path";
    if (text.find('*') != std::string_view::npos)
        return "wildcards are not issued; name each host";
    if (text.find_first_of("[]") != std::string_view::npos)
        return "write an IPv6 address without brackets";
    if (text.find('%') != std::string_view::npos)
        return "an address with a zone means something on this computer only";
    if (std::ranges::any_of(text, [](unsigned char c) { return c <= ' ' || c == 0x7F; }))
        return "it has blanks or control characters";
    if (std::ranges::any_of(text, [](unsigned char c) { return c > 0x7F; }))
        return "write names outside ASCII in their xn-- form";
    return {};
}

std::string_view nameObjection(std::string_view name)
{
    if (name.find(':') != std::string_view::npos)
        return std::ranges::count(name, ':') == 1 ? "give the host without a port"
                                                  : "it is no valid IPv6 address";
    if (name.size() > kMaxName)
        return "a name has 253 characters at most";
    std::string_view rest = name;
    while (true) {
        const std::string_view label = rest.substr(0, rest.find('.'));
        if (label.empty() || label.size() > kMaxLabel)
            return "the parts between its dots must have 1 to 63 characters";
        if (label.front() == '-' || label.back() == '-')
            return "no part of a name begins or ends with a hyphen";
        const bool good = std::ranges::all_of(
            label, [](unsigned char c) { return std::isalnum(c) != 0 || c == '-' || c == '_'; });
        if (!good)
            return "names have letters, digits, hyphens and dots only";
        if (label.size() == rest.size()) {
            const bool number =
                std::ranges::all_of(label, [](unsigned char c) { return std::isdigit(c) != 0; });
            return number ? "it is no valid IPv4 address" : std::string_view();
        }
        rest.remove_prefix(label.size() + 1);
    }
}

} // namespace

Result<Host> parseHost(std::string_view text)
{
    if (const auto why = objection(text); !why.empty())
        return refuse(text, why);
    std::string lower(text);
    std::ranges::transform(lower, lower.begin(),
                           [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
    if (auto address = asAddress(lower))
        return *std::move(address);
    if (const auto why = nameObjection(lower); !why.empty())
        return refuse(text, why);
    return Host{lower, {}, lower};
}

Result<std::vector<Host>> parseHosts(const std::vector<std::string> &texts)
{
    std::vector<Host> hosts;
    for (const std::string &text : texts) {
        auto host = parseHost(text);
        if (!host)
            return tl::unexpected(host.error());
        if (std::ranges::find(hosts, host->text, &Host::text) == hosts.end())
            hosts.push_back(*std::move(host));
    }
    if (hosts.empty())
        return fail(ErrorCode::InvalidArgument,
                    "a server certificate needs a host: the address or name in the boards' URL");
    if (hosts.size() > kMaxHosts)
        return fail(ErrorCode::InvalidArgument,
                    "{} hosts are too many for a certificate that boards must hold; {} at most",
                    hosts.size(), kMaxHosts);
    return hosts;
}

} // namespace otabench::certificates::detail
