#pragma once

#include "base/openssl.h"

#include <cstddef>
#include <vector>

namespace otabench::certificates::detail {

using Chain = std::vector<openssl::Certificate>;

/// How far Mbed TLS comes on the way from a server's certificate to one that it trusts. Source:
/// Mbed TLS library/x509_crt.c, x509_crt_verify_chain and x509_crt_find_parent_in.
struct ChainWalk
{
    enum class Result
    {
        Trusted,
        EndUnknown,  ///< `trust` was empty: the end of the chain waits for a root
        WrongOrder,  ///< the issuer is there, but before what it signed
        PathTooLong, ///< a CA on the way does not allow so many below it
        Broken       ///< nobody there signed it
    };
    Result result = Result::Broken;
    std::size_t end = 0;        ///< index of the last certificate that was reached
    std::size_t unused = 0;     ///< of those that were sent: not on the way
    bool isLeafTrusted = false; ///< it is itself among the trusted
};

/// @param chain  as it is sent, leaf first; not empty.
/// @param trust  what the board trusts; empty: not known.
[[nodiscard]] ChainWalk walkAsMbedTls(const Chain &chain, const Chain &trust);

} // namespace otabench::certificates::detail
