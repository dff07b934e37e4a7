#pragma once

#include <cstddef>
#include <string_view>

namespace otabench::server::detail {

/// The longest request head that is read, line ends included.
inline constexpr std::size_t kHeadLimitBytes = 8192;

enum class Method
{
    Get,
    Head,
    Other,
};

/// What the server looks at in a request. The views point into the bytes that were parsed.
struct Request
{
    Method method = Method::Other;
    std::string_view methodText;
    std::string_view target; ///< as sent: origin form, absolute form, or anything without a space
    bool isHttp11 = false;   ///< or later 1.x; false: 1.0
    bool keepAlive = false;  ///< false: Connection: close, or 1.0 without Connection: keep-alive
    bool hasBody = false;    ///< Content-Length above 0, or chunked
    unsigned hostFields = 0;
    std::string_view range;
    std::string_view ifRange;
    std::string_view ifNoneMatch;
    std::string_view ifModifiedSince;
    std::string_view ifMatch;
    std::string_view ifUnmodifiedSince;
    std::string_view authorization;
    std::string_view userAgent;
    bool expectsUnknown = false; ///< Expect with anything but 100-continue
};

enum class HeadState
{
    Incomplete, ///< nothing wrong so far, the end has not been seen
    Complete,
    Bad,
};

struct ParsedHead
{
    HeadState state = HeadState::Incomplete;
    std::size_t bytes = 0; ///< Complete: the head's length, line ends before it included
    int status = 0;        ///< Bad: 400, 431 or 505
    Request request;       ///< Complete: valid as long as the bytes are
};

/// Parses the request head at the start of `bytes` (more may follow: a pipelined request). Garbage
/// is Bad as soon as it can be told, not only when the limit is reached. Thread: any.
[[nodiscard]] ParsedHead parseHead(std::string_view bytes);

} // namespace otabench::server::detail
