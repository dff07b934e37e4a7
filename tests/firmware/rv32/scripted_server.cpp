#include "scripted_server.h"

#include <stdio.h>
#include <string.h>

namespace otabench::test {
namespace {

/// The number at `*text`, which moves behind it.
uint32_t takeNumber(const char **text)
{
    uint32_t number = 0;
    for (; **text >= '0' && **text <= '9'; ++*text)
        number = number * 10 + static_cast<uint32_t>(**text - '0');
    return number;
}

/// The value of a header in a request, or nullptr.
const char *headerOf(const char *request, const char *name)
{
    const char *found = strstr(request, name);
    return found ? found + strlen(name) : nullptr;
}

} // namespace

void ScriptedServer::load(const Script &script)
{
    *this = {};
    m_script = script;
}

bool ScriptedServer::connect()
{
    isConnected = true;
    ++connections;
    m_requestLength = 0;
    m_headLength = m_headSent = 0;
    m_bodyAt = m_bodyEnd = 0;
    return true;
}

void ScriptedServer::close()
{
    isConnected = false;
}

int ScriptedServer::write(const void *bytes, size_t length)
{
    if (!isConnected || length > sizeof m_request - 1 - m_requestLength)
        return -2;
    memcpy(m_request + m_requestLength, bytes, length);
    m_requestLength += length;
    m_request[m_requestLength] = '\0';
    if (strstr(m_request, "\r\n\r\n")) {
        ++requests;
        answer();
        m_requestLength = 0;
    }
    return static_cast<int>(length);
}

int ScriptedServer::read(void *bytes, size_t length)
{
    if (!isConnected)
        return 0;
    if (length > m_script.pieceSize)
        length = m_script.pieceSize;
    if (m_headSent < m_headLength) {
        const size_t rest = m_headLength - m_headSent;
        const size_t size = length < rest ? length : rest;
        memcpy(bytes, m_head + m_headSent, size);
        m_headSent += size;
        return static_cast<int>(size);
    }
    if (m_script.hangAfter != 0 && bodyBytes >= m_script.hangAfter)
        return -1;
    if (m_script.cutAfter != 0 && bodyBytes >= m_script.cutAfter) {
        m_script.cutAfter = 0;
        isConnected = false;
        return -2;
    }
    const uint32_t rest = m_bodyEnd - m_bodyAt;
    const size_t size = length < rest ? length : rest;
    if (size == 0)
        return -1; // a kept connection with nothing asked
    memcpy(bytes, m_script.bytes + m_bodyAt, size);
    m_bodyAt += size;
    bodyBytes += size;
    return static_cast<int>(size);
}

void ScriptedServer::beginHead(const char *status)
{
    m_headSent = 0;
    m_bodyAt = m_bodyEnd = 0;
    m_headLength = static_cast<size_t>(
        snprintf(m_head, sizeof m_head, "HTTP/1.1 %s\r\nServer: scripted\r\n", status));
}

void ScriptedServer::answer()
{
    const bool wantsHead = strncmp(m_request, "HEAD ", 5) == 0;
    const char *path = m_request + (wantsHead ? 5 : 4);
    const char *pathEnd = strchr(path, ' ');
    const auto pathLength = static_cast<size_t>(pathEnd ? pathEnd - path : 0);
    const bool isFile =
        pathLength == strlen(m_script.path) && memcmp(path, m_script.path, pathLength) == 0;
    if (isFile) {
        answerFile(!wantsHead);
        return;
    }
    const bool moved = pathLength == 6 && memcmp(path, "/moved", 6) == 0;
    beginHead(moved ? "302 Found" : "404 Not Found");
    m_headLength +=
        static_cast<size_t>(snprintf(m_head + m_headLength, sizeof m_head - m_headLength,
                                     "Location: %s\r\nContent-Length: 0\r\n\r\n", m_script.path));
}

void ScriptedServer::answerFile(bool withBody)
{
    uint32_t first = 0;
    uint32_t last = m_script.length - 1;
    const char *range = headerOf(m_request, "\r\nRange: bytes=");
    const char *condition = headerOf(m_request, "\r\nIf-Range: ");
    if (range && condition && strncmp(condition, m_script.etag, strlen(m_script.etag)) != 0)
        range = nullptr; // another file than the asker knows: the whole of this one
    if (range) {
        first = takeNumber(&range);
        ++range; // the hyphen
        if (*range >= '0' && *range <= '9')
            last = takeNumber(&range);
        last = last < m_script.length ? last : m_script.length - 1;
    }
    if (first > last) {
        beginHead("416 Range Not Satisfiable");
        m_headLength +=
            static_cast<size_t>(snprintf(m_head + m_headLength, sizeof m_head - m_headLength,
                                         "Content-Range: bytes */%u\r\nContent-Length: 0\r\n\r\n",
                                         static_cast<unsigned>(m_script.length)));
        return;
    }
    beginHead(range ? "206 Partial Content" : "200 OK");
    if (range)
        m_headLength += static_cast<size_t>(
            snprintf(m_head + m_headLength, sizeof m_head - m_headLength,
                     "Content-Range: bytes %u-%u/%u\r\n", static_cast<unsigned>(first),
                     static_cast<unsigned>(last), static_cast<unsigned>(m_script.length)));
    m_headLength += static_cast<size_t>(
        snprintf(m_head + m_headLength, sizeof m_head - m_headLength,
                 "Content-Type: application/octet-stream\r\nAccept-Ranges: bytes\r\nETag: %s\r\n"
                 "Content-Length: %u\r\n\r\n",
                 m_script.etag, static_cast<unsigned>(last - first + 1)));
    m_bodyAt = withBody ? first : 0;
    m_bodyEnd = withBody ? last + 1 : 0;
}

} // namespace otabench::test
