#pragma once

#include <stdint.h>

namespace otabench::test {

/// Notes and prints an expectation that does not hold; the scenario goes on.
void expect(bool holds, const char *text, const char *file, int line);
void expectEqual(int64_t actual, int64_t expected, const char *text, const char *file, int line);
void expectText(const char *actual, const char *expected, const char *text, const char *file,
                int line);

/// Expectations that did not hold since the start.
unsigned failures();

} // namespace otabench::test

#define OTABENCH_EXPECT(condition)                                                                 \
    ::otabench::test::expect((condition), #condition, __FILE__, __LINE__)
#define OTABENCH_EXPECT_EQ(actual, expected)                                                       \
    ::otabench::test::expectEqual((actual), (expected), #actual, __FILE__, __LINE__)
#define OTABENCH_EXPECT_TEXT(actual, expected)                                                     \
    ::otabench::test::expectText((actual), (expected), #actual, __FILE__, __LINE__)
