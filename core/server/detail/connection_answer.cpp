// What a connection answers, who may have it, in which manner it is sent, and what is counted of
// it.

#include "server/detail/connection.h"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

namespace otabench::server::detail {
namespace {

constexpr auto kRelaxed = std::memory_order_relaxed;
constexpr int kForbidden = 403;
constexpr int kNotFound = 404;
constexpr int kGone = 410;
constexpr int kServiceUnavailable = 503;
constexpr int kFirstClientError = 400;

} // namespace

/// What is answered, and in which manner it will be sent.
void Connection::decide(const Request &request)
{
    const std::string &date = m_loop.clock.date();
    if (m_shared.metrics) {
        m_response = pathOf(request.target) == "/metrics"
                         ? respondWithText("text/plain; version=0.0.4", m_shared.metrics(), request,
                                           date, m_loop.text)
                         : respondWith(kNotFound, "", request, date, m_loop.text);
        noteRequest(request, m_response, nullptr);
        return;
    }
    const Catalogue catalogue{.publications = m_shared.publications,
                              .tokens = m_shared.tokens,
                              .access = m_shared.access.isOpen() ? nullptr : &m_shared.access,
                              .tokensOnly = m_shared.options.tokensOnly};
    m_response = respond(request, catalogue, date, m_loop.text);
    m_delivery = nullptr;
    if (m_response.image != nullptr && m_response.token != nullptr && !admitToken(request)) {
        noteRequest(request, m_response, nullptr);
        chooseManner(nullptr);
        return;
    }
    const auto faults = m_shared.faults.get();
    const Fault *fault = nullptr;
    if (faults != nullptr && m_response.image != nullptr) {
        const auto &token = m_response.token;
        fault = faults->forRequest(token != nullptr ? token->label() : "", m_remoteAddress);
    }
    if (fault != nullptr) {
        m_loop.text.clear();
        m_response = respondWrongly(*fault, request, catalogue, date, m_loop.text);
    } else if (m_shared.admission.isLimited() && m_response.body.length != 0 && !admit()) {
        m_loop.text.clear();
        m_response = unavailable(request);
    }
    noteRequest(request, m_response, fault);
    chooseManner(fault);
}

/// Whether the token may be used for the image. False: the response has become a refusal.
bool Connection::admitToken(const Request &request)
{
    using Refusal = TokenTraffic::Refusal;
    const auto token = m_response.token;
    auto grant = token->admit(m_remoteAddress, m_response.image->image);
    if (grant.refusal == Refusal::None) {
        m_delivery = std::move(grant.delivery);
        return true;
    }
    m_loop.text.clear();
    m_response = respondWith(grant.refusal == Refusal::Spent ? kGone : kForbidden, "", request,
                             m_loop.clock.date(), m_loop.text);
    m_response.token = token;
    return false;
}

/// 503 for one transfer too many.
Response Connection::unavailable(const Request &request)
{
    const auto least = m_shared.sharing.retryAfterSeconds.load(kRelaxed);
    const auto after = std::uniform_int_distribution(least, 2 * least)(m_loop.random);
    Response response = respondWith(kServiceUnavailable, fmt::format("Retry-After: {}\r\n", after),
                                    request, m_loop.clock.date(), m_loop.text);
    response.token = m_response.token;
    return response;
}

/// Whether it may fetch an image now. Kept until leave().
bool Connection::admit()
{
    m_isAdmitted = m_isAdmitted || m_shared.admission.enter();
    return m_isAdmitted;
}

void Connection::leave()
{
    if (std::exchange(m_isAdmitted, false))
        m_shared.admission.leave();
}

/// Limits, a jittered start, a fault; or none of them.
void Connection::chooseManner(const Fault *fault)
{
    m_irregular.reset();
    const bool hasBody = m_response.body.length != 0;
    const std::int64_t jitter = m_shared.sharing.startJitterMilliseconds.load(kRelaxed);
    const bool jitters = hasBody && !std::exchange(m_hasFetched, true) && jitter > 0;
    if (!jitters && !(hasBody && isLimited()) && fault == nullptr)
        return;
    m_irregular = std::make_unique<Irregular>();
    if (hasBody)
        m_irregular->limit(m_shared.sharing.rate, boardTraffic().rate());
    if (jitters) {
        std::uniform_int_distribution<std::int64_t> part(0, jitter);
        m_irregular->waitUntil(m_loop.clock.now() + std::chrono::milliseconds(part(m_loop.random)));
    }
    if (fault != nullptr)
        m_irregular->inject(*fault);
}

TokenTraffic &Connection::boardTraffic() const
{
    return m_token != nullptr ? *m_token : *m_address;
}

bool Connection::isLimited() const
{
    return m_shared.sharing.rate.isLimited() || boardTraffic().rate().isLimited();
}

/// A limit that was set while the body is on its way holds for the rest of it.
void Connection::heedNewLimit()
{
    if (m_irregular != nullptr || !isLimited())
        return;
    m_irregular = std::make_unique<Irregular>();
    m_irregular->limit(m_shared.sharing.rate, boardTraffic().rate());
}

unsigned Connection::boardConnections() const
{
    return boardTraffic().connections();
}

/// The head goes out in one record with the start of the body.
void Connection::startBody()
{
    m_queuedBytes = 0;
    m_arrivedBytes = 0;
    const std::uint64_t recordBytes = m_shared.options.recordBytes;
    if (m_irregular == nullptr && m_response.body.length != 0 && m_loop.text.size() < recordBytes) {
        m_queuedBytes = std::min(m_response.body.length, recordBytes - m_loop.text.size());
        const auto start =
            m_response.image->content->bytes().subspan(m_response.body.first, m_queuedBytes);
        m_loop.text.append(reinterpret_cast<const char *>(start.data()), start.size());
    }
    enter(State::Sending, m_shared.options.limits.stall);
}

void Connection::noteRequest(const Request &request, const Response &response, const Fault *fault)
{
    m_shared.totals.requests.fetch_add(1, kRelaxed);
    if (response.token != m_token)
        bindToken(response.token);
    const std::uint64_t imageBytes = response.image != nullptr ? response.image->image.bytes : 0;
    m_address->onRequest(imageBytes, m_loop.clock.now());
    if (m_token != nullptr && imageBytes != 0)
        m_token->onRequest(imageBytes, m_loop.clock.now());
    if (response.status >= kFirstClientError) {
        const bool refused = response.status != kServiceUnavailable;
        if (refused)
            m_shared.totals.refused.fetch_add(1, kRelaxed);
        count(refused ? &ErrorCounters::refused : &ErrorCounters::unavailable);
    }
    if (fault != nullptr)
        count(&ErrorCounters::injected);
    if (m_shared.options.recordRequests)
        record(request, response, fault);
}

void Connection::record(const Request &request, const Response &response, const Fault *fault)
{
    m_requestSince = m_loop.clock.now();
    m_record = std::make_unique<FinishedRequest>(
        FinishedRequest{.remoteAddress = m_remoteAddress,
                        .method = std::string(request.methodText),
                        .target = std::string(request.target),
                        .token = m_token != nullptr ? m_token->token() : "",
                        .fileName = response.image != nullptr ? response.image->image.fileName : "",
                        .status = response.status,
                        .firstByte = response.body.first,
                        .bodyBytes = response.body.length,
                        .tls = m_stream.tlsVersion(),
                        .resumed = m_stream.isResumed(),
                        .board = m_token != nullptr ? m_token->label() : "",
                        .user = response.user.empty() ? m_clientName : response.user,
                        .userAgent = std::string(request.userAgent),
                        .isHttp11 = request.isHttp11,
                        .fault = fault != nullptr ? toText(*fault) : ""});
}

void Connection::count(std::atomic<std::uint64_t> ErrorCounters::*kind)
{
    (m_shared.totals.errors.*kind).fetch_add(1, kRelaxed);
    (m_address->errors.*kind).fetch_add(1, kRelaxed);
    if (m_token != nullptr)
        (m_token->errors.*kind).fetch_add(1, kRelaxed);
}

} // namespace otabench::server::detail
