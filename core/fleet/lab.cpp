#include "fleet/lab.h"

#include "base/assert.h"
#include "base/log.h"
#include "base/thread_checker.h"
#include "certificates/store.h"
#include "fleet/detail/bench.h"
#include "fleet/detail/board_control.h"
#include "fleet/detail/campaign.h"
#include "fleet/detail/campaign_setup.h"
#include "fleet/detail/campaign_wakefulness.h"
#include "fleet/detail/loan_watch.h"
#include "fleet/detail/past_campaigns.h"
#include "fleet/detail/planner.h"
#include "fleet/detail/port_keeper.h"
#include "fleet/detail/trust_notes.h"
#include "fleet/port_loan.h"
#include "history/history.h"
#include "serial/address.h"
#include "serial/port_watch.h"

#include <boost/asio/post.hpp>

#include <algorithm>
#include <map>
#include <unordered_set>

namespace otabench::fleet {
namespace {

using detail::Board;
using detail::Campaign;

std::unique_ptr<serial::PortWatch> watchOf(boost::asio::io_context &context,
                                           const LabOptions &options)
{
    if (options.portWatch)
        return options.portWatch(context);
    auto watch = serial::watchPorts(context);
    if (watch)
        return *std::move(watch);
    logWarning("fleet", watch.error().text);
    return nullptr;
}

class LabImpl : public Lab
{
public:
    LabImpl(boost::asio::io_context &context, LabOptions options,
            std::unique_ptr<history::History> history, std::optional<Error> historyError,
            std::unique_ptr<monitor::LogStore> logs, Observer &observer)
        : m_context(context)
        , m_options(std::move(options))
        , m_history(std::move(history))
        , m_historyError(std::move(historyError))
        , m_wakefulness(observer, m_options.keepAwake)
        , m_trustNotes(context, m_wakefulness, m_options.paths.certificates())
        , m_book(context, boardsFile(m_options.paths))
        , m_logs(std::move(logs))
        , m_bench(context, m_trustNotes, m_book, m_logs.get())
        , m_ports(m_bench, watchOf(context, m_options))
        , m_loans(context, PortLoan::folder(m_options.paths),
                  [this](const std::set<std::string> &devices) { m_ports.lend(devices); })
    {
    }

    void addBoard(const std::string &address, const Profile &profile) override
    {
        OTABENCH_ASSERT(m_thread.isCurrent());
        m_ports.add(address, profile);
    }

    Result<> scanPorts(const Profile &profile) override
    {
        OTABENCH_ASSERT(m_thread.isCurrent());
        return m_ports.follow(profile);
    }

    void removeBoard(const std::string &id) override
    {
        OTABENCH_ASSERT(m_thread.isCurrent());
        letGoOfCampaign();
        m_bench.remove(id);
    }

    void identify(const std::string &id) override
    {
        OTABENCH_ASSERT(m_thread.isCurrent());
        if (Board *board = m_bench.find(id); board && !board->update)
            m_bench.identify(*board);
    }

    LogLines saveLog() override
    {
        OTABENCH_ASSERT(m_thread.isCurrent());
        if (!m_logs)
            return {.kept = 0, .lost = m_bench.unkeptLines()};
        if (const auto saved = m_logs->spool().flush(); !saved)
            logWarning("fleet", saved.error().text);
        const monitor::LogSpool::Counters counters = m_logs->spool().counters();
        return {.kept = counters.lines, .lost = counters.lost};
    }

    void resetBoard(const std::string &id) override
    {
        OTABENCH_ASSERT(m_thread.isCurrent());
        Board *board = m_bench.find(id);
        if (!board || board->update)
            return;
        if (const auto done = board->session.reset(); !done) {
            board->state.portError = done.error();
            m_bench.changed(*board);
        }
    }

    void reset(const std::string &id, ResetKind kind, OnDone onDone) override
    {
        OTABENCH_ASSERT(m_thread.isCurrent());
        detail::resetBoard(m_context, m_bench, id, kind, std::move(onDone));
    }

    void blink(const std::string &id, std::chrono::milliseconds length, OnDone onDone) override
    {
        OTABENCH_ASSERT(m_thread.isCurrent());
        detail::blinkBoard(m_bench, id, length, std::move(onDone));
    }

