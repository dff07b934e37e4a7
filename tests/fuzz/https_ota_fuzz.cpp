// A whole update from a server that sends anything: whatever comes, the board ends with an image
// that starts, and everything it took is given back.

#include "fuzz.h"

#include "esp_encrypted_img.h"
#include "esp_https_ota.h"
#include "esp_ota_ops.h"
#include "otabench_boot.h"
#include "otabench_partition_table.h"
#include "otadata.h"
#include "support/firmware/ram_port.h"
#include "support/firmware/tiny_image.h"

#include <cstring>

namespace otabench::fuzz {
namespace {

constexpr std::uint32_t kFlashBytes = 0x40000;
constexpr std::uint32_t kOtadata = 0xD000;
constexpr std::uint32_t kSlot0 = 0x20000;
constexpr std::uint32_t kSlot1 = 0x30000;
constexpr std::uint32_t kSlotBytes = 0x10000;
constexpr unsigned kMostSteps = 5000;
constexpr char kClose = '\xFE'; ///< in the input: the server closes the connection here
constexpr std::uint8_t kAesKey[32] = {7};

enum Mode : std::uint8_t
{
    kPartial = 1,
    kResumed = 2,
    kBulk = 4,
    kEncrypted = 8,
    kReconnects = 16,
    kDescribed = 32,
};

/// What the server sends, over one connection after the other.
std::string_view theStream;
std::size_t thePiece = 1;

int readStream(void * /*ctx*/, otabench_net_t * /*net*/, void *bytes, std::size_t length,
               std::uint32_t /*wait*/)
{
    std::size_t size = std::min({length, thePiece, theStream.size()});
    if (size > 0 && theStream.front() == kClose) {
        theStream.remove_prefix(1);
        return 0;
    }
    size = std::min(size, theStream.find(kClose));
    std::memcpy(bytes, theStream.data(), size);
    theStream.remove_prefix(size);
    return static_cast<int>(size);
}

/// Everything decrypts to one key, but for a key area that begins with 0.
esp_err_t decryptKey(void * /*ctx*/, const char * /*pem*/, std::size_t /*pemSize*/,
                     const std::uint8_t *cipher, std::size_t /*cipherLength*/, std::uint8_t *plain,
                     std::size_t capacity, std::size_t *length)
{
    if (cipher[0] == 0 || capacity < sizeof kAesKey)
        return ESP_FAIL;
    std::memcpy(plain, kAesKey, sizeof kAesKey);
    *length = sizeof kAesKey;
    return ESP_OK;
}

otabench_port_t scriptedPort(const otabench_port_t &board)
{
    otabench_port_t port = board;
    port.net_open = [](void *, const otabench_net_config_t *, otabench_net_t **net) -> esp_err_t {
        static char open;
        *net = reinterpret_cast<otabench_net_t *>(&open);
        return theStream.empty() ? ESP_FAIL : ESP_OK;
    };
    port.net_connect = [](void *, otabench_net_t *, std::uint32_t,
                          otabench_net_error_t *) -> esp_err_t { return ESP_OK; };
    port.net_read = readStream;
    port.net_write = [](void *, otabench_net_t *, const void *, std::size_t length) {
        return static_cast<int>(length);
    };
    port.net_close = [](void *, otabench_net_t *) {};
    port.rsa_decrypt = decryptKey;
    return port;
}

void layOut(test::RamPort &board)
{
    const std::vector<otabench_partition_entry_t> entries{
        {1, 0, kOtadata, 0x2000, "otadata", 0},
        {0, 16, kSlot0, kSlotBytes, "ota_0", 0},
        {0, 17, kSlot1, kSlotBytes, "ota_1", 0},
    };
    std::vector<std::uint8_t> table(OTABENCH_PARTITION_TABLE_SIZE);
    require(otabench_partition_table_build(entries.data(), entries.size(), kFlashBytes,
                                           table.data()) == ESP_OK,
            "the board's table can be built");
    board.load(OTABENCH_PARTITION_TABLE_ADDRESS, table);
    board.load(kSlot0, test::tinyApp("1.0", 512));
    require(firmware::writeRecord(board.port(), kOtadata, 0,
                                  firmware::makeRecord(1, ESP_OTA_IMG_VALID)) == ESP_OK,
            "a record can be written");
}

esp_err_t update(std::uint8_t mode)
{
    esp_http_client_config_t http = {};
    http.url = "http://server/app.bin";
    http.timeout_ms = 1000;
    esp_decrypt_cfg_t key = {};
    key.rsa_priv_key = "key";
    key.rsa_priv_key_len = 4;
    esp_https_ota_config_t config = {};
    config.http_config = &http;
    config.otabench_allow_http = true;
    config.bulk_flash_erase = (mode & kBulk) != 0;
    config.partial_http_download = (mode & kPartial) != 0;
    config.max_http_request_size = 700;
    config.ota_resumption = (mode & kResumed) != 0;
    config.ota_image_bytes_written = config.ota_resumption ? 1024 : 0;
    config.otabench_reconnects = (mode & kReconnects) != 0 ? 3 : 0;
    if ((mode & kEncrypted) != 0)
        config.otabench_decrypt = &key;
    esp_https_ota_handle_t handle = nullptr;
    esp_err_t result = esp_https_ota_begin(&config, &handle);
    if (result != ESP_OK) {
        require(handle == nullptr, "an update that does not begin has no handle");
        return result;
    }
    esp_app_desc_t description;
    if ((mode & kDescribed) != 0)
        (void)esp_https_ota_get_img_desc(handle, &description);
    unsigned steps = 0;
    do {
        result = esp_https_ota_perform(handle);
        require(++steps < kMostSteps, "an update ends");
    } while (result == ESP_ERR_HTTPS_OTA_IN_PROGRESS);
    if (result == ESP_OK)
        return esp_https_ota_finish(handle);
    (void)esp_https_ota_abort(handle);
    return result;
}

} // namespace

std::vector<std::string> seeds()
{
    const std::vector<std::uint8_t> bytes = test::tinyApp("2.0", 800);
    const std::string image(bytes.begin(), bytes.end());
    const std::string length = std::to_string(image.size());
    const auto range = [&](std::size_t first, std::size_t end) {
        return "HTTP/1.1 206 Partial Content\r\nContent-Range: bytes " + std::to_string(first) +
               "-" + std::to_string(end - 1) + "/" + length +
               "\r\nETag: \"a\"\r\nContent-Length: " + std::to_string(end - first) + "\r\n\r\n" +
               image.substr(first, end - first);
    };
    const std::string whole =
        "HTTP/1.1 200 OK\r\nETag: \"a\"\r\nContent-Length: " + length + "\r\n\r\n" + image;
    const auto of = [](int mode, char piece, const std::string &text) {
        return std::string{static_cast<char>(mode), piece}.append(text);
    };
    std::string encrypted("\xCF\xB6\x88\x07", 4);
    encrypted.append(400, 'k').append("\x20\x03\x00\x00", 4).append(104, 't').append(800, 'c');
    return {
        of(0, 100, whole),
        of(kBulk | kDescribed, 7, whole),
        of(kReconnects, 50, whole.substr(0, 900) + kClose + range(900 - 77, image.size())),
        of(kPartial, 90,
           "HTTP/1.1 200 OK\r\nContent-Length: " + length + "\r\n\r\n" + range(0, 700) +
               range(700, image.size())),
        of(kResumed, 60, range(1024, image.size())),
        of(0, 40, "HTTP/1.1 302 Found\r\nLocation: /b\r\nContent-Length: 0\r\n\r\n" + whole),
        of(kEncrypted, 80, "HTTP/1.1 200 OK\r\nContent-Length: 1312\r\n\r\n" + encrypted),
        of(0, 30,
           "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n400\r\n" + image.substr(0, 1024) +
               "\r\n0\r\n\r\n"),
    };
}

} // namespace otabench::fuzz

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t *data, std::size_t size)
{
    using namespace otabench;
    using namespace otabench::fuzz;
    Input input(data, size);
    const std::uint8_t mode = input.takeByte();
    thePiece = 1U + input.takeByte() * 4U;
    theStream = input.rest();

    test::RamPort board(kFlashBytes);
    layOut(board);
    board.use(kSlot0);
    const otabench_port_t port = scriptedPort(*board.port());
    otabench_port_set(&port);
    const esp_err_t result = update(mode);
    require(board.heldAllocations() == 0 && board.heldHashes() == 0 && board.crypto.held() == 0,
            "an update gives back what it took");
    otabench_port_set(board.port());
    otabench_boot_choice_t choice;
    require(otabench_boot_select(board.port(), &choice) == ESP_OK, "the board starts afterwards");
    require(!choice.fell_back, "what is selected starts");
    require((result == ESP_OK) == (choice.address == kSlot1),
            "the new image starts if, and only if, the update succeeded");
    return 0;
}
