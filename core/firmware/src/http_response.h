#pragma once

#include <stddef.h>
#include <stdint.h>

#include "http_auth.h"
#include "url.h"

namespace otabench::firmware {

/// What a response's head says, as far as an update needs it.
struct ResponseHead
{
    static constexpr size_t kEtagCapacity = 96;
    static constexpr size_t kLocationCapacity = Url::kTargetCapacity + Url::kHostCapacity + 16;

    int status = 0;
    bool keepAlive = false;
    bool chunked = false;
    bool hasLength = false;
    bool hasRange = false;      ///< a Content-Range with a first byte
    bool hasRangeTotal = false; ///< a Content-Range with a number after '/'
    uint64_t length = 0;
    uint64_t rangeFirst = 0;
    uint64_t rangeTotal = 0;
    char etag[kEtagCapacity] = {}; ///< with quotes; empty: none, weak, or too long to be kept
    char lastModified[32] = {};    ///< a date as it came; empty: none
    char location[kLocationCapacity] = {};
    AuthChallenge challenge; ///< the best of WWW-Authenticate
};

/// Called for each header; the texts are the parser's and may be cut to its line's capacity.
using HeaderListener = void (*)(void *context, char *key, char *value);

/// Incremental parser of one HTTP/1.x response: any split of the bytes gives the same result.
///
///   state       leaves by
///   Status      a status line                       -> Headers
///   Headers     an empty line                       -> Fixed, ChunkSize, UntilClose or Complete;
///                                                      of an interim (1xx) response -> Status
///   Fixed       all announced bytes                 -> Complete
///   ChunkSize   a size line                         -> ChunkData, or Trailer for size 0
///   ChunkData   the chunk's bytes                   -> ChunkEnd -> ChunkSize
///   Trailer     an empty line                       -> Complete
///   UntilClose  closed()                            -> Complete
///   any         what no HTTP response can contain   -> Failed
///
/// Limits: a head of kHeadLimit bytes; a line is kept up to kLineCapacity and its rest dropped,
/// which fails only in headers that decide something.
class ResponseParser
{
public:
    static constexpr size_t kHeadLimit = 16384;
    static constexpr size_t kLineCapacity = ResponseHead::kLocationCapacity + 24;

    /// A piece of a body: `consumed` input bytes are done with, `length` of them from `offset` on
    /// are body bytes.
    struct Piece
    {
        size_t consumed = 0;
        size_t offset = 0;
        size_t length = 0;
    };

    /// Starts with a new response; to a HEAD request it has no body.
    void start(bool headRequest, HeaderListener listener, void *context);

    /// Takes bytes of the head. @return how many; fewer than `length` when the head has ended.
    size_t takeHead(const uint8_t *bytes, size_t length);

    /// Takes bytes of the body, at most one piece of it. Call again while it consumes.
    Piece takeBody(const uint8_t *bytes, size_t length);

    /// A challenge that came otherwise than in the head.
    void takeChallenge(const char *text, size_t length);

    /// The peer closed the connection: ends a body that has no other end.
    void closed();

    [[nodiscard]] const ResponseHead &head() const { return m_head; }

    [[nodiscard]] bool isHeadDone() const { return m_state > State::Headers; }

    [[nodiscard]] bool isComplete() const { return m_state == State::Complete; }

    [[nodiscard]] bool hasFailed() const { return m_state == State::Failed; }

    /// Size of the chunk that is being read; 0 between chunks.
    [[nodiscard]] uint64_t chunkLength() const { return m_head.chunked ? m_chunk : 0; }

    /// Failed because a header that decides something is too long.
    [[nodiscard]] bool isTooLong() const { return m_tooLong; }

    /// Whether any byte came since start().
    [[nodiscard]] bool hasStarted() const { return m_headBytes > 0; }

private:
    enum class State
    {
        Status,
        Headers,
        Fixed,
        ChunkSize,
        ChunkData,
        ChunkEnd,
        Trailer,
        UntilClose,
        Complete,
        Failed
    };

    bool takeLine(uint8_t byte);
    void onStatusLine();
    void onHeaderLine();
    void onHeader(char *key, char *value);
    void onHeadEnd();
    void onChunkSizeLine();
    void onRange(const char *value);
    void onEtag(const char *value);

    void fail() { m_state = State::Failed; }

    State m_state = State::Failed;
    bool m_headRequest = false;
    bool m_cut = false;
    bool m_tooLong = false;
    bool m_encodingBad = false;
    uint64_t m_left = 0;
    uint64_t m_chunk = 0;
    size_t m_headBytes = 0;
    size_t m_lineLength = 0;
    HeaderListener m_listener = nullptr;
    void *m_context = nullptr;
    ResponseHead m_head;
    char m_line[kLineCapacity] = {};
};

} // namespace otabench::firmware
