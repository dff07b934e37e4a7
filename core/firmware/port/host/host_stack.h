#pragma once

#include <cstdint>

namespace otabench::firmware::host {

/// Tells how much of a piece of the calling thread's stack a virtual board's program has used, in
/// the way FreeRTOS does: the piece is filled with a pattern when the board starts, and what still
/// has it was never used. The figures are this computer's: its frames are larger than a board's,
/// and those of a build with sanitizers much larger.
class HostStack
{
public:
    /// The piece, from the frame that calls paint() on downwards.
    static constexpr std::uint32_t kBytes = 64 * 1024;

    /// Fills the piece. The caller's frame must outlive the program.
    void paint();

    /// Bytes never used since paint(); 0 when all were, and before it.
    [[nodiscard]] std::uint32_t unused() const;

private:
    std::uintptr_t m_low = 0; ///< address of the piece's end, where a deep call arrives last
};

} // namespace otabench::firmware::host
