#include "board_handshake.h"

#include "host_net.h"

#include <fmt/format.h>

namespace otabench {
namespace {

constexpr int kLevelError = 1, kLevelWarning = 2;

void takeLine(void *context, int level, const char *tag, const char *text)
{
    const char letter = level == kLevelError ? 'E' : level == kLevelWarning ? 'W' : 'I';
    static_cast<std::vector<std::string> *>(context)->push_back(
        fmt::format("{} {}: {}", letter, tag, text));
}

const char *orNull(const std::string &text)
{
    return text.empty() ? nullptr : text.c_str();
}

} // namespace

certificates::BoardHandshake shakeHandsAsBoard(const certificates::BoardHandshakeOptions &options)
{
    certificates::BoardHandshake result;
    firmware::host::HostNet net;
    firmware::host::HostNetOptions netOptions;
    netOptions.log = takeLine;
    netOptions.logContext = &result.lines;
    net.setOptions(netOptions);
    otabench_net_config_t config = {};
    config.host = options.host.c_str();
    config.port = options.port;
    config.tls = true;
    config.ca_pem = options.trustPem.c_str();
    config.expected_name = orNull(options.expectedName);
    config.client_cert_pem = orNull(options.clientCertificatePem);
    config.client_key_pem = orNull(options.clientKeyPem);
    config.timeout_ms = static_cast<std::uint32_t>(options.timeout.count());
    otabench_net_t *connection = nullptr;
    otabench_net_error_t error = {};
    esp_err_t code = net.open(config, &connection);
    if (code == ESP_OK) {
        do // its time-out ends it
            code = net.connect(connection, config.timeout_ms, error);
        while (code == ESP_ERR_NOT_FINISHED);
    }
    if (connection != nullptr)
        net.close(connection);
    result.accepted = code == ESP_OK;
    result.error = esp_err_to_name(code);
    result.tlsError = error.tls_error;
    result.verifyFlags = error.verify_flags;
    return result;
}

} // namespace otabench
