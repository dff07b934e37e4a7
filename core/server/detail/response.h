#pragma once

#include "server/detail/access.h"
#include "server/detail/published.h"
#include "server/detail/range.h"
#include "server/detail/request.h"
#include "server/detail/traffic.h"

#include <memory>
#include <string>
#include <string_view>

namespace otabench::server::detail {

/// What can be asked for, and by whom.
struct Catalogue
{
    const Publications &publications;
    const Tokens &tokens;
    const Access *access = nullptr; ///< nullptr: everyone
    bool tokensOnly = false;        ///< no image without a token in its URL
};

/// An answer, decided but not sent: its head has been written, its body is a part of an image.
struct Response
{
    int status = 0;
    bool keepAlive = false;
    std::shared_ptr<const Publication> image; ///< also where no byte of it is sent (HEAD, 304)
    std::shared_ptr<TokenTraffic> token;      ///< of the URL, when it is one in force
    ByteRange body;                           ///< of the image; length 0: none
    std::string user = {};                    ///< who was let in, where a login is asked for
};

/// Decides the answer to a request and appends its head (and for errors, its short text) to
/// `output`. `date` is the Date header's value. Touches nothing but the catalogue: this and
/// parseHead() are all that outside bytes reach. Thread: any.
[[nodiscard]] Response respond(const Request &request, const Catalogue &catalogue,
                               std::string_view date, std::string &output);

/// An answer without an image: a status, header lines of its own (each with CRLF) and its name as
/// text.
[[nodiscard]] Response respondWith(int status, std::string_view extraLines, const Request &request,
                                   std::string_view date, std::string &output);

/// 200 with a text of ours.
[[nodiscard]] Response respondWithText(std::string_view contentType, std::string_view text,
                                       const Request &request, std::string_view date,
                                       std::string &output);

/// The path of a request target, without query: of the origin form ("/a") and the absolute one
/// ("https://host/a"), which servers must take, too (RFC 9112 section 3.2.2); "" for others.
[[nodiscard]] std::string_view pathOf(std::string_view target);

/// The answer to bytes that are no request: 400, 431 or 505; the connection ends after it.
[[nodiscard]] Response refuse(int status, std::string_view date, std::string &output);

/// parseHead() and respond() on the same bytes, as a connection does: for tests and fuzzing.
/// @return how many bytes were consumed; 0: more are needed, or the bytes are bad (then `output`
/// has the refusal).
std::size_t answer(std::string_view bytes, const Catalogue &catalogue, std::string &output);

} // namespace otabench::server::detail
