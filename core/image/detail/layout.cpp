#include "image/detail/layout.h"

namespace otabench::image::detail {

std::string textAt(Bytes bytes, std::size_t offset, std::size_t length)
{
    std::string text;
    for (const std::byte byte : slice(bytes, offset, length)) {
        const auto value = std::to_integer<unsigned char>(byte);
        if (value == 0)
            break;
        text += value >= 0x20 && value < 0x7F ? static_cast<char>(value) : '?';
    }
    return text;
}

} // namespace otabench::image::detail
