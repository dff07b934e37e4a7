#include "fleet/detail/trust_notes.h"

#include "base/log.h"

#include <fmt/ranges.h>

#include <utility>

namespace otabench::fleet::detail {
namespace {

constexpr std::chrono::seconds kGather{1};

} // namespace

TrustNotes::TrustNotes(boost::asio::io_context &context, Observer &next,
                       const std::filesystem::path &folder)
    : ForwardingObserver(next)
    , m_book(folder)
    , m_timer(context)
{
}

TrustNotes::~TrustNotes()
{
    m_timer.cancel();
    write();
}

void TrustNotes::onBoard(const BoardState &state)
{
    ForwardingObserver::onBoard(state);
    // Only the agent tells what it trusts; a boot log has no MAC of an agent.
    if (!state.identity || state.identity->mac.empty() || state.profile.kind != ProfileKind::Agent)
        return;
    const BoardIdentity &identity = *state.identity;
    std::string told = fmt::format("{} {}", state.id, fmt::join(identity.trustedCas, ","));
    std::string &known = m_known[identity.mac];
    if (known == told)
        return;
    known = std::move(told);
    const bool isFirst = m_news.empty();
    m_news.push_back(
        {identity.mac, state.id, identity.trustedCas, std::chrono::system_clock::now()});
    if (!isFirst)
        return;
    m_timer.expires_after(kGather);
    // The time may be up, and the handler under way, when this ends.
    m_timer.async_wait([this, alive = std::weak_ptr(m_alive)](boost::system::error_code error) {
        if (!error && !alive.expired())
            write();
    });
}

void TrustNotes::write()
{
    if (const auto noted = m_book.note(std::exchange(m_news, {})); !noted)
        logWarning("fleet", noted.error().text);
}

} // namespace otabench::fleet::detail
