#pragma once

#include <cstddef>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace otabench {

/// Lower-case hexadecimal without separators.
[[nodiscard]] std::string toHex(std::span<const std::byte> bytes);

/// The bytes of an even number of hexadecimal digits of either case; nothing for anything else.
[[nodiscard]] std::optional<std::vector<std::byte>> fromHex(std::string_view digits);

} // namespace otabench
