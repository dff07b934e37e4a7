// Updates a board that runs the otabench component.
//
//   Preparing   identify → (same image: UpToDate; wrong chip, slot too small: Failed) → the lab CA
//   is sent when the
//               board does not trust it → start
//   Triggered…  events of the agent, and what the server sees, move it on
//   Rebooting   boot event (or the once-a-second identify) → identify shows what runs
//   Confirming  the right image is pending: confirm → identify → valid: Updated

#include "fleet/board_update.h"

#include "otabench_agent_protocol.h"

#include <algorithm>
#include <array>

namespace otabench::fleet {
namespace {

constexpr std::size_t kCaPieceBytes = 90; ///< 120 characters of base64url
constexpr unsigned kCrashLoopBoots = 5;

std::string base64url(std::string_view bytes)
{
    std::array<char, 256> text;
    const std::size_t length =
        otabench_base64url_encode(reinterpret_cast<const std::uint8_t *>(bytes.data()),
                                  bytes.size(), text.data(), text.size());
    return {text.data(), length};
}

class AgentUpdate final : public BoardUpdate
{
public:
    AgentUpdate(BoardSession &session, const UpdateOrder &order, std::string url, Hooks hooks)
        : BoardUpdate(session, order, std::move(url), std::move(hooks))
    {
    }

    void onAgentEvent(const std::string &word, const Fields &fields) override;
    void onTracker(const monitor::TrackerEvent &event) override;

protected:
    void begin() override;

    void startAbort() override
    {
        m_session.link().request("abort", {}, [](const Result<Fields> &) {});
    }

    void onPortBack() override;

    void onLateCheck() override { checkRunning(); }

private:
    using Next = void (AgentUpdate::*)(const Fields &);

    void ask(const std::string &word, const AgentLink::RequestFields &fields, Next next);
    void onIdentity(const Fields &fields);
    [[nodiscard]] std::optional<Error> objection(const BoardIdentity &board) const;
    [[nodiscard]] bool runsImage(const BoardIdentity &board) const;
    void sendAuthority(const Fields &fields);
    void sendPiece(const Fields &fields);
    void commitAuthority();
    void sendStart(const Fields &fields);
    void onStarted(const Fields &fields);
    void onOta(const Fields &fields);
    void onBoot();
    void checkRunning();
    void judgeRunning();

