#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace otabench::test {

using Bytes = std::vector<uint8_t>;

struct TinySegment
{
    uint32_t loadAddress;
    Bytes data; ///< a multiple of 4 bytes
};

/// A description as the first 256 bytes of an application's first segment.
[[nodiscard]] Bytes tinyDescription(const std::string &version);

/// Header, segments, checksum and SHA-256 as they come: nothing is judged. Made by hand and apart
/// from core/image, so that the engine is not tested against its own reading of the format.
[[nodiscard]] Bytes tinyImage(uint16_t chipId, const std::vector<TinySegment> &segments,
                              bool hash = true);

/// A small valid ESP32-C3 application: description, then `size` bytes of noise made from the
/// version.
[[nodiscard]] Bytes tinyApp(const std::string &version, std::size_t size = 6000);

/// Makes checksum and SHA-256 right again after a change of an image made by tinyImage with hash.
void reseal(Bytes &image);

} // namespace otabench::test
