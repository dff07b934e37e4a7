#include "commands.h"
#include "log_filter_options.h"
#include "log_output.h"
#include "monitor/log_export.h"
#include "monitor/log_reader.h"
#include "monitor/log_time.h"
#include "stop_signals.h"
#include "stoppable_output.h"

#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <cstdlib>
#include <deque>
#include <memory>

namespace otabench::cli {
namespace {

using monitor::LogEntry;
using monitor::LogFilter;
using monitor::LogFormat;
using monitor::LogReader;
using monitor::LogRecord;

struct LogsOptions
{
    std::vector<std::string> boards;
    LogFilterOptions filter;
    std::string until;
    bool marks = false;
    bool follow = false;
    std::size_t last = 0;
    std::string format = "text";
    std::string output;
};

struct CloseFile
{
    void operator()(std::FILE *file) const { std::fclose(file); }
};

using File = std::unique_ptr<std::FILE, CloseFile>;

/// Writes lines in one of the forms; buffered, as there may be millions.
class LineWriter
{
public:
    /// @param file  null: standard output
    LineWriter(File file, const StoppableOutput &output, LogFormat format, bool isColoured)
        : m_file(std::move(file))
        , m_output(output)
        , m_format(format)
        , m_isColoured(isColoured)
    {
        if (const auto header = monitor::logHeader(m_format); !header.empty())
            put(header);
    }

    void write(const LogRecord &record)
    {
        const LogEntry entry = monitor::parseLine(record.line);
        put(monitor::logLine(m_format, record, entry,
                             m_isColoured ? logColour(entry) : std::string_view()));
    }

    /// False: nobody reads any more, or the disk is full.
    bool flush()
    {
        if (m_file) {
            std::fwrite(m_buffer.data(), 1, m_buffer.size(), m_file.get());
            std::fflush(m_file.get());
        } else {
            m_output.text(m_buffer);
        }
        m_buffer.clear();
        return !isBroken();
    }

    [[nodiscard]] bool isBroken() const
    {
        return m_file ? std::ferror(m_file.get()) != 0 : m_output.isBroken();
    }

private:
    void put(std::string_view line)
    {
        constexpr std::size_t kMostBuffered = 64 * 1024;
        m_buffer.append(line).append("\n");
        if (m_buffer.size() >= kMostBuffered)
            flush();
    }

    File m_file;
    const StoppableOutput &m_output;
    std::string m_buffer;
    LogFormat m_format;
    bool m_isColoured;
};

Result<LogFilter> filterOf(const LogsOptions &options)
{
    auto filter = options.filter.toFilter();
    if (!filter)
        return filter;
    if (!options.boards.empty()) {
        LogFilter any = LogFilter::board(options.boards.front());
        for (std::size_t i = 1; i < options.boards.size(); ++i)
            any = any || LogFilter::board(options.boards[i]);
        filter = *filter && any;
    }
    for (const auto *text : {&options.filter.since, &options.until}) {
        if (text->empty())
            continue;
        const auto time = monitor::parseTime(*text, logTimeNow());
        if (!time)
            return tl::unexpected(time.error());
        filter =
            *filter && (text == &options.until ? LogFilter::until(*time) : LogFilter::since(*time));
    }
    if (options.marks)
        filter = *filter && LogFilter::bookmark(monitor::Bookmark::None);
    return filter;
}

Result<File> openOutput(const std::string &path)
{
    if (path.empty())
        return File();
    File file(std::fopen(path.c_str(), "wbe"));
    if (!file) {
        const int error = errno;
        return fail(errorCodeFromErrno(error), "cannot write \"{}\": {}", path, errnoText(error));
    }
    return file;
}

/// Everything that there is, or the last ones of it.
void writeAll(LogReader &reader, const LogFilter &filter, std::size_t last,
              const StopSignals &signals, LineWriter &writer)
{
    constexpr std::size_t kLookEvery = 1024; // lines: a signal may come where there are millions
    std::size_t lines = 0;

    struct Kept
    {
        LogRecord record;
        std::string board, line;
    };

    std::deque<Kept> kept;
    while (const auto record = reader.next()) {
        if (++lines % kLookEvery == 0 && signals.haveCome())
            break;
        if (!filter.matches(*record))
            continue;
        if (last == 0) {
            writer.write(*record);
            if (writer.isBroken())
                return;
            continue;
        }
        kept.push_back({*record, std::string(record->board), std::string(record->line)});
        if (kept.size() > last)
            kept.pop_front();
    }
    for (Kept &each : kept) {
        each.record.board = each.board;
        each.record.line = each.line;
        writer.write(each.record);
    }
}

void runLogs(const LogsOptions &options, Context &context)
{
    const LogFormat format = context.output.isJson()
                                 ? LogFormat::Json
                                 : monitor::logFormatFromName(options.format)
                                       .value_or(LogFormat::Text); // CLI11 lets no other in
    const auto filter = filterOf(options);
    if (!filter)
        return context.failed(filter.error());
    std::optional<LogRecord::Time> since;
    if (!options.filter.since.empty())
        since = *monitor::parseTime(options.filter.since, logTimeNow()); // filterOf has checked it
    auto reader = LogReader::open(context.paths.logs(), since);
    if (!reader)
        return context.failed(reader.error());
    auto file = openOutput(options.output);
    if (!file)
        return context.failed(file.error());
    const bool isColoured =
        options.output.empty() && ::isatty(STDOUT_FILENO) == 1 && !std::getenv("NO_COLOR");
    const StopSignals signals;
    const StoppableOutput output(context.output, signals);
    LineWriter writer(*std::move(file), output, format, isColoured);
    writeAll(*reader, *filter, options.last, signals, writer);
    constexpr std::chrono::milliseconds kLook{200};
    while (writer.flush() && options.follow && !signals.waitFor(kLook))
        writeAll(*reader, *filter, 0, signals, writer);
    if (!options.output.empty() && writer.isBroken())
        context.failed(
            {ErrorCode::DiskFull,
             fmt::format("cannot write all lines to \"{}\": is the disk full?", options.output),
             {options.output}});
    if (reader->damagedLines() > 0)
        context.output.error(
            fmt::format("otabench-cli: {} damaged lines were left out", reader->damagedLines()));
}

} // namespace

void addLogsCommand(CLI::App &app, Context &context)
{
    const auto options = std::make_shared<LogsOptions>();
    CLI::App *command = app.add_subcommand(
        "logs", "Search what boards have printed: saved by every program of otabench, merged by "
                "time, also while they run.");
    command
        ->add_option("--board", options->boards,
                     "lines of this board: its address, or the end of it (ttyUSB0); * for any "
                     "characters; may be repeated")
        ->type_name("BOARD")
        ->expected(1)
        ->allow_extra_args(false)
        ->take_all();
    options->filter.addTo(*command);
    command->add_option("--until", options->until, "lines until a time, written as for --since");
    command->add_flag("--marks", options->marks,
                      "only bookmarks: starts of updates, first errors, reboots, crashes");
    command->add_option("--last", options->last, "only so many lines, the newest");
    command->add_flag("--follow", options->follow, "go on with what comes, until interrupted");
    command->add_option("--format", options->format, "text, csv or json (one object a line)")
        ->capture_default_str()
        ->check(CLI::IsMember({"text", "csv", "json"}));
    command->add_option("-o,--output", options->output, "the file to write to")->type_name("FILE");
    command->callback([options, &context] { runLogs(*options, context); });
}

} // namespace otabench::cli
