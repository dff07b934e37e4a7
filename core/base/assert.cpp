#include "base/assert.h"

#include <cstdio>
#include <cstdlib>

namespace otabench {

void assertionFailed(const char *condition, const char *file, int line)
{
    std::fprintf(stderr, "otabench: internal error: %s does not hold (%s:%d)\n", condition, file,
                 line);
    std::abort();
}

} // namespace otabench
