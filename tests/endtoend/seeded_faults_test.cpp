// A campaign in which chance decides what is wrong with each board, and whether the network that
// they share dies. What must hold whatever happens: every board ends, in the right phase with the
// right reason, and none is called updated whose flash does not hold the image.
//
// The same seed draws the same faults: OTABENCH_SEED=N repeats a run, and OTABENCH_SEEDS=N tries N
// of them.
#include "bench_fixture.h"
#include "dying_network.h"

#include <gmock/gmock.h>

#include <array>
#include <cstdlib>
#include <fstream>
#include <random>
#include <set>

namespace otabench::endtoend {
namespace {

constexpr int kBoards = 20;
constexpr std::uint64_t kImageBytes = 256 * 1024;

/// What may become of a board with a fault, as "phase" or "phase reason".
struct Kind
{
    const char *fault; ///< of otabench-board; empty: none
    std::set<std::string> ends;
};

const std::array<Kind, 13> kKinds = {{
    {"", {"updated"}},
    {"slow", {"updated"}},
    {"garbage", {"updated"}},
    {"damage", {"updated", "failed board-silent", "failed board-protocol"}},
    {"vanish", {"failed port-gone"}},
    {"panic", {"failed board-crashed"}},
    {"freeze", {"failed board-download-stalled"}},
    {"wrong-ca", {"failed board-certificate-refused"}},
    {"refuse", {"failed board-refused"}},
    {"rollback", {"rolled-back board-rolled-back"}},
    {"no-confirm", {"failed board-not-rebooted"}},
    {"flash-fail", {"failed board-flash-failed"}},
    // Before the image is in place it is a crash, before it is confirmed a rollback.
    {"power-cut", {"updated", "failed board-crashed", "rolled-back board-rolled-back"}},
}};

/// What a network that has died is to the boards that needed it.
const std::set<std::string> kNetworkEnds = {
    "failed board-cannot-connect", "failed board-download-cut", "failed board-download-stalled",
    "failed board-http-error",     "failed board-ota-failed",   "failed tls-failed"};

struct Draw
{
    std::vector<const Kind *> kinds; ///< of each board
    std::uint64_t networkBytes = 0;  ///< 0: it lives

    explicit Draw(unsigned seed)
    {
        std::minstd_rand chance(seed + 1);
        chance.discard(16);
        for (int i = 0; i < kBoards; ++i)
            kinds.push_back(&kKinds[chance() % kKinds.size()]);
        if (seed % 2 == 1)
            networkBytes = kImageBytes * (2 + chance() % kBoards / 2);
    }

    [[nodiscard]] std::vector<std::string> arguments(unsigned seed) const
    {
        std::vector<std::string> arguments = {"--seed", std::to_string(seed)};
        for (std::size_t i = 0; i < kinds.size(); ++i) {
            if (*kinds[i]->fault != '\0')
                arguments.insert(arguments.end(), {"--fault", std::string(kinds[i]->fault) + "@" +
                                                                  std::to_string(i + 1)});
        }
        return arguments;
    }
};

std::string readAll(const std::filesystem::path &file)
{
    std::ifstream in(file, std::ios::binary);
    return {std::istreambuf_iterator<char>(in), {}};
}

class SeededFaults : public BenchFixture
{
protected:
    /// Whether any file of a board's flash holds the image.
    bool flashHolds(const std::string &image, std::size_t board)
    {
        const std::string name =
            "vb-" + std::string(board + 1 < 10 ? "0" : "") + std::to_string(board + 1);
        for (const auto &entry : std::filesystem::directory_iterator(m_folder / "boards")) {
            if (entry.is_regular_file() && entry.path().filename().string().starts_with(name) &&
                readAll(entry.path()).find(image) != std::string::npos)
                return true;
        }
        return false;
    }

    void run(unsigned seed);
};

void SeededFaults::run(unsigned seed)
{
    SCOPED_TRACE("OTABENCH_SEED=" + std::to_string(seed));
    const Draw draw(seed);
    const auto image = makeImage("2.0.0", "256K");
    const std::string bytes = readAll(image);
    const auto boards = startBoards(kBoards, draw.arguments(seed));
    const std::uint16_t port = DyingNetwork::freePort();
    const DyingNetwork network(port, draw.networkBytes);

    const auto outcome = update(image, boards,
                                {"--bind", "127.0.0.1", "--port", std::to_string(port), "--host",
                                 "127.0.0.1:" + std::to_string(network.port()), "--limit",
                                 "idle=15", "--limit", "reboot=30", "--limit", "verify=30"},
                                std::chrono::seconds(240));
    EXPECT_EQ(outcome.count("boards"), kBoards) << outcome.err;
    stopBoards();

    // Without power for a moment: what was not confirmed is rolled back, what was cut off shows.
    const auto again = startBoards(kBoards);
    const auto plan = update(image, again, {"--dry-run"});
    for (std::size_t i = 0; i < boards.size(); ++i) {
        const std::string fault = draw.kinds[i]->fault;
        const std::string phase = outcome.lastPhase(boards[i]);
        const std::string reason = outcome.reason(boards[i]);
        const std::string end = reason.empty() ? phase : phase + " " + reason;
        const bool isExpected = draw.kinds[i]->ends.contains(end) ||
                                (draw.networkBytes != 0 && kNetworkEnds.contains(end));
        EXPECT_TRUE(isExpected) << boards[i] << " with fault '" << fault << "' ended as " << end;
        if (phase != "updated")
            continue;
        EXPECT_TRUE(flashHolds(bytes, i)) << boards[i] << " with fault '" << fault << "'";
        EXPECT_EQ(plan.lines[i].value("plan", ""), "skip")
            << boards[i] << " was called updated, but after a restart: " << plan.lines[i].dump();
    }
    stopBoards();
    std::filesystem::remove_all(m_folder / "boards");
}

TEST_F(SeededFaults, EveryBoardEndsAsItShould)
{
    const char *one = std::getenv("OTABENCH_SEED"); // NOLINT: read only
    const char *many = std::getenv("OTABENCH_SEEDS");
    if (one)
        return run(static_cast<unsigned>(std::atoi(one)));
    const unsigned count = many ? static_cast<unsigned>(std::atoi(many)) : 2;
    for (unsigned seed = 0; seed < count && !HasFailure(); ++seed)
        run(seed);
}

} // namespace
} // namespace otabench::endtoend
