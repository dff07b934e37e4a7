#include "fleet/image_users.h"

#include "fleet/board_registry.h"
#include "fleet/detail/board_book.h"
#include "history/history.h"
#include "image/build.h"

#include <algorithm>
#include <chrono>
#include <functional>
#include <limits>
#include <map>
#include <set>

namespace otabench::fleet {
namespace {

using image::BuildMatch;

/// Whether a board runs the image, by the newest that was told of it.
struct Running
{
    std::string name;
    std::chrono::system_clock::time_point at;
    bool isIt = false;
};

class Search
{
public:
    explicit Search(const image::Image &image)
        : m_wanted(image::buildOf(image))
    {
    }

    void ask(const BoardRegistry::Records &records)
    {
        for (const BoardRecord &record : records) {
            const std::string &key =
                record.identity.mac.empty() ? record.address : record.identity.mac;
            if (!record.label.empty())
                m_labels[key] = record.label;
            note(key, record.address, record.seen,
                 {record.identity.imageSha256, record.identity.elfSha256});
        }
    }

    Result<> ask(history::History &history)
    {
        const auto known = history.knownBoards();
        if (!known)
            return tl::unexpected(known.error());
        for (const history::KnownBoard &board : *known)
            note(board.mac, board.board, board.lastSeen, {{}, board.elf});
        // All there are, the newest first.
        const auto results = history.boards({.limit = std::numeric_limits<int>::max()});
        if (!results)
            return tl::unexpected(results.error());
        std::set<std::string> seen;
        for (const history::BoardRecord &result : *results) {
            const std::string &key = result.mac.empty() ? result.board : result.mac;
            if (result.phase != Phase::Updated || !seen.insert(key).second)
                continue; // it runs what it ran before; or its last update was another one
            if (compare({result.fromImage, result.fromElf}) == BuildMatch::Same)
                m_returns[result.campaignId].push_back(nameOf(key, result.board));
        }
        return {};
    }

    [[nodiscard]] ImageUsers found() const
    {
        ImageUsers users;
        for (const auto &[key, board] : m_running) {
            if (board.isIt)
                users.running.push_back(board.name);
        }
        for (const auto &[campaign, boards] : m_returns)
            users.returns.push_back({campaign, boards});
        for (ImageUsers::Return &each : users.returns)
            std::ranges::sort(each.boards);
        std::ranges::sort(users.running);
        return users;
    }

private:
    [[nodiscard]] BuildMatch compare(const image::Build &build) const
    {
        return image::compareBuilds(build, m_wanted);
    }

    [[nodiscard]] std::string nameOf(const std::string &key, const std::string &address) const
    {
        const auto label = m_labels.find(key);
        return label != m_labels.end() ? label->second : detail::lastPart(address);
    }

    void note(const std::string &key, const std::string &address,
              std::chrono::system_clock::time_point at, const image::Build &build)
    {
        const BuildMatch match = compare(build);
        const auto found = m_running.find(key);
        if (match == BuildMatch::Unknown || (found != m_running.end() && found->second.at > at))
            return;
        m_running[key] = {nameOf(key, address), at, match == BuildMatch::Same};
    }

    image::Build m_wanted;
    std::map<std::string, std::string> m_labels; ///< by MAC, or address where it is not known
    std::map<std::string, Running> m_running;    ///< by the same
    std::map<std::int64_t, std::vector<std::string>, std::greater<>> m_returns;
};

} // namespace

Result<ImageUsers> findImageUsers(const Paths &paths, const std::string &databaseUrl,
                                  const image::Image &image)
{
    if (image.kind != image::Kind::App)
        return ImageUsers(); // boards are not given it, or do not tell that they were
    Search search(image);
    const auto records = BoardRegistry(boardsFile(paths)).boards();
    if (!records)
        return tl::unexpected(records.error());
    search.ask(*records);
    std::error_code missing;
    const bool hasFile = std::filesystem::exists(paths.historyFile(), missing) || missing;
    if (hasFile || !databaseUrl.empty()) {
        const auto history = history::History::open(paths.historyFile(), databaseUrl);
        if (!history)
            return tl::unexpected(history.error());
        if (const auto asked = search.ask(**history); !asked)
            return tl::unexpected(asked.error());
    }
    return search.found();
}

} // namespace otabench::fleet
