#pragma once

#include "base/error.h"

#include <string>
#include <string_view>
#include <vector>

namespace otabench::fleet::detail {

/// A line `key = value` of a small file that people write.
struct KeyValue
{
    std::string key;
    std::string value;
    unsigned line = 0; ///< from 1, for messages
};

/// Lines `key = value`; blanks around both do not count, nor do empty lines and those that begin
/// with #. A key may come again. InvalidArgument, naming `source` and the line, for a line without
/// `=`, for an empty key, and for control characters.
[[nodiscard]] Result<std::vector<KeyValue>> parseKeyValues(std::string_view text,
                                                           std::string_view source);

/// A value on one line, whatever is in it, and back.
[[nodiscard]] std::string escaped(std::string_view value);
[[nodiscard]] std::string unescaped(std::string_view value);

} // namespace otabench::fleet::detail
