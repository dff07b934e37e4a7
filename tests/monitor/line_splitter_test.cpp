#include "monitor/line_splitter.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <random>
#include <string>
#include <vector>

namespace otabench::monitor {
namespace {

using Lines = std::vector<std::string>;

/// Splits `text` given in pieces of at most `chunk` bytes, drawn from `random` when that is given.
Lines split(std::string_view text, std::size_t chunk, std::mt19937 *random = nullptr)
{
    Lines lines;
    LineSplitter splitter;
    const auto onLine = [&](std::string_view line) { lines.emplace_back(line); };
    while (!text.empty()) {
        std::size_t count = chunk;
        if (random)
            count = std::uniform_int_distribution<std::size_t>(1, chunk)(*random);
        const std::string_view piece = text.substr(0, count);
        splitter.feed(piece, onLine);
        text.remove_prefix(piece.size());
    }
    splitter.flush(onLine);
    return lines;
}

TEST(LineSplitter, EndsLinesAtLfCrAndCrLf)
{
    EXPECT_EQ(split("a\nb\rc\r\nd\r\r\ne", 100), (Lines{"a", "b", "c", "d", "e"}));
}

TEST(LineSplitter, DropsEmptyLinesAlsoBetweenReads)
{
    EXPECT_EQ(split("a\r\n\r\nb\n\nc\r\n", 1), (Lines{"a", "b", "c"}));
}

TEST(LineSplitter, CutsLinesOverFourKibibytes)
{
    const Lines lines = split(std::string(10'000, 'x') + "\n", 700);
    ASSERT_EQ(lines.size(), 3u);
    EXPECT_EQ(lines[0].size(), 4096u);
    EXPECT_EQ(lines[2].size(), 10'000u - 2 * 4096u);
}

TEST(LineSplitter, ALineOfExactlyTheLimitIsWhole)
{
    const Lines lines = split(std::string(4096, 'x') + "\nnext\n", 4096);
    EXPECT_EQ(lines, (Lines{std::string(4096, 'x'), "next"}));
}

TEST(LineSplitter, ShowsThePartialLineAndKeepsItGrowing)
{
    LineSplitter splitter;
    Lines lines;
    const auto onLine = [&](std::string_view line) { lines.emplace_back(line); };
    splitter.feed(std::string_view("esp> "), onLine);
    EXPECT_EQ(splitter.partialLine(), "esp> ");
    splitter.feed(std::string_view("help\r"), onLine);
    EXPECT_EQ(lines, Lines{"esp> help"});
    EXPECT_TRUE(splitter.partialLine().empty());
}

TEST(LineSplitter, LinesDoNotDependOnHowTheStreamIsDivided)
{
    std::mt19937 random(20240607);
    constexpr std::string_view kAlphabet = "ab \r\n\r\n\x1b\0x"; // ends often, and oddities
    for (int round = 0; round < 200; ++round) {
        std::string text(std::uniform_int_distribution<std::size_t>(0, 12'000)(random), ' ');
        const bool longLines = round % 10 == 0;
        for (char &c : text)
            c = longLines ? static_cast<char>('a' + random() % 26)
                          : kAlphabet[random() % kAlphabet.size()];
        const Lines whole = split(text, text.size() + 1);
        EXPECT_EQ(split(text, 1), whole) << "round " << round;
        EXPECT_EQ(split(text, 300, &random), whole) << "round " << round;
        EXPECT_TRUE(std::none_of(whole.begin(), whole.end(),
                                 [](const std::string &line) { return line.empty(); }));
    }
}

} // namespace
} // namespace otabench::monitor
