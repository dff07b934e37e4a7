#include "esp_err.h"
#include "esp_log.h"
#include "esp_ota_ops.h"
#include "esp_system.h"
#include "support/firmware/ram_port.h"

#include <cerrno>
#include <csignal>
#include <cstdio>
#include <cstring>
#include <thread>

#include <gtest/gtest.h>

namespace otabench::test {
namespace {

TEST(EspErr, HasAName)
{
    char text[12];
    EXPECT_STREQ(esp_err_to_name(ESP_OK), "ESP_OK");
    EXPECT_STREQ(esp_err_to_name(-1), "ESP_FAIL");
    EXPECT_STREQ(esp_err_to_name(0x10A), "ESP_ERR_INVALID_VERSION");
    EXPECT_STREQ(esp_err_to_name(0x1503), "ESP_ERR_OTA_VALIDATE_FAILED");
    EXPECT_STREQ(esp_err_to_name(0x7002), "ESP_ERR_HTTP_CONNECT");
    EXPECT_STREQ(esp_err_to_name(0x801A), "ESP_ERR_MBEDTLS_SSL_HANDSHAKE_FAILED");
    EXPECT_STREQ(esp_err_to_name(0x9001), "ESP_ERR_HTTPS_OTA_IN_PROGRESS");
    EXPECT_STREQ(esp_err_to_name(0x1234567), "UNKNOWN ERROR");
    EXPECT_STREQ(esp_err_to_name_r(0x101, text, sizeof text), "ESP_ERR_NO_");
    EXPECT_STREQ(esp_err_to_name_r(0x1234567, text, 4), "UNK");
}

/// What a program that ends by abort() shows.
const std::string *theOutput = nullptr;

class PortTest : public ::testing::Test
{
protected:
    PortTest() { board.use(0); }

