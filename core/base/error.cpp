#include "base/error.h"

#include <array>
#include <cerrno>
#include <system_error>

namespace otabench {
namespace {

struct Entry
{
    ErrorCode code;
    std::string_view name;
};

constexpr std::array kEntries = {
    Entry{ErrorCode::InvalidArgument, "invalid-argument"},
    Entry{ErrorCode::NotFound, "not-found"},
    Entry{ErrorCode::AlreadyExists, "already-exists"},
    Entry{ErrorCode::PermissionDenied, "permission-denied"},
    Entry{ErrorCode::InputOutput, "input-output"},
    Entry{ErrorCode::DiskFull, "disk-full"},
    Entry{ErrorCode::Timeout, "timeout"},
    Entry{ErrorCode::Cancelled, "cancelled"},
    Entry{ErrorCode::NotSupported, "not-supported"},
    Entry{ErrorCode::Internal, "internal"},
    Entry{ErrorCode::ImageTruncated, "image-truncated"},
    Entry{ErrorCode::ImageInvalid, "image-invalid"},
    Entry{ErrorCode::ImageCorrupt, "image-corrupt"},
    Entry{ErrorCode::ImageWrongKind, "image-wrong-kind"},
    Entry{ErrorCode::ImageWrongChip, "image-wrong-chip"},
    Entry{ErrorCode::ImageTooLarge, "image-too-large"},
    Entry{ErrorCode::ImageTooOld, "image-too-old"},
    Entry{ErrorCode::CertificateInvalid, "certificate-invalid"},
    Entry{ErrorCode::CertificateMissing, "certificate-missing"},
    Entry{ErrorCode::KeyInvalid, "key-invalid"},
    Entry{ErrorCode::TlsFailed, "tls-failed"},
    Entry{ErrorCode::AddressInUse, "address-in-use"},
    Entry{ErrorCode::AddressUnavailable, "address-unavailable"},
    Entry{ErrorCode::PortNotFound, "port-not-found"},
    Entry{ErrorCode::PortBusy, "port-busy"},
    Entry{ErrorCode::PortPermission, "port-permission"},
    Entry{ErrorCode::PortGone, "port-gone"},
    Entry{ErrorCode::BoardSilent, "board-silent"},
    Entry{ErrorCode::BoardRefused, "board-refused"},
    Entry{ErrorCode::BoardProtocol, "board-protocol"},
    Entry{ErrorCode::BoardNoNetwork, "board-no-network"},
    Entry{ErrorCode::BoardCannotConnect, "board-cannot-connect"},
    Entry{ErrorCode::BoardCertificateRefused, "board-certificate-refused"},
    Entry{ErrorCode::BoardHttpError, "board-http-error"},
    Entry{ErrorCode::BoardDownloadStalled, "board-download-stalled"},
    Entry{ErrorCode::BoardDownloadCut, "board-download-cut"},
    Entry{ErrorCode::BoardImageRejected, "board-image-rejected"},
    Entry{ErrorCode::BoardFlashFailed, "board-flash-failed"},
    Entry{ErrorCode::BoardOutOfMemory, "board-out-of-memory"},
    Entry{ErrorCode::BoardNotRebooted, "board-not-rebooted"},
    Entry{ErrorCode::BoardRolledBack, "board-rolled-back"},
    Entry{ErrorCode::BoardUnconfirmed, "board-unconfirmed"},
    Entry{ErrorCode::BoardCrashed, "board-crashed"},
    Entry{ErrorCode::BoardBrownOut, "board-brown-out"},
    Entry{ErrorCode::BoardNotProved, "board-not-proved"},
    Entry{ErrorCode::BoardOtaFailed, "board-ota-failed"},
    Entry{ErrorCode::BoardClaimed, "board-claimed"},
    Entry{ErrorCode::DatabaseFailed, "database-failed"},
    Entry{ErrorCode::DatabaseUnreachable, "database-unreachable"},
    Entry{ErrorCode::DatabaseBusy, "database-busy"},
    Entry{ErrorCode::DatabaseCorrupt, "database-corrupt"},
    Entry{ErrorCode::DatabaseTooNew, "database-too-new"},
};

} // namespace

const std::vector<ErrorCode> &allErrorCodes()
{
    static const std::vector<ErrorCode> codes = [] {
        std::vector<ErrorCode> all;
        for (const Entry &entry : kEntries)
            all.push_back(entry.code);
        return all;
    }();
    return codes;
}

std::string_view name(ErrorCode code)
{
    for (const Entry &entry : kEntries) {
        if (entry.code == code)
            return entry.name;
    }
    return "internal";
}

ErrorCode errorCodeFromName(std::string_view name)
{
    for (const Entry &entry : kEntries) {
        if (entry.name == name)
            return entry.code;
    }
    return ErrorCode::Internal;
}

Error Error::in(std::string_view context) const
{
    Error outer = *this;
    outer.text = fmt::format("{}: {}", context, text);
    return outer;
}

ErrorCode errorCodeFromErrno(int errorNumber)
{
    switch (errorNumber) {
    case ENOENT:
        return ErrorCode::NotFound;
    case EEXIST:
        return ErrorCode::AlreadyExists;
    case EACCES:
    case EPERM:
    case EROFS:
        return ErrorCode::PermissionDenied;
    case ENOSPC:
    case EDQUOT:
    case EFBIG:
        return ErrorCode::DiskFull;
    case ETIMEDOUT:
        return ErrorCode::Timeout;
    case EADDRINUSE:
        return ErrorCode::AddressInUse;
    case EADDRNOTAVAIL:
        return ErrorCode::AddressUnavailable;
    default:
        return ErrorCode::InputOutput;
    }
}

std::string errnoText(int errorNumber)
{
    return std::generic_category().message(errorNumber);
}

} // namespace otabench
