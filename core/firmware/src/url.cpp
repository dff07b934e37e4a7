#include "url.h"

#include <string.h>

namespace otabench::firmware {
namespace {

struct Span
{
    const char *begin = nullptr;
    size_t length = 0;
};

/// The pieces of a reference, pointing into it.
struct Pieces
{
    Span scheme; // begin nullptr: none
    Span authority;
    Span path; // with query, without fragment
};

char toLower(char c)
{
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
}

bool isSchemeCharacter(char c)
{
    const char lower = toLower(c);
    return (lower >= 'a' && lower <= 'z') || (c >= '0' && c <= '9') || c == '+' || c == '-' ||
           c == '.';
}

bool isPrintable(const char *text)
{
    for (; *text; ++text) {
        if (*text <= ' ' || *text > '~')
            return false;
    }
    return true;
}

size_t findAny(const char *text, size_t length, const char *set)
{
    for (size_t i = 0; i < length; ++i) {
        if (strchr(set, text[i]))
            return i;
    }
    return length;
}

Pieces split(const char *text)
{
    Pieces pieces;
    size_t schemeLength = 0;
    while (isSchemeCharacter(text[schemeLength]))
        ++schemeLength;
    if (schemeLength > 0 && text[schemeLength] == ':') {
        pieces.scheme = {text, schemeLength};
        text += schemeLength + 1;
    }
    if (text[0] == '/' && text[1] == '/') {
        text += 2;
        pieces.authority = {text, findAny(text, strlen(text), "/?#")};
        text += pieces.authority.length;
    }
    pieces.path = {text, findAny(text, strlen(text), "#")};
    return pieces;
}

bool isScheme(const Span &span, const char *name)
{
    if (span.length != strlen(name))
        return false;
    for (size_t i = 0; i < span.length; ++i) {
        if (toLower(span.begin[i]) != name[i])
            return false;
    }
    return true;
}

bool parsePort(Span span, uint16_t &port)
{
    uint32_t value = 0;
    for (size_t i = 0; i < span.length; ++i) {
        if (span.begin[i] < '0' || span.begin[i] > '9')
            return false;
        value = value * 10 + static_cast<uint32_t>(span.begin[i] - '0');
        if (value > 0xffff)
            return false;
    }
    if (span.length > 0) // "host:" means the default port
        port = static_cast<uint16_t>(value);
    return span.length == 0 || value != 0;
}

bool copySpan(const Span &span, char *out, size_t capacity)
{
    if (span.length >= capacity)
        return false;
    memcpy(out, span.begin, span.length);
    out[span.length] = '\0';
    return true;
}

/// An authority taken apart: [user[:password]@]host[:port].
struct Authority
{
    Span user;
    Span password;
    Span host;
    bool bracketed = false;
    uint16_t port = 0;
};

bool splitAuthority(Span span, Authority &authority)
{
    const size_t at = findAny(span.begin, span.length, "@");
    if (at < span.length) {
        const size_t colon = findAny(span.begin, at, ":");
        authority.user = {span.begin, colon};
        if (colon < at)
            authority.password = {span.begin + colon + 1, at - colon - 1};
        span = {span.begin + at + 1, span.length - at - 1};
    }
    if (span.length > 0 && span.begin[0] == '[') {
        const size_t close = findAny(span.begin, span.length, "]");
        if (close == span.length)
            return false;
        authority.bracketed = true;
        authority.host = {span.begin + 1, close - 1};
        span = {span.begin + close + 1, span.length - close - 1};
    } else {
        const size_t colon = findAny(span.begin, span.length, ":");
        authority.host = {span.begin, colon};
        span = {span.begin + colon, span.length - colon};
    }
    if (span.length > 0 && span.begin[0] != ':')
        return false;
    if (span.length > 0 && !parsePort({span.begin + 1, span.length - 1}, authority.port))
        return false;
    return authority.host.length > 0 && authority.user.length < Url::kUserCapacity &&
           authority.password.length < Url::kUserCapacity &&
           authority.host.length < Url::kHostCapacity;
}

/// Removes "." and ".." segments of the path in place; the query, if any, moves along.
void removeDotSegments(char *target)
{
    const size_t pathLength = findAny(target, strlen(target), "?");
    size_t out = 0;
    size_t in = 0;
    while (in < pathLength) { // target[in] is '/'
        size_t end = in + 1;
        while (end < pathLength && target[end] != '/')
            ++end;
        const size_t length = end - in;
        const bool last = end == pathLength;
        const bool single = length == 2 && target[in + 1] == '.';
        const bool twice = length == 3 && target[in + 1] == '.' && target[in + 2] == '.';
        if (single || twice) {
            while (twice && out > 0 && target[--out] != '/') {}
            if (last)
                target[out++] = '/';
        } else {
            memmove(target + out, target + in, length);
            out += length;
        }
        in = end;
    }
    memmove(target + out, target + pathLength, strlen(target + pathLength) + 1);
}

bool storeTarget(const Span &path, char *target)
{
    const bool needsSlash = path.length == 0 || path.begin[0] != '/';
    if (path.length + (needsSlash ? 1U : 0U) >= Url::kTargetCapacity)
        return false;
    if (needsSlash)
        target[0] = '/';
    return copySpan(path, target + (needsSlash ? 1 : 0), Url::kTargetCapacity - 1);
}

bool assignAbsolute(const Pieces &pieces, bool tls, bool supported, Url &url)
{
    Authority authority;
    if (!splitAuthority(pieces.authority, authority) ||
        pieces.path.length + 1 >= Url::kTargetCapacity)
        return false;
    // Every piece fits: nothing below can fail, so that `url` changes whole or not at all.
    url.tls = tls;
    url.supported = supported;
    url.bracketed = authority.bracketed;
    url.port = authority.port != 0 ? authority.port : static_cast<uint16_t>(tls ? 443 : 80);
    (void)copySpan(authority.host, url.host, sizeof url.host);
    (void)storeTarget(pieces.path, url.target);
    url.user[0] = '\0';
    url.password[0] = '\0';
    if (authority.user.begin)
        (void)copySpan(authority.user, url.user, sizeof url.user);
    if (authority.password.begin)
        (void)copySpan(authority.password, url.password, sizeof url.password);
    return true;
}

/// "?query" keeps the path; "name" replaces the path's last segment.
bool assignRelativePath(const Span &path, char *target)
{
    size_t keep = findAny(target, strlen(target), "?");
    if (path.length > 0 && path.begin[0] != '?') {
        while (keep > 0 && target[keep - 1] != '/')
            --keep;
    }
    if (keep + path.length >= Url::kTargetCapacity)
        return false;
    if (path.length > 0)
        (void)copySpan(path, target + keep, Url::kTargetCapacity - keep);
    return true;
}

} // namespace

bool parseUrl(const char *text, Url &url)
{
    if (!text || !isPrintable(text))
        return false;
    const Pieces pieces = split(text);
    if (!pieces.scheme.begin || !pieces.authority.begin)
        return false;
    const bool https = isScheme(pieces.scheme, "https");
    return assignAbsolute(pieces, https, https || isScheme(pieces.scheme, "http"), url);
}

bool resolveUrl(const char *reference, Url &url)
{
    if (!reference || !isPrintable(reference))
        return false;
    const Pieces pieces = split(reference);
    if (pieces.scheme.begin)
        return parseUrl(reference, url);
    if (pieces.authority.begin)
        return assignAbsolute(pieces, url.tls, url.supported, url);
    const bool fromRoot = pieces.path.length > 0 && pieces.path.begin[0] == '/';
    if (fromRoot ? !storeTarget(pieces.path, url.target)
                 : !assignRelativePath(pieces.path, url.target))
        return false;
    removeDotSegments(url.target);
    return true;
}

bool hasOtherScheme(const char *reference, const char *scheme)
{
    const Pieces pieces = split(reference);
    return pieces.scheme.begin && !isScheme(pieces.scheme, scheme);
}

bool equalsIgnoringCase(const char *left, const char *right)
{
    while (*left && toLower(*left) == toLower(*right)) {
        ++left;
        ++right;
    }
    return toLower(*left) == toLower(*right);
}

} // namespace otabench::firmware
