#include "certificates/server_address.h"

#include <algorithm>
#include <charconv>
#include <string_view>

namespace otabench::certificates {

Result<ServerAddress> parseServerAddress(const std::string &given)
{
    constexpr std::string_view kScheme = "https://";
    std::string_view text = given;
    if (text.starts_with(kScheme)) {
        text.remove_prefix(kScheme.size());
        text = text.substr(0, text.find('/'));
    }
    ServerAddress options;
    std::string_view port;
    const auto close = text.find(']');
    if (text.starts_with('[') && close != std::string_view::npos) {
        options.host = text.substr(1, close - 1);
        port = text.substr(close + 1);
    } else if (std::ranges::count(text, ':') == 1) {
        options.host = text.substr(0, text.find(':'));
        port = text.substr(text.find(':'));
    } else {
        options.host = text;
    }
    if (port.empty())
        return options;
    unsigned number = 0;
    const auto [rest, error] = std::from_chars(port.data() + 1, port.data() + port.size(), number);
    if (port.front() != ':' || error != std::errc() || rest != port.data() + port.size() ||
        number == 0 || number > 65535)
        return fail(ErrorCode::InvalidArgument,
                    "\"{}\" is no server; write HOST, HOST:PORT or [IPV6]:PORT", given);
    options.port = static_cast<std::uint16_t>(number);
    return options;
}

} // namespace otabench::certificates
