#include "monitor/known_facts.h"

#include "monitor/ota_tracker.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <set>

namespace otabench::monitor {
namespace {

using namespace std::chrono_literals;

constexpr KnownFacts::Time kNow = std::chrono::sys_days(std::chrono::year(2026) / 11 / 29);

Explanation explained(std::string_view line)
{
    const auto explanation = explain(parseLine(line));
    EXPECT_TRUE(explanation) << line;
    return explanation.value_or(Explanation());
}

const char *const kRefused = "E (320) esp-tls-mbedtls: mbedtls_ssl_handshake returned -0x2700";

TEST(KnownFacts, TheCertificateSaysWhyItWasRefused)
{
    const Explanation refused = explained(kRefused);
    ASSERT_EQ(refused.causes.size(), 3u);

    // The CA is the board's, the name is not in the certificate.
    KnownFacts facts;
    facts.isCaTrusted = true;
    facts.isHostInCertificate = false;
    const Explanation name = narrow(refused, facts);
    ASSERT_EQ(name.findings.size(), 1u);
    EXPECT_EQ(name.findings[0],
              "The server's certificate does not have the host that the URL names.");
    EXPECT_EQ(name.causes.front(), "host name or IP in the URL is not in the certificate");
    EXPECT_EQ(name.causes.size(), 2u); // the CA is none; the date is not known
    EXPECT_EQ(name.remedies.front(),
              "use the name from the certificate in the URL, or add the IP as SAN");

    facts = {};
    facts.isCaTrusted = false;
    EXPECT_EQ(narrow(refused, facts).findings.front(),
              "The board does not have the CA of this server's certificate.");
}

TEST(KnownFacts, TheBoardsClockDecidesOnlyWhereItIsChecked)
{
    const Explanation refused = explained(kRefused);
    KnownFacts facts;
    facts.notBefore = kNow - 24h;
    facts.notAfter = kNow + 24h * 365;
    facts.realTime = kNow;
    facts.boardTime = KnownFacts::Time(100s); // 1970
    const Explanation behind = narrow(refused, facts);
    ASSERT_FALSE(behind.findings.empty());
    EXPECT_EQ(behind.causes.front(),
              "with date check: certificate expired or clock of the board not set");
    EXPECT_EQ(behind.remedies.front(), "set the clock");

    facts.checksDates = false;
    const Explanation unchecked = narrow(refused, facts);
    EXPECT_TRUE(unchecked.findings.empty());
    EXPECT_EQ(unchecked.causes.size(), 2u);

    facts.checksDates = true;
    facts.boardTime = kNow + 24h * 400;
    const Explanation ahead =
        narrow(explained("I (1300) esp-tls-mbedtls: verification info:   ! The certificate "
                         "validity has expired"),
               facts);
    EXPECT_EQ(ahead.causes, (std::vector<std::string_view>{"clock of the board ahead"}));
}

TEST(KnownFacts, TheSlotsSizeComesFromTheBootLog)
{
    OtaTracker tracker(nullptr);
    for (const char *line :
         {"ESP-ROM:esp32c3-api1-20210207", "I (48) boot: Partition Table:",
          "I (51) boot: ## Label            Usage          Type ST Offset   Length",
          "I (58) boot:  0 nvs              WiFi data        01 02 00009000 00006000",
          "I (66) boot:  1 otadata          OTA data         01 00 0000f000 00002000",
          "I (73) boot:  2 factory          factory app      00 00 00020000 00200000",
          "I (81) boot:  3 ota_0            OTA app          00 10 00220000 00100000",
          "I (88) boot:  4 ota_1            OTA app          00 11 00320000 00100000",
          "I (96) boot: End of partition table",
          "I (99) boot: Loaded app from partition at offset 0x220000",
          "I (102) app_init: App version:      1.0.0", "I (26-11-29 09:12:33.480) app: up"})
        tracker.feed(parseLine(line));
    ASSERT_EQ(tracker.boot().partitions.size(), 2u);
    EXPECT_EQ(tracker.boot().partitions[1].label, "ota_1");
    KnownFacts facts;
    facts.imageBytes = 0x120000;
    facts.imageChip = "esp32";
    facts.imageVersion = "1.0.0";
    addFactsOf(tracker.boot(), facts);
    EXPECT_EQ(facts.slotBytes, 0x100000u);
    EXPECT_EQ(facts.boardTime, kNow + 9h + 12min + 33s);

    const Explanation large =
        narrow(explained("E (1) esp_https_ota: Error: esp_ota_write failed! err=0x104"), facts);
    ASSERT_FALSE(large.findings.empty());
    EXPECT_EQ(large.findings.front(), "The image is larger than the board's slot.");
    const Explanation chip =
        narrow(explained("E (1) esp_https_ota: Mismatch chip id, expected 5, found 0"), facts);
    EXPECT_EQ(chip.findings.front(), "The image is for another chip than the board's.");
    const Explanation same =
        narrow(explained("W (1) advanced_https_ota_example: Current running version is the same as "
                         "a new. We will not continue the update."),
               facts);
    EXPECT_EQ(same.findings.front(), "The board runs this version already.");
}

TEST(KnownFacts, AClockThatNobodyHasSetIsOf1970)
{
    OtaTracker tracker(nullptr);
    KnownFacts facts;
    tracker.feed(parseLine("I (70-01-01 00:01:40.000) app: up"));
    addFactsOf(tracker.boot(), facts);
    EXPECT_EQ(facts.boardTime, KnownFacts::Time(100s));
}

TEST(KnownFacts, WhatIsKnownIsToldInFigures)
{
    KnownFacts facts;
    EXPECT_EQ(figures(explained(kRefused), facts), "");
    facts.host = "10.0.0.2";
    facts.certificateNames = {"DNS:bench.lab", "IP:10.0.0.1"};
    facts.notBefore = kNow;
    facts.notAfter = kNow + 24h;
    facts.boardTime = KnownFacts::Time(100s);
    EXPECT_EQ(figures(explained(kRefused), facts),
              "the URL's host is 10.0.0.2, the certificate's names are DNS:bench.lab IP:10.0.0.1; "
              "the certificate is valid from 2026-11-29 00:00:00 UTC to 2026-11-30 00:00:00 UTC, "
              "the board's clock says 1970-01-01 00:01:40 UTC");
}

TEST(KnownFacts, WhereNothingIsKnownNothingChanges)
{
    for (const Explanation &row : allExplanations()) {
        const Explanation same = narrow(row, {});
        EXPECT_EQ(same.causes, row.causes) << row.id;
        EXPECT_EQ(same.remedies, row.remedies) << row.id;
        EXPECT_TRUE(same.findings.empty()) << row.id;
    }
}

TEST(KnownFacts, EverySentenceIsTheCataloguesAndEveryFindingTranslated)
{
    std::set<std::string_view> inCatalogue;
    for (const Explanation &row : allExplanations()) {
        inCatalogue.insert(row.causes.begin(), row.causes.end());
        inCatalogue.insert(row.remedies.begin(), row.remedies.end());
    }
    for (const std::string_view sentence : allDecidableSentences())
        EXPECT_TRUE(inCatalogue.contains(sentence)) << sentence;
    for (const std::string_view finding : allFindings())
        EXPECT_NE(translated(finding, Language::Chinese), finding);
}

} // namespace
} // namespace otabench::monitor
