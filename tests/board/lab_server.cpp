#include "lab_server.h"

#include <gtest/gtest.h>

#include <fstream>
#include <iomanip>
#include <openssl/sha.h>
#include <sstream>

namespace otabench::board {

namespace {

std::string sha256Hex(const std::filesystem::path &file)
{
    std::ifstream in(file, std::ios::binary);
    const std::string bytes((std::istreambuf_iterator<char>(in)), {});
    unsigned char digest[SHA256_DIGEST_LENGTH];
    ::SHA256(reinterpret_cast<const unsigned char *>(bytes.data()), bytes.size(), digest);
    std::ostringstream hex;
    for (const unsigned char byte : digest)
        hex << std::hex << std::setw(2) << std::setfill('0') << static_cast<unsigned>(byte);
    return hex.str();
}

} // namespace

LabServer::LabServer(const support::TemporaryFolder &folder)
    : m_folder(folder)
    , m_caFile(folder / "ca.pem")
{
    const auto authority = certificates::Authority::create({});
    EXPECT_TRUE(authority);
    std::ofstream(m_caFile) << authority->certificatePem();
    certificates::ServerOptions hosts;
    hosts.hosts = {"127.0.0.1"};
    const auto certificate = authority->issueServer(hosts);
    EXPECT_TRUE(certificate);
    server::ServerOptions options;
    options.bindAddress = "127.0.0.1";
    options.certificatePem = certificate->certificatePem;
    options.keyPem = certificate->keyPem;
    auto started = server::ImageServer::start(options);
    EXPECT_TRUE(started) << started.error().text;
    m_server = std::move(*started);
}

std::string LabServer::serve(const std::string &chip, const std::string &version)
{
    image::MakeOptions options;
    options.chip = chip;
    options.project = "otabench-demo";
    options.version = version;
    const auto image = image::makeImage(options);
    EXPECT_TRUE(image);
    const auto file = m_folder / (chip + "-" + version + ".bin");
    std::ofstream(file, std::ios::binary)
        .write(reinterpret_cast<const char *>(image->data()),
               static_cast<std::streamsize>(image->size()));
    return serveFile(file);
}

std::string LabServer::serveFile(const std::filesystem::path &file)
{
    const auto published = m_server->publish(file, sha256Hex(file));
    EXPECT_TRUE(published) << published.error().text;
    return m_server->url("127.0.0.1", *published, "");
}

} // namespace otabench::board
