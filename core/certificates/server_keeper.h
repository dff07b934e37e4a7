#pragma once

#include "certificates/store.h"

#include <functional>
#include <optional>
#include <string>
#include <vector>

namespace otabench::certificates {

/// Keeps a running server's certificate right: looks now and then whether the addresses have
/// changed or the end is near, and issues another then. Whoever runs the server calls check() every
/// few seconds and gives what comes to ImageServer::replaceCertificate(). One thread at a time.
class ServerKeeper
{
public:
    using Hosts = std::function<std::vector<std::string>()>; ///< the first is the URL's
    using Clock = std::function<Store::Time()>;

    ServerKeeper(Store store, Hosts hosts, Clock clock = std::chrono::system_clock::now);

    /// The certificate to begin with.
    [[nodiscard]] Result<ServerIdentity> first();

    /// Another certificate, when the server is to show one from now on; nothing while all is well.
    /// An error (a full disk, a passphrase that nobody gives) is told once, and the server goes on
    /// with what it has.
    [[nodiscard]] Result<std::optional<ServerIdentity>> check();

private:
    Store m_store;
    Hosts m_hosts;
    Clock m_clock;
    std::string m_current;   ///< PEM
    std::string m_lastError; ///< told already
};

} // namespace otabench::certificates
