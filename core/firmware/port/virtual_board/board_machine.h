#pragma once

#include "chips.h"
#include "host_port.h"
#include "image_builder.h"

#include <cstdint>
#include <filesystem>
#include <string>

namespace otabench::firmware::host {

/// Which virtual board to open, and what to make it as when it is new.
struct BoardPlan
{
    std::filesystem::path dir; ///< holds NAME.flash, NAME.settings and the link NAME to its port
    std::string name;          ///< "vb-01"
    unsigned index = 1;        ///< tells boards of one folder apart: 1 to 2047, in the MAC address
    const ChipProfile *chip = nullptr;    ///< nullptr: what its flash was made for, or newChip
    const ChipProfile *newChip = nullptr; ///< nullptr: ESP32
    std::string project{kDemoProject};
    std::string version = "1.0.0";
    bool factory = false; ///< new: 8 MB of flash and a factory slot, from which it starts
    std::uint32_t linkRateBytesPerSecond = 0; ///< 0: unlimited
    otabench_security_t security = {};        ///< what the board insists on
    std::uint32_t secureVersion = 0; ///< in its eFuses at least, and of a new board's image
};

/// Opens a board's machine. A board's flash is made when it is new: a bootloader, a partition
/// table, and an image with the project and version asked for in the first slot. Afterwards it
/// keeps what it has.
/// @return its chip; or a sentence naming the board's file
[[nodiscard]] HostResult<const ChipProfile *> openBoard(HostPort &port, const BoardPlan &plan);

/// From reset to the application, within HostPort::run(): what the ROM and the bootloader print and
/// do. Leaves by a reset a second later when there is nothing to start; else the port runs the slot
/// that the bootloader chose, and has been set as the thread's anew.
void bootBoard(HostPort &port, const ChipProfile &chip);

} // namespace otabench::firmware::host
