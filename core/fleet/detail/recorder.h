#pragma once

#include "fleet/detail/board_update.h"
#include "history/history.h"

#include <boost/asio/io_context.hpp>

#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>

namespace otabench::fleet::detail {

/// Writes to the history and comes back to the core loop when a write is done: what is shown is
/// shown from there. Without a history, and when the history does not come back within three
/// seconds, it goes on all the same; the failure is told once per campaign. Thread: the core loop.
class Recorder
{
public:
    using Then = std::function<void()>;
    using OnFailure = std::function<void(const Error &)>;

    /// @param history  nullptr: nothing is recorded. It must outlive the recorder.
    Recorder(boost::asio::io_context &context, history::History *history);
    ~Recorder();

    void startCampaign(history::CampaignRecord record, OnFailure onFailure,
                       std::function<void(std::int64_t id)> onId);
    /// Goes on with one that is in the history already.
    void resumeCampaign(std::int64_t id, OnFailure onFailure,
                        std::function<void(std::int64_t id)> onId);
    void record(history::Transition transition, history::BoardRecord state, Then then);
    void endCampaign(Then then);

private:
    /// A handler for the history's thread that brings `then` to the core loop, at the latest after
    /// the limit, once.
    history::History::OnWritten gate(Then then);
    void failed(const Error &error);

    boost::asio::io_context &m_context;
    history::History *m_history;
    std::int64_t m_campaign = 0; ///< 0: nothing can be recorded
    OnFailure m_onFailure;
    bool m_failureTold = false;
    std::shared_ptr<bool> m_alive = std::make_shared<bool>(true);
};

} // namespace otabench::fleet::detail
