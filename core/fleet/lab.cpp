#include "fleet/lab.h"

#include "base/assert.h"
#include "base/log.h"
#include "base/thread_checker.h"
#include "certificates/inspection.h"
#include "certificates/store.h"
#include "fleet/campaign.h"
#include "history/history.h"
#include "image/reader.h"
#include "server/addresses.h"
#include "server/image_server.h"

#include <boost/asio/io_context.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/steady_timer.hpp>

#include <algorithm>
#include <map>
#include <set>

#include <pwd.h>
#include <unistd.h>

namespace otabench::fleet {
namespace asio = boost::asio;

namespace {

using namespace std::chrono_literals;

constexpr auto kTick = 100ms;

std::string operatorName()
{
    const passwd *user = ::getpwuid(::geteuid());
    return user != nullptr ? user->pw_name : "";
}

bool isEveryAddress(const std::string &address)
{
    return address.empty() || address == "0.0.0.0" || address == "::";
}

class LabImpl final : public Lab
{
public:
    LabImpl(asio::io_context &context, LabOptions options, Observer &observer,
            std::unique_ptr<history::History> history)
        : m_context(context)
        , m_options(std::move(options))
        , m_observer(observer)
        , m_store(m_options.paths.certificates())
        , m_history(std::move(history))
        , m_timer(context)
    {
        scheduleTick();
    }

    ~LabImpl() override
    {
        *m_alive = false;
        m_campaign.reset();
        m_sessions.clear();
    }

    void addBoard(const std::string &address, const Profile &profile) override;
    void removeBoard(const std::string &id) override;
    void identify(const std::string &id) override;
    void resetBoard(const std::string &id) override;
    Result<> startCampaign(CampaignPlan plan) override;
    void stopCampaign() override;
    Result<> retryFailed() override;
    std::vector<BoardState> boards() const override;
    CampaignState campaign() const override;

private:
    struct Shown
    {
        bool dirty = false;
        unsigned pendingWrites = 0; ///< transitions on their way to the history
    };

    struct Trust
    {
        certificates::KeyedCertificate server;
        std::string caPem;
        std::string caFingerprint;
    };

    [[nodiscard]] BoardSession *find(const std::string &id) const;
    [[nodiscard]] std::string hostFor(const CampaignPlan &plan) const;
    [[nodiscard]] Result<Trust> prepareTrust(const std::string &host);
    void launch(const CampaignPlan &plan, const image::Image &image);
    void recordTransition(BoardSession &session);
    void onRecorded(const BoardState &shown, const Result<> &written);
    void showCampaign();
    void scheduleTick();
    void tick();

