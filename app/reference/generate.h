#pragma once

#include "command_table.h"

namespace otabench::reference {

/// The main function of a program's generator: NAME FOLDER VERSION DATE [SECTIONS]. Writes into
/// FOLDER the man pages (man1/), one for the program and one for each of its commands, and the
/// completions (bash/, zsh/, fish/). SECTIONS is a folder with man(7) source that is written by
/// hand, PAGE.man: examples, files, environment. Returns the exit status.
[[nodiscard]] int generate(const Command &program, int argc, char **argv);

} // namespace otabench::reference
