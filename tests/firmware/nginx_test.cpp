// Logins against a server that is none of ours: nginx, with a password and with client
// certificates.
#include "esp_https_ota.h"
#include "esp_ota_ops.h"
#include "net_support.h"
#include "support/process.h"
#include "support/temporary_folder.h"

#include <gtest/gtest.h>

#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include <fstream>
#include <iterator>
#include <memory>

namespace otabench::test {
namespace {

/// A port of 127.0.0.1 that was free a moment ago.
std::uint16_t freePort()
{
    const int fd = ::socket(AF_INET, SOCK_STREAM, 0);
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    socklen_t size = sizeof address;
    EXPECT_EQ(::bind(fd, reinterpret_cast<sockaddr *>(&address), size), 0);
    EXPECT_EQ(::getsockname(fd, reinterpret_cast<sockaddr *>(&address), &size), 0);
    ::close(fd);
    return ntohs(address.sin_port);
}

constexpr const char *kConfig = R"(
daemon off;
master_process off;
pid nginx.pid;
error_log stderr notice;
events {}
http {
    access_log off;
    client_body_temp_path tmp;
    proxy_temp_path tmp;
    fastcgi_temp_path tmp;
    uwsgi_temp_path tmp;
    scgi_temp_path tmp;
    server {
        listen 127.0.0.1:@ ssl;
        ssl_certificate server.pem;
        ssl_certificate_key server.key;
        ssl_client_certificate board.pem;
        ssl_verify_client optional;
        root files;
        location /password/ {
            auth_basic "lab";
            auth_basic_user_file users;
        }
        location /certificate/ {
            if ($ssl_client_verify != SUCCESS) { return 403; }
        }
    }
}
)";

class Nginx : public testing::Test
{
protected:
    Nginx()
    {
        const std::string port = std::to_string(freePort());
        std::string text = kConfig;
        text.replace(text.find('@'), 1, port);
        put("nginx.conf", text);
        put("server.pem", lab().server.certificatePem);
        put("server.key", lab().server.keyPem);
        makeBoardCertificate();
        put("users", "lab:{PLAIN}p=w\n");
        for (const char *folderName : {"password", "certificate"}) {
            std::filesystem::create_directories(folder.path() / "files" / folderName);
            put("files/" + std::string(folderName) + "/fw.bin", toText(image));
        }
        server = std::make_unique<support::Process>(
            support::Command{.arguments = {"nginx", "-p", folder.path().string(), "-c",
                                           (folder.path() / "nginx.conf").string(), "-e", "stderr"},
                             .environment = {{"PATH", "/usr/sbin:/usr/bin:/bin"}}});
        EXPECT_TRUE(server->waitFor([](const std::string &, const std::string &err) {
            return err.find("event method") != std::string::npos;
        })) << server->err();
        root = "https://127.0.0.1:" + port;
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
        const std::string address = root + path;
        http.url = address.c_str();
        return esp_https_ota(&config);
    }

    [[nodiscard]] bool bootsNewImage() const
    {
        return esp_ota_get_boot_partition()->address == TestBoard::kSlot1 &&
               board.slotHolds(TestBoard::kSlot1, image);
    }

    support::TemporaryFolder folder;
    std::unique_ptr<support::Process> server;
    TestBoard board{makeTestImage("1.0.0")};
    std::vector<std::byte> image = makeTestImage("2.0.0");
    std::string root;
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
