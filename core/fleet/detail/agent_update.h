#pragma once

#include "fleet/detail/board_update.h"

#include <string>

namespace otabench::fleet::detail {

/// An update by the agent protocol: identify, CA where the board lacks it, start; then the board's
/// events; after its restart identify again, confirm, and identify for the proof. Lost events are
/// made up for by `status`.
class AgentUpdate : public BoardUpdate
{
public:
    using BoardUpdate::BoardUpdate;

    void stop() override;
    void onAgentEvent(const AgentMessage &event) override;

private:
    using OnOk = void (AgentUpdate::*)(const AgentMessage &);

    void begin() override;
    void onTick(SteadyTime now) override;

    /// Asks; an error ends the update as failed.
    void ask(std::string word, AgentFields fields, OnOk onOk);
    /// Asks; an error is left to the next tick.
    void askAgain(std::string word, OnOk onOk);

    void onIdentified(const AgentMessage &answer);
    void onOldConfirmed(const AgentMessage &answer);
    void prepareCa();
    [[nodiscard]] bool trusts(const std::string &ca) const;
    [[nodiscard]] bool mayGoOnWithoutCa(const Error &error) const;
    [[nodiscard]] bool isWorthAsking(const Error &error) const;
    enum class About
    {
        Update,
        Trust
    };
    void onRefused(const Error &error, About about);
    void onCaCommitted(const AgentMessage &answer);
    void sendStart(const AgentMessage &answer);
    void onRefusedStart(const Error &error);

    void onReport(const AgentMessage &report);
    void onStatus(const AgentMessage &answer);
    void onBoot();
    void onProof(const AgentMessage &answer);
    void judge(const BoardIdentity &now);
    [[nodiscard]] BuildMatch matches(const BoardIdentity &now) const;
    void seekConfirmation();
    void endAsUnproved(const BoardIdentity &now, const std::string &why);
    void judgeOld(const BoardIdentity &now);
    void onConfirmed(const AgentMessage &answer);
    void onFinalProof(const AgentMessage &answer);

    BoardIdentity m_before;
    std::string m_installedSha256; ///< what the board says it put into the slot
    bool m_startSent = false;
    bool m_abortedOther = false;    ///< an update of an earlier campaign ran on the board
    bool m_rebootAnnounced = false; ///< the image was in place before the board restarted
    bool m_wasUpToDate = false;     ///< it ran the image already, unconfirmed
    bool m_stopping = false;
    unsigned m_bootsSeen = 0;
    SteadyTime m_lastReport, m_nextAsk;
};

} // namespace otabench::fleet::detail
