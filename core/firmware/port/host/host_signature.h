#pragma once

#include "otabench_port.h"

namespace otabench::firmware::host {

/// A port's verify_signature on the host, by Mbed TLS 2.28.
esp_err_t verifySignature(const otabench_signature_t &signature);

} // namespace otabench::firmware::host
