#pragma once

#include "base/openssl.h"
#include "server/server_options.h"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace otabench::server::detail {

/// Who may ask: logins of basic authorization and bearer tokens. Keeps digests only. Immutable; any
/// thread.
class Access
{
public:
    Access(const std::vector<Login> &logins, const std::vector<std::string> &bearerTokens);

    /// Nothing was configured: everyone may.
    [[nodiscard]] bool isOpen() const { return m_basic.empty() && m_bearer.empty(); }

    /// The user's name for an Authorization value that is right ("bearer" for a token); else
    /// nothing. Takes the same time whichever entry is right or nearly so.
    [[nodiscard]] std::optional<std::string> admit(std::string_view authorization) const;

    /// The WWW-Authenticate lines of a 401.
    [[nodiscard]] const std::string &challenge() const { return m_challenge; }

private:
    std::vector<openssl::Sha256> m_basic;
    std::vector<openssl::Sha256> m_bearer;
    std::string m_challenge;
};

} // namespace otabench::server::detail
