#include "base/thread_checker.h"

namespace otabench {

bool ThreadChecker::isCurrent() const
{
    std::thread::id nobody;
    const std::thread::id self = std::this_thread::get_id();
    return m_owner.compare_exchange_strong(nobody, self) || nobody == self;
}

void ThreadChecker::detach()
{
    m_owner = std::thread::id();
}

} // namespace otabench
