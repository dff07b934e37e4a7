#pragma once

#include "certificates/authority.h"

#include <cstdint>
#include <string>

namespace otabench::certificates {

struct Verdict
{
    int error = 0; ///< Mbed TLS's
    std::uint32_t flags = 0;
};

/// A real handshake in memory: OpenSSL serves the pair's chain, Mbed TLS 2.28 (the boards' stack)
/// connects as a board that trusts `caPem` and has `host` in its URL. Dates are looked at.
[[nodiscard]] Verdict connect(const KeyedCertificate &pair, const std::string &caPem,
                              const std::string &host);

} // namespace otabench::certificates
