// An update against a network that changes its mind: resumed TLS, files that change, endless
// answers, and the order of events in each kind of run.
#include "esp_https_ota.h"
#include "esp_ota_ops.h"
#include "net_support.h"

#include <gtest/gtest.h>

#include <cstdlib>
#include <cstring>
#include <optional>

namespace otabench::test {
namespace {

using End = Answer::End;

class OtaNetwork : public testing::Test
{
protected:
    OtaNetwork()
    {
        http.cert_pem = lab().authority.certificatePem().c_str();
        http.timeout_ms = 10000;
        http.buffer_size = 4096;
        config.http_config = &http;
        config.otabench_report = &report;
        EXPECT_EQ(esp_event_handler_register(ESP_HTTPS_OTA_EVENT, ESP_EVENT_ANY_ID, onEvent, this),
                  ESP_OK);
    }

    static void onEvent(void *arg, esp_event_base_t /*base*/, std::int32_t id, void * /*data*/)
    {
        auto &events = static_cast<OtaNetwork *>(arg)->events;
        constexpr std::string_view kLetters = "SCGIRDWUFA"; // one for each event, in their order
        const char letter = kLetters[static_cast<std::size_t>(id)];
        if (letter != 'W' || events.empty() || events.back() != 'W')
            events += letter;
    }

    void serve(ScriptedServer::Handler handler)
    {
        server = std::make_unique<ScriptedServer>(&lab().server, std::move(handler));
        address = server->url("/fw.bin");
        http.url = address.c_str();
    }

    esp_err_t begin() { return esp_https_ota_begin(&config, &handle); }

    esp_err_t performAll()
    {
        esp_err_t result = ESP_OK;
        do
            result = esp_https_ota_perform(handle);
        while (result == ESP_ERR_HTTPS_OTA_IN_PROGRESS);
        return result;
    }

    esp_err_t update()
    {
        esp_err_t result = begin();
        if (result != ESP_OK)
            return result;
        result = performAll();
        if (result == ESP_OK)
            return esp_https_ota_finish(handle);
        EXPECT_EQ(esp_https_ota_abort(handle), ESP_OK);
        return result;
    }

    [[nodiscard]] bool boots(const std::vector<std::byte> &expected) const
    {
        return esp_ota_get_boot_partition()->address == TestBoard::kSlot1 &&
               board.slotHolds(TestBoard::kSlot1, expected);
    }

