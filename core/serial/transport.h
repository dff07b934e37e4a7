#pragma once

#include "base/error.h"
#include "serial/address.h"

#include <boost/asio/io_context.hpp>

#include <functional>
#include <memory>
#include <span>
#include <string>
#include <string_view>

namespace otabench::serial {

struct OpenOptions
{
    unsigned baudRate = 115200; ///< 8N1, no flow control
};

/// An open port. Thread: the core loop. Opening does not reset the board (DTR/RTS policy:
/// serial-control notes in serial_device.cpp). Two programs cannot open one port: the second gets
/// PortBusy with the holder's name.
class Transport
{
public:
    /// Bytes as they come; never empty. The span is valid during the call.
    using OnBytes = std::function<void(std::span<const char>)>;
    /// The port is gone (unplugged, far end closed) with the reason; nothing follows. Called once,
    /// from the loop.
    using OnClosed = std::function<void(const Error &)>;
    /// The way to the board stands, before the first bytes: from start() itself for a port of this
    /// computer, later where a connection has to be made first.
    using OnOpen = std::function<void()>;

    virtual ~Transport() = default; ///< closes; no handler is called any more

    /// Starts reading; call once.
    virtual void start(OnBytes onBytes, OnClosed onClosed, OnOpen onOpen = {}) = 0;

    /// Queues bytes. With a chunk size, writes at most that many at a time and pauses between, for
    /// receivers with a small FIFO. A queue over 64 KiB is refused: the bytes are dropped and
    /// logged (nobody reads at the far end).
    struct Pace
    {
        std::size_t chunkBytes = 0; ///< 0: as fast as the port takes it
        unsigned gapMilliseconds = 0;
    };

    virtual void write(std::string bytes, Pace pace) = 0;

    enum class Reset
    {
        Run,
        Bootloader
    };
    /// Pulses the reset lines; the pty transport has none and sends the virtual board's reset
    /// command instead (see pty_transport.cpp). NotSupported where there is no way.
    [[nodiscard]] virtual Result<> reset(Reset kind) = 0;

    [[nodiscard]] virtual const Address &address() const = 0;
};

/// Opens a port. PortNotFound, PortBusy, PortPermission, NotSupported, each naming the address and
/// what to do.
[[nodiscard]] Result<std::unique_ptr<Transport>> openTransport(boost::asio::io_context &context,
                                                               const Address &address,
                                                               const OpenOptions &options = {});

} // namespace otabench::serial
