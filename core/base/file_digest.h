#pragma once

#include "base/error.h"

#include <filesystem>
#include <string>

namespace otabench {

/// SHA-256 of a whole file, 64 hex digits. Link otabench_openssl for it.
[[nodiscard]] Result<std::string> sha256OfFile(const std::filesystem::path &path);

} // namespace otabench