    asio::io_context &m_context;
    const LabOptions m_options;
    Observer &m_observer;
    certificates::Store m_store;
    std::unique_ptr<history::History> m_history; ///< may be null
    asio::steady_timer m_timer;
    std::map<std::string, std::unique_ptr<BoardSession>> m_sessions;
    std::vector<std::string> m_order; ///< of m_sessions, as added
    std::map<std::string, Shown> m_shown;
    std::unique_ptr<Campaign> m_campaign;
    bool m_launching = false;
    unsigned m_pendingWrites = 0;
    bool m_campaignDirty = false;
    std::optional<Error> m_historyError;
    std::shared_ptr<bool> m_alive = std::make_shared<bool>(true);
    ThreadChecker m_thread;
};

BoardSession *LabImpl::find(const std::string &id) const
{
    const auto found = m_sessions.find(id);
    return found != m_sessions.end() ? found->second.get() : nullptr;
}

void LabImpl::addBoard(const std::string &address, const Profile &profile)
{
    OTABENCH_ASSERT(m_thread.isCurrent());
    if (find(address) != nullptr)
        return;
    m_order.push_back(address);
    auto &session = m_sessions[address];
    session = std::make_unique<BoardSession>(
        m_context, address, profile,
        BoardSession::Hooks{
            .changed = [this](BoardSession &changed) { m_shown[changed.state().id].dirty = true; },
            .line = [this](LogLine line) { m_observer.onLog(line); },
        });
    m_shown[address].dirty = true;
    session->open();
    m_observer.onBoard(session->state());
}

void LabImpl::removeBoard(const std::string &id)
{
    OTABENCH_ASSERT(m_thread.isCurrent());
    BoardSession *session = find(id);
    const bool busy = m_campaign && m_campaign->isRunning() && session != nullptr &&
                      session->state().phase && !isFinal(*session->state().phase);
    if (session == nullptr || busy || m_launching)
        return;
    if (m_campaign && !m_campaign->isRunning())
        m_campaign->forget(id);
    m_sessions.erase(id);
    m_shown.erase(id);
    std::erase(m_order, id);
    m_observer.onBoardRemoved(id);
}

void LabImpl::identify(const std::string &id)
{
    if (BoardSession *session = find(id))
        session->identify([](const Result<Fields> &) {});
}

void LabImpl::resetBoard(const std::string &id)
{
    BoardSession *session = find(id);
    if (session == nullptr)
        return;
    if (const auto done = session->reset(serial::Transport::Reset::Run); !done) {
        session->state().portError = done.error();
        session->notifyChanged();
    }
}

std::string LabImpl::hostFor(const CampaignPlan &plan) const
{
    if (!plan.serverHost.empty())
        return plan.serverHost;
    if (!isEveryAddress(plan.bindAddress))
        return plan.bindAddress;
    const bool allVirtual =
        std::all_of(plan.boards.begin(), plan.boards.end(), [](const std::string &id) {
            const auto address = serial::parseAddress(id);
            return address && address->kind == serial::AddressKind::Pty;
        });
    return allVirtual ? "127.0.0.1" : server::preferredAddress();
}

Result<LabImpl::Trust> LabImpl::prepareTrust(const std::string &host)
{
    auto authority = m_store.ensureAuthority({});
    if (!authority)
        return tl::unexpected(authority.error());
    std::vector<std::string> hosts = {host};
    for (std::string &address : server::localAddresses()) {
        if (std::find(hosts.begin(), hosts.end(), address) == hosts.end())
            hosts.push_back(std::move(address));
    }
    auto keyed = m_store.ensureServer(*authority, hosts);
    if (!keyed)
        return tl::unexpected(keyed.error());
    const auto summary = certificates::summarize(authority->certificatePem());
    if (!summary)
        return tl::unexpected(summary.error());
    return Trust{std::move(*keyed), authority->certificatePem(), summary->front().sha256};
}

Result<> LabImpl::startCampaign(CampaignPlan plan)
{
    OTABENCH_ASSERT(m_thread.isCurrent());
    if (m_launching || (m_campaign && m_campaign->isRunning()))
        return fail(ErrorCode::AlreadyExists,
                    "a campaign is running: wait for its end, or stop it first");
    if (plan.boards.empty())
        return fail(ErrorCode::InvalidArgument, "no board was chosen to update");
    std::set<std::string> seen;
    std::erase_if(plan.boards, [&](const std::string &id) { return !seen.insert(id).second; });
    for (const std::string &id : plan.boards) {
        if (find(id) == nullptr)
            return fail(ErrorCode::NotFound, "there is no board {}", id);
    }
    if (plan.profile.kind == ProfileKind::Console &&
        plan.profile.command.find("{url}") == std::string::npos)
        return fail(ErrorCode::InvalidArgument,
                    "the console command '{}' has no {{url}} for the image's address: write it as "
                    "in 'ota {{url}}'",
                    plan.profile.command);
    const auto image = image::readApp(plan.image);
    if (!image)
        return tl::unexpected(image.error());
    const std::string host = hostFor(plan);
    auto trust = prepareTrust(host);
    if (!trust)
        return tl::unexpected(trust.error());
    auto server = server::ImageServer::start(
        {.bindAddress = plan.bindAddress.empty() ? "0.0.0.0" : plan.bindAddress,
         .port = plan.serverPort,
         .certificatePem = trust->server.certificatePem,
         .keyPem = trust->server.keyPem});
    if (!server)
        return tl::unexpected(server.error());
    auto published = (*server)->publish(plan.image, image->fileSha256);
    if (!published)
        return tl::unexpected(published.error());

    UpdateOrder order{.imageSha256 = image->appendedSha256.value_or(""),
                      .chip = image->chip,
                      .imageBytes = image->fileBytes,
                      .caPem = std::move(trust->caPem),
                      .caFingerprint = std::move(trust->caFingerprint),
                      .partialBytes = plan.partialBytes,
                      .reinstall = plan.reinstall,
                      .limits = plan.limits};
    if (image->description) {
        order.version = image->description->version;
        order.project = image->description->project;
        order.elfSha256 = image->description->buildId().value_or("");
    }
    Campaign::Hooks hooks{
        .session = [this](const std::string &id) { return find(id); },
        .transition = [this](BoardSession &session) { recordTransition(session); },
        .progress = [this](BoardSession &session) { m_shown[session.state().id].dirty = true; },
        .changed = [this] { showCampaign(); },
    };
    m_historyError.reset();
    m_campaign = std::make_unique<Campaign>(m_context, plan, std::move(order), std::move(*server),
                                            std::move(*published), host, std::move(hooks));
    launch(plan, *image);
    return {};
}

/// The campaign begins when the history knows of it; when the history fails, it begins all the same
/// and says so.
void LabImpl::launch(const CampaignPlan &plan, const image::Image &image)
{
    if (!m_history) {
        m_campaign->start(0);
        return;
    }
    m_launching = true;
    history::CampaignRecord record{.started = std::chrono::system_clock::now(),
                                   .imageFile = plan.image.string(),
                                   .imageSha256 = image.fileSha256,
                                   .chip = image.chip,
                                   .operatorName = operatorName()};
    if (image.description) {
        record.project = image.description->project;
        record.version = image.description->version;
    }
    m_history->startCampaign(
        std::move(record), [this, alive = m_alive, &context = m_context](Result<std::int64_t> id) {
            asio::post(context, [this, alive, id = std::move(id)] {
                if (!*alive)
                    return;
                m_launching = false;
                if (!id) {
                    m_historyError = id.error();
                    m_campaign->setError(id.error());
                }
                m_campaign->start(id.value_or(0));
            });
        });
}

void LabImpl::recordTransition(BoardSession &session)
{
    const BoardState shown = session.state();
    Shown &state = m_shown[shown.id];
    state.dirty = false;
    const std::int64_t campaign = m_campaign->historyId();
    if (!m_history || campaign == 0) {
        m_observer.onBoard(shown);
        return;
    }
    const auto now = std::chrono::system_clock::now();
    history::Transition transition{.campaignId = campaign,
                                   .board = shown.id,
                                   .at = now,
                                   .phase = *shown.phase,
                                   .bytes = shown.bytes,
                                   .total = shown.total,
                                   .reason = {},
                                   .detail = {}};
    history::BoardRecord record{.campaignId = campaign,
                                .board = shown.id,
                                .mac = {},
                                .phase = *shown.phase,
                                .fromVersion = {},
                                .toVersion = shown.newVersion,
                                .slot = {},
                                .bytes = shown.bytes,
                                .total = shown.total,
                                .attempts = shown.attempt,
                                .reason = {},
                                .detail = {},
                                .changed = now,
                                .duration = {}};
    if (shown.reason) {
        transition.reason = record.reason = name(shown.reason->code);
        transition.detail = record.detail = shown.reason->text;
    }
    if (shown.identity) {
        record.mac = shown.identity->mac;
        record.slot = shown.identity->slot;
        record.fromVersion = shown.identity->version;
    }
    if (isFinal(*shown.phase))
        record.duration = shown.duration;
    ++state.pendingWrites;
    ++m_pendingWrites;
    m_history->record(std::move(transition), std::move(record),
                      [this, alive = m_alive, &context = m_context, shown](Result<> written) {
                          asio::post(context, [this, alive, shown, written = std::move(written)] {
                              if (*alive)
                                  onRecorded(shown, written);
                          });
                      });
}

void LabImpl::onRecorded(const BoardState &shown, const Result<> &written)
{
    --m_pendingWrites;
    if (const auto state = m_shown.find(shown.id); state != m_shown.end())
        --state->second.pendingWrites;
    if (!written && !m_historyError) {
        m_historyError = written.error();
        logError("history", written.error().text);
        if (m_campaign)
            m_campaign->setError(written.error());
        m_campaignDirty = true;
    }
    m_observer.onBoard(shown);
    if (m_pendingWrites == 0 && m_campaignDirty)
        showCampaign();
}

/// Totals never run ahead of the boards' transitions that they count.
void LabImpl::showCampaign()
{
    m_campaignDirty = m_pendingWrites > 0;
    if (m_campaignDirty)
        return;
    const CampaignState state = m_campaign->state();
    if (!state.running && m_history && state.id != 0)
        m_history->endCampaign(state.id, std::chrono::system_clock::now(),
                               [](const Result<> &ended) {
                                   if (!ended)
                                       logError("history", ended.error().text);
                               });
    m_observer.onCampaign(state);
}

void LabImpl::stopCampaign()
{
    OTABENCH_ASSERT(m_thread.isCurrent());
    if (m_campaign)
        m_campaign->stop();
}

Result<> LabImpl::retryFailed()
{
    if (!m_campaign)
        return fail(ErrorCode::NotFound, "there is no campaign to take up again");
    CampaignPlan plan = m_campaign->plan();
    plan.boards = m_campaign->unfinished();
    if (plan.boards.empty())
        return fail(ErrorCode::NotFound, "no board failed");
    plan.canary = 0;
    return startCampaign(std::move(plan));
}

std::vector<BoardState> LabImpl::boards() const
{
    std::vector<BoardState> states;
    for (const std::string &id : m_order)
        states.push_back(find(id)->state());
    return states;
}

CampaignState LabImpl::campaign() const
{
    return m_campaign ? m_campaign->state() : CampaignState();
}

void LabImpl::scheduleTick()
{
    m_timer.expires_after(kTick);
    m_timer.async_wait([this, alive = m_alive](const boost::system::error_code &error) {
        if (error || !*alive)
            return;
        tick();
        scheduleTick();
    });
}

void LabImpl::tick()
{
    if (m_campaign)
        m_campaign->tick();
    for (auto &[id, shown] : m_shown) {
        if (!shown.dirty || shown.pendingWrites > 0)
            continue;
        shown.dirty = false;
        m_observer.onBoard(find(id)->state());
    }
}

} // namespace

Result<std::unique_ptr<Lab>> Lab::open(asio::io_context &context, LabOptions options,
                                       Observer &observer)
{
    std::unique_ptr<history::History> history;
    if (options.keepHistory) {
        auto opened = history::History::open(options.paths.historyFile(), options.databaseUrl);
        if (!opened)
            return tl::unexpected(opened.error());
        history = std::move(*opened);
    }
    return std::make_unique<LabImpl>(context, std::move(options), observer, std::move(history));
}

} // namespace otabench::fleet
