/* The part of the port's table that decrypts pre-encrypted images: PSA and the HMAC peripheral. */
#pragma once

#include "otabench_port.h"

/** Fills aes_*, rsa_*, p256_* and efuse_hmac. psa_crypto_init() must have been called. */
void otabench_idf_fill_crypto(otabench_port_t *port);
