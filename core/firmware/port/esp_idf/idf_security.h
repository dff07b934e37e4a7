/* The part of the port's table that judges signatures and secure versions: PSA and the eFuses. */
#pragma once

#include "otabench_port.h"

/** Fills verify_signature, secure_version and raise_secure_version. psa_crypto_init() must have
 * been called. `security` stays NULL: with ESP-IDF, its own image verification insists on what the
 * project's configuration says. */
void otabench_idf_fill_security(otabench_port_t *port);