    void confirm(const std::string &id, OnDone onDone) override
    {
        OTABENCH_ASSERT(m_thread.isCurrent());
        detail::confirmBoard(m_bench, id, std::move(onDone));
    }

    void rollBack(const std::string &id, OnDone onDone) override
    {
        OTABENCH_ASSERT(m_thread.isCurrent());
        detail::rollBackBoard(m_context, m_bench, id, std::move(onDone));
    }

    void sendTrust(const std::string &id, OnDone onDone) override
    {
        OTABENCH_ASSERT(m_thread.isCurrent());
        auto trust = certificates::Store(m_options.paths.certificates()).trust();
        if (!trust)
            return onDone(tl::unexpected(trust.error()));
        detail::sendTrustToBoard(m_bench, id,
                                 {std::move(trust->trustPem), std::move(trust->trusted)},
                                 std::move(onDone));
    }

    Result<> write(const std::string &id, std::string text) override
    {
        OTABENCH_ASSERT(m_thread.isCurrent());
        return detail::writeToBoard(m_bench, id, std::move(text));
    }

    Result<> nameBoards(const std::vector<std::string> &ids, const BoardNaming &naming) override
    {
        OTABENCH_ASSERT(m_thread.isCurrent());
        return detail::nameBoards(m_bench, m_book, ids, naming);
    }

    Result<> forgetBoard(const std::string &id) override
    {
        OTABENCH_ASSERT(m_thread.isCurrent());
        letGoOfCampaign();
        return detail::forgetBoard(m_bench, m_book, id);
    }

    Result<> lendPort(const std::string &id) override
    {
        OTABENCH_ASSERT(m_thread.isCurrent());
        auto loan = detail::lendPort(m_bench, m_options.paths, id);
        if (!loan)
            return tl::unexpected(loan.error());
        m_lent[id] = *std::move(loan);
        return {};
    }

    void takeBackPort(const std::string &id) override
    {
        OTABENCH_ASSERT(m_thread.isCurrent());
        m_lent.erase(id); // the watch sees the end of the loan
    }

    Result<> startCampaign(CampaignPlan plan) override
    {
        OTABENCH_ASSERT(m_thread.isCurrent());
        if (campaign().running)
            return fail(ErrorCode::AlreadyExists,
                        "a campaign runs already: stop it, or wait for its end");
        if (auto checked = detail::checkPlan(plan); !checked)
            return checked;
        return start(std::move(plan), std::nullopt);
    }

    Result<> previewCampaign(CampaignPlan plan, std::function<void(CampaignPreview)> then) override
    {
        OTABENCH_ASSERT(m_thread.isCurrent());
        if (auto checked = detail::checkPlan(plan); !checked)
            return checked;
        auto image = detail::imageOf(plan);
        if (!image)
            return tl::unexpected(image.error());
        auto boards = detail::boardsOf(plan, m_bench);
        if (!boards)
            return tl::unexpected(boards.error());
        m_planner = std::make_shared<detail::Planner>(m_bench, std::move(plan), *std::move(image),
                                                      *std::move(boards), std::move(then));
        boost::asio::post(m_context, [planner = std::weak_ptr(m_planner)] {
            if (const auto alive = planner.lock())
                alive->start();
        });
        return {};
    }

    void stopCampaign(StopMode mode) override
    {
        OTABENCH_ASSERT(m_thread.isCurrent());
        if (m_campaign)
            m_campaign->stop(mode);
    }

    void setPaused(bool paused) override
    {
        OTABENCH_ASSERT(m_thread.isCurrent());
        if (m_campaign)
            m_campaign->setPaused(paused);
    }

    void setSharing(const server::Sharing &sharing) override
    {
        OTABENCH_ASSERT(m_thread.isCurrent());
        m_options.sharing = sharing;
        if (campaign().running)
            m_campaign->setSharing(sharing);
    }

    Result<> setFaults(std::vector<server::Fault> faults) override
    {
        OTABENCH_ASSERT(m_thread.isCurrent());
        if (campaign().running) {
            if (auto set = m_campaign->setFaults(faults); !set)
                return set;
        }
        m_options.faults = std::move(faults);
        return {};
    }

