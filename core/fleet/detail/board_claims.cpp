#include "fleet/detail/board_claims.h"

#include "base/log.h"

#include <boost/asio/post.hpp>
#include <boost/asio/steady_timer.hpp>

#include <algorithm>
#include <utility>

namespace otabench::fleet::detail {
namespace asio = boost::asio;

namespace {

constexpr std::chrono::milliseconds kLimit{3000};

bool isNetworkPort(const std::string &address)
{
    return address.find("://") != std::string::npos;
}

struct Wait
{
    explicit Wait(asio::io_context &context)
        : limit(context)
    {
    }

    asio::steady_timer limit;
    bool done = false;
};

} // namespace

std::vector<std::string> claimKeys(const BoardState &board, const history::Station &station)
{
    std::vector<std::string> keys;
    if (board.identity && !board.identity->mac.empty())
        keys.push_back("mac " + board.identity->mac);
    keys.push_back(isNetworkPort(board.id) ? "port " + board.id
                                           : "port " + station.place + " " + board.id);
    return keys;
}

BoardClaims::BoardClaims(asio::io_context &context, history::History *history)
    : m_context(context)
    , m_history(history)
{
}

BoardClaims::~BoardClaims()
{
    for (auto &[board, keys] : m_taken)
        m_history->release(std::move(keys));
}

void BoardClaims::take(const BoardState &board, std::int64_t campaign, Then then)
{
    const auto wait = std::make_shared<Wait>(m_context);
    const std::weak_ptr alive(m_alive);
    const bool isOurs = !isNetworkPort(board.id);
    auto finish = [this, alive, wait, isOurs, id = board.id,
                   then = std::move(then)](const Result<> &result) {
        if (alive.expired() || std::exchange(wait->done, true))
            return;
        wait->limit.cancel();
        // Asked for anew the next time; a key that was given all the same goes with the campaign.
        if (!result)
            m_taken.erase(id);
        if (result || result.error().code == ErrorCode::BoardClaimed || !isOurs)
            return then(result);
        then({}); // the record's failure is told by whoever writes to it
    };
    if (!m_history) {
        asio::post(m_context, [finish] { finish({}); });
        return;
    }
    auto keys = claimKeys(board, m_history->station());
    auto &taken = m_taken[board.id];
    std::erase_if(
        keys, [&](const std::string &key) { return std::ranges::find(taken, key) != taken.end(); });
    if (keys.empty()) {
        asio::post(m_context, [finish] { finish({}); });
        return;
    }
    taken.insert(taken.end(), keys.begin(), keys.end());
    wait->limit.expires_after(kLimit);
    wait->limit.async_wait([finish, id = board.id](boost::system::error_code error) {
        if (!error)
            finish(fail(ErrorCode::DatabaseUnreachable,
                        "{}: the history does not answer, so it cannot be found out whether "
                        "another otabench updates this board; check the database server",
                        id));
    });
    m_history->claim(
        board.name, std::move(keys), campaign, [finish, &context = m_context](Result<> result) {
            asio::post(context, [finish, result = std::move(result)] { finish(result); });
        });
}

void BoardClaims::release(const BoardState &board)
{
    const auto taken = m_taken.extract(board.id);
    if (!taken.empty())
        m_history->release(taken.mapped());
}

} // namespace otabench::fleet::detail
