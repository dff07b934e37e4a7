#pragma once

#include "host_result.h"
#include "otabench_port.h"

#include <array>
#include <cstdint>
#include <string_view>

namespace otabench::firmware::host {

/// A port's verify_signature on the host, by Mbed TLS 2.28.
esp_err_t verifySignature(const otabench_signature_t &signature);

/// A key that signs images, as boards know it.
struct TrustedKey
{
    otabench_signature_scheme_t scheme = OTABENCH_SIGNATURE_NONE;
    std::array<std::uint8_t, 32> digest = {}; ///< SHA-256 of its part of a signature block
};

/// Reads a public key (PEM, SubjectPublicKeyInfo): RSA with 3072 bits, P-256 or P-192. Fails with a
/// sentence about what it is instead.
[[nodiscard]] HostResult<TrustedKey> readTrustedKey(std::string_view pem);

} // namespace otabench::firmware::host
