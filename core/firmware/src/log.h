// Log lines of the engine itself, on a given port.
#pragma once

#include "esp_log.h"
#include "otabench_port.h"

namespace otabench::firmware {

/// Writes one line, cut at 255 bytes, unless the level of its tag (esp_log_level_set) is lower.
void logLine(const otabench_port_t *port, esp_log_level_t level, const char *tag,
             const char *format, ...) __attribute__((format(printf, 4, 5)));

} // namespace otabench::firmware
