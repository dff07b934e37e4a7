#pragma once

#include "fleet/board_update.h"

#include <boost/asio/io_context.hpp>

#include <deque>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace otabench::fleet {

/// One image to many boards: the queue, who goes when, retries, and when it is over.
///
/// Thread: the core loop.
class Campaign
{
public:
    struct Hooks
    {
        std::function<BoardSession *(const std::string &id)> session; ///< nullptr: no such board
        std::function<void(BoardSession &)> transition; ///< state().phase is new: record, then show
        std::function<void(BoardSession &)> progress;
        std::function<void()> changed; ///< state() is new
    };

    /// The server has the image published already and stays the campaign's until it is destroyed.
    Campaign(boost::asio::io_context &context, CampaignPlan plan, UpdateOrder order,
             std::unique_ptr<server::ImageServer> server, server::PublishedImage image,
             std::string host, Hooks hooks);
    ~Campaign();
    Campaign(const Campaign &) = delete;
    Campaign &operator=(const Campaign &) = delete;

    void start(std::int64_t historyId);
    void tick(); ///< about ten times a second
    void stop();

    [[nodiscard]] const CampaignPlan &plan() const { return m_plan; }

    [[nodiscard]] CampaignState state() const;

    [[nodiscard]] bool isRunning() const { return m_running; }

    /// Boards to try again: failed, not proved, rolled back or cancelled ones.
    [[nodiscard]] std::vector<std::string> unfinished() const;

    [[nodiscard]] std::int64_t historyId() const { return m_historyId; }

    void setError(Error error) { m_error = std::move(error); }

    /// A board has left the list after the end; it is not tried again.
    void forget(const std::string &id);

private:
    struct Entry
    {
        std::string token;
        unsigned attempts = 0;
        std::optional<Phase> final;
        std::unique_ptr<BoardUpdate> update;
        std::chrono::steady_clock::time_point started;
    };

    void startNext();
    void startBoard(const std::string &id);
    void enterPhase(BoardSession &session, Phase phase);
    void onDone(const std::string &id, Phase phase, std::optional<Error> error);
    void queueBoard(const std::string &id, bool first);
    void numberQueue();
    void cancelQueue(const std::string &why);
    void endIfDone();
    [[nodiscard]] unsigned active() const;
    [[nodiscard]] unsigned failures() const;
    [[nodiscard]] unsigned allowedNow() const;
    [[nodiscard]] bool canariesHold() const;

    boost::asio::io_context &m_context;
    CampaignPlan m_plan;
    const UpdateOrder m_order;
    std::unique_ptr<server::ImageServer> m_server;
    const server::PublishedImage m_image;
    const std::string m_host;
    Hooks m_hooks;

    std::map<std::string, Entry> m_entries;
    std::deque<std::string> m_queue;
    std::int64_t m_historyId = 0;
    bool m_running = false;
    bool m_stopping = false;
    bool m_canaryPassed = false;
    std::chrono::steady_clock::time_point m_started, m_ended, m_stopDeadline, m_speedSampled;
    std::uint64_t m_bytesAtSample = 0;
    double m_speed = 0;
    std::optional<Error> m_error;
    std::shared_ptr<bool> m_alive = std::make_shared<bool>(true);
};

} // namespace otabench::fleet
