#include "fixture.h"

#include "base/files.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <random>
#include <thread>

namespace otabench::server {
namespace {

constexpr std::size_t kImageBytes = 300'001;

void limitWaits(int descriptor)
{
    const timeval limit = {.tv_sec = kTestLimit.count(), .tv_usec = 0};
    ::setsockopt(descriptor, SOL_SOCKET, SO_RCVTIMEO, &limit, sizeof limit);
    ::setsockopt(descriptor, SOL_SOCKET, SO_SNDTIMEO, &limit, sizeof limit);
}

/// OpenSSL's message callback: notes the length in each record header that comes in.
void noteRecord(int isWrite, int, int type, const void *bytes, std::size_t length, SSL *,
                void *longest)
{
    const auto *header = static_cast<const unsigned char *>(bytes);
    if (isWrite != 0 || type != SSL3_RT_HEADER || length < 5)
        return;
    auto &noted = *static_cast<std::size_t *>(longest);
    noted = std::max<std::size_t>(noted, header[3] * 256u + header[4]);
}

} // namespace

bool waitUntil(const std::function<bool()> &condition, std::chrono::milliseconds limit)
{
    const auto deadline = std::chrono::steady_clock::now() + limit;
    while (!condition()) {
        if (std::chrono::steady_clock::now() > deadline)
            return false;
        std::this_thread::sleep_for(std::chrono::milliseconds(2)); // between two looks, no more
    }
    return true;
}

std::string noise(std::size_t bytes, unsigned seed)
{
    std::mt19937 random(seed);
    std::string text(bytes, '\0');
    for (char &c : text)
        c = static_cast<char>(random());
    return text;
}

support::Outcome runProgram(std::vector<std::string> arguments, std::string input,
                            std::chrono::seconds limit)
{
    support::Command command;
    command.arguments = std::move(arguments);
    command.input = std::move(input);
    return support::run(command, limit);
}

RawClient::RawClient(std::uint16_t port)
    : m_descriptor(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0))
{
    limitWaits(m_descriptor);
    sockaddr_in address = {};
    address.sin_family = AF_INET;
    address.sin_port = htons(port);
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    EXPECT_EQ(::connect(m_descriptor, reinterpret_cast<sockaddr *>(&address), sizeof address), 0);
}

RawClient::~RawClient()
{
    if (m_descriptor >= 0)
        ::close(m_descriptor);
}

bool RawClient::send(std::string_view bytes) const
{
    while (!bytes.empty()) {
        const ssize_t sent = ::send(m_descriptor, bytes.data(), bytes.size(), MSG_NOSIGNAL);
        if (sent <= 0)
            return false;
        bytes.remove_prefix(static_cast<std::size_t>(sent));
    }
    return true;
}

std::optional<std::string> RawClient::readToEnd() const
{
    std::string all;
    std::array<char, 16384> bytes;
    while (true) {
        const ssize_t got = ::recv(m_descriptor, bytes.data(), bytes.size(), 0);
        if (got == 0)
            return all;
        if (got < 0)
            return errno == ECONNRESET ? std::optional(all) : std::nullopt;
        all.append(bytes.data(), static_cast<std::size_t>(got));
    }
}

std::string RawClient::read(std::size_t bytes) const
{
    std::string text(bytes, '\0');
    std::size_t have = 0;
    while (have < bytes) {
        const ssize_t got = ::recv(m_descriptor, text.data() + have, bytes - have, 0);
        if (got <= 0)
            break;
        have += static_cast<std::size_t>(got);
    }
    text.resize(have);
    return text;
}

std::string RawClient::readHead() const
{
    std::string head;
    while (!head.ends_with("\r\n\r\n")) {
        const std::string next = read(1);
        if (next.empty())
            break;
        head += next;
    }
    return head;
}

void RawClient::closeWriting() const
{
    ::shutdown(m_descriptor, SHUT_WR);
}

void RawClient::reset()
{
    const linger now = {.l_onoff = 1, .l_linger = 0};
    ::setsockopt(m_descriptor, SOL_SOCKET, SO_LINGER, &now, sizeof now);
    ::close(m_descriptor);
    m_descriptor = -1;
}

TlsClient::TlsClient(std::uint16_t port)
    : m_socket(port)
    , m_context(SSL_CTX_new(TLS_client_method()))
    , m_session(SSL_new(m_context.get()))
{
    SSL_set_fd(m_session.get(), m_socket.descriptor());
    SSL_set_msg_callback(m_session.get(), noteRecord);
    SSL_set_msg_callback_arg(m_session.get(), &m_longestRecord);
    m_connected = SSL_connect(m_session.get()) == 1;
}

std::string TlsClient::subject() const
{
    const openssl::Certificate certificate(SSL_get1_peer_certificate(m_session.get()));
    std::array<char, 256> text{};
    X509_NAME_oneline(X509_get_subject_name(certificate.get()), text.data(), text.size());
    return text.data();
}

