#pragma once

#include "serial/transport.h"

#include <chrono>
#include <cstdint>
#include <optional>
#include <vector>

namespace otabench::serial::detail {

/// How what is behind a serial port reacts to DTR and RTS. (1: asserted, pin low.)
/// Source: reference serial-control, sections 1 to 4.
enum class AdapterClass
{
    Bridge,            ///< CP210x, CH34x, FTDI, PL2303 with the two-transistor circuit
    BridgeFlowControl, ///< CP2102C: its hardware flow control cannot be turned off
    UsbSerialJtag,     ///< 303a:1001, the same truth table in silicon
    RomUsbCdc,         ///< console of the S2/S3/P4 ROM: restarts on a falling RTS
    TinyUsb,           ///< what the application makes of it
    Unknown,
};

[[nodiscard]] AdapterClass classifyAdapter(std::optional<std::uint16_t> usbVendor,
                                           std::optional<std::uint16_t> usbProduct);

struct Lines
{
    bool dtr = false;
    bool rts = false;
    friend bool operator==(const Lines &, const Lines &) = default;
};

/// What the lines are set to after opening; nothing: left as the kernel's open set them (1,1). The
/// change never resets the board.
[[nodiscard]] std::optional<Lines> linesAfterOpen(AdapterClass adapter);

/// One step of a reset: lines that change (both at once when both are given), then a pause.
struct LineStep
{
    std::optional<bool> dtr;
    std::optional<bool> rts;
    std::chrono::milliseconds pause{0};
};

/// The steps; empty: this adapter has no such reset.
[[nodiscard]] std::vector<LineStep> resetSteps(AdapterClass adapter, Transport::Reset kind);

} // namespace otabench::serial::detail
