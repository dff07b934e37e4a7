#pragma once

#include "lab_fixture.h"

#include "certificates/store.h"

namespace otabench::fleet {

/// A lab and boards that the test plays; they take the lab's CA and show it.
class ScriptedLab : public LabFixture
{
protected:
    ScriptedLab() { add(m_board); }

    void TearDown() override { m_lab.reset(); }

    void add(ScriptedBoard &board)
    {
        m_scripted.push_back(&board);
        board.onRequest = [this, &board](const detail::AgentMessage &request) {
            if (request.word == "ca-commit")
                board.identity["cas"] = caFingerprint();
            if (request.word == "confirm" && board.identity["state"] == "pending-verify")
                board.identity["state"] = "valid";
            return true;
        };
    }

    std::string caFingerprint()
    {
        const auto pem = readTextFile(m_folder / "data" / "certificates" / "ca.pem");
        const auto summary = pem ? certificates::summarize(*pem) : tl::unexpected(pem.error());
        return summary ? summary->front().sha256 : "";
    }

    /// What a board is once the image runs from its other slot.
    void becomeNew(ScriptedBoard &board, const CampaignPlan &plan,
                   const std::string &state = "pending-verify")
    {
        const auto image = image::readApp(plan.image);
        ASSERT_TRUE(image);
        board.identity["image"] = image->appendedSha256.value_or("");
        board.identity["elf"] = image->description->elfSha256;
        board.identity["version"] = "2.0.0";
        board.identity["slot"] = "ota_1";
        board.identity["next"] = "ota_0";
        board.identity["state"] = state;
    }

    /// The whole of a good update, from the board's side.
    void update(ScriptedBoard &board, const CampaignPlan &plan)
    {
        board.sendOta("download");
        board.sendOta("reboot");
        becomeNew(board, plan);
        board.boot();
    }

    bool runToStart(const ScriptedBoard &board, std::size_t times = 1)
    {
        return runUntil([&] { return board.count("start") >= times; });
    }

    bool runToPhase(const ScriptedBoard &board, Phase phase)
    {
        return runUntil([&] { return phaseOf(board) == phase; });
    }

    [[nodiscard]] std::optional<Phase> phaseOf(const ScriptedBoard &board)
    {
        return m_states[board.address()].phase;
    }

    /// As when the program is killed: nothing is ended, nothing more is written.
    void killLab()
    {
        m_lab.reset();
        m_states.clear();
        m_phases.clear();
        m_campaign = {};
    }

    ScriptedBoard m_board;
};

} // namespace otabench::fleet
