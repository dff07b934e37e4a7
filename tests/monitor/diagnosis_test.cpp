#include "monitor/diagnosis.h"

#include <gtest/gtest.h>

#include "base/files.h"

#include <algorithm>
#include <random>
#include <set>
#include <sstream>

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
    EXPECT_GE(all.size(), 400u);
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

/// messages.tsv: a genuine line for each row, from real boards' logs or made of the format strings
/// in the sources of ESP-IDF, Mbed TLS, the Wi-Fi library and Arduino.
std::vector<std::pair<std::string, std::string>> genuineLines()
{
    std::vector<std::pair<std::string, std::string>> lines;
    const auto text = readTextFile(OTABENCH_TEST_SOURCES "/messages.tsv");
    EXPECT_TRUE(text) << text.error().text;
    std::istringstream stream(*text);
    std::string line;
    std::getline(stream, line); // the columns' names
    while (std::getline(stream, line)) {
        const std::size_t tab = line.find('\t');
        lines.emplace_back(line.substr(0, tab), line.substr(tab + 1));
    }
    return lines;
}

TEST(Diagnosis, EveryRowIsFoundByItsGenuineLineAndShadowedByNone)
{
    std::set<std::string> withLine;
    for (const auto &[id, line] : genuineLines()) {
        withLine.insert(id);
        const auto explanation = explain(parseLine(line));
        ASSERT_TRUE(explanation) << id << ": " << line;
        EXPECT_EQ(explanation->id, id) << line;
    }
    for (const Explanation &row : allExplanations())
        EXPECT_TRUE(withLine.contains(std::string(row.id))) << row.id << " has no line";
}

TEST(Diagnosis, EverySentenceIsTranslated)
{
    const auto check = [](std::string_view english) {
        const std::string_view chinese = translated(english, Language::Chinese);
        EXPECT_NE(chinese, english) << "no translation";
        EXPECT_TRUE(std::ranges::any_of(
            chinese, [](char c) { return static_cast<unsigned char>(c) >= 0xE3; }))
            << english << ": " << chinese;
    };
    for (const Explanation &row : allExplanations()) {
        check(row.meaning);
        std::ranges::for_each(row.causes, check);
        std::ranges::for_each(row.remedies, check);
        const Explanation chinese = row.in(Language::Chinese);
        EXPECT_EQ(chinese.id, row.id);
        EXPECT_EQ(chinese.causes.size(), row.causes.size());
        EXPECT_EQ(row.in(Language::English).meaning, row.meaning);
    }
    EXPECT_EQ(translated("no sentence of ours", Language::Chinese), "no sentence of ours");
}

TEST(Diagnosis, LanguagesAreNamedAsInTheEnvironment)
{
    EXPECT_EQ(languageFromName("zh_CN.UTF-8"), Language::Chinese);
    EXPECT_EQ(languageFromName("zh-Hans"), Language::Chinese);
    EXPECT_EQ(languageFromName("en_GB.UTF-8"), Language::English);
    EXPECT_EQ(languageFromName("C.UTF-8"), Language::English);
    EXPECT_EQ(languageFromName("de_DE"), std::nullopt);
    EXPECT_EQ(languageFromName(""), std::nullopt);
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
