#include "monitor/diagnosis.h"

#include "base/assert.h"
#include "monitor/detail/catalogue_text.h"

#include <algorithm>
#include <array>
#include <deque>
#include <map>
#include <mutex>
#include <regex>
#include <string>

namespace otabench::monitor {
namespace {

/// std::regex recurses for each character it takes: longer messages are matched by their beginning.
constexpr std::size_t kMaxMatchedBytes = 512;

struct Row
{
    std::string_view id, level, tag, pattern, reason, role, meaning, causes, remedies;
    std::string literal;     ///< must be in a line that matches; empty: not known
    bool isAnchored = false; ///< matches at the start only
    mutable std::once_flag compiled;
    mutable std::regex regex;

    [[nodiscard]] bool matches(const std::string &message) const
    {
        if (!literal.empty() && message.find(literal) == std::string::npos)
            return false;
        if (isErrorNumber() && message.find("ESP_ERR_") == std::string::npos &&
            message.find("0x") == std::string::npos)
            return false;
        std::call_once(compiled, [this] {
            regex.assign(pattern.begin(), pattern.end(),
                         std::regex::ECMAScript | std::regex::optimize);
        });
        // libstdc++ would try an anchored pattern at every character.
        return std::regex_search(message, regex,
                                 isAnchored ? std::regex_constants::match_continuous
                                            : std::regex_constants::match_default);
    }

    /// A row for an error's number or name, wherever it stands.
    [[nodiscard]] bool isErrorNumber() const { return id.starts_with("err-"); }
};

std::vector<std::string_view> split(std::string_view text, std::string_view separator)
{
    std::vector<std::string_view> parts;
    if (text == "-")
        return parts;
    for (;;) {
        const std::size_t at = text.find(separator);
        parts.push_back(text.substr(0, at));
        if (at == std::string_view::npos)
            return parts;
        text.remove_prefix(at + separator.size());
    }
}

/// A `|` outside groups and classes.
bool hasAlternatives(std::string_view pattern)
{
    int depth = 0;
    for (std::size_t i = 0; i < pattern.size(); ++i) {
        if (pattern[i] == '\\')
            ++i;
        else if (pattern[i] == '[')
            i = std::min(pattern.find(']', i + 2), pattern.size());
        else if (pattern[i] == '(' || pattern[i] == ')')
            depth += pattern[i] == '(' ? 1 : -1;
        else if (pattern[i] == '|' && depth == 0)
            return true;
    }
    return false;
}

/// The longest run of plain characters outside groups and classes: a cheap test before the pattern.
/// Empty for patterns with alternatives at the top level.
std::string findLiteral(std::string_view pattern)
{
    if (hasAlternatives(pattern))
        return {};
    std::string best;
    std::string run;
    const auto endRun = [&] {
        if (run.size() > best.size())
            best = run;
        run.clear();
    };
    int depth = 0;
    for (std::size_t i = 0; i < pattern.size(); ++i) {
        const char c = pattern[i];
        if (c == '\\') {
            const char escaped = i + 1 < pattern.size() ? pattern[++i] : '\\';
            const bool isPlain =
                std::string_view(".()[]{}+*?|/^$\\-!").find(escaped) != std::string_view::npos;
            if (depth == 0 && isPlain)
                run += escaped;
            else
                endRun();
        } else if (c == '[') {
            endRun();
            i = pattern.find(']', i + 2);
            OTABENCH_ASSERT(i != std::string_view::npos);
        } else if (c == '(' || c == ')') {
            endRun();
            depth += c == '(' ? 1 : -1;
        } else if (c == '?' || c == '*' || c == '{') {
            if (!run.empty())
                run.pop_back(); // the character before may be missing
            endRun();
            if (c == '{')
                i = pattern.find('}', i);
        } else if (c == '+' || c == '.' || c == '^' || c == '$') {
            endRun();
        } else if (depth == 0) {
            run += c;
        }
    }
    endRun();
    return best;
}

LineRole roleFromName(std::string_view name)
{
    constexpr std::array<std::pair<std::string_view, LineRole>, 8> kRoles = {{
        {"note", LineRole::Note},
        {"cause", LineRole::Cause},
        {"exact", LineRole::Exact},
        {"end", LineRole::End},
        {"summary", LineRole::Summary},
        {"summary-end", LineRole::SummaryEnd},
        {"crash", LineRole::Crash},
        {"rollback", LineRole::Rollback},
    }};
    const auto found = std::find_if(kRoles.begin(), kRoles.end(),
                                    [&](const auto &role) { return role.first == name; });
    OTABENCH_ASSERT(found != kRoles.end());
    return found->second;
}

/// The parsed catalogue: immutable after it has been made, but for patterns compiled on first use.
class Catalogue
{
public:
    Catalogue()
    {
        constexpr std::size_t kColumns = 12;
        std::string_view text = detail::catalogueText();
        text.remove_prefix(text.find('\n') + 1); // the columns' names
        while (!text.empty()) {
            const std::size_t end = text.find('\n');
            const auto cells = split(text.substr(0, end), "\t");
            OTABENCH_ASSERT(cells.size() == kColumns);
            Row &row = m_rows.emplace_back();
            row.id = cells[0];
            row.level = cells[1];
            row.tag = cells[2];
            row.pattern = cells[3];
            row.reason = cells[4];
            row.role = cells[5];
            row.meaning = cells[7];
            row.causes = cells[8];
            row.remedies = cells[9];
            row.literal = findLiteral(row.pattern);
            row.isAnchored = row.pattern.starts_with('^') && !hasAlternatives(row.pattern);
            m_byTag[row.tag].push_back(&row);
            text.remove_prefix(end == std::string_view::npos ? text.size() : end + 1);
        }
    }

