#pragma once

#include <stddef.h>
#include <stdint.h>

namespace otabench::test {

// The machine: qemu's `virt` board (docs/system/riscv/virt.rst), a UART and a device that ends it.

/// printf to the UART.
void print(const char *format, ...) __attribute__((format(printf, 1, 2)));

/// Ends qemu; 0: with success.
[[noreturn]] void leave(int status);

/// A fault ends qemu and says where it was, in place of a board that hangs.
void catchFaults();

/// Instructions carried out since the start; exact under qemu's -icount shift=0.
uint64_t instructions();

/// The deepest a call got, in bytes of stack below its caller, callees in the test port included.
/// @return 0 when the stack was too small to tell
size_t stackUsedBy(void (*call)(void *context), void *context);

} // namespace otabench::test
