#include "idf_crypto.h"

#include <string.h>

#include "esp_heap_caps.h"
#include "mbedtls/pk.h"
#include "mbedtls/version.h"
#include "psa/crypto.h"
#include "soc/soc_caps.h"

#if SOC_HMAC_SUPPORTED
#include "esp_efuse.h"
#include "esp_efuse_chip.h"
#include "esp_hmac.h"
#endif

#if MBEDTLS_VERSION_NUMBER < 0x04000000
#include "esp_random.h"
#endif

#define P256_BYTES 32
#define POINT_BYTES (1 + 2 * P256_BYTES) /* with the 0x04 */

struct otabench_aes
{
    psa_key_id_t key;
};

/* AES-256-CTR */

static otabench_aes_t *aes_start(void *ctx, const uint8_t key[32])
{
    (void)ctx;
    otabench_aes_t *aes = heap_caps_calloc(1, sizeof(*aes), MALLOC_CAP_DEFAULT);
    if (aes == NULL)
        return NULL;
    psa_key_attributes_t attributes = PSA_KEY_ATTRIBUTES_INIT;
    psa_set_key_type(&attributes, PSA_KEY_TYPE_AES);
    psa_set_key_bits(&attributes, 256);
    psa_set_key_usage_flags(&attributes, PSA_KEY_USAGE_ENCRYPT);
    psa_set_key_algorithm(&attributes, PSA_ALG_CTR);
    if (psa_import_key(&attributes, key, 32, &aes->key) != PSA_SUCCESS) {
        heap_caps_free(aes);
        return NULL;
    }
    return aes;
}

static esp_err_t aes_ctr(void *ctx, otabench_aes_t *aes, const uint8_t counter[16], const void *in,
                         void *out, size_t length)
{
    (void)ctx;
    psa_cipher_operation_t operation = psa_cipher_operation_init();
    size_t done = 0;
    psa_status_t status = psa_cipher_encrypt_setup(&operation, aes->key, PSA_ALG_CTR);
    if (status == PSA_SUCCESS)
        status = psa_cipher_set_iv(&operation, counter, 16);
    if (status == PSA_SUCCESS)
        status = psa_cipher_update(&operation, in, length, out, length, &done);
    (void)psa_cipher_abort(&operation); /* a stream cipher: nothing is left for finish */
    return status == PSA_SUCCESS && done == length ? ESP_OK : ESP_FAIL;
}

static void aes_finish(void *ctx, otabench_aes_t *aes)
{
    (void)ctx;
    if (aes == NULL)
        return;
    (void)psa_destroy_key(aes->key);
    heap_caps_free(aes);
}

/* RSA */

#if MBEDTLS_VERSION_NUMBER < 0x04000000
static int fill_random(void *context, unsigned char *bytes, size_t length)
{
    (void)context;
    esp_fill_random(bytes, length);
    return 0;
}
#endif

/* Imports a PEM private key, for decryption only. Returns whether it is one. */
static bool import_rsa(const char *pem, size_t pem_size, psa_key_id_t *key)
{
    mbedtls_pk_context pk;
    mbedtls_pk_init(&pk);
#if MBEDTLS_VERSION_NUMBER < 0x04000000
    int result =
        mbedtls_pk_parse_key(&pk, (const unsigned char *)pem, pem_size, NULL, 0, fill_random, NULL);
#else
    int result = mbedtls_pk_parse_key(&pk, (const unsigned char *)pem, pem_size, NULL, 0);
#endif
    psa_key_attributes_t attributes = PSA_KEY_ATTRIBUTES_INIT;
    if (result == 0)
        result = mbedtls_pk_get_psa_attributes(&pk, PSA_KEY_USAGE_DECRYPT, &attributes);
    bool imported = false;
    if (result == 0 && PSA_KEY_TYPE_IS_RSA(psa_get_key_type(&attributes))) {
        psa_set_key_algorithm(&attributes, PSA_ALG_RSA_PKCS1V15_CRYPT);
        imported = mbedtls_pk_import_into_psa(&pk, &attributes, key) == 0;
    }
    mbedtls_pk_free(&pk);
    return imported;
}

