#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace otabench::monitor {

/// Finds the line speed that a board really uses from the noise it makes at a wrong one. What a log
/// looks like to a receiver with another speed is known: the signal is computed for each usual
/// speed, and the one whose noise is most like the one that came is named. Not thread-safe.
class BaudRateHint
{
public:
    /// @param baudRate  the speed that the port is open with
    explicit BaudRateHint(unsigned baudRate);

    /// A line of LineKind::Noise, as it came.
    void feed(std::string_view noise);

    /// Once there is enough noise and one speed explains it well: that speed. Else nothing.
    [[nodiscard]] std::optional<unsigned> suggestion() const;

private:
    static constexpr std::uint64_t kEnough = 64; ///< bytes

    unsigned m_baudRate;
    std::array<std::uint32_t, 256> m_counts{};
    std::uint64_t m_bytes = 0;
};

/// What a receiver with another speed makes of a text that is sent without pauses: 8N1, one sample
/// in the middle of each bit; a stop bit that is low makes the byte come all the same, as serial
/// drivers deliver it. For tests, too.
[[nodiscard]] std::string receivedAt(std::string_view text, unsigned senderBaudRate,
                                     unsigned receiverBaudRate);

} // namespace otabench::monitor
