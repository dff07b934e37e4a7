#pragma once

#include "base/error.h"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace otabench::certificates::detail {

/// A host that a certificate is to name, checked.
struct Host
{
    std::string text; ///< as boards write it in the URL, lower case
    std::string
        addressBytes;      ///< 4 or 16 bytes of an address literal in network order; "" for a name
    std::string canonical; ///< of an address literal: its shortest form; else text

    [[nodiscard]] bool isAddress() const { return !addressBytes.empty(); }
};

/// A host name or address literal. InvalidArgument, in words, for anything else: a URL, a port,
/// brackets, wildcards, blanks, names outside ASCII.
[[nodiscard]] Result<Host> parseHost(std::string_view text);

/// parseHost() of each, without repetitions; InvalidArgument for none or too many.
[[nodiscard]] Result<std::vector<Host>> parseHosts(const std::vector<std::string> &texts);

} // namespace otabench::certificates::detail
