#include "idf_security.h"

#include <string.h>

#include "esp_efuse.h"
#include "esp_heap_caps.h"
#include "psa/crypto.h"

#define RSA_BYTES 384
#define RSA_KEY_MAX (4 + 5 + RSA_BYTES + 7) /* SEQUENCE, modulus, exponent */
#define DIGEST_BYTES 32

static void copy_reversed(uint8_t *to, const uint8_t *from, size_t length)
{
    for (size_t i = 0; i < length; ++i)
        to[i] = from[length - 1 - i];
}

/* The key as DER, PKCS#1 RSAPublicKey. A modulus of 3072 bits has its highest bit set, so that a
 * zero goes before it. Returns the length. */
static size_t encode_rsa_key(const otabench_signature_t *signature, uint8_t der[RSA_KEY_MAX])
{
    uint8_t exponent[5];
    size_t exponent_length = 0;
    for (int shift = 24; shift >= 0; shift -= 8) {
        const uint8_t byte = (uint8_t)(signature->exponent >> shift);
        if (exponent_length == 0 && byte == 0 && shift > 0)
            continue;
        if (exponent_length == 0 && (byte & 0x80) != 0)
            exponent[exponent_length++] = 0;
        exponent[exponent_length++] = byte;
    }
    const size_t content = 5 + RSA_BYTES + 2 + exponent_length;
    const uint8_t start[] = {0x30, 0x82, (uint8_t)(content >> 8), (uint8_t)content,
                             0x02, 0x82, (RSA_BYTES + 1) >> 8,    (RSA_BYTES + 1) & 0xFF,
                             0x00};
    memcpy(der, start, sizeof(start));
    copy_reversed(der + sizeof(start), signature->key, RSA_BYTES);
    uint8_t *next = der + sizeof(start) + RSA_BYTES;
    *next++ = 0x02;
    *next++ = (uint8_t)exponent_length;
    memcpy(next, exponent, exponent_length);
    return 4 + content;
}

static esp_err_t verify(psa_key_type_t type, size_t bits, psa_algorithm_t algorithm,
                        const uint8_t *key, size_t key_length, const uint8_t *digest,
                        const uint8_t *signature, size_t signature_length)
{
    psa_key_attributes_t attributes = PSA_KEY_ATTRIBUTES_INIT;
    psa_set_key_type(&attributes, type);
    psa_set_key_bits(&attributes, bits);
    psa_set_key_usage_flags(&attributes, PSA_KEY_USAGE_VERIFY_HASH);
    psa_set_key_algorithm(&attributes, algorithm);
    psa_key_id_t id = PSA_KEY_ID_NULL;
    const psa_status_t imported = psa_import_key(&attributes, key, key_length, &id);
    if (imported != PSA_SUCCESS)
        return imported == PSA_ERROR_NOT_SUPPORTED ? ESP_ERR_NOT_SUPPORTED : ESP_FAIL;
    const psa_status_t verified =
        psa_verify_hash(id, algorithm, digest, DIGEST_BYTES, signature, signature_length);
    (void)psa_destroy_key(id);
    return verified == PSA_SUCCESS ? ESP_OK : ESP_FAIL;
}

static esp_err_t verify_rsa(const otabench_signature_t *signature)
{
    if ((signature->key[RSA_BYTES - 1] & 0x80) == 0)
        return ESP_FAIL;
    uint8_t *work = heap_caps_malloc(RSA_KEY_MAX + RSA_BYTES, MALLOC_CAP_DEFAULT);
    if (work == NULL)
        return ESP_ERR_NO_MEM;
    const size_t length = encode_rsa_key(signature, work);
    copy_reversed(work + RSA_KEY_MAX, signature->signature, RSA_BYTES);
    const esp_err_t result =
        verify(PSA_KEY_TYPE_RSA_PUBLIC_KEY, 8 * RSA_BYTES, PSA_ALG_RSA_PSS(PSA_ALG_SHA_256), work,
               length, signature->digest, work + RSA_KEY_MAX, RSA_BYTES);
    heap_caps_free(work);
    return result;
}

static esp_err_t verify_ecdsa(const otabench_signature_t *signature, size_t bytes)
{
    uint8_t key[1 + 2 * 32];
    uint8_t both[2 * 32];
    key[0] = 4; /* an uncompressed point */
    copy_reversed(key + 1, signature->key, bytes);
    copy_reversed(key + 1 + bytes, signature->key + bytes, bytes);
    copy_reversed(both, signature->signature, bytes);
    copy_reversed(both + bytes, signature->signature + bytes, bytes);
    return verify(PSA_KEY_TYPE_ECC_PUBLIC_KEY(PSA_ECC_FAMILY_SECP_R1), 8 * bytes,
                  PSA_ALG_ECDSA(PSA_ALG_SHA_256), key, 1 + 2 * bytes, signature->digest, both,
                  2 * bytes);
}

static esp_err_t verify_signature(void *ctx, const otabench_signature_t *signature)
{
    (void)ctx;
    switch (signature->scheme) {
    case OTABENCH_SIGNATURE_RSA_3072:
        return verify_rsa(signature);
    case OTABENCH_SIGNATURE_ECDSA_P192:
        return verify_ecdsa(signature, 24);
    case OTABENCH_SIGNATURE_ECDSA_P256:
        return verify_ecdsa(signature, 32);
    case OTABENCH_SIGNATURE_NONE:
        break;
    }
    return ESP_ERR_NOT_SUPPORTED;
}

static uint32_t secure_version(void *ctx)
{
    (void)ctx;
    return esp_efuse_read_secure_version();
}

static esp_err_t raise_secure_version(void *ctx, uint32_t version)
{
    (void)ctx;
    return esp_efuse_update_secure_version(version);
}

void otabench_idf_fill_security(otabench_port_t *port)
{
    port->verify_signature = verify_signature;
    port->secure_version = secure_version;
    port->raise_secure_version = raise_secure_version;
}
