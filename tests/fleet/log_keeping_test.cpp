#include "lab_fixture.h"

#include "monitor/log_reader.h"
#include "support/pty.h"

namespace otabench::fleet {
namespace {

/// What is on disk: `board: line`, with the bookmark before it where there is one.
std::vector<std::string> keptLines(const std::filesystem::path &folder)
{
    std::vector<std::string> lines;
    auto reader = monitor::LogReader::open(folder);
    EXPECT_TRUE(reader);
    while (const auto record = reader->next())
        lines.push_back(std::string(name(record->bookmark)) + " " + std::string(record->board) +
                        ": " + std::string(record->line));
    return lines;
}

class LogKeeping : public LabFixture
{
};

TEST_F(LogKeeping, EveryLineOfEveryBoardIsOnDisk)
{
    support::Pty first, second;
    const std::string a = "pty:" + first.path();
    const std::string b = "pty:" + second.path();
    m_lab->addBoard(a, {.kind = ProfileKind::Stdin});
    m_lab->addBoard(b, {.kind = ProfileKind::Stdin});
    const auto folder = m_folder / "data" / "logs";
    const auto arrives = [&](std::size_t count) {
        return runUntil([&] { return keptLines(folder).size() == count; });
    };
    first.print("\x1b[0;32mI (1) app: one\x1b[0m\r\n");
    ASSERT_TRUE(arrives(1));
    second.print("\xff\xfe noise\n");
    ASSERT_TRUE(arrives(2));
    first.print(
        "rst:0x1 (POWERON_RESET),boot:0x13 (SPI_FAST_FLASH_BOOT)\r\na line that has no end");
    ASSERT_TRUE(arrives(3));
    first.hangUp(); // and so it is all there is of that line
    ASSERT_TRUE(arrives(4));
    EXPECT_EQ(keptLines(folder),
              (std::vector<std::string>{
                  " " + a + ": \x1b[0;32mI (1) app: one\x1b[0m", " " + b + ": \xff\xfe noise",
                  "reboot " + a + ": rst:0x1 (POWERON_RESET),boot:0x13 (SPI_FAST_FLASH_BOOT)",
                  " " + a + ": a line that has no end"}));
}

} // namespace
} // namespace otabench::fleet
