#include "fleet/detail/agent_update.h"

#include "fleet/detail/agent_failures.h"
#include "fleet/detail/known_cause.h"
#include "fleet/detail/trust_transfer.h"
#include "otabench_agent_protocol.h"

#include <algorithm>

// Phases, by what the board says:
//
// Preparing    identify, (confirm of the running image), ca-begin, ca-data, ca-commit, start
// Triggered    start answered, or event ota start
// Connected    event connected, description, chip
// Downloading  event download, or bytes seen by the server
// Verifying    event verify, switch, finish
// Rebooting    event reboot, or boot; then identify until it answers from another boot
// Confirming   the image runs from the other slot, not yet valid: confirm, identify
//
// A boot before `reboot` was announced is a crash in mid-update, unless the new image runs.

namespace otabench::fleet::detail {
namespace {

using std::chrono::milliseconds;
using std::chrono::steady_clock;

constexpr milliseconds kReportSilence{5000};
constexpr milliseconds kAskGap{1000};
constexpr milliseconds kRebootPatience{3000};

template <typename... Args>
Error errorOf(ErrorCode code, fmt::format_string<const Args &...> text, const Args &...args)
{
    return fail(code, text, args...).value();
}

/// A board that keeps its own CA would refuse the server's certificate: that is what has to be
/// mended.
Error caFailure(const Error &error)
{
    if (error.code != ErrorCode::BoardRefused)
        return error;
    return errorOf(ErrorCode::BoardCertificateRefused,
                   "the board does not trust the lab CA and did not take it over serial ({}). What "
                   "to do: build the "
                   "CA into its firmware (otabench-cli ca export), or erase the one it keeps",
                   error.text);
}

bool isCrash(std::string_view resetReason)
{
    return resetReason == "panic" || resetReason == "watchdog";
}

} // namespace

void AgentUpdate::ask(std::string word, AgentFields fields, OnOk onOk)
{
    m_session.agent().request(
        std::move(word), std::move(fields),
        [this, onOk, alive = std::weak_ptr(m_alive)](const Result<AgentMessage> &answer) {
            if (alive.expired())
                return;
            if (answer)
                (this->*onOk)(*answer);
            else
                onRefused(answer.error(), About::Update);
        });
}

void AgentUpdate::onRefused(const Error &error, About about)
{
    if (about == About::Trust && mayGoOnWithoutCa(error))
        sendStart({});
    else if (isWorthAsking(error))
        m_nextAsk = steady_clock::now() + kAskGap;
    else if (m_session.portState() == PortState::Open)
        failed(about == About::Trust ? caFailure(error) : error);
    else // the port may come back: begin again then
        m_nextAsk = steady_clock::now();
}

/// A board that says it is about to restart, or that was being updated when the program was
/// interrupted, may be restarting just now: it is asked until the limit of this phase.
bool AgentUpdate::isWorthAsking(const Error &error) const
{
    const bool wasInterrupted = m_earlier && m_earlier->recorded && !m_startSent;
    return (m_awaitsRestart || wasInterrupted) && error.code == ErrorCode::BoardSilent;
}

void AgentUpdate::askAgain(std::string word, OnOk onOk)
{
    m_session.agent().request(
        std::move(word), {},
        [this, onOk, alive = std::weak_ptr(m_alive)](const Result<AgentMessage> &answer) {
            if (alive.expired())
                return;
            m_nextAsk = steady_clock::now() + kAskGap;
            if (answer)
                (this->*onOk)(*answer);
        });
}

// ---- preparing

void AgentUpdate::begin()
{
    m_session.agent().setAnswerLimit(m_task.limits.answer);
    m_session.agent().cancel(Error{ErrorCode::Cancelled, "a campaign began", {}});
    ask("identify", {}, &AgentUpdate::onIdentified);
}

void AgentUpdate::onIdentified(const AgentMessage &answer)
{
    auto identity = identityFromAnswer(answer);
    if (!identity)
        return failed(identity.error());
    m_before = *identity;
    m_listener.onIdentity(m_before);
    if (isRecordedSuccess() && runsImage(m_before, m_task.image) != BuildMatch::Same)
        return endAsChanged(m_before);
    if (auto why = obstacle(m_before, m_task.image))
        return failed(*std::move(why));
    const bool isTrial = m_before.slotState == "pending-verify" || m_before.slotState == "new";
    const bool isDone = !m_task.reinstall || isRecordedSuccess();
    if (isDone && runsImage(m_before, m_task.image) == BuildMatch::Same) {
        if (!isTrial)
            return end(phaseOfSame());
        m_wasUpToDate = true;
        enter(Phase::Confirming);
        return seekConfirmation();
    }
    // An image on trial cannot be replaced (ESP-IDF refuses it); this one has just shown that it
    // works as far as an update needs it.
    if (isTrial)
        return ask("confirm", {}, &AgentUpdate::onOldConfirmed);
    prepareCa();
}

void AgentUpdate::onOldConfirmed(const AgentMessage &)
{
    prepareCa();
}

void AgentUpdate::prepareCa()
{
    // The newest is the one that counts: the board is sent both while a rotation lasts, and the new
    // one alone when it still trusts one that was retired.
    const bool trustsRetired = std::ranges::any_of(
        m_task.retiredCas, [this](const std::string &ca) { return trusts(ca); });
    if (m_task.caFingerprints.empty() || (trusts(m_task.caFingerprints.front()) && !trustsRetired))
        return sendStart({});
    sendTrust(m_session.agent(), m_task.caPem, m_alive, [this](const Result<AgentMessage> &answer) {
        if (answer)
            onCaCommitted(*answer);
        else
            onRefused(answer.error(), About::Trust);
    });
}

bool AgentUpdate::trusts(const std::string &ca) const
{
    return std::ranges::find(m_before.trustedCas, ca) != m_before.trustedCas.end();
}

/// A board that keeps its CAs accepts the server all the same when one of those is its.
bool AgentUpdate::mayGoOnWithoutCa(const Error &error) const
{
    return error.code == ErrorCode::BoardRefused &&
           std::ranges::any_of(m_task.caFingerprints,
                               [this](const std::string &ca) { return trusts(ca); });
}

void AgentUpdate::onCaCommitted(const AgentMessage &answer)
{
    if (answer.text("cas").find(m_task.caFingerprints.front()) == std::string::npos)
        return failed(errorOf(ErrorCode::BoardProtocol,
                              "the board took the lab CA, but does not list it ({}). What to do: "
                              "update the otabench component in its firmware",
                              answer.text("cas")));
    m_before.trustedCas = trustedCasOf(answer);
    m_listener.onIdentity(m_before);
    sendStart(answer);
}

void AgentUpdate::sendStart(const AgentMessage &)
{
    AgentFields fields = {{"url", m_url}};
    if (m_task.partialBytes != 0)
        fields.emplace_back("partial", std::to_string(m_task.partialBytes));
    if (m_task.confirm == Confirm::SelfTest)
        fields.emplace_back("confirm", "self");
    if (const auto &digest = m_task.image.image.appendedSha256)
        fields.emplace_back("image", *digest);
    m_startSent = true;
    m_lastReport = steady_clock::now();
    m_session.agent().request(
        "start", std::move(fields),
        [this, alive = std::weak_ptr(m_alive)](const Result<AgentMessage> &answer) {
            if (alive.expired())
                return;
            if (answer)
                enter(Phase::Triggered);
            else
                onRefusedStart(answer.error());
        });
}

void AgentUpdate::onRefusedStart(const Error &error)
{
    if (phase() >= Phase::Triggered || m_stopping)
        return; // the answer was lost, the events tell that it was accepted
    const bool isBusy = !error.args.empty() && error.args.front() == "ESP_ERR_INVALID_STATE";
    if (isBusy && !m_abortedOther) { // left over from an earlier campaign
        m_abortedOther = true;
        m_startSent = false;
        return ask("abort", {}, &AgentUpdate::sendStart);
    }
    if (!error.args.empty() && error.args.front() == OTABENCH_ERR_AGENT_RESTARTING_NAME) {
        m_awaitsRestart = true; // at the end of another update: the next ticks begin again
        m_startSent = false;
        m_nextAsk = steady_clock::now() + kAskGap;
        return;
    }
    if (error.code == ErrorCode::BoardRefused)
        return failed(errorOf(ErrorCode::BoardRefused,
                              "the board refused to start the update: {}. What to do: restart the "
                              "board and try again",
                              error.text));
    failed(error);
}

// ---- while it runs

void AgentUpdate::onAgentEvent(const AgentMessage &event)
{
    if (hasEnded())
        return;
    if (event.word == "ota" && m_startSent)
        onReport(event);
    else if (event.word == "boot")
        onBoot();
}

void AgentUpdate::onReport(const AgentMessage &report)
{
    m_lastReport = steady_clock::now();
    const std::string word = report.text("phase");
    takeBytes(report.number("bytes").value_or(0), report.number("total").value_or(0));
    if (const auto costs = costsFromReport(report))
        m_listener.onCosts(*costs);
    if (word == "start")
        enter(Phase::Triggered);
    else if (word == "connected" || word == "description" || word == "chip")
        enter(Phase::Connected);
    else if (word == "download")
        enter(Phase::Downloading);
    else if (word == "verify")
        enter(Phase::Verifying);
    else if (word == "switch" || word == "finish") {
        if (report.fields.contains("image"))
            m_installedSha256 = report.text("image");
        m_rebootAnnounced = true;
        enter(Phase::Verifying);
    } else if (word == "reboot") {
        m_rebootAnnounced = true;
        m_nextAsk = m_lastReport + kRebootPatience;
        enter(Phase::Rebooting);
    } else if (word == "failed") {
        Error reason = failureOf(report, m_task.server);
        if (const auto explanation = explanationOf(report))
            return endExplained(Phase::Failed, std::move(reason), *explanation, m_before);
        failed(std::move(reason));
    } else if (word == "aborted") {
        if (m_stopping)
            end(Phase::Cancelled, Error{ErrorCode::Cancelled, stoppedText(), {}});
        else if (phase() >= Phase::Triggered) // before: of the update that was in the way
            failed(errorOf(ErrorCode::BoardOtaFailed,
                           "the update was aborted on the board, not by this program. What to do: "
                           "make sure that no other program uses its port, then try again"));
    }
}

void AgentUpdate::onStatus(const AgentMessage &answer)
{
    if (answer.text("phase") == "idle") // it has restarted since
        return askAgain("identify", &AgentUpdate::onProof);
    onReport(answer);
}

void AgentUpdate::onTick(SteadyTime now)
{
    if (m_session.portState() != PortState::Open || !m_session.agent().isIdle() || now < m_nextAsk)
        return;
    switch (phase()) {
    case Phase::Preparing: // the port was gone
        if (!m_startSent)
            begin();
        else if (!m_stopping)
            sendStart({});
        break;
    case Phase::Triggered:
    case Phase::Connected:
    case Phase::Downloading:
    case Phase::Verifying:
        if (now - m_lastReport > kReportSilence)
            askAgain("status", &AgentUpdate::onStatus);
        break;
    case Phase::Rebooting:
        askAgain("identify", &AgentUpdate::onProof);
        break;
    case Phase::Confirming:
        seekConfirmation();
        break;
    default:
        break;
    }
}

void AgentUpdate::stop()
{
    if (hasEnded())
        return;
    m_stopping = true;
    if (!m_startSent)
        return forceStop();
    if (phase() <= Phase::Verifying && !m_rebootAnnounced) {
        m_session.agent().cancel(Error{ErrorCode::Cancelled, "the campaign was stopped", {}});
        // The board's event `aborted` ends it; where none comes the campaign does.
        m_session.agent().request("abort", {}, {});
    }
}

// ---- after the restart

void AgentUpdate::onBoot()
{
    if (!m_startSent && !m_wasUpToDate)
        return;
    if (endAsBootLoop(++m_bootsSeen))
        return;
    enter(Phase::Rebooting);
    m_session.agent().cancel(Error{ErrorCode::Cancelled, "the board restarted", {}});
    askAgain("identify", &AgentUpdate::onProof);
}

void AgentUpdate::onProof(const AgentMessage &answer)
{
    auto identity = identityFromAnswer(answer);
    if (!identity)
        return failed(identity.error());
    const bool hasRestarted =
        m_bootsSeen > 0 || identity->boots != m_before.boots || identity->slot != m_before.slot;
    if (!hasRestarted)
        return; // asked before the restart; the next tick asks again
    enter(Phase::Rebooting);
    m_listener.onIdentity(*identity);
    judge(*identity);
}

/// The digest decides; a version is no proof, for two builds may carry the same one. Of a
/// pre-encrypted image the board alone knows the digest: it has told it, after it had found that
/// the file's tag is right.
BuildMatch AgentUpdate::matches(const BoardIdentity &now) const
{
    if (m_task.image.isEncrypted())
        return image::compareBuilds({now.imageSha256, {}}, {m_installedSha256, {}});
    return runsImage(now, m_task.image);
}

/// By the host's word, or by the board's own test, which is waited for.
void AgentUpdate::seekConfirmation()
{
    if (m_task.confirm == Confirm::SelfTest)
        askAgain("identify", &AgentUpdate::onFinalProof);
    else
        askAgain("confirm", &AgentUpdate::onConfirmed);
}

void AgentUpdate::endAsUnproved(const BoardIdentity &now, const std::string &why)
{
    end(Phase::NotProved,
        errorOf(ErrorCode::BoardNotProved,
                "after its restart the board runs {} {} from {}, but that it is the image {} could "
                "not be proved: {}. What to do: compare the digests with \"otabench-cli boards\" "
                "and \"image info\"",
                now.project, now.version, now.slot, m_task.image.fileName, why));
}

void AgentUpdate::judge(const BoardIdentity &now)
{
    const bool isOtherSlot = now.slot != m_before.slot;
    const BuildMatch match = matches(now);
    if (!isOtherSlot && !m_wasUpToDate)
        return judgeOld(now);
    if (match == BuildMatch::Other && m_wasUpToDate)
        return judgeOld(now);
    if (match != BuildMatch::Same)
        return endAsUnproved(now, match == BuildMatch::Other ? "its digest is another one"
                                                             : "it shows no digest");
    const bool isExpected =
        m_wasUpToDate || m_before.nextSlot.empty() || now.slot == m_before.nextSlot;
    if (!isExpected)
        return endAsUnproved(now, "it was to be installed in " + m_before.nextSlot);
    if (now.slotState == "valid")
        return end(m_wasUpToDate ? phaseOfSame() : Phase::Updated);
    enter(Phase::Confirming);
    seekConfirmation();
}

/// It runs from the slot it ran from before.
void AgentUpdate::judgeOld(const BoardIdentity &now)
{
    if (m_rebootAnnounced || phase() == Phase::Confirming || m_wasUpToDate)
        return end(Phase::RolledBack,
                   errorOf(ErrorCode::BoardRolledBack,
                           "the new image was installed, but the board runs {} from {} again "
                           "(reset: {}){}. What to do: read the log of the new image's start; it "
                           "did not start, or did not confirm itself",
                           now.version, now.slot, now.resetReason,
                           std::string(isCrash(now.resetReason) ? ": the new image crashed" : "")));
    const bool isBrownOut = now.resetReason == "brownout";
    failed(errorOf(isBrownOut ? ErrorCode::BoardBrownOut : ErrorCode::BoardCrashed,
                   "the board restarted in the middle of the update (reset: {}). What to do: {}",
                   now.resetReason,
                   std::string(isBrownOut ? "use a short cable and a powered hub"
                                          : "read its log before the restart, then try again")));
}

void AgentUpdate::onConfirmed(const AgentMessage &)
{
    askAgain("identify", &AgentUpdate::onFinalProof);
}

void AgentUpdate::onFinalProof(const AgentMessage &answer)
{
    auto identity = identityFromAnswer(answer);
    if (!identity)
        return failed(identity.error());
    m_listener.onIdentity(*identity);
    const bool isStill = matches(*identity) == BuildMatch::Same &&
                         (m_wasUpToDate || identity->slot != m_before.slot);
    if (!isStill)
        return judge(*identity);
    if (identity->slotState == "valid")
        return end(m_wasUpToDate ? phaseOfSame() : Phase::Updated);
    // The next tick confirms again; the limit of this phase ends it.
}

} // namespace otabench::fleet::detail
