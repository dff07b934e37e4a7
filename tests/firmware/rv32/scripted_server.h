#pragma once

#include <stddef.h>
#include <stdint.h>

namespace otabench::test {

/// What the server has, and how it behaves from now on.
struct Script
{
    const char *path;     ///< of the one file, "/app.bin"
    const uint8_t *bytes; ///< of the file
    uint32_t length;
    const char *etag;   ///< with quotes
    uint32_t pieceSize; ///< most a read gives at once
    uint32_t cutAfter;  ///< once: the connection is lost behind so many body bytes; 0: never
    uint32_t hangAfter; ///< behind so many body bytes reads time out; 0: never
};

/// An HTTP/1.1 server behind the port's network functions: it reads the requests that the engine
/// really writes, and answers with the bytes that a server would send, ranges included. GET and
/// HEAD; "/moved" redirects to the file; any other path is not found.
class ScriptedServer
{
public:
    void load(const Script &script);

    // The port's net_*: one connection at a time.
    bool connect();
    int read(void *bytes, size_t length);
    int write(const void *bytes, size_t length);
    void close();

    bool isConnected;
    unsigned connections;
    unsigned requests;
    uint32_t bodyBytes; ///< sent since load()

private:
    void answer();
    void answerFile(bool withBody);
    void beginHead(const char *status);

    Script m_script;
    char m_request[1024];
    size_t m_requestLength;
    char m_head[512];
    size_t m_headLength;
    size_t m_headSent;
    uint32_t m_bodyAt;
    uint32_t m_bodyEnd;
};

} // namespace otabench::test
