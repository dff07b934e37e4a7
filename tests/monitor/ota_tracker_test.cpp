#include "monitor/ota_tracker.h"

#include <gtest/gtest.h>

#include <random>

namespace otabench::monitor {
namespace {

class OtaTrackerTest : public testing::Test
{
protected:
    OtaTrackerTest()
        : m_tracker([this](const TrackerEvent &event) { m_events.push_back(event); })
    {
    }

    void feed(std::initializer_list<const char *> lines)
    {
        for (const char *line : lines)
            m_tracker.feed(parseLine(line));
    }

    /// What a board prints from reset to app_main.
    void boot(const char *offset, const char *version = "", const char *digest = "",
              const char *code = "c")
    {
        feed({"ESP-ROM:esp32c3-api1-20210207", "Build:Feb  7 2021"});
        feedText(std::string("rst:0x") + code + " (X),boot:0xd (SPI_FAST_FLASH_BOOT)");
        feed({"I (24) boot: ESP-IDF v5.3 2nd stage bootloader",
              "I (50) esp_image: segment 0: paddr=00020020 vaddr=3c000020 size=3fff8h (262136) "
              "map"});
        feedText(std::string("I (90) boot: Loaded app from partition at offset ") + offset);
        feed({"I (100) cpu_start: Unicore app", "I (101) app_init: Project name:     demo"});
        if (*version)
            feedText(std::string("I (102) app_init: App version:      ") + version);
        if (*digest)
            feedText(std::string("I (103) app_init: ELF file SHA256:  ") + digest + "...");
        feed({"I (110) main_task: Calling app_main()"});
    }

    void feedText(const std::string &line) { m_tracker.feed(parseLine(line)); }

    /// A whole update up to its success line.
    void update(const char *targetOffset = "0x1d0000")
    {
        feed({"I (1000) advanced_https_ota_example: Starting Advanced OTA example",
              "I (1000) advanced_https_ota_example: OTA started",
              "I (1100) esp_https_ota: Starting OTA..."});
        feedText(std::string("I (1101) esp_https_ota: Writing to <ota_1> partition at offset ") +
                 targetOffset);
        feed({"I (5000) esp_image: segment 0: paddr=001d0020 vaddr=3c000020 size=3fff8h (262136) "
              "map",
              "I (5100) advanced_https_ota_example: ESP_HTTPS_OTA upgrade successful. Rebooting "
              "..."});
    }

    unsigned count(TrackerEvent::Kind kind) const
    {
        return static_cast<unsigned>(
            std::count_if(m_events.begin(), m_events.end(),
                          [&](const TrackerEvent &event) { return event.kind == kind; }));
    }

    std::optional<ErrorCode> reason() const
    {
        return m_tracker.reason() ? std::optional(m_tracker.reason()->code) : std::nullopt;
    }