bool TlsClient::send(std::string_view bytes)
{
    return SSL_write(m_session.get(), bytes.data(), static_cast<int>(bytes.size())) ==
           static_cast<int>(bytes.size());
}

std::string TlsClient::read(std::size_t bytes)
{
    std::string text(bytes, '\0');
    std::size_t have = 0;
    std::size_t got = 0;
    while (have < bytes &&
           SSL_read_ex(m_session.get(), text.data() + have, bytes - have, &got) == 1)
        have += got;
    text.resize(have);
    return text;
}

std::string TlsClient::readHead()
{
    std::string head;
    while (!head.ends_with("\r\n\r\n")) {
        const std::string next = read(1);
        if (next.empty())
            break;
        head += next;
    }
    return head;
}

std::optional<std::string> TlsClient::readToEnd()
{
    std::string all;
    std::array<char, 16384> bytes;
    std::size_t got = 0;
    while (SSL_read_ex(m_session.get(), bytes.data(), bytes.size(), &got) == 1)
        all.append(bytes.data(), got);
    if (SSL_get_error(m_session.get(), 0) != SSL_ERROR_ZERO_RETURN)
        return std::nullopt;
    return all;
}

ServerTest::ServerTest()
    : m_content(noise(kImageBytes))
{
}

void ServerTest::start(ServerOptions options)
{
    const CertificateFiles files = makeCertificate("server");
    options.certificatePem = files.certificatePem;
    options.keyPem = files.keyPem;
    options.bindAddress = "127.0.0.1";
    auto started = ImageServer::start(std::move(options));
    ASSERT_TRUE(started) << started.error().text;
    m_server = std::move(*started);
    m_image = publish("app.bin", m_content);
}

void ServerTest::startPlain(ServerOptions options)
{
    options.plainHttp = true;
    options.bindAddress = "127.0.0.1";
    auto started = ImageServer::start(std::move(options));
    ASSERT_TRUE(started) << started.error().text;
    m_server = std::move(*started);
    m_image = publish("app.bin", m_content);
}

PublishedImage ServerTest::publish(const std::string &fileName, std::string_view content)
{
    const auto file = m_folder / fileName;
    EXPECT_TRUE(writeFileAtomically(file, content, FileMode::Public));
    const auto published = m_server->publish(file, "");
    EXPECT_TRUE(published) << published.error().text;
    return published.value_or(PublishedImage{});
}

CertificateFiles ServerTest::makeCertificate(const std::string &name,
                                             const std::string &keyType) const
{
    const std::string certificate = (m_folder / (name + ".pem")).string();
    const std::string key = (m_folder / (name + ".key")).string();
    std::vector<std::string> arguments = {
        "openssl", "req",
        "-x509",   "-nodes",
        "-days",   "2",
        "-subj",   "/CN=" + name,
        "-keyout", key,
        "-out",    certificate,
        "-addext", "subjectAltName=IP:127.0.0.1,DNS:127.0.0.1,DNS:localhost"};
    if (keyType == "ec")
        arguments.insert(arguments.end(), {"-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256"});
    else
        arguments.insert(arguments.end(), {"-newkey", keyType});
    const auto made = runProgram(arguments);
    EXPECT_EQ(made.exitStatus, 0) << made.err;
    return {readTextFile(certificate).value_or(""), readTextFile(key).value_or("")};
}

support::Outcome ServerTest::curl(const std::vector<std::string> &arguments) const
{
    std::vector<std::string> all = {"curl",       "--silent", "--show-error",
                                    "--max-time", "60",       "--noproxy",
                                    "*",          "--cacert", (m_folder / "server.pem").string()};
    all.insert(all.end(), arguments.begin(), arguments.end());
    return runProgram(std::move(all));
}

support::Outcome ServerTest::sClient(const std::vector<std::string> &arguments,
                                     const std::string &input) const
{
    std::vector<std::string> all = {"openssl",  "s_client",
                                    "-connect", fmt::format("127.0.0.1:{}", m_server->port()),
                                    "-CAfile",  (m_folder / "server.pem").string()};
    all.insert(all.end(), arguments.begin(), arguments.end());
    return runProgram(std::move(all), input);
}

std::string ServerTest::url(std::string_view token) const
{
    return m_server->url("127.0.0.1", m_image, token);
}

std::string ServerTest::path(std::string_view token) const
{
    const std::string all = url(token);
    return all.substr(all.find('/', all.find("//") + 2));
}

std::string ServerTest::get(std::string_view extraLines, std::string_view token) const
{
    return fmt::format("GET {} HTTP/1.1\r\nHost: 127.0.0.1\r\n{}\r\n", path(token), extraLines);
}

bool ServerTest::serves() const
{
    return curl({url()}).out == m_content;
}

} // namespace otabench::server
