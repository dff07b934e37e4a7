#include "base/file_digest.h"

#include "base/files.h"
#include "base/hex.h"
#include "base/openssl.h"

namespace otabench {

Result<std::string> sha256OfFile(const std::filesystem::path &path)
{
    return readFile(path).map(
        [](const std::vector<std::byte> &bytes) { return toHex(openssl::sha256(bytes)); });
}

} // namespace otabench
