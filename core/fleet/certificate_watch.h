#pragma once

#include "certificates/server_keeper.h"
#include "server/image_server.h"

#include <chrono>
#include <condition_variable>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

namespace otabench::fleet {

/// Replaces a running server's certificate when this computer's addresses change or its end nears.
/// Looks every `period` on a thread of its own, since a long key takes seconds to make. New
/// connections get the new certificate; open ones go on. Destroy it before the server.
class CertificateWatch
{
public:
    CertificateWatch(server::ImageServer &server, certificates::ServerKeeper keeper,
                     std::chrono::milliseconds period = std::chrono::seconds(2));
    ~CertificateWatch(); ///< waits for a look that is under way
    CertificateWatch(const CertificateWatch &) = delete;
    CertificateWatch &operator=(const CertificateWatch &) = delete;

    struct News
    {
        std::string certificatePem; ///< the one that is shown now; empty: `problem`
        std::string problem;        ///< why it could not be replaced, or what is wrong with it
    };

    /// What has happened since the last call, oldest first. Any thread.
    [[nodiscard]] std::vector<News> takeNews();

private:
    void run(const std::stop_token &stop);
    void look();
    void tell(News news);

    server::ImageServer &m_server;
    certificates::ServerKeeper m_keeper; ///< the thread's
    const std::chrono::milliseconds m_period;
    std::mutex m_mutex;
    std::condition_variable_any m_wake;
    std::vector<News> m_news;
    std::jthread m_thread; ///< last: it uses the others
};

} // namespace otabench::fleet
