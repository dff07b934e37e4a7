#pragma once

#include "base/descriptor.h"
#include "base/error.h"
#include "serial/address.h"

#include <filesystem>
#include <memory>

namespace otabench::serial::detail {

/// A port of another computer has no device here to lock. A file of this user's stands for it, in
/// $XDG_RUNTIME_DIR or /tmp, so that programs on this computer tell each other who has it; what
/// others do with the port its server decides.
[[nodiscard]] std::filesystem::path networkLockFile(const Address &address);

/// Held until the last copy goes; the file goes with it. PortBusy, naming the holder. Null where no
/// such file can be made: the port is used all the same.
[[nodiscard]] Result<std::shared_ptr<const Descriptor>> lockNetworkPort(const Address &address);

} // namespace otabench::serial::detail
