#include "server/detail/stream.h"

#include "base/assert.h"

#include <openssl/bio.h>
#include <openssl/err.h>
#include <openssl/ssl.h>

#include <linux/sockios.h>
#include <sys/ioctl.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <climits>
#include <cstring>
#include <utility>

namespace otabench::server::detail {
namespace {

constexpr std::size_t kInitialCapacity = 320 * 1024; // a full batch with its record overhead

/// As OpenSSL asks its socket BIO (include/internal/bio.h of 3.0: BIO_CTRL_SET_KTLS, whose number
/// argument is 0 for receiving, and BIO_CTRL_SET_KTLS_TX_SEND_CTRL_MSG, for the next write).
constexpr int kSetKtls = 72;
constexpr int kSetKtlsType = 74;
/// RFC 8446 section 4.
constexpr char kKeyUpdate = 24;

} // namespace

SendBuffer::SendBuffer()
{
    grow(kInitialCapacity);
}

void SendBuffer::grow(std::size_t capacity)
{
    std::unique_ptr<std::byte[]> larger(new std::byte[capacity]);
    if (m_length != 0)
        std::memcpy(larger.get(), m_bytes.get(), m_length);
    m_bytes = std::move(larger);
    m_capacity = capacity;
}

std::byte *SendBuffer::extend(std::size_t length)
{
    if (length > m_capacity - m_length)
        grow(std::max(m_capacity * 2, m_length + length));
    std::byte *const room = m_bytes.get() + m_length;
    m_length += length;
    return room;
}

void SendBuffer::append(const void *bytes, std::size_t length)
{
    std::memcpy(extend(length), bytes, length);
}

/// The BIO between an SSL session and its stream: OpenSSL's own socket BIO would make a system call
/// of every record.
struct StreamBio
{
    static Stream &stream(BIO *bio) { return *static_cast<Stream *>(BIO_get_data(bio)); }

    static int read(BIO *bio, char *bytes, int length)
    {
        BIO_clear_retry_flags(bio);
        const int got = stream(bio).receive(bytes, length);
        if (got < 0 && !stream(bio).m_broken)
            BIO_set_retry_read(bio);
        return got;
    }

    static int write(BIO *bio, const char *bytes, int length)
    {
        BIO_clear_retry_flags(bio);
        if (stream(bio).m_sealer == nullptr)
            stream(bio).queue(bytes, static_cast<std::size_t>(length));
        else if (!stream(bio).seal(bytes, static_cast<std::size_t>(length)))
            return -1;
        return length;
    }

    static long control(BIO *bio, int command, long number, void *pointer)
    {
        Stream &owner = stream(bio);
        switch (command) {
        case BIO_CTRL_FLUSH:
            return 1;
        case kSetKtls:
            if (number == 0) // keys for receiving
                return 0;
            owner.m_sealer = RecordSealer::make(pointer);
            return owner.m_sealer != nullptr;
        case BIO_CTRL_GET_KTLS_SEND:
            return owner.m_sealer != nullptr;
        case kSetKtlsType:
            owner.m_nextType = static_cast<std::uint8_t>(number);
            return 0;
        default:
            return 0;
        }
    }

