#include "board_commands.h"

#include "lab_session.h"
#include "stop_signals.h"

#include "fleet/board_finder.h"
#include "fleet/port_loan.h"

#include <algorithm>
#include <charconv>
#include <csignal>
#include <map>
#include <memory>
#include <mutex>
#include <optional>

#include <spawn.h>
#include <sys/wait.h>

extern char **environ;

namespace otabench::cli {
namespace {

using namespace std::chrono_literals;
using fleet::BoardFinder;
using fleet::FoundBoard;
using std::chrono::milliseconds;
using std::chrono::steady_clock;

constexpr milliseconds kAnswerLimit{8000};   ///< five requests of a second each, and the opening
constexpr milliseconds kRestartLimit{40000}; ///< and a restart, or a CA in many pieces
constexpr milliseconds kLetGoLimit{5000};    ///< for another otabench to close a port
constexpr milliseconds kPoll{50};

/// "90s", "10m", "1h30m"; a number alone is seconds.
Result<milliseconds> parseDuration(const std::string &text)
{
    std::string_view rest = text;
    std::chrono::seconds all{0};
    while (!rest.empty()) {
        unsigned number = 0;
        const auto [end, error] = std::from_chars(rest.data(), rest.data() + rest.size(), number);
        rest.remove_prefix(static_cast<std::size_t>(end - rest.data()));
        const char unit = rest.empty() ? 's' : rest.front();
        const unsigned seconds = unit == 's' ? 1 : unit == 'm' ? 60 : unit == 'h' ? 3600 : 0;
        if (error != std::errc() || seconds == 0 || number > 1'000'000)
            return fail(ErrorCode::InvalidArgument,
                        "\"{}\" is no duration: write for example 90s, 10m or 1h30m", text);
        rest.remove_prefix(std::min<std::size_t>(1, rest.size()));
        all += std::chrono::seconds(std::uint64_t{number} * seconds);
    }
    if (all.count() == 0)
        return fail(ErrorCode::InvalidArgument, "a duration of \"{}\" is none", text);
    return all;
}

Result<FoundBoard> findAttached(const Paths &paths, const std::string &name)
{
    const auto finder = BoardFinder::now(paths);
    if (!finder)
        return tl::unexpected(finder.error());
    auto board = finder->find(name);
    if (board && !board->isAttached)
        return fail(ErrorCode::PortNotFound, "the board {} is not plugged in: it was last at {}",
                    name, board->address);
    return board;
}

// ---- identify and reset

struct ControlArguments
{
    std::vector<std::string> boards;
    std::string duration = "5s";
    bool bootloader = false;
};

/// What a board was told to do, and what came of it.
struct Outcome
{
    std::string address;
    std::optional<Result<>> result;
};

/// Opens the boards' ports, does `start` with each, and waits until all have ended.
void doWithBoards(
    Context &context, const std::vector<std::string> &names, fleet::ProfileKind profile,
    std::string_view done,
    const std::function<void(fleet::Lab &, const std::string &, fleet::Lab::OnDone)> &start,
    milliseconds limit = kAnswerLimit)
{
    std::map<std::string, Outcome> outcomes; // by name
    for (const std::string &name : names) {
        const auto board = findAttached(context.paths, name);
        if (!board)
            return context.failed(board.error());
        outcomes[name].address = board->address;
    }
    std::mutex mutex; // of the results; the session goes before it
    std::optional<LabSession> session(std::in_place);
    if (const auto opened = session->open({.paths = context.paths, .keepHistory = false}); !opened)
        return context.failed(opened.error());
    session->run([&](fleet::Lab &lab) {
        for (const auto &[name, outcome] : outcomes)
            lab.addBoard(outcome.address, {.kind = profile});
    });
    session->run([&](fleet::Lab &lab) {
        for (auto &each : outcomes) {
            Outcome *outcome = &each.second;
            start(lab, outcome->address, [&mutex, outcome](const Result<> &result) {
                const std::lock_guard lock(mutex);
                outcome->result = result;
            });
        }
    });
    const auto allEnded = [&] {
        const std::lock_guard lock(mutex);
        return std::ranges::all_of(outcomes,
                                   [](const auto &each) { return each.second.result.has_value(); });
    };
    const auto end = steady_clock::now() + limit;
    while (!allEnded() && steady_clock::now() < end)
        (void)session->next(kPoll);
    session.reset(); // nothing answers any more
    for (auto &[name, outcome] : outcomes) {
        if (!outcome.result)
            outcome.result = fail(ErrorCode::Timeout,
                                  "{} has not answered within {} seconds: check that its port is "
                                  "connected",
                                  name, limit.count() / 1000);
        nlohmann::ordered_json line = {
            {"board", outcome.address}, {"name", name}, {"done", outcome.result->has_value()}};
        if (!*outcome.result) {
            line["reason"] = otabench::name(outcome.result->error().code);
            line["detail"] = outcome.result->error().text;
            context.failed(outcome.result->error().in(name));
        } else {
            context.output.line(fmt::format("{}: {}", name, done));
        }
        context.output.json(line);
    }
}

void blinkBoards(Context &context, const ControlArguments &arguments)
{
    const auto length = parseDuration(arguments.duration);
    if (!length)
        return context.failed(length.error());
    doWithBoards(context, arguments.boards, fleet::ProfileKind::Agent, "its LED blinks",
                 [&](fleet::Lab &lab, const std::string &board, fleet::Lab::OnDone onDone) {
                     lab.blink(board, *length, std::move(onDone));
                 });
}

void resetBoards(Context &context, const ControlArguments &arguments)
{
    const auto kind = arguments.bootloader ? fleet::ResetKind::Bootloader : fleet::ResetKind::Run;
    // As for stock firmware: nothing is sent to it, and so nothing taken for a line that it reads.
    doWithBoards(context, arguments.boards, fleet::ProfileKind::Stdin,
                 arguments.bootloader ? "in its bootloader" : "restarted",
                 [&](fleet::Lab &lab, const std::string &board, fleet::Lab::OnDone onDone) {
                     lab.reset(board, kind, std::move(onDone));
                 });
}

// ---- what boards run and trust

void confirmBoards(Context &context, const ControlArguments &arguments)
{
    doWithBoards(context, arguments.boards, fleet::ProfileKind::Agent, "its image is confirmed",
                 [](fleet::Lab &lab, const std::string &board, fleet::Lab::OnDone onDone) {
                     lab.confirm(board, std::move(onDone));
                 });
}

void rollBackBoards(Context &context, const ControlArguments &arguments)
{
    doWithBoards(
        context, arguments.boards, fleet::ProfileKind::Agent, "it runs its previous image",
        [](fleet::Lab &lab, const std::string &board, fleet::Lab::OnDone onDone) {
            lab.rollBack(board, std::move(onDone));
        },
        kRestartLimit);
}

void sendTrustToBoards(Context &context, const ControlArguments &arguments)
{
    doWithBoards(
        context, arguments.boards, fleet::ProfileKind::Agent, "it trusts the lab CA",
        [](fleet::Lab &lab, const std::string &board, fleet::Lab::OnDone onDone) {
            lab.sendTrust(board, std::move(onDone));
        },
        kRestartLimit);
}

// ---- lend

struct LendArguments
{
    std::string board;
    std::string duration;
    std::vector<std::string> command;
};

/// What programs look for to know their port: ours, idf.py and esptool.
constexpr const char *kPortVariables[] = {"OTABENCH_PORT", "ESPPORT", "ESPTOOL_PORT"};

/// The program that gets the port.
class Child
{
public:
    static Result<std::unique_ptr<Child>> start(const std::vector<std::string> &command,
                                                const std::string &device)
    {
        std::vector<std::string> texts;
        for (char **each = environ; *each; ++each) // NOLINT: the environment's form
            texts.emplace_back(*each);
        std::erase_if(texts, [](const std::string &text) {
            return std::ranges::any_of(kPortVariables, [&](std::string_view name) {
                return text.starts_with(name) && text.substr(name.size()).starts_with('=');
            });
        });
        for (const std::string name : kPortVariables)
            texts.push_back(name + "=" + device);
        std::vector<char *> arguments = pointers(command);
        std::vector<char *> environment = pointers(texts);
        posix_spawnattr_t attributes;
        ::posix_spawnattr_init(&attributes);
        sigset_t none; // ours are held back (StopSignals); it shall hear its own
        sigemptyset(&none);
        ::posix_spawnattr_setsigmask(&attributes, &none);
        ::posix_spawnattr_setflags(&attributes, POSIX_SPAWN_SETSIGMASK);
        pid_t pid = 0;
        const int error = ::posix_spawnp(&pid, arguments[0], nullptr, &attributes, arguments.data(),
                                         environment.data());
        ::posix_spawnattr_destroy(&attributes);
        if (error != 0)
            return fail(ErrorCode::NotFound, "cannot start {}: {}", command[0], errnoText(error));
        return std::unique_ptr<Child>(new Child(pid));
    }

