#include "esp_https_ota.h"
#include "esp_ota_ops.h"
#include "esp_tls_errors.h"
#include "net_support.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cstdlib>

namespace otabench::test {
namespace {

using End = Answer::End;

struct Event
{
    int id;
    int value;

    friend bool operator==(const Event &, const Event &) = default;
};

/// An update of a board in memory from a scripted server.
class HttpsOta : public testing::Test
{
protected:
    HttpsOta()
    {
        http.cert_pem = lab().authority.certificatePem().c_str();
        http.timeout_ms = 5000;
        http.buffer_size = 4096;
        config.http_config = &http;
        config.otabench_report = &report;
        EXPECT_EQ(esp_event_handler_register(ESP_HTTPS_OTA_EVENT, ESP_EVENT_ANY_ID, onEvent, this),
                  ESP_OK);
    }

    static void onEvent(void *arg, esp_event_base_t /*base*/, std::int32_t id, void *data)
    {
        auto &events = static_cast<HttpsOta *>(arg)->events;
        int value = 0;
        if (id == ESP_HTTPS_OTA_VERIFY_CHIP_ID || id == ESP_HTTPS_OTA_VERIFY_CHIP_REVISION)
            value = *static_cast<std::uint16_t *>(data);
        else if (id == ESP_HTTPS_OTA_WRITE_FLASH || id == ESP_HTTPS_OTA_UPDATE_BOOT_PARTITION)
            value = *static_cast<int *>(data);
        if (id == ESP_HTTPS_OTA_WRITE_FLASH && !events.empty() && events.back().id == id)
            events.back().value = value; // one for all writes in a row
        else
            events.push_back({id, value});
    }

    /// Serves the image well; a test may change what happens to single requests.
    void serve(ScriptedServer::Handler handler)
    {
        server = std::make_unique<ScriptedServer>(&lab().server, std::move(handler));
        address = server->url("/fw.bin");
        http.url = address.c_str();
    }

    void serveImage()
    {
        serve([this](const Request &request) { return serveFile(request, image); });
    }

    /// The whole update, as an application does it.
    esp_err_t update()
    {
        esp_https_ota_handle_t handle = nullptr;
        const esp_err_t begun = esp_https_ota_begin(&config, &handle);
        if (begun != ESP_OK) {
            EXPECT_EQ(handle, nullptr);
            return begun;
        }
        esp_err_t result = ESP_OK;
        do {
            result = esp_https_ota_perform(handle);
            report.bytes > 0 ? ++steps : steps;
        } while (result == ESP_ERR_HTTPS_OTA_IN_PROGRESS);
        if (result != ESP_OK) {
            EXPECT_EQ(esp_https_ota_abort(handle), ESP_OK);
            return result;
        }
        EXPECT_TRUE(esp_https_ota_is_complete_data_received(handle));
        return esp_https_ota_finish(handle);
    }

    [[nodiscard]] bool bootsNewImage() const
    {
        const esp_partition_t *next = esp_ota_get_boot_partition();
        return next && next->address == TestBoard::kSlot1 &&
               board.slotHolds(TestBoard::kSlot1, image);
    }