    Result<> retryFailed() override
    {
        return retryThose([](const std::string &) { return true; });
    }

    Result<> retryBoards(const std::vector<std::string> &ids) override
    {
        return retryThose([&](const std::string &id) { return std::ranges::count(ids, id) > 0; });
    }

    Result<> retryThose(const std::function<bool(const std::string &id)> &isMeant)
    {
        OTABENCH_ASSERT(m_thread.isCurrent());
        if (!m_lastPlan)
            return fail(ErrorCode::NotFound, "there has been no campaign yet to repeat");
        CampaignPlan plan = *m_lastPlan;
        std::erase_if(plan.boards, [&](const std::string &id) {
            const Board *board = m_bench.find(id);
            if (!isMeant(id) || !board || !board->shown.phase)
                return true;
            const Phase phase = *board->shown.phase;
            return !isFailure(phase) && phase != Phase::Cancelled;
        });
        if (plan.boards.empty())
            return fail(ErrorCode::NotFound, "no board of the last campaign has failed");
        return startCampaign(std::move(plan));
    }

    std::vector<InterruptedCampaign> interruptedCampaigns() const override { return m_interrupted; }

    Result<> resumeCampaign(std::int64_t id) override
    {
        OTABENCH_ASSERT(m_thread.isCurrent());
        if (campaign().running)
            return fail(ErrorCode::AlreadyExists,
                        "a campaign runs already: stop it, or wait for its end");
        if (!m_history)
            return tl::unexpected(noHistory());
        auto resumable = detail::PastCampaigns(*m_history, m_options.paths).resume(id);
        if (!resumable)
            return tl::unexpected(resumable.error());
        for (const std::string &board : resumable->plan.boards)
            m_ports.add(board, resumable->plan.profile);
        CampaignPlan plan = resumable->plan;
        auto started = start(std::move(plan), *std::move(resumable));
        if (started)
            std::erase_if(m_interrupted, [id](const auto &each) { return each.id == id; });
        return started;
    }

    void giveUpCampaign(std::int64_t id, OnDone onDone) override
    {
        OTABENCH_ASSERT(m_thread.isCurrent());
        auto ending = m_history ? detail::PastCampaigns(*m_history, m_options.paths).giveUp(id)
                                : tl::unexpected(noHistory());
        if (ending)
            return end(id, *std::move(ending), std::move(onDone));
        boost::asio::post(m_context, [alive = std::weak_ptr(m_alive), onDone = std::move(onDone),
                                      error = std::move(ending.error())] {
            if (!alive.expired())
                onDone(tl::unexpected(error));
        });
    }

    Result<CampaignPlan> planToRetry(std::int64_t id) override
    {
        OTABENCH_ASSERT(m_thread.isCurrent());
        if (!m_history)
            return tl::unexpected(noHistory());
        return detail::PastCampaigns(*m_history, m_options.paths).planToRetry(id);
    }

    Result<ReturnPlans> plansToReturn(std::int64_t id) override
    {
        OTABENCH_ASSERT(m_thread.isCurrent());
        if (!m_history)
            return tl::unexpected(noHistory());
        return detail::PastCampaigns(*m_history, m_options.paths).plansToReturn(id);
    }

    std::vector<BoardState> boards() const override { return m_bench.shownStates(); }

    CampaignState campaign() const override
    {
        return m_campaign ? m_campaign->state() : m_lastState;
    }

    void findInterrupted()
    {
        if (!m_history)
            return;
        auto found = detail::PastCampaigns(*m_history, m_options.paths).interrupted();
        if (found)
            m_interrupted = *std::move(found);
        else
            logWarning("fleet", found.error().text);
    }

private:
    /// Of one that has ended; a running one keeps its boards.
    void letGoOfCampaign()
    {
        if (m_campaign && !m_campaign->state().running)
            m_lastState = m_campaign->state(), m_campaign.reset();
    }

    [[nodiscard]] Error noHistory() const
    {
        return m_historyError.value_or(Error{
            ErrorCode::NotFound, "no history is kept: there is no campaign to go on with", {}});
    }

