#pragma once

#include "base/error.h"

#include <cstddef>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

namespace otabench::monitor {

/// A compiled regular expression (PCRE2, compiled to machine code). Immutable; any thread. Matching
/// is bounded: a pattern that would run away on a text counts as not found.
class TextPattern
{
public:
    enum class Case
    {
        Counts,
        Ignored,
    };

    /// InvalidArgument names the place in the pattern and what is wrong there.
    [[nodiscard]] static Result<TextPattern> compile(std::string_view pattern,
                                                     Case letterCase = Case::Counts);
    /// For a text that is looked for as it stands.
    [[nodiscard]] static TextPattern literal(std::string_view text, Case letterCase = Case::Counts);

    /// Whether it matches anywhere in `text`; any bytes.
    [[nodiscard]] bool isIn(std::string_view text) const;

    struct Place
    {
        std::size_t at = 0, length = 0; ///< in bytes; the length may be 0: `x*` matches nothing
    };

    /// The first place at `from` or later; nothing past the end.
    [[nodiscard]] std::optional<Place> find(std::string_view text, std::size_t from = 0) const;

private:
    struct Code;
    explicit TextPattern(std::shared_ptr<const Code> code);

    std::shared_ptr<const Code> m_code;
};

} // namespace otabench::monitor
