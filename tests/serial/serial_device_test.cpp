#include "loop.h"
#include "serial/transport.h"
#include "support/pty.h"
#include "support/temporary_folder.h"

#include <gtest/gtest.h>

#include <sys/file.h>
#include <sys/ioctl.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <optional>

// The real libserialport on a pty that serial_shim.c makes look like a USB serial device.

namespace otabench::serial {
namespace {

namespace fs = std::filesystem;
using support::Pty;
using support::TemporaryFolder;

constexpr const char *kDevice = "/dev/ttyUSB90";

/// The rate in baud, which termios cannot tell for rates set by number. Source: Linux
/// include/uapi/asm-generic/termbits.h, struct termios2 (its header and <termios.h> exclude each
/// other).
unsigned outputSpeed(int descriptor)
{
    struct
    {
        std::uint32_t flags[4];
        unsigned char line;
        unsigned char control[19];
        std::uint32_t inputSpeed;
        std::uint32_t outputSpeed;
    } settings = {};

    EXPECT_EQ(::ioctl(descriptor, _IOR('T', 0x2A, settings), &settings), 0);
    return settings.outputSpeed;
}

struct LineChange
{
    long long atMilliseconds = 0;
    std::string what;
    int dtr = -1;
    int rts = -1;
};

class SerialDeviceTest : public testing::Test
{
protected:
    SerialDeviceTest()
    {
        ::setenv("OTABENCH_SHIM_DEVICE", kDevice, 1);
        ::setenv("OTABENCH_SHIM_PTY", m_pty.path().c_str(), 1);
        ::setenv("OTABENCH_SHIM_SYSFS", (m_folder / "class").c_str(), 1);
        ::setenv("OTABENCH_SHIM_LOG", (m_folder / "lines").c_str(), 1);
    }

    ~SerialDeviceTest() override
    {
        for (const char *name : {"OTABENCH_SHIM_DEVICE", "OTABENCH_SHIM_PTY", "OTABENCH_SHIM_SYSFS",
                                 "OTABENCH_SHIM_LOG"})
            ::unsetenv(name);
    }

    /// Builds the part of sysfs that names the USB device behind the port.
    void plugIn(const std::string &vendor, const std::string &product)
    {
        const fs::path usb = m_folder / "devices/usb1/1-1";
        const fs::path tty = usb / "1-1:1.0/tty/ttyUSB90";
        fs::create_directories(tty);
        fs::create_directories(m_folder / "class");
        fs::create_directory_symlink("../..", tty / "device");
        fs::create_directory_symlink(tty, m_folder / "class/ttyUSB90");
        for (const auto &[name, value] : {std::pair{"idVendor", vendor.c_str()},
                                          {"idProduct", product.c_str()},
                                          {"busnum", "1"},
                                          {"devnum", "7"}})
            std::ofstream(usb / name) << value << '\n';
    }

    Result<std::unique_ptr<Transport>> open(unsigned baudRate = 115200)
    {
        return openTransport(m_context, *parseAddress(kDevice), {.baudRate = baudRate});
    }

    std::vector<LineChange> lineChanges() const
    {
        std::vector<LineChange> changes;
        std::ifstream file(m_folder / "lines");
        LineChange change;
        while (file >> change.atMilliseconds >> change.what >> change.dtr >> change.rts)
            changes.push_back(change);
        return changes;
    }

    /// "open 11, set 00"
    std::string lines() const
    {
        std::string text;
        for (const LineChange &change : lineChanges())
            text += fmt::format("{}{} {}{}", text.empty() ? "" : ", ", change.what, change.dtr,
                                change.rts);
        return text;
    }

