#pragma once

#include "serial/transport.h"

namespace otabench::serial::detail {

// One opener a kind of address; openTransport() picks.

[[nodiscard]] Result<std::unique_ptr<Transport>> openPty(boost::asio::io_context &context,
                                                         const Address &address);
[[nodiscard]] Result<std::unique_ptr<Transport>> openSerialDevice(boost::asio::io_context &context,
                                                                  const Address &address,
                                                                  const OpenOptions &options);
[[nodiscard]] Result<std::unique_ptr<Transport>> openTcp(boost::asio::io_context &context,
                                                         const Address &address);
[[nodiscard]] Result<std::unique_ptr<Transport>>
openRfc2217(boost::asio::io_context &context, const Address &address, const OpenOptions &options);

} // namespace otabench::serial::detail
