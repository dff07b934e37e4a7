#pragma once

#include "esp_err.h"

namespace otabench::firmware {

/// The name of a code of esp_http_client.h or esp_https_ota.h, or nullptr. ESP-IDF's
/// esp_err_to_name() knows only the codes of its own components that are part of the program.
const char *nameOfUpdateError(esp_err_t code);

} // namespace otabench::firmware
