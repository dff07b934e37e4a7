#pragma once

#include "fleet/file_server.h"
#include "widgets/common/event_bridge.h"

#include <condition_variable>
#include <deque>
#include <functional>
#include <memory>
#include <mutex>
#include <stop_token>
#include <thread>
#include <vector>

namespace otabench::gui {

/// Serves files without a campaign on a thread of its own: reading them, making a certificate and
/// ending connections take time. What it does is told to the bridge twice a second. Thread: GUI;
/// the bridge outlives it.
class FileServing
{
public:
    explicit FileServing(widgets::EventBridge &bridge);
    ~FileServing(); ///< stops serving, and waits for that
    FileServing(const FileServing &) = delete;
    FileServing &operator=(const FileServing &) = delete;

    /// Instead of what is served now. A failure is told as Command::Serve.
    void start(fleet::FileServerOptions options);
    void stop();
    /// Also of servers that are started later.
    void setSharing(const server::Sharing &sharing);
    void setFaults(std::vector<server::Fault> faults);

private:
    void post(std::function<void()> work);
    void run(const std::stop_token &stop);
    void end(); ///< the server, if there is one; on the thread

    widgets::EventBridge &m_bridge;
    std::mutex m_mutex; ///< guards m_work
    std::condition_variable_any m_wake;
    std::deque<std::function<void()>> m_work;

    // The thread's.
    std::unique_ptr<fleet::FileServer> m_server;
    server::Sharing m_sharing;
    std::vector<server::Fault> m_faults;

    std::jthread m_thread; ///< last: it uses the others
};

} // namespace otabench::gui