    /// Writes come back in their order: the campaign's end tells that all are in the history.
    void end(std::int64_t id, detail::PastCampaigns::Ending ending, OnDone onDone)
    {
        const auto done = std::make_shared<Result<>>(); // the history's thread, then this one
        const auto keepFirst = [done](const Result<> &written) {
            if (!written && *done)
                *done = written;
        };
        for (auto &[transition, record] : ending.boards)
            m_history->record(std::move(transition), std::move(record), keepFirst);
        const auto lock = std::make_shared<detail::CampaignLock>(std::move(ending.lock));
        m_history->endCampaign(
            id, std::chrono::system_clock::now(),
            [this, id, done, keepFirst, lock, alive = std::weak_ptr(m_alive),
             onDone = std::move(onDone)](const Result<> &written) {
                keepFirst(written);
                boost::asio::post(m_context, [this, id, done, lock, alive, onDone] {
                    if (alive.expired())
                        return;
                    if (*done) {
                        lock->remove();
                        std::erase_if(m_interrupted,
                                      [id](const auto &each) { return each.id == id; });
                    }
                    onDone(*done);
                });
            });
    }

    Result<> start(CampaignPlan plan, std::optional<detail::PastCampaigns::Resumable> resumable)
    {
        auto setup = detail::prepareCampaign(plan, m_options, m_bench);
        if (!setup)
            return tl::unexpected(setup.error());
        if (m_historyError)
            setup->historyError = m_historyError;
        if (resumable) {
            setup->lock = std::move(resumable->lock);
            setup->interrupted = std::move(resumable->interrupted);
        } else if (m_history) {
            auto lock = detail::CampaignLock::make(detail::campaignLocks(m_options.paths));
            if (lock)
                setup->lock = *std::move(lock);
            else if (!setup->historyError)
                setup->historyError = lock.error();
        }
        m_lastPlan = std::move(plan);
        m_campaign.reset();
        m_campaign = std::make_unique<Campaign>(m_context, m_bench, m_trustNotes, m_history.get(),
                                                *std::move(setup));
        m_campaign->start();
        return {};
    }

    boost::asio::io_context &m_context;
    LabOptions m_options;
    ThreadChecker m_thread;
    std::unique_ptr<history::History> m_history;
    std::optional<Error> m_historyError;
    detail::CampaignWakefulness m_wakefulness;
    detail::TrustNotes m_trustNotes;
    detail::BoardBook m_book;
    std::unique_ptr<monitor::LogStore> m_logs; ///< none: the disk cannot
    detail::Bench m_bench;
    detail::PortKeeper m_ports;
    detail::LoanWatch m_loans;
    std::map<std::string, std::unique_ptr<PortLoan>> m_lent; ///< by board
    std::shared_ptr<detail::Planner> m_planner;
    std::unique_ptr<Campaign> m_campaign;
    CampaignState m_lastState;
    std::optional<CampaignPlan> m_lastPlan;
    std::vector<InterruptedCampaign> m_interrupted;
    std::shared_ptr<bool> m_alive = std::make_shared<bool>(true);
};

} // namespace

Result<std::unique_ptr<Lab>> Lab::open(boost::asio::io_context &context, LabOptions options,
                                       Observer &observer)
{
    std::unique_ptr<history::History> history;
    std::optional<Error> historyError;
    if (options.keepHistory) {
        history::HistoryOptions record{.file = options.paths.historyFile(),
                                       .url = options.databaseUrl};
        if (!options.operatorName.empty())
            record.station.operatorName = options.operatorName;
        if (!options.stationName.empty())
            record.station.name = options.stationName;
        auto opened = history::History::open(std::move(record));
        // A database that was asked for has to be there; without the file of this computer (a full
        // disk) boards can be updated all the same, and each campaign says that it is not recorded.
        if (!opened && !options.databaseUrl.empty())
            return tl::unexpected(opened.error());
        if (opened)
            history = *std::move(opened);
        else
            historyError = opened.error();
    }
    auto logs = monitor::LogStore::open(options.paths.logs());
    if (!logs) // boards can be updated all the same
        logWarning("fleet", fmt::format("log lines are not kept: {}", logs.error().text));
    auto lab = std::make_unique<LabImpl>(context, std::move(options), std::move(history),
                                         std::move(historyError), logs ? *std::move(logs) : nullptr,
                                         observer);
    lab->findInterrupted();
    return lab;
}

} // namespace otabench::fleet
