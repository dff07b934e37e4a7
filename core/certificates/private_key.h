#pragma once

#include "base/error.h"

#include <functional>
#include <string>
#include <string_view>

namespace otabench::certificates {

/// Where the passphrase of a protected key comes from: a file, the terminal, the environment. Asked
/// only when one is needed. An error says how to give one.
using PassphraseSource = std::function<Result<std::string>()>;

/// $OTABENCH_CA_PASSPHRASE; KeyInvalid, with the ways to give it, when that is not set.
[[nodiscard]] PassphraseSource environmentPassphrase();

/// What is accepted as a new passphrase: 8 to 1024 bytes on one line. InvalidArgument.
[[nodiscard]] Result<> checkNewPassphrase(std::string_view passphrase);

/// Whether a PEM key needs a passphrase.
[[nodiscard]] bool isProtected(std::string_view keyPem);

/// The key as PKCS#8 under PBES2 with scrypt (N 16384, r 8, p 5: 16 MiB, about a third of a second)
/// and AES-256-CBC: what `openssl pkey` reads. KeyInvalid for no key in PEM form.
[[nodiscard]] Result<std::string> protectKey(std::string_view keyPem, std::string_view passphrase);

/// A private key in any of its usual forms, PEM or DER, PKCS#8, PKCS#1 or SEC1, protected or not,
/// as PEM without protection. KeyInvalid for what is no key and for a wrong passphrase; the
/// source's error when it has none.
[[nodiscard]] Result<std::string> openKey(std::string_view content,
                                          const PassphraseSource &passphrase);

} // namespace otabench::certificates
