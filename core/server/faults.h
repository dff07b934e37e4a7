#pragma once

#include "base/error.h"

#include <cstdint>
#include <span>
#include <string>
#include <string_view>

namespace otabench::server {

/// What the fault bench can do wrong on purpose, for testing how firmware stands it.
enum class FaultKind
{
    Cut,         ///< ends the connection after so many bytes of the body
    Reset,       ///< the same with a TCP reset
    Stall,       ///< sends nothing more after so many bytes, and stays connected
    Slow,        ///< so many bytes a second
    Length,      ///< Content-Length is so much too high (or, negative, too low)
    Flip,        ///< the byte of the image at this offset is inverted
    Certificate, ///< signed by a CA that nobody knows
    WrongName,   ///< of another host
    Expired,     ///< since yesterday
    Status,      ///< this answer instead (404, 500, …)
    Redirect,    ///< to the same URL, for ever
    Chunked,     ///< chunked transfer coding, so without a length
    NoRange,     ///< ranges are ignored: 200 and the whole image; 416: refused with that
};

/// Certificate, WrongName or Expired: a matter of the handshake, before a board has asked for a
/// URL.
[[nodiscard]] bool isCertificateFault(FaultKind kind);

struct Fault
{
    FaultKind kind = FaultKind::Cut;
    std::int64_t argument = 0; ///< bytes, bytes a second, an offset, a status: see FaultKind
    std::string board = {};    ///< label of a token, or a client's address; empty: all boards
    unsigned times = 0;        ///< so many requests (connections for certificates); 0: all
};

/// What `serve --help` says of a kind.
struct FaultKindText
{
    FaultKind kind;
    std::string_view name;
    std::string_view argument; ///< "" when it takes none, in brackets when it may be left out
    std::string_view meaning;
};

[[nodiscard]] std::span<const FaultKindText> faultKinds();

/// KIND[:ARGUMENT][@BOARD][*TIMES], e.g. "cut:100000", "status:500@bench-3", "stall:0*2". Sizes
/// take K and M. InvalidArgument names what is wrong and what there is.
[[nodiscard]] Result<Fault> parseFault(std::string_view text);

/// As parseFault() reads it.
[[nodiscard]] std::string toText(const Fault &fault);

} // namespace otabench::server
