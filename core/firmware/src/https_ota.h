#pragma once

#include "encrypted_image.h"
#include "esp_https_ota.h"
#include "esp_ota_ops.h"
#include "http_response.h"
#include "otabench_port.h"

namespace otabench::firmware {

/// One update, behind esp_https_ota_handle_t. States and transitions: esp_https_ota.h.
///
/// Two counters run along: fileOffset counts what came from the server, written what is in flash.
/// They differ by what decrypt_cb holds back and, before the first write, by the buffered header.
struct HttpsOta
{
    enum class State
    {
        Begin,
        InProgress,
        Success,
        Resume
    };

    /// The image's header and description must come before anything is written.
    static constexpr size_t kHeaderSize = 1024;

    const otabench_port_t *port;
    esp_http_client_handle_t client;
    const esp_partition_t *staging; ///< written to
    const esp_partition_t *final;   ///< what the update is for; its type rules the checks
    bool copyToFinal;
    State state;
    esp_ota_handle_t update;
    bool updateOpen;

    bool bulkErase;
    bool partial;
    bool resumption;
    uint32_t requestSize; ///< partial: bytes a request
    decrypt_cb_t decrypt;
    void *decryptContext;
    uint32_t encryptedHeaderSize;
    const esp_decrypt_cfg_t *decryptConfig; ///< otabench_decrypt; read again to start over
    EncryptedImage *encrypted;              ///< of it; nullptr: none
    bool encryptionOptional;
    bool rebuildsTag; ///< after the last byte of a resumed download, in steps
    int maxAuthorizations;

    uint8_t *buffer;
    size_t capacity;
    size_t headerLength; ///< bytes of the header in buffer, while state is Begin
    bool headerIsThere;  ///< all of it, and decrypted with `encrypted`

    uint32_t fileOffset;
    uint32_t requestOffset; ///< fileOffset when the present request was made
    uint32_t written;
    bool fileLengthKnown;
    uint32_t fileLength;
    uint32_t startMs; ///< clock at begin
    uint32_t startOffset;
    bool restartWhenChanged;
    bool changed; ///< the last request met another file than the ones before

    bool rangeSent; ///< the present request asked for a part
    bool answered;  ///< the present request got a status
    bool lost;      ///< waits for retryAt to connect again
    uint32_t retryAt;
    uint32_t reconnectsLeft;
    uint32_t stallMs;
    uint32_t progressMs;     ///< clock when a KiB, or a response's head, had come last
    uint32_t progressOffset; ///< fileOffset then

    otabench_https_ota_report_t *report; ///< never nullptr
    otabench_https_ota_report_t ownReport;

