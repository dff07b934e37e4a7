#include "fleet/campaign_plan.h"

#include <algorithm>
#include <array>
#include <charconv>

namespace otabench::fleet {
namespace {

using LimitMember = std::chrono::milliseconds Limits::*;

struct NamedLimit
{
    std::string_view name;
    LimitMember member;
};

constexpr std::array kLimits = {
    NamedLimit{"answer", &Limits::answer},     NamedLimit{"ready", &Limits::ready},
    NamedLimit{"connect", &Limits::connect},   NamedLimit{"idle", &Limits::idle},
    NamedLimit{"download", &Limits::download}, NamedLimit{"verify", &Limits::verify},
    NamedLimit{"reboot", &Limits::reboot},     NamedLimit{"confirm", &Limits::confirm},
    NamedLimit{"settle", &Limits::settle},
};

} // namespace

std::chrono::milliseconds *limitByName(Limits &limits, std::string_view name)
{
    const auto found = std::ranges::find(kLimits, name, &NamedLimit::name);
    return found == kLimits.end() ? nullptr : &(limits.*found->member);
}

const std::vector<std::string_view> &limitNames()
{
    static const std::vector<std::string_view> names = [] {
        std::vector<std::string_view> all;
        for (const NamedLimit &limit : kLimits)
            all.push_back(limit.name);
        return all;
    }();
    return names;
}

std::size_t Share::of(std::size_t boards) const
{
    const std::size_t count = isPercent ? (boards * amount + 99) / 100 : amount;
    return std::min(count, boards);
}

std::string Share::text() const
{
    return std::to_string(amount) + (isPercent ? "%" : "");
}

Result<Share> shareFromText(std::string_view text)
{
    Share share;
    std::string_view digits = text;
    if (digits.ends_with('%')) {
        share.isPercent = true;
        digits.remove_suffix(1);
    }
    const char *const end = digits.data() + digits.size();
    const auto parsed = std::from_chars(digits.data(), end, share.amount);
    if (digits.empty() || parsed.ec != std::errc() || parsed.ptr != end ||
        (share.isPercent && share.amount > 100))
        return fail(ErrorCode::InvalidArgument,
                    "'{}' is neither a number of boards, such as 3, nor a part of them, such as "
                    "10%",
                    text);
    return share;
}

std::string_view name(Confirm confirm)
{
    return confirm == Confirm::Host ? "host" : "self-test";
}

std::optional<Confirm> confirmFromName(std::string_view word)
{
    for (const Confirm confirm : {Confirm::Host, Confirm::SelfTest}) {
        if (name(confirm) == word)
            return confirm;
    }
    return std::nullopt;
}

std::string_view name(Verdict verdict)
{
    switch (verdict) {
    case Verdict::Update:
        return "update";
    case Verdict::Skip:
        return "skip";
    case Verdict::Blocked:
        return "blocked";
    case Verdict::Unknown:
        break;
    }
    return "unknown";
}

std::size_t CampaignPreview::count(Verdict verdict) const
{
    return static_cast<std::size_t>(std::ranges::count(boards, verdict, &PlannedBoard::verdict));
}

} // namespace otabench::fleet
