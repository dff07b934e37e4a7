#include "monitor/line_splitter.h"

#include <cstring>

namespace otabench::monitor {
namespace {

constexpr std::size_t kMaxLineBytes = 4096;

/// The first CR or LF, or `end`.
const char *findLineEnd(const char *begin, const char *end)
{
    const auto size = static_cast<std::size_t>(end - begin);
    const void *lf = std::memchr(begin, '\n', size);
    const char *limit = lf ? static_cast<const char *>(lf) : end;
    const void *cr = std::memchr(begin, '\r', static_cast<std::size_t>(limit - begin));
    return cr ? static_cast<const char *>(cr) : limit;
}

} // namespace

// CR and LF both end a line and empty lines are dropped, so that no state has to be kept between a
// CR and an LF that come in different reads.
void LineSplitter::feed(std::span<const char> bytes, const OnLine &onLine)
{
    const char *at = bytes.data();
    const char *const end = at + bytes.size();
    while (at != end) {
        const char *lineEnd = findLineEnd(at, end);
        const auto room = static_cast<std::ptrdiff_t>(kMaxLineBytes - m_pending.size());
        const bool isCut = lineEnd - at > room;
        if (isCut)
            lineEnd = at + room;
        const std::string_view piece(at, static_cast<std::size_t>(lineEnd - at));
        if (lineEnd == end && !isCut) { // the line goes on in the next read
            m_pending.append(piece);
            return;
        }
        if (m_pending.empty()) {
            if (!piece.empty())
                onLine(piece);
        } else {
            m_pending.append(piece);
            flush(onLine);
        }
        at = isCut ? lineEnd : lineEnd + 1;
    }
}

void LineSplitter::flush(const OnLine &onLine)
{
    if (m_pending.empty())
        return;
    // Moved out first: the handler may look at partialLine().
    const std::string line = std::move(m_pending);
    m_pending.clear();
    onLine(line);
}

} // namespace otabench::monitor
