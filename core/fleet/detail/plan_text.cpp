#include "fleet/detail/plan_text.h"

#include "fleet/detail/key_values.h"
#include "fleet/profiles.h"

#include <array>
#include <charconv>
#include <functional>
#include <limits>

namespace otabench::fleet::detail {
namespace {

using std::chrono::milliseconds;

constexpr std::string_view kSource = "the plan in the history";

struct Writer
{
    std::string text;

    void add(std::string_view key, std::string_view value)
    {
        text += fmt::format("{} = {}\n", key, escaped(value));
    }

    void add(std::string_view key, std::uint64_t value) { add(key, std::to_string(value)); }
};

/// A number with a place to go; the largest that the place can hold is the limit.
template <typename Number>
bool read(std::string_view text, Number &number)
{
    const char *const end = text.data() + text.size();
    const auto parsed = std::from_chars(text.data(), end, number);
    return parsed.ec == std::errc() && parsed.ptr == end;
}

bool readMilliseconds(std::string_view text, milliseconds &time)
{
    constexpr std::int64_t kMost = 366LL * 24 * 3600 * 1000;
    std::int64_t count = 0;
    if (!read(text, count) || count < 0 || count > kMost)
        return false;
    time = milliseconds(count);
    return true;
}

bool readFlag(std::string_view text, bool &flag)
{
    flag = text == "1";
    return text == "0" || text == "1";
}

bool readTime(std::string_view text, std::optional<std::chrono::system_clock::time_point> &time)
{
    using std::chrono::system_clock;
    constexpr std::int64_t kMost = // what the clock can tell, in the year 2262
        std::chrono::floor<milliseconds>(system_clock::time_point::max())
            .time_since_epoch()
            .count();
    std::int64_t count = 0;
    if (!read(text, count) || count < 0 || count > kMost)
        return false;
    time = system_clock::time_point(milliseconds(count));
    return true;
}

Origin &originOf(CampaignPlan &plan)
{
    if (!plan.origin)
        plan.origin.emplace();
    return *plan.origin;
}

struct Collected
{
    CampaignPlan plan;
    std::string profileName, profileText;
};

using Take = bool (*)(Collected &, const std::string &);

struct Key
{
    std::string_view name;
    Take take;
};

// One line a key: written by toText() below, in the same order.
constexpr std::array kKeys = {
    Key{"image", [](Collected &to, const std::string &v) { to.plan.image = v; return true; }},
    Key{"board", [](Collected &to, const std::string &v) { to.plan.boards.push_back(v); return true; }},
    Key{"profile", [](Collected &to, const std::string &v) { to.profileName = v; return true; }},
    Key{"profile-text", [](Collected &to, const std::string &v) { to.profileText = v; return true; }},
    Key{"parallel", [](Collected &to, const std::string &v) { return read(v, to.plan.parallel); }},
    Key{"automatic", [](Collected &to, const std::string &v) { return readFlag(v, to.plan.parallelAutomatic); }},
    Key{"canary", [](Collected &to, const std::string &v) { return read(v, to.plan.canary); }},
    Key{"wave", [](Collected &to, const std::string &v) { return read(v, to.plan.wave); }},
    Key{"success", [](Collected &to, const std::string &v) {
        const auto share = shareFromText(v);
        to.plan.waveSuccess = share.value_or(Share{});
        return share.has_value(); }},
    Key{"max-failures", [](Collected &to, const std::string &v) { return read(v, to.plan.maxFailures); }},
    Key{"max-failure-percent", [](Collected &to, const std::string &v) { return read(v, to.plan.maxFailurePercent); }},
    Key{"retries", [](Collected &to, const std::string &v) { return read(v, to.plan.retries); }},
    Key{"jitter", [](Collected &to, const std::string &v) { return readMilliseconds(v, to.plan.startJitter); }},
    Key{"at", [](Collected &to, const std::string &v) { return readTime(v, to.plan.startAt); }},
    Key{"confirm", [](Collected &to, const std::string &v) {
        const auto confirm = confirmFromName(v);
        to.plan.confirm = confirm.value_or(Confirm::Host);
        return confirm.has_value(); }},
    Key{"partial", [](Collected &to, const std::string &v) { return read(v, to.plan.partialBytes); }},
    Key{"bind", [](Collected &to, const std::string &v) { to.plan.bindAddress = v; return true; }},
    Key{"host", [](Collected &to, const std::string &v) { to.plan.serverHost = v; return true; }},
    Key{"port", [](Collected &to, const std::string &v) { return read(v, to.plan.serverPort); }},
    Key{"reinstall", [](Collected &to, const std::string &v) { return readFlag(v, to.plan.reinstall); }},
    Key{"origin", [](Collected &to, const std::string &v) { originOf(to.plan).url = v; return true; }},
    Key{"origin-trust", [](Collected &to, const std::string &v) { originOf(to.plan).trustPem = v; return true; }},
    Key{"origin-chain", [](Collected &to, const std::string &v) { originOf(to.plan).chainPem = v; return true; }},
    Key{"origin-ca", [](Collected &to, const std::string &v) { originOf(to.plan).trustFingerprints.push_back(v); return true; }},
};

/// False for a value that does not fit; keys of limits are "limit-<name>".
bool take(Collected &to, const KeyValue &pair)
{
    const std::string value = unescaped(pair.value);
    for (const Key &key : kKeys) {
        if (key.name == pair.key)
            return key.take(to, value);
    }
    constexpr std::string_view kLimit = "limit-";
    if (!pair.key.starts_with(kLimit))
        return true;
    auto *limit = limitByName(to.plan.limits, std::string_view(pair.key).substr(kLimit.size()));
    return !limit || readMilliseconds(value, *limit);
}

void addOrigin(Writer &writer, const Origin &origin)
{
    writer.add("origin", origin.url);
    writer.add("origin-trust", origin.trustPem);
    for (const std::string &ca : origin.trustFingerprints)
        writer.add("origin-ca", ca);
    if (!origin.chainPem.empty())
        writer.add("origin-chain", origin.chainPem);
}

} // namespace

std::string toText(const CampaignPlan &plan)
{
    Writer writer;
    writer.add("image", plan.image.string());
    for (const std::string &board : plan.boards)
        writer.add("board", board);
    writer.add("profile", plan.profile.name);
    writer.add("profile-text", fleet::toText(plan.profile));
    writer.add("parallel", plan.parallel);
    writer.add("automatic", plan.parallelAutomatic ? 1 : 0);
    writer.add("canary", plan.canary);
    writer.add("wave", plan.wave);
    writer.add("success", plan.waveSuccess.text());
    writer.add("max-failures", plan.maxFailures);
    writer.add("max-failure-percent", plan.maxFailurePercent);
    writer.add("retries", plan.retries);
    writer.add("jitter", static_cast<std::uint64_t>(plan.startJitter.count()));
    if (plan.startAt) {
        const auto time =
            std::chrono::duration_cast<milliseconds>(plan.startAt->time_since_epoch());
        writer.add("at", static_cast<std::uint64_t>(time.count()));
    }
    writer.add("confirm", name(plan.confirm));
    writer.add("partial", plan.partialBytes);
    writer.add("bind", plan.bindAddress);
    writer.add("host", plan.serverHost);
    writer.add("port", plan.serverPort);
    writer.add("reinstall", plan.reinstall ? 1 : 0);
    if (plan.origin)
        addOrigin(writer, *plan.origin);
    Limits limits = plan.limits;
    for (const std::string_view limit : limitNames())
        writer.add(fmt::format("limit-{}", limit),
                   static_cast<std::uint64_t>(limitByName(limits, limit)->count()));
    return writer.text;
}

Result<CampaignPlan> planFromText(std::string_view text)
{
    const auto pairs = parseKeyValues(text, kSource);
    if (!pairs)
        return tl::unexpected(pairs.error());
    Collected collected;
    for (const KeyValue &pair : *pairs) {
        if (!take(collected, pair))
            return fail(ErrorCode::InvalidArgument, "{}, line {}: \"{}\" cannot be {}", kSource,
                        pair.line, pair.key, pair.value);
    }
    auto profile = profileFromText(collected.profileName, collected.profileText, kSource);
    if (!profile)
        return tl::unexpected(profile.error());
    collected.plan.profile = *std::move(profile);
    if (collected.plan.image.empty() || collected.plan.boards.empty())
        return fail(
            ErrorCode::InvalidArgument,
            "{} names no image or no boards: it was made before plans were kept, and cannot "
            "be repeated",
            kSource);
    return collected.plan;
}

} // namespace otabench::fleet::detail
