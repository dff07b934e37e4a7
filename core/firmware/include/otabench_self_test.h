/*
 * A deadline for new images. An image that was started for the first time after an update is on
 * trial (ESP_OTA_IMG_PENDING_VERIFY): the bootloader leaves it at the next start unless somebody
 * confirmed it. A board that hangs half-way but does not restart stays on trial for ever, though,
 * and refuses updates. The deadline ends that: an image that nobody confirms in time is rejected,
 * and the board restarts into the previous one.
 *
 *   otabench_self_test_t test;
 *   otabench_self_test_start(&test, 300000);      once after boot; harmless when not on trial
 *   otabench_self_test_step(&test);               in the main loop
 *   otabench_self_test_extend(&test, 60000);      while a slow test goes on
 *   otabench_self_test_pass(&test);               or: esp_ota_mark_app_valid_cancel_rollback()
 *   otabench_self_test_fail(&test);               or:
 * esp_ota_mark_app_invalid_rollback_and_reboot()
 *
 * Nothing of it is stored: after a restart an unconfirmed image is not on trial any more but
 * aborted. Whoever confirms by ESP-IDF's functions ends the deadline as well: the state in otadata
 * is read before anything is done. The agent (otabench_agent.h) runs a deadline of its own, which
 * otabench_agent_self_test() hands out; one deadline a board is enough.
 *
 * Call all of it from one task.
 */
#pragma once

#include <stdbool.h>
#include <stdint.h>

#include "esp_err.h"

#ifdef __cplusplus
extern "C" {
#endif

/** The caller's memory for a deadline; nothing in it is for others to read. */
typedef struct
{
    bool armed;
    uint32_t from_ms;
    uint32_t limit_ms;
} otabench_self_test_t;

/**
 * Starts the deadline when the running app is on trial; else there is nothing to wait for.
 * @param[out] test         filled in any case
 * @param[in]  deadline_ms  from now, at least 1
 * @return ESP_OK; ESP_ERR_INVALID_ARG  NULL, or no time.
 */
esp_err_t otabench_self_test_start(otabench_self_test_t *test, uint32_t deadline_ms);

/** Whether the running app is still on trial under this deadline; reads otadata. */
bool otabench_self_test_is_running(otabench_self_test_t *test);

/** Milliseconds left; 0 when not on trial, or when it is over. */
uint32_t otabench_self_test_left_ms(otabench_self_test_t *test);

/**
 * Sets the deadline anew, counted from now; it may become earlier.
 * @return ESP_OK; ESP_ERR_INVALID_ARG  NULL, or no time; ESP_ERR_INVALID_STATE  not on trial.
 */
esp_err_t otabench_self_test_extend(otabench_self_test_t *test, uint32_t deadline_ms);

/**
 * Confirms the running app, and ends the deadline.
 * @return ESP_OK  (also when it is not on trial); ESP_ERR_INVALID_ARG  NULL; codes of
 *         esp_ota_mark_app_valid_cancel_rollback: the deadline goes on then.
 */
esp_err_t otabench_self_test_pass(otabench_self_test_t *test);

/**
 * Rejects the running app, and ends the deadline; the caller restarts the board. Unlike
 * esp_ota_mark_app_invalid_rollback it also works where the previous app has no record in otadata
 * but will start all the same.
 * @return ESP_OK  another app starts next; ESP_ERR_INVALID_ARG  NULL; ESP_ERR_OTA_ROLLBACK_FAILED
 *         there is no other one that can start: the board keeps what it has, on trial; codes of
 *         esp_ota_mark_app_invalid_rollback.
 */
esp_err_t otabench_self_test_fail(otabench_self_test_t *test);

/**
 * Looks at the time: when it is over, rejects the running app and restarts the board, which on a
 * board does not return. Cheap while there is time.
 * @return ESP_OK  nothing to do; ESP_ERR_INVALID_ARG  NULL; codes of otabench_self_test_fail, once:
 *         the deadline has ended then.
 */
esp_err_t otabench_self_test_step(otabench_self_test_t *test);

/** Whether the time is over while the running app is still on trial: for callers that have
 * something to do before otabench_self_test_fail. */
bool otabench_self_test_is_over(otabench_self_test_t *test);

#ifdef __cplusplus
}
#endif
