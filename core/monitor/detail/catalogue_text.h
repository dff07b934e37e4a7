#pragma once

#include <string_view>

namespace otabench::monitor::detail {

/// diagnosis_catalogue.tsv, built into the program.
[[nodiscard]] std::string_view catalogueText();

} // namespace otabench::monitor::detail
