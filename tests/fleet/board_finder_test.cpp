#include "fleet/board_finder.h"

#include "support/pty.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace otabench::fleet {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

BoardRecord record(const std::string &mac, const std::string &address, const std::string &place,
                   int seen = 1)
{
    BoardRecord made;
    made.identity.mac = mac;
    made.identity.chip = "esp32";
    made.address = address;
    made.place = place;
    made.seen = std::chrono::system_clock::time_point(std::chrono::seconds(seen));
    return made;
}

serial::PortDescription port(const std::string &device, const std::string &place)
{
    serial::PortDescription made;
    made.address = {serial::AddressKind::SerialDevice, device, "", 0};
    made.usbPath = place;
    return made;
}

TEST(BoardFinder, ABoardIsWhereItsPlaceIsNowWhateverItsNumber)
{
    const BoardFinder finder({record("m1", "/dev/ttyUSB0", "usb-1.1")},
                             {port("/dev/ttyUSB0", "usb-1.2"), port("/dev/ttyUSB4", "usb-1.1")});
    const auto found = finder.find("m1");
    ASSERT_TRUE(found);
    EXPECT_EQ(found->address, "/dev/ttyUSB4");
    EXPECT_TRUE(found->isAttached);
    EXPECT_FALSE(finder.find("/dev/ttyUSB0")->record); // somebody else
    EXPECT_EQ(finder.all().size(), 2u);
}

TEST(BoardFinder, OfTwoThatWereInOnePlaceTheLastOneIsThere)
{
    const BoardFinder finder(
        {record("m1", "/dev/ttyUSB0", "usb-1.1", 5), record("m2", "/dev/ttyUSB0", "usb-1.1", 9)},
        {port("/dev/ttyUSB0", "usb-1.1")});
    EXPECT_TRUE(finder.find("m2")->isAttached);
    EXPECT_FALSE(finder.find("m1")->isAttached);
}

TEST(BoardFinder, AVirtualBoardIsThereOrNot)
{
    support::Pty pty;
    const std::string address = "pty:" + pty.path();
    const BoardFinder finder({record("m1", address, ""), record("m2", "pty:/nowhere", "")}, {});
    EXPECT_TRUE(finder.find("m1")->isAttached);
    EXPECT_FALSE(finder.find("m2")->isAttached);
    EXPECT_EQ(finder.find(address)->record->identity.mac, "m1");
}

TEST(BoardFinder, BenchesAndTagsGiveAddressesOrNameWhoIsMissing)
{
    auto one = record("m1", "/dev/ttyUSB9", "usb-1.1");
    auto two = record("m2", "tcp://10.0.0.1:4000", "");
    auto gone = record("m3", "/dev/ttyUSB1", "usb-1.9");
    one.bench = two.bench = "night";
    two.tags = gone.tags = {"slow"};
    gone.label = "lower shelf";
    const BoardFinder finder({one, two, gone}, {port("/dev/ttyUSB2", "usb-1.1")});

    const auto night = finder.onBench("night");
    ASSERT_TRUE(night) << night.error().text;
    EXPECT_THAT(*night, ElementsAre("/dev/ttyUSB2", "tcp://10.0.0.1:4000"));
    const auto slow = finder.withTag("slow");
    ASSERT_FALSE(slow);
    EXPECT_EQ(slow.error().code, ErrorCode::NotFound);
    EXPECT_THAT(slow.error().text, HasSubstr("lower shelf"));
    EXPECT_THAT(finder.onBench("day").error().text, HasSubstr("\"day\""));
}

TEST(BoardFinder, AnAddressThatNobodyKnowsIsABoardThere)
{
    const BoardFinder finder({}, {});
    const auto found = finder.find("tcp://host:4000");
    ASSERT_TRUE(found);
    EXPECT_TRUE(found->isAttached);
    EXPECT_FALSE(finder.find("/dev/ttyUSB77")->isAttached);
    EXPECT_EQ(finder.find("left shelf").error().code, ErrorCode::NotFound);
    EXPECT_EQ(finder.find("gopher://x").error().code, ErrorCode::InvalidArgument);
}

} // namespace
} // namespace otabench::fleet
