#pragma once

#include "image/reader.h"

#include <fmt/format.h>

#include <utility>

namespace otabench::image::detail {

template <typename... Args>
void pass(Image &image, std::string_view name, fmt::format_string<const Args &...> text,
          const Args &...args)
{
    image.checks.push_back({std::string(name), true, fmt::format(text, args...)});
}

template <typename... Args>
void flunk(Image &image, std::string_view name, ErrorCode code,
           fmt::format_string<const Args &...> text, const Args &...args)
{
    image.checks.push_back({std::string(name), false, fmt::format(text, args...), code});
}

/// "a bootloader, which boards do not take over the air here": the kind in a sentence.
[[nodiscard]] std::string_view inWords(Kind kind);

} // namespace otabench::image::detail
