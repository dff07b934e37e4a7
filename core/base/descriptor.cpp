#include "base/descriptor.h"

#include <unistd.h>

namespace otabench {

Descriptor::~Descriptor()
{
    if (m_fd >= 0)
        ::close(m_fd);
}

} // namespace otabench
