// Raw TCP and RFC 2217 against a real ser2net, which has a pty for its serial port; where lines
// matter, serial_shim.c makes ser2net take the pty for a USB device and writes down DTR and RTS.

#include "loop.h"
#include "serial/transport.h"
#include "support/pty.h"
#include "support/serial_server.h"

#include <gtest/gtest.h>

#include <boost/asio/ip/tcp.hpp>

#include <cstdlib>
#include <fstream>
#include <optional>

namespace otabench::serial {
namespace {

using boost::asio::ip::tcp;
using support::Pty;
using support::SerialServer;

/// An open transport and what it has told.
class Opened
{
public:
    Opened(boost::asio::io_context &context, const std::string &address, unsigned baudRate = 115200)
    {
        auto transport =
            openTransport(context, *parseAddress(address), OpenOptions{.baudRate = baudRate});
        EXPECT_TRUE(transport) << transport.error().text;
        m_transport = *std::move(transport);
        m_transport->start(
            [this](std::span<const char> read) { bytes.append(read.data(), read.size()); },
            [this](const Error &reason) { closed = reason; }, [this] { isOpen = true; });
    }

    Transport *operator->() { return m_transport.get(); }

    std::string bytes;
    std::optional<Error> closed;
    bool isOpen = false;

private:
    std::unique_ptr<Transport> m_transport;
};

class SerialServerTest : public testing::Test
{
protected:
    /// The board prints, the host answers, whatever the bytes are.
    void expectBytesBothWays(Opened &port)
    {
        std::string all;
        for (int value = 0; value < 256; ++value)
            all += static_cast<char>(value);
        ASSERT_TRUE(runUntil(m_context, [&] { return port.isOpen; }));
        // ser2net opens its device on the connection, and may drop what came before.
        std::string sent;
        port->write(all, {});
        EXPECT_TRUE(runUntil(m_context, [&] {
            sent += m_pty.received();
            return sent.size() >= all.size();
        }));
        EXPECT_EQ(sent, all);
        m_pty.print(all + "\r\n" + all);
        EXPECT_TRUE(runUntil(m_context, [&] { return port.bytes.size() >= 2 * all.size() + 2; }));
        EXPECT_EQ(port.bytes, all + "\r\n" + all);
    }

    boost::asio::io_context m_context;
    Pty m_pty;
};

TEST_F(SerialServerTest, RawTcpCarriesAllBytes)
{
    const SerialServer server(m_pty.path());
    Opened port(m_context, server.rawAddress());
    expectBytesBothWays(port);
}

TEST_F(SerialServerTest, Rfc2217CarriesAllBytes)
{
    const SerialServer server(m_pty.path());
    Opened port(m_context, server.rfc2217Address());
    expectBytesBothWays(port);
}

TEST_F(SerialServerTest, Rfc2217SetsTheSpeed)
{
    const SerialServer server(m_pty.path());
    Opened port(m_context, server.rfc2217Address(), 921600);
    EXPECT_TRUE(runUntil(m_context, [&] {
        termios settings = {};
        ::tcgetattr(m_pty.slave(), &settings);
        return ::cfgetospeed(&settings) == B921600 && (settings.c_cflag & CSIZE) == CS8;
    }));
}

TEST_F(SerialServerTest, AServerThatEndsIsGoneAndIsNamed)
{
    SerialServer server(m_pty.path());
    for (const std::string &address : {server.rawAddress(), server.rfc2217Address()}) {
        Opened port(m_context, address);
        ASSERT_TRUE(runUntil(m_context, [&] { return port.isOpen; }));
        server.stop();
        ASSERT_TRUE(runUntil(m_context, [&] { return port.closed.has_value(); }));
        EXPECT_EQ(port.closed->code, ErrorCode::PortGone);
        EXPECT_NE(port.closed->text.find(address), std::string::npos) << port.closed->text;
        server.startAgain();
    }
}

/// A server that speaks no RFC 2217: it refuses the option, or closes.
TEST_F(SerialServerTest, AServerThatRefusesTheOptionIsSaidToBeRaw)
{
    tcp::acceptor acceptor(m_context, {boost::asio::ip::address_v4::loopback(), 0});
    Opened port(m_context,
                "rfc2217://127.0.0.1:" + std::to_string(acceptor.local_endpoint().port()));
    tcp::socket server(m_context);
    acceptor.async_accept(server, [&](const auto &) {
        const std::string refusal = "\xFF\xFE\x2C"; // IAC DONT COM-PORT
        server.send(boost::asio::buffer(refusal));
    });
    ASSERT_TRUE(runUntil(m_context, [&] { return port.closed.has_value(); }));
    EXPECT_EQ(port.closed->code, ErrorCode::NotSupported);
    EXPECT_NE(port.closed->text.find("tcp://"), std::string::npos) << port.closed->text;
    EXPECT_FALSE(port.isOpen);
}

TEST_F(SerialServerTest, WhatIsWrittenBeforeTheConnectionStandsIsSentThen)
{
    const SerialServer server(m_pty.path());
    Opened port(m_context, server.rfc2217Address());
    port->write("early\n", {});
    std::string sent;
    EXPECT_TRUE(runUntil(m_context, [&] {
        sent += m_pty.received();
        return sent == "early\n";
    })) << sent;
}

class ServerLines : public SerialServerTest
{
protected:
    std::map<std::string, std::string> shim() const
    {
        const char *bin = std::getenv("OTABENCH_BIN");
        return {
            {"LD_PRELOAD", std::string(bin ? bin : "bin") + "/../tests/libotabench_serial_shim.so"},
            {"OTABENCH_SHIM_DEVICE", "/dev/ttyUSB91"},
            {"OTABENCH_SHIM_PTY", m_pty.path()},
            {"OTABENCH_SHIM_LOG", (m_folder / "lines").string()}};
    }

