#include "fleet/board_registry.h"

#include "base/files.h"
#include "support/temporary_folder.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <thread>
#include <vector>

namespace otabench::fleet {
namespace {

class BoardRegistryTest : public testing::Test
{
protected:
    BoardRegistry::Records read() const
    {
        auto records = m_registry.boards();
        EXPECT_TRUE(records) << records.error().text;
        return *std::move(records);
    }

    static BoardRecord record(const std::string &mac, const std::string &address,
                              const std::string &place = {})
    {
        BoardRecord made;
        made.identity.mac = mac;
        made.address = address;
        made.place = place;
        return made;
    }

    support::TemporaryFolder m_folder;
    BoardRegistry m_registry{m_folder / "data" / "boards.txt"};
};

TEST_F(BoardRegistryTest, IsEmptyWithoutAFile)
{
    EXPECT_TRUE(read().empty());
}

TEST_F(BoardRegistryTest, KeepsAllOfABoard)
{
    BoardRecord all = record("24:6f:28:00:00:01", "/dev/ttyUSB0", "usb-1.1");
    all.label = "left: shelf";
    all.bench = "night";
    all.tags = {"wrover", "slow"};
    all.usbSerial = "7E:00";
    all.seen = std::chrono::system_clock::time_point(std::chrono::seconds(1'700'000'000));
    all.identity.chip = "esp32c3";
    all.identity.chipRevision = 101;
    all.identity.project = "demo";
    all.identity.version = "1.0\n0";
    all.identity.slot = "ota_0";
    all.identity.slotState = "valid";
    all.identity.slots = {{"ota_0", 1'966'080}, {"ota_1", 1'966'080}};
    all.identity.trustedCas = {std::string(64, 'a')};
    ASSERT_TRUE(m_registry.change([&](auto &records) -> Result<> {
        records.push_back(all);
        return {};
    }));
    const auto records = read();
    ASSERT_EQ(records.size(), 1u);
    const BoardRecord &kept = records.front();
    EXPECT_EQ(kept.label, all.label);
    EXPECT_EQ(kept.bench, all.bench);
    EXPECT_EQ(kept.tags, all.tags);
    EXPECT_EQ(kept.place, all.place);
    EXPECT_EQ(kept.usbSerial, all.usbSerial);
    EXPECT_EQ(kept.seen, all.seen);
    EXPECT_EQ(kept.identity.chipRevision, 101);
    EXPECT_EQ(kept.identity.version, "1.0 0"); // a line stays a line
    ASSERT_EQ(kept.identity.slots.size(), 2u);
    EXPECT_EQ(kept.identity.slots[1].label, "ota_1");
    EXPECT_EQ(kept.identity.slots[1].bytes, 1'966'080u);
    EXPECT_EQ(kept.identity.trustedCas, all.identity.trustedCas);
}

TEST_F(BoardRegistryTest, NewsKeepWhatTheUserSaid)
{
    ASSERT_TRUE(m_registry.note({record("m1", "/dev/ttyUSB0")}));
    ASSERT_TRUE(m_registry.change([](auto &records) -> Result<> {
        records.front().label = "one";
        return {};
    }));
    ASSERT_TRUE(m_registry.note({record("m1", "/dev/ttyUSB7"), record("m2", "/dev/ttyUSB0")}));
    const auto records = read();
    ASSERT_EQ(records.size(), 2u);
    EXPECT_EQ(records[0].label, "one");
    EXPECT_EQ(records[0].address, "/dev/ttyUSB7");
    EXPECT_EQ(records[1].label, "");
}

TEST_F(BoardRegistryTest, WhatWasSaidOfAPlaceIsTheBoardsThatTellsItsMac)
{
    ASSERT_TRUE(m_registry.note({record("", "/dev/ttyUSB0", "usb-1.1")}));
    ASSERT_TRUE(m_registry.change([](auto &records) -> Result<> {
        records.front().bench = "night";
        return {};
    }));
    ASSERT_TRUE(m_registry.note({record("m1", "/dev/ttyUSB2", "usb-1.1")}));
    const auto records = read();
    ASSERT_EQ(records.size(), 1u);
    EXPECT_EQ(records[0].identity.mac, "m1");
    EXPECT_EQ(records[0].bench, "night");
}

TEST_F(BoardRegistryTest, AChangeThatFailsWritesNothing)
{
    ASSERT_TRUE(m_registry.note({record("m1", "/dev/ttyUSB0")}));
    const auto failed = m_registry.change([](auto &records) -> Result<> {
        records.clear();
        return fail(ErrorCode::NotFound, "no {}", "thing");
    });
    EXPECT_FALSE(failed);
    EXPECT_EQ(read().size(), 1u);
}

TEST_F(BoardRegistryTest, LinesThatAreNoneArePassedOver)
{
    ASSERT_TRUE(
        writeFileAtomically(m_folder / "data" / "boards.txt",
                            "lost: line\nboard:\n  mac: m1\n nonsense\n  slots: a,b:x,:\n"
                            "  seen: never\n  revision: 99999999\nboard:\nboard:\n  mac: m2",
                            FileMode::Public));
    const auto records = read();
    ASSERT_EQ(records.size(), 2u); // one without MAC and address is nobody
    EXPECT_EQ(records[1].identity.mac, "m2");
}

TEST_F(BoardRegistryTest, ABoardIsNamedByItsMacLabelOrAddress)
{
    auto records = BoardRegistry::Records{record("m1", "/dev/ttyUSB0"), record("m2", "/dev/x")};
    records[0].label = "one";
    for (const char *text : {"m1", "one", "/dev/ttyUSB0"}) {
        const auto found = findNamed(records, text);
        ASSERT_TRUE(found) << text;
        EXPECT_EQ((*found)->identity.mac, "m1");
    }
    const auto none = findNamed(records, "two");
    ASSERT_FALSE(none);
    EXPECT_EQ(none.error().code, ErrorCode::NotFound);
    EXPECT_THAT(none.error().text, testing::HasSubstr("\"two\""));
    EXPECT_FALSE(findNamed(records, ""));
}

TEST_F(BoardRegistryTest, WordsOfOneLineWithoutCommas)
{
    EXPECT_TRUE(checkWord("label", "left shelf"));
    EXPECT_TRUE(checkWord("label", "左架"));
    for (const char *word : {"", " x", "x ", "a,b", "a\nb"}) {
        const auto refused = checkWord("tag", word);
        ASSERT_FALSE(refused) << word;
        EXPECT_EQ(refused.error().code, ErrorCode::InvalidArgument);
    }
    EXPECT_FALSE(checkWord("bench", std::string(65, 'x')));
}

TEST_F(BoardRegistryTest, ProgramsThatWriteAtOnceLoseNothing)
{
    constexpr int kWriters = 4;
    constexpr int kEach = 10;
    std::vector<std::thread> writers;
    for (int writer = 0; writer < kWriters; ++writer)
        writers.emplace_back([&, writer] {
            for (int i = 0; i < kEach; ++i) {
                BoardRegistry own(m_folder / "data" / "boards.txt");
                EXPECT_TRUE(own.note({record(fmt::format("m{}-{}", writer, i), "/dev/x")}));
            }
        });
    for (std::thread &writer : writers)
        writer.join();
    EXPECT_EQ(read().size(), static_cast<std::size_t>(kWriters * kEach));
}

} // namespace
} // namespace otabench::fleet
