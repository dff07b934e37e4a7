#include "verified_image.h"

#include "engine_state.h"

namespace otabench::firmware {

void noteVerified(VerifiedBy by, uint32_t address, uint32_t size, const ImageFacts &facts)
{
    engineState().verified = {by, address, size, facts};
}

void forgetVerified(uint32_t address, uint32_t size)
{
    VerifiedImage &note = engineState().verified;
    if (address < note.address + note.size && note.address < address + size)
        note.by = VerifiedBy::Nobody;
}

bool takeVerified(VerifiedBy atLeast, uint32_t address, uint32_t size, ImageFacts *facts)
{
    VerifiedImage &note = engineState().verified;
    const bool known = note.by >= atLeast && note.address == address && note.size == size;
    if (known)
        *facts = note.facts;
    note.by = VerifiedBy::Nobody;
    return known;
}

} // namespace otabench::firmware