    /// DTR and RTS after each change since the port was opened: "11 01 00"
    std::string lines() const
    {
        std::string text;
        std::ifstream file(m_folder / "lines");
        std::string at, what, dtr, rts;
        while (file >> at >> what >> dtr >> rts) {
            if (what != "close")
                text += (text.empty() ? "" : " ") + dtr + rts;
        }
        return text;
    }

    support::TemporaryFolder m_folder;
};

TEST_F(ServerLines, OpeningByRfc2217DoesNotTouchThem)
{
    const SerialServer server("/dev/ttyUSB91", shim());
    Opened port(m_context, server.rfc2217Address());
    ASSERT_TRUE(runUntil(m_context, [&] { return port.isOpen; }));
    port->write("x", {});
    ASSERT_TRUE(runUntil(m_context, [&] { return m_pty.received() == "x"; }));
    EXPECT_EQ(lines(), "11");
}

TEST_F(ServerLines, RunPulsesReset)
{
    const SerialServer server("/dev/ttyUSB91", shim());
    Opened port(m_context, server.rfc2217Address());
    ASSERT_TRUE(runUntil(m_context, [&] { return port.isOpen; }));
    ASSERT_TRUE(port->reset(Transport::Reset::Run));
    EXPECT_TRUE(runUntil(m_context, [&] { return lines() == "11 01 00"; })) << lines();
}

TEST_F(ServerLines, BootloaderPlaysItsSequence)
{
    const SerialServer server("/dev/ttyUSB91", shim());
    Opened port(m_context, server.rfc2217Address());
    ASSERT_TRUE(runUntil(m_context, [&] { return port.isOpen; }));
    ASSERT_TRUE(port->reset(Transport::Reset::Bootloader));
    // Together where a local port sets both at once: here through (1,0) and (1,1).
    EXPECT_TRUE(runUntil(m_context, [&] { return lines().ends_with("01 11 10 00"); })) << lines();
}

TEST_F(ServerLines, APortThatClosesDuringAResetLetsTheBoardRun)
{
    const SerialServer server("/dev/ttyUSB91", shim());
    {
        Opened port(m_context, server.rfc2217Address());
        ASSERT_TRUE(runUntil(m_context, [&] { return port.isOpen; }));
        ASSERT_TRUE(port->reset(Transport::Reset::Run));
    }
    // Neither or both: ser2net sets both when its client goes, perhaps before it has read our last
    // word.
    EXPECT_TRUE(runUntil(m_context, [&] {
        return lines().starts_with("11 01 ") &&
               (lines().ends_with("00") || lines().ends_with("11"));
    })) << lines();
}

} // namespace
} // namespace otabench::serial
