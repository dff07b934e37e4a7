#include "server/metrics.h"

#include "server/detail/listener.h"
#include "server/detail/loop.h"
#include "server/image_server.h"

#include <fmt/format.h>

#include <pthread.h>

#include <array>
#include <iterator>
#include <string_view>
#include <thread>
#include <utility>
#include <vector>

namespace otabench::server {
namespace {

constexpr unsigned kScrapers = 16;

/// A quoted label value: text format 0.0.4 escapes these three.
std::string labelValue(std::string_view text)
{
    std::string out = "\"";
    for (const char c : text) {
        if (c == '\n')
            out += "\\n";
        else if (c == '"' || c == '\\')
            (out += '\\') += c;
        else
            out += c;
    }
    return out + '"';
}

struct Metric
{
    std::string_view name;
    std::string_view type;
    std::string_view help;
};

void describe(std::string &out, const Metric &metric)
{
    fmt::format_to(std::back_inserter(out), "# HELP otabench_{} {}\n# TYPE otabench_{} {}\n",
                   metric.name, metric.help, metric.name, metric.type);
}

void addTotals(std::string &out, const ServerTotals &totals)
{
    const std::array rows = std::to_array<std::pair<Metric, std::uint64_t>>({
        {{"body_bytes_total", "counter", "Image bytes handed to the network."},
         totals.bodyBytesSent},
        {{"requests_total", "counter", "Requests answered."}, totals.requests},
        {{"handshakes_total", "counter", "TLS handshakes done."}, totals.handshakes},
        {{"resumed_handshakes_total", "counter", "Of these, resumed sessions."},
         totals.resumedHandshakes},
        {{"failed_handshakes_total", "counter", "TLS handshakes that failed."},
         totals.failedHandshakes},
        {{"open_connections", "gauge", "Connections open now."}, totals.openConnections},
        {{"active_transfers", "gauge", "Connections admitted to fetch images, under a limit."},
         totals.activeTransfers},
    });
    for (const auto &[metric, value] : rows) {
        describe(out, metric);
        fmt::format_to(std::back_inserter(out), "otabench_{} {}\n", metric.name, value);
    }
}

using Errors = std::array<std::pair<std::string_view, std::uint64_t>, 5>;

Errors byKind(const ErrorCounts &errors)
{
    return {{{"refused", errors.refused},
             {"unavailable", errors.unavailable},
             {"cut_off", errors.cutOff},
             {"timeout", errors.timeouts},
             {"injected", errors.injected}}};
}

std::string labelsOf(const BoardTraffic &board)
{
    return fmt::format("board={},address={}",
                       labelValue(board.label.empty() ? board.remoteAddress : board.label),
                       labelValue(board.remoteAddress));
}

template <typename Value>
void addBoards(std::string &out, const Metric &metric, std::span<const BoardTraffic> boards,
               Value value)
{
    describe(out, metric);
    for (const BoardTraffic &board : boards)
        fmt::format_to(std::back_inserter(out), "otabench_{}{{{}}} {}\n", metric.name,
                       labelsOf(board), value(board));
}

} // namespace

std::string prometheusText(const ServerTotals &totals, std::span<const BoardTraffic> boards)
{
    std::string out;
    addTotals(out, totals);
    const Metric errors{"errors_total", "counter", "What did not go as a board would like."};
    describe(out, errors);
    for (const auto &[kind, count] : byKind(totals.errors))
        fmt::format_to(std::back_inserter(out), "otabench_errors_total{{kind=\"{}\"}} {}\n", kind,
                       count);
    addBoards(out, {"board_body_bytes_total", "counter", "Image bytes that the board has got."},
              boards, [](const BoardTraffic &board) { return board.bodyBytesSent; });
    addBoards(out, {"board_requests_total", "counter", "Requests of the board."}, boards,
              [](const BoardTraffic &board) { return board.requests; });
    addBoards(out, {"board_handshakes_total", "counter", "TLS handshakes of the board."}, boards,
              [](const BoardTraffic &board) { return board.handshakes; });
    addBoards(out, {"board_resumed_handshakes_total", "counter", "Of these, resumed sessions."},
              boards, [](const BoardTraffic &board) { return board.resumedHandshakes; });
    addBoards(out, {"board_failed_handshakes_total", "counter", "TLS handshakes that failed."},
              boards, [](const BoardTraffic &board) { return board.failedHandshakes; });
    addBoards(out, {"board_open_connections", "gauge", "Connections of the board."}, boards,
              [](const BoardTraffic &board) { return board.openConnections; });
    describe(out, {"board_errors_total", "counter", "What did not go as the board would like."});
    for (const BoardTraffic &board : boards) {
        for (const auto &[kind, count] : byKind(board.errors))
            fmt::format_to(std::back_inserter(out),
                           "otabench_board_errors_total{{{},kind=\"{}\"}} {}\n", labelsOf(board),
                           kind, count);
    }
    return out;
}

class MetricsEndpoint::Impl
{
public:
    Impl(const ImageServer &server, std::vector<detail::Listener> openListeners)
        : shared({.plainHttp = true})
        , listeners(std::move(openListeners))
        , loop(shared, {listeners.front().descriptor()}, kScrapers)
    {
        shared.metrics = [&server] {
            // By address; those whose URL has a name by that as well. Tokens are secrets.
            auto boards = server.addressTraffic();
            for (BoardTraffic &board : server.allTraffic()) {
                if (!board.label.empty())
                    boards.push_back(std::move(board));
            }
            return prometheusText(server.totals(), boards);
        };
        thread = std::thread([this] { loop.run(); });
        ::pthread_setname_np(thread.native_handle(), "metrics");
    }

    ~Impl()
    {
        loop.stop();
        thread.join();
    }

    Impl(const Impl &) = delete;
    Impl &operator=(const Impl &) = delete;

    detail::Shared shared;
    std::vector<detail::Listener> listeners;
    detail::Loop loop;
    std::thread thread;
};

MetricsEndpoint::MetricsEndpoint(std::unique_ptr<Impl> impl)
    : m_impl(std::move(impl))
{
}

MetricsEndpoint::~MetricsEndpoint() = default;

Result<std::unique_ptr<MetricsEndpoint>> MetricsEndpoint::start(const ImageServer &server,
                                                                std::uint16_t port)
{
    auto listeners = detail::Listener::openAll({"127.0.0.1"}, port);
    if (!listeners)
        return tl::unexpected(listeners.error());
    return std::unique_ptr<MetricsEndpoint>(
        new MetricsEndpoint(std::make_unique<Impl>(server, std::move(*listeners))));
}

std::uint16_t MetricsEndpoint::port() const
{
    return m_impl->listeners.front().port();
}

} // namespace otabench::server
