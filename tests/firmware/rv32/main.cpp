// The engine on a 32-bit RISC-V processor: tries it, and prints what a whole update takes. Ends
// qemu with status 0 when everything held.
#include <string.h>

#include "board.h"
#include "check.h"
#include "heap.h"
#include "machine.h"
#include "scenarios.h"

namespace otabench::test {
namespace {

constexpr size_t kMostFigures = 8;
constinit Figures theFigures[kMostFigures] = {};
constinit size_t theFigureCount = 0;

void run(const Scenario &scenario)
{
    const unsigned before = failures();
    board().reset();
    failAllocation(0);
    scenario.run();
    OTABENCH_EXPECT_EQ(heapCount().blocks, 0); // all is given back
    OTABENCH_EXPECT_EQ(board().heldHashes, 0);
    OTABENCH_EXPECT_EQ(board().heldKeys, 0);
    OTABENCH_EXPECT(!board().server.isConnected);
    OTABENCH_EXPECT(!board().tlsWithoutCa);
    const bool good = failures() == before;
    if (!good)
        board().printLog();
    print("%s %s\n", good ? "ok   " : "FAILED", scenario.name);
}

unsigned runAll(const ScenarioList &list)
{
    for (size_t i = 0; i < list.count; ++i)
        run(list.scenarios[i]);
    return list.count;
}

void printFigures()
{
    print("\nA whole update, bytes          ");
    for (size_t i = 0; i < theFigureCount; ++i)
        print("%12s", theFigures[i].name);
    const auto row = [](const char *name, auto value) {
        print("\n%-31s", name);
        for (size_t i = 0; i < theFigureCount; ++i)
            print("%12lu", static_cast<unsigned long>(value(theFigures[i])));
    };
    row("image", [](const Figures &figures) { return figures.imageBytes; });
    row("peak heap", [](const Figures &figures) { return figures.heapPeak; });
    row("peak stack", [](const Figures &figures) { return figures.stackPeak; });
    row("instructions, thousands",
        [](const Figures &figures) { return static_cast<uint32_t>(figures.instructions / 1000); });
    row("  without SHA-256 and AES", [](const Figures &figures) {
        return static_cast<uint32_t>((figures.instructions - figures.cryptoInstructions) / 1000);
    });
    print("\n");
}

} // namespace

void addFigures(const Figures &figures)
{
    if (theFigureCount < kMostFigures)
        theFigures[theFigureCount++] = figures;
}

} // namespace otabench::test

int main()
{
    using namespace otabench::test;
    catchFaults();
    const unsigned count = runAll(updateScenarios()) + runAll(encryptedScenarios()) +
                           runAll(slotScenarios()) + runAll(agentScenarios());
    printFigures();
    print("\n%u scenarios, %u expectations did not hold\n", count, failures());
    leave(failures() == 0 && count > 0 ? 0 : 1);
}
