#include "server/detail/traffic.h"

#include "base/assert.h"
#include "base/hex.h"

#include <openssl/rand.h>

#include <array>

namespace otabench::server::detail {
namespace {

constexpr auto kRelaxed = std::memory_order_relaxed;
constexpr std::size_t kMostAddresses = 4096;

using TrafficByName = std::map<std::string, std::shared_ptr<TokenTraffic>, std::less<>>;

std::vector<BoardTraffic> snapshots(const TrafficByName &byName, std::mutex &mutex)
{
    std::vector<std::shared_ptr<TokenTraffic>> boards;
    {
        const std::lock_guard lock(mutex);
        boards.reserve(byName.size());
        for (const auto &[name, traffic] : byName)
            boards.push_back(traffic);
    }
    std::vector<BoardTraffic> all;
    all.reserve(boards.size());
    for (const auto &traffic : boards)
        all.push_back(traffic->snapshot());
    return all;
}

} // namespace

ErrorCounts ErrorCounters::snapshot() const
{
    return {.refused = refused.load(kRelaxed),
            .unavailable = unavailable.load(kRelaxed),
            .cutOff = cutOff.load(kRelaxed),
            .timeouts = timeouts.load(kRelaxed),
            .injected = injected.load(kRelaxed)};
}

TokenTraffic::TokenTraffic(std::string token, std::string label, TokenUse use)
    : m_token(std::move(token))
    , m_label(std::move(label))
    , m_use(use)
{
}

TokenTraffic::Grant TokenTraffic::admit(const std::string &remoteAddress,
                                        const PublishedImage &image)
{
    if (m_use == TokenUse::Repeatedly)
        return {};
    const std::lock_guard lock(m_mutex);
    if (m_owner.empty())
        m_owner = remoteAddress;
    if (m_owner != remoteAddress)
        return {Refusal::OtherBoard, nullptr};
    auto &found = m_deliveries[image.id];
    if (found == nullptr)
        found = std::make_shared<Delivery>(image.bytes);
    return {found->isWhole() ? Refusal::Spent : Refusal::None, found};
}

void TokenTraffic::onHandshake(bool resumed, const char *tlsVersion)
{
    m_tls.store(tlsVersion, kRelaxed);
    m_handshakes.fetch_add(1, kRelaxed);
    if (resumed)
        m_resumedHandshakes.fetch_add(1, kRelaxed);
}

void TokenTraffic::touch(TimePoint now)
{
    m_lastActivity.store(now.time_since_epoch().count(), kRelaxed);
}

void TokenTraffic::onRequest(std::uint64_t imageBytes, TimePoint now)
{
    m_requests.fetch_add(1, kRelaxed);
    if (imageBytes != 0)
        m_imageBytes.store(imageBytes, kRelaxed);
    touch(now);
}

void TokenTraffic::onArrived(std::uint64_t bytes, std::uint64_t end, TimePoint now)
{
    m_arrived.fetch_add(bytes, kRelaxed);
    std::uint64_t furthest = m_furthest.load(kRelaxed);
    while (furthest < end && !m_furthest.compare_exchange_weak(furthest, end, kRelaxed)) {}
    touch(now);
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
    traffic.failedHandshakes = m_failedHandshakes.load(kRelaxed);
    traffic.label = m_label;
    traffic.handshakes = m_handshakes.load(kRelaxed);
    traffic.resumedHandshakes = m_resumedHandshakes.load(kRelaxed);
    traffic.errors = errors.snapshot();
    traffic.tls = m_tls.load(kRelaxed);
    traffic.lastActivity =
        steady_clock::time_point(steady_clock::duration(m_lastActivity.load(kRelaxed)));
    const std::lock_guard lock(m_mutex);
    traffic.remoteAddress = m_remoteAddress;
    return traffic;
}

std::string Tokens::issue(std::string label, TokenUse use, std::uint64_t bytesPerSecond)
{
    std::array<std::byte, 16> random{};
    const int done = RAND_bytes(reinterpret_cast<unsigned char *>(random.data()),
                                static_cast<int>(random.size()));
    OTABENCH_ASSERT(done == 1); // only a system without entropy fails, and it could do no TLS
    std::string token = toHex(random);
    auto traffic = std::make_shared<TokenTraffic>(token, std::move(label), use);
    traffic->rate().setBytesPerSecond(bytesPerSecond);
    const std::lock_guard lock(m_mutex);
    m_tokens.emplace(token, std::move(traffic));
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
    return snapshots(m_tokens, m_mutex);
}

void Tokens::setRate(std::uint64_t bytesPerSecond)
{
    const std::lock_guard lock(m_mutex);
    for (const auto &[token, traffic] : m_tokens)
        traffic->rate().setBytesPerSecond(bytesPerSecond);
}

std::shared_ptr<TokenTraffic> Addresses::find(const std::string &address,
                                              std::uint64_t bytesPerSecond)
{
    const std::lock_guard lock(m_mutex);
    auto &traffic = m_byAddress[address];
    if (traffic != nullptr)
        return traffic;
    traffic = std::make_shared<TokenTraffic>("", "");
    traffic->rate().setBytesPerSecond(bytesPerSecond);
    const std::shared_ptr<TokenTraffic> made = traffic;
    m_order.push_back(address);
    if (m_order.size() > kMostAddresses) {
        m_byAddress.erase(m_order.front()); // its connections keep what they count into
        m_order.pop_front();
    }
    return made;
}

std::vector<BoardTraffic> Addresses::all() const
{
    return snapshots(m_byAddress, m_mutex);
}

void Addresses::setRate(std::uint64_t bytesPerSecond)
{
    const std::lock_guard lock(m_mutex);
    for (const auto &[address, traffic] : m_byAddress)
        traffic->rate().setBytesPerSecond(bytesPerSecond);
}

ServerTotals TotalCounters::snapshot() const
{
    return {.bodyBytesSent = bodyBytesSent.load(kRelaxed),
            .requests = requests.load(kRelaxed),
            .handshakes = handshakes.load(kRelaxed),
            .resumedHandshakes = resumedHandshakes.load(kRelaxed),
            .failedHandshakes = failedHandshakes.load(kRelaxed),
            .refused = refused.load(kRelaxed),
            .openConnections = openConnections.load(kRelaxed),
            .activeTransfers = activeTransfers.load(kRelaxed),
            .errors = errors.snapshot()};
}

} // namespace otabench::server::detail
