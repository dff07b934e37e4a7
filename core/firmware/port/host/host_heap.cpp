#include "host_heap.h"

#include <algorithm>
#include <cstdlib>

namespace otabench::firmware::host {

/// Stands in front of each allocation; a list of them finds what a restart left behind.
struct alignas(std::max_align_t) HostHeap::Block
{
    Block *previous;
    Block *next;
    std::uint32_t size;
};

void *HostHeap::allocate(std::size_t size)
{
    constexpr std::uint32_t kOverhead = 8; // what the device's allocator adds
    if (size > m_total || size + kOverhead > freeBytes())
        return nullptr;
    auto *block = static_cast<Block *>(std::calloc(1, sizeof(Block) + size));
    if (block == nullptr)
        return nullptr;
    block->size = static_cast<std::uint32_t>(size) + kOverhead;
    block->next = m_first;
    if (m_first != nullptr)
        m_first->previous = block;
    m_first = block;
    m_used += block->size;
    noteUse();
    return block + 1;
}

void HostHeap::release(void *memory)
{
    if (memory == nullptr)
        return;
    Block *block = static_cast<Block *>(memory) - 1;
    if (block->previous != nullptr)
        block->previous->next = block->next;
    else
        m_first = block->next;
    if (block->next != nullptr)
        block->next->previous = block->previous;
    m_used -= block->size;
    std::free(block);
}

void HostHeap::releaseAll()
{
    while (m_first != nullptr)
        release(m_first + 1);
    m_reserved = 0;
    m_minimum = m_total;
}

void HostHeap::reserve(std::uint32_t bytes)
{
    m_reserved += bytes;
    noteUse();
}

void HostHeap::unreserve(std::uint32_t bytes)
{
    m_reserved -= std::min(bytes, m_reserved);
}

std::uint32_t HostHeap::freeBytes() const
{
    const std::uint32_t taken = m_used + m_reserved;
    return taken >= m_total ? 0 : m_total - taken;
}

void HostHeap::noteUse()
{
    m_minimum = std::min(m_minimum, freeBytes());
}

} // namespace otabench::firmware::host
