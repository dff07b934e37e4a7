#pragma once

#include "base/error.h"

#include <optional>
#include <string>

#include <sys/types.h>

namespace otabench::serial::detail {

/// A process that has a port open.
struct PortHolder
{
    pid_t pid = 0;
    std::string process;
};

/// Who holds the device: by the kernel's list of file locks, else the first process with it open.
/// Only what this user may see in /proc.
[[nodiscard]] std::optional<PortHolder> findHolder(const std::string &devicePath);

/// The error for a failed open(): PortNotFound, PortPermission (with the group to join), PortBusy
/// (with the holder), PortGone, else InputOutput.
/// @param name  the address, as the user knows it.
[[nodiscard]] Error openError(const std::string &name, const std::string &devicePath,
                              int errorNumber);

/// PortBusy when another program has locked the device, known without opening it.
[[nodiscard]] std::optional<Error> lockHolderError(const std::string &name,
                                                   const std::string &devicePath);

/// Takes the advisory lock that tells programs apart (also as root, whom TIOCEXCL does not stop).
/// PortBusy, naming the holder.
[[nodiscard]] Result<> lockPort(int descriptor, const std::string &name,
                                const std::string &devicePath);

/// PortNotFound when the path leads nowhere or to something that is no character device.
[[nodiscard]] Result<std::string> resolveDevice(const std::string &name, const std::string &path);

} // namespace otabench::serial::detail
