#include "certificates/server_keeper.h"

#include <utility>

namespace otabench::certificates {

ServerKeeper::ServerKeeper(Store store, Hosts hosts, Clock clock)
    : m_store(std::move(store))
    , m_hosts(std::move(hosts))
    , m_clock(std::move(clock))
{
}

Result<ServerIdentity> ServerKeeper::first()
{
    auto identity = m_store.serverIdentity(m_hosts(), m_clock());
    if (identity)
        m_current = identity->server.certificatePem;
    return identity;
}

Result<std::optional<ServerIdentity>> ServerKeeper::check()
{
    auto identity = m_store.serverIdentity(m_hosts(), m_clock());
    if (!identity) {
        if (std::exchange(m_lastError, identity.error().text) == identity.error().text)
            return std::nullopt;
        return tl::unexpected(identity.error());
    }
    m_lastError.clear();
    if (std::exchange(m_current, identity->server.certificatePem) ==
        identity->server.certificatePem)
        return std::nullopt;
    return std::optional(*std::move(identity));
}

} // namespace otabench::certificates
