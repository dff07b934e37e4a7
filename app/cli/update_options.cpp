#include "update_options.h"

#include "fleet/profiles.h"
#include "serial/ports.h"

#include <charconv>
#include <ctime>
#include <limits>

namespace otabench::cli {
namespace {

using std::chrono::system_clock;

constexpr unsigned kMostLimitSeconds = 7 * 24 * 3600;

Result<unsigned> number(std::string_view text, std::string_view option)
{
    unsigned value = 0;
    const char *const end = text.data() + text.size();
    const auto parsed = std::from_chars(text.data(), end, value);
    if (text.empty() || parsed.ec != std::errc() || parsed.ptr != end)
        return fail(ErrorCode::InvalidArgument, "{}: '{}' is no number", option, text);
    return value;
}

Result<> takeLimit(const std::string &text, fleet::Limits &limits)
{
    const std::size_t equals = std::min(text.find('='), text.size());
    std::chrono::milliseconds *limit =
        fleet::limitByName(limits, std::string_view(text).substr(0, equals));
    std::string known;
    for (const std::string_view name : fleet::limitNames())
        known += (known.empty() ? "" : ", ") + std::string(name);
    if (!limit || equals == text.size())
        return fail(ErrorCode::InvalidArgument,
                    "--limit '{}': write NAME=SECONDS; the names are {}", text, known);
    const auto seconds = number(std::string_view(text).substr(equals + 1), "--limit");
    if (!seconds)
        return tl::unexpected(seconds.error());
    if (*seconds == 0 || *seconds > kMostLimitSeconds)
        return fail(ErrorCode::InvalidArgument,
                    "--limit '{}': a limit has 1 second to a week ({} s)", text, kMostLimitSeconds);
    *limit = std::chrono::seconds(*seconds);
    return {};
}

Result<> takeThresholds(UpdateOptions &options)
{
    fleet::CampaignPlan &plan = options.plan;
    if (options.parallel == "auto") {
        plan.parallelAutomatic = true;
    } else {
        const auto parallel = number(options.parallel, "--parallel");
        if (!parallel)
            return fail(ErrorCode::InvalidArgument,
                        "--parallel '{}' is neither a number of boards nor auto", options.parallel);
        plan.parallel = *parallel;
    }
    const auto failures = fleet::shareFromText(options.maxFailures);
    if (!failures)
        return tl::unexpected(failures.error().in("--max-failures"));
    (failures->isPercent ? plan.maxFailurePercent : plan.maxFailures) = failures->amount;
    const auto success = fleet::shareFromText(options.success);
    if (!success)
        return tl::unexpected(success.error().in("--success"));
    plan.waveSuccess = *success;
    return {};
}

Result<> takeProfile(UpdateOptions &options, const Paths &paths)
{
    auto profile = fleet::findProfile(paths.config / "profiles", options.profile);
    if (!profile)
        return tl::unexpected(profile.error());
    if (!options.plan.profile.command.empty())
        profile->command = std::move(options.plan.profile.command);
    options.plan.profile = *std::move(profile);
    return fleet::checkProfile(options.plan.profile);
}

Result<> takeBoards(UpdateOptions &options, const Paths &paths)
{
    fleet::CampaignPlan &plan = options.plan;
    if (auto chosen = chooseBoards(options.choice, paths, plan.boards); !chosen)
        return chosen;
    if (options.all) {
        const auto ports = serial::listPorts();
        if (!ports)
            return tl::unexpected(ports.error());
        for (const serial::PortDescription &port : *ports)
            plan.boards.push_back(port.address.toString());
        if (plan.boards.empty())
            return fail(ErrorCode::NotFound, "--all found no serial port on this computer: plug "
                                             "the boards in, or name one with --board");
    }
    if (plan.boards.empty())
        return fail(
            ErrorCode::InvalidArgument,
            "no board was named: give --board ADDR for each, --bench NAME, --tag TAG, or --all for "
            "every serial port");
    return {};
}

/// "+10m".
std::optional<std::chrono::seconds> durationFromText(std::string_view text)
{
    constexpr unsigned kMostHours = 24 * 366;
    if (text.size() < 3 || text.front() != '+')
        return std::nullopt;
    const auto count = number(text.substr(1, text.size() - 2), "--at");
    if (!count || *count > kMostHours * 3600)
        return std::nullopt;
    switch (text.back()) {
    case 's':
        return std::chrono::seconds(*count);
    case 'm':
        return std::chrono::minutes(*count);
    case 'h':
        return std::chrono::hours(*count);
    default:
        return std::nullopt;
    }
}

/// The rest of the text has to be nothing.
bool readsAs(const std::string &text, const char *format, std::tm &time)
{
    const char *const end = ::strptime(text.c_str(), format, &time);
    return end && *end == '\0';
}

/// Campaigns of the history. They have their plan: what makes one cannot be given beside them.
void addPast(CLI::App &command, UpdateOptions &options)
{
    const std::vector<CLI::Option *> ofAPlan = command.get_options();
    const auto add = [&](const char *name, std::optional<std::int64_t> &value, const char *help) {
        CLI::Option *option = command.add_option(name, value, help)->type_name("CAMPAIGN");
        for (CLI::Option *other : ofAPlan) {
            const std::string otherName = other->get_name();
            if (otherName != "--help" && otherName != "--on-stop" && otherName != "--dry-run")
                option->excludes(other);
        }
        return option->check(
            CLI::Range(std::int64_t{0}, std::numeric_limits<std::int64_t>::max(),
                       "the number of a campaign; otabench-cli history lists them"));
    };
    auto *resume = add("--resume", options.resume,
                       "take up a campaign that was interrupted (without a number: the newest)")
                       ->expected(0, 1)
                       ->default_str("0");
    auto *giveUp = add("--give-up", options.giveUp,
                       "end a campaign that was interrupted, its unfinished boards as cancelled")
                       ->expected(0, 1)
                       ->default_str("0");
    auto *retry = add("--retry", options.retry, "repeat a campaign for its boards that failed");
    auto *giveBack = add("--return", options.giveBack,
                         "give the boards that a campaign updated the images they ran before");
    CLI::Option *dryRun = command.get_option("--dry-run");
    resume->excludes(giveUp)->excludes(retry)->excludes(giveBack)->excludes(dryRun);
    giveUp->excludes(retry)->excludes(giveBack)->excludes(dryRun);
    retry->excludes(giveBack);
}

} // namespace

Result<system_clock::time_point> timeFromText(const std::string &text, system_clock::time_point now)
{
    if (const auto duration = durationFromText(text))
        return now + *duration;
    const std::time_t nowSeconds = system_clock::to_time_t(now);
    std::tm time = {};
    ::localtime_r(&nowSeconds, &time);
    time.tm_sec = 0;
    time.tm_isdst = -1;
    std::tm clock = time;
    if (readsAs(text, "%H:%M", clock)) {
        const auto today = system_clock::from_time_t(std::mktime(&clock));
        if (today > now)
            return today;
        ++clock.tm_mday;
        clock.tm_isdst = -1;
        return system_clock::from_time_t(std::mktime(&clock));
    }
    for (const char *format :
         {"%Y-%m-%d %H:%M", "%Y-%m-%dT%H:%M", "%Y-%m-%d %H:%M:%S", "%Y-%m-%dT%H:%M:%S"}) {
        std::tm date = {};
        date.tm_isdst = -1;
        if (!readsAs(text, format, date))
            continue;
        const auto at = system_clock::from_time_t(std::mktime(&date));
        if (at <= now)
            return fail(ErrorCode::InvalidArgument, "--at '{}' has passed", text);
        return at;
    }
    return fail(ErrorCode::InvalidArgument,
                "--at '{}' is no time: write 22:30, '2026-12-24 22:30', or +10m (s, m, h)", text);
}

Result<> completePlan(UpdateOptions &options, const Paths &paths)
{
    fleet::CampaignPlan &plan = options.plan;
    if (plan.image.empty() && options.url.empty())
        return fail(ErrorCode::InvalidArgument,
                    "no image was named: give --image FILE, or --url of one on a web server");
    if (auto done = takeProfile(options, paths); !done)
        return done;
    if (auto done = takeThresholds(options); !done)
        return done;
    for (const std::string &limit : options.limits) {
        if (auto done = takeLimit(limit, plan.limits); !done)
            return done;
    }
    const auto confirm = fleet::confirmFromName(options.confirm);
    if (!confirm)
        return fail(ErrorCode::InvalidArgument, "--confirm '{}' is neither host nor self-test",
                    options.confirm);
    plan.confirm = *confirm;
    plan.startJitter = std::chrono::milliseconds(options.jitterMilliseconds);
    if (!options.at.empty()) {
        const auto at = timeFromText(options.at, system_clock::now());
        if (!at)
            return tl::unexpected(at.error());
        plan.startAt = *at;
    }
    return takeBoards(options, paths);
}

void addUpdateOptions(CLI::App &command, UpdateOptions &options)
{
    fleet::CampaignPlan &plan = options.plan;
    command.add_option("--image", plan.image, "the application image (.bin)")->type_name("FILE");
    command.add_option("--url", options.url,
                       "an image on another web server (https://...): boards fetch it there");
    auto *boards = command
                       .add_option("--board", plan.boards,
                                   "a board, by address, MAC or label: /dev/ttyUSB0, pty:PATH, "
                                   "rfc2217://host:port, tcp://host:port")
                       ->type_name("BOARD");
    addBoardChoice(command, options.choice);
    command.add_flag("--all", options.all, "every serial port of this computer")->excludes(boards);
    command.add_flag("--dry-run", options.dryRun,
                     "only tell what would be updated, skipped and blocked, and why");
    command
        .add_option("--profile", options.profile,
                    "how boards are told: agent, stdin, console, arduino, or one of your own "
                    "(otabench-cli profiles)")
        ->capture_default_str();
    command.add_option("--command", plan.profile.command,
                       "console profiles: the command, with {url} for the address");
    command
        .add_option("--parallel", options.parallel,
                    "boards at once (0: all; auto: more while that is faster)")
        ->capture_default_str();
    command
        .add_option("--canary", plan.canary,
                    "boards that go first; the rest only if enough of them succeed")
        ->capture_default_str();
    command.add_option("--wave", plan.wave, "boards in each wave after that (0: all the rest)")
        ->capture_default_str();
    command
        .add_option("--success", options.success,
                    "boards of a wave that must succeed before the next begins: 3 or 90%")
        ->capture_default_str();
    command
        .add_option("--max-failures", options.maxFailures,
                    "start no more boards after so many failures: 3 or 10% (0: no limit)")
        ->capture_default_str();
    command.add_option("--retries", plan.retries, "further attempts where trying again can help")
        ->capture_default_str();
    command
        .add_option("--jitter", options.jitterMilliseconds,
                    "each board starts up to so many milliseconds later, by chance")
        ->capture_default_str();
    command.add_option("--at", options.at,
                       "start then: 22:30, '2026-12-24 22:30' or +10m; boards wait until then");
    command
        .add_option("--confirm", options.confirm,
                    "who says that the new image is good: host, or self-test of the board (agent)")
        ->capture_default_str();
    command
        .add_option(
            "--limit", options.limits,
            "NAME=SECONDS, repeatable: how long a phase may take (answer, ready, connect, "
            "idle, download, verify, reboot, confirm; settle: how long a new image that only "
            "its log tells of has to run before it counts)")
        ->allow_extra_args(false);
    command
        .add_option("--on-stop", options.onStop,
                    "what Ctrl-C does to boards under way: abort, or finish")
        ->check(CLI::IsMember({"abort", "finish"}))
        ->capture_default_str();
    command.add_option("--partial", plan.partialBytes, "partial download: bytes a request (agent)");
    command.add_flag("--reinstall", plan.reinstall, "also boards that run this image already");
    command.add_option("--bind", plan.bindAddress, "this computer's address to serve from");
    command.add_option("--host", plan.serverHost,
                       "name or address in the boards' URL, with :PORT where another port is "
                       "forwarded to the server's");
    command.add_option("--port", plan.serverPort, "the server's port (0: any free one)")
        ->check(CLI::Range(0, 65535))
        ->capture_default_str();
    addPast(command, options);
}

} // namespace otabench::cli
