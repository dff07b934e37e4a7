#pragma once

#include "base/descriptor.h"
#include "serial/detail/descriptor_stream.h"

#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/steady_timer.hpp>

#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace otabench::serial::detail {

/// A connection to a serial server: looks the name up, connects, and is a DescriptorStream from
/// then on. That takes time, so it is made at once and onClosed tells when the far end cannot be
/// reached; bytes written before are sent when the connection is up. Life and thread as
/// DescriptorStream's.
class TcpLink : public std::enable_shared_from_this<TcpLink>
{
public:
    using Lock = std::shared_ptr<const Descriptor>;

    /// @param lock  of the port: held as long as the connection is
    TcpLink(boost::asio::io_context &context, Address address, Lock lock);

    void connect();
    /// `onOpen` is called when the connection is up: from here when it is already.
    void start(Transport::OnBytes onBytes, Transport::OnClosed onClosed, Transport::OnOpen onOpen);
    void write(std::string bytes, Transport::Pace pace);
    void flush(); ///< hands the system what it takes now, before closing
    void stop();

    /// Ends the connection with a reason, as if the far end had closed it.
    void endWith(const Error &reason);

    [[nodiscard]] bool isOpen() const { return m_stream && m_stream->isOpen(); }

private:
    void end();
    void fail(const std::string &why);
    void report();
    void onConnected(const boost::system::error_code &failed);

    boost::asio::io_context &m_context;
    boost::asio::ip::tcp::resolver m_resolver;
    boost::asio::ip::tcp::socket m_socket;
    boost::asio::steady_timer m_limit;
    Address m_address;
    Lock m_lock;
    std::vector<std::pair<std::string, Transport::Pace>> m_early;
    std::shared_ptr<DescriptorStream> m_stream; ///< once connected
    Transport::OnBytes m_onBytes;
    Transport::OnClosed m_onClosed;
    Transport::OnOpen m_onOpen;
    std::optional<Error> m_failure;
    bool m_started = false;
    bool m_ended = false;   ///< connecting is over, one way or the other
    bool m_stopped = false; ///< no handler may be called any more
};

} // namespace otabench::serial::detail
