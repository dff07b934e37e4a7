// Which CAs a campaign gives to a board while the lab's CA is being replaced.
#include "campaign_fixture.h"

#include "certificates/store.h"
#include "certificates/trust_book.h"

namespace otabench::fleet {
namespace {

/// A second CA stands beside the first, which is the one the board trusts.
class RotatingCampaign : public CampaignTest
{
protected:
    RotatingCampaign()
    {
        m_first = m_store.ensureAuthority({})->certificatePem();
        m_second = m_store.rotate(certificates::KeyType::EcP256, {})->certificatePem();
        m_board.identity["cas"] = idOf(m_first);
    }

    static std::string idOf(const std::string &pem)
    {
        return certificates::summarize(pem)->front().sha256;
    }

    /// Until the board is told to start; `onCa` may answer ca-begin itself, and returns false then.
    void runToStart(const std::function<bool(const detail::AgentMessage &)> &onCa = {})
    {
        bool started = false, committed = false;
        m_board.onRequest = [&](const detail::AgentMessage &request) {
            if (request.word == "ca-begin") {
                m_sentBytes = request.number("size").value_or(0);
                if (onCa)
                    return onCa(request);
            }
            if (request.word == "ca-commit") {
                m_board.identity["cas"] = idOf(m_second) + "," + idOf(m_first);
                committed = true;
            }
            started = started || request.word == "start";
            return true;
        };
        start(planFor({m_board.address()}));
        const auto isKnown = [&] { // boards are shown a moment later
            const auto &identity = state().identity;
            return identity && std::ranges::find(identity->trustedCas, idOf(m_second)) !=
                                   identity->trustedCas.end();
        };
        ASSERT_TRUE(runUntil(
            [&] { return (started && (!committed || isKnown())) || !m_campaign.running; }));
        EXPECT_TRUE(started);
        m_lab.reset(); // writes what it has to
    }

    certificates::Store m_store{m_folder / "data" / "certificates"};
    std::string m_first, m_second;
    std::size_t m_sentBytes = 0;
};

TEST_F(RotatingCampaign, TheBoardIsSentBothCasAndThatIsNoted)
{
    ASSERT_NO_FATAL_FAILURE(runToStart());
    EXPECT_EQ(m_sentBytes, (m_second + m_first).size());
    const auto known = certificates::TrustBook(m_store.folder()).boards().value();
    ASSERT_EQ(known.size(), 1u);
    EXPECT_EQ(known[0].mac, m_board.identity["mac"]);
    EXPECT_TRUE(known[0].trusts(idOf(m_second)) && known[0].trusts(idOf(m_first)));
    EXPECT_TRUE(m_store.retire(certificates::Store::Retire::WhenTrusted));
}

TEST_F(RotatingCampaign, ABoardThatTrustsARetiredCaIsSentTheNewOneAlone)
{
    ASSERT_TRUE(m_store.retire(certificates::Store::Retire::ByForce));
    m_board.identity["cas"] = idOf(m_second) + "," + idOf(m_first);
    ASSERT_NO_FATAL_FAILURE(runToStart());
    EXPECT_EQ(m_sentBytes, m_second.size());
}

TEST_F(RotatingCampaign, ABoardThatKeepsItsCaIsUpdatedAllTheSame)
{
    ASSERT_NO_FATAL_FAILURE(runToStart([&](const detail::AgentMessage &request) {
        m_board.pty().print(ScriptedBoard::frame(
            'A', request.id, "err",
            {{"error", "ESP_ERR_NOT_SUPPORTED"}, {"code", "0x106"}, {"text", "built in"}}));
        return false;
    }));
    EXPECT_EQ(m_board.count("ca-commit"), 0u);
    EXPECT_EQ(m_board.count("start"), 1u);
}

} // namespace
} // namespace otabench::fleet
