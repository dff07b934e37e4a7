#pragma once

#include "base/phase.h"
#include "history/records.h"

#include <chrono>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace otabench::history::detail {

/// For a text or an attribute in quotes, of HTML and of XML: what XML 1.0 does not allow (control
/// characters, broken UTF-8) becomes U+FFFD.
[[nodiscard]] std::string markupText(std::string_view text);

/// One cell, quoted where needed (RFC 4180); in front of what a spreadsheet would run as a formula
/// an apostrophe. Source: OWASP, "CSV Injection".
[[nodiscard]] std::string csvCell(std::string_view text);
/// Cells and a line end.
[[nodiscard]] std::string csvLine(const std::vector<std::string> &cells);

/// "2026-11-29T14:02:00Z".
[[nodiscard]] std::string utcTime(TimePoint at);
/// "2026-11-29 14:02:00 +0100": of this computer's zone, for people.
[[nodiscard]] std::string localTime(TimePoint at);
/// "12.3", or nothing.
[[nodiscard]] std::string seconds(std::optional<std::chrono::milliseconds> time);
/// "1.5 MiB (1,572,864 bytes)".
[[nodiscard]] std::string byteCount(std::uint64_t bytes);

/// For a terminal: control characters, which could move the cursor or change colours, become '?'.
[[nodiscard]] std::string terminalText(std::string_view text);
/// Rows as columns of the width they need, two spaces between them.
[[nodiscard]] std::string columns(const std::vector<std::vector<std::string>> &rows);

/// A page with the style of all reports. `body` is markup.
[[nodiscard]] std::string htmlPage(std::string_view title, std::string_view body);

/// <table> of a header and rows of markup; a row whose class is not empty gets that.
struct HtmlRow
{
    std::vector<std::string> cells;
    std::string_view cssClass = {};
};

[[nodiscard]] std::string htmlTable(const std::vector<std::string_view> &header,
                                    const std::vector<HtmlRow> &rows);
/// A phase as a small sign: shape, colour and word.
[[nodiscard]] std::string phaseSign(Phase phase);
/// <dl> of names and markup; those without text are left out.
[[nodiscard]] std::string
htmlFacts(const std::vector<std::pair<std::string_view, std::string>> &facts);
/// In small type that breaks anywhere: digests, addresses.
[[nodiscard]] std::string htmlCode(std::string_view text);

} // namespace otabench::history::detail
