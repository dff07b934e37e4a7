#pragma once

#include <stddef.h>

namespace otabench::firmware {

/// Selects construction in memory that the port gave; the standard form's header, <new>, does not
/// exist for every board's compiler.
struct InPlace
{
};

} // namespace otabench::firmware

inline void *operator new(size_t /*size*/, void *memory,
                          otabench::firmware::InPlace /*tag*/) noexcept
{
    return memory;
}
