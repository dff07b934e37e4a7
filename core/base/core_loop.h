#pragma once

#include <boost/asio/io_context.hpp>

#include <functional>
#include <memory>
#include <thread>

namespace otabench {

/// One io_context on one thread: the core loop that owns ports, monitor and fleet (and, as a second
/// instance, the server's). Objects of the loop are made, used and destroyed on it; other threads
/// post().
class CoreLoop
{
public:
    /// Starts the thread. `threadName` (at most 15 characters) is what debuggers and `top -H` show.
    explicit CoreLoop(const char *threadName);
    ~CoreLoop(); ///< stop()
    CoreLoop(const CoreLoop &) = delete;
    CoreLoop &operator=(const CoreLoop &) = delete;

    [[nodiscard]] boost::asio::io_context &context() { return *m_context; }

    /// Runs `work` on the loop, later, in order. Any thread. Dropped once stop() has been called.
    void post(std::function<void()> work);

    /// Runs `work` on the loop and waits for it: for making and destroying the loop's objects in
    /// app/. Not from the loop's own thread, not from the GUI thread while the loop is busy with
    /// long work (there is none by design).
    void run(const std::function<void()> &work);

    /// Ends the loop without waiting for outstanding operations and joins the thread. May be called
    /// twice.
    void stop();

private:
    std::unique_ptr<boost::asio::io_context> m_context;
    std::thread m_thread;
};

} // namespace otabench
