#include "base/core_loop.h"

#include "base/assert.h"
#include "base/log.h"

#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/post.hpp>

#include <pthread.h>

#include <cstdlib>
#include <exception>
#include <future>

namespace otabench {
namespace asio = boost::asio;

CoreLoop::CoreLoop(const char *threadName)
    : m_context(std::make_unique<asio::io_context>(1))
{
    m_thread = std::thread([context = m_context.get(), threadName] {
        pthread_setname_np(pthread_self(), threadName);
        const auto guard = asio::make_work_guard(*context);
        try {
            context->run();
        } catch (const std::exception &error) {
            logCritical("core", std::string("uncaught: ") + error.what());
            std::abort();
        }
    });
}

CoreLoop::~CoreLoop()
{
    stop();
}

void CoreLoop::post(std::function<void()> work)
{
    asio::post(*m_context, std::move(work));
}

void CoreLoop::run(const std::function<void()> &work)
{
    OTABENCH_ASSERT(std::this_thread::get_id() != m_thread.get_id());
    std::promise<void> done;
    asio::post(*m_context, [&] {
        work();
        done.set_value();
    });
    done.get_future().wait();
}

void CoreLoop::stop()
{
    m_context->stop();
    if (m_thread.joinable())
        m_thread.join();
}

} // namespace otabench
