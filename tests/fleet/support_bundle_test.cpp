#include "fleet/support_bundle.h"

#include "base/files.h"
#include "certificates/authority.h"
#include "certificates/store.h"
#include "fleet/detail/redactor.h"
#include "history/history.h"
#include "monitor/log_spool.h"
#include "support/process.h"
#include "support/temporary_folder.h"

#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>
#include <future>

namespace otabench::fleet {
namespace {

using detail::Redactor;

struct Row
{
    const char *line;
    const char *redacted;
};

class RedactedLines : public testing::TestWithParam<Row>
{
};

TEST_P(RedactedLines, LoseWhatIsSecret)
{
    EXPECT_EQ(Redactor().line(GetParam().line), GetParam().redacted);
}

INSTANTIATE_TEST_SUITE_P(
    Rows, RedactedLines,
    testing::Values(
        // Wi-Fi, as ESP-IDF and its examples print it.
        Row{"I (1234) wifi:connected with Attic, left, aid = 1, channel 6, BW20, bssid = aa:bb",
            "I (1234) wifi:connected with [removed], aid = 1, channel 6, BW20, bssid = aa:bb"},
        Row{"I (560) example_connect: Connecting to Attic 5 GHz...",
            "I (560) example_connect: Connecting to [removed]..."},
        Row{"I (5000) wifi station: connected to ap SSID:Attic password:hunter2 x",
            "I (5000) wifi station: connected to ap SSID:[removed]"},
        Row{"I (5000) wifi station: Failed to connect to SSID:Attic, password:hunter2",
            "I (5000) wifi station: Failed to connect to SSID:[removed]"},
        Row{"wifi_password=correct horse battery", "wifi_password=[removed]"},
        Row{"{\"ssid\":\"Attic\",\"password\":\"hunter2\",\"ok\":1}",
            "{\"ssid\":\"[removed]\",\"password\":\"[removed]\",\"ok\":1}"},
        Row{"PSK: 'two words' then", "PSK: '[removed]' then"},
        // URLs.
        Row{"GET https://anna:geheim@files.example.com/app.bin",
            "GET https://[removed]@files.example.com/app.bin"},
        Row{"https://anna:geheim@example.com/b/Zm9vYmFy12345678/a.bin?sig=abc done",
            "https://[removed]@example.com/b/[removed]/a.bin?[removed] done"},
        Row{"https://anna:a/b@example.com/x", "https://[removed]@example.com/x"},
        Row{"postgresql://lab:p@ss:w0rd@db.example.com/otabench",
            "postgresql://[removed]@db.example.com/otabench"},
        Row{"https://files.example.com/app.bin?X-Signature=abc&x=1 200",
            "https://files.example.com/app.bin?[removed] 200"},
        Row{"Attempting to download update from "
            "https://192.168.1.5:8443/b/Zm9vYmFy12345678/3/a.bin",
            "Attempting to download update from https://192.168.1.5:8443/b/[removed]/3/a.bin"},
        // Logins and keys.
        Row{"> Authorization: Basic YW5uYTpnZWhlaW0=", "> Authorization: [removed]"},
        Row{"sending Bearer abc.def.ghi", "sending Bearer [removed]"},
        Row{"api_key = 0123456789", "api_key = [removed]"},
        Row{"-----BEGIN EC PRIVATE KEY-----", "[removed]"},
        Row{"MHcCAQEEIIrYSSNQFaA2Hwf1duRSxKtLYX5CB04fSeQ6tF1aY/PuoAoGCCqGSM49", "[removed]"},
        // What has to stay.
        Row{"I (300) boot: Loaded app from partition at offset 0x20000",
            "I (300) boot: Loaded app from partition at offset 0x20000"},
        Row{"esp_ota_ops: sha256 9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
            "esp_ota_ops: sha256 9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08"},
        Row{"24:6f:28:00:00:01 connected to https://192.168.1.5:8443/3/app.bin",
            "24:6f:28:00:00:01 connected to https://192.168.1.5:8443/3/app.bin"},
        Row{"W (12) wifi:(bf)security: WPA2-PSK, phy: bgn, rssi: -41",
            "W (12) wifi:(bf)security: WPA2-PSK, phy: bgn, rssi: -41"},
        Row{"/home/lab/projects/some-firmware/build/esp32/some-firmware.bin",
            "/home/lab/projects/some-firmware/build/esp32/some-firmware.bin"}));

TEST(Redactor, TakesAKeyOutToItsEnd)
{
    Redactor redactor;
    EXPECT_EQ(
        redactor.text("a\n-----BEGIN PRIVATE KEY-----\nshort\n-----END PRIVATE KEY-----\nb\n"),
        "a\n[removed]\n[removed]\n[removed]\nb\n");
}

TEST(Redactor, TakesOutSecretsThatItIsGivenWhereverTheyStand)
{
    Redactor redactor({"tr0ub4dor", "", "abc"});
    EXPECT_EQ(redactor.line("xtr0ub4dory abc"), "x[removed]y abc"); // too short to be told apart
}

class SupportBundles : public testing::Test
{
protected:
    void SetUp() override
    {
        setenv("OTABENCH_CA_PASSPHRASE", "planted-passphrase", 1);
        certificates::Store store(m_paths.certificates());
        const auto made = store.ensureAuthority({});
        ASSERT_TRUE(made) << made.error().text;
        ASSERT_TRUE(store.serverIdentity({"192.168.1.5"}));
        ASSERT_TRUE(writeFileAtomically(m_paths.config / "otabench.ini",
                                        "[window]\ngeometry=@ByteArray(abc)\n[database]\n"
                                        "url=postgresql://lab:planted-dbword@db/otabench\n"
                                        "[appearance]\ntheme=dark\n",
                                        FileMode::Private));
        plantLogs();
        plantHistory();
    }

