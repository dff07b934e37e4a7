// Power fails at every single flash operation of an update, a confirmation and a rollback: what
// starts afterwards must be the old or the new image, whole, and a following update must succeed.

#include "engine_fixture.h"

#include <functional>

namespace otabench::test {
namespace {

struct Start
{
    const char *name;
    Factory factory;
    int runningSlot; ///< -1 factory
};

// From each of these the next slot is updated.
constexpr Start kStarts[] = {
    {"from factory", Factory::With, -1},
    {"from ota_0, no factory", Factory::Without, 0},
    {"from ota_1, with factory", Factory::With, 1},
};

class PowerCutTest : public EngineTest
{
protected:
    /// A board that runs "old", confirmed, with "older" in the other slot.
    void prepare(const Start &start)
    {
        board.restorePower();
        std::fill(board.flash().begin(), board.flash().end(), 0xFF);
        setTable(start.factory, 2);
        if (start.factory == Factory::With)
            board.load(kFactory, tinyApp(start.runningSlot < 0 ? "old" : "oldest"));
        for (int i = 0; i < 2; ++i)
            board.load(slotAddress(i), tinyApp(i == start.runningSlot ? "old" : "older"));
        if (start.runningSlot >= 0) {
            const uint32_t sequence = static_cast<uint32_t>(start.runningSlot) + 3;
            setRecord(0, sequence, ESP_OTA_IMG_VALID);
            setRecord(1, sequence - 1, ESP_OTA_IMG_VALID);
        }
        boot();
    }

    /// Starts what the bootloader chooses, and tells its version; "none" if nothing starts.
    std::string start()
    {
        board.restorePower();
        return boot() == "none" ? "none" : esp_app_get_description()->version;
    }

    static const esp_partition_t *target() { return esp_ota_get_next_update_partition(nullptr); }

    unsigned count(const std::function<void()> &work)
    {
        const unsigned before = board.operations();
        work();
        return board.operations() - before;
    }

    /// Runs `work` on a board made by `arrange` once for each of its operations and each kind of
    /// damage, with a power cut there; then `judge`.
    void cutEverywhere(const std::function<void()> &arrange, const std::function<void()> &work,
                       const std::function<void()> &judge)
    {
        arrange();
        const unsigned operations = count(work);
        ASSERT_GT(operations, 1U);
        for (const Damage damage : {Damage::NotBegun, Damage::Torn, Damage::Garbage}) {
            for (unsigned at = 1; at <= operations; ++at) {
                SCOPED_TRACE("cut at " + std::to_string(at) + " of " + std::to_string(operations) +
                             ", damage " + std::to_string(static_cast<int>(damage)));
                arrange();
                board.cutPowerAt(at, damage, at);
                work();
                EXPECT_TRUE(board.powerIsOff());
                judge();
                ++m_cuts;
            }
        }
    }

    void updateSucceedsNow()
    {
        esp_ota_mark_app_valid_cancel_rollback();
        ASSERT_EQ(update(target(), tinyApp("next")), ESP_OK);
        EXPECT_EQ(start(), "next");
        EXPECT_EQ(esp_ota_mark_app_valid_cancel_rollback(), ESP_OK);
        EXPECT_EQ(start(), "next");
    }

    unsigned m_cuts = 0;
};

TEST_F(PowerCutTest, AnUpdateEndsInTheOldOrTheNewImage)
{
    for (const Start &from : kStarts) {
        for (const std::size_t mode :
             {std::size_t{OTA_SIZE_UNKNOWN}, std::size_t{OTA_WITH_SEQUENTIAL_WRITES}}) {
            SCOPED_TRACE(from.name);
            bool sawNew = false;
            cutEverywhere([&] { prepare(from); },
                          [&] { update(target(), tinyApp("new"), 1500, mode); },
                          [&] {
                              const std::string started = start();
                              sawNew = sawNew || started == "new";
                              EXPECT_TRUE(started == "old" || started == "new") << started;
                              updateSucceedsNow();
                          });
        }
    }
    RecordProperty("cuts", static_cast<int>(m_cuts));
    std::printf("%u power cuts\n", m_cuts);
}

TEST_F(PowerCutTest, TheFirstStartOfANewImageEndsInTheOldOrTheNewOne)
{
    for (const Start &from : kStarts) {
        SCOPED_TRACE(from.name);
        cutEverywhere(
            [&] {
                prepare(from);
                ASSERT_EQ(update(target(), tinyApp("new")), ESP_OK);
            },
            [&] { boot(); },
            [&] {
                const std::string started = start();
                EXPECT_TRUE(started == "old" || started == "new") << started;
                updateSucceedsNow();
            });
    }
}

TEST_F(PowerCutTest, AConfirmationNeverLosesBothImages)
{
    for (const Start &from : kStarts) {
        SCOPED_TRACE(from.name);
        cutEverywhere(
            [&] {
                prepare(from);
                ASSERT_EQ(update(target(), tinyApp("new")), ESP_OK);
                ASSERT_EQ(start(), "new");
            },
            [&] { esp_ota_mark_app_valid_cancel_rollback(); },
            [&] {
                firmware::OtaData data = {};
                board.restorePower();
                ASSERT_EQ(firmware::readOtaData(board.port(), kOtadata, &data), ESP_OK);
                EXPECT_GE(firmware::activeRecord(data), 0);
                const std::string started = start();
                EXPECT_TRUE(started == "old" || started == "new") << started;
                updateSucceedsNow();
            });
    }
}

TEST_F(PowerCutTest, ARollbackEndsInTheOldImage)
{
    for (const Start &from : kStarts) {
        SCOPED_TRACE(from.name);
        cutEverywhere(
            [&] {
                prepare(from);
                ASSERT_EQ(update(target(), tinyApp("new")), ESP_OK);
                ASSERT_EQ(start(), "new");
            },
            [&] { esp_ota_mark_app_invalid_rollback(); },
            [&] {
                EXPECT_EQ(start(), "old");
                updateSucceedsNow();
            });
    }
}

TEST_F(PowerCutTest, AnUnconfirmedImageIsLeftAtTheSecondStart)
{
    for (const Start &from : kStarts) {
        SCOPED_TRACE(from.name);
        prepare(from);
        ASSERT_EQ(update(target(), tinyApp("new")), ESP_OK);
        EXPECT_EQ(start(), "new");
        EXPECT_EQ(start(), "old");
        updateSucceedsNow();
    }
}

TEST_F(PowerCutTest, TheSecondStartAfterACutEndsInTheOldImageToo)
{
    for (const Start &from : kStarts) {
        SCOPED_TRACE(from.name);
        cutEverywhere(
            [&] {
                prepare(from);
                ASSERT_EQ(update(target(), tinyApp("new")), ESP_OK);
                ASSERT_EQ(start(), "new");
            },
            [&] { boot(); },
            [&] {
                EXPECT_EQ(start(), "old");
                updateSucceedsNow();
            });
    }
}

} // namespace
} // namespace otabench::test
