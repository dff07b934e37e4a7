#include "lab_session.h"

#include <cstdlib>

namespace otabench::cli {

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
