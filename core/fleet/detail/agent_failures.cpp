#include "fleet/detail/agent_failures.h"

#include <array>

namespace otabench::fleet::detail {
namespace {

/// Mbed TLS x509.h, MBEDTLS_X509_BADCERT_*.
struct Flag
{
    std::uint64_t bit;
    std::string_view words;
};

constexpr std::array kFlags = {
    Flag{0x01, "it has expired (or the board's clock is wrong)"},
    Flag{0x02, "it has been revoked"},
    Flag{0x04, "its names do not include the host in the URL"},
    Flag{0x08, "it is not signed by a CA the board trusts"},
    Flag{0x40, "the server sent none"},
    Flag{0x200, "it is not valid yet (or the board's clock is wrong)"},
    Flag{0x800, "its key usage does not allow it"},
    Flag{0x1000, "its extended key usage does not allow a server"},
    Flag{0x4000, "its signature uses a digest the board does not accept"},
    Flag{0x8000, "its signature uses an algorithm the board does not accept"},
    Flag{0x10000, "its key is too short or of a kind the board does not accept"},
};

constexpr std::uint64_t kTlsAllocFailed = 0x7F00;  // MBEDTLS_ERR_SSL_ALLOC_FAILED
constexpr std::uint64_t kX509AllocFailed = 0x2880; // MBEDTLS_ERR_X509_ALLOC_FAILED
constexpr std::uint64_t kVerifyFailed = 0x2700;    // MBEDTLS_ERR_X509_CERT_VERIFY_FAILED

bool contains(std::string_view text, std::string_view part)
{
    return text.find(part) != std::string_view::npos;
}

/// OTABENCH_ERR_OTA_NOT_DECRYPTED, OTABENCH_ERR_OTA_BAD_TAG: esp_https_ota.h of the component.
bool isDecryption(std::string_view name)
{
    return contains(name, "NOT_DECRYPTED") || contains(name, "BAD_TAG");
}

/// By the name of the esp_err_t. ESP_FAIL says nothing: the sentence decides.
ErrorCode codeOf(std::string_view name, std::string_view text)
{
    if (contains(text, "HTTP status"))
        return ErrorCode::BoardHttpError;
    if (contains(name, "NO_MEM"))
        return ErrorCode::BoardOutOfMemory;
    if (contains(name, "FLASH"))
        return ErrorCode::BoardFlashFailed;
    if (name == "ESP_ERR_HTTP_CONNECT" || name == "ESP_ERR_HTTP_CONNECTING" ||
        (contains(name, "ESP_TLS") && !contains(name, "CLOSED_FIN")))
        return ErrorCode::BoardCannotConnect;
    if (contains(name, "MBEDTLS"))
        return ErrorCode::TlsFailed;
    if (contains(name, "VALIDATE_FAILED") || contains(name, "IMAGE_INVALID") ||
        contains(name, "INVALID_VERSION") || contains(name, "SMALL_SEC_VER") ||
        contains(name, "SPI_MODE") || isDecryption(name) || contains(text, "application image") ||
        contains(text, "too short to be an image"))
        return ErrorCode::BoardImageRejected;
    if (contains(name, "TIMEOUT") || contains(name, "EAGAIN"))
        return ErrorCode::BoardDownloadStalled;
    if (contains(name, "INCOMPLETE") || contains(name, "CLOSED") || contains(text, "broke") ||
        contains(text, "sent less") || contains(text, "closed the connection"))
        return ErrorCode::BoardDownloadCut;
    if (contains(name, "ESP_ERR_HTTP"))
        return ErrorCode::BoardHttpError;
    if (contains(name, "INVALID_SIZE"))
        return ErrorCode::ImageTooLarge;
    return ErrorCode::BoardOtaFailed;
}

std::string_view remedyOf(ErrorCode code)
{
    switch (code) {
    case ErrorCode::BoardCannotConnect:
        return "check that the board is in the network, that it has a route to this address, and "
               "that a firewall on this computer lets the port through";
    case ErrorCode::BoardHttpError:
        return "stop the campaign and start it again; the URL may be of an earlier one";
    case ErrorCode::BoardOutOfMemory:
        return "free heap in the firmware, or use a partial download (--partial 4096)";
    case ErrorCode::BoardFlashFailed:
        return "check the board's supply; if it stays so, the flash is worn out";
    case ErrorCode::TlsFailed:
        return "look at the board's log for the Mbed TLS code; old firmware may lack the ciphers";
    case ErrorCode::BoardImageRejected:
        return "check the image with \"image info\", and signature and secure version against "
               "the board's";
    case ErrorCode::BoardDownloadStalled:
    case ErrorCode::BoardDownloadCut:
        return "check the board's Wi-Fi signal and try again with fewer boards at once";
    case ErrorCode::ImageTooLarge:
        return "make the image smaller or the partition larger";
    default:
        return "read the board's log around this moment, then try again";
    }
}

} // namespace

std::string certificateTrouble(std::uint64_t flags)
{
    std::string words;
    for (const Flag &flag : kFlags) {
        if ((flags & flag.bit) != 0)
            words += (words.empty() ? "" : "; ") + std::string(flag.words);
    }
    return words.empty() ? fmt::format("verify flags {:#x}", flags) : words;
}

Error failureOf(const AgentMessage &report, const std::string &server)
{
    const std::string name = report.text("error");
    const std::string text = report.text("text");
    const auto tls = report.number("tls").value_or(0);
    const auto flags = report.number("flags").value_or(0);
    if (flags != 0 || tls == kVerifyFailed)
        return {ErrorCode::BoardCertificateRefused,
                fmt::format("the board refused the certificate of {}: {}. What to do: give it the "
                            "lab CA (the agent profile sends it; other firmware must have it built "
                            "in: \"otabench-cli ca export\") and check the board's clock",
                            server, certificateTrouble(flags)),
                {server}};
    const bool noMemory = tls == kTlsAllocFailed || tls == kX509AllocFailed;
    const ErrorCode code = noMemory ? ErrorCode::BoardOutOfMemory : codeOf(name, text);
    std::string detail = text.empty() ? name : fmt::format("{} ({})", text, name);
    if (tls != 0)
        detail += fmt::format(", Mbed TLS -{:#x}", tls);
    const std::string where =
        code == ErrorCode::BoardCannotConnect ? fmt::format(" with {}", server) : std::string();
    return {code,
            fmt::format("the board reports{}: {}. What to do: {}", where, detail,
                        isDecryption(name)
                            ? "encrypt the image with the public key of these boards "
                              "(\"otabench-cli image encrypt\"), and send that file whole"
                            : remedyOf(code)),
            {server, detail}};
}

bool isWorthARetry(ErrorCode code)
{
    switch (code) {
    case ErrorCode::Timeout:
    case ErrorCode::PortGone:
    case ErrorCode::BoardSilent:
    case ErrorCode::BoardProtocol:
    case ErrorCode::BoardNoNetwork:
    case ErrorCode::BoardCannotConnect:
    case ErrorCode::BoardHttpError:
    case ErrorCode::BoardDownloadStalled:
    case ErrorCode::BoardDownloadCut:
    case ErrorCode::BoardBrownOut:
    case ErrorCode::BoardCrashed:
    case ErrorCode::BoardOtaFailed:
    case ErrorCode::TlsFailed:
        return true;
    default:
        return false;
    }
}

} // namespace otabench::fleet::detail