    [[nodiscard]] const std::deque<Row> &rows() const { return m_rows; }

    /// The best row, or null.
    [[nodiscard]] const Row *find(const LogEntry &entry) const
    {
        const std::string message(entry.message.substr(0, kMaxMatchedBytes));
        const Row *best = nullptr;
        for (const std::string_view tag : {entry.tag, std::string_view("-")}) {
            const auto rows = m_byTag.find(tag);
            if (rows == m_byTag.end())
                continue;
            for (const Row *row : rows->second) {
                if (best && rank(*row) >= rank(*best))
                    continue;
                if (row->level != "-" && row->level.front() != letter(entry.level))
                    continue;
                if (row->matches(message))
                    best = row;
            }
        }
        return best;
    }

private:
    static int rank(const Row &row)
    {
        if (row.isErrorNumber())
            return 2;
        return row.id.starts_with("sum-") ? 1 : 0;
    }

    std::deque<Row> m_rows; ///< a deque: rows hold a once_flag and do not move
    std::map<std::string_view, std::vector<const Row *>> m_byTag;
};

const Catalogue &catalogue()
{
    static const Catalogue theCatalogue;
    return theCatalogue;
}

Explanation explanationOf(const Row &row)
{
    Explanation explanation;
    explanation.id = row.id;
    if (row.reason != "-")
        explanation.reason = errorCodeFromName(row.reason);
    explanation.role = roleFromName(row.role);
    explanation.meaning = row.meaning;
    explanation.causes = split(row.causes, " | ");
    explanation.remedies = split(row.remedies, " | ");
    return explanation;
}

} // namespace

Error Explanation::toError(std::string_view message) const
{
    const std::string said = cleanText(message);
    std::string advice;
    for (const std::string_view remedy : remedies)
        advice += fmt::format("{}{}", advice.empty() ? "" : "; ", remedy);
    std::string text = fmt::format("{} The board printed \"{}\".", meaning, said);
    if (!advice.empty())
        text += fmt::format(" What to do: {}.", advice);
    return {reason.value_or(ErrorCode::BoardOtaFailed),
            std::move(text),
            {std::string(id), std::string(meaning), said, advice}};
}

std::optional<Explanation> explain(const LogEntry &entry)
{
    if (entry.kind == LineKind::Noise || entry.kind == LineKind::AgentFrame)
        return std::nullopt;
    const Row *row = catalogue().find(entry);
    if (!row)
        return std::nullopt;
    return explanationOf(*row);
}

std::vector<Explanation> allExplanations()
{
    std::vector<Explanation> all;
    for (const Row &row : catalogue().rows())
        all.push_back(explanationOf(row));
    return all;
}

} // namespace otabench::monitor