    void post(esp_https_ota_event_t event, const void *data = nullptr, size_t size = 0) const;
    /// Notes the sentence for an error that is about to be returned.
    [[nodiscard]] esp_err_t fail(esp_err_t code, const char *text);
    void updateReport();
    /// Notes bytes of the file that came.
    void count(size_t bytes);
    /// The clock of isStalled() starts anew.
    void startPatience();
};

/// Whether a partition of this type holds an image with a header: an app or a bootloader.
[[nodiscard]] inline bool holdsImage(const esp_partition_t &partition)
{
    return partition.type == ESP_PARTITION_TYPE_APP ||
           partition.type == ESP_PARTITION_TYPE_BOOTLOADER;
}

/// Sets staging and final by the configuration, and judges whether the announced image fits both.
[[nodiscard]] esp_err_t choosePartitions(const esp_https_ota_config_t &config, HttpsOta &ota);

/// Opens the staging partition for writing.
[[nodiscard]] esp_err_t openPartition(HttpsOta &ota);

/// Verifies what was written, copies it if asked to, and selects an app in an OTA slot for the next
/// boot. @return ESP_OK only when all of that is done.
[[nodiscard]] esp_err_t closePartition(HttpsOta &ota);

/// Begins the decryption that otabench_decrypt asks for, if it does, for a file from its first
/// byte.
[[nodiscard]] esp_err_t startDecryption(HttpsOta &ota);

/// Ends it, with all its secrets.
void forgetDecryption(HttpsOta &ota);

/// Resumed and encrypted: fetches the file's header, then asks for the rest of the image, whose
/// offset in the image `fileOffset` is before and that in the file after it.
[[nodiscard]] esp_err_t requestRestOfEncrypted(HttpsOta &ota);

/// With `encrypted`: decrypts bytes of the file in place; there may be fewer afterwards, or none.
[[nodiscard]] esp_err_t decryptHere(HttpsOta &ota, uint8_t *bytes, size_t *length);

/// Whether the tag cannot be checked yet, for bytes of an earlier run are missing in it.
[[nodiscard]] bool lacksTagBytes(const HttpsOta &ota);

/// Makes the tag from what lies in flash. @return ESP_ERR_HTTPS_OTA_IN_PROGRESS: again; ESP_OK:
/// done; other: failed.
[[nodiscard]] esp_err_t rebuildTagStep(HttpsOta &ota);

/// With `encrypted`: whether what was written is what was encrypted. If not, the staging partition
/// is made unbootable. @return ESP_OK or OTABENCH_ERR_OTA_BAD_TAG.
[[nodiscard]] esp_err_t checkTag(HttpsOta &ota);

/// Asks for the image from `fileOffset` on, follows redirects and judges the answer.
[[nodiscard]] esp_err_t requestImage(HttpsOta &ota);

/// Partial download: asks for the file's length, by HEAD or, failing that, by a request for its
/// first byte.
[[nodiscard]] esp_err_t probeLength(HttpsOta &ota);

/// Whether trying again after this error can help.
/// @param answered  whether the failed request got a status
[[nodiscard]] bool isTransient(esp_err_t code, const otabench_https_ota_report_t &report,
                               bool answered);

/// How long to wait before attempt 0, 1, 2 … to connect again: half a second, doubled each time,
/// eight seconds at most.
[[nodiscard]] uint32_t backoffMs(uint32_t attempt);

/// After a lost connection: plans the next one. @return ESP_ERR_HTTPS_OTA_IN_PROGRESS, or `cause`
/// when no reconnect is left.
[[nodiscard]] esp_err_t planReconnect(HttpsOta &ota, esp_err_t cause, const char *text);

/// While ota.lost: waits a little, or connects again. @return ESP_ERR_HTTPS_OTA_IN_PROGRESS or the
/// error that ends the update.
[[nodiscard]] esp_err_t reconnectStep(HttpsOta &ota);

/// What a read that did not end the body means. @return ESP_OK: go on (a time-out that is not too
/// long yet); ESP_ERR_HTTPS_OTA_IN_PROGRESS: the connection will be made again; else the error.
[[nodiscard]] esp_err_t judgeRead(HttpsOta &ota, int got);

/// Reads until the buffer holds the image's header, over lost connections if allowed.
[[nodiscard]] esp_err_t readHeader(HttpsOta &ota);

/// Whether the present request was for a part, and the next one is due.
[[nodiscard]] bool hasNextPart(const HttpsOta &ota);

/// After a request that met another file: whether to go on with that one, from its first byte.
[[nodiscard]] bool mayStartOver(const HttpsOta &ota, esp_err_t result);

/// Goes on with it: nothing is open then, and the state is Begin.
[[nodiscard]] esp_err_t startOver(HttpsOta &ota);

/// Whether the server has been silent, or nearly, for too long.
[[nodiscard]] bool isStalled(const HttpsOta &ota);

/// Checks that the image in the buffer is for this chip.
[[nodiscard]] esp_err_t checkHeader(HttpsOta &ota, const uint8_t *header, size_t length);

/// Decrypts if need be, and writes. @return ESP_ERR_HTTPS_OTA_IN_PROGRESS or an error.
[[nodiscard]] esp_err_t writeChunk(HttpsOta &ota, uint8_t *bytes, size_t length, bool isHeader);

} // namespace otabench::firmware
