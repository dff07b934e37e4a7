/*
 * What the portable OTA engine needs from the machine it runs on: a table of functions with a
 * context. port/host and port/esp_idf fill one each; the engine itself knows no platform.
 *
 * Every function gets the table's ctx. Functions return esp_err_t (ESP_OK or a code of esp_err.h)
 * unless they say otherwise. None may be called from two threads at once for one port.
 */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "esp_err.h"

#ifdef __cplusplus
extern "C" {
#endif

typedef struct otabench_net otabench_net_t;   /**< a connection; the port's own type */
typedef struct otabench_hash otabench_hash_t; /**< a running SHA-256; the port's own type */
/** What a later connection to the same server can resume TLS by; the port's own type. */
typedef struct otabench_net_session otabench_net_session_t;

/** TCP keep-alive: probes after `idle_s` of silence, every `interval_s`, `count` unanswered ones
 * end the connection. */
typedef struct
{
    bool enable;
    uint16_t idle_s;
    uint16_t interval_s;
    uint16_t count;
} otabench_net_keep_alive_t;

/** How to reach a TLS (or, with tls false, plain TCP) server. Pointers are borrowed for as long as
 * the connection lives. Certificates and keys are PEM with a length of 0 (NUL-terminated) or
 * including their NUL, or DER with their length. */
typedef struct
{
    const char *host; /**< name or address literal, also for SNI and the name check */
    uint16_t port;
    uint8_t family; /**< AF_INET (2), AF_INET6 (10); 0: any */
    bool tls;
    const char *ca_pem; /**< trusted CAs, concatenated; NULL: use_bundle must be set */
    size_t ca_length;
    bool use_bundle; /**< trust the platform's root certificates; ca_pem is not looked at */
    bool skip_name_check;
    const char *expected_name;   /**< check this name instead of host; NULL: host */
    const char *client_cert_pem; /**< mutual TLS; NULL: none */
    size_t client_cert_length;
    const char *client_key_pem;
    size_t client_key_length;
    const char *client_key_password; /**< NULL: the key is not encrypted */
    size_t client_key_password_length;
    const otabench_net_session_t *session; /**< of an earlier connection; NULL: full handshake */
    otabench_net_keep_alive_t keep_alive;
    uint32_t timeout_ms; /**< for connecting, from net_open on, and for each write */
} otabench_net_config_t;

/** What a made connection can tell. */
typedef struct
{
    uint32_t connect_ms;   /**< name, TCP and TLS together */
    uint32_t handshake_ms; /**< TLS alone; 0 without TLS */
    bool resumed;          /**< by an abbreviated handshake */
} otabench_net_info_t;

/** Why a connection could not be made, beyond the esp_err_t. */
typedef struct
{
    int tls_error;         /**< Mbed TLS code, negative; 0 none */
    uint32_t verify_flags; /**< Mbed TLS X.509 verify flags; 0 none */
    int sys_errno;
} otabench_net_error_t;

typedef struct otabench_aes otabench_aes_t; /**< an AES-256 key; the port's own type */

/** Bytes of an RSA-3072 public key as DER (PKCS#1 RSAPublicKey), at most. */
#define OTABENCH_RSA_PUBLIC_KEY_MAX 420

/** How Secure Boot v2 signature blocks are made. */
typedef enum
{
    OTABENCH_SIGNATURE_NONE,
    OTABENCH_SIGNATURE_RSA_3072,   /**< PSS with SHA-256 and 32 bytes of salt */
    OTABENCH_SIGNATURE_ECDSA_P192, /**< old tools only */
    OTABENCH_SIGNATURE_ECDSA_P256,
} otabench_signature_scheme_t;

/** A signature over a SHA-256 digest and the key it is said to be by. Numbers are little-endian,
 * as in a signature block: 384 bytes each for RSA, 24 or 32 for the coordinates and the two halves
 * of an ECDSA signature. */
typedef struct
{
    otabench_signature_scheme_t scheme;
    const uint8_t *key;       /**< RSA: modulus; ECDSA: X, then Y */
    uint32_t exponent;        /**< RSA */
    const uint8_t *signature; /**< RSA: one number; ECDSA: r, then s */
    const uint8_t *digest;    /**< 32 bytes, as they are */
} otabench_signature_t;

#define OTABENCH_KEY_DIGESTS_MAX 3

/** Who ages the states in otadata: CONFIG_BOOTLOADER_APP_ROLLBACK_ENABLE in the build of the
 * bootloader, and in that of the app. */
typedef enum
{
    OTABENCH_ROLLBACK_ON, /**< both have it: an image that nobody confirms is left again */
    /** The app has it and the bootloader, an older one, has not: a new image stays
     * ESP_OTA_IMG_NEW until the app itself changes that. */
    OTABENCH_ROLLBACK_APP_ONLY,
    OTABENCH_ROLLBACK_OFF, /**< none has: new images are ESP_OTA_IMG_UNDEFINED */
} otabench_rollback_t;

/** What a board insists on beyond a whole image for its chip: options of ESP-IDF's builds that are
 * one setting here. Zero: nothing. */
typedef struct
{
    /** Apps are to be signed by this scheme when they are verified in the application ("signed apps
     * without Secure Boot"). */
    otabench_signature_scheme_t signature;
    /** Signature blocks that count, of the three an image can have; 0: as many as the chip's Secure
     * Boot looks at, 1 on ESP32 and ESP32-C2, else 3. */
    uint8_t signature_blocks;
    /** Trusted keys, by the SHA-256 of their part of a signature block. None: those of the running
     * app's own signature blocks, as ESP-IDF has it. */
    uint8_t key_digest_count;
    uint8_t key_digests[OTABENCH_KEY_DIGESTS_MAX][32];
    /** Updates of data partitions with subtype `undefined` are to be signed, too. */
    bool signed_data;
    /** Apps with a lower secure version than the eFuses' are refused, and confirming raises it.
     * ESP-IDF has it with OTABENCH_ROLLBACK_ON only. */
    bool anti_rollback;
    otabench_rollback_t rollback;
} otabench_security_t;

typedef struct
{
    uint8_t mac[6];
    uint16_t chip_id;              /**< as in the image header, esp_chip_id_t */
    const char *chip_name;         /**< "esp32c3" */
    uint16_t chip_revision;        /**< major * 100 + minor */
    uint8_t reset_reason;          /**< esp_reset_reason_t */
    uint16_t efuse_block_revision; /**< major * 100 + minor; images can ask for one, but on ESP32 */
} otabench_chip_t;

typedef struct otabench_port
{
    void *ctx;

    /* Flash: absolute addresses, NOR behaviour. erase: address and length are multiples of 4096. */
    uint32_t flash_size;
    esp_err_t (*flash_read)(void *ctx, uint32_t address, void *bytes, size_t length);
    esp_err_t (*flash_write)(void *ctx, uint32_t address, const void *bytes, size_t length);
    esp_err_t (*flash_erase)(void *ctx, uint32_t address, size_t length);

    /* Network. A connection is made in steps, so that its maker can do something else meanwhile:
     * net_open begins (the connection must be closed, whatever comes of it); net_connect goes on
     * for wait_ms at most and returns ESP_OK when it stands, ESP_ERR_NOT_FINISHED when it has to be
     * called again, or why it failed. The time-out counts from net_open.
     * read: > 0 bytes; 0 the peer closed; -1 nothing came within wait_ms; other negative: error
     * (Mbed TLS code). write: all bytes or a negative code. */
    esp_err_t (*net_open)(void *ctx, const otabench_net_config_t *config, otabench_net_t **net);
    esp_err_t (*net_connect)(void *ctx, otabench_net_t *net, uint32_t wait_ms,
                             otabench_net_error_t *error);
    int (*net_read)(void *ctx, otabench_net_t *net, void *bytes, size_t length, uint32_t wait_ms);
    int (*net_write)(void *ctx, otabench_net_t *net, const void *bytes, size_t length);
    void (*net_close)(void *ctx, otabench_net_t *net);
    /** Of a connection that stands. */
    void (*net_info)(void *ctx, const otabench_net_t *net, otabench_net_info_t *info);
    /** The session of a connection that stands, to be freed by net_session_free; NULL when there is
     * none to resume. */
    otabench_net_session_t *(*net_session)(void *ctx, otabench_net_t *net);
    void (*net_session_free)(void *ctx, otabench_net_session_t *session); /**< NULL: nothing */

    /* SHA-256. finish also frees; digest may be NULL to only free. */
    otabench_hash_t *(*hash_start)(void *ctx);
    void (*hash_update)(void *ctx, otabench_hash_t *hash, const void *bytes, size_t length);
    void (*hash_finish)(void *ctx, otabench_hash_t *hash, uint8_t digest[32]);

    /* Cryptography of pre-encrypted images (esp_encrypted_img.h). A board that never gets one may
     * leave these NULL. Numbers are big-endian; a P-256 point is X and Y, without the 0x04. */

    /** NULL when there is no memory. */
    otabench_aes_t *(*aes_start)(void *ctx, const uint8_t key[32]);
    /** AES-256-CTR from a block's first byte on; the counter is 128 bits wide. `in` may be `out`.
     */
    esp_err_t (*aes_ctr)(void *ctx, otabench_aes_t *aes, const uint8_t counter[16], const void *in,
                         void *out, size_t length);
    void (*aes_finish)(void *ctx, otabench_aes_t *aes); /**< wipes and frees; NULL is allowed */
    /** RSA decryption with PKCS#1 v1.5 padding. The private key is PEM, `pem_size` with its NUL.
     * `length` gets the plain text's length; a longer one than `capacity`, bad padding and a key
     * that cannot be read are ESP_FAIL. */
    esp_err_t (*rsa_decrypt)(void *ctx, const char *pem, size_t pem_size, const uint8_t *cipher,
                             size_t cipher_length, uint8_t *plain, size_t capacity, size_t *length);
    /** The public half of an RSA private key as DER (PKCS#1 RSAPublicKey). Returns its length, or
     * -1. */
    int (*rsa_public_key)(void *ctx, const char *pem, size_t pem_size, uint8_t *der,
                          size_t capacity);
    /** ESP_FAIL when the scalar is not in 1 .. n-1. */
    esp_err_t (*p256_public_key)(void *ctx, const uint8_t scalar[32], uint8_t point[64]);
    /** The X coordinate of scalar times peer. ESP_FAIL also when the peer is not on the curve. */
    esp_err_t (*p256_ecdh)(void *ctx, const uint8_t scalar[32], const uint8_t peer[64],
                           uint8_t shared[32]);
    /** HMAC-SHA256 with the key in eFuse key block `key_id`. ESP_ERR_NOT_FOUND: no such block, or
     * its purpose is not HMAC_UP. */
    esp_err_t (*efuse_hmac)(void *ctx, uint32_t key_id, const void *message, size_t length,
                            uint8_t mac[32]);

    /* What `security` asks for. A board whose security asks for nothing may leave these NULL. */

    /** ESP_OK: the signature is good. ESP_FAIL: it is not, or the key is none.
     * ESP_ERR_NOT_SUPPORTED: unknown scheme. */
    esp_err_t (*verify_signature)(void *ctx, const otabench_signature_t *signature);
    /** The secure version in the eFuses. */
    uint32_t (*secure_version)(void *ctx);
    /** Raises it, for ever. ESP_OK also when it is this one; ESP_FAIL: it is higher already;
     * ESP_ERR_INVALID_ARG: more than the eFuses can hold. */
    esp_err_t (*raise_secure_version)(void *ctx, uint32_t version);

    /* Console: read returns what is there, at once (0: nothing). write writes all. */
    size_t (*console_read)(void *ctx, char *bytes, size_t length);
    void (*console_write)(void *ctx, const char *bytes, size_t length);

    /* Non-volatile settings: small blobs by name (15 characters at most). get: length, or -1 when
     * there is none or it does not fit. set with length 0 removes. A set is atomic: old or new,
     * never a mix. */
    int (*setting_get)(void *ctx, const char *name, void *bytes, size_t capacity);
    esp_err_t (*setting_set)(void *ctx, const char *name, const void *bytes, size_t length);

    /* Certificates: SHA-256 fingerprints of the DER of each certificate in a PEM text. Returns
     * their number, at most `capacity`, or -1 when the text does not parse. */
    int (*ca_fingerprints)(void *ctx, const char *pem, uint8_t (*fingerprints)[32],
                           size_t capacity);

    void *(*allocate)(void *ctx, size_t size); /**< zeroed; NULL when there is none */
    /** As allocate, in memory with ESP-IDF's MALLOC_CAP_* bits; 0: any. */
    void *(*allocate_caps)(void *ctx, size_t size, uint32_t caps);
    void (*release)(void *ctx, void *memory);
    uint32_t (*heap_free)(void *ctx);
    uint32_t (*heap_minimum)(void *ctx);
    /** Bytes of the calling task's stack that were never used; 0: not known. */
    uint32_t (*stack_minimum)(void *ctx);
    uint32_t (*clock_ms)(void *ctx); /**< since boot */
    void (*delay_ms)(void *ctx, uint32_t milliseconds);
    uint32_t (*random)(void *ctx);
    /** One log line; level 1 error .. 5 verbose (esp_log_level_t); text without line end. */
    void (*log)(void *ctx, int level, const char *tag, const char *text);
    void (*restart)(void *ctx); /**< does not return */

    const otabench_chip_t *chip;
    const otabench_security_t *security; /**< NULL: the board insists on nothing */
    uint32_t running_address; /**< flash address of the running app partition, as the bootloader
                                 started it */
} otabench_port_t;

/**
 * Makes `port` the machine that the C API works on: the agent and esp_https_ota_* everywhere;
 * without ESP-IDF also esp_ota_*, esp_partition_*, esp_log_write and esp_restart. On a board there
 * is one; on the host it is a setting of the calling thread, so that each virtual board has its
 * thread. The port stays the caller's and must outlive the calls.
 */
void otabench_port_set(const otabench_port_t *port);

/** The port set last on this thread; never NULL after otabench_port_set. */
const otabench_port_t *otabench_port_get(void);

/**
 * The machine this program runs on, where there is but one: a board (port/esp_idf), or a program
 * that is a virtual one (port/application). What starts a task of its own sets it.
 * @return NULL: it could not be set up
 */
const otabench_port_t *otabench_platform_port(void);

/**
 * Threads of one board, on the host. What the C API remembers (open updates, log levels, the
 * partition table) is a thread's own; a thread that joins another works with what that one
 * remembers, its port included. One of them runs at a time.
 * @return names what the calling thread remembers; as long as that thread lives
 */
void *otabench_port_share(void);
/** @param[in] shared  what otabench_port_share returned on the other thread */
void otabench_port_join(void *shared);

#ifdef __cplusplus
}
#endif
