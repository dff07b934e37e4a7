#include "otabench_self_test.h"

#include "engine_fixture.h"

namespace otabench::test {
namespace {

constexpr uint32_t kLimit = 60000;

/// A board that has just started an update in ota_1, on trial.
class SelfTestTest : public EngineTest
{
protected:
    SelfTestTest()
    {
        board.load(slotAddress(0), tinyApp("1.0.0"));
        EXPECT_EQ(boot(), "ota_0");
        EXPECT_EQ(update(slot(1), tinyApp("2.0.0")), ESP_OK);
        EXPECT_EQ(boot(), "ota_1");
        board.now = 0xFFFFFF00; // the clock is about to wrap
        EXPECT_EQ(otabench_self_test_start(&test, kLimit), ESP_OK);
    }

    otabench_self_test_t test;
};

TEST_F(SelfTestTest, AnImageThatNobodyConfirmsIsLeft)
{
    board.now += kLimit - 1;
    EXPECT_EQ(otabench_self_test_left_ms(&test), 1U);
    EXPECT_EQ(otabench_self_test_step(&test), ESP_OK);
    EXPECT_EQ(otadata(), "1:2 2:1");
    board.now += 1;
    EXPECT_THROW(otabench_self_test_step(&test), Restarted);
    EXPECT_EQ(otadata(), "1:2 2:3");
    EXPECT_EQ(boot(), "ota_0");
    EXPECT_EQ(otabench_self_test_start(&test, kLimit), ESP_OK);
    EXPECT_FALSE(otabench_self_test_is_running(&test));
}

TEST_F(SelfTestTest, PassingConfirms)
{
    EXPECT_TRUE(otabench_self_test_is_running(&test));
    EXPECT_EQ(otabench_self_test_pass(&test), ESP_OK);
    EXPECT_EQ(otadata(), "1:2 2:2");
    EXPECT_FALSE(otabench_self_test_is_running(&test));
    EXPECT_EQ(otabench_self_test_pass(&test), ESP_OK);
    board.now += 2 * kLimit;
    EXPECT_EQ(otabench_self_test_step(&test), ESP_OK);
    EXPECT_EQ(otadata(), "1:2 2:2");
}

TEST_F(SelfTestTest, ConfirmingByEspIdfsFunctionEndsTheDeadlineToo)
{
    EXPECT_EQ(esp_ota_mark_app_valid_cancel_rollback(), ESP_OK);
    board.now += 2 * kLimit;
    EXPECT_EQ(otabench_self_test_left_ms(&test), 0U);
    EXPECT_EQ(otabench_self_test_step(&test), ESP_OK);
    EXPECT_EQ(otadata(), "1:2 2:2");
}

TEST_F(SelfTestTest, ExtendingCountsFromNow)
{
    board.now += kLimit - 1;
    EXPECT_EQ(otabench_self_test_extend(&test, 5000), ESP_OK);
    EXPECT_EQ(otabench_self_test_left_ms(&test), 5000U);
    board.now += 4999;
    EXPECT_FALSE(otabench_self_test_is_over(&test));
    board.now += 1;
    EXPECT_TRUE(otabench_self_test_is_over(&test));
    EXPECT_EQ(esp_ota_mark_app_valid_cancel_rollback(), ESP_OK);
    EXPECT_FALSE(otabench_self_test_is_over(&test));
    EXPECT_EQ(otabench_self_test_extend(&test, 5000), ESP_ERR_INVALID_STATE);
}

TEST_F(SelfTestTest, FailingWithoutAnotherImageKeepsThisOne)
{
    board.flash()[slotAddress(0) + 400] ^= 1;
    EXPECT_EQ(otabench_self_test_fail(&test), ESP_ERR_OTA_ROLLBACK_FAILED);
    EXPECT_EQ(otadata(), "1:2 2:1");
    board.now += kLimit;
    EXPECT_EQ(otabench_self_test_step(&test), ESP_ERR_OTA_ROLLBACK_FAILED);
    EXPECT_EQ(otabench_self_test_step(&test), ESP_OK) << "tried once";
}

TEST_F(SelfTestTest, APreviousImageWithoutARecordIsEnough)
{
    board.nor.erase(kOtadata, 4096);
    EXPECT_FALSE(esp_ota_check_rollback_is_possible());
    EXPECT_EQ(otabench_self_test_fail(&test), ESP_OK);
    EXPECT_EQ(boot(), "ota_0");
}

TEST_F(SelfTestTest, ARestartEndsItAndTheBootloaderGoesBack)
{
    EXPECT_EQ(boot(), "ota_0");
    EXPECT_EQ(otadata(), "1:2 2:4");
}

TEST_F(SelfTestTest, ChecksItsArguments)
{
    EXPECT_EQ(otabench_self_test_start(nullptr, 1), ESP_ERR_INVALID_ARG);
    EXPECT_EQ(otabench_self_test_start(&test, 0), ESP_ERR_INVALID_ARG);
    EXPECT_EQ(otabench_self_test_extend(nullptr, 1), ESP_ERR_INVALID_ARG);
    EXPECT_EQ(otabench_self_test_extend(&test, 0), ESP_ERR_INVALID_ARG);
    EXPECT_EQ(otabench_self_test_pass(nullptr), ESP_ERR_INVALID_ARG);
    EXPECT_EQ(otabench_self_test_fail(nullptr), ESP_ERR_INVALID_ARG);
    EXPECT_EQ(otabench_self_test_step(nullptr), ESP_ERR_INVALID_ARG);
    EXPECT_FALSE(otabench_self_test_is_running(nullptr));
    EXPECT_FALSE(otabench_self_test_is_over(nullptr));
    EXPECT_EQ(otabench_self_test_left_ms(nullptr), 0U);
}

} // namespace
} // namespace otabench::test
