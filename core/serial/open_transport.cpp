#include "serial/detail/openers.h"

namespace otabench::serial {

Result<std::unique_ptr<Transport>> openTransport(boost::asio::io_context &context,
                                                 const Address &address, const OpenOptions &)
{
    if (address.kind == AddressKind::Pty)
        return detail::openPty(context, address);
    return fail(ErrorCode::NotSupported, "{} cannot be opened: this version opens pty:PATH only",
                address.toString());
}

} // namespace otabench::serial
