#include "monitor/log_filter.h"

#include "monitor/log_time.h"

#include <algorithm>
#include <array>
#include <utility>

namespace otabench::monitor {
namespace {

constexpr std::array<std::string_view, 6> kLevelNames = {"error", "warning", "info",
                                                         "debug", "verbose", "none"};

/// `*` stands for any characters, also none.
bool matchesGlob(std::string_view text, std::string_view pattern)
{
    std::size_t t = 0, p = 0;
    std::size_t star = std::string_view::npos, starText = 0;
    while (t < text.size()) {
        if (p < pattern.size() && pattern[p] == '*') {
            star = p++;
            starText = t;
        } else if (p < pattern.size() && pattern[p] == text[t]) {
            ++p;
            ++t;
        } else if (star != std::string_view::npos) {
            p = star + 1;
            t = ++starText;
        } else {
            return false;
        }
    }
    return pattern.find_first_not_of('*', p) == std::string_view::npos;
}

/// `ttyUSB0` names /dev/ttyUSB0, and `vb-01` pty:/tmp/vb-01.
bool isBoard(std::string_view address, std::string_view pattern)
{
    if (matchesGlob(address, pattern))
        return true;
    const std::size_t end = address.find_last_of("/:");
    return end != std::string_view::npos && matchesGlob(address.substr(end + 1), pattern);
}

/// A record and what is made of it only when a term asks.
struct Line
{
    const LogRecord &record;
    const LogEntry *given = nullptr;
    std::optional<LogEntry> parsed = {};
    std::optional<std::string> cleaned = {};

    const LogEntry &entry()
    {
        if (given)
            return *given;
        if (!parsed)
            parsed = parseLine(record.line);
        return *parsed;
    }

    std::string_view text()
    {
        if (cleaned)
            return *cleaned;
        const bool isClean = std::ranges::all_of(
            record.line, [](char c) { return c >= ' ' && c != 0x7F; }); // false for UTF-8, too
        if (isClean)
            return record.line;
        return cleaned.emplace(cleanText(record.line));
    }
};

} // namespace

struct LogFilter::Node
{
    using Test = std::function<bool(Line &)>;

    Test test;
};

namespace {

using NodePtr = std::shared_ptr<const LogFilter::Node>;

NodePtr makeNode(LogFilter::Node::Test test)
{
    return std::make_shared<const LogFilter::Node>(LogFilter::Node{std::move(test)});
}

bool isAtLeast(const LogEntry &entry, Level worst)
{
    return entry.kind == LineKind::Panic || entry.level <= worst;
}

} // namespace

std::optional<Level> levelFromName(std::string_view name)
{
    for (int i = 0; i <= static_cast<int>(Level::Verbose); ++i) {
        const auto level = static_cast<Level>(i);
        if (name == kLevelNames[static_cast<std::size_t>(i)] ||
            (name.size() == 1 && name.front() == letter(level)))
            return level;
    }
    return std::nullopt;
}

std::string_view name(Level level)
{
    return kLevelNames[static_cast<std::size_t>(level)];
}

LogFilter::LogFilter(std::shared_ptr<const Node> root)
    : m_root(std::move(root))
{
}

LogFilter LogFilter::level(Level worst)
{
    return LogFilter(makeNode([worst](Line &line) { return isAtLeast(line.entry(), worst); }));
}

LogFilter LogFilter::tag(std::string_view pattern)
{
    return LogFilter(makeNode([pattern = std::string(pattern)](Line &line) {
        return matchesGlob(line.entry().tag, pattern);
    }));
}

LogFilter LogFilter::board(std::string_view pattern)
{
    return LogFilter(makeNode([pattern = std::string(pattern)](Line &line) {
        return isBoard(line.record.board, pattern);
    }));
}

LogFilter LogFilter::boards(std::vector<std::string> addresses)
{
    std::ranges::sort(addresses);
    return LogFilter(makeNode([addresses = std::move(addresses)](Line &line) {
        return std::ranges::binary_search(addresses, line.record.board);
    }));
}

LogFilter LogFilter::bookmark(Bookmark bookmark)
{
    return LogFilter(makeNode([bookmark](Line &line) {
        return bookmark == Bookmark::None ? line.record.bookmark != Bookmark::None
                                          : line.record.bookmark == bookmark;
    }));
}

LogFilter LogFilter::since(LogRecord::Time time)
{
    return LogFilter(makeNode([time](Line &line) { return line.record.at >= time; }));
}

LogFilter LogFilter::until(LogRecord::Time time)
{
    return LogFilter(makeNode([time](Line &line) { return line.record.at <= time; }));
}

Result<LogFilter> LogFilter::pattern(std::string_view regularExpression)
{
    return TextPattern::compile(regularExpression).map(text);
}

LogFilter LogFilter::text(const TextPattern &pattern)
{
    return LogFilter(makeNode([pattern](Line &line) { return pattern.isIn(line.text()); }));
}

LogFilter LogFilter::operator&&(const LogFilter &other) const
{
    if (!m_root || !other.m_root)
        return m_root ? *this : other;
    return LogFilter(makeNode(
        [a = m_root, b = other.m_root](Line &line) { return a->test(line) && b->test(line); }));
}

LogFilter LogFilter::operator||(const LogFilter &other) const
{
    if (!m_root || !other.m_root)
        return {};
    return LogFilter(makeNode(
        [a = m_root, b = other.m_root](Line &line) { return a->test(line) || b->test(line); }));
}

LogFilter LogFilter::operator!() const
{
    return LogFilter(makeNode([a = m_root](Line &line) { return a && !a->test(line); }));
}

bool LogFilter::matches(const LogRecord &record) const
{
    Line line{.record = record};
    return !m_root || m_root->test(line);
}

bool LogFilter::matches(const LogRecord &record, const LogEntry &entry) const
{
    Line line{.record = record, .given = &entry};
    return !m_root || m_root->test(line);
}

// ---- expressions

namespace {

/// Recursive descent; the depth of parentheses is limited, as expressions come from outside.
class ExpressionParser
{
public:
    ExpressionParser(std::string_view text, const LogFilter::Names &names)
        : m_text(text)
        , m_names(names)
    {
    }

