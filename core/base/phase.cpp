#include "base/phase.h"

#include <array>
#include <utility>

namespace otabench {
namespace {

constexpr std::array<std::pair<Phase, std::string_view>, 14> kNames = {{
    {Phase::Queued, "queued"},
    {Phase::Preparing, "preparing"},
    {Phase::Triggered, "triggered"},
    {Phase::Connected, "connected"},
    {Phase::Downloading, "downloading"},
    {Phase::Verifying, "verifying"},
    {Phase::Rebooting, "rebooting"},
    {Phase::Confirming, "confirming"},
    {Phase::Updated, "updated"},
    {Phase::UpToDate, "up-to-date"},
    {Phase::NotProved, "not-proved"},
    {Phase::RolledBack, "rolled-back"},
    {Phase::Failed, "failed"},
    {Phase::Cancelled, "cancelled"},
}};

} // namespace

std::string_view name(Phase phase)
{
    return kNames[static_cast<std::size_t>(phase)].second;
}

std::optional<Phase> phaseFromName(std::string_view name)
{
    for (const auto &[phase, word] : kNames) {
        if (word == name)
            return phase;
    }
    return std::nullopt;
}

bool isFinal(Phase phase)
{
    return phase >= Phase::Updated;
}

bool isFailure(Phase phase)
{
    return phase == Phase::NotProved || phase == Phase::RolledBack || phase == Phase::Failed;
}

} // namespace otabench
