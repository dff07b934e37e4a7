#include "log_view.h"

#include "log_filter_options.h"
#include "log_output.h"
#include "monitor/log_time.h"

namespace otabench::cli {

using monitor::LineKind;
using monitor::LogEntry;
using monitor::LogRecord;
using monitor::TrackerEvent;
using nlohmann::ordered_json;

LogView::LogView(std::string board, const LogViewSettings &settings,
                 std::optional<unsigned> baudRate)
    : m_board(std::move(board))
    , m_settings(settings)
    , m_baudRate(baudRate)
    , m_tracker([this](const TrackerEvent &event) { onEvent(event); })
{
    if (m_settings.programs)
        m_decoder.emplace(*m_settings.programs);
    if (m_baudRate)
        m_baudHint.emplace(*m_baudRate);
}

void LogView::feed(std::span<const char> bytes)
{
    m_splitter.feed(bytes, [this](std::string_view line) { onLine(line); });
}

void LogView::finish()
{
    m_splitter.flush([this](std::string_view line) { onLine(line); });
    if (isLive())
        return;
    m_tracker.finish();
    ordered_json end = {{"event", "end"}, {"board", m_board}, {"phase", nullptr}};
    if (m_tracker.phase())
        end["phase"] = name(*m_tracker.phase());
    if (m_tracker.reason())
        end["reason"] = name(m_tracker.reason()->code);
    m_settings.output.json(end);
}

void LogView::showKept(const LogRecord &record) const
{
    const LogEntry entry = monitor::parseLine(record.line);
    if (entry.kind == LineKind::AgentFrame && !m_settings.output.isJson())
        return;
    if (m_settings.filter.matches(record, entry))
        show(record, entry, true);
}

void LogView::note(std::string_view event, std::string_view text) const
{
    if (m_settings.output.isJson())
        m_settings.output.json({{"event", event}, {"board", m_board}, {"text", text}});
    else
        m_settings.output.line(fmt::format("{}--- {} ---", prefix(logTimeNow()), text));
}

void LogView::onLine(std::string_view line)
{
    const LogEntry entry = monitor::parseLine(line);
    LogRecord record{
        .at = isLive() ? logTimeNow() : LogRecord::Time(), .board = m_board, .line = line};
    // Frames of the agent protocol are for programs.
    const bool isShown = (entry.kind != LineKind::AgentFrame || m_settings.output.isJson()) &&
                         !isHidden(entry) && m_settings.filter.matches(record, entry);
    if (isShown)
        show(record, entry, isLive());
    m_tracker.feed(entry);
    if (m_settings.store && isLive())
        m_settings.store->add(record.at, m_board, line, entry, m_tracker);
    if (m_decoder) {
        for (const std::string &call : m_decoder->feed(entry, m_tracker.boot())) {
            if (m_settings.output.isJson())
                m_settings.output.json({{"event", "call"}, {"board", m_board}, {"text", call}});
            else
                m_settings.output.line(fmt::format("{}    {}", prefix(record.at), call));
        }
    }
    hintAtBaudRate(entry, line);
}

/// The base64 text of a core dump is for nobody's eyes; it stays in the saved log.
bool LogView::isHidden(const LogEntry &entry)
{
    const std::string_view text = entry.message;
    const bool isFrame = text.find("= CORE DUMP ") != std::string_view::npos;
    if (isFrame && text.find("START") != std::string_view::npos) {
        m_coreDumpLines = 1;
        return false;
    }
    if (m_coreDumpLines == 0)
        return false;
    if (isFrame || entry.kind != LineKind::Text) {
        note("core-dump", fmt::format("a core dump of {} lines", m_coreDumpLines - 1));
        m_coreDumpLines = 0;
        return false;
    }
    ++m_coreDumpLines;
    return true;
}

void LogView::hintAtBaudRate(const LogEntry &entry, std::string_view line)
{
    constexpr unsigned kEnoughLines = 3;
    constexpr std::size_t kEnoughBytes = 4096; // noise may have no line ends
    if (entry.kind != LineKind::Noise) {
        m_noiseLines = 0;
        m_noiseBytes = 0;
        return;
    }
    ++m_noiseLines;
    m_noiseBytes += line.size();
    if (!m_baudHint || m_isHinted)
        return;
    m_baudHint->feed(line);
    const auto suggestion = m_baudHint->suggestion();
    if (m_noiseLines < kEnoughLines && m_noiseBytes < kEnoughBytes)
        return;
    if (!suggestion && m_noiseLines < 10 * kEnoughLines && m_noiseBytes < 2 * kEnoughBytes)
        return; // there may be more to judge by
    m_isHinted = true;
    if (suggestion)
        note("baud-rate", fmt::format("this looks like {} baud, read at {}: try --baud {}",
                                      *suggestion, *m_baudRate, *suggestion));
    else
        note("baud-rate", fmt::format("this is no text at {} baud: try --baud 74880 (26 MHz "
                                      "crystals) or the speed that the firmware sets; firmware "
                                      "may also log in binary form",
                                      *m_baudRate));
}

void LogView::show(const LogRecord &record, const LogEntry &entry, bool isTimed) const
{
    if (m_settings.output.isJson())
        return m_settings.output.json(logLineAsJson(record, entry, isTimed));
    const std::string_view colour = m_settings.colour ? logColour(entry) : std::string_view();
    m_settings.output.line(fmt::format("{}{}{}{}", prefix(record.at), colour,
                                       monitor::cleanText(record.line),
                                       colour.empty() ? "" : "\x1b[0m"));
}

std::string LogView::prefix(LogRecord::Time at) const
{
    return (m_settings.timestamps && isLive() ? monitor::formatLocalTime(at) + " "
                                              : std::string()) +
           (m_settings.showBoard ? m_board + ": " : std::string());
}

void LogView::onEvent(const TrackerEvent &event)
{
    if (event.kind != TrackerEvent::Kind::PhaseChanged && event.kind != TrackerEvent::Kind::Failure)
        return;
    if (m_settings.output.isJson())
        return showPhaseAsJson(event);
    if (event.reason)
        return explainFailure(event);
    if (event.phase != m_shown)
        m_settings.output.line(
            fmt::format("{}--- {} ---", prefix(logTimeNow()), name(event.phase)));
    m_shown = event.phase;
}

/// The catalogue's entry, with what is known beside the log.
std::optional<monitor::Explanation> LogView::diagnosis() const
{
    const auto &found = m_tracker.diagnosis();
    if (!found)
        return std::nullopt;
    monitor::KnownFacts facts = m_settings.facts;
    monitor::addFactsOf(m_tracker.boot(), facts);
    return narrow(*found, facts).in(m_settings.language);
}

void LogView::showPhaseAsJson(const TrackerEvent &event) const
{
    ordered_json line = {{"board", m_board}, {"phase", name(event.phase)}};
    if (event.bytes)
        line["bytes"] = *event.bytes;
    if (event.total)
        line["total"] = *event.total;
    if (event.reason) {
        line["reason"] = name(event.reason->code);
        line["detail"] = event.reason->text;
        if (const auto found = diagnosis()) {
            line["meaning"] = found->meaning;
            line["findings"] = found->findings;
            line["causes"] = found->causes;
            line["remedies"] = found->remedies;
        }
    }
    m_settings.output.json(line);
}

void LogView::explainFailure(const TrackerEvent &event)
{
    const StoppableOutput &output = m_settings.output;
    m_shown = event.phase;
    output.line(fmt::format("{}--- {}: {} ---", prefix(logTimeNow()), name(event.phase),
                            name(event.reason->code)));
    const auto found = diagnosis();
    if (!found)
        return output.line(fmt::format("    {}", event.reason->text));
    output.line(fmt::format("    {}", found->meaning));
    const bool isChinese = m_settings.language == monitor::Language::Chinese;
    const auto list = [&](std::string_view title, std::string_view chineseTitle,
                          const auto &sentences) {
        if (!sentences.empty())
            output.line(fmt::format("    {}", isChinese ? chineseTitle : title));
        for (std::size_t i = 0; i < sentences.size(); ++i)
            output.line(fmt::format("      {}. {}", i + 1, sentences[i]));
    };
    list("What is known:", "已知情况:", found->findings);
    list("Likely causes, the likeliest first:", "可能的原因,最可能的在前:", found->causes);
    list("What to do:", "处理办法:", found->remedies);
}

} // namespace otabench::cli
