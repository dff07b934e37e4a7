#include "fleet/lab.h"

#include "base/assert.h"
#include "base/log.h"
#include "base/thread_checker.h"
#include "certificates/server_keeper.h"
#include "certificates/store.h"
#include "fleet/detail/bench.h"
#include "fleet/detail/board_control.h"
#include "fleet/detail/campaign.h"
#include "fleet/detail/loan_watch.h"
#include "fleet/detail/port_keeper.h"
#include "fleet/detail/trust_notes.h"
#include "fleet/port_loan.h"
#include "history/history.h"
#include "image/catalogue.h"
#include "image/reader.h"
#include "serial/address.h"
#include "serial/port_watch.h"
#include "server/addresses.h"
#include "server/image_server.h"

#include <algorithm>
#include <unordered_set>

namespace otabench::fleet {
namespace {

using detail::Board;
using detail::Campaign;

constexpr unsigned kSmallestPartial = 1024; // the agent's, see otabench_agent_protocol.h
constexpr std::string_view kLoopback = "127.0.0.1";

bool isPty(const std::string &address)
{
    const auto parsed = serial::parseAddress(address);
    return parsed && parsed->kind == serial::AddressKind::Pty;
}

/// What the boards' URL names. Virtual boards run on this computer, and reach it whatever its
/// network is.
std::string hostFor(const CampaignPlan &plan)
{
    if (!plan.serverHost.empty())
        return plan.serverHost;
    if (!server::isAnyAddress(plan.bindAddress))
        return plan.bindAddress;
    return std::ranges::all_of(plan.boards, isPty) ? std::string(kLoopback)
                                                   : server::preferredAddress();
}

std::string bindFor(const CampaignPlan &plan, const std::string &host)
{
    if (!plan.bindAddress.empty())
        return plan.bindAddress;
    return host.find(':') == std::string::npos ? "0.0.0.0" : "::";
}

/// The host in the URL first (it becomes the certificate's CN), then every address of this
/// computer.
std::vector<std::string> certificateHosts(const std::string &host)
{
    std::vector<std::string> hosts = {host};
    const auto add = [&](const std::string &each) {
        if (std::ranges::find(hosts, each) == hosts.end())
            hosts.push_back(each);
    };
    for (const std::string &address : server::localAddresses())
        add(address);
    add(std::string(kLoopback));
    return hosts;
}

std::string hostAndPort(const std::string &host, std::uint16_t port)
{
    return host.find(':') == std::string::npos ? fmt::format("{}:{}", host, port)
                                               : fmt::format("[{}]:{}", host, port);
}

Result<> checkPlan(const CampaignPlan &plan)
{
    if (plan.boards.empty())
        return fail(ErrorCode::InvalidArgument, "no boards were chosen: name at least one port");
    const bool isConsole = plan.profile.kind == ProfileKind::Console;
    if (isConsole && plan.profile.command.find("{url}") == std::string::npos)
        return fail(ErrorCode::InvalidArgument,
                    "the command \"{}\" of the profile console has no place for the URL: write for "
                    "example 'ota {{url}}'",
                    plan.profile.command);
    if (plan.partialBytes != 0 && plan.partialBytes < kSmallestPartial)
        return fail(ErrorCode::InvalidArgument,
                    "a partial download of {} bytes a request is too small: at least {}",
                    plan.partialBytes, kSmallestPartial);
    if (plan.partialBytes != 0 && plan.profile.kind != ProfileKind::Agent)
        return fail(ErrorCode::InvalidArgument,
                    "a partial download can be asked of the profile agent only: stock firmware "
                    "decides that itself");
    return {};
}

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
        , m_trustNotes(context, observer, m_options.paths.certificates())
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
        // Of a campaign that has ended only; a running one keeps its boards.
        if (m_campaign && !m_campaign->state().running)
            m_lastState = m_campaign->state(), m_campaign.reset();
        m_bench.remove(id);
    }

