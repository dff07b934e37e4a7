#include "serial/detail/descriptor_stream.h"
#include "serial/detail/openers.h"
#include "serial/detail/port_lock.h"

#include <fcntl.h>
#include <sys/ioctl.h>
#include <termios.h>
#include <unistd.h>

#include <cerrno>

// A pseudo-terminal has no modem lines and libserialport refuses it, so it is opened with plain
// termios. Its far end is a virtual board (otabench-board), socat or a test.
//
// The reset command. A virtual board restarts when it reads, anywhere in its input, the APC control
// string  ESC _ otabench:reset ESC \  (ECMA-48, section 8.3.2: application program command): bytes
// that no console input and no agent frame holds.
//
// The lock is flock() alone. TIOCEXCL would outlive this process: a pty's flag stays set as long as
// either end is open, so a program that was killed would leave the board shut for every user but
// root.

namespace otabench::serial::detail {
namespace {

constexpr std::string_view kResetCommand = "\x1b_otabench:reset\x1b\\";

class PtyTransport : public Transport
{
public:
    PtyTransport(boost::asio::io_context &context, int descriptor, Address address)
        : m_address(std::move(address))
        , m_stream(DescriptorStream::make(context, descriptor, m_address.toString(),
                                          [descriptor] { ::close(descriptor); }))
    {
    }

    ~PtyTransport() override { m_stream->stop(); }

    void start(OnBytes onBytes, OnClosed onClosed, OnOpen onOpen) override
    {
        m_stream->start(std::move(onBytes), std::move(onClosed), onOpen);
    }

    void write(std::string bytes, Pace pace) override { m_stream->write(std::move(bytes), pace); }

    Result<> reset(Reset kind) override
    {
        if (kind == Reset::Bootloader)
            return fail(ErrorCode::NotSupported,
                        "{} is a virtual board: it has no bootloader mode to reset into",
                        m_address.toString());
        m_stream->writeInstead(std::string(kResetCommand));
        return {};
    }

    const Address &address() const override { return m_address; }

private:
    Address m_address;
    std::shared_ptr<DescriptorStream> m_stream;
};

Result<> makeRaw(int descriptor, const std::string &name)
{
    termios settings = {};
    if (::tcgetattr(descriptor, &settings) != 0) {
        const int error = errno;
        if (error == ENOTTY)
            return fail(ErrorCode::PortNotFound,
                        "{} is no terminal: give the link or /dev/pts/N that otabench-board or "
                        "socat printed",
                        name);
        return tl::unexpected(openError(name, name, error));
    }
    ::cfmakeraw(&settings);
    settings.c_cflag |= CLOCAL | CREAD;
    settings.c_cflag &= ~static_cast<tcflag_t>(HUPCL | CRTSCTS);
    settings.c_cc[VMIN] = 1;
    settings.c_cc[VTIME] = 0;
    if (::tcsetattr(descriptor, TCSANOW, &settings) != 0) {
        const int error = errno;
        return tl::unexpected(openError(name, name, error));
    }
    return {};
}

} // namespace

Result<std::unique_ptr<Transport>> openPty(boost::asio::io_context &context, const Address &address)
{
    const std::string name = address.toString();
    const auto device = resolveDevice(name, address.path);
    if (!device)
        return tl::unexpected(device.error());
    const int descriptor =
        ::open(device->c_str(), O_RDWR | O_NOCTTY | O_NONBLOCK | O_CLOEXEC); // NOLINT
    if (descriptor < 0) {
        const int error = errno;
        return tl::unexpected(openError(name, *device, error));
    }
    auto ready =
        lockPort(descriptor, name, *device).and_then([&] { return makeRaw(descriptor, name); });
    if (!ready) {
        ::close(descriptor);
        return tl::unexpected(ready.error());
    }
    return std::make_unique<PtyTransport>(context, descriptor, address);
}

} // namespace otabench::serial::detail
