/* See idf_port.h. One connection at a time is all the update asks for; nothing here allocates but
 * what esp-tls and PSA take themselves and the two small objects below. */
#include "idf_port.h"

#include <errno.h>
#include <string.h>
#include <sys/select.h>

#include "driver/uart.h"
#include "driver/uart_vfs.h"
#include "esp_app_desc.h"
#include "esp_chip_info.h"
#include "esp_crt_bundle.h"
#include "esp_flash.h"
#include "esp_heap_caps.h"
#include "esp_log.h"
#include "esp_mac.h"
#include "esp_ota_ops.h"
#include "esp_random.h"
#include "esp_system.h"
#include "esp_timer.h"
#include "esp_tls.h"
#include "freertos/FreeRTOS.h"
#include "freertos/task.h"
#include "hal/efuse_hal.h"
#include "idf_crypto.h"
#include "idf_security.h"
#include "mbedtls/net_sockets.h"
#include "mbedtls/x509_crt.h"
#include "nvs.h"
#include "psa/crypto.h"
#include "sdkconfig.h"

#if !CONFIG_ESP_CONSOLE_UART
#error "Make a UART the console (CONFIG_ESP_CONSOLE_UART): the agent talks over it"
#endif

#define NVS_NAMESPACE "otabench"
#define CONSOLE_RX_BUFFER 2048 /* what the host sends while a connection is being made */

struct otabench_net
{
    esp_tls_t *tls;
    uint32_t timeout_ms;
};

struct otabench_hash
{
    psa_hash_operation_t operation;
};

/* Flash */

static esp_err_t flash_read(void *ctx, uint32_t address, void *bytes, size_t length)
{
    (void)ctx;
    return esp_flash_read(NULL, bytes, address, (uint32_t)length);
}

static esp_err_t flash_write(void *ctx, uint32_t address, const void *bytes, size_t length)
{
    (void)ctx;
    return esp_flash_write(NULL, bytes, address, (uint32_t)length);
}

static esp_err_t flash_erase(void *ctx, uint32_t address, size_t length)
{
    (void)ctx;
    return esp_flash_erase_region(NULL, address, (uint32_t)length);
}

/* Network */

/* Why a connection could not be made. esp-tls keeps Mbed TLS codes as positive numbers. Returns its
 * own code. */
static esp_err_t take_error(esp_tls_t *tls, otabench_net_error_t *error)
{
    esp_tls_error_handle_t handle = NULL;
    if (esp_tls_get_error_handle(tls, &handle) != ESP_OK)
        return ESP_FAIL;
    int tls_code = 0;
    int flags = 0;
    (void)esp_tls_get_and_clear_error_type(handle, ESP_TLS_ERR_TYPE_SYSTEM, &error->sys_errno);
    const esp_err_t result = esp_tls_get_and_clear_last_error(handle, &tls_code, &flags);
    error->tls_error = tls_code > 0 ? -tls_code : tls_code;
    error->verify_flags = (uint32_t)flags;
    return result != ESP_OK ? result : ESP_FAIL;
}

static void set_certificates(esp_tls_cfg_t *tls_config, const otabench_net_config_t *config)
{
#if CONFIG_MBEDTLS_CERTIFICATE_BUNDLE
    if (config->use_bundle)
        tls_config->crt_bundle_attach = esp_crt_bundle_attach;
#endif
    if (config->ca_pem != NULL) {
        tls_config->cacert_buf = (const unsigned char *)config->ca_pem;
        tls_config->cacert_bytes = (unsigned int)strlen(config->ca_pem) + 1;
    }
    if (config->client_cert_pem != NULL && config->client_key_pem != NULL) {
        tls_config->clientcert_buf = (const unsigned char *)config->client_cert_pem;
        tls_config->clientcert_bytes = (unsigned int)strlen(config->client_cert_pem) + 1;
        tls_config->clientkey_buf = (const unsigned char *)config->client_key_pem;
        tls_config->clientkey_bytes = (unsigned int)strlen(config->client_key_pem) + 1;
    }
}

