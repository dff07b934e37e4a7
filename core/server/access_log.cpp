#include "server/counters.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <ctime>

namespace otabench::server {
namespace {

/// As nginx does it: quotes, backslashes and what is not printable as \xXX; "-" for nothing.
std::string escaped(std::string_view text)
{
    if (text.empty())
        return "-";
    std::string out;
    for (const char c : text) {
        if (c == '"' || c == '\\' || c < ' ' || c > '~')
            out += fmt::format("\\x{:02X}", static_cast<unsigned char>(c));
        else
            out += c;
    }
    return out;
}

/// "21/Nov/2026:03:07:15 +0000": UTC, so that a line means the same wherever it is read.
std::string logTime(std::chrono::system_clock::time_point time)
{
    static constexpr std::array kMonths = {"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                           "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
    const std::time_t seconds = std::chrono::system_clock::to_time_t(time);
    std::tm parts = {};
    ::gmtime_r(&seconds, &parts);
    return fmt::format("{:02}/{}/{:04}:{:02}:{:02}:{:02} +0000", parts.tm_mday,
                       kMonths[static_cast<std::size_t>(parts.tm_mon)], parts.tm_year + 1900,
                       parts.tm_hour, parts.tm_min, parts.tm_sec);
}

} // namespace

std::string accessLogLine(const FinishedRequest &request)
{
    const std::string line = request.method.empty()
                                 ? "-"
                                 : fmt::format("{} {} HTTP/1.{}", escaped(request.method),
                                               escaped(request.target), request.isHttp11 ? 1 : 0);
    // A user with a space would shift the columns.
    std::string user = escaped(request.user.empty() ? request.board : request.user);
    std::ranges::replace(user, ' ', '_');
    return fmt::format("{} - {} [{}] \"{}\" {} {} \"-\" \"{}\"", request.remoteAddress, user,
                       logTime(request.finished), line, request.status, request.sentBytes,
                       escaped(request.userAgent));
}

} // namespace otabench::server
