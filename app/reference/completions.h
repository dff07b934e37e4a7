#pragma once

#include "command_table.h"

#include <string>

namespace otabench::reference {

// Completion scripts: commands, options, and of options' values what a shell can know. They need
// nothing but the shell itself.
[[nodiscard]] std::string bashCompletion(const Command &program);
[[nodiscard]] std::string zshCompletion(const Command &program);
[[nodiscard]] std::string fishCompletion(const Command &program);

} // namespace otabench::reference
