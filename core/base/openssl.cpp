#include "base/openssl.h"

#include "base/assert.h"

#include <openssl/err.h>

namespace otabench::openssl {

Sha256 sha256(std::span<const std::byte> bytes)
{
    Sha256 digest{};
    unsigned length = 0;
    const int done =
        EVP_Digest(bytes.data(), bytes.size(), reinterpret_cast<unsigned char *>(digest.data()),
                   &length, EVP_sha256(), nullptr);
    OTABENCH_ASSERT(done == 1 && length == digest.size());
    return digest;
}

void clearErrors()
{
    ERR_clear_error();
}

std::string takeErrors()
{
    std::string text;
    while (const unsigned long error = ERR_get_error()) {
        const char *reason = ERR_reason_error_string(error);
        if (!text.empty())
            text += "; ";
        text += reason != nullptr ? reason : fmt::format("error {:#x}", error);
    }
    return text.empty() ? "unknown error" : text;
}

} // namespace otabench::openssl
