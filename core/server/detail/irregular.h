#pragma once

#include "server/detail/rate.h"
#include "server/detail/response.h"
#include "server/detail/stream.h"
#include "server/faults.h"

#include <chrono>
#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>

namespace otabench::server::detail {

/// What is not as usual about sending an answer: it waits, has a limited rate, or a fault. Made for
/// such answers only, so that the others do not pay for it. Thread: the one of its connection.
class Irregular
{
public:
    using TimePoint = Rate::TimePoint;

    /// Nothing is sent before this.
    [[nodiscard]] TimePoint resumeAt() const { return m_resumeAt; }

    void waitUntil(TimePoint time) { m_resumeAt = time; }

    /// Borrowed; they may have no limit, and get one later. Several connections of a board share
    /// its rate in smaller pieces.
    void limit(Rate &all, Rate &board) { m_all = &all, m_board = &board; }

    void inject(const Fault &fault);

    [[nodiscard]] bool hasFault() const { return m_fault.has_value(); }

    /// Whether the body stops for good when so many bytes of it have been written: Cut, Reset,
    /// Stall.
    [[nodiscard]] bool stopsAt(std::uint64_t written) const;

    [[nodiscard]] bool stalls() const { return m_fault && m_fault->kind == FaultKind::Stall; }

    [[nodiscard]] bool resets() const { return m_fault && m_fault->kind == FaultKind::Reset; }

    /// How many of `wanted` bytes of the body may be written, after `written` before; 0: none
    /// before resumeAt(), or stopsAt().
    [[nodiscard]] std::size_t allow(std::size_t wanted, std::uint64_t written, TimePoint now,
                                    unsigned boardConnections);

    /// Writes a part of the body with what the fault makes of it. `first` is its place in the
    /// image.
    [[nodiscard]] bool write(Stream &stream, std::span<const std::byte> part, std::uint64_t first,
                             bool isLast) const;

    /// The head of the answer, while it waits.
    std::string heldText;

private:
    [[nodiscard]] std::size_t pieceBytes(unsigned boardConnections) const;
    [[nodiscard]] bool writeFlipped(Stream &stream, std::span<const std::byte> part,
                                    std::uint64_t first) const;

    TimePoint m_resumeAt{};
    std::size_t m_granted = 0; ///< reserved: may go from resumeAt() on
    Rate *m_all = nullptr;
    Rate *m_board = nullptr;
    std::unique_ptr<Rate> m_slow; ///< of the fault
    std::optional<Fault> m_fault;
};

/// The answer to a request with a fault: respond(), or something else instead.
[[nodiscard]] Response respondWrongly(const Fault &fault, const Request &request,
                                      const Catalogue &catalogue, std::string_view date,
                                      std::string &output);

} // namespace otabench::server::detail
