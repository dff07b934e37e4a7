#pragma once

#include "base/thread_checker.h"
#include "serial/transport.h"

#include <boost/asio/posix/stream_descriptor.hpp>
#include <boost/asio/steady_timer.hpp>

#include <chrono>
#include <cstddef>
#include <deque>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include <sys/types.h>

namespace otabench::serial::detail {

/// Reads and writes one non-blocking descriptor (tty, pty or socket) on the core loop: what all
/// transports have in common. No buffer per port: hundreds of ports share the reading thread's
/// stack.
///
/// Life: a transport owns one through a shared_ptr and calls stop() in its destructor; handlers
/// still queued hold another reference and find it stopped.
class DescriptorStream : public std::enable_shared_from_this<DescriptorStream>
{
public:
    /// Frees the descriptor; called once, after Asio has let go of it.
    using CloseDescriptor = std::function<void()>;

    /// `name` is the address, for errors and the log. The descriptor must be open and non-blocking.
    static std::shared_ptr<DescriptorStream> make(boost::asio::io_context &context, int descriptor,
                                                  std::string name, CloseDescriptor close);
    ~DescriptorStream();
    DescriptorStream(const DescriptorStream &) = delete;
    DescriptorStream &operator=(const DescriptorStream &) = delete;

    void start(Transport::OnBytes onBytes, Transport::OnClosed onClosed,
               const Transport::OnOpen &onOpen = {});
    void write(std::string bytes, Transport::Pace pace);
    /// Drops what waits and writes `bytes` next: for commands to a board that will forget
    /// everything before them.
    void writeInstead(std::string bytes);
    /// Writes what the descriptor takes now, without its pace, before it is closed.
    void flush();
    /// Closes; no handler is called any more. May be called twice, also from a handler.
    void stop();

    [[nodiscard]] bool isOpen() const { return m_descriptor.is_open(); }

    /// Ends the connection with a reason, as if the port had vanished.
    void fail(const Error &reason);

private:
    struct Item
    {
        std::string bytes;
        Transport::Pace pace;
        std::size_t sent = 0;
    };

    DescriptorStream(boost::asio::io_context &context, int descriptor, std::string name,
                     CloseDescriptor close);
    void waitToRead();
    void onReadable();
    void writeMore();
    void onWritable();
    [[nodiscard]] ssize_t writeSome(std::string_view bytes);
    void close();
    [[nodiscard]] bool hasHungUp() const;
    [[nodiscard]] Error gone(std::string_view why) const;

    boost::asio::posix::stream_descriptor m_descriptor;
    boost::asio::steady_timer m_gap;
    std::string m_name;
    CloseDescriptor m_close;
    bool m_isSocket = false;
    Transport::OnBytes m_onBytes;
    Transport::OnClosed m_onClosed;
    std::deque<Item> m_queue;
    std::size_t m_queuedBytes = 0;
    std::chrono::steady_clock::time_point m_notBefore; ///< pace: the next write's earliest time
    bool m_writing = false;            ///< a wait for room or for the pace's gap is outstanding
    bool m_stopped = false;            ///< no handler may be called any more
    bool m_dropping = false;           ///< bytes have been dropped since the queue was last empty
    std::optional<Error> m_endedEarly; ///< failed before start()
    ThreadChecker m_thread;
};

} // namespace otabench::serial::detail
