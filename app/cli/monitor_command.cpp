#include "commands.h"
#include "monitor/line_splitter.h"
#include "monitor/ota_tracker.h"
#include "serial/transport.h"

#include <boost/asio/io_context.hpp>
#include <boost/asio/signal_set.hpp>

#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <chrono>
#include <csignal>
#include <cstdio>
#include <ctime>
#include <memory>
#include <regex>

namespace otabench::cli {
namespace {

using monitor::Level;
using monitor::LineKind;
using monitor::LogEntry;
using monitor::TrackerEvent;
using nlohmann::ordered_json;

constexpr std::string_view kFilePrefix = "file:";

struct MonitorOptions
{
    std::vector<std::string> addresses;
    std::string level;
    std::vector<std::string> tags;
    std::string pattern;
    bool timestamps = false;
    unsigned baudRate = 115200;
};

std::string_view word(Level level)
{
    constexpr std::array<std::string_view, 6> kWords = {"error", "warning", "info",
                                                        "debug", "verbose", "none"};
    return kWords[static_cast<std::size_t>(level)];
}

/// Which entries are shown; phases are followed all the same.
class Filter
{
public:
    static Result<Filter> make(const MonitorOptions &options)
    {
        Filter filter;
        for (int i = 0; i <= static_cast<int>(Level::Verbose); ++i) {
            const auto level = static_cast<Level>(i);
            if (options.level == word(level) || options.level == std::string(1, letter(level)))
                filter.m_level = level;
        }
        if (!options.level.empty() && filter.m_level == Level::None)
            return fail(ErrorCode::InvalidArgument,
                        "--level {} is none: give error, warning, info, debug or verbose",
                        options.level);
        filter.m_tags = options.tags;
        if (options.pattern.empty())
            return filter;
        try {
            filter.m_pattern.emplace(options.pattern, std::regex::ECMAScript);
        } catch (const std::regex_error &error) {
            return fail(ErrorCode::InvalidArgument,
                        "--grep \"{}\" is no regular expression: {}; put a backslash before "
                        "characters with a meaning",
                        options.pattern, error.what());
        }
        return filter;
    }

    [[nodiscard]] bool passes(const LogEntry &entry, const std::string &line) const
    {
        // Crash texts have no level; they are worse than any error.
        if (m_level != Level::None && entry.kind != LineKind::Panic && entry.level > m_level)
            return false;
        if (!m_tags.empty() && std::find(m_tags.begin(), m_tags.end(), entry.tag) == m_tags.end())
            return false;
        return !m_pattern || std::regex_search(line, *m_pattern);
    }

private:
    Level m_level = Level::None; ///< None: all
    std::vector<std::string> m_tags;
    std::optional<std::regex> m_pattern;
};

/// How lines look: for people, or as JSON.
struct View
{
    const Output &output;
    Filter filter;
    bool timestamps = false;
    bool showBoard = false; ///< more than one is followed
    bool colour = false;
};

std::string utcNow()
{
    const auto now = std::chrono::system_clock::now();
    const std::time_t seconds = std::chrono::system_clock::to_time_t(now);
    const auto milliseconds =
        std::chrono::duration_cast<std::chrono::milliseconds>(now.time_since_epoch()).count() %
        1000;
    std::tm parts = {};
    ::gmtime_r(&seconds, &parts);
    std::array<char, 32> text{};
    std::strftime(text.data(), text.size(), "%Y-%m-%dT%H:%M:%S", &parts);
    return fmt::format("{}.{:03}Z", text.data(), milliseconds);
}

std::string localNow()
{
    const std::time_t now = std::time(nullptr);
    std::tm parts = {};
    ::localtime_r(&now, &parts);
    std::array<char, 32> text{};
    std::strftime(text.data(), text.size(), "%Y-%m-%d %H:%M:%S ", &parts);
    return text.data();
}

/// ESP-IDF's own colours (esp_log_color.h); red and bold for a crash.
std::string_view colourOf(const LogEntry &entry)
{
    if (entry.kind == LineKind::Panic)
        return "\x1b[1;31m";
    switch (entry.level) {
    case Level::Error:
        return "\x1b[0;31m";
    case Level::Warning:
        return "\x1b[0;33m";
    case Level::Info:
        return "\x1b[0;32m";
    default:
        return "";
    }
}

/// One board's log on its way to the screen.
class LogView
{
public:
    LogView(std::string board, const View &view, bool live)
        : m_board(std::move(board))
        , m_view(view)
        , m_live(live)
        , m_tracker([this](const TrackerEvent &event) { onEvent(event); })
    {
    }

