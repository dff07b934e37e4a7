#include "file_serving.h"

#include <chrono>
#include <utility>

namespace otabench::gui {
namespace {

constexpr std::chrono::milliseconds kPeriod{500};

} // namespace

FileServing::FileServing(widgets::EventBridge &bridge)
    : m_bridge(bridge)
    , m_thread([this](const std::stop_token &stop) { run(stop); })
{
}

FileServing::~FileServing() = default; // the thread is asked to stop, and joined

void FileServing::post(std::function<void()> work)
{
    {
        const std::lock_guard lock(m_mutex);
        m_work.push_back(std::move(work));
    }
    m_wake.notify_one();
}

void FileServing::run(const std::stop_token &stop)
{
    while (!stop.stop_requested()) {
        std::deque<std::function<void()>> work;
        {
            std::unique_lock lock(m_mutex);
            const auto isWork = [this] { return !m_work.empty(); };
            if (m_server)
                m_wake.wait_for(lock, stop, kPeriod, isWork);
            else
                m_wake.wait(lock, stop, isWork);
            work.swap(m_work);
        }
        for (const std::function<void()> &each : work)
            each();
        if (m_server)
            m_bridge.onServer(m_server->look());
    }
    end();
}

void FileServing::end()
{
    if (!m_server)
        return;
    m_bridge.onServer(m_server->stop());
    m_server.reset();
}

void FileServing::start(fleet::FileServerOptions options)
{
    post([this, options = std::move(options)]() mutable {
        end();
        options.sharing = m_sharing;
        options.faults = m_faults;
        auto server = fleet::FileServer::start(std::move(options));
        if (server)
            m_server = *std::move(server);
        else
            m_bridge.onFailure({widgets::Command::Serve, server.error()});
    });
}

void FileServing::stop()
{
    post([this] { end(); });
}

void FileServing::setSharing(const server::Sharing &sharing)
{
    post([this, sharing] {
        m_sharing = sharing;
        if (m_server)
            m_server->setSharing(sharing);
    });
}

void FileServing::setFaults(std::vector<server::Fault> faults)
{
    post([this, faults = std::move(faults)]() mutable {
        if (m_server) {
            if (const auto set = m_server->setFaults(faults); !set) {
                m_bridge.onFailure({widgets::Command::SetFaults, set.error()});
                return;
            }
        }
        m_faults = std::move(faults);
    });
}

} // namespace otabench::gui
