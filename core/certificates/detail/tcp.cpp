#include "certificates/detail/tcp.h"

#include <netdb.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cerrno>
#include <ctime>
#include <memory>

namespace otabench::certificates::detail {
namespace {

using std::chrono::milliseconds;
using std::chrono::steady_clock;

struct FreeAddresses
{
    void operator()(addrinfo *list) const { ::freeaddrinfo(list); }
};

using Addresses = std::unique_ptr<addrinfo, FreeAddresses>;

/// A look-up that the C library does on a thread of its own: getaddrinfo() itself knows no limit.
struct LookUp
{
    std::string host, port;
    addrinfo hints = {};
    gaicb request = {};
    gaicb *list = &request;

    explicit LookUp(const Endpoint &endpoint)
        : host(endpoint.host)
        , port(std::to_string(endpoint.port))
    {
        hints.ai_socktype = SOCK_STREAM;
        request.ar_name = host.c_str();
        request.ar_service = port.c_str();
        request.ar_request = &hints;
    }
};

/// Whether it ended before the deadline.
bool waitFor(LookUp &lookUp, Deadline deadline)
{
    while (::gai_error(&lookUp.request) == EAI_INPROGRESS) {
        const auto left = deadline - steady_clock::now();
        if (left <= milliseconds(0))
            return false;
        const auto seconds = std::chrono::floor<std::chrono::seconds>(left);
        const timespec limit{
            .tv_sec = seconds.count(),
            .tv_nsec =
                std::chrono::duration_cast<std::chrono::nanoseconds>(left - seconds).count()};
        const gaicb *const waited[] = {&lookUp.request};
        ::gai_suspend(waited, 1, &limit);
    }
    return true;
}

Result<Addresses> resolve(const Endpoint &endpoint, Deadline deadline)
{
    auto lookUp = std::make_unique<LookUp>(endpoint);
    int status = ::getaddrinfo_a(GAI_NOWAIT, &lookUp->list, 1, nullptr);
    if (status == 0 && !waitFor(*lookUp, deadline)) {
        if (::gai_cancel(&lookUp->request) != EAI_CANCELED)
            static_cast<void>(lookUp.release()); // the library's thread still writes to it
        return fail(ErrorCode::Timeout,
                    "the look-up of {} did not end in time; is the name server reachable?",
                    endpoint.host);
    }
    if (status == 0)
        status = ::gai_error(&lookUp->request);
    if (status != 0)
        return fail(ErrorCode::NotFound, "cannot find the host {}: {}", endpoint.host,
                    gai_strerror(status));
    return Addresses(lookUp->request.ar_result);
}

Result<TcpSocket> connectTo(const addrinfo &address, const Endpoint &endpoint, Deadline deadline)
{
    TcpSocket socket(::socket(address.ai_family, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0));
    int number = 0;
    if (socket.get() < 0 || ::connect(socket.get(), address.ai_addr, address.ai_addrlen) != 0) {
        number = errno;
        if (number == EINPROGRESS) {
            if (!socket.waitFor(POLLOUT, deadline))
                return timedOut(endpoint);
            socklen_t length = sizeof number;
            ::getsockopt(socket.get(), SOL_SOCKET, SO_ERROR, &number, &length);
        }
    }
    if (number != 0)
        return fail(ErrorCode::InputOutput, "cannot connect to {} port {}: {}", endpoint.host,
                    endpoint.port, errnoText(number));
    return socket;
}

} // namespace

TcpSocket::~TcpSocket()
{
    if (m_fd >= 0)
        ::close(m_fd);
}

bool TcpSocket::waitFor(short events, Deadline deadline) const
{
    while (true) {
        const auto left = std::chrono::ceil<milliseconds>(deadline - steady_clock::now());
        if (left.count() <= 0)
            return false;
        pollfd wait{m_fd, events, 0};
        const int ready = ::poll(&wait, 1, static_cast<int>(left.count()));
        if (ready > 0)
            return true;
        if (ready < 0 && errno != EINTR)
            return true; // the call that follows reports it
    }
}

std::string text(const Endpoint &endpoint)
{
    return fmt::format("{} port {}", endpoint.host, endpoint.port);
}

tl::unexpected<Error> timedOut(const Endpoint &endpoint)
{
    return fail(ErrorCode::Timeout, "{} port {} did not answer in time; is it reachable?",
                endpoint.host, endpoint.port);
}

Result<TcpSocket> connectTcp(const Endpoint &endpoint, Deadline deadline)
{
    const auto addresses = resolve(endpoint, deadline);
    if (!addresses)
        return tl::unexpected(addresses.error());
    Error last = timedOut(endpoint).value();
    for (const addrinfo *address = addresses->get(); address != nullptr;
         address = address->ai_next) {
        // An address nobody answers at must leave time for the next one.
        const auto now = steady_clock::now();
        auto socket =
            connectTo(*address, endpoint,
                      address->ai_next != nullptr ? now + (deadline - now) / 2 : deadline);
        if (socket)
            return socket;
        last = socket.error();
    }
    return tl::unexpected(last);
}

} // namespace otabench::certificates::detail
