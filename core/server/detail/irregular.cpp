#include "server/detail/irregular.h"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

namespace otabench::server::detail {
namespace {

constexpr std::size_t kLeastPiece = 1024;
constexpr std::size_t kMostPiece = 16 * 1024;
/// A slow line gets pieces that take so long: small enough to look steady, few enough to be cheap.
constexpr std::uint64_t kPiecesPerSecond = 20;
constexpr std::string_view kLengthField = "Content-Length: ";

/// The line of the head that begins with `kLengthField`, without its end.
std::string_view lengthLine(std::string_view head)
{
    const std::size_t begin = head.find(kLengthField);
    if (begin == std::string_view::npos)
        return {};
    return head.substr(begin, head.find("\r\n", begin) - begin);
}

void replaceLengthLine(std::string &head, std::string_view with)
{
    const std::string_view line = lengthLine(head);
    if (!line.empty())
        head.replace(static_cast<std::size_t>(line.data() - head.data()), line.size(), with);
}

} // namespace

void Irregular::inject(const Fault &fault)
{
    m_fault = fault;
    if (fault.kind == FaultKind::Slow)
        m_slow = std::make_unique<Rate>(static_cast<std::uint64_t>(fault.argument));
}

bool Irregular::stopsAt(std::uint64_t written) const
{
    if (!m_fault || (m_fault->kind != FaultKind::Cut && m_fault->kind != FaultKind::Reset &&
                     m_fault->kind != FaultKind::Stall))
        return false;
    return written >= static_cast<std::uint64_t>(m_fault->argument);
}

std::size_t Irregular::pieceBytes(unsigned boardConnections) const
{
    std::size_t bytes = kMostPiece;
    for (const Rate *rate : {m_slow.get(), m_board, m_all}) {
        if (rate == nullptr || !rate->isLimited())
            continue;
        const std::uint64_t piece = rate->bytesPerSecond() / kPiecesPerSecond;
        bytes = static_cast<std::size_t>(std::min<std::uint64_t>(bytes, piece));
    }
    // Boards are served in turns, so one with several connections takes less each time.
    return std::max(bytes, kLeastPiece) / std::max(1U, boardConnections);
}

std::size_t Irregular::allow(std::size_t wanted, std::uint64_t written, TimePoint now,
                             unsigned boardConnections)
{
    if (stopsAt(written))
        return 0;
    if (m_fault && (m_fault->kind == FaultKind::Cut || m_fault->kind == FaultKind::Reset ||
                    m_fault->kind == FaultKind::Stall))
        wanted = static_cast<std::size_t>(std::min<std::uint64_t>(
            wanted, static_cast<std::uint64_t>(m_fault->argument) - written));
    const auto limits = [](const Rate *rate) { return rate != nullptr && rate->isLimited(); };
    if (!limits(m_slow.get()) && !limits(m_board) && !limits(m_all))
        return wanted;
    if (m_granted == 0) {
        m_granted = std::max<std::size_t>(std::min(wanted, pieceBytes(boardConnections)), 1);
        for (Rate *rate : {m_slow.get(), m_board, m_all}) {
            if (rate != nullptr)
                m_resumeAt = std::max(m_resumeAt, rate->reserve(m_granted, now));
        }
    }
    if (now < m_resumeAt)
        return 0;
    return std::min(std::exchange(m_granted, 0), wanted);
}

bool Irregular::writeFlipped(Stream &stream, std::span<const std::byte> part,
                             std::uint64_t first) const
{
    const auto at = static_cast<std::uint64_t>(m_fault->argument);
    if (at < first || at - first >= part.size())
        return stream.write(part);
    const auto before = static_cast<std::size_t>(at - first);
    const std::byte flipped = ~part[before];
    return stream.write(part.first(before)) && stream.write({&flipped, 1}) &&
           stream.write(part.subspan(before + 1));
}

bool Irregular::write(Stream &stream, std::span<const std::byte> part, std::uint64_t first,
                      bool isLast) const
{
    if (m_fault && m_fault->kind == FaultKind::Flip)
        return writeFlipped(stream, part, first);
    if (!m_fault || m_fault->kind != FaultKind::Chunked)
        return stream.write(part);
    const std::string size = fmt::format("{:x}\r\n", part.size());
    const std::string_view end = isLast ? "\r\n0\r\n\r\n" : "\r\n";
    return stream.write(std::as_bytes(std::span(size))) && stream.write(part) &&
           stream.write(std::as_bytes(std::span(end)));
}

Response respondWrongly(const Fault &fault, const Request &request, const Catalogue &catalogue,
                        std::string_view date, std::string &output)
{
    Request changed = request;
    if (fault.kind == FaultKind::NoRange)
        changed.range = {};
    Response response = respond(changed, catalogue, date, output);
    const bool instead =
        fault.kind == FaultKind::Status || fault.kind == FaultKind::Redirect ||
        (fault.kind == FaultKind::NoRange && fault.argument == 416 && !request.range.empty());
    if (instead) {
        const int status =
            fault.kind == FaultKind::Redirect ? 302 : static_cast<int>(fault.argument);
        const std::string location = fault.kind == FaultKind::Redirect
                                         ? fmt::format("Location: {}\r\n", request.target)
                                         : std::string();
        output.clear();
        Response other = respondWith(status, location, request, date, output);
        other.token = std::move(response.token);
        other.user = std::move(response.user);
        return other;
    }
    if (response.body.length == 0)
        return response;
    if (fault.kind == FaultKind::Length) {
        const auto length = static_cast<std::int64_t>(response.body.length) + fault.argument;
        replaceLengthLine(output,
                          fmt::format("{}{}", kLengthField, std::max<std::int64_t>(length, 0)));
        response.keepAlive = false;
    } else if (fault.kind == FaultKind::Chunked) {
        replaceLengthLine(output, "Transfer-Encoding: chunked");
    }
    return response;
}

} // namespace otabench::server::detail
