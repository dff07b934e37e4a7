#pragma once

#include "esp_https_ota.h"
#include "esp_ota_ops.h"
#include "otabench_agent.h"
#include "otabench_agent_protocol.h"
#include "otabench_self_test.h"
#include "signature.h"

namespace otabench::firmware {

constexpr const char *kComponentVersion = "0.1.0";

/// Names of the settings that survive a restart.
constexpr const char *kCaSetting = "ca";           ///< PEM text of the trusted CAs
constexpr const char *kBootsSetting = "boots";     ///< uint32_t, little-endian
constexpr const char *kConfirmSetting = "confirm"; ///< present: the next new image confirms itself

/// What an update was asked for, and where it is.
///
///   step         does                                               next
///   Idle         nothing                                            Connect, by `start`
///   Connect      begin                                              Describe, or itself when
///                                                                   no connection could be made
///   Describe     get_img_desc                                       Open
///   Open         first perform: slot, chip check                    Download
///   Download     one perform                                        itself, or Verify
///   Verify       digest check, finish                               Idle; the restart is planned
///   any but Idle on error or `abort`                                Idle
///
/// While a step waits for the network, the agent goes on answering. An `abort` that comes then ends
/// the wait, and the update when the step has returned.
struct AgentUpdate
{
    enum class Step
    {
        Idle,
        Connect,
        Describe,
        Open,
        Download,
        Verify
    };

    Step step;
    esp_https_ota_handle_t handle;
    const char *phase; ///< as in the ota event; "idle" before the first
    char url[OTABENCH_AGENT_REQUEST_MAX];
    uint32_t partialBytes; ///< 0: one request
    uint32_t timeoutMs;
    uint32_t retries;  ///< left
    uint32_t attempts; ///< to connect first, that failed
    uint32_t retryAt;  ///< when attempts is not 0: time of the next
    bool confirmSelf;
    bool hasDigest;
    uint8_t digest[32];
    uint8_t installedDigest[32]; ///< that ends the image in the slot, once it is there
    bool hasInstalledDigest;
    bool inStep;            ///< the present request came while a step waited
    bool abortDue;          ///< when the step has returned
    uint32_t restartsKnown; ///< of the report's, whose new file has been looked at
    uint32_t lastEventMs;
    otabench_https_ota_report_t report;
    esp_err_t error; ///< of the last update; ESP_OK none
    char text[192];  ///< sentence for it
};

/// CA certificates on their way in.
struct CaTransfer
{
    bool open;
    uint32_t size;
    uint32_t crc;
    char text[OTABENCH_AGENT_CA_MAX];
    uint8_t received[OTABENCH_AGENT_CA_MAX / 8]; ///< a bit for each byte
};

} // namespace otabench::firmware

/// The agent: taken in one block when it starts, nothing after that.
struct otabench_agent
{
    static constexpr size_t kFrameRoom = OTABENCH_AGENT_REPLY_MAX + 4; ///< with line ends and NUL
    static constexpr size_t kLineRoom = 2 * OTABENCH_AGENT_REQUEST_MAX;
    static constexpr size_t kCaLimit = 4; ///< certificates whose fingerprints are told

    const otabench_port_t *port;
    otabench_self_test_t selfTest; ///< of the running image, when it is on trial

    char line[kLineRoom];
    size_t lineLength;
    bool lineTooLong;

    char scratch[OTABENCH_AGENT_REQUEST_MAX]; ///< a decoded value, while a request is read

    otabench_frame_writer_t writer;
    char answer[kFrameRoom]; ///< the last answer, to be given again
    size_t answerLength;
    uint32_t answeredId; ///< 0: none yet
    uint32_t answeredCrc;
    char event[kFrameRoom];
    uint32_t eventCount;

    char ca[OTABENCH_AGENT_CA_MAX + 1]; ///< trusted now
    otabench::firmware::CaTransfer transfer;
    otabench::firmware::AgentUpdate update;
    const otabench_decrypt_cfg *decrypt; ///< for pre-encrypted images; nullptr: none

    uint32_t boots;
    uint8_t runningDigest[32];
    bool hasRunningDigest;
    otabench::firmware::TrustedKeys keys; ///< none: takes unsigned images
    bool hasKeys;                         ///< they could be read
    bool confirmSelf;                     ///< the running image was asked to confirm itself
    void (*led)(void *ctx, bool on);      ///< nullptr: none
    void *ledCtx;
    bool blinking;
    bool ledOn;
    uint32_t blinkUntil;
    uint32_t blinkNext; ///< when the LED is switched next
    bool restartPlanned;
    uint32_t restartAt;

    [[nodiscard]] uint32_t now() const { return port->clock_ms(port->ctx); }

    void planRestart();

    /// Starts an ok answer or an event; fields follow, then sendAnswer() or sendEvent().
    otabench_frame_writer_t *beginAnswer(const otabench_frame_t &request);
    otabench_frame_writer_t *beginEvent(const char *word);
    void sendAnswer();
    void sendEvent();
    void refuse(const otabench_frame_t &request, esp_err_t code, const char *text);
    void acknowledge(const otabench_frame_t &request);
};

namespace otabench::firmware {

/// Carries out a request that is not a repeated one, and answers it.
void carryOut(otabench_agent &agent, const otabench_frame_t &request);

/// Reads what the console has and answers it.
void readConsole(otabench_agent &agent);

/// Adds what the update has cost so far, as the ota event and `status` tell it.
void addCosts(const AgentUpdate &update, otabench_frame_writer_t *writer);

/// `start`, answered.
void startUpdate(otabench_agent &agent, const otabench_frame_t &request);
/// Stops the running update, if any; while one of its steps waits, as soon as that has returned.
void abortUpdate(otabench_agent &agent);
/// One step of the running update, if any.
void stepUpdate(otabench_agent &agent);
[[nodiscard]] bool isUpdating(const otabench_agent &agent);

/// Tells the state of the running slot.
void sendStateEvent(otabench_agent &agent, const char *state);
/// Adds cas=, as identify and ca-commit answer it.
void addFingerprints(otabench_agent &agent, otabench_frame_writer_t *writer);
/// Adds what the boot event and identify have in common.
void addBootFields(otabench_agent &agent, otabench_frame_writer_t *writer);
/// The state of the running slot as the protocol names it.
[[nodiscard]] const char *runningState();
/// The running image is good: no rollback any more.
[[nodiscard]] esp_err_t confirmRunning(otabench_agent &agent);

/// esp_err_to_name, also for the codes of an update.
[[nodiscard]] const char *errorName(esp_err_t code);

} // namespace otabench::firmware
