#pragma once

#include "certificates/authority.h"
#include "commands.h"

#include <optional>
#include <string>

namespace otabench::cli {

/// --preset, --days, --not-before.
struct ValidityArguments
{
    std::string preset = "bench";
    std::optional<int> days;
    std::string notBefore; ///< YYYY-MM-DD; empty: the preset's
};

void addValidityOptions(CLI::App &command, ValidityArguments &arguments);
[[nodiscard]] Result<certificates::Validity> validityOf(const ValidityArguments &arguments);

/// --key, with the types.
void addKeyOption(CLI::App &command, std::string &key);

} // namespace otabench::cli
