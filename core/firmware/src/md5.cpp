#include "md5.h"

#include "bytes.h"

namespace otabench::firmware {
namespace {

// floor(2^32 * abs(sin(i + 1))), RFC 1321 section 3.4.
constexpr uint32_t kSines[64] = {
    0xd76aa478, 0xe8c7b756, 0x242070db, 0xc1bdceee, 0xf57c0faf, 0x4787c62a, 0xa8304613, 0xfd469501,
    0x698098d8, 0x8b44f7af, 0xffff5bb1, 0x895cd7be, 0x6b901122, 0xfd987193, 0xa679438e, 0x49b40821,
    0xf61e2562, 0xc040b340, 0x265e5a51, 0xe9b6c7aa, 0xd62f105d, 0x02441453, 0xd8a1e681, 0xe7d3fbc8,
    0x21e1cde6, 0xc33707d6, 0xf4d50d87, 0x455a14ed, 0xa9e3e905, 0xfcefa3f8, 0x676f02d9, 0x8d2a4c8a,
    0xfffa3942, 0x8771f681, 0x6d9d6122, 0xfde5380c, 0xa4beea44, 0x4bdecfa9, 0xf6bb4b60, 0xbebfbc70,
    0x289b7ec6, 0xeaa127fa, 0xd4ef3085, 0x04881d05, 0xd9d4d039, 0xe6db99e5, 0x1fa27cf8, 0xc4ac5665,
    0xf4292244, 0x432aff97, 0xab9423a7, 0xfc93a039, 0x655b59c3, 0x8f0ccc92, 0xffeff47d, 0x85845dd1,
    0x6fa87e4f, 0xfe2ce6e0, 0xa3014314, 0x4e0811a1, 0xf7537e82, 0xbd3af235, 0x2ad7d2bb, 0xeb86d391};

constexpr uint8_t kShifts[4][4] = {
    {7, 12, 17, 22}, {5, 9, 14, 20}, {4, 11, 16, 23}, {6, 10, 15, 21}};

struct Mix
{
    uint32_t value;
    unsigned word;
};

Mix mix(unsigned step, uint32_t b, uint32_t c, uint32_t d)
{
    switch (step / 16) {
    case 0:
        return {(b & c) | (~b & d), step};
    case 1:
        return {(d & b) | (~d & c), (5 * step + 1) % 16};
    case 2:
        return {b ^ c ^ d, (3 * step + 5) % 16};
    default:
        return {c ^ (b | ~d), (7 * step) % 16};
    }
}

} // namespace

void Md5::addBlock(const uint8_t *block)
{
    uint32_t a = m_state[0];
    uint32_t b = m_state[1];
    uint32_t c = m_state[2];
    uint32_t d = m_state[3];
    for (unsigned step = 0; step < 64; ++step) {
        const Mix m = mix(step, b, c, d);
        const uint32_t sum = a + m.value + kSines[step] + readU32(block + 4 * m.word);
        const unsigned shift = kShifts[step / 16][step % 4];
        a = d;
        d = c;
        c = b;
        b += sum << shift | sum >> (32 - shift);
    }
    m_state[0] += a;
    m_state[1] += b;
    m_state[2] += c;
    m_state[3] += d;
}

void Md5::update(const void *bytes, size_t length)
{
    const auto *at = static_cast<const uint8_t *>(bytes);
    m_total += static_cast<uint32_t>(length);
    for (size_t i = 0; i < length; ++i) {
        m_block[m_filled++] = at[i];
        if (m_filled == sizeof m_block) {
            addBlock(m_block);
            m_filled = 0;
        }
    }
}

void Md5::finish(uint8_t digest[kMd5Size])
{
    const uint32_t total = m_total;
    constexpr uint8_t kOne = 0x80;
    constexpr uint8_t kZero = 0;
    update(&kOne, 1);
    while (m_filled != 56)
        update(&kZero, 1);
    uint8_t bits[8];
    writeU32(bits, total << 3);
    writeU32(bits + 4, total >> 29);
    update(bits, sizeof bits);
    for (size_t i = 0; i < 4; ++i)
        writeU32(digest + 4 * i, m_state[i]);
}

} // namespace otabench::firmware
