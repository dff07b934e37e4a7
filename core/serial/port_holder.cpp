#include "serial/port_holder.h"

#include "serial/detail/network_lock.h"
#include "serial/detail/port_lock.h"

namespace otabench::serial {

Result<std::string> deviceOf(const Address &address)
{
    const std::string name = address.toString();
    if (address.kind == AddressKind::Pty || address.kind == AddressKind::SerialDevice)
        return detail::resolveDevice(name, address.path);
    return fail(ErrorCode::NotSupported, "{} is no port of this computer", name);
}

Result<std::string> keyOf(const Address &address)
{
    if (address.kind == AddressKind::Tcp || address.kind == AddressKind::Rfc2217)
        return address.toString();
    return deviceOf(address);
}

std::string holderOf(const std::string &path)
{
    const auto holder = detail::findHolder(path);
    return holder ? fmt::format("{} (process {})", holder->process, holder->pid)
                  : "another program";
}

Result<> checkFree(const Address &address)
{
    if (address.kind == AddressKind::Tcp || address.kind == AddressKind::Rfc2217) {
        if (auto busy = detail::lockHolderError(address.toString(),
                                                detail::networkLockFile(address).string()))
            return tl::unexpected(*std::move(busy));
        return {};
    }
    const auto device = deviceOf(address);
    if (!device)
        return tl::unexpected(device.error());
    if (auto busy = detail::lockHolderError(address.toString(), *device))
        return tl::unexpected(*std::move(busy));
    return {};
}

} // namespace otabench::serial