    LogView(const LogView &) = delete;
    LogView &operator=(const LogView &) = delete;

    void feed(std::span<const char> bytes)
    {
        m_splitter.feed(bytes, [this](std::string_view line) { onLine(line); });
    }

    /// The rest of a line, and for a file the verdict.
    void finish()
    {
        m_splitter.flush([this](std::string_view line) { onLine(line); });
        if (m_live)
            return;
        m_tracker.finish();
        ordered_json end = {{"event", "end"}, {"board", m_board}, {"phase", nullptr}};
        if (m_tracker.phase())
            end["phase"] = name(*m_tracker.phase());
        if (m_tracker.reason())
            end["reason"] = name(m_tracker.reason()->code);
        m_view.output.json(end);
    }

    [[nodiscard]] const std::string &board() const { return m_board; }

private:
    void onLine(std::string_view line)
    {
        const LogEntry entry = monitor::parseLine(line);
        const std::string clean = monitor::cleanText(line);
        // Frames of the agent protocol are for programs.
        const bool isShown = entry.kind != LineKind::AgentFrame || m_view.output.isJson();
        if (isShown && m_view.filter.passes(entry, clean))
            show(entry, clean);
        m_tracker.feed(entry);
    }

    void show(const LogEntry &entry, const std::string &clean) const
    {
        if (m_view.output.isJson()) {
            ordered_json line = {{"board", m_board}};
            line["at"] = m_live ? ordered_json(utcNow()) : ordered_json(nullptr);
            line["level"] = word(entry.level);
            line["tag"] = monitor::cleanText(entry.tag);
            line["message"] = monitor::cleanText(entry.message);
            if (!entry.timestamp.empty())
                line["time"] = entry.timestamp; // the board's own
            m_view.output.json(line);
            return;
        }
        const std::string_view colour = m_view.colour ? colourOf(entry) : std::string_view();
        m_view.output.line(
            fmt::format("{}{}{}{}", prefix(), colour, clean, colour.empty() ? "" : "\x1b[0m"));
    }

    [[nodiscard]] std::string prefix() const
    {
        return (m_view.timestamps && m_live ? localNow() : std::string()) +
               (m_view.showBoard ? m_board + ": " : std::string());
    }

    void onEvent(const TrackerEvent &event)
    {
        if (event.kind != TrackerEvent::Kind::PhaseChanged &&
            event.kind != TrackerEvent::Kind::Failure)
            return;
        if (m_view.output.isJson())
            return showPhaseAsJson(event);
        if (event.reason)
            return explainFailure(event);
        if (event.phase != m_shown)
            m_view.output.line(fmt::format("{}--- {} ---", prefix(), name(event.phase)));
        m_shown = event.phase;
    }

    void showPhaseAsJson(const TrackerEvent &event) const
    {
        ordered_json line = {{"board", m_board}, {"phase", name(event.phase)}};
        if (event.bytes)
            line["bytes"] = *event.bytes;
        if (event.total)
            line["total"] = *event.total;
        if (event.reason) {
            line["reason"] = name(event.reason->code);
            line["detail"] = event.reason->text;
        }
        m_view.output.json(line);
    }

    void explainFailure(const TrackerEvent &event)
    {
        m_shown = event.phase;
        m_view.output.line(
            fmt::format("{}--- {}: {} ---", prefix(), name(event.phase), name(event.reason->code)));
        const auto &diagnosis = m_tracker.diagnosis();
        if (!diagnosis) {
            m_view.output.line(fmt::format("    {}", event.reason->text));
            return;
        }
        m_view.output.line(fmt::format("    {}", diagnosis->meaning));
        const auto list = [&](std::string_view title, const auto &sentences) {
            if (!sentences.empty())
                m_view.output.line(fmt::format("    {}", title));
            for (std::size_t i = 0; i < sentences.size(); ++i)
                m_view.output.line(fmt::format("      {}. {}", i + 1, sentences[i]));
        };
        list("Likely causes, the likeliest first:", diagnosis->causes);
        list("What to do:", diagnosis->remedies);
    }

