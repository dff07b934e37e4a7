#pragma once

#include "base/openssl.h"
#include "server/detail/record_sealer.h"
#include "server/detail/tls_context.h"

#include <cstddef>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace otabench::server::detail {

/// Bytes that are to be sent in one piece: the records of a whole batch go to the kernel with one
/// system call. One per server thread, lent to the connection whose turn it is.
class SendBuffer
{
public:
    SendBuffer();

    void append(const void *bytes, std::size_t length);
    /// Room for so many bytes more, which the caller writes at once.
    [[nodiscard]] std::byte *extend(std::size_t length);

    [[nodiscard]] std::span<const std::byte> bytes() const { return {m_bytes.get(), m_length}; }

    [[nodiscard]] bool isEmpty() const { return m_length == 0; }

    void clear() { m_length = 0; }

private:
    void grow(std::size_t capacity);

    std::unique_ptr<std::byte[]> m_bytes; // not a vector: its resize would write every byte twice
    std::size_t m_capacity = 0;
    std::size_t m_length = 0;
};

enum class StreamStep
{
    Done,
    Blocked, ///< the socket has to become readable or writable first
    Closed,  ///< the peer has closed its side
    Failed,
};

/// A non-blocking connection, with TLS or without. Reads come straight from the socket; writes are
/// collected and leave with flush(), which every turn on the stream has to end with.
///
/// The socket is watched edge-triggered: onReadable() and onWritable() say that an edge came.
/// Thread: the one of its loop.
class Stream
{
public:
    /// Takes the descriptor over. Without a context: no TLS.
    Stream(int descriptor, std::shared_ptr<const TlsContext> context, SendBuffer &buffer);
    ~Stream();
    Stream(const Stream &) = delete;
    Stream &operator=(const Stream &) = delete;

    void onReadable() { m_readable = true; }

    /// The peer has sent its end: no further edge will come for what there is to read.
    void onHangUp() { m_readable = m_hangUp = true; }

    /// Both sides have ended, or the connection is lost.
    void onGone() { m_gone = true; }

    void onWritable() { m_writable = true; }

    [[nodiscard]] bool isTls() const { return m_session != nullptr; }

    [[nodiscard]] int descriptor() const { return m_descriptor; }

    /// Goes on with the TLS handshake. Blocked, Done, Closed, or Failed (the reason is in the
    /// OpenSSL error queue, an alert for the peer in the buffer).
    [[nodiscard]] StreamStep handshake();

    /// What has come, at most the span's size. `got` is above 0 exactly with Done.
    [[nodiscard]] StreamStep read(std::span<char> bytes, std::size_t &got);

    /// Queues bytes, encrypted; all of them. False: the session is broken.
    [[nodiscard]] bool write(std::span<const std::byte> bytes);
    /// Queues bytes as they are: an answer to plain HTTP on a TLS port.
    void writeUnencrypted(std::string_view bytes);
    /// Queues the TLS farewell.
    void writeCloseNotify();

    enum class Next
    {
        Unknown,
        End, ///< shutdownSend() follows at once, when flush() is Done: it goes in the same packet
    };

    /// Sends what is queued. Done when all of it is with the kernel.
    [[nodiscard]] StreamStep flush(Next next = Next::Unknown);

    /// Waits for onWritable(). The edge has to be asked for: most connections never need it.
    [[nodiscard]] bool wantsWritable() const { return !m_writable; }

    /// What is queued and not yet with the kernel, after flush().
    [[nodiscard]] std::size_t unsentBytes() const { return m_unsent.size() - m_unsentOffset; }

    /// Bytes of the stream that the peer has not acknowledged, as far as the kernel tells.
    [[nodiscard]] std::size_t unacknowledgedBytes() const;

    /// No more bytes will be sent: half-closes the socket.
    void shutdownSend();
    /// Reads and drops raw bytes. Blocked, Closed or Failed; Done after `limit` bytes.
    [[nodiscard]] StreamStep drain(std::size_t limit);

    /// Anything at all has come from the peer.
    [[nodiscard]] bool hasReceived() const { return m_hasReceived; }

    /// Gives back memory that only a connection at work needs. May be called again and again.
    void rest();

    /// A read may return something without a new edge.
    [[nodiscard]] bool mayRead() const;

    [[nodiscard]] const char *tlsVersion() const; ///< "" without TLS
    [[nodiscard]] bool isResumed() const;
    /// The common name of the peer's certificate; "" when it showed none.
    [[nodiscard]] std::string peerName() const;

    /// The peer has ended its side (it may still read), or the connection is lost.
    [[nodiscard]] bool hasHungUp() const { return m_hangUp; }

    [[nodiscard]] bool isGone() const { return m_gone; }

    /// Closing resets the connection instead of ending it.
    void resetOnClose();

private:
    friend struct StreamBio;

    // OpenSSL's error queue is empty between any two of the calls above but for a failed
    // handshake(), which starts with clearing it: so that read() and write() need not clear it each
    // time, which costs as much as parsing a request.

    int receive(char *bytes, int length);
    void queue(const char *bytes, std::size_t length);
    [[nodiscard]] bool seal(const char *bytes, std::size_t length);
    [[nodiscard]] StreamStep sendBytes(std::span<const std::byte> bytes, int flags,
                                       std::size_t &sent);

    int m_descriptor;
    SendBuffer &m_buffer;
    std::shared_ptr<const TlsContext> m_context; ///< as long as the session
    openssl::Ssl m_session;
    std::unique_ptr<RecordSealer> m_sealer; ///< once the session has keys, where it can be used
    std::uint8_t m_nextType = RecordSealer::kApplicationData; ///< of what it is given
    bool m_sealerIsStale = false;                             ///< OpenSSL has other keys by now
    std::vector<std::byte> m_unsent; ///< what the kernel did not take from the shared buffer
    std::size_t m_unsentOffset = 0;
    bool m_readable = false;
    bool m_writable = true;
    bool m_hangUp = false;
    bool m_gone = false;
    bool m_peerClosed = false;
    bool m_broken = false; ///< the socket failed
    bool m_hasReceived = false;
};

} // namespace otabench::server::detail