    Result<LogFilter> parse()
    {
        auto filter = parseAlternatives(0);
        if (filter && !atEnd())
            return wrong("there is no parenthesis to close");
        return filter;
    }

private:
    static constexpr int kMaxDepth = 50;

    Result<LogFilter> parseAlternatives(int depth)
    {
        auto filter = parseSequence(depth);
        while (filter && takeWord("or")) {
            const auto other = parseSequence(depth);
            if (!other)
                return other;
            filter = *filter || *other;
        }
        return filter;
    }

    Result<LogFilter> parseSequence(int depth)
    {
        auto filter = parseFactor(depth);
        while (filter && !atEnd() && peek() != ')' && !isWord("or")) {
            (void)takeWord("and");
            const auto other = parseFactor(depth);
            if (!other)
                return other;
            filter = *filter && *other;
        }
        return filter;
    }

    Result<LogFilter> parseFactor(int depth)
    {
        if (depth > kMaxDepth)
            return wrong("this is too deep");
        if (takeWord("not")) {
            const auto filter = parseFactor(depth + 1);
            return filter ? Result<LogFilter>(!*filter) : filter;
        }
        if (atEnd() || isWord("and") || isWord("or") || peek() == ')')
            return wrong("a term is missing here");
        if (peek() == '(') {
            ++m_at;
            auto filter = parseAlternatives(depth + 1);
            if (filter && (atEnd() || peek() != ')'))
                return wrong("the closing parenthesis is missing");
            ++m_at;
            return filter;
        }
        return parseTerm();
    }

    Result<LogFilter> parseTerm()
    {
        if (peek() == '/')
            return parsePattern();
        if (peek() == '"')
            return takeQuoted().map(containing);
        const std::string_view word = m_text.substr(m_at, wordLength());
        const std::size_t colon = word.find(':');
        if (colon == std::string_view::npos) {
            m_at += word.size();
            return containing(std::string(word));
        }
        const std::string_view field = word.substr(0, colon);
        const std::size_t fieldAt = m_at;
        m_at += colon + 1;
        std::string value;
        if (m_at < m_text.size() && m_text[m_at] == '"') {
            auto quoted = takeQuoted();
            if (!quoted)
                return tl::unexpected(quoted.error());
            value = *std::move(quoted);
        } else {
            value = m_text.substr(m_at, wordLength());
            m_at += value.size();
        }
        const std::size_t end = std::exchange(m_at, fieldAt); // an error names the term's begin
        auto filter = parseField(field, value);
        if (filter)
            m_at = end;
        return filter;
    }

