#pragma once

#include "image/reader.h"

#include <cstddef>
#include <optional>
#include <string_view>
#include <vector>

/// Which Secure Boot v2 signatures a chip can check.
///
/// Source: ESP-IDF v6.2-dev of July 2026 (commit 102122904ad),
/// components/soc/<chip>/include/soc/soc_caps.h for schemes and key slots, and
/// docs/en/security/secure-boot-v2.rst.
namespace otabench::image {

/// Why a chip passes over a signature that is good in itself.
enum class SignatureObstacle
{
    Scheme,       ///< it cannot check signatures of this scheme
    FurtherBlock, ///< it looks at the first block only
};

/// What keeps boards with this chip ("esp32c3") from honouring block `index` (from 0) of a
/// signature sector. Nothing also for chips that are not judged: unknown ones, and the ESP32-H4 and
/// E22, whose Secure Boot ESP-IDF does not offer yet.
[[nodiscard]] std::optional<SignatureObstacle>
signatureObstacle(std::string_view chip, std::string_view scheme, std::size_t index);

/// The same of the last signature of an image, which is the one made last.
[[nodiscard]] std::optional<SignatureObstacle> lastSignatureObstacle(const Image &image);

/// The schemes a chip can check: "rsa-3072", "ecdsa-p256"; none for one that is not judged.
[[nodiscard]] std::vector<std::string_view> signatureSchemes(std::string_view chip);

} // namespace otabench::image
