#pragma once

#include <stddef.h>

namespace otabench::test {

/// The board's heap: what the port gives the engine, and malloc() and free() of this program. Taken
/// and given back without limit on order; sizes count as asked for, without overhead.
struct HeapCount
{
    size_t used;
    size_t peak; ///< since forgetHeapPeak()
    size_t blocks;
};

constexpr size_t kHeapSize = 96 * 1024;

/// Zeroed, aligned to 8; nullptr: none is left, or failAllocation() has come to it.
void *allocate(size_t size);
void release(void *memory);
HeapCount heapCount();
void forgetHeapPeak();

/// The n-th allocation from now, 1 the next one, fails, and those after it; 0: none.
void failAllocation(unsigned n);

} // namespace otabench::test
