#include "server/detail/access.h"

#include "server/detail/text.h"

#include <openssl/crypto.h>

#include <array>

namespace otabench::server::detail {
namespace {

constexpr std::string_view kBasic = "Basic";
constexpr std::string_view kBearer = "Bearer";

openssl::Sha256 digestOf(std::string_view text)
{
    return openssl::sha256(std::as_bytes(std::span(text)));
}

/// Looks at all of them: the time does not tell which.
bool contains(const std::vector<openssl::Sha256> &digests, const openssl::Sha256 &digest)
{
    bool found = false;
    for (const openssl::Sha256 &one : digests)
        found |= CRYPTO_memcmp(one.data(), digest.data(), digest.size()) == 0;
    return found;
}

/// The value's credentials when its scheme is `scheme`, which is followed by spaces.
std::optional<std::string_view> credentialsFor(std::string_view value, std::string_view scheme)
{
    if (value.size() <= scheme.size() || value[scheme.size()] != ' ' ||
        !equalsIgnoringCase(value.substr(0, scheme.size()), scheme))
        return std::nullopt;
    return trim(value.substr(scheme.size()));
}

} // namespace

Access::Access(const std::vector<Login> &logins, const std::vector<std::string> &bearerTokens)
{
    for (const Login &login : logins)
        m_basic.push_back(digestOf(login.name + ":" + login.password));
    for (const std::string &token : bearerTokens)
        m_bearer.push_back(digestOf(token));
    if (!m_basic.empty())
        m_challenge += "WWW-Authenticate: Basic realm=\"otabench\", charset=\"UTF-8\"\r\n";
    if (!m_bearer.empty())
        m_challenge += "WWW-Authenticate: Bearer realm=\"otabench\"\r\n";
}

std::optional<std::string> Access::admit(std::string_view authorization) const
{
    authorization = trim(authorization);
    if (const auto encoded = credentialsFor(authorization, kBasic)) {
        const auto decoded = decodeBase64(*encoded);
        if (!decoded || !contains(m_basic, digestOf(*decoded)))
            return std::nullopt;
        return decoded->substr(0, decoded->find(':'));
    }
    if (const auto token = credentialsFor(authorization, kBearer)) {
        if (contains(m_bearer, digestOf(*token)))
            return "bearer";
    }
    return std::nullopt;
}

} // namespace otabench::server::detail
