#pragma once

#include "base/error.h"
#include "serial/address.h"

#include <string>

namespace otabench::serial {

/// The device behind a port of this computer, links resolved. PortNotFound where there is none,
/// NotSupported for a port of another computer.
[[nodiscard]] Result<std::string> deviceOf(const Address &address);

/// What tells ports apart: deviceOf(), and for a port of another computer its address.
[[nodiscard]] Result<std::string> keyOf(const Address &address);

/// PortBusy, naming the process that holds the port, when a program that locks its ports (every
/// otabench does) has it open. Found out without touching it. Of a port of another computer only
/// the otabenches of this user are known.
[[nodiscard]] Result<> checkFree(const Address &address);

/// "otabench-cli (process 4711)": who has locked a file or device, or has it open; "another
/// program" where this user may not see that.
[[nodiscard]] std::string holderOf(const std::string &path);

} // namespace otabench::serial
