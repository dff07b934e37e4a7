#pragma once

#include "server/detail/irregular.h"
#include "server/detail/response.h"
#include "server/detail/shared.h"
#include "server/detail/stream.h"

#include <cstddef>
#include <cstdint>
#include <memory>
#include <random>
#include <string>

namespace otabench::server::detail {

/// What the connections of one loop lend each other for a turn.
struct LoopResources
{
    LoopClock clock;
    SendBuffer buffer;
    std::string text; ///< the head of an answer, and the start of its body
    std::minstd_rand random{std::random_device{}()}; ///< for spreading boards out, no secrets
};

/// One connection, from the TLS handshake to the last farewell. Thread: the one of its loop.
///
///   state      waits for                       goes on with
///   Handshake  the TLS handshake               Request; Farewell when it fails
///   Request    the end of a request head       Sending; Farewell for a bad one and when idle
///   Sending    room in the socket              Request (keep-alive), else Farewell
///   Farewell   the peer's end of the stream    end
class Connection
{
public:
    Connection(int descriptor, std::string remoteAddress, Shared &shared, LoopResources &loop);
    ~Connection();
    Connection(const Connection &) = delete;
    Connection &operator=(const Connection &) = delete;

    enum class Turn
    {
        Waiting, ///< for an edge or the clock
        Again,   ///< there is more to do, but others are to have their turn
        Paused,  ///< until resumeAt(), or an edge
        Ended,
    };

    /// Tells of epoll's event bits; run() follows.
    void onEvents(std::uint32_t events);
    /// Goes as far as it can.
    [[nodiscard]] Turn run();
    /// Looks at time limits and at what has been acknowledged.
    [[nodiscard]] Turn checkTime();

    /// Waits for a request of which nothing has come, since when?
    [[nodiscard]] bool isIdle() const { return m_state == State::Request && m_input.empty(); }

    [[nodiscard]] LoopClock::TimePoint idleSince() const { return m_stateSince; }

    /// Of Turn::Paused.
    [[nodiscard]] LoopClock::TimePoint resumeAt() const
    {
        return m_irregular != nullptr ? m_irregular->resumeAt() : LoopClock::TimePoint::min();
    }

    [[nodiscard]] int descriptor() const { return m_stream.descriptor(); }

    /// Waits for the socket to take more.
    [[nodiscard]] bool wantsWritable() const { return m_stream.wantsWritable(); }

    std::size_t index = 0;        ///< the loop's, of its table
    bool isQueued = false;        ///< the loop's: it is in the list of those that go on
    bool isPaused = false;        ///< the loop's: it is in the list of those that wait for a time
    bool hasEnded = false;        ///< the loop's: waits to be destroyed
    bool watchesWritable = false; ///< the loop's: epoll tells of that, too

private:
    enum class State
    {
        Handshake,
        Request,
        Sending,
        Farewell,
    };

    void enter(State state, std::chrono::milliseconds limit);
    [[nodiscard]] Turn goOn();
    [[nodiscard]] Turn shakeHands();
    [[nodiscard]] Turn failHandshake(StreamStep step);
    [[nodiscard]] Turn receiveRequest();
    [[nodiscard]] bool startResponse();
    void decide(const Request &request);
    [[nodiscard]] bool admitToken(const Request &request);
    [[nodiscard]] bool hasLostItsToken() const;
    [[nodiscard]] Turn cutOff();
    [[nodiscard]] Response unavailable(const Request &request);
    [[nodiscard]] bool admit();
    void leave();
    void chooseManner(const Fault *fault);
    [[nodiscard]] TokenTraffic &boardTraffic() const; ///< of the token, else of the address
    [[nodiscard]] bool isLimited() const;
    void heedNewLimit();
    [[nodiscard]] unsigned boardConnections() const;
    void startBody();
    void noteRequest(const Request &request, const Response &response, const Fault *fault);
    void record(const Request &request, const Response &response, const Fault *fault);
    void count(std::atomic<std::uint64_t> ErrorCounters::*kind);
    [[nodiscard]] Turn sendResponse();
    [[nodiscard]] bool sendText();
    [[nodiscard]] bool sendBody(std::size_t batch);
    [[nodiscard]] StreamStep flushResponse();
    [[nodiscard]] Turn pause();
    [[nodiscard]] Turn finishResponse();
    [[nodiscard]] bool mayCloseAtOnce();
    [[nodiscard]] Turn endAtOnce();
    [[nodiscard]] Turn startFarewell();
    [[nodiscard]] Turn sayFarewell();

    [[nodiscard]] std::uint64_t bodyLeft() const { return m_response.body.length - m_queuedBytes; }

    void bindToken(const std::shared_ptr<TokenTraffic> &token);
    void countArrived(std::uint64_t arrivedBytes);
    void measureArrived();
    void recordFinished();

    Shared &m_shared;
    LoopResources &m_loop;
    const std::string m_remoteAddress;
    Stream m_stream;
    State m_state = State::Handshake;
    LoopClock::TimePoint m_stateSince;
    LoopClock::TimePoint m_deadline;
    bool m_saidFarewell = false;
    bool m_halfClosed = false;
    std::string m_input;       ///< read and not yet parsed: at most two heads long
    bool m_mayGetMore = false; ///< of a request whose end is not known, or that has a body
    bool m_inputNew = false;   ///< it has bytes that parseHead() has not seen

    Response m_response;
    std::uint64_t m_queuedBytes = 0;  ///< of its body: given to the stream
    std::uint64_t m_arrivedBytes = 0; ///< of these: reported to the token
    std::size_t m_batchBytes;         ///< how much is encrypted at a time
    std::size_t m_smoothBytes = 0;    ///< sent in such batches without a wait
    std::shared_ptr<TokenTraffic> m_token;
    std::shared_ptr<Delivery> m_delivery;      ///< of a one-time token, else nullptr
    std::shared_ptr<TokenTraffic> m_address;   ///< never nullptr
    std::unique_ptr<Irregular> m_irregular;    ///< nullptr: as fast as the peer takes it
    std::string m_clientName;                  ///< of its certificate, where one is demanded
    bool m_isAdmitted = false;                 ///< counted in Shared::admission
    bool m_hasFetched = false;                 ///< an image, so it has no jitter any more
    std::unique_ptr<FinishedRequest> m_record; ///< with ServerOptions::recordRequests
    LoopClock::TimePoint m_requestSince;
};

} // namespace otabench::server::detail
