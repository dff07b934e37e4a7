#include "board_identities.h"

#include <algorithm>

namespace otabench::cli {
namespace {

using fleet::BoardState;
using std::chrono::steady_clock;

constexpr std::chrono::milliseconds kPatience{2000};          ///< for boards to say who they are
constexpr std::chrono::milliseconds kConnectPatience{12'000}; ///< for a port behind a network

bool isSettled(const BoardState &board)
{
    const bool mayAnswer = board.profile.kind == fleet::ProfileKind::Agent;
    return board.identity || board.portError || !mayAnswer;
}

} // namespace

std::map<std::string, BoardState> identifyBoards(LabSession &session,
                                                 const std::vector<std::string> &boards,
                                                 const fleet::Profile &profile)
{
    session.run([&](fleet::Lab &lab) {
        for (const std::string &board : boards)
            lab.addBoard(board, profile);
    });
    std::map<std::string, BoardState> states;
    const auto allSettled = [&] {
        return std::ranges::all_of(boards, [&](const std::string &board) {
            const auto found = states.find(board);
            return found != states.end() && isSettled(found->second);
        });
    };
    const auto isConnecting = [&] {
        return std::ranges::any_of(states, [](const auto &found) {
            return found.second.port != fleet::PortState::Open && !found.second.portError &&
                   found.first.find("://") != std::string::npos;
        });
    };
    const auto begin = steady_clock::now();
    while (!allSettled()) {
        const auto end = begin + (isConnecting() ? kConnectPatience : kPatience);
        const auto left = std::chrono::ceil<std::chrono::milliseconds>(end - steady_clock::now());
        const auto state = left.count() > 0 ? session.next(left) : std::nullopt;
        if (!state)
            break;
        states[state->id] = *state;
    }
    return states;
}

} // namespace otabench::cli
