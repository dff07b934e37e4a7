#include "http_response.h"

#include <string.h>

namespace otabench::firmware {
namespace {

constexpr uint64_t kLargestLength = 0x7fffffffffffffffULL;

bool isDigit(char c)
{
    return c >= '0' && c <= '9';
}

bool isBlank(char c)
{
    return c == ' ' || c == '\t';
}

/// Decimal digits from `text` on; `end` points behind them. false: none, or too large.
bool parseDecimal(const char *text, const char *&end, uint64_t &value)
{
    value = 0;
    end = text;
    for (; isDigit(*end); ++end) {
        const auto digit = static_cast<uint64_t>(*end - '0');
        if (value > (kLargestLength - digit) / 10)
            return false;
        value = value * 10 + digit;
    }
    return end != text;
}

int hexDigit(char c)
{
    if (isDigit(c))
        return c - '0';
    if (c >= 'a' && c <= 'f')
        return c - 'a' + 10;
    if (c >= 'A' && c <= 'F')
        return c - 'A' + 10;
    return -1;
}

/// Whether a comma-separated list has this token, whatever its case.
bool hasToken(const char *list, const char *token)
{
    const size_t length = strlen(token);
    while (*list) {
        while (*list == ',' || isBlank(*list))
            ++list;
        size_t i = 0;
        while (i < length && list[i] && (list[i] | 0x20) == token[i])
            ++i;
        if (i == length && (list[i] == '\0' || list[i] == ',' || isBlank(list[i])))
            return true;
        while (*list && *list != ',')
            ++list;
    }
    return false;
}

bool store(const char *text, char *out, size_t capacity)
{
    const size_t length = strlen(text);
    if (length >= capacity)
        return false;
    memcpy(out, text, length + 1);
    return true;
}

} // namespace

void ResponseParser::start(bool headRequest, HeaderListener listener, void *context)
{
    m_state = State::Status;
    m_headRequest = headRequest;
    m_cut = false;
    m_tooLong = false;
    m_encodingBad = false;
    m_left = 0;
    m_chunk = 0;
    m_headBytes = 0;
    m_lineLength = 0;
    m_listener = listener;
    m_context = context;
    m_head = {};
}

/// Collects a line without its end in m_line. @return true when it is whole.
bool ResponseParser::takeLine(uint8_t byte)
{
    if (byte == '\n') {
        if (m_lineLength > 0 && !m_cut && m_line[m_lineLength - 1] == '\r')
            --m_lineLength;
        m_line[m_lineLength] = '\0';
        return true;
    }
    if (m_lineLength + 1 < kLineCapacity)
        m_line[m_lineLength++] = static_cast<char>(byte);
    else
        m_cut = true;
    return false;
}

size_t ResponseParser::takeHead(const uint8_t *bytes, size_t length)
{
    size_t taken = 0;
    while (taken < length && (m_state == State::Status || m_state == State::Headers)) {
        if (++m_headBytes > kHeadLimit || bytes[taken] == '\0') {
            m_tooLong = m_headBytes > kHeadLimit;
            fail();
            break;
        }
        if (!takeLine(bytes[taken++]))
            continue;
        if (m_state == State::Status)
            onStatusLine();
        else if (m_lineLength == 0)
            onHeadEnd();
        else
            onHeaderLine();
        m_lineLength = 0;
        m_cut = false;
    }
    return taken;
}

void ResponseParser::onStatusLine()
{
    // "HTTP/1.1 200 OK"; the reason may be missing.
    if (m_lineLength < 12 || memcmp(m_line, "HTTP/1.", 7) != 0 || !isDigit(m_line[7]) ||
        m_line[8] != ' ' || !isDigit(m_line[9]) || !isDigit(m_line[10]) || !isDigit(m_line[11]) ||
        isDigit(m_line[12])) {
        fail();
        return;
    }
    m_head = {};
    m_head.keepAlive = m_line[7] != '0';
    m_head.status = (m_line[9] - '0') * 100 + (m_line[10] - '0') * 10 + (m_line[11] - '0');
    m_state = m_head.status < 100 ? State::Failed : State::Headers;
}

void ResponseParser::onHeaderLine()
{
    char *colon = strchr(m_line, ':');
    if (!colon || colon == m_line || isBlank(m_line[0]) || isBlank(colon[-1])) {
        fail(); // no header, or a folded one, which HTTP/1.1 no longer allows
        return;
    }
    *colon = '\0';
    char *value = colon + 1;
    while (isBlank(*value))
        ++value;
    char *end = m_line + m_lineLength;
    while (end > value && isBlank(end[-1]))
        *--end = '\0';
    if (m_listener)
        m_listener(m_context, m_line, value);
    onHeader(m_line, value);
}

void ResponseParser::onHeader(char *key, char *value)
{
    const char *end = nullptr;
    uint64_t number = 0;
    const bool decides =
        equalsIgnoringCase(key, "Content-Length") || equalsIgnoringCase(key, "Transfer-Encoding") ||
        equalsIgnoringCase(key, "Content-Range") || equalsIgnoringCase(key, "Location");
    if (decides && m_cut) {
        m_tooLong = true;
        fail();
        return;
    }
    if (equalsIgnoringCase(key, "Content-Length")) {

        if (!parseDecimal(value, end, number) || *end != '\0' ||
            (m_head.hasLength && m_head.length != number)) {
            fail();
            return;
        }
        m_head.hasLength = true;
        m_head.length = number;
    } else if (equalsIgnoringCase(key, "Transfer-Encoding")) {
        m_head.chunked = m_head.chunked || hasToken(value, "chunked");
        m_encodingBad =
            !equalsIgnoringCase(value, "chunked") && !equalsIgnoringCase(value, "identity");
    } else if (equalsIgnoringCase(key, "Content-Range")) {
        onRange(value);
    } else if (equalsIgnoringCase(key, "Connection")) {
        if (hasToken(value, "close"))
            m_head.keepAlive = false;
        else if (hasToken(value, "keep-alive"))
            m_head.keepAlive = true;
    } else if (equalsIgnoringCase(key, "ETag")) {
        onEtag(value);
    } else if (equalsIgnoringCase(key, "Last-Modified")) {
        if (m_cut || !store(value, m_head.lastModified, sizeof m_head.lastModified))
            m_head.lastModified[0] = '\0';
    } else if (equalsIgnoringCase(key, "Location")) {
        if (!store(value, m_head.location, sizeof m_head.location)) {
            m_tooLong = true;
            fail();
        }
    } else if (equalsIgnoringCase(key, "WWW-Authenticate")) {
        if (m_cut)
            *value = '\0'; // its parameters are not whole: nothing that could be answered
        m_head.challenge.take(value);
    }
}

/// "bytes 0-99/1000", "bytes 0-99/*" or, with 416, "bytes */1000". What does not parse counts as
/// not sent: whoever asked for a range then refuses the response.
void ResponseParser::onRange(const char *value)
{
    if (strncmp(value, "bytes ", 6) != 0)
        return;
    const char *at = value + 6;
    uint64_t first = 0;
    uint64_t last = 0;
    bool hasRange = false;
    if (*at == '*') {
        ++at;
    } else {
        if (!parseDecimal(at, at, first) || *at != '-' || !parseDecimal(at + 1, at, last) ||
            last < first)
            return;
        hasRange = true;
    }
    uint64_t total = 0;
    if (*at != '/')
        return;
    const bool hasTotal = parseDecimal(at + 1, at, total);
    if (hasTotal && (*at != '\0' || (hasRange && last >= total)))
        return;
    m_head.hasRange = hasRange;
    m_head.rangeFirst = first;
    m_head.hasRangeTotal = hasTotal;
    m_head.rangeTotal = total;
}

/// Only a strong tag is kept: If-Range may not be used with a weak one (RFC 9110 section 13.1.5).
void ResponseParser::onEtag(const char *value)
{
    const size_t length = strlen(value);
    const bool strong = !m_cut && length >= 2 && value[0] == '"' && value[length - 1] == '"';
    if (!strong || !store(value, m_head.etag, sizeof m_head.etag))
        m_head.etag[0] = '\0';
}

void ResponseParser::onHeadEnd()
{
    const int status = m_head.status;
    if (status >= 100 && status < 200 && status != 101) {
        m_state = State::Status;
        return;
    }
    if (m_encodingBad || status == 101) {
        fail();
        return;
    }
    if (m_headRequest || status == 204 || status == 304) {
        m_state = State::Complete;
    } else if (m_head.chunked) {
        // A length beside chunks is a server's mistake or an attack: the connection is not reused.
        m_head.keepAlive = m_head.keepAlive && !m_head.hasLength;
        m_head.hasLength = false;
        m_state = State::ChunkSize;
    } else if (m_head.hasLength) {
        m_left = m_head.length;
        m_state = m_left == 0 ? State::Complete : State::Fixed;
    } else {
        m_head.keepAlive = false;
        m_state = State::UntilClose;
    }
}

void ResponseParser::onChunkSizeLine()
{
    uint64_t size = 0;
    size_t i = 0;
    for (; hexDigit(m_line[i]) >= 0; ++i) {
        if (size > (kLargestLength >> 4)) {
            fail();
            return;
        }
        size = size << 4 | static_cast<uint64_t>(hexDigit(m_line[i]));
    }
    if (i == 0 || (m_line[i] != '\0' && m_line[i] != ';' && !isBlank(m_line[i]))) {
        fail();
        return;
    }
    m_left = size;
    m_chunk = size;
    m_state = size == 0 ? State::Trailer : State::ChunkData;
}

ResponseParser::Piece ResponseParser::takeBody(const uint8_t *bytes, size_t length)
{
    Piece piece;
    while (piece.consumed < length) {
        switch (m_state) {
        case State::Fixed:
        case State::ChunkData: {
            const size_t rest = length - piece.consumed;
            piece.offset = piece.consumed;
            piece.length = m_left < rest ? static_cast<size_t>(m_left) : rest;
            piece.consumed += piece.length;
            m_left -= piece.length;
            if (m_left == 0)
                m_state = m_state == State::Fixed ? State::Complete : State::ChunkEnd;
            return piece;
        }
        case State::UntilClose:
            piece.offset = piece.consumed;
            piece.length = length - piece.consumed;
            piece.consumed = length;
            return piece;
        case State::ChunkSize:
        case State::ChunkEnd:
        case State::Trailer:
            if (++m_headBytes > kHeadLimit) {
                fail();
                return piece;
            }
            if (!takeLine(bytes[piece.consumed++]))
                break;
            if (m_cut)
                fail();
            else if (m_state == State::ChunkSize)
                onChunkSizeLine();
            else if (m_state == State::Trailer)
                m_state = m_lineLength == 0 ? State::Complete : State::Trailer;
            else if (m_lineLength == 0) {
                m_state = State::ChunkSize;
                m_headBytes = 1; // the limit is for one chunk's frame, not for all of them
            } else
                fail();
            m_lineLength = 0;
            break;
        default:
            return piece;
        }
    }
    return piece;
}

void ResponseParser::takeChallenge(const char *text, size_t length)
{
    if (length >= sizeof m_line || (m_lineLength > 0 && !isComplete()))
        return; // in the middle of a line, which lies where the text would have to
    memcpy(m_line, text, length);
    m_line[length] = '\0';
    m_head.challenge.take(m_line);
}

void ResponseParser::closed()
{
    if (m_state == State::UntilClose)
        m_state = State::Complete;
    else if (m_state != State::Complete)
        fail();
}

} // namespace otabench::firmware
