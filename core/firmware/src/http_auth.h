#pragma once

#include <stddef.h>
#include <stdint.h>

#include "otabench_port.h"

namespace otabench::firmware {

struct TextWriter;

/// A challenge of WWW-Authenticate (RFC 7617 Basic, RFC 7616 Digest): the best one seen.
struct AuthChallenge
{
    static constexpr size_t kTextCapacity = 96;
    static constexpr size_t kNonceCapacity = 192;

    /// In the order of their worth.
    enum class Kind : uint8_t
    {
        None,
        Unknown,
        Basic,
        DigestMd5,
        DigestSha256
    };

    Kind kind = Kind::None;
    bool hasQop = false; ///< "auth" is among the qualities of protection it offers
    bool stale = false;  ///< only the nonce was wrong
    char realm[kTextCapacity] = {};
    char opaque[kTextCapacity] = {};
    char nonce[kNonceCapacity] = {};

    [[nodiscard]] bool isDigest() const { return kind >= Kind::DigestMd5; }

    /// Takes the challenge of a header's value if it is better than the one there is. One that
    /// cannot be answered, or does not fit, counts as Unknown. The value may be changed.
    void take(char *value);
};

/// What a client answers challenges with.
struct Login
{
    AuthChallenge challenge; ///< None: nothing to answer yet
    uint32_t count = 0;      ///< requests answered with this nonce
    char clientNonce[17] = {};

    /// Starts with a new nonce of the server's.
    void use(const AuthChallenge &from, const otabench_port_t &port);
    void forget();
};

/// What is to be authorized.
struct Authorization
{
    const char *user;
    const char *password;
    const char *method;
    const char *target;
};

/// Writes the value of Authorization for a Digest challenge and counts the nonce's use.
/// @return false: the port has no memory for a hash.
[[nodiscard]] bool writeDigest(TextWriter &out, Login &login, const Authorization &what,
                               const otabench_port_t &port);

} // namespace otabench::firmware
