// What is known of an image since it was verified where it lies, so that the end of an update reads
// it once.
//
// esp_ota_end() verifies a slot, and esp_ota_set_boot_partition(), called next, answers for it
// again; ESP-IDF reads and hashes all of it each time, within milliseconds. Here a verification
// leaves a note of what it found, and the next one of the same update takes the note instead of the
// data. What is promised stays the same:
//
//   - the note is about bytes that were read back from flash, after the last of them was written;
//   - every write and erase through the API that touches the image drops it, and so does a restart;
//   - it is good for one use, and only for the partition it is about: whoever selects a slot that
//     no update has just ended gets a whole verification;
//   - headers, the segments' places, sizes, chip, revision and secure version are looked at each
//     time: they depend on the place, and cost nothing;
//   - signed apps are verified whole each time: a signature guards against somebody, not against an
//     accident;
//   - the bootloader verifies at every start, whatever was noted here.
#pragma once

#include <stdint.h>

#include "image_verify.h"

namespace otabench::firmware {

/// How an image came to be known.
enum class VerifiedBy
{
    Nobody,
    Digest, ///< esp_partition_get_sha256, of the slot of an open update perhaps
    End,    ///< esp_ota_end
};

struct VerifiedImage
{
    VerifiedBy by;
    uint32_t address; ///< of its partition
    uint32_t size;
    ImageFacts facts;
};

void noteVerified(VerifiedBy by, uint32_t address, uint32_t size, const ImageFacts &facts);

/// Something in flash changes.
void forgetVerified(uint32_t address, uint32_t size);

/// Takes the note, whatever it is about. @return whether it is about this partition, and was left
/// by `atLeast` or by something stronger
[[nodiscard]] bool takeVerified(VerifiedBy atLeast, uint32_t address, uint32_t size,
                                ImageFacts *facts);

} // namespace otabench::firmware
