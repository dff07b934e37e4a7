/*
 * Decrypts pre-encrypted images: files that are protected on their way to the board. Names, values
 * and call order are those of Espressif's component esp_encrypted_img 2.7 (idf-extra-components);
 * what otabench adds is prefixed `otabench_`, and where this engine is stricter than the original
 * the text says "Here:".
 *
 * THE FILE. A header of 512 bytes, then the image encrypted by AES-256-GCM, as long as before:
 *
 *     0    4  magic, CF B6 88 07
 *     4  384  the AES key: encrypted by RSA-3072 (PKCS#1 v1.5), or ECIES: the sender's ephemeral
 *             P-256 point (64), the salt of HKDF (32), zeros
 *   388   16  nonce
 *   404    4  length of the image, little-endian
 *   408   16  authentication tag over the encrypted image
 *   424   88  reserved, not looked at
 *
 * Nothing in the file names the scheme. Both are in one build: the configuration decides.
 *
 * TWO WAYS TO USE IT
 *
 * 1. With our esp_https_ota: put the configuration into
 *    esp_https_ota_config_t::otabench_decrypt. Nothing of this header needs to be called. finish
 *    then checks the tag before it verifies the image, and selects the slot only if it is right; a
 *    download can be resumed after a lost connection and after a restart; get_img_desc works.
 *
 * 2. As in the original: decrypt_start, then decrypt_data for each piece (in decrypt_cb), then
 *    decrypt_end, and only after its ESP_OK esp_https_ota_finish. Everything decrypt_data gives out
 *    is UNPROVEN until decrypt_end has returned ESP_OK: an application that leaves it out takes
 *    whatever the network made of the file.
 *
 * OWNERSHIP. decrypt_end and decrypt_abort each end the handle's life, decrypt_end also when it
 * fails: exactly one of the two is called, once. (The original's example calls abort after a failed
 * end; with the original and here alike that uses freed memory.)
 *
 * Memory: the handle, with a copy of the key until it has been used, is taken from the port by
 * decrypt_start; decrypt_data takes one block for its output by malloc(). Thread: one at a time for
 * one handle.
 */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "esp_err.h"
#include "otabench_link_names.h"

#ifdef ENC_GCM_KEY_SIZE
#error "Espressif's esp_encrypted_img.h is included as well: a source can use one of the two only"
#endif

#ifdef __cplusplus
extern "C" {
#endif

#define MAGIC_SIZE 4
#define ENC_GCM_KEY_SIZE 384
#define SERVER_ECC_KEY_LEN 64
#define KDF_SALT_SIZE 32
#define RESERVED_SIZE (384 - (SERVER_ECC_KEY_LEN + KDF_SALT_SIZE))
#define IV_SIZE 16
#define AUTH_SIZE 16
#define BIN_SIZE_DATA 4
#define RESERVED_HEADER 88

#define ESP_ERR_ENCRYPTED_IMAGE_HMAC_KEY_NOT_FOUND 1

typedef void *esp_decrypt_handle_t;

/** The board's key. Zero-initialise it. With rsa_priv_key set the scheme is RSA-3072, without it
 * ECIES-P256. */
typedef struct otabench_decrypt_cfg
{
    union {
        const char *rsa_priv_key; /**< RSA private key of 3072 bits, PEM; NULL: ECIES */
        const char *rsa_pub_key;  /**< old name of rsa_priv_key; it is the private key, too */
    };

    union {
        size_t rsa_priv_key_len; /**< bytes of rsa_priv_key , with or without a NUL */
        size_t rsa_pub_key_len;  /**< old name of rsa_priv_key_len */
    };

    void *ds_data;   /**< Here: the Digital Signature peripheral is not supported, must be NULL */
    int hmac_key_id; /**< ECIES: eFuse key block of purpose HMAC_UP, 0 to 5 */
} esp_decrypt_cfg_t;

/** One piece of the file, and what becomes of it. */
typedef struct
{
    const char *data_in;
    size_t data_in_len;
    char *data_out;      /**< set by decrypt_data; to be freed with free() if data_out_len > 0 */
    size_t data_out_len; /**< 0 in the header, and while less than a block of 16 is there */
} pre_enc_decrypt_arg_t;

/**
 * Begins to decrypt one file.
 *
 * @param[in] cfg  the key; read and copied in this call
 * @return the handle; NULL: cfg is NULL, has ds_data, an rsa_priv_key without its length, or an
 *         hmac_key_id outside 0 to 7; the eFuse block has no key of purpose HMAC_UP, or one that
 *         gives no valid P-256 key; memory is short; the port has no cryptography.
 */
esp_decrypt_handle_t esp_encrypted_img_decrypt_start(const esp_decrypt_cfg_t *cfg);

/**
 * Decrypts the next piece of the file, split as it comes. What comes out is a multiple of 16 bytes,
 * but for the last piece; so it may be nothing.
 *
 * @param[in]     ctx   the handle
 * @param[in,out] args  data_in and data_in_len: the piece; data_out and data_out_len: set. Without
 *                      output data_out is left as it was given.
 * @return ESP_ERR_NOT_FINISHED  done, give more;
 *         ESP_OK  done, and that was the last byte (the tag has NOT been checked yet);
 *         ESP_ERR_INVALID_ARG  ctx, args or data_in is NULL;
 *         ESP_ERR_NO_MEM  no memory for the output; this piece is lost, give up;
 *         ESP_FAIL  the magic is wrong; the key could not be decrypted (another board's file);
 * Here: also more bytes than the header announces, at once (the original returns
 *         ESP_ERR_NOT_FINISHED for ever). All later calls return ESP_FAIL, too.
 */
esp_err_t esp_encrypted_img_decrypt_data(esp_decrypt_handle_t ctx, pre_enc_decrypt_arg_t *args);

/**
 * Checks that everything came and that the tag is right. Frees the handle, whatever the result.
 *
 * @return ESP_OK  the image is exactly what was encrypted;
 *         ESP_ERR_INVALID_ARG  NULL;
 *         ESP_FAIL  bytes are missing or too many, the tag is wrong, or decrypt_data failed before.
 */
esp_err_t esp_encrypted_img_decrypt_end(esp_decrypt_handle_t ctx);

/**
 * Whether decrypt_data has had the whole file. Here: false on a fresh handle (the original says
 * true until the header has come); an empty image is complete when its header is.
 * @return true or false; false for NULL.
 */
bool esp_encrypted_img_is_complete_data_received(esp_decrypt_handle_t ctx);

/** Gives up and frees the handle; not after decrypt_end. @return ESP_OK; ESP_ERR_INVALID_ARG. */
esp_err_t esp_encrypted_img_decrypt_abort(esp_decrypt_handle_t ctx);

/** @return 512: what esp_https_ota_config_t::enc_img_header_size wants. */
uint16_t esp_encrypted_img_get_header_size(void);

/**
 * The public half of the board's key, to encrypt for it.
 *
 * @param[in]  ctx          the handle; with RSA before the file's key has been decrypted, for the
 *                          private key is wiped then
 * @param[out] pub_key      RSA: DER of the bare public key (PKCS#1 RSAPublicKey); ECIES: DER of the
 *                          SubjectPublicKeyInfo. To be freed with free().
 * @param[out] pub_key_len  its length
 * @return ESP_OK; ESP_ERR_INVALID_ARG  NULL, or the RSA key has been wiped already;
 *         ESP_FAIL  the private key cannot be read, or memory is short.
 */
esp_err_t esp_encrypted_img_export_public_key(esp_decrypt_handle_t ctx, uint8_t **pub_key,
                                              size_t *pub_key_len);

#ifdef __cplusplus
}
#endif
