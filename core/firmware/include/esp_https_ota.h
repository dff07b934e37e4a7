/*
 * Firmware update over HTTPS. Names, order of calls, events and codes are ESP-IDF v5.5's
 * (components/esp_https_ota/include/esp_https_ota.h); what otabench adds is prefixed `otabench_`,
 * and where this engine is stricter than the original the text says "Here:".
 *
 *   begin -> [get_img_desc] -> perform, while it returns ESP_ERR_HTTPS_OTA_IN_PROGRESS -> finish
 *                                                         or at any moment after begin -> abort
 *
 *   state        reached by                             leaves by
 *   BEGIN        begin                                  perform -> IN_PROGRESS
 *   RESUME       begin with an offset the server took   perform -> IN_PROGRESS
 *   IN_PROGRESS  perform                                perform that got the last byte -> SUCCESS
 *   SUCCESS      perform returned ESP_OK                finish
 *
 * Memory: everything is taken in begin; finish and abort give all of it back, whatever they
 * return. Calls block; one update at a time on one thread.
 */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "esp_app_desc.h"
#include "esp_bootloader_desc.h"
#include "esp_err.h"
#include "esp_event.h"
#include "esp_http_client.h"
#include "esp_partition.h"
#include "otabench_link_names.h"

#ifdef ESP_ERR_HTTPS_OTA_BASE
#error "ESP-IDF's esp_https_ota.h is included as well: a source can use one of the two only"
#endif

