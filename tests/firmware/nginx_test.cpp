// Logins against a server that is none of ours: nginx, with a password and with client
// certificates.
#include "esp_https_ota.h"
#include "esp_ota_ops.h"
#include "net_support.h"
#include "support/nginx.h"
#include "support/process.h"
#include "support/temporary_folder.h"

#include <gtest/gtest.h>

#include <fstream>
#include <iterator>

namespace otabench::test {
namespace {

constexpr const char *kLines = R"(
        ssl_client_certificate board.pem;
        ssl_verify_client optional;
        location /password/ {
            auth_basic "lab";
            auth_basic_user_file users;
        }
        location /certificate/ {
            if ($ssl_client_verify != SUCCESS) { return 403; }
        }
)";

class Nginx : public testing::Test
{
protected:
    Nginx()
    {
        put("server.pem", lab().server.certificatePem);
        put("server.key", lab().server.keyPem);
        makeBoardCertificate();
        put("users", "lab:{PLAIN}p=w\n");
        for (const char *folderName : {"password", "certificate"}) {
            std::filesystem::create_directories(server.files() / folderName);
            put("files/" + std::string(folderName) + "/fw.bin", toText(image));
        }
        EXPECT_TRUE(server.start()) << server.err();
        http.cert_pem = lab().authority.certificatePem().c_str();
        http.timeout_ms = 20000;
        http.buffer_size = 4096;
        config.http_config = &http;
    }

    /// One that says of itself that it may be a client's: the lab's certificates are for servers.
    void makeBoardCertificate() const
    {
        const auto made = support::run(
            {.arguments = {"openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt",
                           "ec_paramgen_curve:prime256v1", "-nodes", "-days", "2", "-subj",
                           "/CN=board-1", "-keyout", "board.key", "-out", "board.pem"},
             .folder = folder.path()});
        EXPECT_EQ(made.exitStatus, 0) << made.err;
    }

    [[nodiscard]] std::string get(const std::string &name) const
    {
        std::ifstream file(folder.path() / name, std::ios::binary);
        return {std::istreambuf_iterator<char>(file), {}};
    }

    void put(const std::string &name, const std::string &text) const
    {
        std::ofstream(folder.path() / name, std::ios::binary) << text;
    }

    esp_err_t update(const std::string &path)
    {
        const std::string address = server.url(path);
        http.url = address.c_str();
        return esp_https_ota(&config);
    }

    [[nodiscard]] bool bootsNewImage() const
    {
        return esp_ota_get_boot_partition()->address == TestBoard::kSlot1 &&
               board.slotHolds(TestBoard::kSlot1, image);
    }

    support::TemporaryFolder folder;
    support::Nginx server{folder.path(), {.isTls = true, .lines = kLines}};
    TestBoard board{makeTestImage("1.0.0")};
    std::vector<std::byte> image = makeTestImage("2.0.0");
    esp_http_client_config_t http = {};
    esp_https_ota_config_t config = {};
};

TEST_F(Nginx, TakesThePasswordAtOnceOrWhenItAsks)
{
    EXPECT_NE(update("/password/fw.bin"), ESP_OK) << "without a password";
    http.username = "lab";
    http.password = "p=x";
    EXPECT_EQ(update("/password/fw.bin"), ESP_FAIL) << "another password";
    EXPECT_FALSE(bootsNewImage());
    http.password = "p=w";
    for (const auto type : {HTTP_AUTH_TYPE_BASIC, HTTP_AUTH_TYPE_NONE}) {
        http.auth_type = type;
        EXPECT_EQ(update("/password/fw.bin"), ESP_OK) << type;
        EXPECT_TRUE(bootsNewImage());
    }
    config.partial_http_download = true;
    EXPECT_EQ(update("/password/fw.bin"), ESP_OK) << "in parts";
}

TEST_F(Nginx, TakesTheBoardsCertificate)
{
    EXPECT_EQ(update("/certificate/fw.bin"), ESP_FAIL) << "without one";
    const std::string certificate = get("board.pem");
    const std::string key = get("board.key");
    http.client_cert_pem = certificate.c_str();
    http.client_key_pem = key.c_str();
    EXPECT_EQ(update("/certificate/fw.bin"), ESP_OK);
    EXPECT_TRUE(bootsNewImage());
}

} // namespace
} // namespace otabench::test