    TestBoard board{makeTestImage("1.0.0")};
    std::vector<std::byte> image = makeTestImage("2.0.0");
    std::vector<std::byte> newer = makeTestImage("3.0.0", 180000);
    std::unique_ptr<ScriptedServer> server;
    std::string address;
    esp_http_client_config_t http = {};
    esp_https_ota_config_t config = {};
    otabench_https_ota_report_t report = {};
    esp_https_ota_handle_t handle = nullptr;
    std::string events;
};

TEST_F(OtaNetwork, ResumesTlsWhenItMustConnectAgain)
{
    serve([this](const Request &request) {
        Answer answer = serveFile(request, image);
        answer.end = End::Close;
        return answer;
    });
    config.partial_http_download = true;
    config.max_http_request_size = 65536;
    EXPECT_EQ(update(), ESP_OK);
    EXPECT_TRUE(boots(image));
    EXPECT_EQ(server->handshakes(), 5) << "the length and four parts";
    EXPECT_EQ(server->resumed(), 4);
    EXPECT_EQ(report.connections, 5U);
    EXPECT_EQ(report.resumed, 4U);
    EXPECT_GT(report.bytes_per_second, 0U);
    EXPECT_EQ(report.heap_minimum, 150000U);
    EXPECT_EQ(report.stack_minimum, 5000U);
    EXPECT_STREQ(report.validator, "\"one\"");
}

/// A server whose file changes after `before` requests, and that cuts the answer before that.
ScriptedServer::Handler changingAfter(int before, const std::vector<std::byte> &first,
                                      const std::vector<std::byte> &second, int &count)
{
    return [before, &first, &second, &count](const Request &request) {
        const bool old = ++count <= before;
        Answer answer = serveFile(request, old ? first : second, old ? "\"one\"" : "\"two\"");
        if (count == before && request.method() == "GET") {
            answer.bytes.resize(std::min<std::size_t>(answer.bytes.size(), 50000));
            answer.end = End::Drop;
        }
        return answer;
    };
}

TEST_F(OtaNetwork, NeverMixesTwoFilesAndStartsOverWhereAskedTo)
{
    for (const bool partial : {false, true}) {
        for (const bool startOver : {false, true}) {
            int count = 0;
            serve(changingAfter(partial ? 3 : 1, image, newer, count));
            config.partial_http_download = partial;
            config.max_http_request_size = 65536;
            config.otabench_reconnects = 3;
            config.otabench_restart_when_changed = startOver;
            if (startOver) {
                EXPECT_EQ(update(), ESP_OK) << partial;
                EXPECT_EQ(report.restarts, 1U);
                EXPECT_EQ(report.total, newer.size());
                EXPECT_STREQ(report.validator, "\"two\"");
                EXPECT_TRUE(boots(newer));
            } else {
                EXPECT_EQ(update(), ESP_ERR_HTTP_RANGE_NOT_SATISFIABLE) << partial;
                EXPECT_NE(esp_ota_get_boot_partition()->address, TestBoard::kSlot1);
            }
        }
        ASSERT_EQ(esp_ota_set_boot_partition(esp_ota_get_running_partition()), ESP_OK);
    }
}

TEST_F(OtaNetwork, DoesNotStartOverForEver)
{
    int count = 0;
    serve([&](const Request &request) {
        Answer answer = serveFile(request, image, "\"" + std::to_string(++count) + "\"");
        answer.bytes.resize(50000);
        answer.end = End::Drop;
        return answer;
    });
    config.otabench_reconnects = 100;
    config.otabench_restart_when_changed = true;
    EXPECT_EQ(update(), ESP_ERR_HTTP_RANGE_NOT_SATISFIABLE);
    EXPECT_EQ(report.restarts, 3U);
}

TEST_F(OtaNetwork, ADateBindsWhereThereIsNoTag)
{
    int count = 0;
    serve([&](const Request &request) {
        const std::string date =
            ++count == 1 ? "Sat, 01 Aug 2026 00:00:00 GMT" : "Sun, 02 Aug 2026 00:00:00 GMT";
        Answer answer = serveFile(request, image, "W/\"weak\"");
        if (count == 1) {
            answer.bytes.resize(50000);
            answer.end = End::Drop;
        }
        const std::size_t at = answer.bytes.find("ETag");
        answer.bytes.insert(at, "Last-Modified: " + date + "\r\n");
        return answer;
    });
    config.otabench_reconnects = 1;
    EXPECT_EQ(update(), ESP_ERR_HTTP_RANGE_NOT_SATISFIABLE);
    EXPECT_EQ(server->requests()[1].header("If-Range"), "Sat, 01 Aug 2026 00:00:00 GMT");
}

TEST_F(OtaNetwork, AResumedUpdateIsBoundToItsFileAcrossAReboot)
{
    for (const bool partial : {false, true}) {
        for (const bool changed : {false, true}) {
            const std::vector<std::byte> *file = &image;
            std::string tag = "\"one\"";
            serve([&](const Request &request) { return serveFile(request, *file, tag); });
            config = {};
            config.http_config = &http;
            config.otabench_report = &report;
            config.partial_http_download = partial;
            ASSERT_EQ(begin(), ESP_OK);
            while (esp_https_ota_get_image_len_read(handle) < 90000)
                ASSERT_EQ(esp_https_ota_perform(handle), ESP_ERR_HTTPS_OTA_IN_PROGRESS);
            const int written = esp_https_ota_get_image_len_read(handle);
            const std::string validator = report.validator; // what an application would store
            EXPECT_EQ(esp_https_ota_abort(handle), ESP_OK);

            if (changed) {
                file = &newer;
                tag = "\"two\"";
            }
            config.ota_resumption = true;
            config.ota_image_bytes_written = static_cast<std::size_t>(written);
            config.otabench_validator = validator.c_str();
            EXPECT_EQ(update(), ESP_OK);
            EXPECT_TRUE(boots(*file)) << partial << changed;
            EXPECT_EQ(report.restarts, changed ? 1U : 0U);
            ASSERT_EQ(esp_ota_set_boot_partition(esp_ota_get_running_partition()), ESP_OK);
        }
    }
}

struct Endless
{
    const char *what;
    std::function<Answer()> answer;
    esp_err_t code;
};

TEST_F(OtaNetwork, WhatHasNoEndEndsInANamedError)
{
    const std::string endless(TestBoard::kSlotSize + 70000, '\xe9');
    const auto body = [&](const std::string &head) {
        return head + toText(image).substr(0, 2000) + endless;
    };
    const Endless rows[] = {
        {"a circle of redirects",
         [] { return Answer{"HTTP/1.1 308 X\r\nLocation: x\r\nContent-Length: 0\r\n\r\n"}; },
         ESP_ERR_HTTP_MAX_REDIRECT},
        {"a body without a length", [&] { return Answer{body("HTTP/1.1 200 OK\r\n\r\n")}; },
         ESP_ERR_INVALID_SIZE},
        {"one chunk after the other",
         [&] {
             return Answer{
                 body("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n7fffffff\r\n")};
         },
         ESP_ERR_INVALID_SIZE},
        {"no answer",
         [] {
             return Answer{"", End::Stall};
         },
         ESP_ERR_HTTP_READ_TIMEOUT},
        {"a head that drips",
         [] {
             return Answer{"HTTP/1.1 200 OK\r\nX: ", End::Drip};
         },
         ESP_ERR_HTTP_READ_TIMEOUT},
        {"a body that stops",
         [&] {
             return Answer{serveFile({"GET / HTTP/1.1\r\n\r\n"}, image).bytes, End::Stall};
         },
         ESP_ERR_HTTP_READ_TIMEOUT},
        {"a body that drips",
         [&] {
             Answer answer = serveFile({"GET / HTTP/1.1\r\n\r\n"}, image);
             answer.bytes.resize(60000);
             answer.end = End::Drip;
             return answer;
         },
         ESP_ERR_HTTP_READ_TIMEOUT},
        {"more headers than any board keeps",
         [] {
             std::string head = "HTTP/1.1 200 OK\r\n";
             for (int i = 0; i < 1000; ++i)
                 head += "X-" + std::to_string(i) + ": " + std::string(40, 'x') + "\r\n";
             return Answer{head + "\r\n"};
         },
         ESP_ERR_HTTP_HEADER_TOO_LONG},
        {"a place that is too long",
         [] {
             return Answer{"HTTP/1.1 302 X\r\nLocation: /" + std::string(5000, 'x') + "\r\n\r\n"};
         },
         ESP_ERR_HTTP_HEADER_TOO_LONG},
    };
    http.timeout_ms = 300;
    config.otabench_stall_ms = 600;
    for (const Endless &row : rows) {
        const bool stops = std::string(row.what) == "a body that stops";
        serve([&](const Request &) {
            Answer answer = row.answer();
            if (stops)
                answer.bytes.resize(60000);
            return answer;
        });
        esp_err_t result = update();
        // On a busy computer the handshake can outlast the short time-out: that is no answer.
        for (int again = 0; result == ESP_ERR_HTTP_CONNECT && again < 20; ++again)
            result = update();
        EXPECT_EQ(result, row.code) << row.what << ": " << (report.text ? report.text : "");
        EXPECT_NE(report.text, nullptr) << row.what;
    }
}

TEST_F(OtaNetwork, TellsTheEventsOfEachRunInTheirOrder)
{
    esp_app_desc_t description = {};
    bool cut = false;
    serve([&](const Request &request) {
        Answer answer = serveFile(request, image);
        if (cut) {
            answer.bytes.resize(50000);
            answer.end = End::Drop;
        }
        return answer;
    });
    const auto run = [&](bool describe) {
        events.clear();
        const esp_err_t begun = begin();
        if (begun != ESP_OK)
            return begun;
        if (describe) {
            EXPECT_EQ(esp_https_ota_get_img_desc(handle, &description), ESP_OK);
        }
        const esp_err_t result = performAll();
        return result == ESP_OK ? esp_https_ota_finish(handle) : esp_https_ota_abort(handle);
    };
    EXPECT_EQ(run(false), ESP_OK);
    EXPECT_EQ(events, "SCIRWUF");
    EXPECT_EQ(run(true), ESP_OK);
    EXPECT_EQ(events, "SCGIRWUF");
    config.partial_http_download = true;
    EXPECT_EQ(run(true), ESP_OK);
    EXPECT_EQ(events, "SCGIRWUF");
    config.partial_http_download = false;
    config.ota_resumption = true;
    config.ota_image_bytes_written = 100000; // in flash already, from the runs before
    EXPECT_EQ(run(true), ESP_OK);
    EXPECT_EQ(events, "SCGWUF") << "no chip is checked when a download is resumed";
    config.ota_resumption = false;
    cut = true;
    EXPECT_EQ(run(false), ESP_OK) << "of the abort";
    EXPECT_EQ(events, "SCIRWA");
    server.reset();
    EXPECT_EQ(run(false), ESP_ERR_HTTP_CONNECT);
    EXPECT_EQ(events, "S");
}

TEST_F(OtaNetwork, TellsEachDecryptionBeforeItsWrite)
{
    serve([this](const Request &request) { return serveFile(request, image); });
    config.decrypt_cb = [](decrypt_cb_arg_t *args, void *) -> esp_err_t {
        args->data_out = static_cast<char *>(std::malloc(args->data_in_len));
        args->data_out_len = args->data_in_len;
        std::memcpy(args->data_out, args->data_in, args->data_in_len);
        return ESP_OK;
    };
    EXPECT_EQ(update(), ESP_OK);
    std::string expected = "SCDIRW";
    while (expected.size() + 2 < events.size())
        expected += "DW";
    EXPECT_EQ(events, expected + "UF");
    EXPECT_GT(events.size(), 20U) << "200000 bytes are more than ten reads of 4096";
}

TEST_F(OtaNetwork, TakesItsBufferWhereItIsTold)
{
    serve([this](const Request &request) { return serveFile(request, image); });
    config.buffer_caps = 1U << 11; // MALLOC_CAP_INTERNAL
    EXPECT_EQ(update(), ESP_OK);
    EXPECT_EQ(board.askedCaps, 1U << 11);
}

TEST_F(OtaNetwork, LogsInAndPostsBeforeItDownloads)
{
    serve([this](const Request &request) {
        if (request.header("Authorization").empty())
            return Answer{
                "HTTP/1.1 401 X\r\nContent-Length: 0\r\n"
                "WWW-Authenticate: Digest realm=\"lab\", nonce=\"n\", qop=\"auth\"\r\n\r\n"};
        return serveFile(request, image);
    });
    http.username = "lab";
    http.password = "pw";
    config.http_client_init_cb = [](esp_http_client_handle_t client) {
        return esp_http_client_set_header(client, "X-Token", "t");
    };
    EXPECT_EQ(update(), ESP_OK);
    EXPECT_TRUE(boots(image));
    ASSERT_EQ(server->requests().size(), 2U);
    EXPECT_EQ(server->requests()[1].header("X-Token"), "t");
    http.max_authorization_retries = -1;
    EXPECT_EQ(update(), ESP_FAIL);
}

} // namespace
} // namespace otabench::test
