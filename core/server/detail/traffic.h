#pragma once

#include "server/counters.h"
#include "server/detail/delivery.h"
#include "server/detail/rate.h"
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

/// ErrorCounts as counters.
struct ErrorCounters
{
    std::atomic<std::uint64_t> refused{0};
    std::atomic<std::uint64_t> unavailable{0};
    std::atomic<std::uint64_t> cutOff{0};
    std::atomic<std::uint64_t> timeouts{0};
    std::atomic<std::uint64_t> injected{0};

    [[nodiscard]] ErrorCounts snapshot() const;
};

/// The live counters of one board: of a token, or of an address. Written by server threads, read by
/// any: each value is right by itself, no two belong to the same instant.
class TokenTraffic
{
public:
    using TimePoint = std::chrono::steady_clock::time_point;

    TokenTraffic(std::string token, std::string label, TokenUse use = TokenUse::Repeatedly);

    [[nodiscard]] const std::string &token() const { return m_token; }

    /// The board's name; "" when it has none.
    [[nodiscard]] const std::string &label() const { return m_label; }

    ErrorCounters errors; ///< counted into by the connections

    /// `tlsVersion` is a literal.
    void onHandshake(bool resumed, const char *tlsVersion);

    void onFailedHandshake() { m_failedHandshakes.fetch_add(1, std::memory_order_relaxed); }

    /// A request of the token for an image of `imageBytes` bytes.
    void onRequest(std::uint64_t imageBytes, TimePoint now);
    /// `bytes` more image bytes have arrived, and with them the image up to `end`.
    void onArrived(std::uint64_t bytes, std::uint64_t end, TimePoint now);
    void onConnectionOpened(const std::string &remoteAddress);
    void onConnectionClosed();

    [[nodiscard]] unsigned connections() const
    {
        return m_connections.load(std::memory_order_relaxed);
    }

    /// The board's share of the line.
    [[nodiscard]] Rate &rate() { return m_rate; }

    enum class Refusal
    {
        None,
        OtherBoard, ///< another address has it
        Spent,
    };

    struct Grant
    {
        Refusal refusal = Refusal::None;
        std::shared_ptr<Delivery> delivery; ///< what arrives is counted there; nullptr: not needed
    };

    /// Whether a board may fetch the image. With TokenUse::Once the token is its own from then on.
    [[nodiscard]] Grant admit(const std::string &remoteAddress, const PublishedImage &image);

    /// Once the token has been released, its URLs are unknown.
    void release() { m_released.store(true, std::memory_order_relaxed); }

    [[nodiscard]] bool isReleased() const { return m_released.load(std::memory_order_relaxed); }

    [[nodiscard]] BoardTraffic snapshot() const;

private:
    void touch(TimePoint now);

    const std::string m_token;
    const std::string m_label;
    const TokenUse m_use;
    Rate m_rate;
    std::atomic<unsigned> m_handshakes{0};
    std::atomic<unsigned> m_resumedHandshakes{0};
    std::atomic<unsigned> m_failedHandshakes{0};
    std::atomic<const char *> m_tls{""};
    std::atomic<bool> m_released{false};
    std::atomic<std::uint64_t> m_arrived{0};
    std::atomic<std::uint64_t> m_furthest{0};
    std::atomic<std::uint64_t> m_imageBytes{0};
    std::atomic<unsigned> m_requests{0};
    std::atomic<unsigned> m_connections{0};
    std::atomic<std::chrono::steady_clock::rep> m_lastActivity{0};
    mutable std::mutex m_mutex; ///< guards what follows
    std::string m_remoteAddress;
    std::string m_owner; ///< with TokenUse::Once: the address that may use it
    std::map<std::string, std::shared_ptr<Delivery>> m_deliveries; ///< by id of the image
};

/// The tokens in force. Any thread.
class Tokens
{
public:
    /// `bytesPerSecond` is the board's limit; 0: none.
    [[nodiscard]] std::string issue(std::string label = {}, TokenUse use = TokenUse::Repeatedly,
                                    std::uint64_t bytesPerSecond = 0);
    void release(const std::string &token);
    /// nullptr for an unknown one.
    [[nodiscard]] std::shared_ptr<TokenTraffic> find(std::string_view token) const;
    [[nodiscard]] std::vector<BoardTraffic> all() const;
    /// Of each that is in force.
    void setRate(std::uint64_t bytesPerSecond);

private:
    mutable std::mutex m_mutex;
    std::map<std::string, std::shared_ptr<TokenTraffic>, std::less<>> m_tokens;
};

/// The boards by the address they connect from; the newest of them. Any thread.
class Addresses
{
public:
    /// The counters of an address, made when it is new. `bytesPerSecond` as for Tokens.
    [[nodiscard]] std::shared_ptr<TokenTraffic> find(const std::string &address,
                                                     std::uint64_t bytesPerSecond);
    [[nodiscard]] std::vector<BoardTraffic> all() const;
    void setRate(std::uint64_t bytesPerSecond);

private:
    mutable std::mutex m_mutex;
    std::map<std::string, std::shared_ptr<TokenTraffic>, std::less<>> m_byAddress;
    std::deque<std::string> m_order; ///< oldest first
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
    std::atomic<unsigned> activeTransfers{0};
    ErrorCounters errors;

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
