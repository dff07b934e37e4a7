#include "serial/detail/reset_lines.h"

#include <gtest/gtest.h>

namespace otabench::serial::detail {
namespace {

TEST(ResetLines, AdaptersAreKnownByTheirUsbIdentity)
{
    EXPECT_EQ(classifyAdapter(0x10C4, 0xEA60), AdapterClass::Bridge);
    EXPECT_EQ(classifyAdapter(0x10C4, 0xEA64), AdapterClass::BridgeFlowControl);
    EXPECT_EQ(classifyAdapter(0x1A86, 0x7523), AdapterClass::Bridge);
    EXPECT_EQ(classifyAdapter(0x303A, 0x1001), AdapterClass::UsbSerialJtag);
    EXPECT_EQ(classifyAdapter(0x303A, 0x0009), AdapterClass::RomUsbCdc);
    EXPECT_EQ(classifyAdapter(0x303A, 0x4001), AdapterClass::TinyUsb);
    EXPECT_EQ(classifyAdapter(0x2341, 0x0043), AdapterClass::Unknown);
    EXPECT_EQ(classifyAdapter({}, {}), AdapterClass::Unknown);
}

/// The states the two-transistor circuit sees, from the state after opening to the end.
std::vector<Lines> states(AdapterClass adapter, Transport::Reset kind)
{
    Lines now = linesAfterOpen(adapter).value_or(Lines{true, true});
    std::vector<Lines> all{now};
    for (const LineStep &step : resetSteps(adapter, kind)) {
        now = {step.dtr.value_or(now.dtr), step.rts.value_or(now.rts)};
        if (now != all.back())
            all.push_back(now);
    }
    return all;
}

TEST(ResetLines, ARunResetPulsesEnAndNeverTheBootPin)
{
    for (const auto adapter :
         {AdapterClass::Bridge, AdapterClass::UsbSerialJtag, AdapterClass::Unknown}) {
        const auto seen = states(adapter, Transport::Reset::Run);
        EXPECT_TRUE(std::count(seen.begin(), seen.end(), (Lines{false, true})));
        EXPECT_FALSE(std::count(seen.begin(), seen.end(), (Lines{true, false})));
        EXPECT_EQ(seen.back(), (Lines{false, false}));
    }
}

TEST(ResetLines, TheBootloaderIsEnteredWithTheBootPinLowWhenEnRises)
{
    for (const auto adapter : {AdapterClass::Bridge, AdapterClass::UsbSerialJtag}) {
        const auto seen = states(adapter, Transport::Reset::Bootloader);
        EXPECT_TRUE(std::count(seen.begin(), seen.end(), (Lines{false, true})));
        EXPECT_EQ(seen.back(), (Lines{false, false}));
    }
    const std::vector<Lines> tight{
        {false, false}, {true, true}, {false, true}, {true, false}, {false, false}};
    EXPECT_EQ(states(AdapterClass::Bridge, Transport::Reset::Bootloader), tight);
}

TEST(ResetLines, RomUsbRunsTheApplicationWhenRtsFallsWithDtrOff)
{
    const std::vector<Lines> run{{true, true}, {false, true}, {false, false}};
    EXPECT_EQ(states(AdapterClass::RomUsbCdc, Transport::Reset::Run), run);
    const std::vector<Lines> bootloader{{true, true}, {true, false}};
    EXPECT_EQ(states(AdapterClass::RomUsbCdc, Transport::Reset::Bootloader), bootloader);
}

TEST(ResetLines, AFlowControlledBridgeEndsWithDtrHeld)
{
    EXPECT_EQ(states(AdapterClass::BridgeFlowControl, Transport::Reset::Run).back(),
              (Lines{true, false}));
}

} // namespace
} // namespace otabench::serial::detail
