#include "net_support.h"

#include "base/openssl.h"
#include "esp_event.h"
#include "host_signature.h"
#include "image/maker.h"
#include "otabench_boot.h"
#include "otabench_partition_table.h"

#include <gtest/gtest.h>

#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cctype>
#include <csignal>
#include <cstdlib>
#include <cstring>
#include <stdexcept>

namespace otabench::test {
namespace {

constexpr std::uint32_t kFlashSize = 0x400000;

TestBoard &self(void *ctx)
{
    return *static_cast<TestBoard *>(ctx);
}

bool isInside(std::uint32_t address, std::size_t length)
{
    return address <= kFlashSize && length <= kFlashSize - address;
}

template <typename T>
T valueOf(Result<T> result)
{
    if (!result)
        throw std::runtime_error(result.error().text);
    return std::move(*result);
}

} // namespace

TestBoard::TestBoard(const std::vector<std::byte> &running)
    : flash(kFlashSize, 0xff)
    , m_started(std::chrono::steady_clock::now())
{
    const std::array<otabench_partition_entry_t, 4> entries{{
        {1, 2, 0x9000, 0x4000, "nvs", 0},
        {1, 0, 0xd000, 0x2000, "otadata", 0},
        {0, 0x10, kSlot0, kSlotSize, "ota_0", 0},
        {0, 0x11, kSlot1, kSlotSize, "ota_1", 0},
    }};
    EXPECT_EQ(otabench_partition_table_build(entries.data(), entries.size(), kFlashSize,
                                             flash.data() + OTABENCH_PARTITION_TABLE_ADDRESS),
              ESP_OK);
    std::memcpy(flash.data() + kSlot0, running.data(), running.size());
    m_chip = {{0x24, 0x6f, 0x28, 0, 0, 1}, 5, "esp32c3", 3, 1, 103};
    port.ctx = this;
    port.flash_size = kFlashSize;
    port.chip = &m_chip;
    port.security = &security;
    port.running_address = kSlot0;
    installFlash();
    installRest();
    firmware::host::HostNet::install<TestBoard, &TestBoard::net>(port);
    firmware::host::HostCrypto::install<TestBoard, &TestBoard::crypto>(port);
    firmware::host::HostNetOptions options;
    options.log = [](void *context, int level, const char *tag, const char *text) {
        self(context).log.push_back({level, tag, text});
    };
    options.logContext = this;
    net.setOptions(options);
    otabench_port_set(&port);
    EXPECT_EQ(esp_event_loop_create_default(), ESP_OK);
}

TestBoard::~TestBoard()
{
    EXPECT_EQ(esp_event_loop_delete_default(), ESP_OK);
    EXPECT_EQ(crypto.held(), 0U) << "AES keys were not given back";
    EXPECT_EQ(m_allocated, 0U) << "blocks of the board's heap were not given back";
}

void TestBoard::reboot()
{
    otabench_boot_choice_t choice = {};
    ASSERT_EQ(otabench_boot_select(&port, &choice), ESP_OK);
    port.running_address = choice.address;
    m_chip.reset_reason = 3; // software
    m_started = std::chrono::steady_clock::now();
    clockOffsetMs = 0;
    otabench_port_set(&port);
}

void TestBoard::installFlash()
{
    port.flash_read = [](void *ctx, std::uint32_t address, void *bytes, std::size_t length) {
        if (!isInside(address, length))
            return ESP_FAIL;
        std::memcpy(bytes, self(ctx).flash.data() + address, length);
        return ESP_OK;
    };
    port.flash_write = [](void *ctx, std::uint32_t address, const void *bytes, std::size_t length) {
        if (!isInside(address, length))
            return ESP_FAIL;
        const auto *from = static_cast<const std::uint8_t *>(bytes);
        for (std::size_t i = 0; i < length; ++i)
            self(ctx).flash[address + i] &= from[i];
        return ESP_OK;
    };
    port.flash_erase = [](void *ctx, std::uint32_t address, std::size_t length) {
        if (!isInside(address, length) || address % 4096 != 0 || length % 4096 != 0)
            return ESP_FAIL;
        std::memset(self(ctx).flash.data() + address, 0xff, length);
        return ESP_OK;
    };
}

void TestBoard::installRest()
{
    port.console_read = [](void *ctx, char *bytes, std::size_t length) {
        std::string &in = self(ctx).consoleIn;
        const std::size_t count = in.copy(bytes, length);
        in.erase(0, count);
        if (count == 0 && (!self(ctx).laterIsNow || self(ctx).laterIsNow()))
            in = std::exchange(self(ctx).consoleLater, {});
        return count;
    };
    port.console_write = [](void *ctx, const char *bytes, std::size_t length) {
        self(ctx).consoleOut.append(bytes, length);
    };
    port.setting_get = [](void *ctx, const char *name, void *bytes, std::size_t capacity) {
        const auto found = self(ctx).settings.find(name);
        if (found == self(ctx).settings.end() || found->second.size() > capacity)
            return -1;
        std::memcpy(bytes, found->second.data(), found->second.size());
        return static_cast<int>(found->second.size());
    };
    port.setting_set = [](void *ctx, const char *name, const void *bytes, std::size_t length) {
        const auto *from = static_cast<const std::uint8_t *>(bytes);
        if (length == 0)
            self(ctx).settings.erase(name);
        else
            self(ctx).settings[name].assign(from, from + length);
        return ESP_OK;
    };
    port.allocate = [](void *ctx, std::size_t size) {
        ++self(ctx).m_allocated;
        return std::calloc(1, size);
    };
    port.allocate_caps = [](void *ctx, std::size_t size, std::uint32_t caps) {
        self(ctx).askedCaps = caps;
        return self(ctx).port.allocate(ctx, size);
    };
    port.release = [](void *ctx, void *memory) {
        --self(ctx).m_allocated;
        std::free(memory);
    };
    port.heap_free = [](void *) { return std::uint32_t{200000}; };
    port.heap_minimum = [](void *) { return std::uint32_t{150000}; };
    port.stack_minimum = [](void *) { return std::uint32_t{5000}; };
    port.clock_ms = [](void *ctx) {
        const auto passed = std::chrono::steady_clock::now() - self(ctx).m_started;
        const auto ms = std::chrono::duration_cast<std::chrono::milliseconds>(passed).count();
        return static_cast<std::uint32_t>(ms) + self(ctx).clockOffsetMs;
    };
    port.delay_ms = [](void *ctx, std::uint32_t ms) { self(ctx).clockOffsetMs += ms; };
    port.random = [](void *) { return std::uint32_t{4}; };
    port.log = [](void *ctx, int level, const char *tag, const char *text) {
        self(ctx).log.push_back({level, tag, text});
    };
    port.verify_signature = [](void *, const otabench_signature_t *signature) {
        return firmware::host::verifySignature(*signature);
    };
    port.secure_version = [](void *ctx) { return self(ctx).secureVersion; };
    port.raise_secure_version = [](void *ctx, std::uint32_t version) {
        self(ctx).secureVersion = version;
        return ESP_OK;
    };
    port.restart = [](void *ctx) { ++self(ctx).restarts; };
}

bool TestBoard::slotHolds(std::uint32_t address, const std::vector<std::byte> &image) const
{
    return std::memcmp(flash.data() + address, image.data(), image.size()) == 0;
}

bool TestBoard::logged(std::string_view tag, std::string_view text) const
{
    return std::ranges::any_of(log, [&](const LogLine &line) {
        return line.tag == tag && line.text.find(text) != std::string::npos;
    });
}

std::string Request::target() const
{
    const std::size_t from = text.find(' ') + 1;
    return text.substr(from, text.find(' ', from) - from);
}

std::string Request::header(std::string_view name) const
{
    const std::string key = "\r\n" + std::string(name) + ": ";
    const std::size_t at = text.find(key);
    if (at == std::string::npos)
        return {};
    const std::size_t from = at + key.size();
    return text.substr(from, text.find("\r\n", from) - from);
}

/// One connection of the server; without TLS the session is empty.
struct ScriptedServer::Tls
{
    int fd;
    openssl::Ssl session;

