/* See idf_port.h. One connection at a time is all the update asks for; nothing here allocates but
 * what esp-tls and PSA take themselves and the two small objects below. */
#include "idf_port.h"

#include <errno.h>
#include <fcntl.h>
#include <netdb.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <stdio.h>
#include <string.h>
#include <sys/select.h>
#include <sys/socket.h>
#include <unistd.h>

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

#if CONFIG_ESP_CONSOLE_USB_SERIAL_JTAG
#include "driver/usb_serial_jtag.h"
#include "driver/usb_serial_jtag_vfs.h"
#else
#include "driver/uart.h"
#include "driver/uart_vfs.h"
#endif

#if !CONFIG_ESP_CONSOLE_UART && !CONFIG_ESP_CONSOLE_USB_SERIAL_JTAG
#error "Make a UART or USB-Serial-JTAG the console (CONFIG_ESP_CONSOLE_*): the agent talks over it"
#endif

#define NVS_NAMESPACE "otabench"
#define CONSOLE_RX_BUFFER 2048 /* what the host sends while a connection is being made */

struct otabench_net
{
    otabench_net_config_t config;
    int fd; /* -1: not yet */
    bool tcp_done;
    esp_tls_t *tls; /* NULL: not yet, or plain TCP */
    esp_tls_cfg_t tls_config;
    uint32_t since_ms;
    uint32_t handshake_since_ms;
    uint32_t timeout_ms;
    otabench_net_info_t info;
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

static uint32_t now_ms(void)
{
    return (uint32_t)(esp_timer_get_time() / 1000);
}

/* Network: the socket is made here, without blocking, and esp-tls works on it. esp-tls's own way of
 * connecting without blocking cannot be taken up again once its select() has timed out. */

/* Why the handshake failed. esp-tls keeps Mbed TLS codes as positive numbers. Returns its own code.
 */
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

static unsigned int size_of_text(const char *text, size_t length, bool with_nul)
{
    return (unsigned int)(length != 0 ? length : strlen(text) + (with_nul ? 1 : 0));
}

static void set_certificates(esp_tls_cfg_t *tls_config, const otabench_net_config_t *config)
{
#if CONFIG_MBEDTLS_CERTIFICATE_BUNDLE
    if (config->use_bundle)
        tls_config->crt_bundle_attach = esp_crt_bundle_attach;
#endif
    if (config->ca_pem != NULL) {
        tls_config->cacert_buf = (const unsigned char *)config->ca_pem;
        tls_config->cacert_bytes = size_of_text(config->ca_pem, config->ca_length, true);
    }
    if (config->client_cert_pem == NULL || config->client_key_pem == NULL)
        return;
    tls_config->clientcert_buf = (const unsigned char *)config->client_cert_pem;
    tls_config->clientcert_bytes =
        size_of_text(config->client_cert_pem, config->client_cert_length, true);
    tls_config->clientkey_buf = (const unsigned char *)config->client_key_pem;
    tls_config->clientkey_bytes =
        size_of_text(config->client_key_pem, config->client_key_length, true);
    if (config->client_key_password == NULL)
        return;
    tls_config->clientkey_password = (const unsigned char *)config->client_key_password;
    tls_config->clientkey_password_len =
        size_of_text(config->client_key_password, config->client_key_password_length, false);
}

static esp_err_t net_open(void *ctx, const otabench_net_config_t *config, otabench_net_t **net)
{
    (void)ctx;
    otabench_net_t *opened = heap_caps_calloc(1, sizeof(*opened), MALLOC_CAP_DEFAULT);
    if (opened == NULL)
        return ESP_ERR_NO_MEM;
    opened->fd = -1;
    opened->config = *config;
    opened->since_ms = now_ms();
    opened->timeout_ms = config->timeout_ms;
    *net = opened;
    return ESP_OK;
}

static void set_keep_alive(int fd, const otabench_net_keep_alive_t *keep_alive)
{
    const int on = 1;
    const int idle = keep_alive->idle_s;
    const int interval = keep_alive->interval_s;
    const int count = keep_alive->count;
    (void)setsockopt(fd, SOL_SOCKET, SO_KEEPALIVE, &on, sizeof(on));
    (void)setsockopt(fd, IPPROTO_TCP, TCP_KEEPIDLE, &idle, sizeof(idle));
    (void)setsockopt(fd, IPPROTO_TCP, TCP_KEEPINTVL, &interval, sizeof(interval));
    (void)setsockopt(fd, IPPROTO_TCP, TCP_KEEPCNT, &count, sizeof(count));
}

/* Looks the name up, which lwIP can only do waiting, and begins to connect to its first address. */
static esp_err_t start_tcp(otabench_net_t *net, otabench_net_error_t *error)
{
    char port[6];
    (void)snprintf(port, sizeof(port), "%u", (unsigned)net->config.port);
    const struct addrinfo hints = {
        .ai_family = net->config.family,
        .ai_socktype = SOCK_STREAM,
    };
    struct addrinfo *found = NULL;
    if (getaddrinfo(net->config.host, port, &hints, &found) != 0 || found == NULL)
        return ESP_ERR_ESP_TLS_CANNOT_RESOLVE_HOSTNAME;
    net->fd = socket(found->ai_family, found->ai_socktype, found->ai_protocol);
    esp_err_t result = ESP_OK;
    if (net->fd < 0 || net->fd >= FD_SETSIZE) {
        error->sys_errno = errno;
        result = ESP_ERR_ESP_TLS_CANNOT_CREATE_SOCKET;
    } else if (fcntl(net->fd, F_SETFL, fcntl(net->fd, F_GETFL, 0) | O_NONBLOCK) < 0) {
        error->sys_errno = errno;
        result = ESP_ERR_ESP_TLS_SOCKET_SETOPT_FAILED;
    } else if (connect(net->fd, found->ai_addr, found->ai_addrlen) != 0 && errno != EINPROGRESS) {
        error->sys_errno = errno;
        result = ESP_ERR_ESP_TLS_FAILED_CONNECT_TO_HOST;
    }
    freeaddrinfo(found);
    if (result == ESP_OK && net->config.keep_alive.enable)
        set_keep_alive(net->fd, &net->config.keep_alive);
    return result;
}

/* Whether the socket becomes ready within `wait_ms`: 1 yes, 0 no, -1 error. */
static int wait_ready(const otabench_net_t *net, bool for_write, uint32_t wait_ms)
{
    fd_set set;
    FD_ZERO(&set);
    FD_SET(net->fd, &set);
    struct timeval limit = {
        .tv_sec = (time_t)(wait_ms / 1000),
        .tv_usec = (suseconds_t)(wait_ms % 1000) * 1000,
    };
    return select(net->fd + 1, for_write ? NULL : &set, for_write ? &set : NULL, NULL, &limit);
}

static esp_err_t finish_tcp(otabench_net_t *net, uint32_t wait_ms, otabench_net_error_t *error)
{
    const int ready = wait_ready(net, /*for_write=*/true, wait_ms);
    if (ready == 0)
        return ESP_ERR_NOT_FINISHED;
    socklen_t size = sizeof(error->sys_errno);
    if (ready < 0 || getsockopt(net->fd, SOL_SOCKET, SO_ERROR, &error->sys_errno, &size) != 0)
        error->sys_errno = errno;
    if (error->sys_errno != 0)
        return ESP_ERR_ESP_TLS_FAILED_CONNECT_TO_HOST;
    net->tcp_done = true;
    net->handshake_since_ms = now_ms();
    return ESP_OK;
}

static esp_err_t start_tls(otabench_net_t *net)
{
    net->tls_config = (esp_tls_cfg_t){
        .timeout_ms = (int)net->config.timeout_ms,
        .skip_common_name = net->config.skip_name_check,
        .common_name = net->config.expected_name,
    };
    set_certificates(&net->tls_config, &net->config);
#if CONFIG_ESP_TLS_CLIENT_SESSION_TICKETS
    net->tls_config.client_session = (esp_tls_client_session_t *)net->config.session;
#endif
    net->tls = esp_tls_init();
    if (net->tls == NULL)
        return ESP_ERR_NO_MEM;
    /* The socket is esp-tls's from here on: it closes it. */
    if (esp_tls_set_conn_sockfd(net->tls, net->fd) != ESP_OK ||
        esp_tls_set_conn_state(net->tls, ESP_TLS_CONNECTING) != ESP_OK)
        return ESP_FAIL;
    return ESP_OK;
}

static esp_err_t step_tls(otabench_net_t *net, uint32_t wait_ms, otabench_net_error_t *error)
{
    if (net->tls == NULL) {
        const esp_err_t started = start_tls(net);
        if (started != ESP_OK)
            return started;
    } else if (wait_ready(net, /*for_write=*/false, wait_ms) == 0) {
        return ESP_ERR_NOT_FINISHED; /* a handshake waits for the server, but for moments */
    }
    const char *host = net->config.host;
    const int result = esp_tls_conn_new_async(host, (int)strlen(host), net->config.port,
                                              &net->tls_config, net->tls);
#if CONFIG_ESP_TLS_CLIENT_SESSION_TICKETS
    net->tls_config.client_session = NULL; /* esp-tls would set it again with every step */
#endif
    if (result == 0)
        return ESP_ERR_NOT_FINISHED;
    return result == 1 ? ESP_OK : take_error(net->tls, error);
}

static esp_err_t connect_step(otabench_net_t *net, uint32_t wait_ms, otabench_net_error_t *error)
{
    esp_err_t result = ESP_OK;
    if (net->fd < 0)
        result = start_tcp(net, error);
    if (result == ESP_OK && !net->tcp_done)
        result = finish_tcp(net, wait_ms, error);
    if (result == ESP_OK && net->config.tls)
        result = step_tls(net, wait_ms, error);
    return result;
}

static esp_err_t net_connect(void *ctx, otabench_net_t *net, uint32_t wait_ms,
                             otabench_net_error_t *error)
{
    (void)ctx;
    memset(error, 0, sizeof(*error));
    const esp_err_t result = connect_step(net, wait_ms, error);
    if (result == ESP_ERR_NOT_FINISHED && now_ms() - net->since_ms >= net->timeout_ms) {
        error->tls_error = net->tls != NULL ? ESP_TLS_ERR_SSL_TIMEOUT : 0;
        error->sys_errno = ETIMEDOUT;
        return ESP_ERR_ESP_TLS_CONNECTION_TIMEOUT;
    }
    if (result == ESP_OK) {
        net->info.connect_ms = now_ms() - net->since_ms;
        net->info.handshake_ms = net->config.tls ? now_ms() - net->handshake_since_ms : 0;
    }
    return result;
}

static void net_info(void *ctx, const otabench_net_t *net, otabench_net_info_t *info)
{
    (void)ctx;
    *info = net->info; /* esp-tls does not tell whether a session was resumed: said to be not */
}

static otabench_net_session_t *net_session(void *ctx, otabench_net_t *net)
{
    (void)ctx;
#if CONFIG_ESP_TLS_CLIENT_SESSION_TICKETS
    return net->tls == NULL ? NULL : (otabench_net_session_t *)esp_tls_get_client_session(net->tls);
#else
    (void)net;
    return NULL;
#endif
}

static void net_session_free(void *ctx, otabench_net_session_t *session)
{
    (void)ctx;
#if CONFIG_ESP_TLS_CLIENT_SESSION_TICKETS
    if (session != NULL)
        esp_tls_free_client_session((esp_tls_client_session_t *)session);
#else
    (void)session;
#endif
}

/* Whether a failed call only wants to be repeated: esp-tls says so by a code for TLS, the socket by
 * errno. */
static bool wants_more(ssize_t result)
{
    if (result == -1)
        return errno == EAGAIN || errno == EWOULDBLOCK || errno == EINTR;
    return result == ESP_TLS_ERR_SSL_WANT_READ || result == ESP_TLS_ERR_SSL_WANT_WRITE;
}

static uint32_t left_of(uint32_t limit_ms, uint32_t since_ms)
{
    const uint32_t passed = now_ms() - since_ms;
    return passed < limit_ms ? limit_ms - passed : 0;
}

static int net_read(void *ctx, otabench_net_t *net, void *bytes, size_t length, uint32_t wait_ms)
{
    (void)ctx;
    const uint32_t since_ms = now_ms();
    for (;;) {
        if (net->tls == NULL || esp_tls_get_bytes_avail(net->tls) <= 0) {
            const int ready = wait_ready(net, /*for_write=*/false, left_of(wait_ms, since_ms));
            if (ready == 0)
                return -1; /* the table's word for "nothing in time" */
            if (ready < 0)
                return MBEDTLS_ERR_NET_POLL_FAILED;
        }
        const ssize_t got = net->tls != NULL ? esp_tls_conn_read(net->tls, bytes, length)
                                             : recv(net->fd, bytes, length, 0);
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
        const ssize_t put = net->tls != NULL ? esp_tls_conn_write(net->tls, next, left)
                                             : send(net->fd, next, left, 0);
        if (put > 0) {
            next += put;
            left -= (size_t)put;
            continue;
        }
        if (put < 0 && !wants_more(put))
            return put == -1 ? MBEDTLS_ERR_NET_SEND_FAILED : (int)put;
        const int ready =
            wait_ready(net, put != ESP_TLS_ERR_SSL_WANT_READ, left_of(net->timeout_ms, since_ms));
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
    if (net->tls != NULL)
        (void)esp_tls_conn_destroy(net->tls);
    else if (net->fd >= 0)
        (void)close(net->fd);
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

#if CONFIG_ESP_CONSOLE_USB_SERIAL_JTAG

#define CONSOLE_TX_BUFFER 2048 /* two frames: one is written at a time */
#define CONSOLE_TX_LIMIT_MS 100

static size_t console_read(void *ctx, char *bytes, size_t length)
{
    (void)ctx;
    const int got = usb_serial_jtag_read_bytes(bytes, (uint32_t)length, 0);
    return got > 0 ? (size_t)got : 0;
}

/* With nobody at the other end what does not fit is dropped: the board must not wait for a host. */
static void console_write(void *ctx, const char *bytes, size_t length)
{
    (void)ctx;
    const TickType_t limit =
        usb_serial_jtag_is_connected() ? pdMS_TO_TICKS(CONSOLE_TX_LIMIT_MS) : 0;
    size_t done = 0;
    while (done < length) {
        const int put = usb_serial_jtag_write_bytes(bytes + done, length - done, limit);
        if (put <= 0)
            return;
        done += (size_t)put;
    }
}

static esp_err_t install_console(void)
{
    if (usb_serial_jtag_is_driver_installed())
        return ESP_OK;
    usb_serial_jtag_driver_config_t config = {
        .tx_buffer_size = CONSOLE_TX_BUFFER,
        .rx_buffer_size = CONSOLE_RX_BUFFER,
    };
    const esp_err_t result = usb_serial_jtag_driver_install(&config);
    if (result == ESP_OK)
        usb_serial_jtag_vfs_use_driver();
    return result;
}

#else

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

#endif

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

static void *allocate_caps(void *ctx, size_t size, uint32_t caps)
{
    (void)ctx;
    return heap_caps_calloc(1, size, caps != 0 ? caps : MALLOC_CAP_DEFAULT);
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

static uint32_t stack_minimum(void *ctx)
{
    (void)ctx;
    return (uint32_t)uxTaskGetStackHighWaterMark(NULL); /* ESP-IDF counts it in bytes */
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

const otabench_port_t *otabench_platform_port(void)
{
    return otabench_idf_port();
}

const otabench_port_t *otabench_idf_port(void)
{
    static otabench_chip_t chip;
    static otabench_port_t port = {
        .flash_read = flash_read,
        .flash_write = flash_write,
        .flash_erase = flash_erase,
        .net_open = net_open,
        .net_connect = net_connect,
        .net_read = net_read,
        .net_write = net_write,
        .net_close = net_close,
        .net_info = net_info,
        .net_session = net_session,
        .net_session_free = net_session_free,
        .hash_start = hash_start,
        .hash_update = hash_update,
        .hash_finish = hash_finish,
        .console_read = console_read,
        .console_write = console_write,
        .setting_get = setting_get,
        .setting_set = setting_set,
        .ca_fingerprints = ca_fingerprints,
        .allocate = allocate,
        .allocate_caps = allocate_caps,
        .release = release,
        .heap_free = heap_free,
        .heap_minimum = heap_minimum,
        .stack_minimum = stack_minimum,
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
