#pragma once

#include "base/error.h"
#include "serial/address.h"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace otabench::serial {

/// A serial port of this computer and the USB device behind it.
struct PortDescription
{
    Address address;
    std::optional<std::uint16_t> usbVendor;
    std::optional<std::uint16_t> usbProduct;
    std::string usbSerial; ///< empty: none (many CH340)
    std::string manufacturer;
    std::string product;
    std::string usbPath; ///< topology: udev ID_PATH, stable for a socket of a hub
    std::string driver;
    std::string usbInterface = {}; ///< number; an adapter with several ports has one serial for all

    friend bool operator==(const PortDescription &, const PortDescription &) = default;
};

/// USB serial ports (ttyUSB, ttyACM) and native ones with hardware behind them, by libudev. Sorted
/// by address.
[[nodiscard]] Result<std::vector<PortDescription>> listPorts();

} // namespace otabench::serial