static esp_err_t net_connect(void *ctx, const otabench_net_config_t *config, otabench_net_t **net,
                             otabench_net_error_t *error)
{
    (void)ctx;
    memset(error, 0, sizeof(*error));
    esp_tls_cfg_t tls_config = {
        .timeout_ms = (int)config->timeout_ms,
        .skip_common_name = config->skip_name_check,
        .common_name = config->expected_name,
        .is_plain_tcp = !config->tls,
    };
    set_certificates(&tls_config, config);
    otabench_net_t *opened = heap_caps_calloc(1, sizeof(*opened), MALLOC_CAP_DEFAULT);
    esp_tls_t *tls = esp_tls_init();
    if (opened == NULL || tls == NULL) {
        heap_caps_free(opened);
        if (tls != NULL)
            (void)esp_tls_conn_destroy(tls);
        return ESP_ERR_NO_MEM;
    }
    if (esp_tls_conn_new_sync(config->host, (int)strlen(config->host), config->port, &tls_config,
                              tls) != 1) {
        const esp_err_t result = take_error(tls, error);
        (void)esp_tls_conn_destroy(tls);
        heap_caps_free(opened);
        return result;
    }
    opened->tls = tls;
    opened->timeout_ms = config->timeout_ms;
    *net = opened;
    return ESP_OK;
}

static uint32_t now_ms(void)
{
    return (uint32_t)(esp_timer_get_time() / 1000);
}

/* Whether the socket becomes ready until `timeout_ms` after `since_ms`: 1 yes, 0 no, -1 error. */
static int wait_ready(otabench_net_t *net, bool for_write, uint32_t since_ms)
{
    int fd = -1;
    if (esp_tls_get_conn_sockfd(net->tls, &fd) != ESP_OK || fd < 0 || fd >= FD_SETSIZE)
        return -1;
    const uint32_t passed = now_ms() - since_ms;
    const uint32_t left = passed < net->timeout_ms ? net->timeout_ms - passed : 0;
    fd_set set;
    FD_ZERO(&set);
    FD_SET(fd, &set);
    struct timeval limit = {
        .tv_sec = (time_t)(left / 1000),
        .tv_usec = (suseconds_t)(left % 1000) * 1000,
    };
    return select(fd + 1, for_write ? NULL : &set, for_write ? &set : NULL, NULL, &limit);
}

/* Whether a failed call only wants to be repeated: esp-tls says so by a code for TLS, by errno for
 * plain TCP. */
static bool wants_more(ssize_t result)
{
    if (result == -1)
        return errno == EAGAIN || errno == EWOULDBLOCK || errno == EINTR;
    return result == ESP_TLS_ERR_SSL_WANT_READ || result == ESP_TLS_ERR_SSL_WANT_WRITE;
}

static int net_read(void *ctx, otabench_net_t *net, void *bytes, size_t length)
{
    (void)ctx;
    const uint32_t since_ms = now_ms();
    for (;;) {
        if (esp_tls_get_bytes_avail(net->tls) <= 0) {
            const int ready = wait_ready(net, /*for_write=*/false, since_ms);
            if (ready == 0)
                return -1; /* the table's word for "nothing in time" */
            if (ready < 0)
                return MBEDTLS_ERR_NET_POLL_FAILED;
        }
        const ssize_t got = esp_tls_conn_read(net->tls, bytes, length);
        if (got >= 0) /* where esp-tls keeps session tickets it can return a positive error */
            return (size_t)got <= length ? (int)got : MBEDTLS_ERR_NET_RECV_FAILED;
        if (!wants_more(got))
            return got == -1 ? MBEDTLS_ERR_NET_RECV_FAILED : (int)got;
    }
}

static int net_write(void *ctx, otabench_net_t *net, const void *bytes, size_t length)
{
    (void)ctx;
    const uint32_t since_ms = now_ms();
    const char *next = bytes;
    size_t left = length;
    while (left > 0) {
        const ssize_t put = esp_tls_conn_write(net->tls, next, left);
        if (put > 0) {
            next += put;
            left -= (size_t)put;
            continue;
        }
        if (put < 0 && !wants_more(put))
            return put == -1 ? MBEDTLS_ERR_NET_SEND_FAILED : (int)put;
        const int ready = wait_ready(net, put != ESP_TLS_ERR_SSL_WANT_READ, since_ms);
        if (ready <= 0)
            return ready == 0 ? ESP_TLS_ERR_SSL_TIMEOUT : MBEDTLS_ERR_NET_POLL_FAILED;
    }
    return (int)length;
}

