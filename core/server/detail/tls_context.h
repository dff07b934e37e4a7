#pragma once

#include "base/error.h"
#include "base/openssl.h"
#include "server/server_options.h"

#include <atomic>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

namespace otabench::server::detail {

struct TlsSettings
{
    std::vector<CertificateAndKey> certificates; ///< one at least; of different key types
    std::string clientCaPem;                     ///< empty: boards need no certificate
    unsigned recordBytes = 16384;
};

/// Certificate, key and TLS settings of new connections. Immutable once made; any thread.
class TlsContext
{
public:
    /// CertificateInvalid, KeyInvalid: which text, what is wrong with it. A context made after
    /// `previous` opens its tickets, so that boards resume across a change of certificates.
    [[nodiscard]] static Result<std::shared_ptr<const TlsContext>>
    create(const TlsSettings &settings, const TlsContext *previous);

    /// A server-side session that reads and writes through `bio`, which it takes over.
    [[nodiscard]] openssl::Ssl newSession(openssl::Bio bio) const;

private:
    explicit TlsContext(openssl::SslContext context);

    openssl::SslContext m_context;
};

/// The context of the day, for server threads that look at it for each connection. Any thread.
class CurrentTlsContext
{
public:
    void set(std::shared_ptr<const TlsContext> context);
    [[nodiscard]] std::shared_ptr<const TlsContext> get() const;

private:
    mutable std::mutex m_mutex;
    std::shared_ptr<const TlsContext> m_context;
};

/// Why a handshake failed, in words.
struct HandshakeProblem
{
    std::string reason;
    bool certificateRefused = false;
    bool plainHttp = false; ///< the peer speaks HTTP without TLS
};

/// Takes the reason from the calling thread's OpenSSL error queue and empties it. For alerts of the
/// peer it says what a board means by them.
[[nodiscard]] HandshakeProblem takeHandshakeProblem();

} // namespace otabench::server::detail
