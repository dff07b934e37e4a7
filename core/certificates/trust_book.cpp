#include "certificates/trust_book.h"

#include "base/files.h"
#include "certificates/detail/pair_files.h"

#include <algorithm>
#include <charconv>
#include <map>

namespace otabench::certificates {
namespace fs = std::filesystem;

namespace {

using std::chrono::system_clock;

constexpr std::size_t kMostBytes = 16u << 20;

std::vector<std::string_view> split(std::string_view text, char separator)
{
    std::vector<std::string_view> parts;
    while (true) {
        const auto at = text.find(separator);
        parts.push_back(text.substr(0, at));
        if (at == std::string_view::npos)
            return parts;
        text.remove_prefix(at + 1);
    }
}

/// mac TAB address TAB seconds since 1970 TAB fingerprints, separated by commas
std::optional<BoardTrust> parseLine(std::string_view line)
{
    const auto parts = split(line, '\t');
    if (parts.size() != 4 || parts[0].empty())
        return std::nullopt;
    long long seconds = 0;
    const auto *end = parts[2].data() + parts[2].size();
    if (const auto [rest, error] = std::from_chars(parts[2].data(), end, seconds);
        error != std::errc() || rest != end)
        return std::nullopt;
    BoardTrust board{std::string(parts[0]), std::string(parts[1]), {}, {}};
    board.seen = system_clock::time_point(std::chrono::seconds(seconds));
    for (const std::string_view ca : split(parts[3], ',')) {
        if (!ca.empty())
            board.cas.emplace_back(ca);
    }
    return board;
}

std::string clean(std::string text)
{
    std::ranges::replace_if(
        text, [](char c) { return c == '\t' || c == '\n' || c == '\r'; }, ' ');
    return text;
}

std::string lineOf(const BoardTrust &board)
{
    const auto seconds =
        std::chrono::floor<std::chrono::seconds>(board.seen.time_since_epoch()).count();
    return fmt::format("{}\t{}\t{}\t{}\n", clean(board.mac), clean(board.address), seconds,
                       fmt::join(board.cas, ","));
}

Result<std::vector<BoardTrust>> readBoards(const fs::path &file)
{
    std::error_code error;
    if (!fs::exists(file, error))
        return {};
    const auto text = readTextFile(file, kMostBytes);
    if (!text)
        return tl::unexpected(text.error());
    std::vector<BoardTrust> boards;
    for (const std::string_view line : split(*text, '\n')) {
        if (auto board = parseLine(line))
            boards.push_back(*std::move(board));
    }
    return boards;
}

Result<> writeBoards(const fs::path &file, const std::vector<BoardTrust> &boards)
{
    std::string text;
    for (const BoardTrust &board : boards)
        text += lineOf(board);
    return writeFileAtomically(file, text, FileMode::Private);
}

} // namespace

bool BoardTrust::trusts(std::string_view fingerprint) const
{
    return std::ranges::find(cas, fingerprint) != cas.end();
}

TrustBook::TrustBook(fs::path folder)
    : m_folder(std::move(folder))
{
}

Result<std::vector<BoardTrust>> TrustBook::boards() const
{
    return readBoards(m_folder / "boards.tsv");
}

Result<> TrustBook::note(const std::vector<BoardTrust> &news)
{
    if (news.empty())
        return {};
    if (auto made = makeFolder(m_folder, FileMode::Private); !made)
        return made;
    const auto lock = detail::FolderLock::take(m_folder);
    if (!lock)
        return tl::unexpected(lock.error());
    const auto known = readBoards(m_folder / "boards.tsv");
    if (!known)
        return tl::unexpected(known.error());
    std::map<std::string, BoardTrust> byMac;
    for (const auto *boards : {&*known, &news}) {
        for (const BoardTrust &board : *boards) {
            if (!board.mac.empty())
                byMac[board.mac] = board;
        }
    }
    std::vector<BoardTrust> all;
    for (auto &[mac, board] : byMac)
        all.push_back(std::move(board));
    return writeBoards(m_folder / "boards.tsv", all);
}

Result<> TrustBook::forget(std::string_view mac)
{
    const auto lock = detail::FolderLock::take(m_folder);
    if (!lock)
        return tl::unexpected(lock.error());
    auto known = readBoards(m_folder / "boards.tsv");
    if (!known)
        return tl::unexpected(known.error());
    if (std::erase_if(*known, [&](const BoardTrust &board) { return board.mac == mac; }) == 0)
        return fail(ErrorCode::NotFound,
                    "no board with the MAC {} is known here; otabench-cli ca list shows them", mac);
    return writeBoards(m_folder / "boards.tsv", *known);
}

} // namespace otabench::certificates
