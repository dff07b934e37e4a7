#pragma once

#include "lab_fixture.h"

#include <chrono>
#include <functional>
#include <string>

namespace otabench::fleet {

/// A campaign with one board, which the test plays.
class CampaignTest : public LabFixture
{
protected:
    CampaignTest() { m_scripted = {&m_board}; }

    void TearDown() override { m_lab.reset(); }

    /// What the board is once the image runs from its other slot.
    void becomeNew(const CampaignPlan &plan, const std::string &state = "valid")
    {
        const auto image = image::readApp(plan.image);
        ASSERT_TRUE(image);
        m_board.identity["image"] = image->appendedSha256.value_or("");
        m_board.identity["version"] = "2.0.0";
        m_board.identity["slot"] = "ota_1";
        m_board.identity["next"] = "ota_0";
        m_board.identity["state"] = state;
    }

    /// The CA is taken whatever it is: the scripted board lists what it was sent.
    void trustLab(const detail::AgentMessage &request)
    {
        if (request.word == "ca-commit")
            m_board.identity["cas"] = caFingerprint();
    }

    std::string caFingerprint()
    {
        const auto pem = readTextFile(m_folder / "data" / "certificates" / "ca.pem");
        const auto summary = pem ? certificates::summarize(*pem) : tl::unexpected(pem.error());
        return summary ? summary->front().sha256 : "";
    }

    /// Runs a campaign in which `onStart` plays what the board does after `start`.
    void runWith(const CampaignPlan &plan, const std::function<void()> &onStart)
    {
        bool started = false;
        m_board.onRequest = [&](const detail::AgentMessage &request) {
            trustLab(request);
            started = started || request.word == "start";
            return !m_silent;
        };
        start(plan);
        ASSERT_TRUE(runUntil([&] { return started || !m_campaign.running; }));
        if (started && onStart)
            onStart();
        ASSERT_TRUE(runToEnd());
    }

    [[nodiscard]] const BoardState &state() { return m_states[m_board.address()]; }

    ScriptedBoard m_board;
    bool m_silent = false;
};

} // namespace otabench::fleet
