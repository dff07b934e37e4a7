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

/// What the catalogue knows of a line. The views are valid as long as the program runs.
struct Explanation
{
    std::string_view id;             ///< stable: `tls-hs-cert-refused`
    std::optional<ErrorCode> reason; ///< as which failure it counts
    LineRole role = LineRole::Note;
    std::string_view meaning;               ///< one sentence
    std::vector<std::string_view> causes;   ///< the likeliest first
    std::vector<std::string_view> remedies; ///< in the order to try them

    /// The failure for a person: the meaning, what the board printed, and what to do.
    [[nodiscard]] Error toError(std::string_view message) const;
};

/// Looks a log line up in the catalogue (diagnosis_catalogue.tsv, whose columns its first line
/// names): level and tag first, then the pattern. A row for one message wins over a summary row,
/// and that over a row for an error number. Nothing when no row matches. Any thread. It costs a few
/// microseconds: for error and warning lines, boot and crash texts, not for every line.
[[nodiscard]] std::optional<Explanation> explain(const LogEntry &entry);

/// All rows, in the order of the file: for tables of texts and for tests.
[[nodiscard]] std::vector<Explanation> allExplanations();

} // namespace otabench::monitor
