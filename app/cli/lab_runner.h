#pragma once

#include "base/core_loop.h"
#include "fleet/lab.h"

#include <functional>
#include <memory>

namespace otabench::cli {

/// The lab on a core loop of its own: made, used and destroyed there. Thread: the command's.
class LabRunner
{
public:
    LabRunner();
    ~LabRunner(); ///< closes the lab and ends the loop
    LabRunner(const LabRunner &) = delete;
    LabRunner &operator=(const LabRunner &) = delete;

    /// Call once, and before the others. The observer outlives this.
    [[nodiscard]] Result<> open(fleet::LabOptions options, fleet::Observer &observer);

    /// Runs `work` with the lab on its loop, and waits for it.
    void run(const std::function<void(fleet::Lab &)> &work);

private:
    CoreLoop m_loop;
    std::unique_ptr<fleet::Lab> m_lab; ///< the loop's
};

} // namespace otabench::cli
