#pragma once

#include "stoppable_output.h"

#include "server/image_server.h"

#include <chrono>
#include <cstdint>
#include <cstdio>
#include <map>
#include <memory>
#include <string>

namespace otabench::cli {

/// Tells what a running server does: a line for each request and failed handshake, the counters
/// every so often, an access log.
class ServeReports
{
public:
    /// No counters with `every` 0. Both references outlive this.
    ServeReports(server::ImageServer &server, const StoppableOutput &output,
                 std::chrono::milliseconds every);

    /// Appends to the file from now on; makes it readable for its owner only, for it has the URLs
    /// of boards.
    [[nodiscard]] Result<> openAccessLog(const std::string &file);

    /// Reports what is new.
    void report();
    /// The last line, with the totals.
    void reportEnd();

private:
    struct CloseFile
    {
        void operator()(std::FILE *file) const { (void)std::fclose(file); }
    };

    struct Before
    {
        std::uint64_t bytes = 0;
        std::chrono::steady_clock::time_point time;
    };

    void reportRequest(const server::FinishedRequest &request);
    void reportCounters();
    [[nodiscard]] std::uint64_t speed(const std::string &of, std::uint64_t bytes,
                                      std::chrono::steady_clock::time_point now);

    server::ImageServer &m_server;
    const StoppableOutput &m_output;
    const std::chrono::milliseconds m_every;
    std::chrono::steady_clock::time_point m_next;
    std::map<std::string, Before> m_before;
    std::unique_ptr<std::FILE, CloseFile> m_accessLog;
    bool m_accessLogFailed = false; ///< and told
};

} // namespace otabench::cli
