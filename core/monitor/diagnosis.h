#pragma once

#include "base/error.h"
#include "monitor/log_entry.h"

#include <cstddef>
#include <optional>
#include <string_view>
#include <vector>

namespace otabench::monitor {

/// What a line means for the update that runs.
enum class LineRole
{
    Note,       ///< nothing, or progress
    Cause,      ///< why the update is about to fail; the first one counts
    Exact,      ///< a cause that says more than one seen before it
    End,        ///< a cause, and the update has ended with it
    Summary,    ///< follows a cause; counts only when it stands alone
    SummaryEnd, ///< the same, and the update has ended with it
    Crash,      ///< the program or the supply broke down
    Rollback,   ///< the application has given itself up
};

/// Which language the catalogue's sentences are in.
enum class Language
{
    English,
    Chinese, ///< Simplified
};

/// `en`, `zh_CN`, also as in $LANG: `zh_CN.UTF-8`; every other Chinese is Chinese, any other
/// language nothing.
[[nodiscard]] std::optional<Language> languageFromName(std::string_view name);

/// What the catalogue knows of a line. The views are valid as long as the program runs.
struct Explanation
{
    std::string_view id;             ///< stable: `tls-hs-cert-refused`
    std::optional<ErrorCode> reason; ///< as which failure it counts
    LineRole role = LineRole::Note;
    std::string_view meaning;                    ///< one sentence
    std::vector<std::string_view> causes;        ///< the likeliest first
    std::vector<std::string_view> remedies;      ///< in the order to try them
    std::vector<std::string_view> findings = {}; ///< what is known for sure: see narrow()

    /// The same in another language (diagnosis_catalogue_zh_CN.tsv, by the English sentence); from
    /// English only.
    [[nodiscard]] Explanation in(Language language) const;

    /// The failure for a person: the meaning, what the board printed, what is known for sure, with
    /// `figures` (of known_facts.h), and what to do.
    [[nodiscard]] Error toError(std::string_view message, std::string_view figures = {}) const;
};

/// Looks a log line up in the catalogue (diagnosis_catalogue.tsv, whose columns its first line
/// names): level and tag first, then the pattern. A row for one message wins over a summary row,
/// and that over a row for an error number. Nothing when no row matches. Any thread. A line that no
/// row matches costs about as much as parsing it, one that a row matches a microsecond.
[[nodiscard]] std::optional<Explanation> explain(const LogEntry &entry);

/// All rows, in the order of the file: for tables of texts and for tests.
[[nodiscard]] std::vector<Explanation> allExplanations();

/// The sentence in that language; the sentence itself where there is no translation.
[[nodiscard]] std::string_view translated(std::string_view english, Language language);

} // namespace otabench::monitor
