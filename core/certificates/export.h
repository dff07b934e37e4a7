#pragma once

#include "base/error.h"

#include <cstddef>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace otabench::certificates {

/// The first certificate of a PEM text as DER. CertificateInvalid when there is none.
[[nodiscard]] Result<std::vector<std::byte>> toDer(std::string_view pem);

/// A DER certificate as PEM. CertificateInvalid when it is none.
[[nodiscard]] Result<std::string> derToPem(std::span<const std::byte> der);

/// The certificates as a C header for firmware: `otabench_ca_pem`, NUL-terminated as
/// esp_http_client_config_t::cert_pem wants it, with name, end and fingerprint of each in a
/// comment.
[[nodiscard]] Result<std::string> toCHeader(std::string_view pem);

} // namespace otabench::certificates
