#include "fleet/detail/recorder.h"

#include <boost/asio/post.hpp>
#include <boost/asio/steady_timer.hpp>

#include <atomic>
#include <utility>

namespace otabench::fleet::detail {
namespace asio = boost::asio;

namespace {

constexpr std::chrono::milliseconds kLimit{3000};

/// A write that is waited for. Only the core loop touches it.
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

Recorder::Recorder(asio::io_context &context, history::History *history)
    : m_context(context)
    , m_history(history)
{
}

Recorder::~Recorder() = default;

history::History::OnWritten Recorder::gate(Then then)
{
    auto wait = std::make_shared<Wait>(m_context);
    const std::weak_ptr alive(m_alive);
    auto finish = [this, alive, wait, then = std::move(then)](const Result<> &result) {
        if (alive.expired() || std::exchange(wait->done, true))
            return;
        wait->limit.cancel();
        if (!result)
            failed(result.error());
        then();
    };
    wait->limit.expires_after(kLimit);
    wait->limit.async_wait([finish](boost::system::error_code error) {
        if (!error)
            finish(fail(ErrorCode::Timeout,
                        "the history does not answer: this campaign is not, or not wholly, "
                        "recorded. What to do: check the disk or the database server"));
    });
    return [finish, &context = m_context](Result<> result) {
        asio::post(context, [finish, result = std::move(result)] { finish(result); });
    };
}

void Recorder::failed(const Error &error)
{
    if (std::exchange(m_failureTold, true))
        return;
    if (m_onFailure)
        m_onFailure(error);
}

void Recorder::startCampaign(history::CampaignRecord record, OnFailure onFailure,
                             std::function<void(std::int64_t id)> onId)
{
    m_campaign = 0;
    m_onFailure = std::move(onFailure);
    m_failureTold = false;
    if (!m_history) {
        asio::post(m_context, [alive = std::weak_ptr(m_alive), onId = std::move(onId)] {
            if (!alive.expired())
                onId(0);
        });
        return;
    }
    // Set on the history's thread, read on the core loop, which may have given up waiting.
    auto id = std::make_shared<std::atomic<std::int64_t>>(0);
    auto written = gate([this, id, onId = std::move(onId)] {
        m_campaign = id->load();
        onId(m_campaign);
    });
    m_history->startCampaign(std::move(record), [id, written](Result<std::int64_t> result) {
        if (result)
            id->store(*result);
        written(result ? Result<>() : tl::unexpected(result.error()));
    });
}

void Recorder::resumeCampaign(std::int64_t id, OnFailure onFailure,
                              std::function<void(std::int64_t id)> onId)
{
    m_campaign = id;
    m_onFailure = std::move(onFailure);
    m_failureTold = false;
    asio::post(m_context, [alive = std::weak_ptr(m_alive), id, onId = std::move(onId)] {
        if (!alive.expired())
            onId(id);
    });
}

void Recorder::record(history::Transition transition, history::BoardRecord state, Then then)
{
    if (!m_history || m_campaign == 0) {
        asio::post(m_context, [alive = std::weak_ptr(m_alive), then = std::move(then)] {
            if (!alive.expired())
                then();
        });
        return;
    }
    transition.campaignId = state.campaignId = m_campaign;
    m_history->record(std::move(transition), std::move(state), gate(std::move(then)));
}

void Recorder::endCampaign(Then then)
{
    if (!m_history || m_campaign == 0) {
        asio::post(m_context, [alive = std::weak_ptr(m_alive), then = std::move(then)] {
            if (!alive.expired())
                then();
        });
        return;
    }
    m_history->endCampaign(m_campaign, std::chrono::system_clock::now(), gate(std::move(then)));
}

} // namespace otabench::fleet::detail
