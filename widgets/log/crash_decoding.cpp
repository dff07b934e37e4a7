#include "widgets/log/crash_decoding.h"

#include "base/file_digest.h"
#include "monitor/backtrace_decoder.h"
#include "monitor/ota_tracker.h"

#include <algorithm>

namespace otabench::widgets {
namespace {

using monitor::LogRecord;

constexpr std::size_t kLinesBefore = 5000; ///< the boot log, which names the program, is among them
constexpr std::size_t kLinesAfter = 500;
constexpr std::size_t kLinesBetween = 3; ///< of other kinds, in the middle of a crash text

/// The board's lines around the wanted one.
struct Excerpt
{
    std::vector<std::string_view> lines; ///< into the pieces
    std::size_t wanted = 0;
};

Excerpt excerptOf(const CrashRequest &request)
{
    Excerpt excerpt;
    const auto after =
        std::ranges::upper_bound(request.pieces, request.line, {}, &LogBuffer::Piece::first);
    if (after == request.pieces.begin())
        return excerpt;
    const LogBuffer::Piece &home = *std::prev(after);
    if (request.line - home.first >= home.chunk->size())
        return excerpt;
    const std::string_view board = home.chunk->record(request.line - home.first).board;
    std::size_t later = 0;
    for (const LogBuffer::Piece &piece : request.pieces) {
        for (std::size_t index = 0; index < piece.chunk->size() && later < kLinesAfter; ++index) {
            const LogRecord record = piece.chunk->record(index);
            if (record.board != board)
                continue;
            if (piece.first + index == request.line)
                excerpt.wanted = excerpt.lines.size();
            later += piece.first + index > request.line ? 1 : 0;
            excerpt.lines.push_back(record.line);
        }
    }
    if (excerpt.wanted > kLinesBefore) {
        const std::size_t leaves = excerpt.wanted - kLinesBefore;
        excerpt.lines.erase(excerpt.lines.begin(),
                            excerpt.lines.begin() + static_cast<std::ptrdiff_t>(leaves));
        excerpt.wanted -= leaves;
    }
    return excerpt;
}

bool isCrashText(std::string_view line)
{
    return monitor::parseLine(line).kind == monitor::LineKind::Panic;
}

} // namespace

DecodedCrash decodeCrash(const CrashRequest &request, const std::stop_token &stop)
{
    DecodedCrash decoded;
    monitor::ElfLibrary programs(sha256OfFile);
    for (const auto &path : request.programs) {
        if (const auto added = programs.add(path); !added)
            decoded.error = added.error();
    }
    const Excerpt excerpt = excerptOf(request);
    if (programs.isEmpty() || excerpt.lines.empty())
        return decoded;
    // From the wanted line both ways, as long as the crash text goes on.
    std::size_t first = excerpt.wanted;
    for (std::size_t at = first; at > 0 && first - at < kLinesBetween; --at)
        first = isCrashText(excerpt.lines[at - 1]) ? at - 1 : first;
    std::size_t last = excerpt.wanted;
    for (std::size_t at = last + 1; at < excerpt.lines.size() && at - last <= kLinesBetween; ++at)
        last = isCrashText(excerpt.lines[at]) ? at : last;

    monitor::OtaTracker tracker([](const monitor::TrackerEvent &) {});
    monitor::BacktraceDecoder decoder(programs);
    for (std::size_t at = 0; at <= last && !stop.stop_requested(); ++at) {
        const monitor::LogEntry entry = monitor::parseLine(excerpt.lines[at]);
        tracker.feed(entry);
        const auto calls = decoder.feed(entry, tracker.boot());
        if (at >= first)
            decoded.calls.insert(decoded.calls.end(), calls.begin(), calls.end());
    }
    return decoded;
}

} // namespace otabench::widgets