    /// The table of functions above: made once, never changed.
    static const BIO_METHOD *method()
    {
        static const openssl::Owned<BIO_METHOD, BIO_meth_free> instance = [] {
            openssl::Owned<BIO_METHOD, BIO_meth_free> made(
                BIO_meth_new(BIO_get_new_index() | BIO_TYPE_SOURCE_SINK, "otabench stream"));
            OTABENCH_ASSERT(made != nullptr);
            BIO_meth_set_read(made.get(), read);
            BIO_meth_set_write(made.get(), write);
            BIO_meth_set_ctrl(made.get(), control);
            return made;
        }();
        return instance.get();
    }
};

Stream::Stream(int descriptor, std::shared_ptr<const TlsContext> context, SendBuffer &buffer)
    : m_descriptor(descriptor)
    , m_buffer(buffer)
    , m_context(std::move(context))
{
    if (m_context == nullptr)
        return;
    openssl::Bio bio(BIO_new(StreamBio::method()));
    OTABENCH_ASSERT(bio != nullptr);
    BIO_set_data(bio.get(), this);
    BIO_set_init(bio.get(), 1);
    m_session = m_context->newSession(std::move(bio));
    OTABENCH_ASSERT(m_session != nullptr);
}

Stream::~Stream()
{
    // Without this OpenSSL would take the session of a peer that just vanished out of its cache.
    if (m_session != nullptr)
        SSL_set_shutdown(m_session.get(), SSL_SENT_SHUTDOWN | SSL_RECEIVED_SHUTDOWN);
    m_session.reset();
    ::close(m_descriptor);
}

int Stream::receive(char *bytes, int length)
{
    if (!m_readable)
        return -1;
    ssize_t got = 0;
    do {
        got = ::recv(m_descriptor, bytes, static_cast<std::size_t>(length), 0);
    } while (got < 0 && errno == EINTR);
    if (got > 0) {
        m_hasReceived = true;
        // A short read has emptied the socket; what comes after it, an end included, is a new edge.
        m_readable = got == length || m_hangUp;
        return static_cast<int>(got);
    }
    if (got == 0) {
        m_peerClosed = true;
        return 0;
    }
    if (errno == EAGAIN || errno == EWOULDBLOCK)
        m_readable = false;
    else
        m_broken = true;
    return -1;
}

void Stream::queue(const char *bytes, std::size_t length)
{
    if (unsentBytes() == 0) {
        m_buffer.append(bytes, length);
        return;
    }
    const auto *first = reinterpret_cast<const std::byte *>(bytes);
    m_unsent.insert(m_unsent.end(), first, first + length);
}

/// A record of what OpenSSL would send.
bool Stream::seal(const char *bytes, std::size_t length)
{
    const std::uint8_t type = std::exchange(m_nextType, RecordSealer::kApplicationData);
    if (m_sealerIsStale || length > SSL3_RT_MAX_PLAIN_LENGTH)
        return false;
    // After a key update, which no board asks for, OpenSSL does not tell the new keys: the session
    // can answer it and must end.
    m_sealerIsStale = type == RecordSealer::kHandshake && length != 0 && bytes[0] == kKeyUpdate &&
                      SSL_version(m_session.get()) == TLS1_3_VERSION;
    const std::size_t recordBytes = m_sealer->recordBytes(length);
    std::byte *room = nullptr;
    if (unsentBytes() == 0) {
        room = m_buffer.extend(recordBytes);
    } else {
        m_unsent.resize(m_unsent.size() + recordBytes);
        room = m_unsent.data() + (m_unsent.size() - recordBytes);
    }
    return m_sealer->seal(type, std::as_bytes(std::span(bytes, length)), room);
}

StreamStep Stream::handshake()
{
    ERR_clear_error();
    const int result = SSL_do_handshake(m_session.get());
    if (result == 1) {
        ERR_clear_error(); // a client certificate's check, say, may have left something
        return StreamStep::Done;
    }
    if (SSL_get_error(m_session.get(), result) == SSL_ERROR_WANT_READ) {
        ERR_clear_error();
        return StreamStep::Blocked;
    }
    return m_peerClosed && ERR_peek_error() == 0 ? StreamStep::Closed : StreamStep::Failed;
}

StreamStep Stream::read(std::span<char> bytes, std::size_t &got)
{
    got = 0;
    if (m_session == nullptr) {
        const int result = receive(bytes.data(), static_cast<int>(bytes.size()));
        if (result > 0)
            got = static_cast<std::size_t>(result);
        return result > 0    ? StreamStep::Done
               : result == 0 ? StreamStep::Closed
               : m_broken    ? StreamStep::Failed
                             : StreamStep::Blocked;
    }
    const int result = SSL_read_ex(m_session.get(), bytes.data(), bytes.size(), &got);
    if (result == 1)
        return StreamStep::Done;
    got = 0;
    switch (SSL_get_error(m_session.get(), result)) {
    case SSL_ERROR_WANT_READ:
        return StreamStep::Blocked;
    case SSL_ERROR_ZERO_RETURN:
        ERR_clear_error();
        return StreamStep::Closed;
    default:
        ERR_clear_error();
        return m_peerClosed ? StreamStep::Closed : StreamStep::Failed;
    }
}

bool Stream::write(std::span<const std::byte> bytes)
{
    if (bytes.empty())
        return true;
    if (m_session == nullptr) {
        queue(reinterpret_cast<const char *>(bytes.data()), bytes.size());
        return true;
    }
    std::size_t written = 0;
    const int result = SSL_write_ex(m_session.get(), bytes.data(), bytes.size(), &written);
    if (result == 1 && written == bytes.size()) // the buffer takes all: never partial
        return true;
    ERR_clear_error();
    return false;
}

void Stream::writeUnencrypted(std::string_view bytes)
{
    queue(bytes.data(), bytes.size());
}

void Stream::writeCloseNotify()
{
    if (m_session == nullptr)
        return;
    ERR_clear_error();
    SSL_shutdown(m_session.get());
    ERR_clear_error();
}

StreamStep Stream::sendBytes(std::span<const std::byte> bytes, int flags, std::size_t &sent)
{
    sent = 0;
    while (sent < bytes.size()) {
        if (!m_writable)
            return StreamStep::Blocked;
        const ssize_t result =
            ::send(m_descriptor, bytes.data() + sent, bytes.size() - sent, MSG_NOSIGNAL | flags);
        if (result > 0) {
            sent += static_cast<std::size_t>(result);
            continue;
        }
        if (errno == EINTR)
            continue;
        if (errno != EAGAIN && errno != EWOULDBLOCK)
            return StreamStep::Failed;
        m_writable = false;
    }
    return StreamStep::Done;
}

StreamStep Stream::flush(Next next)
{
    std::size_t sent = 0;
    if (unsentBytes() != 0) {
        const auto step = sendBytes(std::span(m_unsent).subspan(m_unsentOffset), 0, sent);
        m_unsentOffset += sent;
        if (step != StreamStep::Done)
            return step;
        m_unsent = {}; // also its memory
        m_unsentOffset = 0;
    }
    if (m_buffer.isEmpty())
        return StreamStep::Done;
    const auto step = sendBytes(m_buffer.bytes(), next == Next::End ? MSG_MORE : 0, sent);
    if (step == StreamStep::Blocked) {
        const auto rest = m_buffer.bytes().subspan(sent);
        m_unsent.assign(rest.begin(), rest.end());
    }
    m_buffer.clear();
    return step;
}

std::size_t Stream::unacknowledgedBytes() const
{
    int queued = 0;
    if (::ioctl(m_descriptor, SIOCOUTQ, &queued) != 0 || queued < 0)
        queued = 0;
    return static_cast<std::size_t>(queued) + unsentBytes();
}

void Stream::shutdownSend()
{
    ::shutdown(m_descriptor, SHUT_WR);
}

StreamStep Stream::drain(std::size_t limit)
{
    std::array<char, 4096> dropped;
    for (std::size_t total = 0; total < limit;) {
        const int got = receive(dropped.data(), static_cast<int>(dropped.size()));
        if (got == 0)
            return StreamStep::Closed;
        if (got < 0)
            return m_broken ? StreamStep::Failed : StreamStep::Blocked;
        total += static_cast<std::size_t>(got);
    }
    return StreamStep::Done;
}

void Stream::rest()
{
    if (m_sealer != nullptr)
        m_sealer->rest();
}

bool Stream::mayRead() const
{
    return m_readable || (m_session != nullptr && SSL_has_pending(m_session.get()) != 0);
}

const char *Stream::tlsVersion() const
{
    return m_session == nullptr ? "" : SSL_get_version(m_session.get());
}

bool Stream::isResumed() const
{
    return m_session != nullptr && SSL_session_reused(m_session.get()) != 0;
}

std::string Stream::peerName() const
{
    X509 *const peer = m_session == nullptr ? nullptr : SSL_get0_peer_certificate(m_session.get());
    if (peer == nullptr)
        return {};
    std::array<char, 256> name{};
    const int length = X509_NAME_get_text_by_NID(X509_get_subject_name(peer), NID_commonName,
                                                 name.data(), name.size());
    return length > 0 ? std::string(name.data(), static_cast<std::size_t>(length)) : "";
}

void Stream::resetOnClose()
{
    const linger now = {.l_onoff = 1, .l_linger = 0};
    (void)::setsockopt(m_descriptor, SOL_SOCKET, SO_LINGER, &now, sizeof now);
}

} // namespace otabench::server::detail
