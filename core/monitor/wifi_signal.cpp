#include "monitor/wifi_signal.h"

#include <charconv>

namespace otabench::monitor {

std::optional<int> signalFrom(const LogEntry &entry)
{
    constexpr std::string_view kKey = ", rssi: ";
    if (entry.kind != LineKind::Log || entry.tag != "wifi")
        return std::nullopt;
    const std::size_t at = entry.message.find(kKey);
    if (at == std::string_view::npos)
        return std::nullopt;
    const std::string_view number = entry.message.substr(at + kKey.size());
    int dbm = 0;
    const auto [end, error] = std::from_chars(number.data(), number.data() + number.size(), dbm);
    // 0 and above are no signal strengths of a radio.
    return error == std::errc() && dbm < 0 && dbm >= -128 ? std::optional(dbm) : std::nullopt;
}

} // namespace otabench::monitor
