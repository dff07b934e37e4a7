#include "monitor/detail/spool_format.h"

#include "monitor/log_time.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>

namespace otabench::monitor {
namespace {

constexpr std::string_view kMarks = "-OERPL"; ///< by Bookmark
constexpr std::string_view kNames[] = {"", "ota-start", "first-error", "reboot", "panic", "lost"};
static_assert(kMarks.size() == std::size(kNames));

constexpr std::size_t kTimeSize = 27;
constexpr std::size_t kBoardAt = kTimeSize + 3; ///< after " - "

bool isControl(char c)
{
    return static_cast<unsigned char>(c) < 0x20 || c == 0x7F;
}

} // namespace

std::string_view name(Bookmark bookmark)
{
    return kNames[static_cast<std::size_t>(bookmark)];
}

std::optional<Bookmark> bookmarkFromName(std::string_view name)
{
    for (std::size_t i = 1; i < std::size(kNames); ++i) {
        if (kNames[i] == name)
            return static_cast<Bookmark>(i);
    }
    return std::nullopt;
}

namespace detail {

void RecordWriter::append(std::string &text, const LogRecord &record)
{
    constexpr std::size_t kFractionAt = 20, kFractionDigits = 6;
    const auto second = std::chrono::floor<std::chrono::seconds>(record.at);
    if (second != m_second) {
        m_second = second;
        m_time = formatTime(second);
    }
    auto fraction = (record.at - second).count();
    for (std::size_t i = kFractionDigits; i-- > 0; fraction /= 10)
        m_time[kFractionAt + i] = static_cast<char>('0' + fraction % 10);
    text += m_time;
    text += ' ';
    text += kMarks[static_cast<std::size_t>(record.bookmark)];
    text += ' ';
    const std::size_t boardAt = text.size();
    text += record.board;
    std::replace_if(text.begin() + static_cast<std::ptrdiff_t>(boardAt), text.end(), isControl,
                    '?');
    text += '\t';
    const std::size_t lineAt = text.size();
    text += record.line;
    std::replace(text.begin() + static_cast<std::ptrdiff_t>(lineAt), text.end(), '\n', ' ');
    text += '\n';
}

void appendRecord(std::string &text, const LogRecord &record)
{
    RecordWriter().append(text, record);
}

std::optional<LogRecord> readRecord(std::string_view text)
{
    LogRecord record;
    if (text.size() <= kBoardAt || !readTime(text, record.at) || text[kTimeSize] != ' ' ||
        text[kTimeSize + 2] != ' ')
        return std::nullopt;
    const std::size_t mark = kMarks.find(text[kTimeSize + 1]);
    const std::size_t tab = text.find('\t', kBoardAt);
    if (mark == std::string_view::npos || tab == std::string_view::npos)
        return std::nullopt;
    record.bookmark = static_cast<Bookmark>(mark);
    record.board = text.substr(kBoardAt, tab - kBoardAt);
    record.line = text.substr(tab + 1);
    return record;
}

std::string writerName(LogRecord::Time start, long process)
{
    std::string time = formatTime(start);
    std::erase_if(time, [](char c) { return c == '-' || c == ':'; });
    return fmt::format("{}-{}", time, process);
}

std::string segmentName(std::string_view writer, unsigned number)
{
    return fmt::format("{}.{:04}{}", writer, number, kSegmentSuffix);
}

std::optional<SegmentName> readSegmentName(std::string_view file)
{
    constexpr std::size_t kStartSize = 23; // 20261129T144302.123456Z
    if (!file.ends_with(kSegmentSuffix) || file.size() < kStartSize + 2 || file[kStartSize] != '-')
        return std::nullopt;
    const std::string_view stem = file.substr(0, file.size() - kSegmentSuffix.size());
    const std::size_t dot = stem.rfind('.');
    if (dot == std::string_view::npos || dot <= kStartSize)
        return std::nullopt;
    SegmentName name{.writer = stem.substr(0, dot)};
    const std::string_view number = stem.substr(dot + 1);
    const auto [end, error] =
        std::from_chars(number.data(), number.data() + number.size(), name.number);
    if (error != std::errc() || end != number.data() + number.size())
        return std::nullopt;
    std::string time(file.substr(0, kStartSize));
    for (const std::size_t at : {std::size_t{4}, std::size_t{7}})
        time.insert(at, "-");
    for (const std::size_t at : {std::size_t{13}, std::size_t{16}})
        time.insert(at, ":");
    if (!readTime(time, name.start))
        return std::nullopt;
    return name;
}

} // namespace detail
} // namespace otabench::monitor
