#pragma once

#include "board_machine.h"

#include <variant>

namespace otabench::firmware::host {

/// The command line has been answered: leave with this status.
struct ExitNow
{
    int status = 0;
};

/// Reads the command line of an application's program, which `own` says the defaults of. Prints
/// help and errors itself.
[[nodiscard]] std::variant<BoardPlan, ExitNow> parseOptions(int argc, char **argv,
                                                            const BoardPlan &own);

} // namespace otabench::firmware::host