static void net_close(void *ctx, otabench_net_t *net)
{
    (void)ctx;
    if (net == NULL)
        return;
    (void)esp_tls_conn_destroy(net->tls);
    heap_caps_free(net);
}

/* SHA-256 */

static otabench_hash_t *hash_start(void *ctx)
{
    (void)ctx;
    otabench_hash_t *hash = heap_caps_calloc(1, sizeof(*hash), MALLOC_CAP_DEFAULT);
    if (hash == NULL)
        return NULL;
    hash->operation = psa_hash_operation_init();
    if (psa_hash_setup(&hash->operation, PSA_ALG_SHA_256) != PSA_SUCCESS) {
        heap_caps_free(hash);
        return NULL;
    }
    return hash;
}

static void hash_update(void *ctx, otabench_hash_t *hash, const void *bytes, size_t length)
{
    (void)ctx;
    (void)psa_hash_update(&hash->operation, bytes, length);
}

static void hash_finish(void *ctx, otabench_hash_t *hash, uint8_t digest[32])
{
    (void)ctx;
    size_t length = 0;
    if (digest == NULL || psa_hash_finish(&hash->operation, digest, 32, &length) != PSA_SUCCESS)
        (void)psa_hash_abort(&hash->operation);
    if (digest != NULL && length != 32)
        memset(digest, 0, 32);
    heap_caps_free(hash);
}

static int ca_fingerprints(void *ctx, const char *pem, uint8_t (*fingerprints)[32], size_t capacity)
{
    (void)ctx;
    mbedtls_x509_crt chain;
    mbedtls_x509_crt_init(&chain);
    int count = -1;
    if (mbedtls_x509_crt_parse(&chain, (const unsigned char *)pem, strlen(pem) + 1) == 0) {
        count = 0;
        for (const mbedtls_x509_crt *crt = &chain; crt != NULL && (size_t)count < capacity;
             crt = crt->next) {
            size_t length = 0;
            if (psa_hash_compute(PSA_ALG_SHA_256, crt->raw.p, crt->raw.len, fingerprints[count], 32,
                                 &length) != PSA_SUCCESS) {
                count = -1;
                break;
            }
            ++count;
        }
    }
    mbedtls_x509_crt_free(&chain);
    return count;
}

/* Console */

static size_t console_read(void *ctx, char *bytes, size_t length)
{
    (void)ctx;
    const int got = uart_read_bytes(CONFIG_ESP_CONSOLE_UART_NUM, bytes, (uint32_t)length, 0);
    return got > 0 ? (size_t)got : 0;
}

static void console_write(void *ctx, const char *bytes, size_t length)
{
    (void)ctx;
    (void)uart_write_bytes(CONFIG_ESP_CONSOLE_UART_NUM, bytes, length);
}

/* Settings */

static int setting_get(void *ctx, const char *name, void *bytes, size_t capacity)
{
    (void)ctx;
    nvs_handle_t handle;
    if (nvs_open(NVS_NAMESPACE, NVS_READONLY, &handle) != ESP_OK)
        return -1;
    size_t length = capacity;
    const esp_err_t result = nvs_get_blob(handle, name, bytes, &length);
    nvs_close(handle);
    return result == ESP_OK ? (int)length : -1;
}

static esp_err_t setting_set(void *ctx, const char *name, const void *bytes, size_t length)
{
    (void)ctx;
    nvs_handle_t handle;
    esp_err_t result = nvs_open(NVS_NAMESPACE, NVS_READWRITE, &handle);
    if (result != ESP_OK)
        return result;
    if (length == 0) {
        result = nvs_erase_key(handle, name);
        if (result == ESP_ERR_NVS_NOT_FOUND)
            result = ESP_OK;
    } else {
        result = nvs_set_blob(handle, name, bytes, length);
    }
    if (result == ESP_OK)
        result = nvs_commit(handle);
    nvs_close(handle);
    return result;
}

