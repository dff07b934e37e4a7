#include "lab_session.h"

#include <cstdlib>

namespace otabench::cli {

LabSession::LabSession()
    : m_loop("otabench-core")
{
}

LabSession::~LabSession()
{
    m_loop.run([this] { m_lab.reset(); });
    m_loop.stop();
}

Result<> LabSession::open(fleet::LabOptions options)
{
    Result<> result;
    m_loop.run([&] {
        auto lab = fleet::Lab::open(m_loop.context(), std::move(options), *this);
        if (lab)
            m_lab = *std::move(lab);
        else
            result = tl::unexpected(lab.error());
    });
    return result;
}

void LabSession::run(const std::function<void(fleet::Lab &)> &work)
{
    m_loop.run([&] { work(*m_lab); });
}

std::optional<fleet::BoardState> LabSession::next(std::chrono::milliseconds limit)
{
    std::unique_lock lock(m_mutex);
    if (!m_wake.wait_for(lock, limit, [this] { return !m_news.empty(); }))
        return std::nullopt;
    fleet::BoardState state = std::move(m_news.front());
    m_news.pop_front();
    return state;
}

void LabSession::onBoard(const fleet::BoardState &state)
{
    {
        const std::lock_guard lock(m_mutex);
        m_news.push_back(state);
    }
    m_wake.notify_one();
}

std::string databaseUrl()
{
    const char *url = std::getenv("OTABENCH_DATABASE"); // NOLINT: read only
    return url ? url : "";
}

} // namespace otabench::cli
