#include "server/detail/connection.h"

#include "base/assert.h"
#include "server/detail/text.h"

#include <sys/epoll.h>

#include <algorithm>
#include <array>
#include <ctime>
#include <utility>

namespace otabench::server::detail {
namespace {

/// A fast peer gets a large batch of records with one system call; a slow one gets little at a
/// time, because what the kernel does not take stays here: memory for each board.
constexpr std::size_t kSmallBatchBytes = 16 * 1024;
constexpr std::size_t kSmoothBatches = 4; ///< that went without a wait, then they are doubled
constexpr std::size_t kLargeBatchBytes = 256 * 1024;
/// Others have their turn after so much.
constexpr std::size_t kTurnBytes = 256 * 1024;
/// From here on the kernel is asked at once how much has arrived, not only by the clock.
constexpr std::uint64_t kMeasureBytes = 64 * 1024;
constexpr std::size_t kReadBytes = 4096;
constexpr std::size_t kDrainBytes = 64 * 1024;
constexpr std::size_t kKeptInputBytes = 512;

constexpr std::chrono::seconds kAdmittedIdle{5}; ///< see Sharing::transfers
constexpr std::chrono::milliseconds kRestAfter{200};
/// A fault that stalls does so for longer than any board waits.
constexpr std::chrono::hours kStallTime{1};

constexpr auto kRelaxed = std::memory_order_relaxed;

constexpr std::string_view kHttpOnTlsPort =
    "HTTP/1.1 400 Bad Request\r\nConnection: close\r\nContent-Type: text/plain\r\n"
    "Content-Length: 54\r\n\r\nThis port speaks HTTPS: begin the URL with https://.\r\n";
static_assert(kHttpOnTlsPort.size() - kHttpOnTlsPort.find("This") == 54);

/// With a certificate fault: that of a wrong certificate.
std::shared_ptr<const TlsContext> contextFor(Shared &shared, const std::string &remoteAddress)
{
    if (const auto faults = shared.faults.get()) {
        if (auto wrong = faults->forConnection(remoteAddress)) {
            shared.totals.errors.injected.fetch_add(1, kRelaxed);
            return wrong;
        }
    }
    return shared.tls.get();
}

} // namespace

void LoopClock::refresh()
{
    m_now = std::chrono::steady_clock::now();
    const std::chrono::sys_seconds second{std::chrono::seconds(std::time(nullptr))};
    if (second == m_dateSecond && !m_date.empty())
        return;
    m_dateSecond = second;
    m_date = httpDate(second);
}

Connection::Connection(int descriptor, std::string remoteAddress, Shared &shared,
                       LoopResources &loop)
    : m_shared(shared)
    , m_loop(loop)
    , m_remoteAddress(std::move(remoteAddress))
    , m_stream(descriptor, contextFor(shared, m_remoteAddress), loop.buffer)
    , m_batchBytes(kSmallBatchBytes)
    , m_address(
          shared.addresses.find(m_remoteAddress, shared.sharing.boardBytesPerSecond.load(kRelaxed)))
{
    m_address->onConnectionOpened(m_remoteAddress);
    m_shared.totals.openConnections.fetch_add(1, kRelaxed);
    if (m_stream.isTls())
        enter(State::Handshake, m_shared.options.limits.handshake);
    else
        enter(State::Request, m_shared.options.limits.idle);
}

Connection::~Connection()
{
    measureArrived();
    if (m_state == State::Sending)
        count(&ErrorCounters::cutOff);
    recordFinished();
    bindToken(nullptr);
    leave();
    m_address->onConnectionClosed();
    m_shared.totals.openConnections.fetch_sub(1, kRelaxed);
}

void Connection::enter(State state, std::chrono::milliseconds limit)
{
    m_state = state;
    m_stateSince = m_loop.clock.now();
    m_deadline = m_stateSince + limit;
}

void Connection::onEvents(std::uint32_t events)
{
    if ((events & (EPOLLRDHUP | EPOLLHUP | EPOLLERR)) != 0)
        m_stream.onHangUp();
    if ((events & (EPOLLHUP | EPOLLERR)) != 0)
        m_stream.onGone();
    if ((events & EPOLLIN) != 0)
        m_stream.onReadable();
    if ((events & (EPOLLOUT | EPOLLHUP | EPOLLERR)) != 0)
        m_stream.onWritable();
}

Connection::Turn Connection::run()
{
    OTABENCH_ASSERT(m_loop.buffer.isEmpty());
    const Turn turn = goOn();
    m_loop.buffer.clear(); // a connection that ended may have left something
    return turn;
}

Connection::Turn Connection::goOn()
{
    switch (m_state) {
    case State::Handshake:
        return shakeHands();
    case State::Request:
        return receiveRequest();
    case State::Sending:
        return sendResponse();
    case State::Farewell:
        return sayFarewell();
    }
    return Turn::Ended;
}

Connection::Turn Connection::shakeHands()
{
    const StreamStep step = m_stream.handshake();
    if (step == StreamStep::Closed || step == StreamStep::Failed)
        return failHandshake(step);
    if (step == StreamStep::Blocked)
        return m_stream.flush() == StreamStep::Failed ? Turn::Ended : Turn::Waiting;
    // What is to be sent now, tickets, goes with the first answer when its request is there.
    m_shared.totals.handshakes.fetch_add(1, kRelaxed);
    if (m_stream.isResumed())
        m_shared.totals.resumedHandshakes.fetch_add(1, kRelaxed);
    m_address->onHandshake(m_stream.isResumed(), m_stream.tlsVersion());
    m_clientName = m_stream.peerName();
    enter(State::Request, m_shared.options.limits.idle);
    return receiveRequest();
}

Connection::Turn Connection::failHandshake(StreamStep step)
{
    const HandshakeProblem problem =
        step == StreamStep::Failed
            ? takeHandshakeProblem()
            : HandshakeProblem{.reason =
                                   "the board closed the connection during the TLS handshake"};
    if (!m_stream.hasReceived()) // someone looked whether the port is open
        return Turn::Ended;
    m_shared.totals.failedHandshakes.fetch_add(1, kRelaxed);
    m_address->onFailedHandshake();
    m_shared.handshakeFailures.add({.remoteAddress = m_remoteAddress,
                                    .reason = problem.reason,
                                    .certificateRefused = problem.certificateRefused});
    if (problem.plainHttp)
        m_stream.writeUnencrypted(kHttpOnTlsPort);
    m_saidFarewell = true; // there is no session to say it in
    m_mayGetMore = true;
    return startFarewell();
}

Connection::Turn Connection::receiveRequest()
{
    std::array<char, kReadBytes> bytes;
    while (true) {
        if (m_inputNew) {
            m_inputNew = false;
            if (startResponse())
                return sendResponse();
        }
        std::size_t got = 0;
        const StreamStep step =
            m_stream.mayRead() ? m_stream.read(bytes, got) : StreamStep::Blocked;
        if (step == StreamStep::Done) {
            if (m_input.empty())
                enter(State::Request, m_shared.options.limits.head);
            m_input.append(bytes.data(), got);
            m_inputNew = true;
            continue;
        }
        const StreamStep flushed = m_stream.flush(); // OpenSSL may have had something to say
        if (step != StreamStep::Blocked || flushed == StreamStep::Failed)
            return Turn::Ended;
        if (m_input.empty() && m_input.capacity() > kKeptInputBytes)
            m_input = {};
        return Turn::Waiting;
    }
}

/// False: the head is not complete.
bool Connection::startResponse()
{
    const ParsedHead head = parseHead(m_input);
    if (head.state == HeadState::Incomplete)
        return false;
    // The peer asks for more, so it has what it was sent before.
    countArrived(m_queuedBytes);
    m_loop.text.clear();
    m_mayGetMore = head.state == HeadState::Bad || head.request.hasBody;
    if (head.state == HeadState::Bad) {
        m_irregular.reset();
        m_response = refuse(head.status, m_loop.clock.date(), m_loop.text);
        noteRequest({}, m_response, nullptr);
        m_input.clear();
    } else {
        decide(head.request);
        m_input.erase(0, head.bytes);
    }
    startBody();
    return true;
}

/// False: the session is broken.
bool Connection::sendText()
{
    if (m_loop.text.empty())
        return true;
    const bool written = m_stream.write(std::as_bytes(std::span(m_loop.text)));
    m_loop.text.clear();
    m_shared.totals.bodyBytesSent.fetch_add(m_queuedBytes, kRelaxed);
    return written;
}

/// Writes the next part of the body. False: the session is broken.
bool Connection::sendBody(std::size_t batch)
{
    if (batch == 0)
        return true;
    const std::uint64_t first = m_response.body.first + m_queuedBytes;
    const auto part = m_response.image->content->bytes().subspan(first, batch);
    m_queuedBytes += batch;
    m_shared.totals.bodyBytesSent.fetch_add(batch, kRelaxed);
    return m_irregular == nullptr ? m_stream.write(part)
                                  : m_irregular->write(m_stream, part, first, bodyLeft() == 0);
}

/// The last piece of the last answer takes the farewells of TLS and TCP along: they would be a
/// system call and two packets more.
StreamStep Connection::flushResponse()
{
    if (bodyLeft() != 0 || m_response.keepAlive || m_irregular != nullptr)
        return m_stream.flush();
    if (!std::exchange(m_saidFarewell, true))
        m_stream.writeCloseNotify();
    return m_stream.flush(m_response.body.length == 0 ? Stream::Next::End : Stream::Next::Unknown);
}

/// The answer waits for its time; or its fault stops it for good.
Connection::Turn Connection::pause()
{
    if (!m_irregular->stopsAt(m_queuedBytes)) {
        m_deadline = m_irregular->resumeAt() + m_shared.options.limits.stall;
        return Turn::Paused;
    }
    if (m_irregular->stalls()) {
        m_deadline = m_loop.clock.now() + kStallTime;
        return m_stream.hasHungUp() ? Turn::Ended : Turn::Waiting;
    }
    if (m_irregular->resets())
        m_stream.resetOnClose();
    return Turn::Ended;
}

/// Something is on its way for a token that has ended: it was released, or its one download has got
/// to its end on another connection.
bool Connection::hasLostItsToken() const
{
    if (m_token == nullptr || m_arrivedBytes == m_response.body.length)
        return false;
    return m_token->isReleased() || (m_delivery != nullptr && m_delivery->isWhole());
}

/// With a reset: what lies in the kernel is not to arrive, either.
Connection::Turn Connection::cutOff()
{
    m_stream.resetOnClose();
    return Turn::Ended;
}

Connection::Turn Connection::sendResponse()
{
    if (hasLostItsToken())
        return cutOff();
    if (m_irregular != nullptr) {
        if (m_loop.clock.now() < m_irregular->resumeAt()) {
            m_irregular->heldText.append(m_loop.text);
            m_loop.text.clear();
            return m_stream.flush() == StreamStep::Failed ? Turn::Ended : pause();
        }
        m_loop.text.append(m_irregular->heldText);
        m_irregular->heldText.clear();
    }
    if (!sendText())
        return Turn::Ended;
    std::size_t turnBytes = 0;
    while (true) {
        const bool hadUnsent = m_stream.unsentBytes() != 0;
        std::size_t batch = 0;
        bool isHeldBack = false;
        if (!hadUnsent) {
            batch = static_cast<std::size_t>(std::min<std::uint64_t>(bodyLeft(), m_batchBytes));
            heedNewLimit();
            if (m_irregular != nullptr && batch != 0) {
                batch = m_irregular->allow(batch, m_queuedBytes, m_loop.clock.now(),
                                           boardConnections());
                isHeldBack = batch == 0;
            }
            if (!sendBody(batch))
                return Turn::Ended;
        }
        const std::size_t unsentBefore = m_stream.unsentBytes();
        const StreamStep step = flushResponse();
        if (step == StreamStep::Failed)
            return Turn::Ended;
        if (batch >= kMeasureBytes || step == StreamStep::Blocked)
            measureArrived();
        if (!hadUnsent || m_stream.unsentBytes() < unsentBefore)
            m_deadline = m_loop.clock.now() + m_shared.options.limits.stall;
        if (step == StreamStep::Blocked) {
            m_batchBytes = std::max(m_batchBytes / 2, kSmallBatchBytes);
            m_smoothBytes = 0;
            return Turn::Waiting;
        }
        if (isHeldBack)
            return pause();
        if (bodyLeft() == 0)
            return finishResponse();
        turnBytes += batch;
        m_smoothBytes += batch;
        if (m_smoothBytes >= kSmoothBatches * m_batchBytes) {
            m_smoothBytes = 0;
            m_batchBytes = std::min(m_batchBytes * 2, kLargeBatchBytes);
        }
        if (turnBytes >= kTurnBytes)
            return Turn::Again;
    }
}

Connection::Turn Connection::finishResponse()
{
    recordFinished();
    m_response.image.reset();
    if (!m_response.keepAlive)
        return mayCloseAtOnce() ? endAtOnce() : startFarewell();
    enter(State::Request, m_shared.options.limits.idle);
    if (m_input.empty() && !m_stream.mayRead())
        return Turn::Waiting;
    m_inputNew = !m_input.empty();
    if (m_inputNew)
        enter(State::Request, m_shared.options.limits.head);
    return Turn::Again; // a pipelined request waits for its turn like any other
}

/// Whether nobody needs the wait for the peer's end: the peer has been told the end, has nothing
/// more to say that closing would answer with a reset, and what its counters want is known.
bool Connection::mayCloseAtOnce()
{
    if (!m_saidFarewell || m_mayGetMore || !m_input.empty() || m_stream.mayRead())
        return false;
    measureArrived();
    return m_arrivedBytes == m_queuedBytes;
}

Connection::Turn Connection::endAtOnce()
{
    m_state = State::Farewell; // the answer is whole
    return Turn::Ended;
}

Connection::Turn Connection::startFarewell()
{
    enter(State::Farewell, m_shared.options.limits.farewell);
    m_input = {};
    return sayFarewell();
}

/// Half-closes and waits for the peer's end: a socket that is closed with unread input resets the
/// connection, and the peer may lose the end of the answer, or the alert.
Connection::Turn Connection::sayFarewell()
{
    if (!m_saidFarewell) {
        m_saidFarewell = true;
        m_stream.writeCloseNotify();
    }
    const StreamStep flushed = m_stream.flush();
    if (flushed != StreamStep::Done)
        return flushed == StreamStep::Blocked ? Turn::Waiting : Turn::Ended;
    if (m_stream.isGone())
        return Turn::Ended;
    if (!m_halfClosed) { // once: shutdown() is an edge for this very socket
        m_halfClosed = true;
        m_stream.shutdownSend();
    }
    switch (m_stream.drain(kDrainBytes)) {
    case StreamStep::Done:
        return Turn::Again;
    case StreamStep::Blocked:
        return Turn::Waiting;
    default:
        return Turn::Ended;
    }
}

Connection::Turn Connection::checkTime()
{
    measureArrived();
    if (isIdle() && m_loop.clock.now() - m_stateSince >= kRestAfter)
        m_stream.rest();
    if (m_isAdmitted && isIdle() && m_loop.clock.now() - m_stateSince >= kAdmittedIdle)
        leave();
    if (hasLostItsToken())
        return cutOff();
    if (m_state == State::Farewell && !m_response.keepAlive && mayCloseAtOnce() &&
        m_stream.unsentBytes() == 0)
        return Turn::Ended;
    if (m_loop.clock.now() < m_deadline)
        return Turn::Waiting;
    switch (m_state) {
    case State::Handshake:
        m_shared.totals.failedHandshakes.fetch_add(1, kRelaxed);
        m_address->onFailedHandshake();
        count(&ErrorCounters::timeouts);
        m_shared.handshakeFailures.add(
            {.remoteAddress = m_remoteAddress,
             .reason = m_stream.hasReceived()
                           ? "the board did not finish the TLS handshake in time"
                           : "the board connected and did not begin the TLS handshake",
             .certificateRefused = false});
        return Turn::Ended;
    case State::Request: {
        m_mayGetMore = !m_input.empty();
        if (m_mayGetMore)
            count(&ErrorCounters::timeouts);
        const Turn turn = startFarewell();
        m_loop.buffer.clear();
        return turn;
    }
    case State::Sending:
        count(&ErrorCounters::timeouts);
        break;
    case State::Farewell:
        break;
    }
    return Turn::Ended;
}

void Connection::bindToken(const std::shared_ptr<TokenTraffic> &token)
{
    if (m_token != nullptr)
        m_token->onConnectionClosed();
    m_token = token;
    if (m_token == nullptr)
        return;
    m_token->onConnectionOpened(m_remoteAddress);
    if (m_stream.isTls())
        m_token->onHandshake(m_stream.isResumed(), m_stream.tlsVersion());
}

void Connection::countArrived(std::uint64_t arrivedBytes)
{
    if (arrivedBytes <= m_arrivedBytes)
        return;
    const std::uint64_t more = arrivedBytes - m_arrivedBytes;
    const std::uint64_t end = m_response.body.first + arrivedBytes;
    m_arrivedBytes = arrivedBytes;
    m_address->onArrived(more, end, m_loop.clock.now());
    if (m_token != nullptr)
        m_token->onArrived(more, end, m_loop.clock.now());
    if (m_delivery != nullptr)
        m_delivery->add(end - more, end);
}

void Connection::measureArrived()
{
    if (m_arrivedBytes == m_queuedBytes)
        return;
    std::uint64_t missing = m_stream.unacknowledgedBytes();
    if (m_state == State::Farewell && missing != 0)
        --missing; // TCP counts its own end as a byte
    if (missing < m_queuedBytes)
        countArrived(m_queuedBytes - missing);
}

void Connection::recordFinished()
{
    if (m_record == nullptr)
        return;
    const std::uint64_t unsent = std::min<std::uint64_t>(m_stream.unsentBytes(), m_queuedBytes);
    m_record->sentBytes = m_queuedBytes - unsent;
    m_record->duration = std::chrono::duration_cast<std::chrono::milliseconds>(
        std::chrono::steady_clock::now() - m_requestSince);
    m_record->finished = std::chrono::system_clock::now();
    m_shared.requests.add(std::move(*m_record));
    m_record.reset();
}

} // namespace otabench::server::detail
