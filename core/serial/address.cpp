#include "serial/address.h"

#include <charconv>
#include <climits>
#include <cstdlib>
#include <memory>
#include <optional>

namespace otabench::serial {
namespace {

constexpr std::string_view kPtyPrefix = "pty:";
constexpr std::string_view kTcpPrefix = "tcp://";
constexpr std::string_view kRfc2217Prefix = "rfc2217://";
constexpr std::string_view kPtyFolder = "/dev/pts/";

tl::unexpected<Error> badAddress(std::string_view text, std::string_view why)
{
    return fail(ErrorCode::InvalidArgument,
                "\"{}\" is no board address: {}. Write /dev/ttyUSB0, pty:PATH, rfc2217://HOST:PORT "
                "or tcp://HOST:PORT",
                text, why);
}

/// HOST:PORT, the host of an IPv6 address in brackets.
Result<Address> parseNetwork(std::string_view text, AddressKind kind, std::string_view rest)
{
    std::string_view host;
    std::string_view port;
    if (rest.starts_with('[')) {
        const std::size_t end = rest.find("]:");
        if (end == std::string_view::npos)
            return badAddress(text, "the port is missing after the address in brackets");
        host = rest.substr(1, end - 1);
        port = rest.substr(end + 2);
    } else {
        const std::size_t colon = rest.find(':');
        if (colon == std::string_view::npos)
            return badAddress(text, "the port is missing");
        host = rest.substr(0, colon);
        port = rest.substr(colon + 1);
    }
    if (host.empty() || host.find_first_of(" /@[]") != std::string_view::npos)
        return badAddress(text, "the host is missing or no host name");
    std::uint16_t number = 0;
    const auto [end, error] = std::from_chars(port.data(), port.data() + port.size(), number);
    if (error != std::errc() || end != port.data() + port.size() || number == 0)
        return badAddress(text, "the port is no number from 1 to 65535");
    return Address{.kind = kind, .path = {}, .host = std::string(host), .tcpPort = number};
}

bool leadsToPty(const std::string &path)
{
    const std::unique_ptr<char, decltype(&std::free)> real(::realpath(path.c_str(), nullptr),
                                                           &std::free);
    return real && std::string_view(real.get()).starts_with(kPtyFolder);
}

} // namespace

std::string Address::toString() const
{
    switch (kind) {
    case AddressKind::SerialDevice:
        return path;
    case AddressKind::Pty:
        return std::string(kPtyPrefix) + path;
    case AddressKind::Rfc2217:
    case AddressKind::Tcp:
        break;
    }
    const bool isIpv6 = host.find(':') != std::string::npos;
    return fmt::format("{}{}{}{}:{}", kind == AddressKind::Tcp ? kTcpPrefix : kRfc2217Prefix,
                       isIpv6 ? "[" : "", host, isIpv6 ? "]" : "", tcpPort);
}

Result<Address> parseAddress(std::string_view text)
{
    if (text.find('\0') != std::string_view::npos)
        return badAddress(text.substr(0, text.find('\0')), "it holds a NUL byte");
    if (text.starts_with(kTcpPrefix))
        return parseNetwork(text, AddressKind::Tcp, text.substr(kTcpPrefix.size()));
    if (text.starts_with(kRfc2217Prefix))
        return parseNetwork(text, AddressKind::Rfc2217, text.substr(kRfc2217Prefix.size()));

    Address address;
    const bool isPty = text.starts_with(kPtyPrefix);
    address.path = isPty ? text.substr(kPtyPrefix.size()) : text;
    if (address.path.empty())
        return badAddress(text, "the path is missing");
    if (address.path.size() >= PATH_MAX)
        return badAddress(text.substr(0, 40), "the path is too long");
    if (isPty) {
        address.kind = AddressKind::Pty;
        return address;
    }
    // "ttyUSB0" alone is what people type after reading dmesg: say what is missing instead of
    // looking for a file of that name.
    if (address.path.find('/') == std::string::npos)
        return badAddress(text, "a device needs its whole path");
    if (address.path.find("://") != std::string::npos)
        return badAddress(text, "that kind of connection is not known");
    address.kind = leadsToPty(address.path) ? AddressKind::Pty : AddressKind::SerialDevice;
    return address;
}

} // namespace otabench::serial
