#pragma once

#include <cstddef>
#include <cstdint>

namespace otabench::firmware::host {

/// The heap of a virtual board: memory of the host, counted against what an ESP32 has, so that the
/// firmware sees believable figures and really runs out. All of it is released at a restart, as on
/// a board. Thread: one at a time (the board's).
class HostHeap
{
public:
    explicit HostHeap(std::uint32_t totalBytes)
        : m_total(totalBytes)
        , m_minimum(totalBytes)
    {
    }

    HostHeap(const HostHeap &) = delete;
    HostHeap &operator=(const HostHeap &) = delete;

    ~HostHeap() { releaseAll(); }

    /// Zeroed memory, or nullptr when the board's heap has not that much left.
    void *allocate(std::size_t size);
    /// `memory` must come from allocate(), or be nullptr.
    void release(void *memory);
    void releaseAll();

    /// Counts memory the firmware would take that does not come from allocate(): the buffers of a
    /// TLS connection.
    void reserve(std::uint32_t bytes);
    void unreserve(std::uint32_t bytes);

    [[nodiscard]] std::uint32_t freeBytes() const;

    /// The lowest freeBytes() since the last releaseAll().
    [[nodiscard]] std::uint32_t minimumBytes() const { return m_minimum; }

private:
    struct Block;

    void noteUse();

    std::uint32_t m_total;
    std::uint32_t m_used = 0;
    std::uint32_t m_reserved = 0;
    std::uint32_t m_minimum;
    Block *m_first = nullptr;
};

} // namespace otabench::firmware::host
