#include "esp_err.h"

#include <string.h>

#include "error_names.h"
#include "esp_flash_err.h"
#include "esp_ota_ops.h"
#include "esp_tls_errors.h"

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
    OTABENCH_CODE(ESP_OK),
    OTABENCH_CODE(ESP_FAIL),
    OTABENCH_CODE(ESP_ERR_NO_MEM),
    OTABENCH_CODE(ESP_ERR_INVALID_ARG),
    OTABENCH_CODE(ESP_ERR_INVALID_STATE),
    OTABENCH_CODE(ESP_ERR_INVALID_SIZE),
    OTABENCH_CODE(ESP_ERR_NOT_FOUND),
    OTABENCH_CODE(ESP_ERR_NOT_SUPPORTED),
    OTABENCH_CODE(ESP_ERR_TIMEOUT),
    OTABENCH_CODE(ESP_ERR_INVALID_RESPONSE),
    OTABENCH_CODE(ESP_ERR_INVALID_CRC),
    OTABENCH_CODE(ESP_ERR_INVALID_VERSION),
    OTABENCH_CODE(ESP_ERR_INVALID_MAC),
    OTABENCH_CODE(ESP_ERR_NOT_FINISHED),
    OTABENCH_CODE(ESP_ERR_NOT_ALLOWED),
    {0x110D, "ESP_ERR_NVS_NO_FREE_PAGES"},
    {0x1110, "ESP_ERR_NVS_NEW_VERSION_FOUND"},
    OTABENCH_CODE(ESP_ERR_OTA_BASE),
    OTABENCH_CODE(ESP_ERR_OTA_PARTITION_CONFLICT),
    OTABENCH_CODE(ESP_ERR_OTA_SELECT_INFO_INVALID),
    OTABENCH_CODE(ESP_ERR_OTA_VALIDATE_FAILED),
    OTABENCH_CODE(ESP_ERR_OTA_SMALL_SEC_VER),
    OTABENCH_CODE(ESP_ERR_OTA_ROLLBACK_FAILED),
    OTABENCH_CODE(ESP_ERR_OTA_ROLLBACK_INVALID_STATE),
    OTABENCH_CODE(ESP_ERR_OTA_ALREADY_IN_PROGRESS),
    OTABENCH_CODE(ESP_ERR_OTA_SPI_MODE_MISMATCH),
    OTABENCH_CODE(ESP_ERR_IMAGE_BASE),
    OTABENCH_CODE(ESP_ERR_IMAGE_FLASH_FAIL),
    OTABENCH_CODE(ESP_ERR_IMAGE_INVALID),
    OTABENCH_CODE(ESP_ERR_WIFI_BASE),
    OTABENCH_CODE(ESP_ERR_MESH_BASE),
    OTABENCH_CODE(ESP_ERR_FLASH_BASE),
    OTABENCH_CODE(ESP_ERR_FLASH_OP_FAIL),
    OTABENCH_CODE(ESP_ERR_FLASH_OP_TIMEOUT),
    OTABENCH_CODE(ESP_ERR_ESP_TLS_BASE),
    OTABENCH_CODE(ESP_ERR_ESP_TLS_CANNOT_RESOLVE_HOSTNAME),
    OTABENCH_CODE(ESP_ERR_ESP_TLS_CANNOT_CREATE_SOCKET),
    OTABENCH_CODE(ESP_ERR_ESP_TLS_UNSUPPORTED_PROTOCOL_FAMILY),
    OTABENCH_CODE(ESP_ERR_ESP_TLS_FAILED_CONNECT_TO_HOST),
    OTABENCH_CODE(ESP_ERR_ESP_TLS_SOCKET_SETOPT_FAILED),
    OTABENCH_CODE(ESP_ERR_ESP_TLS_CONNECTION_TIMEOUT),
    OTABENCH_CODE(ESP_ERR_ESP_TLS_TCP_CLOSED_FIN),
    OTABENCH_CODE(ESP_ERR_MBEDTLS_CTR_DRBG_SEED_FAILED),
    OTABENCH_CODE(ESP_ERR_MBEDTLS_SSL_SET_HOSTNAME_FAILED),
    OTABENCH_CODE(ESP_ERR_MBEDTLS_SSL_CONFIG_DEFAULTS_FAILED),
    OTABENCH_CODE(ESP_ERR_MBEDTLS_X509_CRT_PARSE_FAILED),
    OTABENCH_CODE(ESP_ERR_MBEDTLS_SSL_CONF_OWN_CERT_FAILED),
    OTABENCH_CODE(ESP_ERR_MBEDTLS_SSL_SETUP_FAILED),
    OTABENCH_CODE(ESP_ERR_MBEDTLS_SSL_WRITE_FAILED),
    OTABENCH_CODE(ESP_ERR_MBEDTLS_PK_PARSE_KEY_FAILED),
    OTABENCH_CODE(ESP_ERR_MBEDTLS_SSL_HANDSHAKE_FAILED),
    OTABENCH_CODE(ESP_ERR_HW_CRYPTO_BASE),
    OTABENCH_CODE(ESP_ERR_MEMPROT_BASE),
};

const char *findName(esp_err_t code)
{
    for (const CodeName &entry : kNames) {
        if (entry.code == code)
            return entry.name;
    }
    return otabench::firmware::nameOfUpdateError(code);
}

} // namespace

const char *esp_err_to_name(esp_err_t code)
{
    const char *name = findName(code);
    return name ? name : "UNKNOWN ERROR";
}

const char *esp_err_to_name_r(esp_err_t code, char *buf, size_t buflen)
{
    const char *name = findName(code);
    if (!name && code > 0 && code < 256) // the range of errno
        name = strerror(code);
    if (!name)
        name = "UNKNOWN ERROR";
    if (buflen) {
        const size_t length = strlen(name);
        const size_t kept = length < buflen ? length : buflen - 1;
        memcpy(buf, name, kept);
        buf[kept] = 0;
    }
    return buf;
}
