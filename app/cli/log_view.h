#pragma once

#include "monitor/backtrace_decoder.h"
#include "monitor/baud_hint.h"
#include "monitor/known_facts.h"
#include "monitor/line_splitter.h"
#include "monitor/log_filter.h"
#include "monitor/log_store.h"
#include "monitor/ota_tracker.h"
#include "stoppable_output.h"

#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace otabench::cli {

/// What all followed boards have in common: how lines look, and what is known to explain them.
struct LogViewSettings
{
    const StoppableOutput &output;
    monitor::LogFilter filter;
    bool timestamps = false;
    bool showBoard = false; ///< more than one is followed
    bool colour = false;
    monitor::Language language = monitor::Language::English;
    monitor::KnownFacts facts = {};
    monitor::ElfLibrary *programs = nullptr;
    monitor::LogStore *store = nullptr; ///< keeps what live boards print; null: nothing does
};

/// One board's log on its way to the screen: lines, phases, what a failure means, decoded crash
/// texts, and a hint at the right speed when there is nothing but noise.
class LogView
{
public:
    /// @param baudRate  the port's; nothing for a saved log
    LogView(std::string board, const LogViewSettings &settings, std::optional<unsigned> baudRate);
    LogView(const LogView &) = delete;
    LogView &operator=(const LogView &) = delete;

    void feed(std::span<const char> bytes);
    /// The rest of a line, and for a saved log the verdict.
    void finish();
    /// A line that was kept earlier: shown, not followed.
    void showKept(const monitor::LogRecord &record) const;
    /// Something about the port itself.
    void note(std::string_view event, std::string_view text) const;

    [[nodiscard]] const std::string &board() const { return m_board; }

private:
    [[nodiscard]] bool isLive() const { return m_baudRate.has_value(); }

    void onLine(std::string_view line);
    [[nodiscard]] bool isHidden(const monitor::LogEntry &entry);
    void hintAtBaudRate(const monitor::LogEntry &entry, std::string_view line);
    void show(const monitor::LogRecord &record, const monitor::LogEntry &entry, bool isTimed) const;
    [[nodiscard]] std::string prefix(monitor::LogRecord::Time at) const;
    void onEvent(const monitor::TrackerEvent &event);
    void showPhaseAsJson(const monitor::TrackerEvent &event) const;
    void explainFailure(const monitor::TrackerEvent &event);
    [[nodiscard]] std::optional<monitor::Explanation> diagnosis() const;

    std::string m_board;
    const LogViewSettings &m_settings;
    std::optional<unsigned> m_baudRate;
    monitor::LineSplitter m_splitter;
    monitor::OtaTracker m_tracker;
    std::optional<monitor::BacktraceDecoder> m_decoder;
    std::optional<monitor::BaudRateHint> m_baudHint;
    unsigned m_noiseLines = 0; ///< one after the other
    std::size_t m_noiseBytes = 0;
    bool m_isHinted = false;
    unsigned m_coreDumpLines = 0; ///< hidden, of the core dump that is coming; 0: none is
    std::optional<Phase> m_shown;
};

} // namespace otabench::cli
