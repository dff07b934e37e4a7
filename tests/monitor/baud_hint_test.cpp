#include "monitor/baud_hint.h"

#include "monitor/line_splitter.h"
#include "monitor/log_entry.h"

#include <gtest/gtest.h>

#include <string>

namespace otabench::monitor {
namespace {

const std::string kLog =
    "ets Jul 29 2019 12:21:46\r\n\r\nrst:0x1 (POWERON_RESET),boot:0x13 (SPI_FAST_FLASH_BOOT)\r\n"
    "configsip: 0, SPIWP:0xee\r\nI (31) boot: SPI Flash Size : 4MB\r\n"
    "I (320) cpu_start: Starting scheduler on PRO CPU.\r\n"
    "I (7100) sensor: temperature 23.4 C, humidity 41 %, battery 3.71 V\r\n"
    "E (8000) app: reading failed, trying again\r\nI (9000) app: Hello world!\r\n"
    "W (9100) app: low battery, sleeping longer\r\nI (9200) app: good night\r\n";

TEST(ReceivedAt, TheSameSpeedGivesTheTextBack)
{
    EXPECT_EQ(receivedAt(kLog, 115200, 115200), kLog);
}

TEST(BaudRateHint, NamesTheSpeedThatTheBoardUses)
{
    struct Row
    {
        unsigned sender, receiver;
    };

    const Row rows[] = {{74880, 115200},  {57600, 115200},  {38400, 115200},  {230400, 115200},
                        {460800, 115200}, {115200, 74880},  {115200, 921600}, {460800, 921600},
                        {9600, 115200},   {1500000, 921600}};
    for (const Row &row : rows) {
        // As it comes: cut into lines, and only those that are noise.
        BaudRateHint hint(row.receiver);
        LineSplitter splitter;
        const auto onLine = [&](std::string_view line) {
            if (parseLine(line).kind == LineKind::Noise)
                hint.feed(line);
        };
        for (int i = 0; i < 4; ++i)
            splitter.feed(receivedAt(kLog, row.sender, row.receiver), onLine);
        splitter.flush(onLine);
        EXPECT_EQ(hint.suggestion(), row.sender) << row.sender << " read at " << row.receiver;
    }
}

TEST(BaudRateHint, SaysNothingWithoutReason)
{
    BaudRateHint little(115200);
    little.feed("\xff\xfe\x80");
    EXPECT_FALSE(little.suggestion());

    BaudRateHint text(115200);
    text.feed(kLog);
    EXPECT_FALSE(text.suggestion());

    BaudRateHint random(115200);
    unsigned x = 1;
    std::string noise;
    for (int i = 0; i < 5000; ++i)
        noise += static_cast<char>((x = x * 1103515245 + 12345) >> 16);
    random.feed(noise);
    EXPECT_FALSE(random.suggestion());

    // Much too slow a board: nothing but zeros, whatever its speed is.
    BaudRateHint zeros(921600);
    zeros.feed(receivedAt(kLog, 19200, 921600));
    EXPECT_FALSE(zeros.suggestion());
}

} // namespace
} // namespace otabench::monitor
