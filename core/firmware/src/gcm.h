// AES-256-GCM for one message that need not come in order: made from the port's AES-CTR and a GHASH
// of our own, so that decryption can go on at any byte and the tag can be rebuilt from plain bytes.
// Source: NIST SP 800-38D, sections 6.3 to 7.2.
#pragma once

#include <stddef.h>
#include <stdint.h>

#include "otabench_port.h"

namespace otabench::firmware {

/// Overwrites secrets in a way that the compiler keeps.
void wipe(void *bytes, size_t length);

/// GHASH over bytes as they come, with a table for four bits at a time.
struct Ghash
{
    static constexpr size_t kBlock = 16;

    uint64_t high[16]; ///< i times H, upper half
    uint64_t low[16];
    uint8_t state[kBlock];
    uint32_t filled; ///< bytes of the block in work

    void start(const uint8_t key[kBlock]);
    /// Forgets all bytes, keeps the key.
    void restart();
    void update(const uint8_t *bytes, size_t length);
    /// Ends with the lengths' block. @param length  of the data, in bytes; there is no other data
    void finish(uint64_t length, uint8_t out[kBlock]);

private:
    void multiply();
};

/// One message that is decrypted.
struct Gcm
{
    static constexpr size_t kNonce = 16;
    static constexpr size_t kTag = 16;

    const otabench_port_t *port;
    otabench_aes_t *aes; ///< nullptr: not started
    Ghash ghash;
    uint8_t firstCounter[16]; ///< J0 of the standard
    uint32_t position;        ///< bytes of the message dealt with

    /// @return ESP_OK, or ESP_ERR_NO_MEM. Nothing is held after an error.
    [[nodiscard]] esp_err_t start(const otabench_port_t *onPort, const uint8_t key[32],
                                  const uint8_t nonce[kNonce]);
    /// Decrypts the next bytes in place.
    [[nodiscard]] esp_err_t decrypt(uint8_t *bytes, size_t length);
    /// Takes the next bytes in their plain form, as if they had been decrypted just now. They are
    /// encrypted in place.
    [[nodiscard]] esp_err_t absorbPlain(uint8_t *bytes, size_t length);
    /// Goes to a byte of the message, with the tag begun anew: it is only worth something if that
    /// is the first one.
    void restart(uint32_t from);
    /// Whether this is the tag of everything up to position. Nothing may follow.
    [[nodiscard]] bool hasTag(const uint8_t tag[kTag]);
    void release();

private:
    [[nodiscard]] esp_err_t cryptNext(uint8_t *bytes, size_t length);
    void counterAt(uint32_t block, uint8_t counter[16]) const;
};

} // namespace otabench::firmware
