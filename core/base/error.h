#pragma once

#include <fmt/format.h>
#include <tl/expected.hpp>

#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace otabench {

/// What went wrong, by the reaction it calls for. `name()` gives the word that `--json` prints as
/// `reason` and that the history keeps; do not rename one that has been released.
enum class ErrorCode
{
    // General
    InvalidArgument,
    NotFound,
    AlreadyExists,
    PermissionDenied,
    InputOutput,
    DiskFull,
    Timeout,
    Cancelled,
    NotSupported,
    Internal,
    // Images
    ImageTruncated,
    ImageInvalid,
    ImageCorrupt,
    ImageWrongKind,
    ImageWrongChip,
    ImageTooLarge,
    ImageTooOld,
    // Certificates and TLS
    CertificateInvalid,
    CertificateMissing,
    KeyInvalid,
    TlsFailed,
    // Server
    AddressInUse,
    AddressUnavailable,
    // Serial ports
    PortNotFound,
    PortBusy,
    PortPermission,
    PortGone,
    // What a board did, or did not do
    BoardSilent,
    BoardRefused,
    BoardProtocol,
    BoardNoNetwork,
    BoardCannotConnect,
    BoardCertificateRefused,
    BoardHttpError,
    BoardDownloadStalled,
    BoardDownloadCut,
    BoardImageRejected,
    BoardFlashFailed,
    BoardOutOfMemory,
    BoardNotRebooted,
    BoardRolledBack,
    BoardUnconfirmed,
    BoardCrashed,
    BoardBrownOut,
    BoardNotProved,
    BoardOtaFailed,
    BoardClaimed, ///< another otabench updates it
                  // History
    DatabaseFailed,
    DatabaseUnreachable,
    DatabaseBusy,
    DatabaseCorrupt,
    DatabaseTooNew,
};

/// All codes, in the order above: for tests and for tables of texts.
[[nodiscard]] const std::vector<ErrorCode> &allErrorCodes();

/// The code's word, lower case with hyphens: `board-certificate-refused`.
[[nodiscard]] std::string_view name(ErrorCode code);

/// The reverse of name(); Internal for a word that is none.
[[nodiscard]] ErrorCode errorCodeFromName(std::string_view name);

/// A failure: what a program reacts to (code) and what a person reads (text).
struct Error
{
    ErrorCode code = ErrorCode::Internal;
    std::string text;              ///< English sentence: what was given, what is wrong, what to do
    std::vector<std::string> args; ///< the values in it, in order, for the translated sentence

    /// The same failure with what only the caller knows ("board vb-01") put in front of the text.
    [[nodiscard]] Error in(std::string_view context) const;
    friend bool operator==(const Error &, const Error &) = default;
};

template <typename T = void>
using Result = tl::expected<T, Error>;

/// Makes the unexpected side of a Result: `return fail(ErrorCode::NotFound, "no file {}", path);`.
/// The values stay in Error::args, each as it was formatted by `{}`.
template <typename... Args>
[[nodiscard]] tl::unexpected<Error> fail(ErrorCode code, fmt::format_string<const Args &...> text,
                                         const Args &...args)
{
    return tl::unexpected<Error>(
        Error{code, fmt::format(text, args...), {fmt::format("{}", args)...}});
}

/// "Permission denied" and its kin: the code and words for an errno value taken right after the
/// call.
[[nodiscard]] ErrorCode errorCodeFromErrno(int errorNumber);
[[nodiscard]] std::string errnoText(int errorNumber);

} // namespace otabench
