#pragma once

#include "commands.h"

#include <string>
#include <vector>

namespace otabench::cli {

/// Boards that are chosen by the group they are in.
struct BoardChoice
{
    std::vector<std::string> benches;
    std::vector<std::string> tags;
};

/// --bench and --tag.
void addBoardChoice(CLI::App &command, BoardChoice &choice);

/// Adds the boards of the benches and with the tags, each once, and puts addresses in the place of
/// MACs and labels.
[[nodiscard]] Result<> chooseBoards(const BoardChoice &choice, const Paths &paths,
                                    std::vector<std::string> &boards);

} // namespace otabench::cli