    void TearDown() override { unsetenv("OTABENCH_CA_PASSPHRASE"); }

    void plantLogs()
    {
        const auto spool = monitor::LogSpool::open(m_paths.logs());
        ASSERT_TRUE(spool) << spool.error().text;
        const auto now = std::chrono::time_point_cast<monitor::LogRecord::Time::duration>(
            std::chrono::system_clock::now());
        for (const char *line :
             {"I (10) boot: hello from the board",
              "I (5) wifi:connected with planted-network, aid = 1",
              "I (6) app: password: planted-password", "-----BEGIN PRIVATE KEY-----",
              "cGxhbnRlZC1rZXk=", "-----END PRIVATE KEY-----",
              "I (7) app: GET https://u:planted-login@h/x?t=planted-token",
              "I (8) app: my CA's word is planted-passphrase"})
            (*spool)->append({.at = now, .board = "/dev/ttyUSB0", .line = line});
        ASSERT_TRUE((*spool)->flush());
    }

    void plantHistory()
    {
        const auto history = history::History::open(m_paths.historyFile());
        ASSERT_TRUE(history) << history.error().text;
        std::promise<Result<std::int64_t>> id;
        (*history)->startCampaign({.imageFile = "app.bin", .project = "demo", .version = "2.0.0"},
                                  [&id](Result<std::int64_t> made) { id.set_value(made); });
        const auto campaign = id.get_future().get();
        ASSERT_TRUE(campaign);
        (*history)->record(
            {.campaignId = *campaign, .board = "/dev/ttyUSB0", .phase = Phase::Failed},
            {.campaignId = *campaign,
             .board = "/dev/ttyUSB0",
             .mac = "24:6f:28:00:00:01",
             .phase = Phase::Failed,
             .reason = "tls-failed",
             .detail = "password=planted-detail",
             .logExcerpt = "SSID:planted-network"},
            {});
        ASSERT_TRUE((*history)->flush(std::chrono::seconds(10)));
    }

    Result<SupportBundle> write(std::stop_token stop = {})
    {
        return writeSupportBundle(m_file,
                                  {.paths = m_paths, .version = "1.2.3", .stop = std::move(stop)});
    }

    support::TemporaryFolder m_folder;
    Paths m_paths = Paths::below(m_folder / "home");
    std::filesystem::path m_file = m_folder / "bundle.tar.gz";
};

TEST_F(SupportBundles, HoldWhatHelpsAndNoSecret)
{
    const auto written = write();
    ASSERT_TRUE(written) << written.error().text;
    EXPECT_EQ(support::fileMode(m_file), 0600u);
    const auto unpacked =
        support::run({.arguments = {"tar", "-xzvf", m_file, "-C", m_folder.path()}});
    ASSERT_EQ(unpacked.exitStatus, 0) << unpacked.err;
    std::string all;
    for (const auto &entry :
         std::filesystem::recursive_directory_iterator(m_folder / "otabench-support")) {
        if (entry.is_regular_file())
            all += "== " + entry.path().filename().native() + "\n" + *readTextFile(entry.path());
    }
    // Everything that was planted has this word; the names of no file have.
    EXPECT_EQ(all.find("planted"), std::string::npos) << all.substr(all.find("planted") - 200, 400);
    EXPECT_EQ(all.find("cGxhbnRlZC1rZXk"), std::string::npos);
    EXPECT_EQ(all.find("PRIVATE KEY"), std::string::npos);
    for (const char *there :
         {"README.txt", "system.txt", "1.2.3", "doctor.txt", "settings.ini", "theme=dark",
          "campaign.txt", "24:6f:28:00:00:01", "log.txt", "hello from the board", "ca.pem",
          "server.pem", "-----BEGIN CERTIFICATE-----", "otabench lab CA", "[removed]"})
        EXPECT_NE(all.find(there), std::string::npos) << there;
    EXPECT_EQ(all.find("ca.key"), std::string::npos);
    EXPECT_EQ(all.find("@ByteArray"), std::string::npos);
}

TEST_F(SupportBundles, AreNotWrittenWhenTheyAreCancelled)
{
    std::stop_source stop;
    stop.request_stop();
    const auto written = write(stop.get_token());
    ASSERT_FALSE(written);
    EXPECT_EQ(written.error().code, ErrorCode::Cancelled);
    EXPECT_FALSE(std::filesystem::exists(m_file));
}

TEST(SupportBundle, IsWrittenInAHomeWithNothingInIt)
{
    const support::TemporaryFolder folder;
    const auto written =
        writeSupportBundle(folder / "b.tar.gz", {.paths = Paths::below(folder / "home")});
    ASSERT_TRUE(written) << written.error().text;
    EXPECT_TRUE(written->missing.empty()) << written->missing.front();
    EXPECT_FALSE(std::filesystem::exists(folder / "home" / "data" / "history.sqlite"));
}

} // namespace
} // namespace otabench::fleet
