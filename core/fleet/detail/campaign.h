#pragma once

#include "fleet/certificate_watch.h"
#include "fleet/detail/bench.h"
#include "fleet/detail/board_claims.h"
#include "fleet/detail/campaign_lock.h"
#include "fleet/detail/campaign_member.h"
#include "fleet/detail/campaign_totals.h"
#include "fleet/detail/parallelism.h"
#include "fleet/detail/recorder.h"
#include "fleet/detail/server_reporter.h"
#include "fleet/detail/waves.h"
#include "fleet/lab.h"
#include "server/image_server.h"

#include <boost/asio/steady_timer.hpp>

#include <functional>
#include <memory>
#include <random>
#include <string>
#include <unordered_map>
#include <vector>

namespace otabench::fleet::detail {

/// One campaign: the queue of boards, their updates, and its totals. Thread: the core loop.
///
/// Who may start is decided by Waves and Parallelism; a board's attempts and record are its
/// CampaignMember's. A transition goes: update → onMemberPhase() → Recorder → show(). Totals count
/// what has been shown. The campaign has ended when every board's final phase has been shown and
/// its end is in the history.
class Campaign : public MemberListener
{
public:
    /// What the record says of a campaign that a program left without an end.
    struct Interrupted
    {
        std::int64_t id = 0;
        std::unordered_map<std::string, history::BoardRecord> boards; ///< by address
    };

    struct Setup
    {
        CampaignPlan plan;
        UpdateTask task;
        std::unique_ptr<server::ImageServer> server; ///< none: the image lies elsewhere
        std::unique_ptr<CertificateWatch> watch;     ///< of that server
        server::PublishedImage image;
        std::string host; ///< in the boards' URL
        std::vector<Board *> boards;
        std::optional<Error> historyError;      ///< it could not be opened: told once
        std::string planText;                   ///< for the record
        std::optional<ServerState> serverFacts; ///< none: nobody observes the server
        std::optional<CampaignLock> lock;
        std::optional<Interrupted> interrupted; ///< goes on with that one
    };

    Campaign(boost::asio::io_context &context, Bench &bench, Observer &observer,
             history::History *history, Setup setup);
    ~Campaign() override;
    Campaign(const Campaign &) = delete;
    Campaign &operator=(const Campaign &) = delete;

    void start();
    void setPaused(bool paused);
    void setSharing(const server::Sharing &sharing);
    [[nodiscard]] Result<> setFaults(std::vector<server::Fault> faults);
    void stop(StopMode mode);

    [[nodiscard]] const CampaignState &state() const { return m_totals.state(); }

private:
    void onMemberPhase(CampaignMember &member, Phase phase,
                       const std::optional<Error> &reason) override;
    void onMemberKnown(CampaignMember &member) override;

    void onMemberBytes(std::uint64_t more) override { m_boardBytes += more; }

    void onMemberChanged(CampaignMember &member) override { m_bench.changed(member.board); }

    void begin();
    void beginMember(CampaignMember &member);
    void keepRecorded(CampaignMember &member, const history::BoardRecord &record);
    void planPump();
    void pump();
    [[nodiscard]] bool mayStartNext();
    void admit(CampaignMember &member);
    void startAttempt(CampaignMember &member);
    void runAttempt(CampaignMember &member);
    [[nodiscard]] bool mayRetry(const CampaignMember &member, Phase phase,
                                const std::optional<Error> &reason) const;
    void finish(CampaignMember &member);
    void retire(CampaignMember &member);
    void cancelQueued(const std::string &why);
    void notePreparing(Phase from, Phase to);
    void transition(CampaignMember &member, Phase phase, const std::optional<Error> &reason);
    void show(CampaignMember &member, const BoardState &snapshot);
    void endWhenDone();

    void planTick();
    void tick();
    void tickMember(CampaignMember &member, SteadyTime now);
    void takeCertificateNews();
    void numberQueue();
    void showTotals();
    [[nodiscard]] std::uint64_t bytesSent() const;

    boost::asio::io_context &m_context;
    Bench &m_bench;
    Observer &m_observer;
    CampaignPlan m_plan;
    UpdateTask m_task;
    std::unique_ptr<server::ImageServer> m_server;
    std::unique_ptr<CertificateWatch> m_watch;  ///< after the server, which it uses
    std::unique_ptr<ServerReporter> m_reporter; ///< none: nobody observes the server
    server::PublishedImage m_image;
    std::string m_host, m_planText;
    std::optional<CampaignLock> m_lock;
    std::optional<Interrupted> m_interrupted;
    CampaignTotals m_totals;
    std::vector<std::unique_ptr<CampaignMember>> m_members;
    std::vector<CampaignMember *> m_active; ///< started and without a final phase
    Waves m_waves;
    Parallelism m_parallelism;
    unsigned m_preparing = 0;       ///< of the active ones: in that phase
    unsigned m_claiming = 0;        ///< of these: wait for the record to say whose they are
    std::uint64_t m_boardBytes = 0; ///< that boards have received
    std::minstd_rand m_chance{std::random_device{}()};
    bool m_hasBegun = false;
    bool m_isPumpPlanned = false;
    bool m_isStopping = false;
    bool m_isEnding = false;
    std::optional<SteadyTime> m_stopDeadline;
    boost::asio::steady_timer m_tickTimer;
    Recorder m_recorder;
    BoardClaims m_claims;
    std::shared_ptr<bool> m_alive = std::make_shared<bool>(true);
};

} // namespace otabench::fleet::detail