    BoardIdentity m_before;
    std::size_t m_caOffset = 0;
    bool m_checking = false;
    bool m_rebootAnnounced = false;
    unsigned m_bootsSince = 0;
};

/// A request whose refusal or silence ends the attempt. Not for what comes after the reboot, where
/// a board may crash and come back.
void AgentUpdate::ask(const std::string &word, const AgentLink::RequestFields &fields, Next next)
{
    m_session.link().request(
        word, fields, [this, alive = m_alive, word, next](Result<Fields> answer) {
            if (!*alive || isDone())
                return;
            if (answer) {
                (this->*next)(*answer);
                return;
            }
            Error error = answer.error();
            if (error.code == ErrorCode::PortGone)
                return; // the port's own limit decides
            if (word.starts_with("ca-") && error.code == ErrorCode::BoardRefused) {
                error.code = ErrorCode::BoardCertificateRefused;
                error.text =
                    fmt::format("the board keeps trusting its own certificate authority and "
                                "refused the lab's ({}): "
                                "build the lab CA into its firmware (otabench-cli ca export)",
                                error.text);
            }
            failWith(std::move(error));
        });
}

void AgentUpdate::begin()
{
    AgentLink::Timing timing;
    timing.answer = m_order.limits.answer;
    m_session.link().setTiming(timing);
    ask("identify", {}, &AgentUpdate::onIdentity);
}

void AgentUpdate::onIdentity(const Fields &fields)
{
    m_before = identityFrom(fields);
    m_session.state().identity = m_before;
    m_session.notifyChanged();
    if (runsImage(m_before) && !m_order.reinstall) {
        finish(Phase::UpToDate);
        return;
    }
    if (auto error = objection(m_before)) {
        failWith(std::move(*error));
        return;
    }
    const auto &cas = m_before.trustedCas;
    if (m_order.caFingerprint.empty() ||
        std::find(cas.begin(), cas.end(), m_order.caFingerprint) != cas.end())
        sendStart(fields);
    else
        sendAuthority(fields);
}

std::optional<Error> AgentUpdate::objection(const BoardIdentity &board) const
{
    if (!board.chip.empty() && board.chip != m_order.chip)
        return Error{
            ErrorCode::ImageWrongChip,
            fmt::format("the image is for {}, this board is an {}: choose the image built for it",
                        m_order.chip, board.chip),
            {m_order.chip, board.chip}};
    if (board.nextSlot.empty())
        return Error{ErrorCode::BoardImageRejected,
                     "the board has no slot to update: its partition table needs two OTA slots",
                     {}};
    for (const BoardIdentity::Slot &slot : board.slots) {
        if (slot.label == board.nextSlot && slot.bytes < m_order.imageBytes)
            return Error{
                ErrorCode::ImageTooLarge,
                fmt::format(
                    "the image has {} bytes, slot {} only {}: make the image smaller, or flash a "
                    "partition table with larger slots by cable",
                    m_order.imageBytes, slot.label, slot.bytes),
                {std::to_string(m_order.imageBytes), slot.label, std::to_string(slot.bytes)}};
    }
    return std::nullopt;
}

bool AgentUpdate::runsImage(const BoardIdentity &board) const
{
    if (!m_order.imageSha256.empty() && !board.imageSha256.empty())
        return board.imageSha256 == m_order.imageSha256;
    if (!m_order.elfSha256.empty() && !board.elfSha256.empty())
        return board.elfSha256 == m_order.elfSha256;
    return board.version == m_order.version && board.project == m_order.project;
}

void AgentUpdate::sendAuthority(const Fields &)
{
    m_caOffset = 0;
    const std::uint32_t crc = otabench_crc32(0, m_order.caPem.data(), m_order.caPem.size());
    ask("ca-begin",
        {{"size", std::to_string(m_order.caPem.size())}, {"crc", fmt::format("{:08X}", crc)}},
        &AgentUpdate::sendPiece);
}

void AgentUpdate::sendPiece(const Fields &)
{
    if (m_caOffset >= m_order.caPem.size()) {
        commitAuthority();
        return;
    }
    const std::string_view piece =
        std::string_view(m_order.caPem).substr(m_caOffset, kCaPieceBytes);
    const std::size_t offset = std::exchange(m_caOffset, m_caOffset + piece.size());
    ask("ca-data", {{"offset", std::to_string(offset)}, {"data", base64url(piece)}},
        &AgentUpdate::sendPiece);
}

void AgentUpdate::commitAuthority()
{
    ask("ca-commit", {}, &AgentUpdate::sendStart);
}

void AgentUpdate::sendStart(const Fields &)
{
    AgentLink::RequestFields fields = {{"url", m_url}, {"confirm", "host"}};
    if (m_order.partialBytes > 0)
        fields.emplace_back("partial", std::to_string(m_order.partialBytes));
    if (!m_order.imageSha256.empty())
        fields.emplace_back("image", m_order.imageSha256);
    ask("start", fields, &AgentUpdate::onStarted);
}

void AgentUpdate::onStarted(const Fields &)
{
    advance(Phase::Triggered);
}

void AgentUpdate::onAgentEvent(const std::string &word, const Fields &fields)
{
    if (isDone())
        return;
    if (word == "ota")
        onOta(fields);
    else if (word == "boot")
        onBoot();
    else if (word == "state" && phase() >= Phase::Rebooting)
        checkRunning();
}

void AgentUpdate::onOta(const Fields &fields)
{
    const std::string &step = fields.text("phase");
    if (phase() < Phase::Triggered && step != "failed" && step != "aborted")
        advance(Phase::Triggered); // the answer to start was lost, its first event was not
    if (step == "failed" || step == "aborted") {
        if (phase() >= Phase::Triggered)
            failWith(step == "failed"
                         ? reasonFromAgent(fields)
                         : Error{ErrorCode::BoardOtaFailed, "the board aborted the update", {}});
        return;
    }
    if (step == "connected" || step == "description" || step == "chip")
        advance(Phase::Connected);
    if (step == "download")
        advance(Phase::Downloading);
    if (phase() == Phase::Downloading && fields.number("bytes") > 0)
        setBytes(fields.number("bytes"), fields.number("total"));
    if (step == "verify" || step == "switch" || step == "finish")
        advance(Phase::Verifying);
    if (step == "reboot") {
        m_rebootAnnounced = true;
        setBytes(m_order.imageBytes, m_order.imageBytes);
        advance(Phase::Rebooting);
    }
}

/// Lost events are made up for by the log: the ROM banner of a restart, the lines of the OTA stack.
void AgentUpdate::onTracker(const monitor::TrackerEvent &event)
{
    if (isDone() || event.kind != monitor::TrackerEvent::Kind::Booted)
        return;
    if (phase() >= Phase::Rebooting)
        checkRunning();
}

void AgentUpdate::onPortBack()
{
    if (phase() == Phase::Preparing)
        begin();
    else if (phase() >= Phase::Rebooting)
        checkRunning();
}

void AgentUpdate::onBoot()
{
    if (phase() < Phase::Triggered)
        return;
    m_session.link().failAll(Error{ErrorCode::PortGone, "the board has restarted", {}});
    m_checking = false;
    ++m_bootsSince;
    if (m_bootsSince > kCrashLoopBoots) {
        failWith(Error{
            ErrorCode::BoardCrashed,
            fmt::format(
                "the board restarted {} times in a row: the new image does not run on it; look at "
                "its log for the panic",
                m_bootsSince),
            {std::to_string(m_bootsSince)}});
        return;
    }
    checkRunning();
}

void AgentUpdate::checkRunning()
{
    if (m_checking || isDone())
        return;
    m_checking = true;
    m_session.identify([this, alive = m_alive](const Result<Fields> &answer) {
        if (!*alive)
            return;
        m_checking = false;
        if (answer && !isDone())
            judgeRunning();
        // Silence is no verdict yet: the phase's limit is.
    });
}

void AgentUpdate::judgeRunning()
{
    const BoardIdentity &now = *m_session.state().identity;
    const bool rebooted = m_bootsSince > 0 || now.boots != m_before.boots;
    if (!rebooted)
        return; // asked while the old image was still shutting down
    const bool newImage = runsImage(now) && now.slot != m_before.slot;
    if (newImage) {
        advance(Phase::Rebooting); // when the events of the last steps were lost
        if (now.slotState == "valid" || now.slotState == "undefined") {
            finish(Phase::Updated);
        } else if (now.slotState == "pending-verify" || now.slotState == "new") {
            advance(Phase::Confirming);
            m_session.link().request("confirm", {},
                                     [this, alive = m_alive](const Result<Fields> &answer) {
                                         if (*alive && !isDone() && answer)
                                             checkRunning();
                                     });
        } else {
            finish(Phase::NotProved,
                   Error{ErrorCode::BoardNotProved,
                         fmt::format("the new image runs, but its slot {} is marked {}", now.slot,
                                     now.slotState),
                         {now.slot, now.slotState}});
        }
        return;
    }
    if (now.slot != m_before.slot) {
        finish(Phase::NotProved,
               Error{ErrorCode::BoardNotProved,
                     fmt::format(
                         "the board changed to slot {}, but runs version {} and not this image",
                         now.slot, now.version),
                     {now.slot, now.version}});
        return;
    }
    if (m_rebootAnnounced || phase() >= Phase::Rebooting) {
        finish(Phase::RolledBack, Error{ErrorCode::BoardRolledBack,
                                        fmt::format("the new image did not hold: the board went "
                                                    "back to version {} in {}; look at its log "
                                                    "for the reason it restarted",
                                                    now.version, now.slot),
                                        {now.version, now.slot}});
        return;
    }
    const ErrorCode code =
        now.resetReason == "brownout" ? ErrorCode::BoardBrownOut : ErrorCode::BoardCrashed;
    failWith(Error{
        code,
        fmt::format(
            "the board restarted in the middle of the update (reset reason: {}); it still runs "
            "version {}",
            now.resetReason, now.version),
        {now.resetReason, now.version}});
}

} // namespace

std::unique_ptr<BoardUpdate> makeAgentUpdate(BoardSession &session, const UpdateOrder &order,
                                             std::string url, BoardUpdate::Hooks hooks)
{
    return std::make_unique<AgentUpdate>(session, order, std::move(url), std::move(hooks));
}

} // namespace otabench::fleet
