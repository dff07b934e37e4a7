#pragma once

#include <stddef.h>
#include <stdint.h>

namespace otabench::firmware {

/// A URL taken apart, in fixed room: what does not fit is refused, never cut.
///
/// Only `http` and `https` can be fetched; another scheme parses, with supported false, because
/// ESP-IDF finds out about it when it connects. User and password are not percent-decoded, and a
/// fragment is dropped. Control characters, spaces and bytes above 0x7E are refused: they could end
/// the request line.
struct Url
{
    static constexpr size_t kHostCapacity = 128;
    static constexpr size_t kTargetCapacity = 512;
    static constexpr size_t kUserCapacity = 64;

    bool supported = false;
    bool tls = false;
    bool bracketed = false; ///< host is an IPv6 literal; stored without its brackets
    uint16_t port = 0;      ///< never 0 after parsing a supported URL
    char host[kHostCapacity] = {};
    char target[kTargetCapacity] = {}; ///< path and query, starts with '/'
    char user[kUserCapacity] = {};
    char password[kUserCapacity] = {};

    [[nodiscard]] bool isDefaultPort() const { return port == (tls ? 443 : 80); }
};

/// Parses an absolute URL. On false `url` is unchanged.
[[nodiscard]] bool parseUrl(const char *text, Url &url);

/// Replaces `url` by a reference to be read relative to it (RFC 3986 section 5.2): absolute,
/// `//host/path`, `/path`, `path` or `?query`. On false `url` is unchanged.
[[nodiscard]] bool resolveUrl(const char *reference, Url &url);

/// Whether a reference names a scheme, and not this one (lower case).
[[nodiscard]] bool hasOtherScheme(const char *reference, const char *scheme);

/// ASCII case-insensitive comparison of NUL-terminated texts.
[[nodiscard]] bool equalsIgnoringCase(const char *left, const char *right);

} // namespace otabench::firmware
