#pragma once

#include "base/error.h"
#include "fleet/board_state.h"
#include "history/history.h"

#include <boost/asio/io_context.hpp>

#include <functional>
#include <map>
#include <memory>
#include <string>
#include <vector>

namespace otabench::fleet::detail {

/// What a board is claimed by: its MAC, as far as it is known, and its address: of a network port
/// for every computer, of a local one for this computer.
[[nodiscard]] std::vector<std::string> claimKeys(const BoardState &board,
                                                 const history::Station &station);

/// Claims boards in the record before they are updated, so that several otabench that share it do
/// not update one at the same time. Thread: the core loop.
class BoardClaims
{
public:
    using Then = std::function<void(const Result<> &)>;

    /// @param history  nullptr: every board is free. It must outlive this.
    BoardClaims(boost::asio::io_context &context, history::History *history);
    ~BoardClaims(); ///< releases all
    BoardClaims(const BoardClaims &) = delete;
    BoardClaims &operator=(const BoardClaims &) = delete;

    /// `then` is called once, on the core loop and not from within: BoardClaimed, naming who has
    /// it. A record that does not answer within three seconds, or fails, does not keep a board from
    /// being updated where nobody else can reach it: at a port of this computer, which is locked.
    /// A second time, when the MAC has become known, only adds that.
    void take(const BoardState &board, std::int64_t campaign, Then then);
    void release(const BoardState &board);

private:
    boost::asio::io_context &m_context;
    history::History *m_history;
    std::map<std::string, std::vector<std::string>> m_taken; ///< keys by board
    std::shared_ptr<bool> m_alive = std::make_shared<bool>(true);
};

} // namespace otabench::fleet::detail
