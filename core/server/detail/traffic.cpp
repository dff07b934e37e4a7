#include "server/detail/traffic.h"

#include "base/assert.h"
#include "base/hex.h"

#include <openssl/rand.h>

#include <array>

namespace otabench::server::detail {
namespace {

constexpr auto kRelaxed = std::memory_order_relaxed;

} // namespace

TokenTraffic::TokenTraffic(std::string token)
    : m_token(std::move(token))
{
}

void TokenTraffic::touch()
{
    m_lastActivity.store(std::chrono::steady_clock::now().time_since_epoch().count(), kRelaxed);
}

void TokenTraffic::onRequest(std::uint64_t imageBytes)
{
    m_requests.fetch_add(1, kRelaxed);
    m_imageBytes.store(imageBytes, kRelaxed);
    touch();
}

void TokenTraffic::onArrived(std::uint64_t bytes, std::uint64_t end)
{
    m_arrived.fetch_add(bytes, kRelaxed);
    std::uint64_t furthest = m_furthest.load(kRelaxed);
    while (furthest < end && !m_furthest.compare_exchange_weak(furthest, end, kRelaxed)) {}
    touch();
}

void TokenTraffic::onConnectionOpened(const std::string &remoteAddress)
{
    m_connections.fetch_add(1, kRelaxed);
    const std::lock_guard lock(m_mutex);
    m_remoteAddress = remoteAddress;
}

void TokenTraffic::onConnectionClosed()
{
    m_connections.fetch_sub(1, kRelaxed);
}

BoardTraffic TokenTraffic::snapshot() const
{
    using std::chrono::steady_clock;
    BoardTraffic traffic;
    traffic.token = m_token;
    traffic.bodyBytesSent = m_arrived.load(kRelaxed);
    traffic.furthestByte = m_furthest.load(kRelaxed);
    traffic.imageBytes = m_imageBytes.load(kRelaxed);
    traffic.openConnections = m_connections.load(kRelaxed);
    traffic.requests = m_requests.load(kRelaxed);
    traffic.lastActivity =
        steady_clock::time_point(steady_clock::duration(m_lastActivity.load(kRelaxed)));
    const std::lock_guard lock(m_mutex);
    traffic.remoteAddress = m_remoteAddress;
    return traffic;
}

std::string Tokens::issue()
{
    std::array<std::byte, 16> random{};
    const int done = RAND_bytes(reinterpret_cast<unsigned char *>(random.data()),
                                static_cast<int>(random.size()));
    OTABENCH_ASSERT(done == 1); // only a system without entropy fails, and it could do no TLS
    std::string token = toHex(random);
    const std::lock_guard lock(m_mutex);
    m_tokens.emplace(token, std::make_shared<TokenTraffic>(token));
    return token;
}

void Tokens::release(const std::string &token)
{
    const std::lock_guard lock(m_mutex);
    const auto found = m_tokens.find(token);
    if (found == m_tokens.end())
        return;
    found->second->release();
    m_tokens.erase(found);
}

std::shared_ptr<TokenTraffic> Tokens::find(std::string_view token) const
{
    const std::lock_guard lock(m_mutex);
    const auto found = m_tokens.find(token);
    return found == m_tokens.end() ? nullptr : found->second;
}

std::vector<BoardTraffic> Tokens::all() const
{
    std::vector<std::shared_ptr<TokenTraffic>> tokens;
    {
        const std::lock_guard lock(m_mutex);
        tokens.reserve(m_tokens.size());
        for (const auto &[name, traffic] : m_tokens)
            tokens.push_back(traffic);
    }
    std::vector<BoardTraffic> all;
    all.reserve(tokens.size());
    for (const auto &traffic : tokens)
        all.push_back(traffic->snapshot());
    return all;
}

ServerTotals TotalCounters::snapshot() const
{
    return {.bodyBytesSent = bodyBytesSent.load(kRelaxed),
            .requests = requests.load(kRelaxed),
            .handshakes = handshakes.load(kRelaxed),
            .resumedHandshakes = resumedHandshakes.load(kRelaxed),
            .failedHandshakes = failedHandshakes.load(kRelaxed),
            .refused = refused.load(kRelaxed),
            .openConnections = openConnections.load(kRelaxed)};
}

} // namespace otabench::server::detail