    TestBoard board{makeTestImage("1.0.0")};
    std::vector<std::byte> image = makeTestImage("2.0.0");
    std::unique_ptr<ScriptedServer> server;
    std::string address;
    esp_http_client_config_t http = {};
    esp_https_ota_config_t config = {};
    otabench_https_ota_report_t report = {};
    std::vector<Event> events;
    int steps = 0;
};

TEST_F(HttpsOta, InstallsTheImageAndTellsEveryPhase)
{
    serveImage();
    EXPECT_EQ(update(), ESP_OK);
    EXPECT_TRUE(bootsNewImage());
    const int size = static_cast<int>(image.size());
    EXPECT_EQ(events, (std::vector<Event>{{ESP_HTTPS_OTA_START, 0},
                                          {ESP_HTTPS_OTA_CONNECTED, 0},
                                          {ESP_HTTPS_OTA_VERIFY_CHIP_ID, 5},
                                          {ESP_HTTPS_OTA_VERIFY_CHIP_REVISION, 0},
                                          {ESP_HTTPS_OTA_WRITE_FLASH, size},
                                          {ESP_HTTPS_OTA_UPDATE_BOOT_PARTITION, 17},
                                          {ESP_HTTPS_OTA_FINISH, 0}}));
    EXPECT_EQ(report.bytes, image.size());
    EXPECT_EQ(report.total, image.size());
    EXPECT_EQ(report.http_status, 200);
    ASSERT_EQ(server->requests().size(), 1U);
    EXPECT_EQ(server->requests()[0].header("Host"), "127.0.0.1:" + std::to_string(server->port()));
}

TEST_F(HttpsOta, SimpleCallDoesItAll)
{
    serveImage();
    EXPECT_EQ(esp_https_ota(&config), ESP_OK);
    EXPECT_TRUE(bootsNewImage());
}

TEST_F(HttpsOta, ErasesInBulkWhenAsked)
{
    serveImage();
    const auto slot = board.flash.begin() + TestBoard::kSlot1;
    const auto last = static_cast<std::ptrdiff_t>(image.size() - 1);
    for (const bool bulk : {false, true}) {
        std::fill(slot, slot + TestBoard::kSlotSize, std::uint8_t{0x55});
        config.bulk_flash_erase = bulk;
        esp_https_ota_handle_t handle = nullptr;
        ASSERT_EQ(esp_https_ota_begin(&config, &handle), ESP_OK);
        EXPECT_EQ(slot[0], 0x55) << "nothing is erased before the first perform";
        ASSERT_EQ(esp_https_ota_perform(handle), ESP_ERR_HTTPS_OTA_IN_PROGRESS);
        EXPECT_EQ(slot[0], 0xE9);
        EXPECT_EQ(slot[last], bulk ? 0xff : 0x55) << "bulk: " << bulk;
        EXPECT_EQ(slot[last + 4096], 0x55) << "more than the image needs";
        EXPECT_EQ(esp_https_ota_abort(handle), ESP_OK);
        EXPECT_EQ(update(), ESP_OK);
        EXPECT_TRUE(bootsNewImage());
    }
}

TEST_F(HttpsOta, GivesTheDescriptionBeforeTheDownloadTwiceIfAsked)
{
    serveImage();
    esp_https_ota_handle_t handle = nullptr;
    ASSERT_EQ(esp_https_ota_begin(&config, &handle), ESP_OK);
    esp_app_desc_t description = {};
    EXPECT_EQ(esp_https_ota_get_img_desc(handle, &description), ESP_OK);
    EXPECT_EQ(esp_https_ota_get_img_desc(handle, &description), ESP_OK);
    EXPECT_STREQ(description.version, "2.0.0");
    EXPECT_EQ(esp_https_ota_get_image_len_read(handle), -1);
    EXPECT_EQ(esp_https_ota_get_image_size(handle), static_cast<int>(image.size()));
    esp_err_t result = ESP_OK;
    do
        result = esp_https_ota_perform(handle);
    while (result == ESP_ERR_HTTPS_OTA_IN_PROGRESS);
    EXPECT_EQ(result, ESP_OK);
    EXPECT_EQ(esp_https_ota_get_image_len_read(handle), static_cast<int>(image.size()));
    EXPECT_EQ(esp_https_ota_finish(handle), ESP_OK);
    EXPECT_TRUE(bootsNewImage());
}

TEST_F(HttpsOta, FinishingEarlyIsAnErrorAndSwitchesNothing)
{
    serveImage();
    esp_https_ota_handle_t handle = nullptr;
    ASSERT_EQ(esp_https_ota_begin(&config, &handle), ESP_OK);
    EXPECT_EQ(esp_https_ota_finish(handle), OTABENCH_ERR_OTA_NOT_SWITCHED);
    ASSERT_EQ(esp_https_ota_begin(&config, &handle), ESP_OK);
    EXPECT_EQ(esp_https_ota_perform(handle), ESP_ERR_HTTPS_OTA_IN_PROGRESS);
    EXPECT_NE(esp_https_ota_finish(handle), ESP_OK);
    EXPECT_EQ(esp_ota_get_boot_partition()->address, TestBoard::kSlot0);
}

TEST_F(HttpsOta, RefusesWithoutServerVerification)
{
    serveImage();
    http.cert_pem = nullptr;
    EXPECT_EQ(update(), ESP_ERR_INVALID_ARG);
    http.cert_pem = lab().authority.certificatePem().c_str();
    ScriptedServer plain(nullptr,
                         [this](const Request &request) { return serveFile(request, image); });
    const std::string plainAddress = plain.url("/fw.bin");
    http.url = plainAddress.c_str();
    EXPECT_EQ(update(), ESP_ERR_INVALID_ARG) << "a CA does not protect plain http";
    EXPECT_EQ(plain.connections(), 0);
    config.otabench_allow_http = true;
    EXPECT_EQ(update(), ESP_OK);
    EXPECT_TRUE(bootsNewImage());
}

TEST_F(HttpsOta, NamesATlsFailure)
{
    serveImage();
    const auto other = certificates::Authority::create({});
    ASSERT_TRUE(other);
    http.cert_pem = other->certificatePem().c_str();
    EXPECT_EQ(update(), ESP_ERR_HTTP_CONNECT);
    EXPECT_EQ(report.tls_error, -0x2700);
    EXPECT_EQ(report.verify_flags, 0x08U);
    EXPECT_EQ(report.tls_code, ESP_ERR_MBEDTLS_SSL_HANDSHAKE_FAILED);
    ASSERT_NE(report.text, nullptr);
    EXPECT_NE(std::string(report.text).find("CA"), std::string::npos) << report.text;
}

struct Status
{
    int status;
    esp_err_t code;
};

class HttpsOtaStatus : public HttpsOta, public testing::WithParamInterface<Status>
{
};

TEST_P(HttpsOtaStatus, EndsTheUpdate)
{
    serve([](const Request &) {
        return Answer{"HTTP/1.1 " + std::to_string(GetParam().status) +
                      " X\r\nContent-Length: 0\r\n\r\n"};
    });
    EXPECT_EQ(update(), GetParam().code);
    EXPECT_EQ(report.http_status, GetParam().status);
    EXPECT_NE(report.text, nullptr);
}

INSTANTIATE_TEST_SUITE_P(Statuses, HttpsOtaStatus,
                         testing::Values(Status{304, ESP_ERR_HTTP_NOT_MODIFIED},
                                         Status{401, ESP_ERR_NOT_SUPPORTED}, Status{403, ESP_FAIL},
                                         Status{404, ESP_FAIL}, Status{410, ESP_FAIL},
                                         Status{416, ESP_ERR_HTTP_RANGE_NOT_SATISFIABLE},
                                         Status{500, ESP_FAIL}, Status{503, ESP_FAIL}));

TEST_F(HttpsOta, FollowsRelativeAndAbsoluteRedirects)
{
    ScriptedServer other(&lab().server,
                         [this](const Request &request) { return serveFile(request, image); });
    serve([&](const Request &request) {
        const std::string to = request.target() == "/fw.bin" ? "next" : other.url("/there");
        return Answer{"HTTP/1.1 302 Found\r\nLocation: " + to +
                      "\r\nContent-Length: 4\r\n\r\nbody"};
    });
    EXPECT_EQ(update(), ESP_OK);
    EXPECT_TRUE(bootsNewImage());
    EXPECT_EQ(server->connections(), 1) << "the second request reuses the connection";
    ASSERT_EQ(server->requests().size(), 2U);
    EXPECT_EQ(server->requests()[1].target(), "/next");
    EXPECT_EQ(other.requests().size(), 1U);
}

TEST_F(HttpsOta, EndsACircleOfRedirects)
{
    serve([](const Request &) {
        return Answer{"HTTP/1.1 301 X\r\nLocation: /fw.bin\r\nContent-Length: 0\r\n\r\n"};
    });
    EXPECT_EQ(update(), ESP_ERR_HTTP_MAX_REDIRECT);
    EXPECT_EQ(server->requests().size(), 11U);
}

TEST_F(HttpsOta, DoesNotFollowFromHttpsToHttp)
{
    ScriptedServer plain(nullptr,
                         [this](const Request &request) { return serveFile(request, image); });
    serve([&](const Request &) {
        return Answer{"HTTP/1.1 302 X\r\nLocation: " + plain.url("/fw.bin") +
                      "\r\nContent-Length: 0\r\n\r\n"};
    });
    EXPECT_EQ(update(), ESP_ERR_HTTP_REDIRECT_DOWNGRADE);
    EXPECT_EQ(plain.connections(), 0);
}

TEST_F(HttpsOta, RefusesAnImageForAnotherChipBeforeItWritesAnything)
{
    image = makeTestImage("2.0.0", 200000, "esp32s3");
    serveImage();
    EXPECT_EQ(update(), ESP_ERR_INVALID_VERSION);
    EXPECT_TRUE(board.logged("esp_https_ota", "Mismatch chip id, expected 5, found 9"));
    EXPECT_EQ(board.flash[TestBoard::kSlot1], 0xff);
}

TEST_F(HttpsOta, RefusesATruncatedAndADamagedImage)
{
    const std::vector<std::byte> whole = image;
    image.resize(image.size() / 2);
    serveImage();
    EXPECT_EQ(update(), ESP_ERR_OTA_VALIDATE_FAILED);
    image = whole;
    image[image.size() / 2] ^= std::byte{4};
    EXPECT_EQ(update(), ESP_ERR_OTA_VALIDATE_FAILED);
    EXPECT_EQ(esp_ota_get_boot_partition()->address, TestBoard::kSlot0);
}

TEST_F(HttpsOta, RefusesAFileThatIsNoImageOrTooLarge)
{
    image.assign(5000, std::byte{'<'});
    serveImage();
    esp_https_ota_handle_t handle = nullptr;
    ASSERT_EQ(esp_https_ota_begin(&config, &handle), ESP_OK);
    esp_app_desc_t description = {};
    EXPECT_EQ(esp_https_ota_get_img_desc(handle, &description), ESP_FAIL);
    EXPECT_EQ(esp_https_ota_abort(handle), ESP_OK);
    image.resize(900);
    EXPECT_EQ(update(), ESP_FAIL);
    image.resize(TestBoard::kSlotSize + 1);
    EXPECT_EQ(update(), ESP_ERR_INVALID_SIZE);
}

TEST_F(HttpsOta, ACutConnectionEndsTheUpdateWithoutABudget)
{
    serve([this](const Request &request) {
        Answer answer = serveFile(request, image);
        answer.bytes.resize(100000);
        answer.end = End::Drop;
        return answer;
    });
    EXPECT_EQ(update(), ESP_FAIL);
    EXPECT_TRUE(board.logged("esp_https_ota", "data read -1, errno 0"));
    EXPECT_EQ(server->requests().size(), 1U);
}

TEST_F(HttpsOta, ConnectsAgainAtTheByteReached)
{
    int cuts = 0;
    serve([&](const Request &request) {
        Answer answer = serveFile(request, image);
        if (++cuts > 3)
            return answer;
        answer.bytes.resize(cuts == 1 ? 500 : 50000); // the first within the image's header
        answer.end = cuts == 2 ? End::Reset : End::Drop;
        return answer;
    });
    config.otabench_reconnects = 3;
    EXPECT_EQ(update(), ESP_OK);
    EXPECT_TRUE(bootsNewImage());
    EXPECT_EQ(report.reconnects, 3U);
    const auto requests = server->requests();
    ASSERT_EQ(requests.size(), 4U);
    for (std::size_t i = 1; i < requests.size(); ++i) {
        EXPECT_EQ(requests[i].header("If-Range"), "\"one\"");
        EXPECT_EQ(requests[i].header("Range").find("bytes="), 0U);
    }
}

TEST_F(HttpsOta, StopsWhenTheFileChangedMeanwhile)
{
    int count = 0;
    serve([&](const Request &request) {
        Answer answer = serveFile(request, image, ++count == 1 ? "\"one\"" : "\"two\"");
        answer.bytes.resize(count == 1 ? 50000 : answer.bytes.size());
        answer.end = count == 1 ? End::Drop : End::Next;
        return answer;
    });
    config.otabench_reconnects = 3;
    EXPECT_EQ(update(), ESP_ERR_HTTP_RANGE_NOT_SATISFIABLE);
    EXPECT_EQ(count, 2);
}

TEST_F(HttpsOta, EndsWhenTheServerStaysSilent)
{
    serve([this](const Request &request) {
        Answer answer = serveFile(request, image);
        answer.bytes.resize(60000);
        answer.end = End::Stall;
        return answer;
    });
    http.timeout_ms = 1500;       // the handshake has to fit in, on a busy computer, too
    config.otabench_stall_ms = 1; // the first time-out decides
    EXPECT_EQ(update(), ESP_ERR_HTTP_READ_TIMEOUT);
}

TEST_F(HttpsOta, EndsWhenTheServerDoesNotAnswer)
{
    serve([](const Request &) { return Answer{"", End::Stall}; });
    http.timeout_ms = 1500;
    EXPECT_EQ(update(), ESP_ERR_HTTP_READ_TIMEOUT);
    EXPECT_TRUE(board.logged("HTTP_CLIENT", "Connection timed out before data was ready!"));
}

TEST_F(HttpsOta, TakesChunksAndBodiesThatEndWithTheConnection)
{
    bool chunked = true;
    serve([&](const Request &) {
        const std::string body = toText(image);
        if (!chunked)
            return Answer{"HTTP/1.0 200 OK\r\n\r\n" + body, End::Close};
        std::string bytes = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n";
        for (std::size_t at = 0; at < body.size(); at += 0x1000) {
            const std::string piece = body.substr(at, 0x1000);
            std::array<char, 16> size{};
            std::snprintf(size.data(), size.size(), "%zx\r\n", piece.size());
            bytes += size.data() + piece + "\r\n";
        }
        return Answer{bytes + "0\r\n\r\n"};
    });
    EXPECT_EQ(update(), ESP_OK);
    EXPECT_TRUE(bootsNewImage());
    chunked = false;
    EXPECT_EQ(update(), ESP_OK);
    EXPECT_TRUE(bootsNewImage());
}

TEST_F(HttpsOta, FetchesInPartsOverOneConnection)
{
    serveImage();
    config.partial_http_download = true;
    config.max_http_request_size = 16384;
    EXPECT_EQ(update(), ESP_OK);
    EXPECT_TRUE(bootsNewImage());
    EXPECT_EQ(server->connections(), 1);
    const auto requests = server->requests();
    ASSERT_EQ(requests.size(), 1 + (image.size() + 16383) / 16384);
    EXPECT_EQ(requests[0].method(), "HEAD");
    EXPECT_EQ(requests[1].header("Range"), "bytes=0-16383");
    EXPECT_EQ(requests.back().header("Range").substr(requests.back().header("Range").find('-')),
              "-" + std::to_string(image.size() - 1));
}

TEST_F(HttpsOta, DoesNotAskForEverForPartsThatComeEmpty)
{
    serve([this](const Request &request) {
        if (request.header("Range").find("bytes=0-") == 0 || request.method() == "HEAD")
            return serveFile(request, image);
        const std::string range = request.header("Range").substr(6);
        return Answer{"HTTP/1.1 206 X\r\nContent-Length: 0\r\nContent-Range: bytes " + range + "/" +
                      std::to_string(image.size()) + "\r\n\r\n"};
    });
    config.partial_http_download = true;
    config.max_http_request_size = 16384;
    EXPECT_EQ(update(), ESP_FAIL);
    EXPECT_EQ(server->requests().size(), 3U);
}

TEST_F(HttpsOta, FetchesInPartsFromAServerWithoutHead)
{
    serve([this](const Request &request) {
        if (request.method() == "HEAD")
            return Answer{"HTTP/1.1 405 No\r\nContent-Length: 0\r\n\r\n"};
        return serveFile(request, image);
    });
    config.partial_http_download = true;
    EXPECT_EQ(update(), ESP_OK);
    EXPECT_TRUE(bootsNewImage());
    EXPECT_EQ(server->requests()[1].header("Range"), "bytes=0-0");
}

TEST_F(HttpsOta, SurvivesAServerThatClosesKeptConnections)
{
    serve([this](const Request &request) {
        Answer answer = serveFile(request, image);
        answer.end = End::Close; // without having said "Connection: close"
        return answer;
    });
    config.partial_http_download = true;
    config.max_http_request_size = 65536;
    EXPECT_EQ(update(), ESP_OK);
    EXPECT_TRUE(bootsNewImage());
}

TEST_F(HttpsOta, GoesOnWhereAnEarlierUpdateStopped)
{
    serveImage();
    esp_https_ota_handle_t handle = nullptr;
    ASSERT_EQ(esp_https_ota_begin(&config, &handle), ESP_OK);
    while (esp_https_ota_get_image_len_read(handle) < 90000)
        ASSERT_EQ(esp_https_ota_perform(handle), ESP_ERR_HTTPS_OTA_IN_PROGRESS);
    const int written = esp_https_ota_get_image_len_read(handle);
    EXPECT_EQ(esp_https_ota_abort(handle), ESP_OK);

    config.ota_resumption = true;
    config.ota_image_bytes_written = static_cast<std::size_t>(written);
    ASSERT_EQ(esp_https_ota_begin(&config, &handle), ESP_OK);
    EXPECT_EQ(esp_https_ota_get_image_size(handle), static_cast<int>(image.size()));
    esp_app_desc_t description = {};
    EXPECT_EQ(esp_https_ota_get_img_desc(handle, &description), ESP_OK);
    EXPECT_STREQ(description.version, "2.0.0");
    esp_err_t result = ESP_OK;
    do
        result = esp_https_ota_perform(handle);
    while (result == ESP_ERR_HTTPS_OTA_IN_PROGRESS);
    EXPECT_EQ(result, ESP_OK);
    EXPECT_EQ(esp_https_ota_finish(handle), ESP_OK);
    EXPECT_TRUE(bootsNewImage());
    EXPECT_EQ(server->requests().back().header("Range"), "bytes=" + std::to_string(written) + "-");
}

TEST_F(HttpsOta, StartsOverWhereTheServerKnowsNoRanges)
{
    serve([this](const Request &) { return serveFile(Request{"GET / HTTP/1.1\r\n\r\n"}, image); });
    config.ota_resumption = true;
    config.ota_image_bytes_written = 50000;
    EXPECT_EQ(update(), ESP_OK);
    EXPECT_TRUE(bootsNewImage());
    EXPECT_TRUE(board.logged("esp_https_ota", "Falling back to OTA without resumption"));
}

esp_err_t unmask(decrypt_cb_arg_t *args, void *context)
{
    // "Decryption" that drops a header of 8 bytes and flips every bit.
    auto *left = static_cast<std::size_t *>(context);
    const std::size_t drop = std::min(*left, args->data_in_len);
    *left -= drop;
    args->data_out_len = args->data_in_len - drop;
    args->data_out = static_cast<char *>(std::malloc(args->data_out_len + 1));
    for (std::size_t i = 0; i < args->data_out_len; ++i)
        args->data_out[i] = static_cast<char>(~args->data_in[drop + i]);
    return ESP_OK;
}

TEST_F(HttpsOta, WritesWhatTheDecryptionGives)
{
    std::vector<std::byte> file(8, std::byte{1});
    for (const std::byte each : image)
        file.push_back(~each);
    serve([&](const Request &request) { return serveFile(request, file); });
    std::size_t header = 8;
    config.decrypt_cb = unmask;
    config.decrypt_user_ctx = &header;
    config.enc_img_header_size = 8;
    EXPECT_EQ(update(), ESP_OK);
    EXPECT_TRUE(bootsNewImage());
    EXPECT_EQ(report.total, image.size());
}

} // namespace
} // namespace otabench::test
