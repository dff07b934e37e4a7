#include "history/detail/markup.h"

#include "history/detail/utf8.h"

#include <fmt/chrono.h>
#include <fmt/format.h>

#include <algorithm>
#include <ctime>

namespace otabench::history::detail {
namespace {

constexpr std::string_view kReplacement = "\xEF\xBF\xBD"; // U+FFFD

constexpr std::string_view kStyle = R"css(
:root { --ink: #1c2530; --soft: #5b6775; --line: #d5dbe2; --back: #f4f6f8; --good: #1a7f47;
  --bad: #b3261e; --warn: #8a5a00; }
* { box-sizing: border-box; }
body { font: 14px/1.45 system-ui, "Noto Sans", "DejaVu Sans", sans-serif; color: var(--ink);
  background: #fff; margin: 0 auto; padding: 28px 32px 48px; max-width: 1280px; }
h1 { font-size: 24px; margin: 0 0 2px; } h2 { font-size: 16px; margin: 26px 0 8px; }
p.lead { color: var(--soft); margin: 0 0 18px; }
.totals { display: flex; flex-wrap: wrap; gap: 10px; margin: 16px 0 4px; }
.totals div { border: 1px solid var(--line); border-radius: 8px; padding: 8px 16px; min-width: 96px;
  color: var(--soft); margin: 0 10px 10px 0; }
.totals strong { display: block; font-size: 22px; line-height: 1.2; color: var(--ink); }
.totals .good strong { color: var(--good); } .totals .bad strong { color: var(--bad); }
table { border-collapse: collapse; width: 100%; }
th { text-align: left; font-size: 12px; color: var(--soft); border-bottom: 2px solid var(--line);
  padding: 6px 10px 6px 0; white-space: nowrap; }
td { border-bottom: 1px solid var(--line); padding: 7px 10px 7px 0; vertical-align: top; }
tr.bad td { background: #fdf3f2; } tr.bad td:first-child { box-shadow: inset 3px 0 var(--bad); }
td:first-child, th:first-child { padding-left: 8px; }
.number { text-align: right; white-space: nowrap; } .when { white-space: nowrap; }
code { font: 12px/1.4 "DejaVu Sans Mono", "Liberation Mono", monospace; overflow-wrap: anywhere; }
code.whole { white-space: nowrap; }
.phase { white-space: nowrap; font-weight: 600; }
.phase.good { color: var(--good); } .phase.bad { color: var(--bad); }
.phase.warn { color: var(--warn); } .phase.soft { color: var(--soft); }
.reason { color: var(--ink); } .reason code { color: var(--soft); }
dl { display: grid; grid-template-columns: max-content 1fr; gap: 4px 18px; margin: 0; }
dt { color: var(--soft); } dd { margin: 0; }
pre { font: 12px/1.4 "DejaVu Sans Mono", "Liberation Mono", monospace; background: var(--back);
  border: 1px solid var(--line); border-radius: 6px; padding: 8px 12px; white-space: pre-wrap;
  overflow-wrap: anywhere; }
.empty { color: var(--soft); padding: 24px 0; }
.sign { display: table; width: 100%; table-layout: fixed; margin-top: 44px; page-break-inside: avoid; }
.sign div { display: table-cell; padding-right: 28px; }
.sign span { display: block; border-top: 1px solid var(--ink); margin-top: 46px; padding-top: 4px;
  color: var(--soft); font-size: 12px; }
.verdict { border: 2px solid var(--good); color: var(--good); border-radius: 8px; padding: 10px 16px;
  font-weight: 600; margin: 18px 0; }
.verdict.bad { border-color: var(--bad); color: var(--bad); }
footer { color: var(--soft); font-size: 12px; margin-top: 28px; }
@page { size: A4; margin: 14mm 12mm; }
@media print { body { padding: 0; max-width: none; font-size: 11px; } h1 { font-size: 20px; }
  tr { page-break-inside: avoid; } thead { display: table-header-group; }
  * { -webkit-print-color-adjust: exact; print-color-adjust: exact; } code { font-size: 9.5px; } }
)css";

std::tm localParts(TimePoint at)
{
    const std::time_t time = std::chrono::system_clock::to_time_t(at);
    std::tm parts = {};
    ::localtime_r(&time, &parts);
    return parts;
}

bool isControl(char c)
{
    const auto byte = static_cast<unsigned char>(c);
    return byte < 0x20 || byte == 0x7F;
}

/// Characters, not bytes: names of boards and people need not be ASCII.
std::size_t widthOf(std::string_view text)
{
    return static_cast<std::size_t>(std::ranges::count_if(
        text, [](char c) { return (static_cast<unsigned char>(c) & 0xC0) != 0x80; }));
}

} // namespace

std::string markupText(std::string_view text)
{
    std::string escaped;
    escaped.reserve(text.size());
    while (!text.empty()) {
        const std::size_t length = characterBytes(text);
        const std::string_view character = text.substr(0, std::max<std::size_t>(length, 1));
        text.remove_prefix(character.size());
        const char first = character.front();
        const bool isForbidden =
            length == 0 || (isControl(first) && first != '\t' && first != '\n' && first != '\r') ||
            character == "\xEF\xBF\xBE" || character == "\xEF\xBF\xBF";
        if (isForbidden)
            escaped += kReplacement;
        else if (first == '&')
            escaped += "&amp;";
        else if (first == '<')
            escaped += "&lt;";
        else if (first == '>')
            escaped += "&gt;";
        else if (first == '"')
            escaped += "&quot;";
        else if (first == '\'')
            escaped += "&#39;";
        else if (first == '\r')
            escaped += "&#13;";
        else
            escaped += character;
    }
    return escaped;
}

std::string csvCell(std::string_view text)
{
    const bool isFormula = !text.empty() && std::string_view("=+-@\t\r\n").find(text.front()) !=
                                                std::string_view::npos;
    std::string quoted = isFormula ? "'" : "";
    for (const char c : text) {
        if (c == '"')
            quoted += '"';
        quoted += c;
    }
    const bool isPlain = text.find_first_of(",;\"\r\n\t") == std::string_view::npos &&
                         !(!text.empty() && (text.front() == ' ' || text.back() == ' '));
    return isPlain ? quoted : "\"" + quoted + "\"";
}

std::string csvLine(const std::vector<std::string> &cells)
{
    std::string line;
    for (const std::string &cell : cells)
        line += (line.empty() && &cell == &cells.front() ? "" : ",") + csvCell(cell);
    return line + "\r\n";
}

std::string utcTime(TimePoint at)
{
    return fmt::format("{:%Y-%m-%dT%H:%M:%SZ}",
                       fmt::gmtime(std::chrono::system_clock::to_time_t(at)));
}

std::string localTime(TimePoint at)
{
    return fmt::format("{:%Y-%m-%d %H:%M:%S %z}", localParts(at));
}

std::string seconds(std::optional<std::chrono::milliseconds> time)
{
    return time ? fmt::format("{:.1f}", static_cast<double>(time->count()) / 1000) : "";
}

std::string byteCount(std::uint64_t bytes)
{
    std::string digits = std::to_string(bytes);
    for (std::size_t at = digits.size(); at > 3; at -= 3)
        digits.insert(at - 3, ",");
    if (bytes < 1024)
        return digits + " bytes";
    const bool isSmall = bytes < 1024 * 1024;
    return fmt::format("{:.1f} {} ({} bytes)",
                       static_cast<double>(bytes) / (isSmall ? 1024.0 : 1024.0 * 1024.0),
                       isSmall ? "KiB" : "MiB", digits);
}

std::string terminalText(std::string_view text)
{
    std::string safe(text);
    std::ranges::replace_if(safe, isControl, '?');
    return safe;
}

std::string columns(const std::vector<std::vector<std::string>> &rows)
{
    std::vector<std::size_t> widths;
    for (const auto &row : rows) {
        widths.resize(std::max(widths.size(), row.size()));
        for (std::size_t i = 0; i < row.size(); ++i)
            widths[i] = std::max(widths[i], widthOf(row[i]));
    }
    std::string text;
    for (const auto &row : rows) {
        std::string line;
        for (std::size_t i = 0; i < row.size(); ++i)
            line += row[i] + std::string(widths[i] - widthOf(row[i]) + 2, ' ');
        line.erase(line.find_last_not_of(' ') + 1);
        text += line + "\n";
    }
    return text;
}

std::string htmlPage(std::string_view title, std::string_view body)
{
    return fmt::format("<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\"/>\n"
                       "<meta name=\"viewport\" content=\"width=device-width\"/>\n"
                       "<title>{}</title>\n<style>{}</style>\n</head>\n<body>\n{}\n"
                       "<footer>Made by otabench on {}</footer>\n</body>\n</html>\n",
                       markupText(title), kStyle, body,
                       localTime(std::chrono::system_clock::now()));
}

std::string htmlTable(const std::vector<std::string_view> &header, const std::vector<HtmlRow> &rows)
{
    std::string table = "<table>\n<thead><tr>";
    for (const std::string_view cell : header)
        table += fmt::format("<th>{}</th>", cell);
    table += "</tr></thead>\n<tbody>\n";
    for (const HtmlRow &row : rows) {
        table += row.cssClass.empty() ? "<tr>" : fmt::format("<tr class=\"{}\">", row.cssClass);
        for (const std::string &cell : row.cells)
            table += fmt::format("<td>{}</td>", cell);
        table += "</tr>\n";
    }
    return table + "</tbody>\n</table>\n";
}

std::string phaseSign(Phase phase)
{
    const bool isGood = phase == Phase::Updated || phase == Phase::UpToDate;
    const auto [kind, shape] = isGood                      ? std::pair("good", "\u2713")
                               : isFailure(phase)          ? std::pair("bad", "\u2717")
                               : phase == Phase::Cancelled ? std::pair("soft", "\u2013")
                                                           : std::pair("warn", "\u2026");
    return fmt::format("<span class=\"phase {}\">{} {}</span>", kind, shape, name(phase));
}

std::string htmlFacts(const std::vector<std::pair<std::string_view, std::string>> &facts)
{
    std::string list = "<dl>\n";
    for (const auto &[term, text] : facts) {
        if (!text.empty())
            list += fmt::format("<dt>{}</dt><dd>{}</dd>\n", term, text);
    }
    return list + "</dl>\n";
}

std::string htmlCode(std::string_view text)
{
    constexpr std::size_t kShort = 32; // a MAC, a port: not to be broken
    if (text.empty())
        return {};
    return fmt::format("<code{}>{}</code>", text.size() <= kShort ? " class=\"whole\"" : "",
                       markupText(text));
}

} // namespace otabench::history::detail
