#include "serial/detail/descriptor_stream.h"

#include "base/assert.h"
#include "base/log.h"

#include <boost/asio/post.hpp>

#include <poll.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>

namespace otabench::serial::detail {
namespace asio = boost::asio;
using boost::system::error_code;

namespace {

constexpr std::size_t kReadBytes = 16 * 1024;
constexpr std::size_t kMaxQueuedBytes = 64 * 1024;

} // namespace

std::shared_ptr<DescriptorStream> DescriptorStream::make(asio::io_context &context, int descriptor,
                                                         std::string name, CloseDescriptor close)
{
    return std::shared_ptr<DescriptorStream>(
        new DescriptorStream(context, descriptor, std::move(name), std::move(close)));
}

DescriptorStream::DescriptorStream(asio::io_context &context, int descriptor, std::string name,
                                   CloseDescriptor close)
    : m_descriptor(context, descriptor)
    , m_gap(context)
    , m_name(std::move(name))
    , m_close(std::move(close))
{
    struct stat status = {};
    m_isSocket = ::fstat(descriptor, &status) == 0 && S_ISSOCK(status.st_mode);
}

DescriptorStream::~DescriptorStream()
{
    close();
}

void DescriptorStream::start(Transport::OnBytes onBytes, Transport::OnClosed onClosed,
                             const Transport::OnOpen &onOpen)
{
    OTABENCH_ASSERT(m_thread.isCurrent());
    OTABENCH_ASSERT(!m_onBytes);
    m_onBytes = std::move(onBytes);
    m_onClosed = std::move(onClosed);
    if (m_endedEarly) {
        asio::post(m_descriptor.get_executor(), [self = shared_from_this()] {
            if (!std::exchange(self->m_stopped, true))
                self->m_onClosed(*self->m_endedEarly);
        });
        return;
    }
    if (onOpen)
        onOpen();
    if (m_descriptor.is_open()) // the handler may have closed the port
        waitToRead();
}

void DescriptorStream::stop()
{
    OTABENCH_ASSERT(m_thread.isCurrent());
    m_stopped = true;
    close();
}

void DescriptorStream::close()
{
    if (!m_descriptor.is_open())
        return;
    m_gap.cancel();
    m_queue.clear();
    m_queuedBytes = 0;
    m_descriptor.release(); // Asio forgets the descriptor; libserialport or we close it
    if (m_close)
        std::exchange(m_close, nullptr)();
}

void DescriptorStream::fail(const Error &reason)
{
    OTABENCH_ASSERT(m_thread.isCurrent());
    close();
    if (m_stopped)
        return;
    if (!m_onClosed) {
        m_endedEarly = reason;
        return;
    }
    m_stopped = true;
    const auto self = shared_from_this(); // the handler may destroy the transport
    m_onClosed(reason);
}

Error DescriptorStream::gone(std::string_view why) const
{
    return Error{ErrorCode::PortGone,
                 fmt::format("port {} is gone: {}. Check that the board is plugged in and powered",
                             m_name, why),
                 {m_name, std::string(why)}};
}

// poll() and not the read's result: a tty with VMIN = 0 reads 0 bytes both when nothing has come
// and after a hang-up (reference: libserialport notes, section 5.1).
bool DescriptorStream::hasHungUp() const
{
    if (m_isSocket)
        return true;
    pollfd state{.fd = const_cast<DescriptorStream *>(this)->m_descriptor.native_handle(),
                 .events = POLLIN,
                 .revents = 0};
    return ::poll(&state, 1, 0) < 0 || (state.revents & (POLLHUP | POLLERR | POLLNVAL)) != 0;
}

void DescriptorStream::waitToRead()
{
    m_descriptor.async_wait(asio::posix::descriptor_base::wait_read,
                            [self = shared_from_this()](const error_code &error) {
                                if (self->m_stopped || !self->m_descriptor.is_open())
                                    return;
                                if (error)
                                    self->fail(self->gone(error.message()));
                                else
                                    self->onReadable();
                            });
}

void DescriptorStream::onReadable()
{
    std::array<char, kReadBytes> buffer;
    const ssize_t count = ::read(m_descriptor.native_handle(), buffer.data(), buffer.size());
    const int error = errno;
    if (count > 0) {
        m_onBytes(std::span<const char>(buffer.data(), static_cast<std::size_t>(count)));
        if (m_stopped || !m_descriptor.is_open()) // the handler has closed the port
            return;
    } else if (count == 0) {
        if (hasHungUp())
            return fail(gone("the far end has closed it"));
    } else if (error != EAGAIN && error != EWOULDBLOCK && error != EINTR) {
        return fail(gone(errnoText(error)));
    }
    waitToRead();
}

void DescriptorStream::write(std::string bytes, Transport::Pace pace)
{
    OTABENCH_ASSERT(m_thread.isCurrent());
    if (bytes.empty() || !m_descriptor.is_open())
        return;
    if (m_queuedBytes + bytes.size() > kMaxQueuedBytes) {
        if (!std::exchange(m_dropping, true))
            logWarning("serial", fmt::format("{} takes no more bytes: what is sent to it is lost "
                                             "until it reads again",
                                             m_name));
        return;
    }
    m_queuedBytes += bytes.size();
    m_queue.push_back({std::move(bytes), pace});
    writeMore();
}

void DescriptorStream::writeInstead(std::string bytes)
{
    OTABENCH_ASSERT(m_thread.isCurrent());
    m_queue.clear();
    m_queuedBytes = 0;
    write(std::move(bytes), {});
}

void DescriptorStream::flush()
{
    OTABENCH_ASSERT(m_thread.isCurrent());
    for (; m_descriptor.is_open() && !m_queue.empty(); m_queue.pop_front()) {
        const Item &item = m_queue.front();
        const std::string_view rest = std::string_view(item.bytes).substr(item.sent);
        if (writeSome(rest) != static_cast<ssize_t>(rest.size()))
            return;
        m_queuedBytes -= rest.size();
    }
}

ssize_t DescriptorStream::writeSome(std::string_view bytes)
{
    const int descriptor = m_descriptor.native_handle();
    return m_isSocket ? ::send(descriptor, bytes.data(), bytes.size(), MSG_NOSIGNAL)
                      : ::write(descriptor, bytes.data(), bytes.size());
}

void DescriptorStream::writeMore()
{
    if (m_writing)
        return;
    if (m_queue.empty()) {
        m_dropping = false;
        return;
    }
    m_writing = true;
    if (std::chrono::steady_clock::now() < m_notBefore) {
        m_gap.expires_at(m_notBefore);
        m_gap.async_wait([self = shared_from_this()](const error_code &) {
            self->m_writing = false;
            if (self->m_descriptor.is_open())
                self->writeMore();
        });
        return;
    }
    m_descriptor.async_wait(asio::posix::descriptor_base::wait_write,
                            [self = shared_from_this()](const error_code &error) {
                                self->m_writing = false;
                                if (!self->m_descriptor.is_open())
                                    return;
                                if (error)
                                    self->fail(self->gone(error.message()));
                                else
                                    self->onWritable();
                            });
}

void DescriptorStream::onWritable()
{
    if (m_queue.empty()) // writeInstead() came between
        return;
    Item &item = m_queue.front();
    std::size_t wanted = item.bytes.size() - item.sent;
    if (item.pace.chunkBytes > 0)
        wanted = std::min(wanted, item.pace.chunkBytes);
    const ssize_t count = writeSome(std::string_view(item.bytes).substr(item.sent, wanted));
    const int error = errno;
    if (count < 0) {
        if (error != EAGAIN && error != EWOULDBLOCK && error != EINTR)
            return fail(gone(errnoText(error)));
        return writeMore();
    }
    item.sent += static_cast<std::size_t>(count);
    m_queuedBytes -= static_cast<std::size_t>(count);
    if (item.pace.chunkBytes > 0)
        m_notBefore =
            std::chrono::steady_clock::now() + std::chrono::milliseconds(item.pace.gapMilliseconds);
    if (item.sent == item.bytes.size())
        m_queue.pop_front();
    writeMore();
}

} // namespace otabench::serial::detail
