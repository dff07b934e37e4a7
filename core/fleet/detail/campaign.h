#pragma once

#include "fleet/certificate_watch.h"
#include "fleet/detail/bench.h"
#include "fleet/detail/recorder.h"
#include "fleet/detail/speed_meter.h"
#include "fleet/lab.h"
#include "server/image_server.h"

#include <boost/asio/steady_timer.hpp>

#include <memory>
#include <string>
#include <vector>

namespace otabench::fleet::detail {

/// One campaign: the queue of boards, their updates, and its totals. Thread: the core loop.
///
/// A transition goes: update → onPhase() → Recorder → show(). Totals count what has been shown. The
/// campaign has ended when every board's final phase has been shown and its end is in the history.
class Campaign
{
public:
    struct Setup
    {
        CampaignPlan plan;
        UpdateTask task;
        std::unique_ptr<server::ImageServer> server;
        std::unique_ptr<CertificateWatch> watch; ///< of that server
        server::PublishedImage image;
        std::string host; ///< in the boards' URL
        std::vector<Board *> boards;
        std::optional<Error> historyError; ///< it could not be opened: told once
    };

    Campaign(boost::asio::io_context &context, Bench &bench, Observer &observer,
             history::History *history, Setup setup);
    ~Campaign();
    Campaign(const Campaign &) = delete;
    Campaign &operator=(const Campaign &) = delete;

    void start();
    void stop();

    [[nodiscard]] const CampaignState &state() const { return m_state; }

private:
    struct Member : UpdateListener
    {
        Member(Campaign &itsCampaign, Board &itsBoard)
            : campaign(itsCampaign)
            , board(itsBoard)
        {
        }

        void onPhase(Phase newPhase, const std::optional<Error> &reason) override;
        void onProgress(std::uint64_t bytes, std::uint64_t total) override;
        void onIdentity(const BoardIdentity &identity) override;
        void onCosts(const UpdateCosts &costs) override;

        Campaign &campaign;
        Board &board;
        std::unique_ptr<BoardUpdate> update;
        std::string token;
        std::string fromVersion;
        Phase phase = Phase::Queued;
        SteadyTime started;
        std::optional<SteadyTime> retryAt; ///< waits for its next attempt
        std::optional<Error> lastReason;   ///< of the attempt before
        std::optional<Error> firstReason;  ///< of the first attempt
        SpeedMeter speed;
    };

    void begin();
    void planPump();
    void pump();
    [[nodiscard]] bool mayStartNext();
    void startMember(Member &member);
    void onPhase(Member &member, Phase phase, const std::optional<Error> &reason);
    void finish(Member &member);
    void retire(Member &member);
    void cancelQueued(const std::string &why);
    void notePreparing(Phase from, Phase to);
    void transition(Member &member, Phase phase, const std::optional<Error> &reason);
    void show(Member &member, const BoardState &snapshot);
    void count(Phase phase);
    void endWhenDone();

    void planTick();
    void tick();
    void tickMember(Member &member, SteadyTime now);
    void numberQueue();
    void showTotals();

    boost::asio::io_context &m_context;
    Bench &m_bench;
    Observer &m_observer;
    CampaignPlan m_plan;
    UpdateTask m_task;
    std::unique_ptr<server::ImageServer> m_server;
    std::unique_ptr<CertificateWatch> m_watch; ///< after the server, which it uses
    server::PublishedImage m_image;
    std::string m_host;
    CampaignState m_state;
    std::vector<std::unique_ptr<Member>> m_members;
    std::size_t m_next = 0;       ///< the first that has not been started
    unsigned m_running = 0;       ///< started and without a final phase
    unsigned m_preparing = 0;     ///< of these: in that phase
    unsigned m_ended = 0;         ///< with a final phase, shown or not
    unsigned m_endedFailures = 0; ///< of these
    unsigned m_endedCanaries = 0;
    std::vector<Member *> m_active; ///< the running ones
    bool m_isPumpPlanned = false;
    bool m_isStopping = false;
    bool m_isEnding = false;
    SteadyTime m_startedAt, m_stopDeadline, m_lastTotals;
    SpeedMeter m_speed;
    boost::asio::steady_timer m_tickTimer;
    Recorder m_recorder;
    std::shared_ptr<bool> m_alive = std::make_shared<bool>(true);
};

} // namespace otabench::fleet::detail
