// Digest authorization (RFC 7616) with MD5 or SHA-256, and the reading of challenges.
#include "http_auth.h"

#include <string.h>

#include "http_client.h"
#include "md5.h"

namespace otabench::firmware {
namespace {

constexpr size_t kLargestDigest = 32;
constexpr char kHexDigits[] = "0123456789abcdef";

void toHex(const uint8_t *bytes, size_t length, char *text)
{
    for (size_t i = 0; i < length; ++i) {
        text[2 * i] = kHexDigits[bytes[i] >> 4];
        text[2 * i + 1] = kHexDigits[bytes[i] & 0xf];
    }
    text[2 * length] = '\0';
}

/// One hash of texts joined by colons, whose result is hexadecimal.
class Digester
{
public:
    Digester(bool sha256, const otabench_port_t &port)
        : m_port(port)
        , m_isSha(sha256)
        , m_sha(sha256 ? port.hash_start(port.ctx) : nullptr)
    {
    }

    [[nodiscard]] bool isUsable() const { return !m_isSha || m_sha; }

    void add(const char *text)
    {
        if (m_any)
            update(":", 1);
        m_any = true;
        update(text, strlen(text));
    }

    void finish(char *text)
    {
        uint8_t digest[kLargestDigest];
        if (m_isSha)
            m_port.hash_finish(m_port.ctx, m_sha, digest);
        else
            m_md5.finish(digest);
        toHex(digest, m_isSha ? 32 : kMd5Size, text);
    }

private:
    void update(const char *text, size_t length)
    {
        if (m_isSha)
            m_port.hash_update(m_port.ctx, m_sha, text, length);
        else
            m_md5.update(text, length);
    }

    const otabench_port_t &m_port;
    bool m_isSha;
    bool m_any = false;
    otabench_hash_t *m_sha;
    Md5 m_md5;
};

/// Hash of up to six texts, joined by colons. @return false: no memory.
bool digest(bool sha256, const otabench_port_t &port, const char *const *texts, size_t count,
            char *text)
{
    Digester digester(sha256, port);
    if (!digester.isUsable())
        return false;
    for (size_t i = 0; i < count; ++i)
        digester.add(texts[i]);
    digester.finish(text);
    return true;
}

bool isBlank(char c)
{
    return c == ' ' || c == '\t';
}

/// Walks `name=value` pairs of a challenge; takes quotes and backslashes out of values, in place.
class Parameters
{
public:
    explicit Parameters(char *text)
        : m_at(text)
    {
    }

    /// @return false at the end, or at what is no pair.
    bool next(char *&name, char *&value)
    {
        while (*m_at == ',' || isBlank(*m_at))
            ++m_at;
        name = m_at;
        while (*m_at && *m_at != '=' && *m_at != ',' && !isBlank(*m_at))
            ++m_at;
        if (*m_at != '=' || m_at == name)
            return false;
        *m_at++ = '\0';
        value = m_at;
        return *m_at == '"' ? unquote() : endAtComma();
    }

private:
    bool unquote()
    {
        char *out = m_at;
        for (++m_at; *m_at != '"'; ++m_at) {
            if (*m_at == '\\')
                ++m_at;
            if (*m_at == '\0')
                return false;
            *out++ = *m_at;
        }
        ++m_at;
        *out = '\0';
        return true;
    }

    bool endAtComma()
    {
        while (*m_at && *m_at != ',' && !isBlank(*m_at))
            ++m_at;
        if (*m_at)
            *m_at++ = '\0';
        return true;
    }

