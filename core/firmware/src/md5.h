// MD5 (RFC 1321), for the partition table's check slot only: it guards against flaws, not people.
#pragma once

#include <stddef.h>
#include <stdint.h>

namespace otabench::firmware {

constexpr size_t kMd5Size = 16;

class Md5
{
public:
    void update(const void *bytes, size_t length);
    /// Ends it: no update() after this.
    void finish(uint8_t digest[kMd5Size]);

private:
    void addBlock(const uint8_t *block);

    uint32_t m_state[4] = {0x67452301, 0xEFCDAB89, 0x98BADCFE, 0x10325476};
    uint8_t m_block[64] = {};
    size_t m_filled = 0;
    uint32_t m_total = 0; ///< bytes; a table has 3 KiB
};

} // namespace otabench::firmware
