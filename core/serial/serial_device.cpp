#include "base/assert.h"
#include "serial/detail/descriptor_stream.h"
#include "serial/detail/line_sequence.h"
#include "serial/detail/openers.h"
#include "serial/detail/port_lock.h"
#include "serial/detail/reset_lines.h"

#include <libserialport.h>

#include <fcntl.h>
#include <sys/ioctl.h>
#include <termios.h>

#include <cerrno>
#include <cstdlib>

// libserialport opens and configures a device; from then on Asio waits on its descriptor. What the
// library (0.1.1 and 0.1.2) leaves undone is done here, in this order (reference libserialport,
// section 3): lock, close-on-exec, CRTSCTS and HUPCL off, line speed, and last the DTR/RTS policy
// of the adapter (detail/reset_lines.cpp), so that opening never resets a board. HUPCL must be off
// before anything can fail, or closing drops both lines.

namespace otabench::serial::detail {
namespace {

struct FreePort
{
    void operator()(sp_port *port) const
    {
        sp_close(port); // also after a failed sp_open: 0.1.2 keeps the descriptor then
        sp_free_port(port);
    }
};

using Port = std::unique_ptr<sp_port, FreePort>;

/// errno of the library's call that has just failed, on this thread.
int lastError()
{
    const int error = sp_last_error_code();
    return error != 0 ? error : EIO;
}

Result<> clearFlags(int descriptor, const std::string &name)
{
    termios settings = {};
    if (::tcgetattr(descriptor, &settings) != 0) {
        const int error = errno;
        return tl::unexpected(openError(name, name, error));
    }
    settings.c_cflag &= ~static_cast<tcflag_t>(HUPCL | CRTSCTS);
    settings.c_cc[VMIN] = 1;
    settings.c_cc[VTIME] = 0;
    if (::tcsetattr(descriptor, TCSANOW, &settings) != 0) {
        const int error = errno;
        return tl::unexpected(openError(name, name, error));
    }
    return {};
}

Result<> setSpeed(sp_port *port, unsigned baudRate, const std::string &name)
{
    if (sp_set_flowcontrol(port, SP_FLOWCONTROL_NONE) != SP_OK || sp_set_bits(port, 8) != SP_OK ||
        sp_set_parity(port, SP_PARITY_NONE) != SP_OK || sp_set_stopbits(port, 1) != SP_OK)
        return fail(ErrorCode::InputOutput, "cannot set port {} to 8N1 without flow control: {}",
                    name, errnoText(lastError()));
    if (sp_set_baudrate(port, static_cast<int>(baudRate)) != SP_OK)
        return fail(ErrorCode::NotSupported,
                    "port {} cannot do {} baud: choose a rate that its adapter has, such as 115200",
                    name, baudRate);
    return {};
}

/// ENOTTY and EINVAL mean a port without modem lines (a network tty): nothing to do.
Result<> setLines(int descriptor, std::optional<bool> dtr, std::optional<bool> rts,
                  const std::string &name)
{
    int bits = 0;
    if (::ioctl(descriptor, TIOCMGET, &bits) == 0) {
        const auto put = [&](int bit, std::optional<bool> on) {
            if (on)
                bits = *on ? bits | bit : bits & ~bit;
        };
        put(TIOCM_DTR, dtr);
        put(TIOCM_RTS, rts);
        if (::ioctl(descriptor, TIOCMSET, &bits) == 0)
            return {};
    }
    const int error = errno;
    if (error == ENOTTY || error == EINVAL)
        return fail(ErrorCode::NotSupported,
                    "port {} has no DTR and RTS lines: press the board's reset button", name);
    return fail(ErrorCode::PortGone, "cannot set DTR and RTS of port {}: {}", name,
                errnoText(error));
}

class SerialTransport : public Transport
{
public:
    SerialTransport(boost::asio::io_context &context, Port port, int descriptor,
                    AdapterClass adapter, Address address)
        : m_context(context)
        , m_descriptor(descriptor)
        , m_adapter(adapter)
        , m_address(std::move(address))
        , m_stream(DescriptorStream::make(
              context, descriptor, m_address.toString(),
              [descriptor, port = std::shared_ptr<sp_port>(std::move(port))]() mutable {
                  // A USB driver waits up to 30 s in close() for bytes nobody takes.
                  ::tcflush(descriptor, TCOFLUSH);
                  ::ioctl(descriptor, TIOCNXCL);
                  port.reset();
              }))
    {
    }

    ~SerialTransport() override
    {
        if (m_sequence && m_stream->isOpen())
            m_sequence->finishNow();
        else if (m_sequence)
            m_sequence->abandon();
        m_stream->stop();
    }

