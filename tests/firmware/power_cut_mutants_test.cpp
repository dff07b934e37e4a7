// The simulator must find what it looks for: here flash and engine make mistakes on purpose, each
// of a kind that a change of the engine could bring, and the simulator has to say so.

#include "power_cut_simulator.h"

#include <algorithm>
#include <memory>

#include <gtest/gtest.h>

namespace otabench::test {
namespace {

constexpr std::size_t kImageSize = 4200;
constexpr uint32_t kOtadataAddress = 0xD000;
constexpr uint32_t kOtadataEnd = 0xF000;
constexpr uint32_t kFirstApp = 0x10000;
constexpr uint32_t kFirstSlot = 0x20000;
constexpr uint32_t kSlotSize = 0x10000;

using Kind = FlashOperation::Kind;
using Operations = std::vector<FlashOperation>;

bool isOtadata(const FlashOperation &operation)
{
    return operation.address >= kOtadataAddress && operation.address < kOtadataEnd;
}

bool isApp(const FlashOperation &operation)
{
    return operation.address >= kFirstApp;
}

Scenario scenario(const std::string &name)
{
    const std::vector<Scenario> &all = allScenarios();
    const auto found = std::find_if(
        all.begin(), all.end(), [&](const Scenario &candidate) { return candidate.name == name; });
    EXPECT_NE(found, all.end()) << name;
    return found == all.end() ? all.front() : *found;
}

std::vector<Finding> findings(const Scenario &scenario, CutBoard::FilterMaker mistake = {})
{
    Simulator simulator(scenario, kImageSize, 1, std::move(mistake));
    const std::string uncut = simulator.countOperations();
    EXPECT_EQ(uncut, "");
    simulator.cutOnce(1);
    return simulator.tally().findings;
}

/// The first finding must say this; and the life it names must show it again, without the others.
void expectFound(const Scenario &scenario, const std::string &what,
                 const CutBoard::FilterMaker &mistake = {})
{
    const std::vector<Finding> found = findings(scenario, mistake);
    ASSERT_FALSE(found.empty());
    EXPECT_EQ(found[0].what, what);
    const std::optional<Life> again = toLife(toText(found[0].life));
    ASSERT_TRUE(again);
    EXPECT_EQ(Simulator(scenario, kImageSize, 2, mistake).live(*again), what);
}

TEST(PowerCutMutants, TheScenariosAreSoundByThemselves)
{
    for (const char *name : {"plain_sequential_2slots", "confirm_factory_runs", "plain_bulk_3slots",
                             "plain_sequential_2slots_fresh"})
        EXPECT_TRUE(findings(scenario(name)).empty()) << name;
}

TEST(PowerCutMutants, ARecordThatStillNamesTheSlotBeingErasedIsSeen)
{
    // The first erase of otadata, which makes the board forget the slot, is left out.
    const auto mistake = [] {
        return [done = false](FlashOperation operation) mutable {
            const bool drops = !done && isOtadata(operation) && operation.kind == Kind::Erase;
            done = done || drops;
            return drops ? Operations{} : Operations{std::move(operation)};
        };
    };
    expectFound(scenario("plain_sequential_2slots"),
                "after cut 1: otadata must not say \"old:VALID broken:VALID\"", mistake);
}

TEST(PowerCutMutants, AnImageErasedBeforeItsRecordIsSeen)
{
    // The same erase comes too late: behind the slot's first sector.
    const auto mistake = [] {
        return [held = Operations()](FlashOperation operation) mutable {
            if (held.empty() && isOtadata(operation) && operation.kind == Kind::Erase) {
                held.push_back(std::move(operation));
                return Operations{};
            }
            Operations now{std::move(operation)};
            if (isApp(now[0]) && held.size() == 1) {
                now.push_back(held[0]);
                held.push_back({}); // only once
            }
            return now;
        };
    };
    expectFound(scenario("plain_sequential_2slots"),
                "after cut 1: otadata must not say \"old:VALID broken:VALID\"", mistake);
}

TEST(PowerCutMutants, AnImageSelectedBeforeItIsWholeIsSeen)
{
    Scenario hasty = scenario("plain_sequential_2slots_fresh");
    hasty.work = [fetch = hasty.fetch](CutBoard &board) {
        const auto record = firmware::makeRecord(2, ESP_OTA_IMG_NEW);
        return firmware::writeRecord(board.ram.port(), kOtadataAddress, 1, record) == ESP_OK &&
               board.update("new", fetch) == ESP_OK;
    };
    expectFound(hasty, "after cut 1: otadata must not say \"broken:NEW old:VALID\"");
}

TEST(PowerCutMutants, AConfirmationInPlaceIsSeen)
{
    Scenario inPlace = scenario("confirm_factory_runs");
    inPlace.work = [](CutBoard &board) {
        const auto record = firmware::makeRecord(1, ESP_OTA_IMG_VALID);
        return firmware::writeRecord(board.ram.port(), kOtadataAddress, 0, record) == ESP_OK;
    };
    expectFound(inPlace, "after cut 1: otadata must not say \"- -\"");
}

TEST(PowerCutMutants, WearOfTheWrongRecordIsSeen)
{
    // Each erase of a record takes the other one with it.
    const auto mistake = [] {
        return [](FlashOperation operation) {
            if (!isOtadata(operation) || operation.kind != Kind::Erase)
                return Operations{std::move(operation)};
            return Operations{{Kind::Erase, kOtadataAddress, {}},
                              {Kind::Erase, kOtadataAddress + NorFlash::kSectorSize, {}}};
        };
    };
    expectFound(scenario("plain_sequential_2slots"),
                "after cut 1: after the following update otadata says \"- -\"", mistake);
}

TEST(PowerCutMutants, ARecordWrittenWithItsChecksumAtOnceIsSeen)
{
    // The CRC does not cover the state: torn, such a record can have a state that never was.
    const auto mistake = [] {
        return [held = Operations()](FlashOperation operation) mutable {
            if (!isOtadata(operation) || operation.kind == Kind::Erase)
                return Operations{std::move(operation)};
            held.push_back(std::move(operation));
            if (held.size() < 2)
                return Operations{};
            FlashOperation both = std::move(held[0]);
            both.bytes.insert(both.bytes.end(), held[1].bytes.begin(), held[1].bytes.end());
            held.clear();
            return Operations{std::move(both)};
        };
    };
    const Scenario confirm = scenario("confirm_2slots");
    Simulator simulator(confirm, kImageSize, 1, mistake);
    ASSERT_EQ(simulator.countOperations(), "");
    simulator.cutOnce(100);
    ASSERT_FALSE(simulator.tally().findings.empty());
    EXPECT_EQ(simulator.tally().findings[0].what.rfind("after cut 1: otadata must not say", 0), 0U);
}

/// What is meant for ota_1 goes to ota_0, which runs.
NorFlash::Filter hitTheRunningSlot()
{
    return [](FlashOperation operation) {
        if (operation.address >= kFirstSlot + kSlotSize)
            operation.address -= kSlotSize;
        return Operations{std::move(operation)};
    };
}

TEST(PowerCutMutants, AnUpdateOfTheRunningSlotIsSeen)
{
    const Scenario fresh = scenario("plain_sequential_2slots_fresh");
    Simulator simulator(fresh, kImageSize, 1, hitTheRunningSlot);
    EXPECT_EQ(simulator.countOperations(), "the work fails without any cut");
    EXPECT_EQ(simulator.live({fresh.name, {{3, Damage::NotBegun, 0}}}),
              "after cut 1: the image old is gone");
}

TEST(PowerCutMutants, ABoardThatDoesNotStartIsSeen)
{
    Scenario blind = scenario("plain_sequential_2slots_fresh");
    blind.keeps.clear();
    blind.states.push_back("broken:VALID -");
    Simulator simulator(blind, kImageSize, 1, hitTheRunningSlot);
    EXPECT_EQ(simulator.live({blind.name, {{3, Damage::NotBegun, 0}}}),
              "after cut 1: what starts is: none");
}

TEST(PowerCutMutants, ABoardThatCannotBeUpdatedAnyMoreIsSeen)
{
    // From the second power-on on no sector of an app is erased.
    const auto powerOns = std::make_shared<int>(0);
    const auto mistake = [powerOns] {
        return [lame = ++*powerOns % 2 == 0](FlashOperation operation) {
            const bool drops = lame && isApp(operation) && operation.kind == Kind::Erase;
            return drops ? Operations{} : Operations{std::move(operation)};
        };
    };
    const Scenario update = scenario("plain_sequential_2slots");
    Simulator simulator(update, kImageSize, 1, mistake);
    *powerOns = 0;
    EXPECT_EQ(simulator.live({update.name, {{1, Damage::NotBegun, 0}}}),
              "after cut 1: the following update fails with 5379"); // 0x1503: it does not verify
}

TEST(PowerCutMutants, AForgedImageThatStartsIsSeen)
{
    Scenario trusting = scenario("forged_plain_sequential_signed");
    trusting.work = [fetch = trusting.fetch](CutBoard &board) {
        board.ram.security.signature = OTABENCH_SIGNATURE_NONE;
        return board.update("forged", fetch) == ESP_OK;
    };
    EXPECT_EQ(Simulator(trusting, kImageSize, 1).countOperations(),
              "after the work forged starts, not old");
}

TEST(PowerCutMutants, AnImageNobodyConfirmedThatStaysIsSeen)
{
    // A bootloader without rollback where the board is said to have it.
    Scenario stays = scenario("unconfirmed_2slots");
    stays.arrange = [arrange = stays.arrange](CutBoard &board) {
        board.ram.security.rollback = OTABENCH_ROLLBACK_APP_ONLY;
        arrange(board);
    };
    EXPECT_EQ(Simulator(stays, kImageSize, 1).countOperations(),
              "the work does nothing that could be cut");
}

TEST(PowerCutBoard, RefusesWhatIsOlderThanItsConfirmedImage)
{
    CutBoard board(kImageSize);
    board.layOut(scenario("confirm_anti_rollback").layout);
    board.powerOn();
    EXPECT_EQ(board.boot(), "old");
    EXPECT_EQ(board.ram.secureVersion, 1U);
    EXPECT_EQ(board.update("new", {}), ESP_OK);
    EXPECT_EQ(board.boot(), "new");
    EXPECT_EQ(board.ram.secureVersion, 1U);
    EXPECT_EQ(board.confirmIfPending(), ESP_OK);
    EXPECT_EQ(board.ram.secureVersion, 2U);
    EXPECT_EQ(esp_ota_set_boot_partition(CutBoard::partition("ota_0")), ESP_ERR_OTA_SMALL_SEC_VER);
}

TEST(PowerCutLife, IsToldAndReadBack)
{
    const std::string text = "confirm_2slots@2:torn:17,5:garbage:3,1:none:0";
    const std::optional<Life> life = toLife(text);
    ASSERT_TRUE(life);
    EXPECT_EQ(toText(*life), text);
    for (const char *bad : {"confirm_2slots", "a@", "a@1", "a@1:torn", "a@1:torn:", "a@x:torn:1",
                            "a@1:bent:1", "a@1:torn:1,,"})
        EXPECT_FALSE(toLife(bad)) << bad;
}

} // namespace
} // namespace otabench::test
