#pragma once

#include "base/error.h"
#include "serial/address.h"

#include <string>

namespace otabench::serial {

/// The device behind a port of this computer, links resolved. PortNotFound where there is none,
/// NotSupported for a port of another computer.
[[nodiscard]] Result<std::string> deviceOf(const Address &address);

/// PortBusy, naming the process that holds the port, when a program that locks its ports (every
/// otabench does) has it open. Found out without touching it.
[[nodiscard]] Result<> checkFree(const Address &address);

} // namespace otabench::serial
