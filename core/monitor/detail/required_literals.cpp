#include "monitor/detail/required_literals.h"

#include <algorithm>
#include <cstddef>

namespace otabench::monitor::detail {
namespace {

using Literals = std::vector<std::string>; ///< one of them; empty: not known

std::size_t shortest(const Literals &literals)
{
    if (literals.empty())
        return 0;
    return std::ranges::min(literals, {}, &std::string::size).size();
}

/// Reads the pattern from left to right; of what has to be there one after the other it keeps what
/// says most: the longest run of plain characters, or a group whose alternatives are all long.
class PatternReader
{
public:
    explicit PatternReader(std::string_view pattern)
        : m_pattern(pattern)
    {
    }

    /// Up to the end, or the parenthesis that closes the group.
    Literals readAlternatives()
    {
        Literals all;
        bool isKnown = true;
        for (;;) {
            const Literals one = readSequence();
            isKnown = isKnown && !one.empty();
            all.insert(all.end(), one.begin(), one.end());
            if (m_at >= m_pattern.size() || m_pattern[m_at] != '|')
                break;
            ++m_at;
        }
        return isKnown ? all : Literals();
    }

private:
    Literals readSequence()
    {
        Literals best;
        std::string run;
        const auto take = [&](Literals found) {
            if (shortest(found) > shortest(best))
                best = std::move(found);
        };
        const auto endRun = [&] {
            if (!run.empty())
                take({run});
            run.clear();
        };
        while (m_at < m_pattern.size() && m_pattern[m_at] != '|' && m_pattern[m_at] != ')') {
            const char c = m_pattern[m_at];
            if (c == '(') {
                endRun();
                Literals group = readGroup();
                if (!skipQuantifier()) // it may be missing
                    take(std::move(group));
                continue;
            }
            const bool isPlain = readCharacter(run);
            if (!isPlain)
                endRun();
            const std::size_t before = m_at;
            if (skipQuantifier()) {
                if (isPlain && !run.empty())
                    run.pop_back();
                endRun();
            } else if (m_at != before) { // one or more: the character is there, and then others
                endRun();
            }
        }
        endRun();
        return best;
    }

    /// A group; nothing for assertions, which match no characters.
    Literals readGroup()
    {
        ++m_at;
        bool isAssertion = false;
        if (m_pattern.substr(m_at).starts_with("?:"))
            m_at += 2;
        else if (m_pattern.substr(m_at).starts_with("?"))
            isAssertion = true, m_at += 2;
        Literals inside = readAlternatives();
        ++m_at; // the closing one
        return isAssertion ? Literals() : inside;
    }

    /// One character or class; appended to `run` when it is a plain one.
    bool readCharacter(std::string &run)
    {
        const char c = m_pattern[m_at++];
        if (c == '[') {
            const std::size_t end = m_pattern.find(']', m_at + 1);
            m_at = end == std::string_view::npos ? m_pattern.size() : end + 1;
            return false;
        }
        if (c == '\\') {
            if (m_at >= m_pattern.size())
                return false;
            const char escaped = m_pattern[m_at++];
            const bool isPlain =
                std::string_view(".()[]{}+*?|/^$\\-!").find(escaped) != std::string_view::npos;
            if (isPlain)
                run += escaped;
            return isPlain;
        }
        if (c == '.' || c == '^' || c == '$')
            return false;
        run += c;
        return true;
    }

    /// Whether what stands before may be missing.
    bool skipQuantifier()
    {
        if (m_at >= m_pattern.size())
            return false;
        const char c = m_pattern[m_at];
        bool mayMiss = false;
        if (c == '*' || c == '?' || c == '+') {
            mayMiss = c != '+';
            ++m_at;
        } else if (c == '{') {
            mayMiss = true; // a count: to be on the safe side
            m_at = std::min(m_pattern.find('}', m_at), m_pattern.size() - 1) + 1;
        } else {
            return false;
        }
        if (m_at < m_pattern.size() && m_pattern[m_at] == '?') // as few as possible
            ++m_at;
        return mayMiss;
    }

    std::string_view m_pattern;
    std::size_t m_at = 0;
};

} // namespace

std::vector<std::string> requiredLiterals(std::string_view pattern)
{
    return PatternReader(pattern).readAlternatives();
}

} // namespace otabench::monitor::detail
