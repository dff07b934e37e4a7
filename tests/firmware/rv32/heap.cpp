#include "heap.h"

#include <stdint.h>
#include <string.h>

namespace otabench::test {
namespace {

/// A block, in use or free; its bytes follow. Blocks lie one behind the other over the whole arena.
struct alignas(8) Block
{
    uint32_t room; ///< bytes behind this header, a multiple of 8
    uint32_t size; ///< of them asked for
    bool taken;
};

alignas(8) constinit uint8_t theArena[kHeapSize] = {};
constinit HeapCount theCount = {};
constinit bool isReady = false;
constinit unsigned theFailure = 0;

Block *blockAt(size_t offset)
{
    return reinterpret_cast<Block *>(theArena + offset);
}

/// Makes one block of this one and the free ones behind it.
void takeInFollowers(size_t offset)
{
    Block *block = blockAt(offset);
    for (;;) {
        const size_t next = offset + sizeof(Block) + block->room;
        if (next >= kHeapSize || blockAt(next)->taken)
            return;
        block->room += sizeof(Block) + blockAt(next)->room;
    }
}

void splitOff(size_t offset, size_t room)
{
    Block *block = blockAt(offset);
    if (block->room < room + sizeof(Block) + 8)
        return;
    *blockAt(offset + sizeof(Block) +
             room) = {static_cast<uint32_t>(block->room - room - sizeof(Block)), 0, false};
    block->room = static_cast<uint32_t>(room);
}

bool isToFail()
{
    if (theFailure == 0)
        return false;
    if (theFailure > 1) {
        --theFailure;
        return false;
    }
    return true;
}

} // namespace

void *allocate(size_t size)
{
    if (!isReady) {
        *blockAt(0) = {kHeapSize - sizeof(Block), 0, false};
        isReady = true;
    }
    if (size > kHeapSize || isToFail())
        return nullptr;
    const size_t room = (size + 7) / 8 * 8;
    for (size_t offset = 0; offset < kHeapSize; offset += sizeof(Block) + blockAt(offset)->room) {
        Block *block = blockAt(offset);
        if (block->taken)
            continue;
        takeInFollowers(offset);
        if (block->room < room)
            continue;
        splitOff(offset, room);
        block->size = static_cast<uint32_t>(size);
        block->taken = true;
        ++theCount.blocks;
        theCount.used += size;
        theCount.peak = theCount.used > theCount.peak ? theCount.used : theCount.peak;
        return memset(block + 1, 0, block->room);
    }
    return nullptr;
}

void release(void *memory)
{
    if (!memory)
        return;
    Block *block = static_cast<Block *>(memory) - 1;
    if (!block->taken)
        __builtin_trap(); // given back twice: the fault is reported
    block->taken = false;
    --theCount.blocks;
    theCount.used -= block->size;
}

HeapCount heapCount()
{
    return theCount;
}

void forgetHeapPeak()
{
    theCount.peak = theCount.used;
}

void failAllocation(unsigned n)
{
    theFailure = n;
}

} // namespace otabench::test

extern "C" void *malloc(size_t size)
{
    return otabench::test::allocate(size);
}

extern "C" void free(void *memory)
{
    otabench::test::release(memory);
}
