#pragma once

#include "base/error.h"
#include "serial/ports.h"

#include <boost/asio/io_context.hpp>

#include <functional>
#include <memory>
#include <vector>

namespace otabench::serial {

/// A port has come or gone.
struct PortEvent
{
    enum class Kind
    {
        Added,
        Removed ///< of the description, the address alone is certain
    };
    Kind kind = Kind::Added;
    PortDescription port;
};

/// Tells of the serial ports of this computer as they come and go. An interface, so that a test can
/// play the plugging. Thread: the core loop.
class PortWatch
{
public:
    using OnEvent = std::function<void(const PortEvent &)>;

    virtual ~PortWatch() = default; ///< no handler is called any more

    /// Call once. What is there already is not told: see ports().
    virtual void start(OnEvent onEvent) = 0;

    /// The ports that are there now, as listPorts().
    [[nodiscard]] virtual Result<std::vector<PortDescription>> ports() const = 0;
};

/// The system's, by libudev. InputOutput where it does not tell, as in some containers.
[[nodiscard]] Result<std::unique_ptr<PortWatch>> watchPorts(boost::asio::io_context &context);

} // namespace otabench::serial
