#include "serve_command_reports.h"

#include <fmt/format.h>

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <utility>
#include <vector>

namespace otabench::cli {
namespace {

using nlohmann::ordered_json;
using std::chrono::steady_clock;

ordered_json toJson(const server::ErrorCounts &errors)
{
    return {{"refused", errors.refused},
            {"unavailable", errors.unavailable},
            {"cutOff", errors.cutOff},
            {"timeouts", errors.timeouts},
            {"injected", errors.injected}};
}

std::string nameOf(const server::BoardTraffic &board)
{
    return board.label.empty() ? board.remoteAddress : board.label;
}

ordered_json toJson(const server::BoardTraffic &board, std::uint64_t bytesPerSecond)
{
    return {{"board", nameOf(board)},
            {"address", board.remoteAddress},
            {"bytes", board.bodyBytesSent},
            {"bytesPerSecond", bytesPerSecond},
            {"requests", board.requests},
            {"connections", board.openConnections},
            {"handshakes", board.handshakes},
            {"resumed", board.resumedHandshakes},
            {"failedHandshakes", board.failedHandshakes},
            {"errors", toJson(board.errors)}};
}

} // namespace

ServeReports::ServeReports(server::ImageServer &server, const StoppableOutput &output,
                           std::chrono::milliseconds every)
    : m_server(server)
    , m_output(output)
    , m_every(every)
    , m_next(steady_clock::now() + every)
{
}

Result<> ServeReports::openAccessLog(const std::string &file)
{
    const int descriptor =
        ::open(file.c_str(), O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, S_IRUSR | S_IWUSR);
    const int error = errno;
    if (descriptor < 0)
        return fail(errorCodeFromErrno(error), "cannot write the access log {}: {}", file,
                    errnoText(error));
    m_accessLog.reset(::fdopen(descriptor, "a"));
    if (m_accessLog == nullptr) {
        ::close(descriptor);
        return fail(ErrorCode::InputOutput, "cannot write the access log {}", file);
    }
    return {};
}

void ServeReports::report()
{
    for (const auto &failure : m_server.takeHandshakeFailures()) {
        m_output.json({{"event", "handshake-failed"},
                       {"remote", failure.remoteAddress},
                       {"reason", failure.reason},
                       {"certificateRefused", failure.certificateRefused}});
        m_output.line(fmt::format("{} TLS failed: {}", failure.remoteAddress, failure.reason));
    }
    for (const auto &request : m_server.takeRequests())
        reportRequest(request);
    if (m_accessLog != nullptr && !m_accessLogFailed &&
        (std::fflush(m_accessLog.get()) != 0 || std::ferror(m_accessLog.get()) != 0)) {
        m_accessLogFailed = true;
        m_output.error("warning: the access log cannot be written, requests are missing in it: " +
                       errnoText(errno));
    }
    if (m_every.count() != 0 && steady_clock::now() >= m_next) {
        m_next = steady_clock::now() + m_every;
        reportCounters();
    }
}

void ServeReports::reportRequest(const server::FinishedRequest &request)
{
    ordered_json object = {{"event", "request"},
                           {"remote", request.remoteAddress},
                           {"method", request.method},
                           {"target", request.target},
                           {"status", request.status},
                           {"file", request.fileName},
                           {"first", request.firstByte},
                           {"bytes", request.bodyBytes},
                           {"sent", request.sentBytes},
                           {"complete", request.isComplete()},
                           {"ms", request.duration.count()},
                           {"tls", request.tls},
                           {"resumed", request.resumed}};
    for (const auto &[key, value] :
         {std::pair("board", request.board), std::pair("user", request.user),
          std::pair("fault", request.fault)}) {
        if (!value.empty())
            object[key] = value;
    }
    m_output.json(object);
    m_output.line(fmt::format("{}{}{} {} {} {} {} of {} bytes in {} ms{}{}", request.remoteAddress,
                              request.board.empty() ? "" : " ", request.board, request.method,
                              request.target, request.status, request.sentBytes, request.bodyBytes,
                              request.duration.count(), request.isComplete() ? "" : ", cut off",
                              request.fault.empty() ? "" : ", fault " + request.fault));
    if (m_accessLog != nullptr)
        fmt::print(m_accessLog.get(), "{}\n", server::accessLogLine(request));
}

/// Bytes a second since the look before.
std::uint64_t ServeReports::speed(const std::string &of, std::uint64_t bytes,
                                  steady_clock::time_point now)
{
    const Before before = std::exchange(m_before[of], {bytes, now});
    const auto passed =
        std::chrono::duration_cast<std::chrono::milliseconds>(now - before.time).count();
    if (before.time == steady_clock::time_point{} || passed <= 0 || bytes < before.bytes)
        return 0;
    return (bytes - before.bytes) * 1000 / static_cast<std::uint64_t>(passed);
}

void ServeReports::reportCounters()
{
    const auto now = steady_clock::now();
    const auto totals = m_server.totals();
    // Tokens are secrets: those without a name show under their address.
    std::vector<server::BoardTraffic> boards = m_server.addressTraffic();
    for (server::BoardTraffic &board : m_server.allTraffic()) {
        if (!board.label.empty())
            boards.push_back(std::move(board));
    }
    ordered_json list = ordered_json::array();
    for (const server::BoardTraffic &board : boards)
        list.push_back(toJson(
            board, speed(board.label + "@" + board.remoteAddress, board.bodyBytesSent, now)));
    const std::uint64_t bytesPerSecond = speed("", totals.bodyBytesSent, now);
    m_output.json({{"event", "stats"},
                   {"requests", totals.requests},
                   {"bytes", totals.bodyBytesSent},
                   {"bytesPerSecond", bytesPerSecond},
                   {"connections", totals.openConnections},
                   {"transfers", totals.activeTransfers},
                   {"handshakes", totals.handshakes},
                   {"resumed", totals.resumedHandshakes},
                   {"failedHandshakes", totals.failedHandshakes},
                   {"errors", toJson(totals.errors)},
                   {"boards", std::move(list)}});
    m_output.line(fmt::format("{} connections, {} requests, {} bytes, {} bytes/s, {} errors",
                              totals.openConnections, totals.requests, totals.bodyBytesSent,
                              bytesPerSecond,
                              totals.errors.refused + totals.errors.cutOff +
                                  totals.errors.timeouts + totals.errors.unavailable));
}

void ServeReports::reportEnd()
{
    report();
    const auto totals = m_server.totals();
    m_output.json({{"event", "stopped"},
                   {"requests", totals.requests},
                   {"bytes", totals.bodyBytesSent},
                   {"handshakes", totals.handshakes},
                   {"failedHandshakes", totals.failedHandshakes}});
    m_output.line(fmt::format("Stopped: {} requests, {} bytes of images.", totals.requests,
                              totals.bodyBytesSent));
}

} // namespace otabench::cli
