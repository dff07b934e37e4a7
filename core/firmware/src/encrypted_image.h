#pragma once

#include "esp_encrypted_img.h"
#include "gcm.h"
#include "otabench_port.h"

namespace otabench::firmware {

/// One pre-encrypted file on its way into flash; behind esp_decrypt_handle_t, too.
///
///   state   has                                   next
///   Header  up to 512 bytes                       Data with the last of them
///             4: the magic is checked             Failed if it is another
///             388: the file's key is decrypted,   Failed if it cannot be
///             and the board's forgotten
///   Data    the image from its first byte         stays; Failed by bytes behind the end
///   Failed                                        stays
///
/// RESUMING. Decryption needs nothing but the header and the position, so that a download goes on
/// anywhere: take() the header again, skipTo() the first byte that is missing, take() the rest.
/// That leaves the tag without the bytes before. So in the end all plain bytes are read back from
/// flash: startOver(), and absorb() each, which encrypts what it is given and feeds that to the
/// tag. It can only match if every byte in flash is the right one, wherever it came from.
struct EncryptedImage
{
    static constexpr uint32_t kHeaderSize = 512;
    static constexpr uint32_t kMagic = 0x0788B6CF;

    enum class State
    {
        Header,
        Data,
        Failed
    };

    const otabench_port_t *port;
    State state;
    uint8_t header[kHeaderSize];
    uint32_t headerLength;
    uint32_t imageLength; ///< known in Data
    uint8_t key[32];      ///< of the file, between its decryption and the header's end
    Gcm gcm;
    const char *failure; ///< a sentence, in Failed and after a check that failed; a literal

    char *pem;      ///< the board's RSA key, behind this structure; nullptr: ECIES, or wiped
    size_t pemSize; ///< with its NUL
    bool isRsa;
    uint32_t hmacKeyId; ///< ECIES: the eFuse block the scalar comes from
    bool hasScalar;
    uint8_t scalar[32]; ///< ECIES: the board's private key

    bool skipped;

    uint8_t held[16]; ///< plain bytes that decrypt_data keeps back
    uint32_t heldLength;

    /// @return nullptr when the key cannot be used, or memory is short; says why in the log.
    [[nodiscard]] static EncryptedImage *create(const otabench_port_t *port,
                                                const esp_decrypt_cfg_t &config);
    /// Wipes and frees; nullptr is allowed.
    static void destroy(EncryptedImage *image);

    /// Decrypts the next bytes of the file where they are. Their plain form, which is shorter where
    /// the header is among them, is put at the beginning of `bytes`.
    /// @return ESP_OK the file is complete; ESP_ERR_NOT_FINISHED go on; ESP_FAIL, ESP_ERR_NO_MEM
    [[nodiscard]] esp_err_t take(uint8_t *bytes, size_t length, size_t *plainLength);

    /// Decryption goes on at this byte of the image. @return false: it has no such byte, or the
    /// header is not complete.
    [[nodiscard]] bool skipTo(uint32_t imageOffset);

    /// Whether skipTo() has left bytes out of the tag.
    [[nodiscard]] bool lacksBytes() const { return skipped; }

    /// Begins the tag anew; only absorb() may follow.
    void startOver();
    /// Instead of take(): the next bytes of the image as they lie in flash. Overwrites them.
    [[nodiscard]] esp_err_t absorb(uint8_t *plain, size_t length);

    /// Bytes of the image dealt with.
    [[nodiscard]] uint32_t position() const { return gcm.position; }

    [[nodiscard]] bool isComplete() const
    {
        return state == State::Data && gcm.position == imageLength;
    }

    /// Once, at the end: is everything there and the tag right? @return ESP_OK or ESP_FAIL.
    [[nodiscard]] esp_err_t check();

    /// The board's public key as DER, as esp_encrypted_img_export_public_key gives it.
    /// @return its length, or -1
    [[nodiscard]] int writePublicKey(uint8_t *der, size_t capacity);

private:
    [[nodiscard]] bool deriveScalar();
    [[nodiscard]] esp_err_t fail(esp_err_t code, const char *why);
    [[nodiscard]] esp_err_t takeHeader(const uint8_t *bytes, size_t length, size_t *used);
    [[nodiscard]] esp_err_t decryptKey();
    [[nodiscard]] esp_err_t agreeOnKey();
    void forgetBoardKey();
};

/// Whether a file that begins with these bytes is a pre-encrypted image. @param length  any
[[nodiscard]] bool looksEncrypted(const uint8_t *bytes, size_t length);

} // namespace otabench::firmware
