#include "lab_runner.h"

namespace otabench::cli {

LabRunner::LabRunner()
    : m_loop("otabench-core")
{
}

LabRunner::~LabRunner()
{
    m_loop.run([this] { m_lab.reset(); });
    m_loop.stop();
}

Result<> LabRunner::open(fleet::LabOptions options, fleet::Observer &observer)
{
    Result<> result;
    m_loop.run([&] {
        auto lab = fleet::Lab::open(m_loop.context(), std::move(options), observer);
        if (lab)
            m_lab = *std::move(lab);
        else
            result = tl::unexpected(lab.error());
    });
    return result;
}

void LabRunner::run(const std::function<void(fleet::Lab &)> &work)
{
    m_loop.run([&] { work(*m_lab); });
}

} // namespace otabench::cli
