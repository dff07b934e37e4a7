// Plans that no campaign is started with.
#include "campaign_fixture.h"

namespace otabench::fleet {
namespace {

struct BadPlan
{
    const char *name;
    std::function<void(CampaignPlan &)> spoil;
    ErrorCode code;
};

class PlanTest : public CampaignTest, public testing::WithParamInterface<BadPlan>
{
};

TEST_P(PlanTest, IsRefusedAtOnce)
{
    auto plan = planFor({m_board.address()});
    m_lab->addBoard(m_board.address(), {});
    GetParam().spoil(plan);

    const auto started = m_lab->startCampaign(plan);

    ASSERT_FALSE(started);
    EXPECT_EQ(name(started.error().code), name(GetParam().code)) << started.error().text;
    EXPECT_FALSE(m_lab->campaign().running);
}

INSTANTIATE_TEST_SUITE_P(
    Rows, PlanTest,
    testing::Values(BadPlan{"noBoards", [](CampaignPlan &plan) { plan.boards.clear(); },
                            ErrorCode::InvalidArgument},
                    BadPlan{"unknownBoard", [](CampaignPlan &plan) { plan.boards = {"pty:/x"}; },
                            ErrorCode::NotFound},
                    BadPlan{"noImage", [](CampaignPlan &plan) { plan.image = "/nowhere.bin"; },
                            ErrorCode::NotFound},
                    BadPlan{"smallPartial", [](CampaignPlan &plan) { plan.partialBytes = 10; },
                            ErrorCode::InvalidArgument},
                    BadPlan{"commandWithoutUrl",
                            [](CampaignPlan &plan) {
                                plan.profile = {ProfileKind::Console, "ota"};
                            },
                            ErrorCode::InvalidArgument},
                    BadPlan{"foreignAddress",
                            [](CampaignPlan &plan) { plan.bindAddress = "192.0.2.1"; },
                            ErrorCode::AddressUnavailable}),
    [](const auto &row) { return row.param.name; });

} // namespace
} // namespace otabench::fleet
