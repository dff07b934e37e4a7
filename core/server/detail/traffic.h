#pragma once

#include "server/image_server.h"

#include <atomic>
#include <chrono>
#include <cstdint>
#include <deque>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <vector>

namespace otabench::server::detail {

/// The live counters of one token. Written by server threads, read by any: each value is right by
/// itself, no two belong to the same instant.
class TokenTraffic
{
public:
    explicit TokenTraffic(std::string token);

    [[nodiscard]] const std::string &token() const { return m_token; }

    /// A request of the token for an image of `imageBytes` bytes.
    void onRequest(std::uint64_t imageBytes);
    /// `bytes` more image bytes have arrived, and with them the image up to `end`.
    void onArrived(std::uint64_t bytes, std::uint64_t end);
    void onConnectionOpened(const std::string &remoteAddress);
    void onConnectionClosed();

    /// Once the token has been released, its URLs are unknown.
    void release() { m_released.store(true, std::memory_order_relaxed); }

    [[nodiscard]] bool isReleased() const { return m_released.load(std::memory_order_relaxed); }

    [[nodiscard]] BoardTraffic snapshot() const;

private:
    void touch();

    const std::string m_token;
    std::atomic<bool> m_released{false};
    std::atomic<std::uint64_t> m_arrived{0};
    std::atomic<std::uint64_t> m_furthest{0};
    std::atomic<std::uint64_t> m_imageBytes{0};
    std::atomic<unsigned> m_requests{0};
    std::atomic<unsigned> m_connections{0};
    std::atomic<std::chrono::steady_clock::rep> m_lastActivity{0};
    mutable std::mutex m_mutex; ///< guards m_remoteAddress
    std::string m_remoteAddress;
};

/// The tokens in force. Any thread.
class Tokens
{
public:
    [[nodiscard]] std::string issue();
    void release(const std::string &token);
    /// nullptr for an unknown one.
    [[nodiscard]] std::shared_ptr<TokenTraffic> find(std::string_view token) const;
    [[nodiscard]] std::vector<BoardTraffic> all() const;

private:
    mutable std::mutex m_mutex;
    std::map<std::string, std::shared_ptr<TokenTraffic>, std::less<>> m_tokens;
};

/// ServerTotals as counters.
struct TotalCounters
{
    std::atomic<std::uint64_t> bodyBytesSent{0};
    std::atomic<std::uint64_t> requests{0};
    std::atomic<std::uint64_t> handshakes{0};
    std::atomic<std::uint64_t> resumedHandshakes{0};
    std::atomic<std::uint64_t> failedHandshakes{0};
    std::atomic<std::uint64_t> refused{0};
    std::atomic<unsigned> openConnections{0};

    [[nodiscard]] ServerTotals snapshot() const;
};

/// The newest `limit` of what happened, until someone takes it. Any thread.
template <typename Event>
class EventList
{
public:
    explicit EventList(std::size_t limit)
        : m_limit(limit)
    {
    }

    void add(Event event)
    {
        const std::lock_guard lock(m_mutex);
        if (m_events.size() == m_limit)
            m_events.pop_front();
        m_events.push_back(std::move(event));
    }

    [[nodiscard]] std::vector<Event> take()
    {
        std::deque<Event> taken;
        {
            const std::lock_guard lock(m_mutex);
            taken.swap(m_events);
        }
        return {std::make_move_iterator(taken.begin()), std::make_move_iterator(taken.end())};
    }

private:
    const std::size_t m_limit;
    std::mutex m_mutex;
    std::deque<Event> m_events;
};

} // namespace otabench::server::detail
