#include "widgets/common/event_bridge.h"

#include "base/assert.h"

#include <QMetaObject>
#include <QThread>

#include <algorithm>

namespace otabench::widgets {
namespace {

/// Puts what happened before in front of what happened since; the newest `most` stay.
template <typename Event>
void joinEvents(std::vector<Event> before, std::vector<Event> &since, std::size_t most)
{
    before.insert(before.end(), std::make_move_iterator(since.begin()),
                  std::make_move_iterator(since.end()));
    if (before.size() > most)
        before.erase(before.begin(), before.end() - static_cast<std::ptrdiff_t>(most));
    since = std::move(before);
}

} // namespace

EventBridge::EventBridge(QObject *parent)
    : QObject(parent)
{
    m_timer.setSingleShot(true);
    m_timer.setInterval(kInterval);
    connect(&m_timer, &QTimer::timeout, this, &EventBridge::drain);
}

void EventBridge::onBoard(const fleet::BoardState &state)
{
    bool wasEmpty = false;
    {
        const std::lock_guard lock(m_mutex);
        wasEmpty = !std::exchange(m_pendingAny, true);
        const auto [entry, isNew] = m_pendingRow.try_emplace(state.id, m_pendingBoards.size());
        if (isNew)
            m_pendingBoards.push_back(state);
        else
            m_pendingBoards[entry->second] = state;
        notePhase(state);
    }
    wakeIf(wasEmpty);
}

void EventBridge::onBoardRemoved(const std::string &id)
{
    bool wasEmpty = false;
    {
        const std::lock_guard lock(m_mutex);
        wasEmpty = !std::exchange(m_pendingAny, true);
        m_pendingRemoved.insert(id);
        m_phases.erase(id);
        const auto entry = m_pendingRow.find(id);
        if (entry != m_pendingRow.end()) {
            const std::size_t row = entry->second;
            m_pendingRow.erase(entry);
            m_pendingBoards.erase(m_pendingBoards.begin() + static_cast<std::ptrdiff_t>(row));
            for (auto &[other, otherRow] : m_pendingRow) {
                if (otherRow > row)
                    --otherRow;
            }
        }
    }
    wakeIf(wasEmpty);
}

void EventBridge::onLog(const fleet::LogLine &line)
{
    bool wasEmpty = false;
    {
        const std::lock_guard lock(m_mutex);
        wasEmpty = !std::exchange(m_pendingAny, true);
        if (m_pendingLines.size() == kMaxLines) {
            ++m_pendingSkipped[m_pendingLines.front().board];
            m_pendingLines.pop_front();
        }
        m_pendingLines.push_back(line);
    }
    wakeIf(wasEmpty);
}

void EventBridge::onCampaign(const fleet::CampaignState &state)
{
    bool wasEmpty = false;
    {
        const std::lock_guard lock(m_mutex);
        wasEmpty = !std::exchange(m_pendingAny, true);
        if (!m_pendingCampaigns.empty() && m_pendingCampaigns.back().id == state.id)
            m_pendingCampaigns.back() = state;
        else
            m_pendingCampaigns.push_back(state);
    }
    wakeIf(wasEmpty);
}

void EventBridge::onServer(const fleet::ServerState &state)
{
    bool wasEmpty = false;
    {
        const std::lock_guard lock(m_mutex);
        wasEmpty = !std::exchange(m_pendingAny, true);
        const auto same =
            std::ranges::find(m_pendingServers, state.role, &fleet::ServerState::role);
        if (same == m_pendingServers.end()) {
            m_pendingServers.push_back(state);
        } else {
            fleet::ServerState newest = state;
            joinEvents(std::move(same->requests), newest.requests, kMaxRequests);
            joinEvents(std::move(same->handshakeFailures), newest.handshakeFailures, kMaxRequests);
            *same = std::move(newest);
        }
    }
    wakeIf(wasEmpty);
}

void EventBridge::onFailure(CommandFailure failure)
{
    bool wasEmpty = false;
    {
        const std::lock_guard lock(m_mutex);
        wasEmpty = !std::exchange(m_pendingAny, true);
        m_pendingFailures.push_back(std::move(failure));
    }
    wakeIf(wasEmpty);
}

void EventBridge::onCaExpiry(std::chrono::system_clock::time_point lastMoment)
{
    bool wasEmpty = false;
    {
        const std::lock_guard lock(m_mutex);
        wasEmpty = !std::exchange(m_pendingAny, true);
        m_pendingCaExpiry = lastMoment;
    }
    wakeIf(wasEmpty);
}

template <typename Change>
void EventBridge::note(Change change)
{
    bool wasEmpty = false;
    {
        const std::lock_guard lock(m_mutex);
        wasEmpty = !std::exchange(m_pendingAny, true);
        change();
    }
    wakeIf(wasEmpty);
}

void EventBridge::onPassphraseNeeded()
{
    note([&] { m_pendingPassphrase = true; });
}

void EventBridge::onPreview(fleet::CampaignPreview preview)
{
    note([&] { m_pendingPreview = std::move(preview); });
}

void EventBridge::onReturnPlans(fleet::ReturnPlans plans)
{
    note([&] { m_pendingReturnPlans = std::move(plans); });
}

void EventBridge::onInterrupted(std::vector<fleet::InterruptedCampaign> campaigns)
{
    note([&] { m_pendingInterrupted = std::move(campaigns); });
}

/// Under the mutex.
void EventBridge::notePhase(const fleet::BoardState &state)
{
    if (!state.phase)
        return;
    const std::pair now(*state.phase, state.phaseSince);
    const auto [known, isNew] = m_phases.try_emplace(state.id, now);
    if (!isNew && std::exchange(known->second, now) == now)
        return;
    if (m_pendingPhases.size() == kMaxPhases)
        m_pendingPhases.pop_front();
    m_pendingPhases.push_back({state.id, *state.phase, state.phaseSince, state.attempt});
}

void EventBridge::wakeIf(bool wasEmpty)
{
    if (wasEmpty)
        QMetaObject::invokeMethod(this, &EventBridge::scheduleDrain, Qt::QueuedConnection);
}

void EventBridge::scheduleDrain()
{
    if (!m_timer.isActive())
        m_timer.start();
}

void EventBridge::drain()
{
    OTABENCH_ASSERT(QThread::currentThread() == thread());
    EventBatch batch;
    {
        const std::lock_guard lock(m_mutex);
        m_pendingAny = false;
        batch.removed.assign(m_pendingRemoved.begin(), m_pendingRemoved.end());
        m_pendingRemoved.clear();
        m_pendingRow.clear();
        batch.boards.swap(m_pendingBoards);
        batch.lines.assign(std::make_move_iterator(m_pendingLines.begin()),
                           std::make_move_iterator(m_pendingLines.end()));
        m_pendingLines.clear();
        batch.skipped.swap(m_pendingSkipped);
        batch.campaigns.swap(m_pendingCampaigns);
        batch.failures.swap(m_pendingFailures);
        batch.servers.swap(m_pendingServers);
        batch.caExpiry.swap(m_pendingCaExpiry);
        batch.phases.assign(std::make_move_iterator(m_pendingPhases.begin()),
                            std::make_move_iterator(m_pendingPhases.end()));
        m_pendingPhases.clear();
        batch.passphraseNeeded = std::exchange(m_pendingPassphrase, false);
        batch.preview.swap(m_pendingPreview);
        batch.returnPlans.swap(m_pendingReturnPlans);
        batch.interrupted.swap(m_pendingInterrupted);
    }
    if (!batch.isEmpty())
        Q_EMIT batchReady(batch);
}

} // namespace otabench::widgets