static esp_err_t rsa_decrypt(void *ctx, const char *pem, size_t pem_size, const uint8_t *cipher,
                             size_t cipher_length, uint8_t *plain, size_t capacity, size_t *length)
{
    (void)ctx;
    psa_key_id_t key = PSA_KEY_ID_NULL;
    if (!import_rsa(pem, pem_size, &key))
        return ESP_FAIL;
    const psa_status_t status = psa_asymmetric_decrypt(
        key, PSA_ALG_RSA_PKCS1V15_CRYPT, cipher, cipher_length, NULL, 0, plain, capacity, length);
    (void)psa_destroy_key(key);
    return status == PSA_SUCCESS ? ESP_OK : ESP_FAIL;
}

static int rsa_public_key(void *ctx, const char *pem, size_t pem_size, uint8_t *der,
                          size_t capacity)
{
    (void)ctx;
    psa_key_id_t key = PSA_KEY_ID_NULL;
    if (!import_rsa(pem, pem_size, &key))
        return -1;
    size_t length = 0;
    const psa_status_t status = psa_export_public_key(key, der, capacity, &length);
    (void)psa_destroy_key(key);
    return status == PSA_SUCCESS ? (int)length : -1;
}

/* P-256 */

static bool import_scalar(const uint8_t scalar[P256_BYTES], psa_key_id_t *key)
{
    psa_key_attributes_t attributes = PSA_KEY_ATTRIBUTES_INIT;
    psa_set_key_type(&attributes, PSA_KEY_TYPE_ECC_KEY_PAIR(PSA_ECC_FAMILY_SECP_R1));
    psa_set_key_bits(&attributes, 256);
    psa_set_key_usage_flags(&attributes, PSA_KEY_USAGE_DERIVE);
    psa_set_key_algorithm(&attributes, PSA_ALG_ECDH);
    return psa_import_key(&attributes, scalar, P256_BYTES, key) == PSA_SUCCESS;
}

static esp_err_t p256_public_key(void *ctx, const uint8_t scalar[32], uint8_t point[64])
{
    (void)ctx;
    psa_key_id_t key = PSA_KEY_ID_NULL;
    if (!import_scalar(scalar, &key))
        return ESP_FAIL;
    uint8_t whole[POINT_BYTES];
    size_t length = 0;
    const psa_status_t status = psa_export_public_key(key, whole, sizeof(whole), &length);
    (void)psa_destroy_key(key);
    if (status != PSA_SUCCESS || length != sizeof(whole))
        return ESP_FAIL;
    memcpy(point, whole + 1, sizeof(whole) - 1);
    return ESP_OK;
}

static esp_err_t p256_ecdh(void *ctx, const uint8_t scalar[32], const uint8_t peer[64],
                           uint8_t shared[32])
{
    (void)ctx;
    psa_key_id_t key = PSA_KEY_ID_NULL;
    if (!import_scalar(scalar, &key))
        return ESP_FAIL;
    uint8_t whole[POINT_BYTES];
    whole[0] = 4;
    memcpy(whole + 1, peer, sizeof(whole) - 1);
    size_t length = 0;
    const psa_status_t status =
        psa_raw_key_agreement(PSA_ALG_ECDH, key, whole, sizeof(whole), shared, P256_BYTES, &length);
    (void)psa_destroy_key(key);
    return status == PSA_SUCCESS && length == P256_BYTES ? ESP_OK : ESP_FAIL;
}

/* The HMAC peripheral: the key never leaves the eFuse. Chips without it have no such key. */

static esp_err_t efuse_hmac(void *ctx, uint32_t key_id, const void *message, size_t length,
                            uint8_t mac[32])
{
    (void)ctx;
#if SOC_HMAC_SUPPORTED
    if (key_id >= (uint32_t)(EFUSE_BLK_KEY_MAX - EFUSE_BLK_KEY0) ||
        esp_efuse_get_key_purpose((esp_efuse_block_t)((uint32_t)EFUSE_BLK_KEY0 + key_id)) !=
            ESP_EFUSE_KEY_PURPOSE_HMAC_UP)
        return ESP_ERR_NOT_FOUND;
    return esp_hmac_calculate((hmac_key_id_t)key_id, message, length, mac);
#else
    (void)key_id;
    (void)message;
    (void)length;
    (void)mac;
    return ESP_ERR_NOT_FOUND;
#endif
}

void otabench_idf_fill_crypto(otabench_port_t *port)
{
    port->aes_start = aes_start;
    port->aes_ctr = aes_ctr;
    port->aes_finish = aes_finish;
    port->rsa_decrypt = rsa_decrypt;
    port->rsa_public_key = rsa_public_key;
    port->p256_public_key = p256_public_key;
    port->p256_ecdh = p256_ecdh;
    port->efuse_hmac = efuse_hmac;
}
