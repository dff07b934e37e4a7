#pragma once

#include "support/firmware/tiny_image.h"

#include <array>
#include <cstdint>
#include <string>

namespace otabench::test {

/// A pre-encrypted file made with OpenSSL alone, apart from core/image and from the firmware, so
/// that neither is tested against its own reading of the format.
///
/// An encrypted update in memory (RamPort, and any port with HostCrypto's functions):
///
///     board.crypto.setEfuseHmacKey(0, kEciesHmacKey);          // ECIES, or
///     decrypt.rsa_priv_key = rsaPrivatePem().c_str();          // RSA
///     decrypt.rsa_priv_key_len = rsaPrivatePem().size() + 1;
///     config.otabench_decrypt = &decrypt;                      // with {} it is ECIES, block 0
///
/// and the server gives out encryptForEcies(image) or encryptForRsa(image) in place of the image.
[[nodiscard]] Bytes encryptForRsa(const Bytes &plain);
[[nodiscard]] Bytes encryptForEcies(const Bytes &plain);

/// The HMAC key of a board, and the P-256 key pair that comes from it: the example's of
/// esp_encrypted_img (ecc_key/device_hmac_key.bin and public.pem).
using Bytes32 = std::array<std::uint8_t, 32>;
extern const Bytes32 kEciesHmacKey;
[[nodiscard]] Bytes32 eciesScalar();
[[nodiscard]] std::array<std::uint8_t, 64> eciesPoint(); ///< X, Y

/// An RSA-3072 key, made once in the program's life.
[[nodiscard]] const std::string &rsaPrivatePem();
[[nodiscard]] const std::string &otherRsaPrivatePem();
/// DER of its public half (PKCS#1 RSAPublicKey).
[[nodiscard]] Bytes rsaPublicDer();

[[nodiscard]] Bytes fromHex(const std::string &hex);

// Offsets in such a file.
constexpr std::size_t kEncryptedHeader = 512;
constexpr std::size_t kKeyAreaAt = 4;
constexpr std::size_t kNonceAt = 388;
constexpr std::size_t kLengthAt = 404;
constexpr std::size_t kTagAt = 408;
constexpr std::size_t kReservedAt = 424;

} // namespace otabench::test