    int read(char *bytes, int length)
    {
        return session ? SSL_read(session.get(), bytes, length)
                       : static_cast<int>(::recv(fd, bytes, static_cast<std::size_t>(length), 0));
    }

    /// @return false: the client has gone.
    bool write(const std::string &bytes)
    {
        std::size_t at = 0;
        while (at < bytes.size()) {
            const int piece = static_cast<int>(std::min<std::size_t>(bytes.size() - at, 16384));
            const int sent =
                session ? SSL_write(session.get(), bytes.data() + at, piece)
                        : static_cast<int>(::send(fd, bytes.data() + at,
                                                  static_cast<std::size_t>(piece), MSG_NOSIGNAL));
            if (sent <= 0)
                return false;
            at += static_cast<std::size_t>(sent);
        }
        return true;
    }
};

ScriptedServer::ScriptedServer(const certificates::KeyedCertificate *certificate, Handler handler,
                               const std::string &clientCa)
    : m_handler(std::move(handler))
{
    std::signal(SIGPIPE, SIG_IGN); // NOLINT: OpenSSL writes to sockets of clients that have gone
    if (certificate) {
        m_context = std::shared_ptr<void>(SSL_CTX_new(TLS_server_method()), [](void *context) {
            SSL_CTX_free(static_cast<SSL_CTX *>(context));
        });
        auto *context = static_cast<SSL_CTX *>(m_context.get());
        const auto bio = [](const std::string &text) {
            return openssl::Bio(BIO_new_mem_buf(text.data(), static_cast<int>(text.size())));
        };
        const openssl::Certificate leaf(
            PEM_read_bio_X509(bio(certificate->certificatePem).get(), nullptr, nullptr, nullptr));
        const openssl::Pkey key(
            PEM_read_bio_PrivateKey(bio(certificate->keyPem).get(), nullptr, nullptr, nullptr));
        EXPECT_EQ(SSL_CTX_use_certificate(context, leaf.get()), 1);
        EXPECT_EQ(SSL_CTX_use_PrivateKey(context, key.get()), 1);
        if (!clientCa.empty())
            requireClientCertificate(clientCa);
    }
    m_listener = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    socklen_t size = sizeof address;
    auto *generic = reinterpret_cast<sockaddr *>(&address);
    EXPECT_EQ(::bind(m_listener, generic, size), 0);
    EXPECT_EQ(::listen(m_listener, 16), 0);
    EXPECT_EQ(::getsockname(m_listener, generic, &size), 0);
    m_port = ntohs(address.sin_port);
    m_acceptor = std::jthread([this] { accept(); });
}

void ScriptedServer::requireClientCertificate(const std::string &ca)
{
    auto *context = static_cast<SSL_CTX *>(m_context.get());
    const openssl::Bio bio(BIO_new_mem_buf(ca.data(), static_cast<int>(ca.size())));
    const openssl::Certificate root(PEM_read_bio_X509(bio.get(), nullptr, nullptr, nullptr));
    EXPECT_EQ(X509_STORE_add_cert(SSL_CTX_get_cert_store(context), root.get()), 1);
    // The tests' certificates are servers', by their extended key usage.
    X509_VERIFY_PARAM_set_purpose(SSL_CTX_get0_param(context), X509_PURPOSE_ANY);
    SSL_CTX_set_verify(context, SSL_VERIFY_PEER | SSL_VERIFY_FAIL_IF_NO_PEER_CERT, nullptr);
    SSL_CTX_set_session_cache_mode(context, SSL_SESS_CACHE_OFF);
}

ScriptedServer::~ScriptedServer()
{
    m_stopping = true;
    ::shutdown(m_listener, SHUT_RDWR);
    m_acceptor.join();
    ::close(m_listener);
    {
        const std::lock_guard lock(m_mutex);
        for (const int fd : m_open)
            ::shutdown(fd, SHUT_RDWR);
    }
    for (std::jthread &thread : m_threads)
        thread.join();
}

std::string ScriptedServer::url(std::string_view path, std::string_view host) const
{
    return std::string(m_context ? "https://" : "http://") + std::string(host) + ":" +
           std::to_string(m_port) + std::string(path);
}

std::vector<Request> ScriptedServer::requests() const
{
    const std::lock_guard lock(m_mutex);
    return m_requests;
}

void ScriptedServer::accept()
{
    for (;;) {
        const int fd = ::accept4(m_listener, nullptr, nullptr, SOCK_CLOEXEC);
        if (fd < 0)
            return;
        ++m_connections;
        {
            const std::lock_guard lock(m_mutex);
            m_open.push_back(fd);
        }
        m_threads.emplace_back([this, fd] { serve(fd); });
    }
}

void ScriptedServer::serve(int fd)
{
    Tls tls{fd, nullptr};
    if (m_context) {
        tls.session.reset(SSL_new(static_cast<SSL_CTX *>(m_context.get())));
        SSL_set_fd(tls.session.get(), fd);
    }
    if (!tls.session || SSL_accept(tls.session.get()) == 1) {
        ++m_handshakes;
        if (tls.session && SSL_session_reused(tls.session.get()) == 1)
            ++m_resumed;
        while (!m_stopping && serveRequest(tls)) {}
    }
    const std::lock_guard lock(m_mutex);
    std::erase(m_open, fd);
    tls.session.reset();
    ::close(fd);
}

/// @return whether the connection goes on.
bool ScriptedServer::serveRequest(Tls &tls)
{
    std::string text;
    std::array<char, 2048> piece{};
    const auto isWhole = [&text] {
        const bool chunks = !Request{text}.header("Transfer-Encoding").empty();
        return text.find("\r\n\r\n") != std::string::npos &&
               (!chunks || text.ends_with("\r\n0\r\n\r\n"));
    };
    while (!isWhole()) {
        const int got = tls.read(piece.data(), static_cast<int>(piece.size()));
        if (got <= 0)
            return false;
        text.append(piece.data(), static_cast<std::size_t>(got));
    }
    Answer answer;
    {
        const std::lock_guard lock(m_mutex);
        m_requests.push_back({text});
        answer = m_handler(m_requests.back());
    }
    tls.write(answer.bytes);
    switch (answer.end) {
    case Answer::End::Next:
        return true;
    case Answer::End::Close:
        if (tls.session)
            SSL_shutdown(tls.session.get());
        return false;
    case Answer::End::Drop:
        return false;
    case Answer::End::Reset: {
        const linger now{1, 0};
        ::setsockopt(tls.fd, SOL_SOCKET, SO_LINGER, &now, sizeof now);
        return false;
    }
    case Answer::End::Drip:
        while (!m_stopping && tls.write("x"))
            std::this_thread::sleep_for(std::chrono::milliseconds(20));
        return false;
    case Answer::End::Stall:
        (void)tls.read(piece.data(), 1); // ends when the client or the server closes
        return false;
    }
    return false;
}

Answer serveFile(const Request &request, const std::vector<std::byte> &file,
                 const std::string &etag)
{
    const std::string body = toText(file);
    const bool wantsBody = request.method() == "GET";
    const std::string range = request.header("Range");
    const std::string condition = request.header("If-Range");
    const std::string common = "ETag: " + etag + "\r\nContent-Length: ";
    if (range.empty() || (!condition.empty() && condition != etag))
        return {"HTTP/1.1 200 OK\r\n" + common + std::to_string(body.size()) + "\r\n\r\n" +
                (wantsBody ? body : "")};
    const std::size_t first = std::stoul(range.substr(6));
    const std::string end = range.substr(range.find('-') + 1);
    if (first >= body.size())
        return {"HTTP/1.1 416 Range Not Satisfiable\r\nContent-Range: bytes */" +
                std::to_string(body.size()) + "\r\n" + common + "0\r\n\r\n"};
    const std::size_t last =
        end.empty() ? body.size() - 1 : std::min<std::size_t>(std::stoul(end), body.size() - 1);
    const std::string part = body.substr(first, last - first + 1);
    return {"HTTP/1.1 206 Partial Content\r\nContent-Range: bytes " + std::to_string(first) + "-" +
            std::to_string(last) + "/" + std::to_string(body.size()) + "\r\n" + common +
            std::to_string(part.size()) + "\r\n\r\n" + part};
}

std::string toText(const std::vector<std::byte> &bytes)
{
    return {reinterpret_cast<const char *>(bytes.data()), bytes.size()};
}

std::vector<std::byte> makeTestImage(const std::string &version, std::size_t size,
                                     const std::string &chip)
{
    return valueOf(image::makeImage(
        {.chip = chip, .project = "blink", .version = version, .sizeBytes = size}));
}

const LabCertificates &lab()
{
    static const LabCertificates made = [] {
        auto authority = valueOf(certificates::Authority::create({}));
        auto server = valueOf(authority.issueServer({.hosts = {"127.0.0.1", "localhost"}}));
        return LabCertificates{std::move(authority), std::move(server)};
    }();
    return made;
}

} // namespace otabench::test