    char *m_at;
};

bool keep(const char *text, char *out, size_t capacity)
{
    const size_t size = strlen(text) + 1;
    if (size > capacity)
        return false;
    memcpy(out, text, size);
    return true;
}

/// Whether a list such as "auth,auth-int" has the word "auth".
bool offersAuth(const char *list)
{
    while (*list) {
        while (*list == ',' || isBlank(*list))
            ++list;
        size_t length = 0;
        while (list[length] && list[length] != ',' && !isBlank(list[length]))
            ++length;
        if (length == 4 && memcmp(list, "auth", 4) == 0)
            return true;
        list += length;
    }
    return false;
}

/// Reads the parameters of a Digest challenge. @return false: it cannot be answered.
bool readDigest(char *text, AuthChallenge &challenge)
{
    challenge.kind = AuthChallenge::Kind::DigestMd5;
    bool fits = true;
    bool qopUsable = true;
    Parameters parameters(text);
    char *name = nullptr;
    char *value = nullptr;
    while (parameters.next(name, value)) {
        if (equalsIgnoringCase(name, "realm")) {
            fits = fits && keep(value, challenge.realm, sizeof challenge.realm);
        } else if (equalsIgnoringCase(name, "nonce")) {
            fits = fits && keep(value, challenge.nonce, sizeof challenge.nonce);
        } else if (equalsIgnoringCase(name, "opaque")) {
            fits = fits && keep(value, challenge.opaque, sizeof challenge.opaque);
        } else if (equalsIgnoringCase(name, "stale")) {
            challenge.stale = equalsIgnoringCase(value, "true");
        } else if (equalsIgnoringCase(name, "qop")) {
            challenge.hasQop = offersAuth(value);
            qopUsable = challenge.hasQop;
        } else if (equalsIgnoringCase(name, "algorithm")) {
            if (equalsIgnoringCase(value, "SHA-256"))
                challenge.kind = AuthChallenge::Kind::DigestSha256;
            else if (!equalsIgnoringCase(value, "MD5"))
                return false;
        }
    }
    return fits && qopUsable && challenge.nonce[0] != '\0';
}

void addQuoted(TextWriter &out, const char *name, const char *value)
{
    out.add(name);
    out.add("=\"");
    char piece[2] = {};
    for (; *value; ++value) {
        if (*value == '"' || *value == '\\')
            out.add("\\");
        piece[0] = *value;
        out.add(piece);
    }
    out.add("\"");
}

} // namespace

void AuthChallenge::take(char *value)
{
    char *parameters = value;
    while (*parameters && !isBlank(*parameters))
        ++parameters;
    if (*parameters)
        *parameters++ = '\0';
    AuthChallenge found;
    found.kind = Kind::Unknown;
    if (equalsIgnoringCase(value, "Basic"))
        found.kind = Kind::Basic;
    else if (equalsIgnoringCase(value, "Digest") && !readDigest(parameters, found))
        found.kind = Kind::Unknown;
    if (found.kind == Kind::Unknown)
        (void)keep(value, found.realm, sizeof found.realm); // its scheme, to be told
    if (found.kind > kind)
        *this = found;
}

void Login::use(const AuthChallenge &from, const otabench_port_t &port)
{
    challenge = from;
    count = 0;
    for (size_t i = 0; i < 2; ++i) {
        const uint32_t word = port.random(port.ctx);
        const uint8_t bytes[4] = {static_cast<uint8_t>(word), static_cast<uint8_t>(word >> 8),
                                  static_cast<uint8_t>(word >> 16),
                                  static_cast<uint8_t>(word >> 24)};
        toHex(bytes, sizeof bytes, clientNonce + 8 * i);
    }
}

void Login::forget()
{
    challenge.kind = AuthChallenge::Kind::None;
}

bool writeDigest(TextWriter &out, Login &login, const Authorization &what,
                 const otabench_port_t &port)
{
    const AuthChallenge &challenge = login.challenge;
    const bool sha256 = challenge.kind == AuthChallenge::Kind::DigestSha256;
    ++login.count;
    char count[9];
    const uint8_t counted[4] = {
        static_cast<uint8_t>(login.count >> 24), static_cast<uint8_t>(login.count >> 16),
        static_cast<uint8_t>(login.count >> 8), static_cast<uint8_t>(login.count)};
    toHex(counted, sizeof counted, count);

    char secret[2 * kLargestDigest + 1];
    char request[2 * kLargestDigest + 1];
    char response[2 * kLargestDigest + 1];
    const char *const secretTexts[] = {what.user, challenge.realm, what.password};
    const char *const requestTexts[] = {what.method, what.target};
    if (!digest(sha256, port, secretTexts, 3, secret) ||
        !digest(sha256, port, requestTexts, 2, request))
        return false;
    const char *const withQop[] = {secret, challenge.nonce, count, login.clientNonce,
                                   "auth", request};
    const char *const without[] = {secret, challenge.nonce, request};
    if (!digest(sha256, port, challenge.hasQop ? withQop : without, challenge.hasQop ? 6 : 3,
                response))
        return false;

    out.add("Digest ");
    addQuoted(out, "username", what.user);
    addQuoted(out, ", realm", challenge.realm);
    addQuoted(out, ", nonce", challenge.nonce);
    addQuoted(out, ", uri", what.target);
    out.add(sha256 ? ", algorithm=SHA-256" : ", algorithm=MD5");
    addQuoted(out, ", response", response);
    if (challenge.opaque[0])
        addQuoted(out, ", opaque", challenge.opaque);
    if (challenge.hasQop) {
        out.add(", qop=auth, nc=");
        out.add(count);
        addQuoted(out, ", cnonce", login.clientNonce);
    }
    return true;
}

} // namespace otabench::firmware
