#include "fleet/board_state.h"

#include <algorithm>

namespace otabench::fleet {

std::string_view name(ProfileKind kind)
{
    switch (kind) {
    case ProfileKind::Agent:
        return "agent";
    case ProfileKind::Stdin:
        return "stdin";
    case ProfileKind::Console:
        return "console";
    case ProfileKind::Reset:
        return "reset";
    }
    return "agent";
}

std::optional<ProfileKind> profileFromName(std::string_view word)
{
    for (const ProfileKind kind :
         {ProfileKind::Agent, ProfileKind::Stdin, ProfileKind::Console, ProfileKind::Reset}) {
        if (name(kind) == word)
            return kind;
    }
    return std::nullopt;
}

std::size_t CampaignRoster::waveOf(std::size_t place) const
{
    return static_cast<std::size_t>(std::ranges::upper_bound(waveEnds, place) - waveEnds.begin());
}

image::BoardFacts boardFacts(const BoardIdentity &identity)
{
    image::BoardFacts facts;
    facts.chip = identity.chip;
    facts.project = identity.project;
    facts.version = identity.version;
    facts.elfSha256 = identity.elfSha256;
    facts.imageSha256 = identity.imageSha256;
    facts.secureVersion = identity.secureVersion;
    facts.keys = identity.signingKeys;
    facts.decrypts = identity.decrypts;
    if (identity.mac.empty())
        return facts;
    facts.chipRevision = identity.chipRevision;
    const auto slot =
        std::ranges::find(identity.slots, identity.nextSlot, &BoardIdentity::Slot::label);
    facts.hasSecondSlot = !identity.nextSlot.empty() && slot != identity.slots.end();
    if (*facts.hasSecondSlot) {
        facts.slot = slot->label;
        facts.slotBytes = slot->bytes;
    }
    return facts;
}

} // namespace otabench::fleet
