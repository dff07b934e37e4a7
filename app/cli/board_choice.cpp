#include "board_choice.h"

#include "fleet/board_finder.h"
#include "serial/address.h"

#include <algorithm>

namespace otabench::cli {

void addBoardChoice(CLI::App &command, BoardChoice &choice)
{
    command.add_option("--bench", choice.benches, "the boards on a bench (boards bench)");
    command.add_option("--tag", choice.tags, "the boards with a tag (boards tag)");
}

Result<> chooseBoards(const BoardChoice &choice, const Paths &paths,
                      std::vector<std::string> &boards)
{
    const auto isAddress = [](const std::string &text) {
        return serial::parseAddress(text).has_value();
    };
    if (choice.benches.empty() && choice.tags.empty() && std::ranges::all_of(boards, isAddress))
        return {};
    const auto finder = fleet::BoardFinder::now(paths);
    if (!finder)
        return tl::unexpected(finder.error());
    for (std::string &board : boards) {
        if (isAddress(board))
            continue;
        const auto found = finder->find(board);
        if (!found)
            return tl::unexpected(found.error());
        if (!found->isAttached)
            return fail(ErrorCode::PortNotFound,
                        "the board {} is not plugged in: it was last at {}", board, found->address);
        board = found->address;
    }
    const auto add = [&](const Result<std::vector<std::string>> &addresses) -> Result<> {
        if (!addresses)
            return tl::unexpected(addresses.error());
        for (const std::string &address : *addresses) {
            if (std::ranges::find(boards, address) == boards.end())
                boards.push_back(address);
        }
        return {};
    };
    for (const std::string &bench : choice.benches) {
        if (auto added = add(finder->onBench(bench)); !added)
            return added;
    }
    for (const std::string &tag : choice.tags) {
        if (auto added = add(finder->withTag(tag)); !added)
            return added;
    }
    return {};
}

} // namespace otabench::cli
