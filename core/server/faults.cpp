#include "server/faults.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <limits>
#include <optional>
#include <vector>

namespace otabench::server {
namespace {

constexpr std::array kKinds = std::to_array<FaultKindText>({
    {FaultKind::Cut, "cut", "BYTES", "end the connection after so many bytes of the image"},
    {FaultKind::Reset, "reset", "BYTES", "the same with a TCP reset"},
    {FaultKind::Stall, "stall", "BYTES", "send nothing more after so many bytes, stay connected"},
    {FaultKind::Slow, "slow", "BYTES/S", "send so many bytes a second"},
    {FaultKind::Length, "length", "[+-]BYTES", "Content-Length so much too high or too low"},
    {FaultKind::Flip, "flip", "OFFSET", "invert the byte of the image at this offset"},
    {FaultKind::Certificate, "certificate", "", "a certificate of a CA that nobody knows"},
    {FaultKind::WrongName, "wrong-name", "", "a certificate of another host"},
    {FaultKind::Expired, "expired", "", "a certificate that expired yesterday"},
    {FaultKind::Status, "status", "CODE", "answer with this status: 404, 500, ..."},
    {FaultKind::Redirect, "redirect", "", "redirect to the same URL, for ever"},
    {FaultKind::Chunked, "chunked", "", "chunked transfer coding, without Content-Length"},
    {FaultKind::NoRange, "no-range", "[200|416]", "ignore Range and send all, or refuse it"},
});

constexpr std::int64_t kLeastStatus = 400;
constexpr std::int64_t kMostStatus = 599;

const FaultKindText &textOf(FaultKind kind)
{
    return *std::ranges::find(kKinds, kind, &FaultKindText::kind);
}

/// Digits with a sign and K or M; nothing for anything else.
std::optional<std::int64_t> parseAmount(std::string_view text)
{
    std::int64_t unit = 1;
    if (text.ends_with('K') || text.ends_with('k'))
        unit = 1024;
    else if (text.ends_with('M') || text.ends_with('m'))
        unit = 1024 * 1024;
    if (unit != 1)
        text.remove_suffix(1);
    if (text.starts_with('+'))
        text.remove_prefix(1);
    std::int64_t value = 0;
    const auto read = std::from_chars(text.data(), text.data() + text.size(), value);
    const std::int64_t most = std::numeric_limits<std::int64_t>::max() / unit;
    if (read.ec != std::errc() || read.ptr != text.data() + text.size() || value > most ||
        value < -most)
        return std::nullopt;
    return value * unit;
}

bool isArgumentGood(FaultKind kind, std::int64_t argument)
{
    switch (kind) {
    case FaultKind::Length:
        return argument != 0;
    case FaultKind::Slow:
        return argument > 0;
    case FaultKind::Status:
        return argument >= kLeastStatus && argument <= kMostStatus;
    case FaultKind::NoRange:
        return argument == 200 || argument == 416;
    default:
        return argument >= 0;
    }
}

Result<std::int64_t> parseArgument(const FaultKindText &kind, bool given, std::string_view text)
{
    if (!given && kind.kind == FaultKind::NoRange)
        return 200;
    if (!given && kind.argument.empty())
        return 0;
    const auto amount = given ? parseAmount(text) : std::nullopt;
    if (kind.argument.empty() || !amount || !isArgumentGood(kind.kind, *amount))
        return fail(ErrorCode::InvalidArgument, "the fault {:?} is written {}{}{}", kind.name,
                    kind.name, kind.argument.empty() ? "" : ":", kind.argument);
    return *amount;
}

} // namespace

bool isCertificateFault(FaultKind kind)
{
    return kind == FaultKind::Certificate || kind == FaultKind::WrongName ||
           kind == FaultKind::Expired;
}

std::span<const FaultKindText> faultKinds()
{
    return kKinds;
}

Result<Fault> parseFault(std::string_view text)
{
    const std::string_view whole = text;
    Fault fault;
    if (const std::size_t star = text.rfind('*'); star != std::string_view::npos) {
        const auto times = parseAmount(text.substr(star + 1));
        if (!times || *times < 1 || *times > std::numeric_limits<unsigned>::max())
            return fail(ErrorCode::InvalidArgument,
                        "{:?}: behind * stands how many requests the fault is for, such as *2",
                        whole);
        fault.times = static_cast<unsigned>(*times);
        text = text.substr(0, star);
    }
    if (const std::size_t at = text.find('@'); at != std::string_view::npos) {
        fault.board = text.substr(at + 1);
        text = text.substr(0, at);
        if (fault.board.empty())
            return fail(ErrorCode::InvalidArgument,
                        "{:?}: behind @ stands the board's name or address", whole);
    }
    const std::size_t colon = text.find(':');
    const auto kind = std::ranges::find(kKinds, text.substr(0, colon), &FaultKindText::name);
    if (kind == kKinds.end()) {
        std::vector<std::string_view> names;
        for (const FaultKindText &one : kKinds)
            names.push_back(one.name);
        return fail(ErrorCode::InvalidArgument, "{:?} is no fault; there are {}",
                    text.substr(0, colon), fmt::to_string(fmt::join(names, ", ")));
    }
    const bool given = colon != std::string_view::npos;
    const auto argument =
        parseArgument(*kind, given, given ? text.substr(colon + 1) : std::string_view{});
    if (!argument)
        return tl::unexpected(argument.error());
    fault.kind = kind->kind;
    fault.argument = *argument;
    return fault;
}

std::string toText(const Fault &fault)
{
    const FaultKindText &kind = textOf(fault.kind);
    std::string text(kind.name);
    if (!kind.argument.empty())
        text += fmt::format(":{}", fault.argument);
    if (!fault.board.empty())
        text += "@" + fault.board;
    if (fault.times != 0)
        text += fmt::format("*{}", fault.times);
    return text;
}

} // namespace otabench::server
