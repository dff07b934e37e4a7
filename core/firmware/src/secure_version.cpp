#include "secure_version.h"

#include "bytes.h"
#include "esp_app_desc.h"
#include "esp_app_format.h"
#include "esp_efuse.h"
#include "log.h"
#include "partition_table.h"

namespace otabench::firmware {

bool hasAntiRollback(const otabench_port_t *port)
{
    return port->security && port->security->anti_rollback;
}

esp_err_t readSecureVersion(const otabench_port_t *port, uint32_t address, uint32_t *version)
{
    // Behind image header and first segment header: magic, secure version.
    constexpr uint32_t kOffset = sizeof(esp_image_header_t) + sizeof(esp_image_segment_header_t);
    uint8_t bytes[8];
    if (!isInFlash(port, address, kOffset + sizeof bytes))
        return ESP_ERR_NOT_FOUND;
    const esp_err_t err = port->flash_read(port->ctx, address + kOffset, bytes, sizeof bytes);
    if (err != ESP_OK)
        return err;
    if (readU32(bytes) != ESP_APP_DESC_MAGIC_WORD)
        return ESP_ERR_NOT_FOUND;
    *version = readU32(bytes + 4);
    return ESP_OK;
}

bool mayStart(const otabench_port_t *port, uint32_t address, const char *tag)
{
    if (!hasAntiRollback(port))
        return true;
    uint32_t version = 0;
    const esp_err_t err = readSecureVersion(port, address, &version);
    if (err == ESP_OK)
        return version >= port->secure_version(port->ctx);
    logLine(port, ESP_LOG_ERROR, tag, "Failed to get partition description %d", err);
    return false;
}

esp_err_t burnSecureVersion(const otabench_port_t *port, uint32_t address)
{
    if (!hasAntiRollback(port))
        return ESP_OK;
    uint32_t version = 0;
    const esp_err_t err = readSecureVersion(port, address, &version);
    return err == ESP_OK ? port->raise_secure_version(port->ctx, version) : err;
}

} // namespace otabench::firmware

uint32_t esp_efuse_read_secure_version(void)
{
    const otabench_port_t *port = otabench_port_get();
    return port->secure_version ? port->secure_version(port->ctx) : 0;
}

bool esp_efuse_check_secure_version(uint32_t secure_version)
{
    return secure_version >= esp_efuse_read_secure_version();
}

esp_err_t esp_efuse_update_secure_version(uint32_t secure_version)
{
    const otabench_port_t *port = otabench_port_get();
    return port->raise_secure_version ? port->raise_secure_version(port->ctx, secure_version)
                                      : ESP_ERR_NOT_SUPPORTED;
}
