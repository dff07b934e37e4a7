#pragma once

#include <stddef.h>
#include <stdint.h>

namespace otabench::test {

/// What a whole update of a realistic image took.
struct Figures
{
    const char *name;
    uint32_t imageBytes;
    uint32_t heapPeak;
    uint32_t stackPeak;
    uint64_t instructions;
    uint64_t cryptoInstructions; ///< of them the test port's SHA-256 and AES; a board has hardware
};

/// One thing to try, on a new board. It says what does not hold by OTABENCH_EXPECT.
struct Scenario
{
    const char *name;
    void (*run)();
};

/// The scenarios of a file.
struct ScenarioList
{
    const Scenario *scenarios;
    size_t count;
};

ScenarioList updateScenarios();
ScenarioList encryptedScenarios();
ScenarioList slotScenarios();
ScenarioList agentScenarios();

/// Keeps an update's figures for the table at the end.
void addFigures(const Figures &figures);

} // namespace otabench::test
