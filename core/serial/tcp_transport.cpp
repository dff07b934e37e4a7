#include "base/assert.h"
#include "serial/detail/network_lock.h"
#include "serial/detail/openers.h"
#include "serial/detail/tcp_link.h"

// A port that ser2net or a serial server shares as raw TCP: bytes, and no lines.

namespace otabench::serial::detail {
namespace {

class TcpTransport : public Transport
{
public:
    TcpTransport(boost::asio::io_context &context, const Address &address, TcpLink::Lock lock)
        : m_address(address)
        , m_link(std::make_shared<TcpLink>(context, address, std::move(lock)))
    {
        m_link->connect();
    }

    ~TcpTransport() override
    {
        OTABENCH_ASSERT(m_thread.isCurrent());
        m_link->stop();
    }

    void start(OnBytes onBytes, OnClosed onClosed, OnOpen onOpen) override
    {
        OTABENCH_ASSERT(m_thread.isCurrent());
        m_link->start(std::move(onBytes), std::move(onClosed), std::move(onOpen));
    }

    void write(std::string bytes, Pace pace) override
    {
        OTABENCH_ASSERT(m_thread.isCurrent());
        m_link->write(std::move(bytes), pace);
    }

    Result<> reset(Reset) override
    {
        return fail(ErrorCode::NotSupported,
                    "a board behind raw TCP ({}) cannot be reset from here: raw TCP carries no "
                    "lines; press its reset button, or share the port as RFC 2217",
                    m_address.toString());
    }

    const Address &address() const override { return m_address; }

private:
    Address m_address;
    std::shared_ptr<TcpLink> m_link;
    ThreadChecker m_thread;
};

} // namespace

Result<std::unique_ptr<Transport>> openTcp(boost::asio::io_context &context, const Address &address)
{
    auto lock = lockNetworkPort(address);
    if (!lock)
        return tl::unexpected(lock.error());
    return std::make_unique<TcpTransport>(context, address, *std::move(lock));
}

} // namespace otabench::serial::detail
