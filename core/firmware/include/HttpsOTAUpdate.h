/*
 * Update over HTTPS in a task of its own, as Arduino has it. Names and values are those of
 * arduino-esp32's libraries/Update/src/HttpsOTAUpdate.h; what is stricter says "Here:".
 *
 *   HttpsOTA.onHttpEvent(handler);             // if wanted; before begin
 *   HttpsOTA.begin(url, server_certificate);   // returns at once
 *   HttpsOTA.status()                          // until HTTPS_OTA_SUCCESS: ESP.restart()
 *                                              // or HTTPS_OTA_FAIL: begin again, if wanted
 */
#pragma once

#include "esp_http_client.h"
#include "otabench_link_names.h"

/** What a handler is given: esp_http_client.h describes it. */
#define HttpEvent_t esp_http_client_event_t

typedef enum
{
    HTTPS_OTA_IDLE,     /**< Here: also before the first begin, where the original says ERR */
    HTTPS_OTA_UPDATING, /**< begin was called, and it is not over */
    HTTPS_OTA_SUCCESS,  /**< the new image starts with the next restart */
    HTTPS_OTA_FAIL,     /**< it runs on with the present image; the log says why */
    HTTPS_OTA_ERR,      /**< Here: never */
} HttpsOTAStatus_t;

#ifdef __cplusplus

/** One update at a time, in a task "https_ota_task" of priority 5 with 9216 bytes of stack. */
class HttpsOTAUpdateClass
{
public:
    /**
     * Starts an update and returns. Here: while one runs it does nothing; after one has ended it
     * starts another.
     * @param[in] url       where the image is; must stay until the update has ended
     * @param[in] cert_pem  the CA that its server's certificate has, PEM; must stay as well
     * @param[in] skip_cert_common_name_check  true: any server that has a certificate of that CA
     *            is good, whatever its name. The default, as in the original: say false.
     */
    void begin(const char *url, const char *cert_pem, bool skip_cert_common_name_check = true);

    /** Has a function called for each event of the connection, from the update's task. NULL: none
     * (the original crashes without one). */
    void onHttpEvent(void (*http_event_cb_t)(HttpEvent_t *));

    /** How far it is. Any task. */
    HttpsOTAStatus_t status();

private:
    static void run(void *self);
    static esp_err_t onEvent(esp_http_client_event_t *event);
    esp_err_t update();

    const char *m_url = nullptr;
    const char *m_certificate = nullptr;
    bool m_skipsNameCheck = false;
    void (*m_handler)(HttpEvent_t *) = nullptr;
    int m_status = HTTPS_OTA_IDLE; ///< HttpsOTAStatus_t; atomic
};

extern HttpsOTAUpdateClass HttpsOTA;

#endif
