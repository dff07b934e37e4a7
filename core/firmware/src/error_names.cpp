#include "error_names.h"

#include "esp_http_client.h"
#include "esp_https_ota.h"
#include "otabench_agent_protocol.h"

namespace otabench::firmware {
namespace {

struct CodeName
{
    esp_err_t code;
    const char *name;
};

#define OTABENCH_CODE(code)                                                                        \
    {                                                                                              \
        code, #code                                                                                \
    }

constexpr CodeName kNames[] = {
    OTABENCH_CODE(ESP_ERR_HTTP_BASE),
    OTABENCH_CODE(ESP_ERR_HTTP_MAX_REDIRECT),
    OTABENCH_CODE(ESP_ERR_HTTP_CONNECT),
    OTABENCH_CODE(ESP_ERR_HTTP_WRITE_DATA),
    OTABENCH_CODE(ESP_ERR_HTTP_FETCH_HEADER),
    OTABENCH_CODE(ESP_ERR_HTTP_INVALID_TRANSPORT),
    OTABENCH_CODE(ESP_ERR_HTTP_CONNECTING),
    OTABENCH_CODE(ESP_ERR_HTTP_EAGAIN),
    OTABENCH_CODE(ESP_ERR_HTTP_CONNECTION_CLOSED),
    OTABENCH_CODE(ESP_ERR_HTTP_NOT_MODIFIED),
    OTABENCH_CODE(ESP_ERR_HTTP_RANGE_NOT_SATISFIABLE),
    OTABENCH_CODE(ESP_ERR_HTTP_READ_TIMEOUT),
    OTABENCH_CODE(ESP_ERR_HTTP_INCOMPLETE_DATA),
    OTABENCH_CODE(ESP_ERR_HTTP_REDIRECT_DOWNGRADE),
    OTABENCH_CODE(ESP_ERR_HTTP_HEADER_TOO_LONG),
    OTABENCH_CODE(OTABENCH_ERR_HTTP_CANCELLED),
    OTABENCH_CODE(ESP_ERR_HTTPS_OTA_BASE),
    OTABENCH_CODE(ESP_ERR_HTTPS_OTA_IN_PROGRESS),
    OTABENCH_CODE(OTABENCH_ERR_OTA_NOT_SWITCHED),
    OTABENCH_CODE(OTABENCH_ERR_OTA_NOT_DECRYPTED),
    OTABENCH_CODE(OTABENCH_ERR_OTA_BAD_TAG),
    OTABENCH_CODE(OTABENCH_ERR_AGENT_RESTARTING),
};

} // namespace

const char *nameOfUpdateError(esp_err_t code)
{
    for (const CodeName &entry : kNames) {
        if (entry.code == code)
            return entry.name;
    }
    return nullptr;
}

} // namespace otabench::firmware