    RamPort board{4096};
};

TEST_F(PortTest, LogLinesReachThePort)
{
    ESP_LOGE("a", "%d%%\n", 5);
    ESP_LOGW("b", "w");
    ESP_LOGI("c", "%s", "i\r\n");
    ESP_LOGD("d", "not compiled by default");
    EXPECT_EQ(board.log, (std::vector<std::string>{"E a: 5%", "W b: w", "I c: i"}));
}

TEST_F(PortTest, LongLogLinesAreCut)
{
    ESP_LOGI("a", "%s", std::string(2000, 'x').c_str());
    EXPECT_EQ(board.log.at(0), "I a: " + std::string(383, 'x'));
}

TEST_F(PortTest, LevelsAreByTag)
{
    esp_log_level_set("quiet", ESP_LOG_WARN);
    ESP_LOGI("quiet", "1");
    ESP_LOGW("quiet", "2");
    ESP_LOGI("other", "3");
    esp_log_level_set("*", ESP_LOG_NONE);
    ESP_LOGE("other", "4");
    EXPECT_EQ(board.log, (std::vector<std::string>{"W quiet: 2", "I other: 3"}));
    EXPECT_EQ(esp_log_level_get("quiet"), ESP_LOG_NONE);
    board.use(0); // a restart
    EXPECT_EQ(esp_log_level_get("quiet"), ESP_LOG_INFO);
}

TEST_F(PortTest, HexDumpsHaveSixteenBytesALine)
{
    const std::string bytes(17, 'A');
    ESP_LOG_BUFFER_HEX("h", bytes.data(), 17);
    EXPECT_EQ(board.log.at(0), "I h: 41 41 41 41 41 41 41 41 41 41 41 41 41 41 41 41");
    EXPECT_EQ(board.log.at(1), "I h: 41");
}

TEST_F(PortTest, FailedChecksReportAndAbort)
{
    ESP_ERROR_CHECK(ESP_OK);
    EXPECT_TRUE(board.output.empty());
    EXPECT_EQ(ESP_ERROR_CHECK_WITHOUT_ABORT(ESP_ERR_NO_MEM), ESP_ERR_NO_MEM);
    EXPECT_NE(board.output.find("failed: esp_err_t 0x101 (ESP_ERR_NO_MEM)"), std::string::npos);
    EXPECT_NE(board.output.find("\r\nexpression: ESP_ERR_NO_MEM\r\n"), std::string::npos);
    const auto fail = [this] {
        theOutput = &board.output;
        std::signal(SIGABRT, [](int) { std::fputs(theOutput->c_str(), stderr); });
        ESP_ERROR_CHECK(ESP_FAIL);
    };
    EXPECT_EXIT(fail(), ::testing::KilledBySignal(SIGABRT),
                "ESP_ERROR_CHECK failed: esp_err_t 0xffffffff \\(ESP_FAIL\\) at 0x");
}

TEST_F(PortTest, SystemCallsAskThePort)
{
    board.now = 42;
    board.chip().reset_reason = ESP_RST_BROWNOUT;
    EXPECT_EQ(esp_log_timestamp(), 42U);
    EXPECT_EQ(esp_reset_reason(), ESP_RST_BROWNOUT);
    EXPECT_EQ(esp_get_free_heap_size(), 200000U);
    EXPECT_EQ(esp_get_minimum_free_heap_size(), 150000U);
    uint8_t bytes[7] = {};
    esp_fill_random(bytes, 6);
    EXPECT_EQ(bytes[6], 0);
    EXPECT_NE(esp_random(), esp_random());
}

TEST_F(PortTest, IsThatOfTheThread)
{
    const otabench_port_t *seen = board.port();
    std::thread([&seen] { seen = otabench_port_get(); }).join();
    EXPECT_EQ(seen, nullptr);
    EXPECT_EQ(otabench_port_get(), board.port());
}

TEST_F(PortTest, CharacterDumpsHaveSixteenALine)
{
    ESP_LOG_BUFFER_CHAR("c", "abcdefghijklmnopq", 17);
    EXPECT_EQ(board.log, (std::vector<std::string>{"I c: abcdefghijklmnop", "I c: q"}));
}

TEST_F(PortTest, HexDumpsWithTextAlignTheirLastLine)
{
    const std::string bytes("0123456789abcdef\x01\xff~", 19);
    ESP_LOG_BUFFER_HEXDUMP("d", bytes.data(), 19, ESP_LOG_WARN);
    ASSERT_EQ(board.log.size(), 2U);
    const auto afterAddress = [](const std::string &line) { return line.substr(line.find("   ")); };
    EXPECT_EQ(board.log[0].substr(0, 7), "W d: 0x");
    EXPECT_EQ(afterAddress(board.log[0]),
              "   30 31 32 33 34 35 36 37  38 39 61 62 63 64 65 66  |0123456789abcdef|");
    EXPECT_EQ(afterAddress(board.log[1]), "   01 ff 7e" + std::string(41, ' ') + " |..~|");
}

TEST_F(PortTest, LevelsBeyondTheTableAreThatOfAll)
{
    std::vector<std::string> tags;
    for (int i = 0; i < 100; ++i)
        tags.push_back("tag" + std::to_string(i));
    for (const std::string &tag : tags)
        esp_log_level_set(tag.c_str(), ESP_LOG_ERROR);
    EXPECT_EQ(esp_log_level_get("tag0"), ESP_LOG_ERROR);
    EXPECT_EQ(esp_log_level_get("tag99"), ESP_LOG_INFO);
    esp_log_level_set("tag0", ESP_LOG_WARN); // one that is in it can still be changed
    EXPECT_EQ(esp_log_level_get("tag0"), ESP_LOG_WARN);
    esp_log_level_set("*", ESP_LOG_INFO);
}

TEST_F(PortTest, NothingIsLoggedWithoutAPort)
{
    otabench_port_set(nullptr);
    ESP_LOGE("a", "lost");
    EXPECT_TRUE(board.log.empty());
}

TEST_F(PortTest, AThreadThatJoinsWorksWithTheOthersPort)
{
    esp_log_level_set("shared", ESP_LOG_NONE);
    void *shared = otabench_port_share();
    const otabench_port_t *seen = nullptr;
    esp_log_level_t level = ESP_LOG_INFO;
    std::thread([&] {
        otabench_port_join(shared);
        seen = otabench_port_get();
        level = esp_log_level_get("shared");
    }).join();
    EXPECT_EQ(seen, board.port());
    EXPECT_EQ(level, ESP_LOG_NONE);
}

TEST(EspErr, OfErrnoHasTheLibrarysText)
{
    char text[64];
    EXPECT_STREQ(esp_err_to_name_r(ENOENT, text, sizeof text), std::strerror(ENOENT));
    EXPECT_STREQ(esp_err_to_name(ENOENT), "UNKNOWN ERROR");
}

} // namespace
} // namespace otabench::test
