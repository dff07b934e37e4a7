#pragma once

#include "base/descriptor.h"

#include <string>
#include <thread>

namespace otabench::fleet::detail {

/// Keeps this computer from going to sleep while it lives: by a "sleep" and "idle" lock of logind
/// (org.freedesktop.login1, system bus), else by the desktop session's power management. Where
/// there is neither, nothing happens and nothing is said. Talks to the bus on a thread of its own;
/// neither constructor nor destructor wait for anybody else. Any thread.
class SleepLock
{
public:
    /// `why` is what the desktop shows of it: "Updating 8 boards".
    explicit SleepLock(std::string why);
    ~SleepLock();
    SleepLock(const SleepLock &) = delete;
    SleepLock &operator=(const SleepLock &) = delete;

private:
    Descriptor m_end; ///< an eventfd: the thread is to come to its end
    std::thread m_thread;
};

} // namespace otabench::fleet::detail