/* The rest of the machine */

static void *allocate(void *ctx, size_t size)
{
    (void)ctx;
    return heap_caps_calloc(1, size, MALLOC_CAP_DEFAULT);
}

static void release(void *ctx, void *memory)
{
    (void)ctx;
    heap_caps_free(memory);
}

static uint32_t heap_free(void *ctx)
{
    (void)ctx;
    return esp_get_free_heap_size();
}

static uint32_t heap_minimum(void *ctx)
{
    (void)ctx;
    return esp_get_minimum_free_heap_size();
}

static uint32_t clock_ms(void *ctx)
{
    (void)ctx;
    return now_ms();
}

static void delay_ms(void *ctx, uint32_t milliseconds)
{
    (void)ctx;
    /* A tick at least: a delay of none would keep the idle task, and with it the watchdog, waiting.
     */
    vTaskDelay((milliseconds + portTICK_PERIOD_MS - 1) / portTICK_PERIOD_MS);
}

static uint32_t random_word(void *ctx)
{
    (void)ctx;
    return esp_random();
}

static void log_line(void *ctx, int level, const char *tag, const char *text)
{
    (void)ctx;
    ESP_LOG_LEVEL((esp_log_level_t)level, tag, "%s", text);
}

static void restart(void *ctx)
{
    (void)ctx;
    esp_restart();
}

static esp_err_t install_console(void)
{
    if (uart_is_driver_installed(CONFIG_ESP_CONSOLE_UART_NUM))
        return ESP_OK;
    const esp_err_t result =
        uart_driver_install(CONFIG_ESP_CONSOLE_UART_NUM, CONSOLE_RX_BUFFER, 0, 0, NULL, 0);
    if (result == ESP_OK)
        uart_vfs_dev_use_driver(CONFIG_ESP_CONSOLE_UART_NUM);
    return result;
}

static void describe_chip(otabench_chip_t *chip)
{
    esp_chip_info_t info;
    esp_chip_info(&info);
    chip->chip_id = CONFIG_IDF_FIRMWARE_CHIP_ID;
    chip->chip_name = CONFIG_IDF_TARGET;
    chip->chip_revision = info.revision;
    chip->efuse_block_revision = (uint16_t)efuse_hal_blk_version();
    chip->reset_reason = (uint8_t)esp_reset_reason();
    (void)esp_efuse_mac_get_default(chip->mac);
}

const otabench_port_t *otabench_idf_port(void)
{
    static otabench_chip_t chip;
    static otabench_port_t port = {
        .flash_read = flash_read,
        .flash_write = flash_write,
        .flash_erase = flash_erase,
        .net_connect = net_connect,
        .net_read = net_read,
        .net_write = net_write,
        .net_close = net_close,
        .hash_start = hash_start,
        .hash_update = hash_update,
        .hash_finish = hash_finish,
        .console_read = console_read,
        .console_write = console_write,
        .setting_get = setting_get,
        .setting_set = setting_set,
        .ca_fingerprints = ca_fingerprints,
        .allocate = allocate,
        .release = release,
        .heap_free = heap_free,
        .heap_minimum = heap_minimum,
        .clock_ms = clock_ms,
        .delay_ms = delay_ms,
        .random = random_word,
        .log = log_line,
        .restart = restart,
        .chip = &chip,
    };
    if (psa_crypto_init() != PSA_SUCCESS || install_console() != ESP_OK)
        return NULL;
    describe_chip(&chip);
    otabench_idf_fill_crypto(&port);
    otabench_idf_fill_security(&port);
    (void)esp_flash_get_size(NULL, &port.flash_size);
    port.running_address = esp_ota_get_running_partition()->address;
    return &port;
}

/* On a board there is one machine for all tasks. */

static const otabench_port_t *the_port;

void otabench_port_set(const otabench_port_t *port)
{
    the_port = port;
}

const otabench_port_t *otabench_port_get(void)
{
    return the_port;
}
