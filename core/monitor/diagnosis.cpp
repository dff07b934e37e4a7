#include "monitor/diagnosis.h"

#include "base/assert.h"
#include "monitor/detail/catalogue_text.h"
#include "monitor/detail/required_literals.h"
#include "monitor/text_pattern.h"

#include <algorithm>
#include <array>
#include <bit>
#include <cstdint>
#include <cstring>
#include <deque>
#include <mutex>
#include <string>
#include <unordered_map>

namespace otabench::monitor {
namespace {

struct Row
{
    std::string_view id, level, tag, pattern, reason, role, meaning, causes, remedies;
    std::vector<std::string> literals; ///< one of them is in a line that matches
    mutable std::once_flag compileOnce;
    mutable std::optional<TextPattern> compiled;

    [[nodiscard]] bool matches(std::string_view message) const
    {
        const auto isInMessage = [&](const std::string &literal) {
            return message.find(literal) != std::string_view::npos;
        };
        if (!literals.empty() && std::ranges::none_of(literals, isInMessage))
            return false;
        std::call_once(compileOnce, [this] {
            auto result = TextPattern::compile(pattern);
            OTABENCH_ASSERT(result);
            compiled = *std::move(result);
        });
        return compiled->isIn(message);
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
            row.literals = detail::requiredLiterals(row.pattern);
            text.remove_prefix(end == std::string_view::npos ? text.size() : end + 1);
        }
        OTABENCH_ASSERT(m_rows.size() <= kMaxRows);
        makeIndex();
    }

    [[nodiscard]] const std::deque<Row> &rows() const { return m_rows; }

    /// The best row, or null: one for a message before a summary, that before an error number; of
    /// its tag before of any tag; the first in the file.
    [[nodiscard]] const Row *find(const LogEntry &entry) const
    {
        RowSet candidates = m_always;
        const std::string_view message = entry.message;
        for (std::size_t i = 0; i + kGramSize <= message.size(); ++i) {
            const auto &rows = m_byGram[gramAt(message, i)];
            for (const std::uint16_t row : rows)
                add(candidates, row);
        }
        const Row *best = nullptr;
        for (std::size_t word = 0; word < candidates.size(); ++word) {
            for (std::uint64_t bits = candidates[word]; bits != 0; bits &= bits - 1) {
                const Row &row =
                    m_rows[word * 64 + static_cast<std::size_t>(std::countr_zero(bits))];
                if (fits(row, entry) && (!best || rank(row) < rank(*best)) && row.matches(message))
                    best = &row;
            }
        }
        return best;
    }

private:
    static constexpr std::size_t kMaxRows = 512;
    static constexpr std::size_t kGramSize = 4;
    static constexpr std::size_t kBuckets = 8192;

    using RowSet = std::array<std::uint64_t, kMaxRows / 64>; ///< a bit a row

    static void add(RowSet &rows, std::size_t row)
    {
        rows[row / 64] |= std::uint64_t{1} << (row % 64);
    }

    static bool fits(const Row &row, const LogEntry &entry)
    {
        return (row.tag == "-" || row.tag == entry.tag) &&
               (row.level == "-" || row.level.front() == letter(entry.level));
    }

    static int rank(const Row &row)
    {
        const int kind = row.isErrorNumber() ? 2 : row.id.starts_with("sum-") ? 1 : 0;
        return kind * 2 + (row.tag == "-" ? 1 : 0);
    }

    /// The bucket of four characters.
    static std::size_t gramAt(std::string_view text, std::size_t at)
    {
        std::uint32_t gram = 0;
        std::memcpy(&gram, text.data() + at, kGramSize);
        return gram * 2654435761u >> 19;
    }

    /// Each row is found by four characters that every line it matches has: of the places in its
    /// literals the one that fewest other rows are found by.
    void makeIndex()
    {
        for (std::size_t i = 0; i < m_rows.size(); ++i) {
            const Row &row = m_rows[i];
            const bool isFindable =
                !row.literals.empty() && std::ranges::all_of(row.literals, [](const auto &literal) {
                    return literal.size() >= kGramSize;
                });
            if (!isFindable) {
                add(m_always, i);
                continue;
            }
            for (const std::string &literal : row.literals) {
                std::vector<std::uint16_t> *fewest = nullptr;
                for (std::size_t at = 0; at + kGramSize <= literal.size(); ++at) {
                    auto &bucket = m_byGram[gramAt(literal, at)];
                    if (!fewest || bucket.size() < fewest->size())
                        fewest = &bucket;
                }
                fewest->push_back(static_cast<std::uint16_t>(i));
            }
        }
    }

    std::deque<Row> m_rows; ///< a deque: rows hold a once_flag and do not move
    std::vector<std::vector<std::uint16_t>> m_byGram{kBuckets};
    RowSet m_always{}; ///< rows that no four characters lead to
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

/// English sentence → Chinese.
const std::unordered_map<std::string_view, std::string_view> &chinese()
{
    static const auto theTable = [] {
        std::unordered_map<std::string_view, std::string_view> table;
        std::string_view text = detail::chineseText();
        text.remove_prefix(text.find('\n') + 1); // the columns' names
        while (!text.empty()) {
            const std::size_t end = std::min(text.find('\n'), text.size());
            const std::string_view line = text.substr(0, end);
            const std::size_t tab = line.find('\t');
            OTABENCH_ASSERT(tab != std::string_view::npos);
            table.emplace(line.substr(0, tab), line.substr(tab + 1));
            text.remove_prefix(std::min(end + 1, text.size()));
        }
        return table;
    }();
    return theTable;
}

} // namespace

std::optional<Language> languageFromName(std::string_view name)
{
    const std::string_view language = name.substr(0, name.find_first_of("_-.@"));
    if (language == "en" || name == "C" || name.starts_with("C.") || name == "POSIX")
        return Language::English;
    if (language == "zh")
        return Language::Chinese;
    return std::nullopt;
}

std::string_view translated(std::string_view english, Language language)
{
    if (language == Language::English)
        return english;
    const auto found = chinese().find(english);
    return found == chinese().end() ? english : found->second;
}

Explanation Explanation::in(Language language) const
{
    Explanation other = *this;
    const auto translate = [&](std::string_view &sentence) {
        sentence = translated(sentence, language);
    };
    translate(other.meaning);
    std::ranges::for_each(other.causes, translate);
    std::ranges::for_each(other.remedies, translate);
    std::ranges::for_each(other.findings, translate);
    return other;
}

Error Explanation::toError(std::string_view message, std::string_view figures) const
{
    const std::string said = cleanText(message);
    std::string advice;
    for (const std::string_view remedy : remedies)
        advice += fmt::format("{}{}", advice.empty() ? "" : "; ", remedy);
    std::string text = fmt::format("{} The board printed \"{}\".", meaning, said);
    for (const std::string_view finding : findings)
        text += fmt::format(" {}", finding);
    if (!figures.empty())
        text += fmt::format(" What is known: {}.", figures);
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