    Pty m_pty;
    TemporaryFolder m_folder;
    boost::asio::io_context m_context;
};

TEST_F(SerialDeviceTest, OpeningABridgeReleasesBothLinesTogether)
{
    plugIn("10c4", "ea60");
    {
        const auto transport = open();
        ASSERT_TRUE(transport) << transport.error().text;
        EXPECT_EQ(lines(), "open 11, set 00"); // never RTS alone: that is a reset
    }
    EXPECT_EQ(lines(), "open 11, set 00, close 00");
}

TEST_F(SerialDeviceTest, ARomUsbConsoleKeepsItsLinesAlsoWhenClosed)
{
    plugIn("303a", "0009");
    ASSERT_TRUE(open());
    EXPECT_EQ(lines(), "open 11, close 11"); // HUPCL would have dropped both: a restart
}

TEST_F(SerialDeviceTest, AnUnknownAdapterKeepsItsLines)
{
    plugIn("2341", "0043");
    ASSERT_TRUE(open());
    EXPECT_EQ(lines(), "open 11, close 11");
}

TEST_F(SerialDeviceTest, SetsTheLineUpRawWithoutFlowControl)
{
    plugIn("1a86", "7523");
    termios settings = {};
    ::tcgetattr(m_pty.slave(), &settings);
    settings.c_cflag |= CRTSCTS | HUPCL | PARENB | CSTOPB;
    settings.c_iflag |= IXON;
    settings.c_lflag |= ECHO | ICANON;
    ::tcsetattr(m_pty.slave(), TCSANOW, &settings);
    const auto transport = open(921600);
    ASSERT_TRUE(transport) << transport.error().text;
    ::tcgetattr(m_pty.slave(), &settings);
    EXPECT_EQ(settings.c_cflag & (CRTSCTS | HUPCL | PARENB | CSTOPB), 0u);
    EXPECT_EQ(settings.c_cflag & CSIZE, static_cast<tcflag_t>(CS8));
    EXPECT_EQ(settings.c_iflag & (IXON | IXOFF | IXANY), 0u);
    EXPECT_EQ(settings.c_lflag & (ECHO | ICANON), 0u);
    EXPECT_EQ(outputSpeed(m_pty.slave()), 921600u);
}

TEST_F(SerialDeviceTest, ReadsWritesAndNoticesTheUnplugging)
{
    plugIn("10c4", "ea60");
    auto transport = open();
    ASSERT_TRUE(transport) << transport.error().text;
    std::string bytes;
    std::optional<Error> closed;
    transport.value()->start(
        [&](std::span<const char> read) { bytes.append(read.data(), read.size()); },
        [&](const Error &reason) { closed = reason; });
    m_pty.print("I (1) boot: x\r\n");
    EXPECT_TRUE(runUntil(m_context, [&] { return bytes == "I (1) boot: x\r\n"; }));
    transport.value()->write("help\n", {.chunkBytes = 2, .gapMilliseconds = 1});
    std::string sent;
    EXPECT_TRUE(runUntil(m_context, [&] {
        sent += m_pty.received();
        return sent == "help\n";
    }));
    m_pty.hangUp();
    ASSERT_TRUE(runUntil(m_context, [&] { return closed.has_value(); }));
    EXPECT_EQ(closed->code, ErrorCode::PortGone);
    EXPECT_NE(closed->text.find(kDevice), std::string::npos);
    const auto reset = transport.value()->reset(Transport::Reset::Run);
    ASSERT_FALSE(reset);
    EXPECT_EQ(reset.error().code, ErrorCode::PortGone);
}

TEST_F(SerialDeviceTest, RunPulsesResetFor100Milliseconds)
{
    plugIn("10c4", "ea60");
    const auto transport = open();
    ASSERT_TRUE(transport);
    ASSERT_TRUE(transport.value()->reset(Transport::Reset::Run));
    EXPECT_TRUE(runUntil(m_context, [&] { return lineChanges().size() == 4; })) << lines();
    EXPECT_EQ(lines(), "open 11, set 00, set 01, set 00");
    const auto changes = lineChanges();
    EXPECT_GE(changes[3].atMilliseconds - changes[2].atMilliseconds, 99);
}

TEST_F(SerialDeviceTest, BootloaderPlaysTheTightSequence)
{
    plugIn("10c4", "ea60");
    const auto transport = open();
    ASSERT_TRUE(transport);
    ASSERT_TRUE(transport.value()->reset(Transport::Reset::Bootloader));
    EXPECT_TRUE(runUntil(m_context, [&] { return lineChanges().size() == 6; })) << lines();
    EXPECT_EQ(lines(), "open 11, set 00, set 11, set 01, set 10, set 00");
}

TEST_F(SerialDeviceTest, NativeUsbIsHeldInResetFor200Milliseconds)
{
    plugIn("303a", "1001");
    const auto transport = open();
    ASSERT_TRUE(transport);
    ASSERT_TRUE(transport.value()->reset(Transport::Reset::Run));
    EXPECT_TRUE(runUntil(m_context, [&] { return lineChanges().size() == 4; })) << lines();
    EXPECT_EQ(lines(), "open 11, set 00, set 01, set 00");
    const auto changes = lineChanges();
    EXPECT_GE(changes[3].atMilliseconds - changes[2].atMilliseconds, 199);
}

TEST_F(SerialDeviceTest, ARomUsbConsoleRestartsWhenRtsFallsWithDtrOff)
{
    plugIn("303a", "0002");
    const auto transport = open();
    ASSERT_TRUE(transport);
    ASSERT_TRUE(transport.value()->reset(Transport::Reset::Run));
    EXPECT_EQ(lines(), "open 11, set 01, set 00");
}

TEST_F(SerialDeviceTest, ARomUsbConsoleEntersItsBootloaderWhenRtsFallsWithDtrOn)
{
    plugIn("303a", "0009");
    const auto transport = open();
    ASSERT_TRUE(transport);
    ASSERT_TRUE(transport.value()->reset(Transport::Reset::Bootloader));
    EXPECT_EQ(lines(), "open 11, set 10");
}

TEST_F(SerialDeviceTest, AFlowControlledBridgeRunsAndKeepsDtr)
{
    plugIn("10c4", "ea64");
    {
        const auto transport = open();
        ASSERT_TRUE(transport);
        EXPECT_EQ(lines(), "open 11");
        ASSERT_TRUE(transport.value()->reset(Transport::Reset::Run));
        EXPECT_TRUE(runUntil(m_context, [&] { return lineChanges().size() == 4; })) << lines();
    }
    EXPECT_EQ(lines(), "open 11, set 01, set 11, set 10, close 10");
}

TEST_F(SerialDeviceTest, APortClosedDuringAResetLetsTheBoardRun)
{
    plugIn("10c4", "ea60");
    {
        const auto transport = open();
        ASSERT_TRUE(transport);
        ASSERT_TRUE(transport.value()->reset(Transport::Reset::Run));
    }
    m_context.run();
    EXPECT_EQ(lines(), "open 11, set 00, set 01, set 00, close 00");
}

TEST_F(SerialDeviceTest, TinyUsbHasNoReset)
{
    plugIn("303a", "4001");
    const auto transport = open();
    ASSERT_TRUE(transport);
    const auto reset = transport.value()->reset(Transport::Reset::Run);
    ASSERT_FALSE(reset);
    EXPECT_EQ(reset.error().code, ErrorCode::NotSupported);
    EXPECT_EQ(lines(), "open 11");
}

TEST_F(SerialDeviceTest, ABusyPortIsNotEvenTouched)
{
    plugIn("10c4", "ea60");
    ASSERT_EQ(::flock(m_pty.slave(), LOCK_EX | LOCK_NB), 0);
    const auto transport = open();
    ASSERT_FALSE(transport);
    EXPECT_EQ(transport.error().code, ErrorCode::PortBusy);
    EXPECT_EQ(lines(), "");
}

TEST_F(SerialDeviceTest, AnAbsentDeviceIsNotFound)
{
    ::unsetenv("OTABENCH_SHIM_DEVICE");
    const auto transport = open();
    ASSERT_FALSE(transport);
    EXPECT_EQ(transport.error().code, ErrorCode::PortNotFound);
    EXPECT_NE(transport.error().text.find(kDevice), std::string::npos);
}

TEST_F(SerialDeviceTest, AnUnpluggedDeviceWhoseNodeIsLeftIsNotFound)
{
    fs::create_directories(m_folder / "class");
    const auto transport = open();
    ASSERT_FALSE(transport);
    EXPECT_EQ(transport.error().code, ErrorCode::PortNotFound);
}

TEST_F(SerialDeviceTest, AConsoleIsNoSerialPort)
{
    const auto transport = openTransport(m_context, *parseAddress("/dev/null"));
    ASSERT_FALSE(transport);
    EXPECT_EQ(transport.error().code, ErrorCode::PortNotFound);
}

} // namespace
} // namespace otabench::serial
