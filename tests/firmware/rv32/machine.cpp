#include "machine.h"

#include <stdarg.h>
#include <stdio.h>

// Of the linker script: the stack grows down from __stack to, at most, __heap_end.
extern "C" uint32_t __stack[];
extern "C" uint32_t __heap_end[];

namespace otabench::test {
namespace {

// Addresses: qemu hw/riscv/virt.c. The UART is an NS16550A that always has room; the test device
// (hw/misc/sifive_test.c) takes 0x5555 for success, else 0x3333 below the exit status.
volatile uint8_t *const kUart = reinterpret_cast<volatile uint8_t *>(0x10000000);
volatile uint32_t *const kTestDevice = reinterpret_cast<volatile uint32_t *>(0x00100000);
constexpr uint32_t kPass = 0x5555;
constexpr uint32_t kFail = 0x3333;

constexpr uint32_t kPaint = 0xA5C3F00D;
constexpr size_t kAboveFrame = 64; ///< of words left alone: the painter's own frame

[[gnu::aligned(4), noreturn]] void onFault()
{
    uint32_t cause = 0;
    uint32_t address = 0;
    uint32_t value = 0;
    asm volatile(".option push\n.option arch, +zicsr\n"
                 "csrr %0, mcause\ncsrr %1, mepc\ncsrr %2, mtval\n"
                 ".option pop"
                 : "=r"(cause), "=r"(address), "=r"(value));
    print("\nFault: mcause %u at 0x%08x, mtval 0x%08x\n", static_cast<unsigned>(cause),
          static_cast<unsigned>(address), static_cast<unsigned>(value));
    leave(2);
}

} // namespace

void print(const char *format, ...)
{
    char text[256];
    va_list args;
    va_start(args, format);
    vsnprintf(text, sizeof text, format, args);
    va_end(args);
    for (const char *at = text; *at; ++at)
        *kUart = static_cast<uint8_t>(*at);
}

void leave(int status)
{
    *kTestDevice = status == 0 ? kPass : kFail | static_cast<uint32_t>(status) << 16;
    for (;;) {}
}

void catchFaults()
{
    asm volatile(".option push\n.option arch, +zicsr\n"
                 "csrw mtvec, %0\n"
                 ".option pop"
                 :
                 : "r"(&onFault));
}

uint64_t instructions()
{
    uint32_t high = 0;
    uint32_t low = 0;
    uint32_t again = 0;
    do {
        asm volatile(".option push\n.option arch, +zicsr\n"
                     "csrr %0, minstreth\ncsrr %1, minstret\ncsrr %2, minstreth\n"
                     ".option pop"
                     : "=r"(high), "=r"(low), "=r"(again));
    } while (high != again);
    return static_cast<uint64_t>(high) << 32 | low;
}

[[gnu::noinline]] size_t stackUsedBy(void (*call)(void *context), void *context)
{
    auto *here = static_cast<volatile uint32_t *>(__builtin_frame_address(0));
    for (volatile uint32_t *word = __heap_end; word < here - kAboveFrame; ++word)
        *word = kPaint;
    call(context);
    const volatile uint32_t *deepest = __heap_end;
    while (deepest < here && *deepest == kPaint)
        ++deepest;
    return deepest == __heap_end ? 0 : static_cast<size_t>(here - deepest) * sizeof *here;
}

} // namespace otabench::test
