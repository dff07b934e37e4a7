#pragma once

#include "command_table.h"

#include <functional>
#include <string>
#include <vector>

namespace otabench::reference {

/// In single quotes.
[[nodiscard]] std::string quoted(const std::string &text);

/// One line that fits beside an option's name.
[[nodiscard]] std::string brief(const std::string &text);

/// "otabench-cli" as part of a shell function's name.
[[nodiscard]] std::string identifier(const std::string &name);

/// Calls `visit(path, command, options)` for the program and each command below it; `path` is the
/// program's name and the commands', `options` are its own and those it inherits.
using Visit = std::function<void(const std::vector<std::string> &path, const Command &command,
                                 const std::vector<Option> &options)>;
void walk(const Command &program, const Visit &visit);

[[nodiscard]] std::string joinWords(const std::vector<std::string> &words);

} // namespace otabench::reference
