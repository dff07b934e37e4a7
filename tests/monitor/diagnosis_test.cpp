#include "monitor/diagnosis.h"

#include <gtest/gtest.h>

#include <random>
#include <set>

namespace otabench::monitor {
namespace {

struct Row
{
    const char *line;
    const char *id;
    std::optional<ErrorCode> reason;
};

TEST(Diagnosis, LinesAreFoundByLevelTagAndPattern)
{
    const Row rows[] = {
        {"E (320) esp-tls-mbedtls: mbedtls_ssl_handshake returned -0x2700", "tls-hs-cert-refused",
         ErrorCode::BoardCertificateRefused},
        {"E (1) esp_https_ota: Mismatch chip id, expected 5, found 0", "ota-chip-mismatch",
         ErrorCode::BoardImageRejected},
        {"E (1) my_app: esp_ota_begin failed (ESP_ERR_INVALID_SIZE)", "ota-begin-size",
         ErrorCode::BoardImageRejected},
        {"I (1) example_connect: Wi-Fi disconnected 201, trying to reconnect...",
         "wifi-reason-not-found", ErrorCode::BoardNoNetwork},
        {"rst:0xf (BROWN_OUT_RESET),boot:0x8 (SPI_FAST_FLASH_BOOT)", "rom-reset-brownout",
         ErrorCode::BoardBrownOut},
        {"Guru Meditation Error: Core  0 panic'ed (LoadProhibited). Exception was unhandled.",
         "panic-bad-address", ErrorCode::BoardCrashed},
        {"E BOD: Brownout detector was triggered", "brownout", ErrorCode::BoardBrownOut},
        {"E (1) esp_https_ota: Failed to establish HTTP connection", "sum-ota-establish",
         ErrorCode::BoardHttpError},
        {"E (1) my_app: it failed: ESP_ERR_NO_MEM", "err-no-mem", ErrorCode::BoardOutOfMemory},
        {"HTTP_UPDATE_FAILED Error (-104): Wrong HTTP Code", "ard-http-code",
         ErrorCode::BoardHttpError},
    };
    for (const Row &row : rows) {
        const auto explanation = explain(parseLine(row.line));
        ASSERT_TRUE(explanation) << row.line;
        EXPECT_EQ(explanation->id, row.id) << row.line;
        EXPECT_EQ(explanation->reason, row.reason) << row.line;
    }
}

TEST(Diagnosis, LevelAndTagMustFit)
{
    EXPECT_FALSE(explain(parseLine("E (1) app: Image hash failed - image is corrupt")));
    EXPECT_FALSE(explain(parseLine("I (1) esp_image: Image hash failed - image is corrupt")));
    EXPECT_FALSE(explain(parseLine("I (1) app: all is well")));
}

TEST(Diagnosis, EveryRowIsWholeAndItsNameIsItsOwn)
{
    const auto all = allExplanations();
    EXPECT_GE(all.size(), 389u);
    std::set<std::string_view> ids;
    for (const Explanation &row : all) {
        EXPECT_TRUE(ids.insert(row.id).second) << row.id;
        EXPECT_FALSE(row.meaning.empty()) << row.id;
        EXPECT_NE(row.reason, ErrorCode::Internal) << row.id; // a word that is no code
        if (row.role != LineRole::Note) {
            EXPECT_TRUE(row.reason) << row.id;
            EXPECT_FALSE(row.remedies.empty()) << row.id;
        }
    }
}

TEST(Diagnosis, TheErrorTellsWhatWasPrintedAndWhatToDo)
{
    const LogEntry entry = parseLine("E (1) esp_https_ota: File not found(404)");
    const auto explanation = explain(entry);
    ASSERT_TRUE(explanation);
    const Error error = explanation->toError(entry.message);
    EXPECT_EQ(error.code, ErrorCode::BoardHttpError);
    EXPECT_NE(error.text.find("File not found(404)"), std::string::npos);
    EXPECT_NE(error.text.find(explanation->remedies.front()), std::string::npos);
}

TEST(Diagnosis, AnyTextCanBeLookedUp)
{
    std::mt19937 random(11);
    for (int round = 0; round < 300; ++round) {
        std::string line = round % 2 ? "E (1) HTTP_CLIENT: " : "Guru Meditation Error: Core ";
        const auto length = random() % 4000;
        for (std::size_t i = 0; i < length; ++i)
            line += static_cast<char>(random() % 256);
        (void)explain(parseLine(line));
    }
}

} // namespace
} // namespace otabench::monitor
