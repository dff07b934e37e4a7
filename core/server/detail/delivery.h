#pragma once

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <mutex>
#include <utility>
#include <vector>

namespace otabench::server::detail {

/// Which parts of an image have arrived at a board, in whatever pieces and order: a one-time URL is
/// spent when it is whole. Any thread.
class Delivery
{
public:
    explicit Delivery(std::uint64_t imageBytes)
        : m_imageBytes(imageBytes)
    {
    }

    /// The bytes from `first` to before `end` have arrived.
    void add(std::uint64_t first, std::uint64_t end);

    [[nodiscard]] bool isWhole() const { return m_isWhole.load(std::memory_order_relaxed); }

    /// Of which more is kept than any board makes: past that the smallest gap counts as closed.
    static constexpr std::size_t kMostParts = 64;

private:
    using Part = std::pair<std::uint64_t, std::uint64_t>; ///< first, and the one behind the last

    void closeSmallestGap();

    const std::uint64_t m_imageBytes;
    std::atomic<bool> m_isWhole{false};
    std::mutex m_mutex;
    std::vector<Part> m_parts; ///< in order, with gaps between them
};

} // namespace otabench::server::detail
