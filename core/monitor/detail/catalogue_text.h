#pragma once

#include <string_view>

namespace otabench::monitor::detail {

/// diagnosis_catalogue.tsv, built into the program.
[[nodiscard]] std::string_view catalogueText();

/// diagnosis_catalogue_zh_CN.tsv: an English sentence and its translation a line.
[[nodiscard]] std::string_view chineseText();

} // namespace otabench::monitor::detail
