#pragma once

#include "fleet/board_session.h"
#include "fleet/lab.h"
#include "server/image_server.h"

#include <chrono>
#include <functional>
#include <memory>
#include <optional>
#include <string>

namespace otabench::fleet {

/// What a campaign wants of every board, found once.
struct UpdateOrder
{
    // The image
    std::string version, project;
    std::string imageSha256; ///< digest that ends the image; empty: it has none
    std::string elfSha256;   ///< empty: it identifies nothing
    std::string chip;        ///< "esp32c3"
    std::uint64_t imageBytes = 0;
    // Trust
    std::string caPem;
    std::string caFingerprint; ///< SHA-256 of its DER, 64 hex digits
    // How
    unsigned partialBytes = 0;
    bool reinstall = false;
    Limits limits;
};

/// One attempt at updating one board: moves it through the phases by what the board says, what the
/// server sees, and the clock. Two kinds: by agent, and by log (stdin and console).
///
/// Thread: the core loop. It ends by calling Hooks::done once, from tick() or an event; the owner
/// may then destroy it only after the call has returned (post it).
class BoardUpdate : public SessionListener
{
public:
    struct Hooks
    {
        std::function<void(Phase)> phase; ///< a transition that is not the end
        std::function<void()> progress;   ///< bytes in the session's state are new
        std::function<void(Phase, std::optional<Error>)> done;
        std::function<server::BoardTraffic()> traffic; ///< of this board's token
    };

    BoardUpdate(BoardSession &session, const UpdateOrder &order, std::string url, Hooks hooks);
    ~BoardUpdate() override;

    /// Begins; from then on tick() is to be called about ten times a second.
    void start();
    void tick();
    /// Stops as gently as the profile allows and ends as Cancelled.
    void cancel();

    [[nodiscard]] bool isDone() const { return m_done; }

    void onPortChanged() override;
    void onSignOfLife() override;

protected:
    using Clock = std::chrono::steady_clock;

    virtual void begin() = 0; ///< the port is open

    virtual void startAbort() {} ///< cancel() was called

    virtual void onPortBack() {}

    virtual void onTick(Clock::time_point /*now*/) {}

    virtual void onLateCheck() {} ///< once a second while rebooting or confirming

    [[nodiscard]] Phase phase() const { return m_phase; }

    /// Goes on to a later phase; an earlier one, or the same, is ignored.
    void advance(Phase phase);
    void setBytes(std::uint64_t bytes, std::uint64_t total);
    void finish(Phase phase, std::optional<Error> error = std::nullopt);
    void failWith(Error error);

    BoardSession &m_session;
    const UpdateOrder &m_order;
    const std::string m_url;
    std::shared_ptr<bool> m_alive = std::make_shared<bool>(true);

private:
    void followTraffic(Clock::time_point now);
    void checkLimits(Clock::time_point now);
    [[nodiscard]] std::optional<Error> limitError(Clock::time_point now) const;

    Hooks m_hooks;
    Phase m_phase = Phase::Queued;
    bool m_done = false;
    bool m_begun = false;
    Clock::time_point m_phaseSince, m_lastSign, m_lastByte, m_portLostSince, m_lastCheck;
    std::uint64_t m_bytesAtSample = 0;
    Clock::time_point m_sampled;
};

/// By the profile of the session's board.
[[nodiscard]] std::unique_ptr<BoardUpdate> makeBoardUpdate(BoardSession &session,
                                                           const UpdateOrder &order,
                                                           std::string url, const Profile &profile,
                                                           BoardUpdate::Hooks hooks);
[[nodiscard]] std::unique_ptr<BoardUpdate> makeAgentUpdate(BoardSession &session,
                                                           const UpdateOrder &order,
                                                           std::string url,
                                                           BoardUpdate::Hooks hooks);
[[nodiscard]] std::unique_ptr<BoardUpdate> makeLogUpdate(BoardSession &session,
                                                         const UpdateOrder &order, std::string url,
                                                         const Profile &profile,
                                                         BoardUpdate::Hooks hooks);

/// Whether trying again can help: yes for the network, no for an image the board refuses.
[[nodiscard]] bool isWorthRetrying(ErrorCode code);

/// The reason behind an agent's `failed` event.
[[nodiscard]] Error reasonFromAgent(const Fields &fields);

} // namespace otabench::fleet
