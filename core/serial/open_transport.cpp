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
        return detail::openRfc2217(context, address, options);
    }
    return fail(ErrorCode::Internal, "{} is of no known kind", address.toString());
}

} // namespace otabench::serial