    std::vector<TrackerEvent> m_events;
    OtaTracker m_tracker;
};

TEST_F(OtaTrackerTest, ReadsTheBootFacts)
{
    boot("0x20000", "1.2.3", "0123456789abcdef");
    feed({"I (900) esp_netif_handlers: sta ip: 192.168.4.17, mask: 255.255.255.0, gw: 192.168.4.1",
          "I (901) simple_ota_example: SHA-256 for current firmware:  1131"});
    const BootFacts &facts = m_tracker.boot();
    EXPECT_EQ(facts.boots, 1u);
    EXPECT_EQ(facts.chip, "esp32c3");
    EXPECT_EQ(facts.resetReason, "software restart");
    EXPECT_EQ(facts.loadedOffset, 0x20000u);
    EXPECT_EQ(facts.project, "demo");
    EXPECT_EQ(facts.version, "1.2.3");
    EXPECT_EQ(facts.elfSha256Prefix, "0123456789abcdef");
    EXPECT_EQ(facts.imageSha256, "1131");
    EXPECT_EQ(facts.address, "192.168.4.17");
    EXPECT_TRUE(facts.appStarted);
    EXPECT_EQ(count(TrackerEvent::Kind::Booted), 1u);
    EXPECT_FALSE(m_tracker.phase());
}

TEST_F(OtaTrackerTest, AResetForgetsTheFactsButNotTheChip)
{
    boot("0x20000", "1.0.0");
    feed({"ESP-ROM:esp32c3-api1-20210207"});
    EXPECT_EQ(m_tracker.boot().boots, 2u);
    EXPECT_EQ(m_tracker.boot().chip, "esp32c3");
    EXPECT_EQ(m_tracker.boot().version, "");
    EXPECT_FALSE(m_tracker.boot().appStarted);
}

TEST_F(OtaTrackerTest, ABoardWithoutRomTextIsSeenToBootByItsStartUpLines)
{
    feed({"I (300) cpu_start: Multicore app", "I (301) app_init: App version:      2.0",
          "I (310) main_task: Calling app_main()", "I (300) cpu_start: Multicore app",
          "I (310) main_task: Calling app_main()"});
    EXPECT_EQ(m_tracker.boot().boots, 2u);
    EXPECT_EQ(count(TrackerEvent::Kind::Booted), 2u);
}

TEST_F(OtaTrackerTest, UpdatedOnceTheOtherSlotRuns)
{
    boot("0x20000", "1.0.0");
    update();
    EXPECT_EQ(m_tracker.phase(), Phase::Rebooting);
    boot("0x1d0000", "1.0.0"); // two versions may carry the same version text
    EXPECT_EQ(m_tracker.phase(), Phase::Updated);
    std::vector<Phase> phases;
    for (const TrackerEvent &event : m_events) {
        if (event.kind == TrackerEvent::Kind::PhaseChanged)
            phases.push_back(event.phase);
    }
    EXPECT_EQ(phases, (std::vector<Phase>{Phase::Preparing, Phase::Triggered, Phase::Connected,
                                          Phase::Downloading, Phase::Verifying, Phase::Rebooting,
                                          Phase::Confirming, Phase::Updated}));
    EXPECT_EQ(count(TrackerEvent::Kind::ReadyForUrl), 1u);
}

TEST_F(OtaTrackerTest, ADownloadAloneIsNoSuccess)
{
    boot("0x20000", "1.0.0");
    update();
    m_tracker.finish();
    EXPECT_EQ(m_tracker.phase(), Phase::Rebooting);
    EXPECT_FALSE(m_tracker.reason());
}

TEST_F(OtaTrackerTest, TheOldSlotAfterTheRebootIsARollback)
{
    boot("0x20000", "1.0.0");
    update();
    boot("0x20000", "1.0.0");
    EXPECT_EQ(m_tracker.phase(), Phase::RolledBack);
    EXPECT_EQ(reason(), ErrorCode::BoardRolledBack);
}

TEST_F(OtaTrackerTest, ANewImageThatCrashesAndFallsBackIsARollbackWithItsCause)
{
    boot("0x20000", "1.0.0");
    update();
    boot("0x1d0000", "2.0.0");
    EXPECT_EQ(m_tracker.phase(), Phase::Updated);
    feed({"Guru Meditation Error: Core  0 panic'ed (LoadProhibited). Exception was unhandled."});
    boot("0x20000", "1.0.0");
    EXPECT_EQ(m_tracker.phase(), Phase::RolledBack);
    ASSERT_TRUE(m_tracker.diagnosis());
    EXPECT_EQ(m_tracker.diagnosis()->id, "panic-bad-address");
}

TEST_F(OtaTrackerTest, ANewImageThatCrashesForEverHasFailed)
{
    boot("0x20000", "1.0.0");
    update();
    for (int i = 0; i < 3; ++i) {
        boot("0x1d0000", "2.0.0", "", "c");
        feed({"abort() was called at PC 0x400d1234 on core 0", "Backtrace: 0x400d1234:0x3ffb1f50",
              "Rebooting..."});
    }
    EXPECT_EQ(m_tracker.phase(), Phase::Failed);
    EXPECT_EQ(reason(), ErrorCode::BoardCrashed);
    EXPECT_EQ(count(TrackerEvent::Kind::Failure), 1u);
}

TEST_F(OtaTrackerTest, WithoutOffsetsTheVersionDecides)
{
    feed({"I (300) app_init: App version:      1.0.0", "I (310) main_task: Calling app_main()",
          "I (1000) my_app: going on", "I (1100) esp_https_ota: Starting OTA...",
          "I (1101) esp_https_ota: Writing to <ota_1> partition at offset 0x1d0000",
          "I (5000) esp_image: segment 0: paddr=001d0020 vaddr=3c000020 size=3fff8h (262136) map",
          "I (300) app_init: App version:      2.0.0", "I (310) main_task: Calling app_main()"});
    EXPECT_EQ(m_tracker.phase(), Phase::Updated);
}

TEST_F(OtaTrackerTest, TheSameImageWithoutASlotProvesNothing)
{
    feed({"I (300) app_init: App version:      1.0.0", "I (310) main_task: Calling app_main()"});
    update();
    feed({"I (300) app_init: App version:      1.0.0", "I (310) main_task: Calling app_main()"});
    EXPECT_EQ(m_tracker.phase(), Phase::Rebooting);
    m_tracker.finish();
    EXPECT_EQ(m_tracker.phase(), Phase::NotProved);
    EXPECT_EQ(reason(), ErrorCode::BoardNotProved);
}

TEST_F(OtaTrackerTest, AnOldExampleWithoutSuccessLineIsJudgedByWhatBoots)
{
    boot("0x20000");
    feed({"I (1000) simple_ota_example: Starting OTA example",
          "I (1100) esp_https_ota: Starting OTA...",
          "I (1101) esp_https_ota: Writing to partition subtype 17 at offset 0x1d0000",
          "I (5000) esp_image: segment 0: paddr=0x001d0020 vaddr=0x3c000020 size=0x3fff8 map"});
    boot("0x1d0000");
    EXPECT_EQ(m_tracker.phase(), Phase::Updated);
}

struct ResetRow
{
    const char *code;
    ErrorCode reason;
};

TEST_F(OtaTrackerTest, AResetInMidDownloadFailsForItsReason)
{
    for (const ResetRow &row :
         {ResetRow{"f", ErrorCode::BoardBrownOut}, ResetRow{"1", ErrorCode::BoardCrashed},
          ResetRow{"8", ErrorCode::BoardCrashed}, ResetRow{"c", ErrorCode::BoardCrashed}}) {
        OtaTracker tracker(nullptr);
        std::swap(m_tracker, tracker);
        boot("0x20000", "1.0.0");
        feed({"I (1000) simple_ota_example: Starting OTA example task",
              "I (1100) esp_https_ota: Starting OTA...",
              "I (1101) esp_https_ota: Writing to <ota_1> partition at offset 0x1d0000"});
        boot("0x20000", "1.0.0", "", row.code);
        EXPECT_EQ(m_tracker.phase(), Phase::Failed) << row.code;
        EXPECT_EQ(reason(), row.reason) << row.code;
    }
}

TEST_F(OtaTrackerTest, AResetBeforeTheTriggerIsPartOfGettingReady)
{
    m_tracker.restart();
    boot("0x20000", "1.0.0", "", "1");
    feed({"I (1000) simple_ota_example: Starting OTA example task"});
    boot("0x20000", "1.0.0", "", "1");
    EXPECT_FALSE(m_tracker.reason());
    update();
    boot("0x1d0000", "1.0.0");
    EXPECT_EQ(m_tracker.phase(), Phase::Updated);
}

TEST_F(OtaTrackerTest, APanicFailsTheUpdate)
{
    boot("0x20000", "1.0.0");
    feed({"I (1000) simple_ota_example: Starting OTA example task",
          "I (1100) esp_https_ota: Starting OTA...",
          "Guru Meditation Error: Core  0 panic'ed (Cache error). "});
    EXPECT_EQ(m_tracker.phase(), Phase::Failed);
    EXPECT_EQ(reason(), ErrorCode::BoardCrashed);
}

TEST_F(OtaTrackerTest, ErrorsOutsideAnUpdateAreNotItsFailure)
{
    boot("0x20000", "1.0.0");
    feed({"E (900) esp_https_ota: Failed to establish HTTP connection",
          "E (901) esp_image: Image hash failed - image is corrupt"});
    EXPECT_FALSE(m_tracker.phase());
}

TEST_F(OtaTrackerTest, TheFirstErrorWinsOverWarningsAndSummaries)
{
    m_tracker.restart();
    feed({"W (1) HTTP_CLIENT: Connection timed out before data was ready!",
          "E (2) esp-tls: Failed to open new connection",
          "E (3) esp-tls: couldn't get hostname for :lab: getaddrinfo() returns 202, addrinfo=0x0",
          "E (4) esp_https_ota: File not found(404)",
          "E (5) esp_https_ota: Failed to establish HTTP connection"});
    EXPECT_EQ(reason(), ErrorCode::BoardCannotConnect);
    EXPECT_EQ(m_tracker.diagnosis()->id, "tls-dns");
}

TEST_F(OtaTrackerTest, WhatWasRetriedIsNoCauseAfterSuccess)
{
    boot("0x20000", "1.0.0");
    m_tracker.restart();
    feed({"W (1) HTTP_CLIENT: esp_transport_read returned:-80 and errno:104 "});
    update();
    m_tracker.finish();
    EXPECT_EQ(m_tracker.phase(), Phase::Rebooting);
}

TEST_F(OtaTrackerTest, SilenceIsNamedByWhereItCame)
{
    m_tracker.restart();
    m_tracker.finish();
    EXPECT_FALSE(m_tracker.phase()); // nothing has begun
    feed({"I (1) advanced_https_ota_example: OTA started"});
    m_tracker.finish();
    EXPECT_EQ(reason(), ErrorCode::BoardSilent);
    m_tracker.restart();
    EXPECT_FALSE(m_tracker.phase());
    EXPECT_FALSE(m_tracker.reason());
    feed({"I (2) esp_https_ota: Starting OTA..."});
    m_tracker.finish();
    EXPECT_EQ(reason(), ErrorCode::BoardDownloadStalled);
}

TEST_F(OtaTrackerTest, AFailedUpdateCanBeTriedAgain)
{
    boot("0x20000", "1.0.0");
    feed({"I (1) advanced_https_ota_example: OTA started",
          "E (2) esp_https_ota: data read -1, errno 0"});
    EXPECT_EQ(m_tracker.phase(), Phase::Failed);
    update();
    boot("0x1d0000", "2.0.0");
    EXPECT_EQ(m_tracker.phase(), Phase::Updated);
}

TEST_F(OtaTrackerTest, BytesAreReported)
{
    m_tracker.restart();
    feed({"I (1) native_ota_example: Starting OTA example task",
          "I (2) native_ota_example: Writing to partition subtype 17 at offset 0x1d0000",
          "D (3) esp_https_ota: Written image length 4096",
          "I (4) native_ota_example: Total Write binary data length: 1048560"});
    std::vector<std::uint64_t> bytes;
    for (const TrackerEvent &event : m_events) {
        if (event.bytes)
            bytes.push_back(*event.bytes);
    }
    EXPECT_EQ(bytes, (std::vector<std::uint64_t>{4096, 1048560}));
    EXPECT_EQ(m_events.back().total, 1048560u);
}

TEST_F(OtaTrackerTest, AnArduinoSketchIsFollowed)
{
    feed({"Starting OTA", "Http Event On Connected", "Http Event Header Sent",
          "Http Event On Header, key=Content-Length, value=1048576", "Http Event On Finish",
          "Firmware written successfully. To reboot device, call API ESP.restart() or PUSH restart "
          "button on device"});
    EXPECT_EQ(m_tracker.phase(), Phase::Rebooting);
    feed({"Starting OTA", "Http Event On Connected", "Firmware Upgrade Fail"});
    EXPECT_EQ(m_tracker.phase(), Phase::Failed);
    EXPECT_EQ(reason(), ErrorCode::BoardOtaFailed);
}

TEST_F(OtaTrackerTest, AnyLinesInAnyOrderAreSurvived)
{
    constexpr const char *kLines[] = {
        "ESP-ROM:esp32c3-api1-20210207",
        "rst:0xc (X),boot:0xd (SPI_FAST_FLASH_BOOT)",
        "rst:0xf (X),boot:0xd (SPI_FAST_FLASH_BOOT)",
        "I (90) boot: Loaded app from partition at offset 0x20000",
        "I (90) boot: Loaded app from partition at offset 0x1d0000",
        "I (102) app_init: App version:      1",
        "I (110) main_task: Calling app_main()",
        "I (1000) simple_ota_example: Starting OTA example task",
        "I (1) advanced_https_ota_example: OTA started",
        "I (1100) esp_https_ota: Starting OTA...",
        "I (1101) esp_https_ota: Writing to <ota_1> partition at offset 0x1d0000",
        "I (5000) esp_image: segment 0: paddr=001d0020",
        "I (5100) simple_ota_example: OTA Succeed, Rebooting...",
        "E (2) esp_https_ota: data read -1, errno 0",
        "W (1) HTTP_CLIENT: Connection timed out before data was ready!",
        "Guru Meditation Error: Core  0 panic'ed (LoadProhibited). Exception was unhandled.",
        "I (7) esp_ota_ops: Rollback to previously worked partition.",
        "E BOD: Brownout detector was triggered",
    };
    std::mt19937 random(3);
    for (int round = 0; round < 300; ++round) {
        OtaTracker tracker([](const TrackerEvent &event) {
            EXPECT_EQ(event.reason.has_value(), event.kind == TrackerEvent::Kind::Failure);
        });
        for (int i = 0; i < 60; ++i) {
            if (random() % 30 == 0)
                tracker.restart();
            tracker.feed(parseLine(kLines[random() % std::size(kLines)]));
            EXPECT_EQ(tracker.reason().has_value(), tracker.phase() && isFailure(*tracker.phase()));
        }
        tracker.finish();
    }
}

TEST_F(OtaTrackerTest, ArduinosHttpsUpdateIsFollowedToItsSuccessLineAndProvedByTheBoot)
{
    boot("0x10000", "1.0.0", "", "1");
    feed({"Attempting to connect to SSID: lab", "....", "Connected to lab", "Starting OTA",
          "Please Wait it takes some time ..."});
    EXPECT_EQ(m_tracker.phase(), Phase::Triggered);
    feed({"Http Event On Connected", "Http Event Header Sent",
          "Http Event On Header, key=Content-Type, value=application/octet-stream",
          "Http Event On Header, key=Content-Length, value=912345"});
    EXPECT_EQ(m_tracker.phase(), Phase::Downloading);
    EXPECT_EQ(m_events.back().total, 912345u);
    feed({"Http Event On Finish"});
    EXPECT_EQ(m_tracker.phase(), Phase::Verifying);
    const char *const success = "Firmware written successfully. To reboot device, call API "
                                "ESP.restart() or PUSH restart button on device";
    feed({success, success, success}); // every second, until somebody resets it
    EXPECT_EQ(m_tracker.phase(), Phase::Rebooting);
    boot("0x150000", "1.1.0", "", "1"); // the button: no software reset
    EXPECT_EQ(m_tracker.phase(), Phase::Updated);
    EXPECT_EQ(count(TrackerEvent::Kind::Failure), 0u);
}

TEST_F(OtaTrackerTest, ArduinosSilentBootProvesNothing)
{
    feed({"Starting OTA", "Http Event On Connected", "Http Event On Finish",
          "Firmware written successfully. To reboot device, call API ESP.restart() or PUSH restart "
          "button on device",
          "ets Jul 29 2019 12:21:46", "rst:0x1 (POWERON_RESET),boot:0x13 (SPI_FAST_FLASH_BOOT)",
          "load:0x3fff0030,len:1184", "entry 0x400805e4", "Attempting to connect to SSID: lab"});
    m_tracker.finish();
    EXPECT_NE(m_tracker.phase(), Phase::Updated);
}

TEST_F(OtaTrackerTest, ArduinosFailureIsToldOnce)
{
    feed({"Starting OTA", "Http Event Error", "Firmware Upgrade Fail", "Firmware Upgrade Fail"});
    EXPECT_EQ(m_tracker.phase(), Phase::Failed);
    EXPECT_EQ(count(TrackerEvent::Kind::Failure), 1u);
}

TEST_F(OtaTrackerTest, TheNativeExampleIsFollowedByItsOwnLines)
{
    boot("0x10000", "1.0.0", "0011", "1");
    feed({"I (700) native_ota_example: OTA example app_main start",
          "I (705) native_ota_example: SHA-256 for current firmware: : 1131",
          "I (2700) native_ota_example: Starting OTA example task",
          "I (2701) native_ota_example: Running partition type 0 subtype 0 (offset 0x00010000)",
          "I (3100) native_ota_example: Writing to partition subtype 16 at offset 0x110000",
          "I (3101) native_ota_example: New firmware version: 1.1.0",
          "I (3102) native_ota_example: Running firmware version: 1.0.0",
          "I (3900) native_ota_example: esp_ota_begin succeeded"});
    EXPECT_EQ(m_tracker.phase(), Phase::Downloading);
    feed({"D (4000) native_ota_example: Written image length 65536"});
    EXPECT_EQ(m_events.back().bytes, 65536u);
    feed({"I (9000) native_ota_example: Connection closed",
          "I (9001) native_ota_example: Total Write binary data length: 912345"});
    EXPECT_EQ(m_tracker.phase(), Phase::Verifying);
    EXPECT_EQ(m_events.back().total, 912345u);
    feed({"I (9100) esp_image: segment 0: paddr=00110020 vaddr=3c000020 size=3fff8h (262136) map",
          "I (9200) native_ota_example: Prepare to restart system!"});
    EXPECT_EQ(m_tracker.phase(), Phase::Rebooting);
    boot("0x110000", "1.1.0", "0022");
    EXPECT_EQ(m_tracker.phase(), Phase::Updated);
}

TEST_F(OtaTrackerTest, TheNativeExamplesSelfTestThatFailsIsARollback)
{
    boot("0x10000", "1.0.0", "0011", "1");
    feed({"I (2700) native_ota_example: Starting OTA example task",
          "I (3100) native_ota_example: Writing to partition subtype 16 at offset 0x110000",
          "I (9200) native_ota_example: Prepare to restart system!"});
    boot("0x110000", "1.1.0", "0022");
    feed({"E (700) native_ota_example: Diagnostics failed! Start rollback to the previous version "
          "...",
          "I (701) esp_ota_ops: Rollback to previously worked partition."});
    boot("0x10000", "1.0.0", "0011");
    EXPECT_EQ(m_tracker.phase(), Phase::RolledBack);
}

TEST_F(OtaTrackerTest, AnErrorInsideAnotherCoresLineCounts)
{
    feed({"I (1000) simple_ota_example: Starting OTA example task",
          "I (1100) simple_ota_example: Attempting to download update from https://lab/x.bin",
          "I (1311) wifi:AP's beacoE (1312) esp-tls-mbedtls: mbedtls_ssl_handshake returned "
          "-0x2700",
          "E (1320) simple_ota_example: Firmware upgrade failed"});
    EXPECT_EQ(reason(), ErrorCode::BoardCertificateRefused);
}

} // namespace
} // namespace otabench::monitor