    void start(OnBytes onBytes, OnClosed onClosed, OnOpen onOpen) override
    {
        auto onGone = [this, onClosed = std::move(onClosed)](const Error &reason) {
            if (m_sequence)
                m_sequence->abandon(); // its descriptor is closed, and may be another port's soon
            onClosed(reason);
        };
        m_stream->start(std::move(onBytes), std::move(onGone), onOpen);
    }

    void write(std::string bytes, Pace pace) override { m_stream->write(std::move(bytes), pace); }

    Result<> reset(Reset kind) override
    {
        const std::string name = m_address.toString();
        if (!m_stream->isOpen())
            return fail(ErrorCode::PortGone, "port {} is closed: the board cannot be reset", name);
        std::vector<LineStep> steps = resetSteps(m_adapter, kind);
        if (steps.empty())
            return fail(ErrorCode::NotSupported,
                        "the USB console of the board on {} has no reset lines: press its reset "
                        "button",
                        name);
        if (m_sequence)
            m_sequence->finishNow();
        m_sequence = std::make_shared<LineSequence>(
            m_context, std::move(steps), [descriptor = m_descriptor, name](const LineStep &step) {
                return setLines(descriptor, step.dtr, step.rts, name);
            });
        return m_sequence->start();
    }

    const Address &address() const override { return m_address; }

private:
    boost::asio::io_context &m_context;
    int m_descriptor;
    AdapterClass m_adapter;
    Address m_address;
    std::shared_ptr<DescriptorStream> m_stream;
    std::shared_ptr<LineSequence> m_sequence;
};

AdapterClass adapterOf(const sp_port *port)
{
    int vendor = 0;
    int product = 0;
    if (sp_get_port_transport(port) != SP_TRANSPORT_USB ||
        sp_get_port_usb_vid_pid(port, &vendor, &product) != SP_OK)
        return AdapterClass::Unknown;
    return classifyAdapter(static_cast<std::uint16_t>(vendor), static_cast<std::uint16_t>(product));
}

Result<> prepare(sp_port *port, int descriptor, const std::string &name, const std::string &device,
                 unsigned baudRate)
{
    if (auto cleared = clearFlags(descriptor, name); !cleared)
        return cleared;
    if (auto locked = lockPort(descriptor, name, device); !locked)
        return locked;
    ::ioctl(descriptor, TIOCEXCL); // for programs that know no flock(); refused at their open()
    ::fcntl(descriptor, F_SETFD, FD_CLOEXEC);
    if (auto set = setSpeed(port, baudRate, name); !set)
        return set;
    if (auto cleared = clearFlags(descriptor, name); !cleared) // the library writes its own back
        return cleared;
    const auto lines = linesAfterOpen(adapterOf(port));
    if (!lines)
        return {};
    auto set = setLines(descriptor, lines->dtr, lines->rts, name);
    if (!set && set.error().code == ErrorCode::NotSupported)
        return {};
    return set;
}

} // namespace

Result<std::unique_ptr<Transport>> openSerialDevice(boost::asio::io_context &context,
                                                    const Address &address,
                                                    const OpenOptions &options)
{
    const std::string name = address.toString();
    const auto device = resolveDevice(name, address.path); // 0.1.1 refuses links
    if (!device)
        return tl::unexpected(device.error());
    // Before the open, which would touch the lines of a port that another otabench uses.
    if (auto holder = lockHolderError(name, *device))
        return tl::unexpected(*holder);

    sp_port *found = nullptr;
    if (sp_get_port_by_name(device->c_str(), &found) != SP_OK)
        return fail(ErrorCode::PortNotFound,
                    "{} is no serial port: see \"otabench-cli boards\" for the ports of this "
                    "computer",
                    name);
    Port port(found);
    if (sp_open(port.get(), static_cast<sp_mode>(SP_MODE_READ | SP_MODE_WRITE)) != SP_OK) {
        const int error = lastError();
        if (error == ENOTTY)
            return fail(ErrorCode::PortNotFound,
                        "{} is no serial port: a console or a terminal has no serial lines", name);
        return tl::unexpected(openError(name, *device, error));
    }
    int descriptor = -1;
    if (sp_get_port_handle(port.get(), &descriptor) != SP_OK)
        return fail(ErrorCode::Internal, "libserialport gives no handle for port {}", name);
    if (const auto ready = prepare(port.get(), descriptor, name, *device, options.baudRate); !ready)
        return tl::unexpected(ready.error());
    const AdapterClass adapter = adapterOf(port.get());
    return std::make_unique<SerialTransport>(context, std::move(port), descriptor, adapter,
                                             address);
}

} // namespace otabench::serial::detail
