// What differs between chips when an image is verified.
#pragma once

#include <stdint.h>

namespace otabench::firmware {

struct ChipFacts
{
    uint16_t id;
    uint32_t dromBegin, dromEnd; ///< constants mapped from flash
    uint32_t iromBegin, iromEnd; ///< code mapped from flash; the same where they share a window
    bool selectablePage;         ///< the MMU page size is a build option, told in the description
    bool limitedTo16Megabyte;    ///< of a segment and a partition: no 32-bit cache mapping
};

/// nullptr for an unknown chip.
const ChipFacts *findChip(uint16_t id);

/// Whether a segment at this address is mapped from flash (others are copied to RAM).
bool isMapped(const ChipFacts &chip, uint32_t address);

} // namespace otabench::firmware
