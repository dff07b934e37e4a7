#pragma once

namespace otabench {

/// Prints the failed condition and ends the program.
[[noreturn]] void assertionFailed(const char *condition, const char *file, int line);

} // namespace otabench

/// For our own mistakes only, never to judge outside bytes. Stays on in release.
#define OTABENCH_ASSERT(condition)                                                                 \
    ((condition) ? static_cast<void>(0)                                                            \
                 : ::otabench::assertionFailed(#condition, __FILE__, __LINE__))
