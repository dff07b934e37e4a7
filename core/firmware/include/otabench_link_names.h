/*
 * Link names of our own for the functions that we share with ESP-IDF by name. A program on a board
 * may hold ESP-IDF's esp_http_client and esp_https_ota, too (another component may want them), and
 * a handle of one must never reach a function of the other: so the two sets of functions have
 * different names, and a source gets the set whose header it includes.
 *
 * Every platform has these names, so that what the host's tests run is what a board runs.
 */
#pragma once

#define esp_http_client_add_auth otabench_http_client_add_auth
#define esp_http_client_cleanup otabench_http_client_cleanup
#define esp_http_client_close otabench_http_client_close
#define esp_http_client_delete_header otabench_http_client_delete_header
#define esp_http_client_fetch_headers otabench_http_client_fetch_headers
#define esp_http_client_flush_response otabench_http_client_flush_response
#define esp_http_client_get_and_clear_last_tls_error                                               \
    otabench_http_client_get_and_clear_last_tls_error
#define esp_http_client_get_content_length otabench_http_client_get_content_length
#define esp_http_client_get_content_range otabench_http_client_get_content_range
#define esp_http_client_get_errno otabench_http_client_get_errno
#define esp_http_client_get_header otabench_http_client_get_header
#define esp_http_client_get_status_code otabench_http_client_get_status_code
#define esp_http_client_get_transport_type otabench_http_client_get_transport_type
#define esp_http_client_get_url otabench_http_client_get_url
#define esp_http_client_get_user_data otabench_http_client_get_user_data
#define esp_http_client_init otabench_http_client_init
#define esp_http_client_is_chunked_response otabench_http_client_is_chunked_response
#define esp_http_client_is_complete_data_received otabench_http_client_is_complete_data_received
#define esp_http_client_open otabench_http_client_open
#define esp_http_client_perform otabench_http_client_perform
#define esp_http_client_read otabench_http_client_read
#define esp_http_client_read_response otabench_http_client_read_response
#define esp_http_client_set_header otabench_http_client_set_header
#define esp_http_client_set_method otabench_http_client_set_method
#define esp_http_client_set_redirection otabench_http_client_set_redirection
#define esp_http_client_set_timeout_ms otabench_http_client_set_timeout_ms
#define esp_http_client_set_url otabench_http_client_set_url
#define esp_http_client_set_user_data otabench_http_client_set_user_data
#define esp_http_client_write otabench_http_client_write

#define esp_https_ota otabench_https_ota
#define esp_https_ota_abort otabench_https_ota_abort
#define esp_https_ota_begin otabench_https_ota_begin
#define esp_https_ota_finish otabench_https_ota_finish
#define esp_https_ota_get_bootloader_img_desc otabench_https_ota_get_bootloader_img_desc
#define esp_https_ota_get_image_len_read otabench_https_ota_get_image_len_read
#define esp_https_ota_get_image_size otabench_https_ota_get_image_size
#define esp_https_ota_get_img_desc otabench_https_ota_get_img_desc
#define esp_https_ota_get_status_code otabench_https_ota_get_status_code
#define esp_https_ota_is_complete_data_received otabench_https_ota_is_complete_data_received
#define esp_https_ota_perform otabench_https_ota_perform
#define ESP_HTTPS_OTA_EVENT OTABENCH_HTTPS_OTA_EVENT