    std::string m_board;
    const View &m_view;
    bool m_live;
    monitor::LineSplitter m_splitter;
    monitor::OtaTracker m_tracker;
    std::optional<Phase> m_shown;
};

Result<> readLog(const std::string &path, LogView &log)
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
    while (const std::size_t count = std::fread(buffer.data(), 1, buffer.size(), file.get()))
        log.feed(std::span<const char>(buffer.data(), count));
    if (std::ferror(file.get()))
        return fail(ErrorCode::InputOutput, "cannot read the log \"{}\" to its end", path);
    log.finish();
    return {};
}

/// Follows ports until the last one is gone, or until the user interrupts.
class Follower
{
public:
    Follower(const View &view, Context &context)
        : m_view(view)
        , m_context(context)
        , m_signals(m_loop, SIGINT, SIGTERM)
    {
        m_signals.async_wait([this](const boost::system::error_code &error, int) {
            if (!error)
                m_loop.stop();
        });
    }

    [[nodiscard]] Result<> add(const std::string &address, const serial::OpenOptions &options)
    {
        const auto parsed = serial::parseAddress(address);
        if (!parsed)
            return tl::unexpected(parsed.error());
        auto transport = serial::openTransport(m_loop, *parsed, options);
        if (!transport)
            return tl::unexpected(transport.error());
        auto &board = *m_boards.emplace_back(std::make_unique<Board>(
            std::make_unique<LogView>(address, m_view, true), std::move(*transport)));
        ++m_open;
        board.transport->start(
            [this, &board](std::span<const char> bytes) {
                board.log->feed(bytes);
                if (std::ferror(stdout)) // nobody reads any more: `| head`
                    m_loop.stop();
            },
            [this, &board](const Error &reason) {
                board.log->finish();
                m_context.failed(reason);
                if (--m_open == 0)
                    m_loop.stop();
            });
        return {};
    }

    void run()
    {
        if (m_open > 0)
            m_loop.run();
        for (const auto &board : m_boards) {
            board->transport.reset();
            board->log->finish();
        }
    }

private:
    struct Board
    {
        Board(std::unique_ptr<LogView> aLog, std::unique_ptr<serial::Transport> aTransport)
            : log(std::move(aLog))
            , transport(std::move(aTransport))
        {
        }

        std::unique_ptr<LogView> log;
        std::unique_ptr<serial::Transport> transport;
    };

    const View &m_view;
    Context &m_context;
    boost::asio::io_context m_loop{1};
    boost::asio::signal_set m_signals;
    std::vector<std::unique_ptr<Board>> m_boards;
    std::size_t m_open = 0;
};

void runMonitor(const MonitorOptions &options, Context &context)
{
    auto filter = Filter::make(options);
    if (!filter)
        return context.failed(filter.error());
    const View view{.output = context.output,
                    .filter = std::move(*filter),
                    .timestamps = options.timestamps,
                    .showBoard = options.addresses.size() > 1,
                    .colour = ::isatty(STDOUT_FILENO) == 1 && !std::getenv("NO_COLOR")};
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
        LogView log(address, view, false);
        if (const auto read = readLog(address.substr(kFilePrefix.size()), log); !read)
            failed(read.error());
    }
    if (ports.empty())
        return;
    Follower follower(view, context);
    for (const std::string &address : ports) {
        if (const auto added = follower.add(address, {.baudRate = options.baudRate}); !added)
            failed(added.error());
    }
    follower.run();
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
    command->add_option("--level", options->level,
                        "show error, warning, info, debug or verbose, and what is worse");
    command->add_option("--tag", options->tags, "show lines of this tag; may be repeated")
        ->expected(1)
        ->allow_extra_args(false)
        ->take_all();
    command->add_option("--grep", options->pattern, "show lines that match a regular expression");
    command->add_flag("--timestamps", options->timestamps,
                      "put the time of this computer before each line");
    command->add_option("--baud", options->baudRate, "line speed of serial devices")
        ->capture_default_str()
        ->check(CLI::Range(300u, 6'000'000u));
    command->callback([options, &context] { runMonitor(*options, context); });
}

} // namespace otabench::cli
