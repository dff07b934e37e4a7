#include "serial/detail/openers.h"

namespace otabench::serial {

Result<std::unique_ptr<Transport>> openTransport(boost::asio::io_context &context,
                                                 const Address &address, const OpenOptions &options)
{
    switch (address.kind) {
    case AddressKind::Pty:
        return detail::openPty(context, address);
    case AddressKind::SerialDevice:
        return detail::openSerialDevice(context, address, options);
    case AddressKind::Tcp:
        return detail::openTcp(context, address);
    case AddressKind::Rfc2217:
        break;
    }
    return fail(ErrorCode::NotSupported,
                "{} cannot be opened: this version has no RFC 2217; share the port as raw TCP and "
                "give tcp://{}:{}",
                address.toString(), address.host, address.tcpPort);
}

} // namespace otabench::serial
