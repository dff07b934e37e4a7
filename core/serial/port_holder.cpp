#include "serial/port_holder.h"

#include "serial/detail/port_lock.h"

namespace otabench::serial {

Result<std::string> deviceOf(const Address &address)
{
    const std::string name = address.toString();
    if (address.kind == AddressKind::Pty || address.kind == AddressKind::SerialDevice)
        return detail::resolveDevice(name, address.path);
    return fail(ErrorCode::NotSupported, "{} is no port of this computer", name);
}

Result<> checkFree(const Address &address)
{
    const auto device = deviceOf(address);
    if (!device)
        return tl::unexpected(device.error());
    if (auto busy = detail::lockHolderError(address.toString(), *device))
        return tl::unexpected(*std::move(busy));
    return {};
}

} // namespace otabench::serial
