#pragma once

#include <cstddef>
#include <string_view>

namespace otabench::history::detail {

/// How many bytes the UTF-8 character at the front of `text` (not empty) has; 0: it is none.
/// Over-long forms, surrogates and what lies beyond U+10FFFF are none. Source: RFC 3629, section 4.
[[nodiscard]] std::size_t characterBytes(std::string_view text);

} // namespace otabench::history::detail
