#include "fleet/board_state.h"

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
    }
    return "agent";
}

std::optional<ProfileKind> profileFromName(std::string_view word)
{
    for (const ProfileKind kind : {ProfileKind::Agent, ProfileKind::Stdin, ProfileKind::Console}) {
        if (name(kind) == word)
            return kind;
    }
    return std::nullopt;
}

} // namespace otabench::fleet