    /// Its exit status, once it has ended.
    std::optional<int> exitStatus()
    {
        int status = 0;
        if (::waitpid(m_pid, &status, WNOHANG) != m_pid)
            return std::nullopt;
        return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
    }

    void end() { ::kill(m_pid, SIGTERM); }

private:
    explicit Child(pid_t pid)
        : m_pid(pid)
    {
    }

    static std::vector<char *> pointers(const std::vector<std::string> &texts)
    {
        std::vector<char *> all;
        for (const std::string &text : texts)
            all.push_back(const_cast<char *>(text.c_str())); // NOLINT: exec's form
        all.push_back(nullptr);
        return all;
    }

    pid_t m_pid;
};

void tell(Context &context, const LendArguments &arguments, const fleet::PortLoan &loan,
          const char *event, const std::string &text)
{
    context.output.json({{"event", event}, {"board", arguments.board}, {"port", loan.device()}});
    context.output.error(text);
}

/// Until the command has ended, the time is over, or the user has had enough.
void keepLent(Context &context, const StopSignals &signals, Child *child,
              std::optional<steady_clock::time_point> end)
{
    bool isEnding = false;
    while (true) {
        if (child) {
            if (const auto status = child->exitStatus()) {
                if (*status != 0)
                    context.output.error(
                        fmt::format("otabench-cli: the command ended with status {}", *status));
                context.exitStatus = *status == 0 ? 0 : 1;
                return;
            }
        }
        const bool isOver = end && steady_clock::now() >= *end;
        if (!signals.waitFor(kPoll) && !isOver)
            continue;
        if (!child)
            return;
        if (!std::exchange(isEnding, true))
            child->end(); // and waits for it: the port is its own until then
    }
}

void lendPort(Context &context, const LendArguments &arguments)
{
    std::optional<milliseconds> length;
    if (!arguments.duration.empty()) {
        const auto parsed = parseDuration(arguments.duration);
        if (!parsed)
            return context.failed(parsed.error());
        length = *parsed;
    }
    const auto board = findAttached(context.paths, arguments.board);
    if (!board)
        return context.failed(board.error());
    const auto address = serial::parseAddress(board->address);
    if (!address)
        return context.failed(address.error());
    const StopSignals signals;
    const auto loan = fleet::PortLoan::ask(context.paths, *address);
    if (!loan)
        return context.failed(loan.error());
    if (const auto free = (*loan)->waitUntilFree(kLetGoLimit); !free)
        return context.failed(free.error());
    tell(context, arguments, **loan, "lent",
         fmt::format("{} is free for other programs{}", (*loan)->device(),
                     length || !arguments.command.empty() ? "" : "; Ctrl-C takes it back"));
    std::unique_ptr<Child> child;
    if (!arguments.command.empty()) {
        auto started = Child::start(arguments.command, (*loan)->device());
        if (!started)
            return context.failed(started.error());
        child = *std::move(started);
    }
    keepLent(context, signals, child.get(),
             length ? std::optional(steady_clock::now() + *length) : std::nullopt);
    tell(context, arguments, **loan, "returned",
         fmt::format("{} is otabench's again", (*loan)->device()));
}

constexpr const char *kBoardHelp = "by MAC, label or address";

} // namespace

void addBoardControlCommands(CLI::App &group, Context &context)
{
    const auto toIdentify = std::make_shared<ControlArguments>();
    CLI::App *identify = group.add_subcommand(
        "identify", "Blink the LEDs of boards, to find them (with the agent, if it knows an LED)");
    identify->add_option("board", toIdentify->boards, kBoardHelp)->required();
    identify->add_option("--for", toIdentify->duration, "how long, at most 60s")
        ->capture_default_str();
    identify->callback([&context, toIdentify] { blinkBoards(context, *toIdentify); });

    const auto toReset = std::make_shared<ControlArguments>();
    CLI::App *reset =
        group.add_subcommand("reset", "Restart boards by the reset line of their ports");
    reset->add_option("board", toReset->boards, kBoardHelp)->required();
    reset->add_flag("--bootloader", toReset->bootloader,
                    "into the ROM bootloader, where they wait for a flashing tool");
    reset->callback([&context, toReset] { resetBoards(context, *toReset); });

    struct Request
    {
        const char *name, *what;
        void (*run)(Context &, const ControlArguments &);
    };

    for (const Request &each :
         {Request{"confirm", "Keep the images that boards run: no rollback any more (agent)",
                  confirmBoards},
          Request{"rollback", "Restart boards into the images that they ran before (agent)",
                  rollBackBoards},
          Request{"trust", "Have boards trust the lab CA, and no other (agent)",
                  sendTrustToBoards}}) {
        const auto arguments = std::make_shared<ControlArguments>();
        CLI::App *command = group.add_subcommand(each.name, each.what);
        command->add_option("board", arguments->boards, kBoardHelp)->required();
        command->callback([&context, run = each.run, arguments] { run(context, *arguments); });
    }

    const auto toLend = std::make_shared<LendArguments>();
    CLI::App *lend = group.add_subcommand(
        "lend", "Let another program have a board's port: every otabench here closes it, and opens "
                "it again afterwards");
    lend->add_option("board", toLend->board, kBoardHelp)->required();
    lend->add_option("--for", toLend->duration,
                     "how long, such as 90s or 10m; without it until the command ends, or Ctrl-C");
    lend->add_option("command", toLend->command,
                     "after --: what to run meanwhile; $OTABENCH_PORT names the port, and "
                     "$ESPPORT and $ESPTOOL_PORT for Espressif's tools");
    lend->callback([&context, toLend] { lendPort(context, *toLend); });
}

} // namespace otabench::cli
