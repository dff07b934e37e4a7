// What a client sends: the application's headers and the request's head.
#include "http_client.h"

#include <string.h>

namespace otabench::firmware {
namespace {

constexpr char kBase64[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

/// Base64 of a text that comes in pieces.
class Base64Writer
{
public:
    explicit Base64Writer(TextWriter &out)
        : m_out(out)
    {
    }

    void add(const char *text)
    {
        for (; *text; ++text) {
            m_bits = m_bits << 8 | static_cast<unsigned char>(*text);
            if (++m_count == 3)
                flush();
        }
    }

    void finish()
    {
        if (m_count == 0)
            return;
        m_bits <<= 8 * (3 - m_count);
        flush();
    }

private:
    void flush()
    {
        char group[5] = {};
        for (unsigned i = 0; i < 4; ++i)
            group[i] = i <= m_count ? kBase64[m_bits >> (18 - 6 * i) & 0x3f] : '=';
        m_out.add(group);
        m_bits = 0;
        m_count = 0;
    }

    TextWriter &m_out;
    uint32_t m_bits = 0;
    unsigned m_count = 0;
};

constexpr const char *kMethods[] = {"GET",       "POST",   "PUT",       "PATCH",       "DELETE",
                                    "HEAD",      "NOTIFY", "SUBSCRIBE", "UNSUBSCRIBE", "OPTIONS",
                                    "COPY",      "MOVE",   "LOCK",      "UNLOCK",      "PROPFIND",
                                    "PROPPATCH", "MKCOL",  "REPORT"};
static_assert(sizeof kMethods / sizeof *kMethods == HTTP_METHOD_MAX);

} // namespace

void TextWriter::add(const char *more)
{
    const size_t size = strlen(more);
    if (overflow || size >= capacity - length) {
        overflow = true;
        return;
    }
    memcpy(text + length, more, size + 1);
    length += size;
}

void TextWriter::addDecimal(uint64_t value)
{
    char digits[21];
    size_t at = sizeof digits - 1;
    digits[at] = '\0';
    do {
        digits[--at] = static_cast<char>('0' + value % 10);
        value /= 10;
    } while (value != 0);
    add(digits + at);
}

void HeaderStore::use(char *room, size_t capacity)
{
    m_room = room;
    m_capacity = capacity;
    m_length = 0;
}

const char *HeaderStore::valueOf(const char *key)
{
    return key + strlen(key) + 1;
}

const char *HeaderStore::next(const char *key) const
{
    const char *at = m_room;
    if (key) {
        const char *value = valueOf(key);
        at = value + strlen(value) + 1;
    }
    return at < m_room + m_length ? at : nullptr;
}

char *HeaderStore::find(const char *key)
{
    for (const char *at = next(nullptr); at; at = next(at)) {
        if (equalsIgnoringCase(at, key))
            return m_room + (at - m_room);
    }
    return nullptr;
}

void HeaderStore::remove(const char *key)
{
    char *found = find(key);
    if (!found)
        return;
    const char *value = valueOf(found);
    const char *end = value + strlen(value) + 1;
    memmove(found, end, static_cast<size_t>(m_room + m_length - end));
    m_length -= static_cast<size_t>(end - found);
}

bool HeaderStore::set(const char *key, const char *value)
{
    remove(key);
    const size_t keySize = strlen(key) + 1;
    const size_t valueSize = strlen(value) + 1;
    if (keySize + valueSize > m_capacity - m_length)
        return false;
    memcpy(m_room + m_length, key, keySize);
    memcpy(m_room + m_length + keySize, value, valueSize);
    m_length += keySize + valueSize;
    return true;
}

} // namespace otabench::firmware

using otabench::firmware::Base64Writer;
using otabench::firmware::HeaderStore;
using otabench::firmware::TextWriter;

/// Authorization, unless the application set its own. @return false: no memory for it.
bool esp_http_client::writeAuthorization(TextWriter &out)
{
    using Kind = otabench::firmware::AuthChallenge::Kind;
    if (!url.user[0] || headers.find("Authorization"))
        return true;
    const Kind kind = login.challenge.kind;
    if (kind == Kind::Basic || (kind == Kind::None && authType == HTTP_AUTH_TYPE_BASIC)) {
        out.add("Authorization: Basic ");
        Base64Writer encoded(out);
        encoded.add(url.user);
        encoded.add(":");
        encoded.add(url.password);
        encoded.finish();
        out.add("\r\n");
    } else if (login.challenge.isDigest()) {
        out.add("Authorization: ");
        if (!otabench::firmware::writeDigest(
                out, login,
                {url.user, url.password, otabench::firmware::kMethods[method], url.target}, *port))
            return false;
        out.add("\r\n");
    }
    return true;
}

/// Writes the head of a request into tx. @return its length; 0 when it does not fit.
size_t esp_http_client::buildRequest(int bodyLength)
{
    TextWriter out{tx, txCapacity};
    out.add(otabench::firmware::kMethods[method]);
    out.add(" ");
    out.add(url.target);
    out.add(" HTTP/1.1\r\nUser-Agent: ");
    out.add(userAgent);
    out.add("\r\n");
    if (!headers.find("Host")) {
        out.add(url.bracketed ? "Host: [" : "Host: ");
        out.add(url.host);
        out.add(url.bracketed ? "]" : "");
        if (!url.isDefaultPort()) {
            out.add(":");
            out.addDecimal(url.port);
        }
        out.add("\r\n");
    }
    if (!writeAuthorization(out))
        return 0;
    for (const char *key = headers.next(nullptr); key; key = headers.next(key)) {
        out.add(key);
        out.add(": ");
        out.add(HeaderStore::valueOf(key));
        out.add("\r\n");
    }
    if (bodyLength > 0) {
        out.add("Content-Length: ");
        out.addDecimal(static_cast<uint64_t>(bodyLength));
        out.add("\r\n");
    } else if (bodyLength < 0) {
        out.add("Transfer-Encoding: chunked\r\n");
    }
    out.add("\r\n");
    return out.overflow ? 0 : out.length;
}