    void identify(const std::string &id) override
    {
        OTABENCH_ASSERT(m_thread.isCurrent());
        if (Board *board = m_bench.find(id); board && !board->update)
            m_bench.identify(*board);
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

    Result<> startCampaign(CampaignPlan plan) override
    {
        OTABENCH_ASSERT(m_thread.isCurrent());
        if (campaign().running)
            return fail(ErrorCode::AlreadyExists,
                        "a campaign runs already: stop it, or wait for its end");
        if (auto checked = checkPlan(plan); !checked)
            return checked;
        auto setup = prepare(plan);
        if (!setup)
            return tl::unexpected(setup.error());
        m_lastPlan = std::move(plan);
        m_campaign.reset();
        m_campaign = std::make_unique<Campaign>(m_context, m_bench, m_trustNotes, m_history.get(),
                                                *std::move(setup));
        m_campaign->start();
        return {};
    }

    void stopCampaign() override
    {
        OTABENCH_ASSERT(m_thread.isCurrent());
        if (m_campaign)
            m_campaign->stop();
    }

    Result<> retryFailed() override
    {
        OTABENCH_ASSERT(m_thread.isCurrent());
        if (!m_lastPlan)
            return fail(ErrorCode::NotFound, "there has been no campaign yet to repeat");
        CampaignPlan plan = *m_lastPlan;
        std::erase_if(plan.boards, [this](const std::string &id) {
            const Board *board = m_bench.find(id);
            const auto phase = board ? board->shown.phase : std::nullopt;
            return !phase || (!isFailure(*phase) && *phase != Phase::Cancelled);
        });
        if (plan.boards.empty())
            return fail(ErrorCode::NotFound, "no board of the last campaign has failed");
        return startCampaign(std::move(plan));
    }

    std::vector<BoardState> boards() const override { return m_bench.shownStates(); }

    CampaignState campaign() const override
    {
        return m_campaign ? m_campaign->state() : m_lastState;
    }

private:
    Result<std::vector<Board *>> boardsOf(const CampaignPlan &plan)
    {
        std::vector<Board *> boards;
        std::unordered_set<std::string> seen;
        for (const std::string &id : plan.boards) {
            if (!seen.insert(id).second)
                continue;
            Board *board = m_bench.find(id);
            if (!board)
                return fail(ErrorCode::NotFound,
                            "{} is not on the bench: add the board before updating it", id);
            boards.push_back(board);
        }
        return boards;
    }

    Result<Campaign::Setup> prepare(const CampaignPlan &plan)
    {
        Campaign::Setup setup;
        auto image = image::readForUpdate(plan.image);
        if (!image)
            return tl::unexpected(image.error());
        auto boards = boardsOf(plan);
        if (!boards)
            return tl::unexpected(boards.error());
        setup.plan = plan;
        setup.boards = *std::move(boards);
        setup.historyError = m_historyError;
        if (m_options.keepHistory) { // the file that boards will run is not to be lost
            image::Catalogue catalogue(m_options.paths.images());
            const auto kept = catalogue.add(plan.image);
            if (!kept && !setup.historyError)
                setup.historyError = kept.error();
        }
        setup.task.image = {plan.image.filename().string(), *std::move(image)};
        setup.task.profile = plan.profile;
        setup.task.partialBytes = plan.partialBytes;
        setup.task.reinstall = plan.reinstall;
        setup.task.limits = plan.limits;
        setup.host = hostFor(plan);
        if (auto done = startServer(plan, setup); !done)
            return tl::unexpected(done.error());
        return setup;
    }

    Result<> startServer(const CampaignPlan &plan, Campaign::Setup &setup)
    {
        certificates::ServerKeeper keeper(
            certificates::Store(m_options.paths.certificates(), m_options.caPassphrase),
            [host = setup.host] { return certificateHosts(host); });
        auto identity = keeper.first();
        if (!identity)
            return tl::unexpected(identity.error());
        if (!identity->warning.empty())
            logWarning("fleet", identity->warning);
        setup.task.caPem = std::move(identity->trustPem);
        setup.task.caFingerprints = std::move(identity->trusted);
        setup.task.retiredCas = std::move(identity->retired);
        auto started =
            server::ImageServer::start({.bindAddress = bindFor(plan, setup.host),
                                        .port = plan.serverPort,
                                        .certificatePem = identity->server.certificatePem,
                                        .keyPem = identity->server.keyPem});
        if (!started)
            return tl::unexpected(started.error());
        setup.server = *std::move(started);
        setup.watch = std::make_unique<CertificateWatch>(*setup.server, std::move(keeper));
        auto published = setup.server->publish(plan.image, setup.task.image.image.fileSha256);
        if (!published)
            return tl::unexpected(published.error());
        setup.image = *std::move(published);
        setup.task.server = hostAndPort(setup.host, setup.server->port());
        return {};
    }

    boost::asio::io_context &m_context;
    LabOptions m_options;
    ThreadChecker m_thread;
    std::unique_ptr<history::History> m_history;
    std::optional<Error> m_historyError;
    detail::TrustNotes m_trustNotes;
    detail::BoardBook m_book;
    std::unique_ptr<monitor::LogStore> m_logs; ///< none: the disk cannot
    detail::Bench m_bench;
    detail::PortKeeper m_ports;
    detail::LoanWatch m_loans;
    std::unique_ptr<Campaign> m_campaign;
    CampaignState m_lastState;
    std::optional<CampaignPlan> m_lastPlan;
};

} // namespace

Result<std::unique_ptr<Lab>> Lab::open(boost::asio::io_context &context, LabOptions options,
                                       Observer &observer)
{
    std::unique_ptr<history::History> history;
    std::optional<Error> historyError;
    if (options.keepHistory) {
        auto opened = history::History::open(options.paths.historyFile(), options.databaseUrl);
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
    return std::make_unique<LabImpl>(context, std::move(options), std::move(history),
                                     std::move(historyError), logs ? *std::move(logs) : nullptr,
                                     observer);
}

} // namespace otabench::fleet
