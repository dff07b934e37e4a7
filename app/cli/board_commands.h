#pragma once

#include "commands.h"

namespace otabench::cli {

// The subcommands of `boards`, in files of their own. The context outlives the parse.

/// label, bench, tag, forget: what the user says of boards.
void addBoardNamingCommands(CLI::App &group, Context &context);
/// identify, reset, lend: what is done with a board and its port.
void addBoardControlCommands(CLI::App &group, Context &context);

} // namespace otabench::cli
