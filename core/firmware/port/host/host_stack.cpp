#include "host_stack.h"

#include <array>

namespace otabench::firmware::host {
namespace {

constexpr std::uint8_t kPattern = 0xa5; // FreeRTOS's

} // namespace

// The piece lies in a frame that has returned: memory of this thread's stack that no object has
// now. Address sanitizer must not watch either function.

[[gnu::noinline, gnu::no_sanitize_address]] void HostStack::paint()
{
    std::array<volatile std::uint8_t, kBytes> piece; // NOLINT: filled below
    for (auto &each : piece)
        each = kPattern;
    m_low = reinterpret_cast<std::uintptr_t>(piece.data());
}

[[gnu::noinline, gnu::no_sanitize_address]] std::uint32_t HostStack::unused() const
{
    if (m_low == 0)
        return 0;
    const auto *piece = reinterpret_cast<const volatile std::uint8_t *>(m_low);
    std::uint32_t count = 0;
    while (count < kBytes && piece[count] == kPattern)
        ++count;
    return count;
}

} // namespace otabench::firmware::host
