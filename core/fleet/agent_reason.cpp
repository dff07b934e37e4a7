#include "fleet/board_update.h"

#include <array>

namespace otabench::fleet {
namespace {

// Mbed TLS x509.h, MBEDTLS_X509_BADCERT_*
constexpr std::uint32_t kFlagExpired = 0x01;
constexpr std::uint32_t kFlagWrongName = 0x04;
constexpr std::uint32_t kFlagNotTrusted = 0x08;
constexpr std::uint32_t kFlagFuture = 0x200;

// Mbed TLS ssl.h and x509.h, as printed: without the sign
constexpr std::uint32_t kTlsVerifyFailed = 0x2700;
constexpr std::uint32_t kTlsNoMemory = 0x7F00;

struct Mapping
{
    std::string_view name; ///< as esp_err_to_name gives it
    ErrorCode code;
    std::string_view meaning;
};

// Names and meanings: ESP-IDF esp_err.h, esp_ota_ops.h, esp_http_client.h, esp_image_format.h.
constexpr std::array kMappings = {
    Mapping{"ESP_ERR_NO_MEM", ErrorCode::BoardOutOfMemory,
            "the board ran out of memory: try a partial download (--partial 4096)"},
    Mapping{"ESP_ERR_INVALID_SIZE", ErrorCode::ImageTooLarge,
            "the image does not fit the board's slot: make it smaller, or the slot larger"},
    Mapping{"ESP_ERR_NOT_FOUND", ErrorCode::BoardImageRejected,
            "the board has no slot to update: its partition table needs two OTA slots"},
    Mapping{"ESP_ERR_INVALID_VERSION", ErrorCode::BoardImageRejected,
            "the image is for another chip or chip revision: choose the one built for this board"},
    Mapping{"ESP_ERR_OTA_VALIDATE_FAILED", ErrorCode::BoardImageRejected,
            "the image did not pass the board's check: compare the file with the one that was "
            "built, then retry"},
    Mapping{"ESP_ERR_IMAGE_INVALID", ErrorCode::BoardImageRejected,
            "the image did not pass the board's check: compare the file with the one that was "
            "built, then retry"},
    Mapping{"ESP_ERR_OTA_SMALL_SEC_VER", ErrorCode::ImageTooOld,
            "the image's secure version is lower than the one burnt into the board: it can never "
            "run there"},
    Mapping{"ESP_ERR_OTA_ROLLBACK_INVALID_STATE", ErrorCode::BoardUnconfirmed,
            "the board's present image has not been confirmed yet: confirm it or reset the board, "
            "then retry"},
    Mapping{
        "ESP_ERR_OTA_PARTITION_CONFLICT", ErrorCode::BoardImageRejected,
        "the board would overwrite the slot it runs from: its partition table needs two OTA slots"},
    Mapping{"ESP_ERR_FLASH_OP_FAIL", ErrorCode::BoardFlashFailed,
            "the board's flash could not be written: worn out, write-protected, or a weak supply"},
    Mapping{"ESP_ERR_FLASH_OP_TIMEOUT", ErrorCode::BoardFlashFailed,
            "the board's flash did not answer: worn out, or a weak supply"},
    Mapping{"ESP_ERR_IMAGE_FLASH_FAIL", ErrorCode::BoardFlashFailed,
            "the board's flash could not be read back: worn out, or a weak supply"},
    Mapping{"ESP_ERR_HTTP_CONNECT", ErrorCode::BoardCannotConnect,
            "the board did not reach this computer: is it on this network, and does a firewall let "
            "the port in?"},
    Mapping{"ESP_ERR_HTTP_CONNECTION_CLOSED", ErrorCode::BoardDownloadCut,
            "the connection broke off: look at the network, then retry"},
    Mapping{
        "ESP_ERR_HTTP_INCOMPLETE_DATA", ErrorCode::BoardDownloadCut,
        "the connection broke off before the image was complete: look at the network, then retry"},
    Mapping{"ESP_ERR_HTTP_READ_TIMEOUT", ErrorCode::BoardDownloadStalled,
            "no more bytes arrived at the board: look at the network, then retry"},
    Mapping{"ESP_ERR_HTTP_EAGAIN", ErrorCode::BoardDownloadStalled,
            "no more bytes arrived at the board: look at the network, then retry"},
};

std::string certificateText(std::uint32_t flags)
{
    if ((flags & kFlagNotTrusted) != 0)
        return "the board does not trust the certificate authority that signed this server's "
               "certificate: send it the "
               "lab CA, or build it into its firmware";
    if ((flags & kFlagWrongName) != 0)
        return "the server's certificate does not carry the address in the URL: issue it anew for "
               "that address";
    if ((flags & kFlagExpired) != 0)
        return "the board takes the server's certificate for expired: renew it, or set the board's "
               "clock";
    if ((flags & kFlagFuture) != 0)
        return "the server's certificate is not valid yet by the board's clock: set the clock";
    return "the board refused the server's certificate: another CA than the one it trusts, or "
           "another address than the "
           "certificate names";
}

} // namespace

Error reasonFromAgent(const Fields &fields)
{
    const std::string &error = fields.text("error");
    const std::string &text = fields.text("text");
    const std::uint32_t flags = fields.hexadecimal("flags");
    const std::uint32_t tls = fields.hexadecimal("tls");
    const auto named = [&](ErrorCode code, std::string_view meaning) {
        return Error{code,
                     fmt::format("{} ({}{}{})", meaning, error, text.empty() ? "" : ": ", text),
                     {error, text}};
    };
    if (flags != 0 || tls == kTlsVerifyFailed)
        return named(ErrorCode::BoardCertificateRefused, certificateText(flags));
    if (tls == kTlsNoMemory)
        return named(ErrorCode::BoardOutOfMemory, "the board ran out of memory while it set up "
                                                  "TLS: try a partial download (--partial 4096)");
    for (const Mapping &mapping : kMappings) {
        if (mapping.name == error)
            return named(mapping.code, mapping.meaning);
    }
    if (error.starts_with("ESP_ERR_HTTP"))
        return named(ErrorCode::BoardHttpError, "the server's answer was not what the board wants");
    return named(ErrorCode::BoardOtaFailed, "the update failed on the board");
}

} // namespace otabench::fleet
