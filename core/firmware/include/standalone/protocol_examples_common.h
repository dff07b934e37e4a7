/*
 * What ESP-IDF's examples share: the network, and a console that waits for input. Source of names
 * and log lines: ESP-IDF v5.5 examples/common_components/protocol_examples_common.
 */
#pragma once

#if __has_include("sdkconfig.h")
#include "sdkconfig.h"
#endif

#include "esp_err.h"
#include "esp_netif.h"

#ifdef __cplusplus
extern "C" {
#endif

#define EXAMPLE_NETIF_DESC_STA "example_netif_sta"
#define EXAMPLE_NETIF_DESC_ETH "example_netif_eth"
#define EXAMPLE_NETIF_DESC_THREAD "example_netif_thread"
#define EXAMPLE_INTERFACE get_example_netif_from_desc(EXAMPLE_NETIF_DESC_STA)
#define get_example_netif() get_example_netif_from_desc(EXAMPLE_NETIF_DESC_STA)

/** Connects to the network. Here: this computer's, at once. @return ESP_OK */
esp_err_t example_connect(void);
/** @return ESP_OK */
esp_err_t example_disconnect(void);

/** Makes reading from stdin wait for input, and turns CR into LF. Before it, a read returns what
 * has come, at most 128 bytes, or EOF. @return ESP_OK */
esp_err_t example_configure_stdin_stdout(void);

/** @return the interface; NULL  EXAMPLE_NETIF_DESC_STA is the only one */
esp_netif_t *get_example_netif_from_desc(const char *desc);

#ifdef __cplusplus
}
#endif
