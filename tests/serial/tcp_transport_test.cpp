#include "loop.h"
#include "serial/transport.h"

#include <gtest/gtest.h>

#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/read.hpp>
#include <boost/asio/write.hpp>

#include <optional>

namespace otabench::serial {
namespace {

using boost::asio::ip::tcp;

class TcpTransportTest : public testing::Test
{
protected:
    TcpTransportTest()
        : m_acceptor(m_context, {boost::asio::ip::address_v4::loopback(), 0})
    {
    }

    Address address() const
    {
        return {AddressKind::Tcp, "", "127.0.0.1", m_acceptor.local_endpoint().port()};
    }

    std::unique_ptr<Transport> open()
    {
        auto transport = openTransport(m_context, address());
        EXPECT_TRUE(transport);
        return std::move(*transport);
    }

    /// The board's end of the next connection.
    tcp::socket accept()
    {
        tcp::socket board(m_context);
        bool done = false;
        m_acceptor.async_accept(board, [&](const auto &error) { done = !error; });
        EXPECT_TRUE(runUntil(m_context, [&] { return done; }));
        return board;
    }

    void start(Transport &transport)
    {
        transport.start(
            [this](std::span<const char> bytes) { m_bytes.append(bytes.data(), bytes.size()); },
            [this](const Error &reason) { m_closed = reason; });
    }

    boost::asio::io_context m_context;
    tcp::acceptor m_acceptor;
    std::string m_bytes;
    std::optional<Error> m_closed;
};

TEST_F(TcpTransportTest, CarriesBytesBothWays)
{
    const auto transport = open();
    transport->write("early ", {}); // before the connection is up
    start(*transport);
    transport->write("late", {});
    tcp::socket board = accept();
    boost::asio::write(board, boost::asio::buffer("hello", 5));
    EXPECT_TRUE(runUntil(m_context, [&] { return m_bytes == "hello"; }));
    std::string sent(10, '\0');
    boost::asio::async_read(board, boost::asio::buffer(sent), [](const auto &, std::size_t) {});
    EXPECT_TRUE(runUntil(m_context, [&] { return sent == "early late"; })) << sent;
}

TEST_F(TcpTransportTest, AFarEndThatClosesIsGone)
{
    const auto transport = open();
    start(*transport);
    {
        const tcp::socket board = accept();
    }
    ASSERT_TRUE(runUntil(m_context, [&] { return m_closed.has_value(); }));
    EXPECT_EQ(m_closed->code, ErrorCode::PortGone);
}

TEST_F(TcpTransportTest, ARefusedConnectionNamesTheAddress)
{
    const Address nobody = address();
    m_acceptor.close();
    auto transport = openTransport(m_context, nobody);
    ASSERT_TRUE(transport);
    start(**transport);
    ASSERT_TRUE(runUntil(m_context, [&] { return m_closed.has_value(); }));
    EXPECT_EQ(m_closed->code, ErrorCode::PortNotFound);
    EXPECT_NE(m_closed->text.find(nobody.toString()), std::string::npos) << m_closed->text;
}

TEST_F(TcpTransportTest, ClosingWhileItConnectsCallsNoHandler)
{
    {
        const auto transport = open();
        start(*transport);
    }
    m_context.run();
    EXPECT_FALSE(m_closed);
}

TEST_F(TcpTransportTest, HasNoResetLines)
{
    const auto transport = open();
    const auto reset = transport->reset(Transport::Reset::Run);
    ASSERT_FALSE(reset);
    EXPECT_EQ(reset.error().code, ErrorCode::NotSupported);
}

} // namespace
} // namespace otabench::serial
