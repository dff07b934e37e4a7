#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace otabench::monitor::detail {

/// Texts of which at least one is in every text that the pattern matches; empty: none is known. So
/// that most patterns need not be tried on most lines. For patterns as the catalogue has them:
/// groups, classes, alternatives, assertions.
[[nodiscard]] std::vector<std::string> requiredLiterals(std::string_view pattern);

} // namespace otabench::monitor::detail
