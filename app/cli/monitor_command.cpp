#include "base/file_digest.h"
#include "commands.h"
#include "fleet/port_loan.h"
#include "known_facts_options.h"
#include "log_filter_options.h"
#include "log_follower.h"
#include "log_view.h"
#include "monitor/log_reader.h"
#include "monitor/log_time.h"
#include "stop_signals.h"

#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstdio>
#include <cstdlib>
#include <memory>

namespace otabench::cli {
namespace {

constexpr std::string_view kFilePrefix = "file:";

struct MonitorOptions
{
    std::vector<std::string> addresses;
    LogFilterOptions filter;
    bool timestamps = false;
    bool ends = false;
    bool savesNothing = false;
    unsigned baudRate = 115200;
    std::string language;
    std::vector<std::string> programs;
    KnownFactsOptions facts;
};

/// --lang, else what the environment asks for.
Result<monitor::Language> chooseLanguage(const std::string &option)
{
    if (!option.empty()) {
        if (const auto language = monitor::languageFromName(option))
            return *language;
        return fail(ErrorCode::InvalidArgument, "--lang {} is none of ours: give en or zh_CN",
                    option);
    }
    for (const char *variable : {"LC_ALL", "LC_MESSAGES", "LANG"}) {
        if (const char *value = std::getenv(variable); value && *value)
            return monitor::languageFromName(value).value_or(monitor::Language::English);
    }
    return monitor::Language::English;
}

/// To its end, or until a signal comes.
Result<> readLog(const std::string &path, const StopSignals &signals, LogView &log)
{
    struct CloseFile
    {
        void operator()(std::FILE *file) const { std::fclose(file); }
    };

    const std::unique_ptr<std::FILE, CloseFile> file(std::fopen(path.c_str(), "rbe"));
    if (!file) {
        const int error = errno;
        return fail(errorCodeFromErrno(error), "cannot read the log \"{}\": {}", path,
                    errnoText(error));
    }
    struct stat status = {};
    if (::fstat(::fileno(file.get()), &status) == 0 && S_ISDIR(status.st_mode))
        return fail(ErrorCode::InputOutput,
                    "\"{}\" is a folder: give the file that the log was saved in", path);
    std::array<char, 64 * 1024> buffer;
    while (const std::size_t count = std::fread(buffer.data(), 1, buffer.size(), file.get())) {
        log.feed(std::span<const char>(buffer.data(), count));
        if (signals.haveCome())
            return {};
    }
    if (std::ferror(file.get()))
        return fail(ErrorCode::InputOutput, "cannot read the log \"{}\" to its end", path);
    log.finish();
    return {};
}

/// What was kept of these boards since then, before they are followed.
Result<> showKeptLines(const MonitorOptions &options, const std::vector<std::string> &ports,
                       const LogViewSettings &settings, const Paths &paths)
{
    if (options.filter.since.empty())
        return {};
    const auto since = monitor::parseTime(options.filter.since, logTimeNow());
    if (!since)
        return tl::unexpected(since.error());
    auto reader = monitor::LogReader::open(paths.logs(), *since);
    if (!reader)
        return tl::unexpected(reader.error());
    while (const auto record = reader->next()) {
        if (record->at >= *since && std::ranges::find(ports, record->board) != ports.end())
            LogView(std::string(record->board), settings, options.baudRate).showKept(*record);
    }
    return {};
}

/// How many lines of live boards are in the log.
void tellSaved(monitor::LogStore &store, const StoppableOutput &output)
{
    const auto saved = store.spool().flush();
    const monitor::LogSpool::Counters counters = store.spool().counters();
    output.error(fmt::format("otabench-cli: {} lines saved, {} lost{}", counters.lines,
                             counters.lost, saved ? "" : ": " + saved.error().text));
}

void runMonitor(const MonitorOptions &options, Context &context)
{
    const auto filter = options.filter.toFilter();
    const auto language = chooseLanguage(options.language);
    const auto facts = options.facts.read();
    for (const Error *error :
         {filter ? nullptr : &filter.error(), language ? nullptr : &language.error(),
          facts ? nullptr : &facts.error()}) {
        if (error)
            return context.failed(*error);
    }
    const StopSignals signals;
    const StoppableOutput output(context.output, signals);
    monitor::ElfLibrary programs(sha256OfFile);
    for (const std::string &path : options.programs) {
        if (const auto added = programs.add(path); !added)
            return context.failed(added.error());
    }
    LogViewSettings settings{.output = output,
                             .filter = *filter,
                             .timestamps = options.timestamps,
                             .showBoard = options.addresses.size() > 1,
                             .colour = ::isatty(STDOUT_FILENO) == 1 && !std::getenv("NO_COLOR"),
                             .language = *language,
                             .facts = *facts,
                             .programs = &programs};
    // A board that cannot be followed is named and left out; what it makes of the exit status is a
    // failure, also when its address is wrong.
    const auto failed = [&](const Error &error) {
        context.failed(error);
        context.exitStatus = 1;
    };
    std::vector<std::string> ports;
    for (const std::string &address : options.addresses) {
        if (!address.starts_with(kFilePrefix)) {
            ports.push_back(address);
            continue;
        }
        if (!options.filter.since.empty())
            return context.failed(
                {ErrorCode::InvalidArgument,
                 fmt::format("--since is for boards; {} is read as a whole", address),
                 {}});
        LogView log(address, settings, std::nullopt);
        if (const auto read = readLog(address.substr(kFilePrefix.size()), signals, log); !read)
            failed(read.error());
    }
    if (ports.empty())
        return;
    LogFollower follower(settings, signals, context.paths, !options.ends, failed);
    if (const auto shown = showKeptLines(options, ports, settings, context.paths); !shown)
        return context.failed(shown.error());
    std::unique_ptr<monitor::LogStore> store;
    if (!options.savesNothing) {
        if (auto opened = monitor::LogStore::open(context.paths.logs()))
            store = *std::move(opened);
        else
            output.error(
                fmt::format("otabench-cli: the log is not saved: {}", opened.error().text));
    }
    settings.store = store.get();
    for (const std::string &address : ports) {
        const auto added =
            serial::parseAddress(address)
                .and_then([&](const serial::Address &parsed) {
                    return fleet::PortLoan::checkNotLent(context.paths, parsed);
                })
                .and_then([&] { return follower.add(address, {.baudRate = options.baudRate}); });
        if (!added)
            failed(added.error());
    }
    follower.run();
    if (store)
        tellSaved(*store, output);
}

} // namespace

void addMonitorCommand(CLI::App &app, Context &context)
{
    const auto options = std::make_shared<MonitorOptions>();
    CLI::App *command = app.add_subcommand("monitor", "Follow the logs of boards.");
    command
        ->add_option("address", options->addresses,
                     "where a board is: /dev/ttyUSB0, pty:PATH, tcp://HOST:PORT; file:PATH reads a "
                     "saved log at once")
        ->required();
    options->filter.addTo(*command);
    command->add_flag("--timestamps", options->timestamps,
                      "put the time of this computer before each line");
    command->add_flag("--no-reconnect", options->ends,
                      "end with the last port instead of waiting until it is back");
    command->add_flag("--no-save", options->savesNothing,
                      "do not keep the lines for otabench-cli logs");
    command->add_option("--baud", options->baudRate, "line speed of serial devices")
        ->capture_default_str()
        ->check(CLI::Range(300u, 6'000'000u));
    command->add_option("--lang", options->language,
                        "language of explanations: en or zh_CN (else: $LANG)");
    command
        ->add_option(
            "--elf", options->programs,
            "the firmware's .elf file, or a folder with some: crash texts are decoded; may "
            "be repeated")
        ->type_name("FILE")
        ->expected(1)
        ->allow_extra_args(false)
        ->take_all();
    options->facts.addTo(*command);
    command->callback([options, &context] { runMonitor(*options, context); });
}

} // namespace otabench::cli