#ifdef __cplusplus
extern "C" {
#endif

#define ESP_ERR_HTTPS_OTA_BASE 0x9000
#define ESP_ERR_HTTPS_OTA_IN_PROGRESS (ESP_ERR_HTTPS_OTA_BASE + 1) /**< call perform again */
/** finish was called before the last byte had come: the boot partition is as it was. */
#define OTABENCH_ERR_OTA_NOT_SWITCHED (ESP_ERR_HTTPS_OTA_BASE + 0x81)

/** perform: the pre-encrypted image is not encrypted for the board's key, or is no such file. */
#define OTABENCH_ERR_OTA_NOT_DECRYPTED (ESP_ERR_HTTPS_OTA_BASE + 0x82)
/** finish: the pre-encrypted image's tag does not match: it was damaged or altered on its way. The
 * boot partition is as it was, and the slot is made unbootable. */
#define OTABENCH_ERR_OTA_BAD_TAG (ESP_ERR_HTTPS_OTA_BASE + 0x83)

/** Events are posted with this base to the default event loop, if there is one. */
ESP_EVENT_DECLARE_BASE(ESP_HTTPS_OTA_EVENT);

typedef enum
{
    ESP_HTTPS_OTA_START,                 /**< begin was called */
    ESP_HTTPS_OTA_CONNECTED,             /**< the server answers with an image */
    ESP_HTTPS_OTA_GET_IMG_DESC,          /**< get_img_desc was called */
    ESP_HTTPS_OTA_VERIFY_CHIP_ID,        /**< data: uint16_t, the image's chip id */
    ESP_HTTPS_OTA_VERIFY_CHIP_REVISION,  /**< data: uint16_t, the image's min_chip_rev_full */
    ESP_HTTPS_OTA_DECRYPT_CB,            /**< before each call of decrypt_cb */
    ESP_HTTPS_OTA_WRITE_FLASH,           /**< data: int, bytes written so far */
    ESP_HTTPS_OTA_UPDATE_BOOT_PARTITION, /**< data: esp_partition_subtype_t of the final app */
    ESP_HTTPS_OTA_FINISH,                /**< finish is done, whatever its result */
    ESP_HTTPS_OTA_ABORT,                 /**< abort was called */
} esp_https_ota_event_t;

typedef void *esp_https_ota_handle_t;
typedef esp_err_t (*http_client_init_cb_t)(esp_http_client_handle_t client);

/** For decrypt_cb: what came, and where the callback puts the plain bytes (malloc family; the
 * engine frees it). No plain bytes yet is not an error. */
typedef struct
{
    const char *data_in;
    size_t data_in_len;
    char *data_out;
    size_t data_out_len;
} decrypt_cb_arg_t;

typedef esp_err_t (*decrypt_cb_t)(decrypt_cb_arg_t *args, void *user_ctx);

/** Room for what tells one version of a file from another: an ETag with its quotes, or a date. */
#define OTABENCH_VALIDATOR_MAX 96

/** What an update can tell about itself, kept up to date in the caller's memory: see
 * esp_https_ota_config_t::otabench_report. */
typedef struct
{
    uint32_t bytes;            /**< of the image, in flash */
    uint32_t total;            /**< of the image; 0 not known */
    uint32_t bytes_per_second; /**< that came, on average since begin; 0 not known yet */
    int http_status;           /**< last status; 0 none */
    esp_err_t tls_code;        /**< esp_tls_errors.h; ESP_OK none */
    int tls_error;             /**< Mbed TLS code, negative; 0 none */
    uint32_t verify_flags;     /**< Mbed TLS verify flags; 0 none */
    uint32_t connections;      /**< made so far, redirects and reconnects included */
    uint32_t resumed;          /**< of them with an abbreviated TLS handshake */
    uint32_t handshake_ms;     /**< of the last connection; 0 without TLS */
    uint32_t reconnects;       /**< after lost connections, so far */
    uint32_t restarts;         /**< from the first byte, for the file had changed, so far */
    bool encrypted;            /**< the file is pre-encrypted, and otabench_decrypt opens it */
    uint32_t heap_minimum;     /**< the heap's low-water mark, bytes */
    uint32_t stack_minimum;    /**< bytes of the task's stack never used; 0 not known */
    /** Tells this version of the file from others: a strong ETag, else the date of Last-Modified;
     * empty: the server gives neither. To be stored with the bytes written, for otabench_validator.
     */
    char validator[OTABENCH_VALIDATOR_MAX];
    const char *text; /**< sentence for the last error; NULL none. A literal. */
} otabench_https_ota_report_t;

/** Zero-initialise it. */
typedef struct
{
    const esp_http_client_config_t *http_config; /**< read by begin; certificates must stay */
    http_client_init_cb_t http_client_init_cb;   /**< may add headers before the first request */
    bool bulk_flash_erase; /**< erase all that is needed first, not sector by sector */
    bool partial_http_download;
    int max_http_request_size;      /**< with partial_http_download; 0: 65536 */
    uint32_t buffer_caps;           /**< MALLOC_CAP_* of the OTA buffer; 0: any memory */
    bool ota_resumption;            /**< go on behind ota_image_bytes_written */
    size_t ota_image_bytes_written; /**< below 1024 counts as 0 */
    decrypt_cb_t decrypt_cb;        /**< pre-encrypted images; NULL: plain */
    void *decrypt_user_ctx;
    uint16_t enc_img_header_size; /**< bytes the encrypted file is longer than the image */

    struct
    {
        const esp_partition_t *staging; /**< where to download to; NULL: the next update slot */
        const esp_partition_t *final;   /**< what is updated: its type says what is checked; NULL:
                                           staging */
        bool finalize_with_copy; /**< finish copies the verified staging partition to final. A
                                    bootloader or partition table has no second copy in flash: power
                                    must not fail while one of these is copied. Without ESP-IDF only
                                    the sectors that differ are written */
    } partition; /**< An app in an OTA slot boots next: where it was copied to, else staging (Here;
                    the original selects staging always). A factory app is only replaced. */

    /** Reconnects after a lost connection, with Range and If-Range at the byte reached; 0: none. */
    uint32_t otabench_reconnects;
    /** With less than a KiB in this time the update counts as stalled; 0: 30000. */
    uint32_t otabench_stall_ms;
    /** With ota_resumption: the validator (see otabench_https_ota_report_t) of the file that
     * ota_image_bytes_written counts. If the server has another one by now, begin starts at the
     * first byte. NULL or empty: not known, only the last verification would notice. */
    const char *otabench_validator;
    /** When the file on the server changes during the download, perform starts with the new one at
     * its first byte (three times at most), instead of returning
     * ESP_ERR_HTTP_RANGE_NOT_SATISFIABLE. What the application found good in the description was
     * another image's then: when otabench_report's `restarts` has grown, get_img_desc can be called
     * again. Not with decrypt_cb. */
    bool otabench_restart_when_changed;
    /** Also without verification of the server: plain http, or https without any CA. */
    bool otabench_allow_http;
    /** The key for a pre-encrypted image (esp_encrypted_img.h: esp_decrypt_cfg_t), instead of
     * decrypt_cb; read in begin, and again by a perform that starts over: it must stay with
     * otabench_restart_when_changed. NULL: decrypt_cb, or a plain image. The update then does all
     * of it: decrypts in place, counts plain bytes, gives the description, resumes (with
     * ota_resumption the header is fetched again, and at the end the tag is made from what lies in
     * flash), and does not select a partition before the tag has been checked. */
    const struct otabench_decrypt_cfg *otabench_decrypt;
    /** With otabench_decrypt: a file that is not pre-encrypted is taken as it is. */
    bool otabench_decrypt_optional;
    /** Filled during the update, also by a begin that fails; NULL: not wanted. */
    otabench_https_ota_report_t *otabench_report;
} esp_https_ota_config_t;

/**
 * Whole update: begin, perform until done, finish. Does not restart.
 * @return ESP_OK; what begin, perform or finish returned; ESP_ERR_NOT_SUPPORTED with
 *         ota_resumption.
 */
esp_err_t esp_https_ota(const esp_https_ota_config_t *ota_config);

/**
 * Connects, follows redirects (at most max_redirection_count, 10 by default) and judges the status.
 *
 * @param[in]  ota_config  what to fetch and where to
 * @param[out] handle      the update, or NULL on any error
 * @return ESP_OK;
 *         ESP_ERR_INVALID_ARG  NULL; https without any server verification; bad Location;
 *         decrypt_cb with otabench_decrypt;
 *         OTABENCH_ERR_OTA_NOT_DECRYPTED  the key of otabench_decrypt cannot be used, or not for
 *         the file that a resumed download met;
 *         ESP_ERR_NOT_SUPPORTED  decrypt_cb with ota_resumption, or a 401 whose challenge cannot be
 *         answered; ESP_ERR_NO_MEM; what http_client_init_cb returned;
 *         ESP_ERR_HTTP_CONNECT and other ESP_ERR_HTTP_*; ESP_ERR_HTTP_NOT_MODIFIED (304);
 *         OTABENCH_ERR_HTTP_CANCELLED  http_config's otabench_wait ended it;
 *         ESP_ERR_HTTP_MAX_REDIRECT; ESP_ERR_INVALID_SIZE  the announced image is larger than the
 *         slot (or, with finalize_with_copy, the final partition); ESP_FAIL  a bad URL, another
 * status, no slot to update, or a staging or final partition that is not in the table.
 */
esp_err_t esp_https_ota_begin(const esp_https_ota_config_t *ota_config,
                              esp_https_ota_handle_t *handle);

/**
 * One step: opens the slot and checks the image's header, then one network read and its flash
 * write each. A lost connection is made again within otabench_reconnects.
 * @return ESP_ERR_HTTPS_OTA_IN_PROGRESS  call again;
 *         ESP_OK  the last byte is in;
 *         ESP_ERR_INVALID_ARG NULL; ESP_ERR_INVALID_VERSION  image for another chip or revision;
 *         ESP_ERR_OTA_SPI_MODE_MISMATCH  app for another flash mode than the running one's;
 *         ESP_ERR_HTTP_READ_TIMEOUT  stalled; ESP_ERR_HTTP_RANGE_NOT_SATISFIABLE  the file on the
 *         server changed while it was fetched, or a range was answered with something else;
 *         OTABENCH_ERR_OTA_NOT_DECRYPTED  otabench_decrypt: encrypted for another key, no
 *         pre-encrypted file, or longer or shorter than its header says;
 *         ESP_ERR_OTA_* and ESP_ERR_INVALID_SIZE  from esp_ota_begin and esp_ota_write;
 *         what decrypt_cb returned, but for the header, where it is ESP_FAIL;
 *         OTABENCH_ERR_HTTP_CANCELLED;
 *         ESP_FAIL  connection lost, image header incomplete, or called after ESP_OK.
 */
esp_err_t esp_https_ota_perform(esp_https_ota_handle_t handle);

/** Whether all bytes came. false for NULL. */
bool esp_https_ota_is_complete_data_received(esp_https_ota_handle_t handle);

/**
 * Verifies what is in flash, copies it if that was asked for, selects an app in an OTA slot for the
 * next boot, frees the update.
 * @return ESP_OK  done: an app in an OTA slot boots next; ESP_ERR_INVALID_ARG NULL;
 * ESP_ERR_OTA_VALIDATE_FAILED  bad image; other codes of esp_ota_end and
 * esp_ota_set_boot_partition; OTABENCH_ERR_OTA_BAD_TAG  otabench_decrypt: the tag does not match,
 * and the staging partition's first sector has been erased; OTABENCH_ERR_OTA_NOT_SWITCHED  Here:
 * called too early (the original returns ESP_OK). Nothing was copied then.
 */
esp_err_t esp_https_ota_finish(esp_https_ota_handle_t handle);

/** Gives up and frees; what was written stays in the slot. @return ESP_OK; ESP_ERR_INVALID_ARG. */
esp_err_t esp_https_ota_abort(esp_https_ota_handle_t handle);

/**
 * Reads the image's description, before the first perform (from flash when resuming). Here: a
 * second call gives the same description.
 * @return ESP_OK; ESP_ERR_INVALID_ARG NULL; ESP_ERR_INVALID_STATE  too late;
 *         ESP_ERR_NOT_SUPPORTED  with decrypt_cb; ESP_ERR_HTTP_READ_TIMEOUT  stalled;
 *         ESP_FAIL  less than a header came, no description in it, or the final partition is no
 * app.
 */
esp_err_t esp_https_ota_get_img_desc(esp_https_ota_handle_t handle, esp_app_desc_t *app_desc);

/**
 * The same for an update whose final partition is a bootloader.
 * @return as esp_https_ota_get_img_desc; ESP_FAIL  also for another final partition.
 */
esp_err_t esp_https_ota_get_bootloader_img_desc(esp_https_ota_handle_t handle,
                                                esp_bootloader_desc_t *bootloader_desc);

/** Image bytes written so far; -1 for NULL and before the first perform. */
int esp_https_ota_get_image_len_read(esp_https_ota_handle_t handle);
/** The image's size; -1 for NULL and when it is not known. Here: also of a resumed update the whole
 * size. */
int esp_https_ota_get_image_size(esp_https_ota_handle_t handle);
/** The last HTTP status; -1 for NULL. */
int esp_https_ota_get_status_code(esp_https_ota_handle_t handle);

#ifdef __cplusplus
}
#endif
