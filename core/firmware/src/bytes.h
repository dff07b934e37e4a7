// Little-endian fields in bytes from outside.
#pragma once

#include <stdint.h>

namespace otabench::firmware {

inline uint16_t readU16(const uint8_t *at)
{
    return static_cast<uint16_t>(at[0] | at[1] << 8);
}

inline uint32_t readU32(const uint8_t *at)
{
    return static_cast<uint32_t>(at[0]) | static_cast<uint32_t>(at[1]) << 8 |
           static_cast<uint32_t>(at[2]) << 16 | static_cast<uint32_t>(at[3]) << 24;
}

inline void writeU32(uint8_t *at, uint32_t value)
{
    at[0] = static_cast<uint8_t>(value);
    at[1] = static_cast<uint8_t>(value >> 8);
    at[2] = static_cast<uint8_t>(value >> 16);
    at[3] = static_cast<uint8_t>(value >> 24);
}

} // namespace otabench::firmware
