#pragma once

#include "host_result.h"

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace otabench::board {

/// What can be wrong with a virtual board. "In mid download" means: when kMidDownloadBytes of a new
/// image have been written to flash.
enum class Fault
{
    WrongCa,
    Rollback,
    NoConfirm,
    Freeze,
    Vanish,
    FlashFail,
    Garbage,
    Damage,
    Panic,
    PowerCut,
    Refuse,
    Slow,
};

constexpr std::uint32_t kMidDownloadBytes = 64 * 1024;

/// The faults of one board.
class FaultSet
{
public:
    void add(Fault fault) { m_bits |= bit(fault); }

    [[nodiscard]] bool has(Fault fault) const { return (m_bits & bit(fault)) != 0; }

private:
    static constexpr std::uint32_t bit(Fault fault) { return 1u << static_cast<unsigned>(fault); }

    std::uint32_t m_bits = 0;
};

/// `--fault KIND` or `--fault KIND@INDEX`.
struct FaultRule
{
    Fault fault = Fault::Slow;
    unsigned board = 0; ///< index of the one board that has it, from 1; 0: all
};

/// Fails with a sentence that names the text and the kinds there are.
[[nodiscard]] firmware::host::HostResult<FaultRule> parseFault(std::string_view text);

[[nodiscard]] FaultSet faultsOf(const std::vector<FaultRule> &rules, unsigned board);

/// A line for each kind, for --help.
[[nodiscard]] std::string describeFaults();

} // namespace otabench::board
