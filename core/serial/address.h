#pragma once

#include "base/error.h"

#include <cstdint>
#include <string>
#include <string_view>

namespace otabench::serial {

enum class AddressKind
{
    SerialDevice,
    Pty,
    Rfc2217,
    Tcp
};

/// Where a board is attached: `/dev/ttyUSB0`, `pty:PATH`, `rfc2217://host:port`, `tcp://host:port`.
/// A path without prefix that is (or links to) a pseudo-terminal counts as pty.
struct Address
{
    AddressKind kind = AddressKind::SerialDevice;
    std::string path; ///< SerialDevice, Pty
    std::string host; ///< Rfc2217, Tcp
    std::uint16_t tcpPort = 0;

    /// The form a user types and everything shows; parseAddress() of it gives the same Address.
    [[nodiscard]] std::string toString() const;
    friend bool operator==(const Address &, const Address &) = default;
};

/// InvalidArgument, naming the text and the four forms.
[[nodiscard]] Result<Address> parseAddress(std::string_view text);

} // namespace otabench::serial
