/*
 * The agent: answers the host's requests on the console (otabench_agent_protocol.h) and runs the
 * updates it is told to. Call otabench_agent_step() from one task, forever.
 */
#pragma once

#include "otabench_port.h"
#include "otabench_self_test.h"

#ifdef __cplusplus
extern "C" {
#endif

struct otabench_decrypt_cfg;
typedef struct otabench_agent otabench_agent_t;

typedef struct
{
    const char *built_in_ca_pem; /**< trusted until the host sends others; NULL: none */
    /** The board's key for pre-encrypted images (esp_encrypted_img.h: esp_decrypt_cfg_t), which
     * then can be sent to it as well as plain ones; must stay. NULL: none, plain images only. */
    const struct otabench_decrypt_cfg *decrypt;
    uint32_t trial_ms; /**< an unconfirmed image rolls back after this; 0: 300000 */
    /** Switches the LED by which a person finds the board; called from otabench_agent_step(), off
     * at the end. NULL: the board has none, `blink` is refused. */
    void (*led)(void *led_ctx, bool on);
    void *led_ctx;
} otabench_agent_config_t;

/** Starts the agent on the calling thread's port and sends the `boot` event.
 *  @return the agent, or NULL when memory is short. */
otabench_agent_t *otabench_agent_start(const otabench_agent_config_t *config);

/** Reads the console, answers what came, and does one step of a running update: connecting, or one
 * network read and its flash writes. A step takes up to the update's time-out, but goes on
 * answering the console meanwhile. Returns soon when there is nothing to do: the caller delays. */
void otabench_agent_step(otabench_agent_t *agent);

/** The agent's deadline for a new image (trial_ms), for an application that tests itself: to
 * extend, pass or fail. Valid until otabench_agent_stop(). */
otabench_self_test_t *otabench_agent_self_test(otabench_agent_t *agent);

/** Frees the agent; a running update is aborted. */
void otabench_agent_stop(otabench_agent_t *agent);

#ifdef __cplusplus
}
#endif
