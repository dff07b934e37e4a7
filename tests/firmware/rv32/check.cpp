#include "check.h"

#include <string.h>

#include "machine.h"

namespace otabench::test {
namespace {

constinit unsigned theFailures = 0;

const char *nameOf(const char *path)
{
    const char *slash = strrchr(path, '/');
    return slash ? slash + 1 : path;
}

void note(const char *text, const char *file, int line)
{
    ++theFailures;
    print("      %s:%d: %s", nameOf(file), line, text);
}

} // namespace

void expect(bool holds, const char *text, const char *file, int line)
{
    if (holds)
        return;
    note(text, file, line);
    print(" does not hold\n");
}

void expectEqual(int64_t actual, int64_t expected, const char *text, const char *file, int line)
{
    if (actual == expected)
        return;
    note(text, file, line);
    print(" is %ld (0x%lx), expected %ld (0x%lx)\n", static_cast<long>(actual),
          static_cast<unsigned long>(actual), static_cast<long>(expected),
          static_cast<unsigned long>(expected));
}

void expectText(const char *actual, const char *expected, const char *text, const char *file,
                int line)
{
    if (strcmp(actual, expected) == 0)
        return;
    note(text, file, line);
    print(" is \"%s\", expected \"%s\"\n", actual, expected);
}

unsigned failures()
{
    return theFailures;
}

} // namespace otabench::test
