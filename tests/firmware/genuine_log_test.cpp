// The stack's log lines in the order in which ESP-IDF v5.5's own stack printed them.
#include "esp_https_ota.h"
#include "net_support.h"

#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <string>
#include <vector>

namespace otabench::test {
namespace {

using End = Answer::End;

constexpr const char *kApplication = "advanced_https_ota_example";

/// "[sock=4]" as "[sock=N]".
std::string withoutSocket(std::string line)
{
    const std::size_t at = line.find("[sock=");
    if (at != std::string::npos)
        line.replace(at, line.find(']', at) - at, "[sock=N");
    return line;
}

/// Lines "E tag: text" as they are compared: the application's own are left out, and a list of
/// segments, which depends on the image, becomes one line.
std::vector<std::string> normalized(const std::vector<std::string> &lines)
{
    const std::string segment = "I esp_image: segment ";
    std::vector<std::string> result;
    for (const std::string &line : lines) {
        if (line.starts_with(segment + "0:"))
            result.emplace_back("I esp_image: (segments)");
        else if (!line.starts_with(segment) && line.find(kApplication) == std::string::npos)
            result.push_back(withoutSocket(line));
    }
    return result;
}

std::filesystem::path logFolder()
{
    const char *shared = std::getenv("OTABENCH_SHARED"); // NOLINT: no other thread sets variables
    return std::filesystem::path(shared ? shared : "") / "logs";
}

std::vector<std::string> genuineLog(const std::string &name)
{
    std::ifstream file(logFolder() / (name + ".log"));
    std::vector<std::string> lines;
    for (std::string line; std::getline(file, line);)
        lines.push_back(line.substr(0, 1) + line.substr(line.find(')') + 1)); // no time
    EXPECT_FALSE(lines.empty()) << name;
    return normalized(lines);
}

class GenuineLog : public testing::Test
{
protected:
    void SetUp() override
    {
        if (!std::filesystem::exists(logFolder() / "plain.log"))
            GTEST_SKIP() << "no genuine logs: OTABENCH_SHARED is not set";
        http.cert_pem = lab().authority.certificatePem().c_str();
        http.timeout_ms = 10000;
        http.keep_alive_enable = true;
        config.http_config = &http;
    }

    /// As ESP-IDF's advanced_https_ota example does it.
    void runExample()
    {
        esp_https_ota_handle_t handle = nullptr;
        if (esp_https_ota_begin(&config, &handle) != ESP_OK)
            return;
        esp_app_desc_t description = {};
        if (esp_https_ota_get_img_desc(handle, &description) != ESP_OK) {
            (void)esp_https_ota_abort(handle);
            return;
        }
        while (esp_https_ota_perform(handle) == ESP_ERR_HTTPS_OTA_IN_PROGRESS) {}
        if (esp_https_ota_is_complete_data_received(handle))
            (void)esp_https_ota_finish(handle);
        else
            (void)esp_https_ota_abort(handle);
    }

    std::vector<std::string> run(ScriptedServer::Handler handler)
    {
        const ScriptedServer server(&lab().server, std::move(handler));
        return runAgainst(server.url("/fw.bin"));
    }

    std::vector<std::string> runAgainst(const std::string &url)
    {
        http.url = url.c_str();
        board.log.clear();
        runExample();
        std::vector<std::string> lines;
        for (const LogLine &line : board.log)
            lines.push_back(std::string(1, " EWIDV"[line.level]) + " " + line.tag + ": " +
                            line.text);
        return normalized(lines);
    }

    /// Answers with the image, cut off after a number of body bytes.
    ScriptedServer::Handler cutAfter(std::size_t bytes, End end)
    {
        return [this, bytes, end](const Request &request) {
            Answer answer = serveFile(request, image);
            answer.bytes.resize(answer.bytes.find("\r\n\r\n") + 4 + bytes);
            answer.end = end;
            return answer;
        };
    }

    static ScriptedServer::Handler status(int code)
    {
        return [code](const Request &) {
            return Answer{"HTTP/1.1 " + std::to_string(code) + " X\r\nContent-Length: 0\r\n\r\n"};
        };
    }

    TestBoard board{makeTestImage("1.0.0")};
    std::vector<std::byte> image = makeTestImage("2.0.0", 400000);
    esp_http_client_config_t http = {};
    esp_https_ota_config_t config = {};
};

TEST_F(GenuineLog, GoodUpdates)
{
    const auto whole = [this](const Request &request) { return serveFile(request, image); };
    EXPECT_EQ(run(whole), genuineLog("plain"));
    config.partial_http_download = true;
    EXPECT_EQ(run(whole), genuineLog("range_partial"));
}

TEST_F(GenuineLog, RefusedConnections)
{
    const auto whole = [this](const Request &request) { return serveFile(request, image); };
    const auto other = certificates::Authority::create({});
    ASSERT_TRUE(other);
    const char *good = http.cert_pem;
    http.cert_pem = other->certificatePem().c_str();
    EXPECT_EQ(run(whole), genuineLog("wrong_ca"));
    http.cert_pem = "no certificate";
    EXPECT_EQ(run(whole), genuineLog("bad_ca_file"));
    http.cert_pem = good;
    std::string gone;
    {
        const ScriptedServer server(&lab().server, whole);
        gone = server.url("/fw.bin");
    }
    EXPECT_EQ(runAgainst(gone), genuineLog("conn_refused"));
}

TEST_F(GenuineLog, Statuses)
{
    EXPECT_EQ(run(status(404)), genuineLog("e404"));
    EXPECT_EQ(run(status(401)), genuineLog("e401"));
    EXPECT_EQ(run(status(304)), genuineLog("e304"));
    EXPECT_EQ(run(status(204)), genuineLog("e204"));
}

TEST_F(GenuineLog, CutConnections)
{
    EXPECT_EQ(run(cutAfter(300000, End::Close)), genuineLog("drop_300000"));
    EXPECT_EQ(run(cutAfter(300000, End::Drop)), genuineLog("dropraw_300000"));
    EXPECT_EQ(run(cutAfter(500, End::Close)), genuineLog("drop_500"));
    EXPECT_EQ(run([](const Request &) {
                  return Answer{"", End::Close};
              }),
              genuineLog("close_at_once"));
    http.timeout_ms = 1500;
    EXPECT_EQ(run([](const Request &) {
                  return Answer{"", End::Stall};
              }),
              genuineLog("noresp_t2s"));
}

TEST_F(GenuineLog, BadImages)
{
    const auto whole = [this](const Request &request) { return serveFile(request, image); };
    const std::vector<std::byte> good = image;
    image = makeTestImage("2.0.0", 400000, "esp32");
    EXPECT_EQ(run(whole), genuineLog("wrong_chip_img"));
    image.assign(5000, std::byte{'<'});
    EXPECT_EQ(run(whole), genuineLog("img_html"));
    image.clear();
    EXPECT_EQ(run(whole), genuineLog("empty"));
}

TEST_F(GenuineLog, AResumeThatTheServerDoesNotKnow)
{
    config.ota_resumption = true;
    config.ota_image_bytes_written = 50000;
    const auto ignoring = [this](const Request &) {
        return serveFile(Request{"GET / HTTP/1.1\r\n\r\n"}, image);
    };
    EXPECT_EQ(run(ignoring), genuineLog("norange_nginx_resume"));
}

} // namespace
} // namespace otabench::test