    Result<LogFilter> parseField(std::string_view field, const std::string &value)
    {
        if (value.empty())
            return wrong(fmt::format("the value of {}: is missing", field));
        if (field == "level") {
            const auto level = levelFromName(value);
            return level ? Result<LogFilter>(LogFilter::level(*level))
                         : wrong(fmt::format("\"{}\" is no level: write error, warning, info, "
                                             "debug or verbose",
                                             value));
        }
        if (field == "tag")
            return LogFilter::tag(value);
        if (field == "board")
            return LogFilter::board(value);
        if (field == "bench") {
            auto boards = m_names.boardsOfBench ? m_names.boardsOfBench(value) : std::nullopt;
            return boards ? Result<LogFilter>(LogFilter::boards(*std::move(boards)))
                          : wrong(fmt::format("there is no bench \"{}\"", value));
        }
        if (field == "mark") {
            const auto bookmark = bookmarkFromName(value);
            if (bookmark || value == "any")
                return LogFilter::bookmark(bookmark.value_or(Bookmark::None));
            return wrong(fmt::format("\"{}\" is no bookmark: write any, ota-start, first-error, "
                                     "reboot, panic or lost",
                                     value));
        }
        if (field == "since" || field == "until") {
            const auto time = parseTime(value, m_names.now);
            if (!time)
                return tl::unexpected(time.error());
            return field == "since" ? LogFilter::since(*time) : LogFilter::until(*time);
        }
        return wrong(fmt::format("there is no field \"{}\": write level, tag, board, bench, mark, "
                                 "since or until, or put the text into quotation marks",
                                 field));
    }

    Result<LogFilter> parsePattern()
    {
        std::string pattern;
        std::size_t at = m_at + 1;
        for (; at < m_text.size() && m_text[at] != '/'; ++at) {
            if (m_text[at] == '\\' && at + 1 < m_text.size()) {
                if (m_text[at + 1] != '/')
                    pattern += '\\';
                ++at;
            }
            pattern += m_text[at];
        }
        if (at >= m_text.size())
            return wrong("the / that ends the regular expression is missing");
        m_at = at + 1;
        auto letterCase = TextPattern::Case::Counts;
        if (m_at < m_text.size() && m_text[m_at] == 'i') {
            letterCase = TextPattern::Case::Ignored;
            ++m_at;
        }
        return TextPattern::compile(pattern, letterCase).map(LogFilter::text);
    }

    Result<std::string> takeQuoted()
    {
        std::string text;
        std::size_t at = m_at + 1;
        for (; at < m_text.size() && m_text[at] != '"'; ++at) {
            if (m_text[at] == '\\' && at + 1 < m_text.size())
                ++at;
            text += m_text[at];
        }
        if (at >= m_text.size())
            return tl::unexpected(wrong("the closing quotation mark is missing").error());
        m_at = at + 1;
        return text;
    }

    static LogFilter containing(const std::string &text)
    {
        return LogFilter::text(TextPattern::literal(text, TextPattern::Case::Ignored));
    }

    /// Up to a blank or parenthesis.
    [[nodiscard]] std::size_t wordLength() const
    {
        const std::size_t end = m_text.find_first_of(" \t()", m_at);
        return std::min(end, m_text.size()) - m_at;
    }

    bool atEnd()
    {
        m_at = std::min(m_text.find_first_not_of(" \t", m_at), m_text.size());
        return m_at == m_text.size();
    }

    [[nodiscard]] char peek() const { return m_text[m_at]; }

    bool isWord(std::string_view word)
    {
        return !atEnd() && m_text.substr(m_at, wordLength()) == word;
    }

    bool takeWord(std::string_view word)
    {
        if (!isWord(word))
            return false;
        m_at += word.size();
        return true;
    }

    [[nodiscard]] Result<LogFilter> wrong(const std::string &why) const
    {
        return fail(ErrorCode::InvalidArgument, "the filter \"{}\" is wrong at character {}: {}",
                    m_text, m_at + 1, why);
    }

    std::string_view m_text;
    const LogFilter::Names &m_names;
    std::size_t m_at = 0;
};

} // namespace

Result<LogFilter> LogFilter::parse(std::string_view expression, const Names &names)
{
    if (expression.find_first_not_of(" \t") == std::string_view::npos)
        return LogFilter();
    return ExpressionParser(expression, names).parse();
}

} // namespace otabench::monitor
