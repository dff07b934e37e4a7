#pragma once

#include "certificates/authority.h"
#include "host_crypto.h"
#include "host_net.h"
#include "otabench_port.h"

#include <atomic>
#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <thread>
#include <vector>

/// What the tests of the board's network side share: a board in memory, and servers to fetch from.
namespace otabench::test {

struct LogLine
{
    int level;
    std::string tag;
    std::string text;

    friend bool operator==(const LogLine &, const LogLine &) = default;
};

/// A board in memory: NOR flash with two slots (as the boards of the genuine logs: ota_0 at 0x20000
/// and ota_1 at 0x1d0000, ESP32-C3), settings, a console of two strings, a heap that counts, and
/// the real network. Its clock runs with the computer's; waiting only moves it forward.
class TestBoard
{
public:
    static constexpr std::uint32_t kSlot0 = 0x20000;
    static constexpr std::uint32_t kSlot1 = 0x1d0000;
    static constexpr std::uint32_t kSlotSize = 0x1b0000;

    /// @param running  the image in ota_0, which runs
    explicit TestBoard(const std::vector<std::byte> &running);
    ~TestBoard();
    TestBoard(const TestBoard &) = delete;
    TestBoard &operator=(const TestBoard &) = delete;

    /// The bootloader's part: picks the slot and starts the clock anew. Settings stay.
    void reboot();

    [[nodiscard]] bool slotHolds(std::uint32_t address, const std::vector<std::byte> &image) const;
    [[nodiscard]] bool logged(std::string_view tag, std::string_view text) const;

    /// Bytes taken from the heap and not given back.
    [[nodiscard]] std::size_t allocated() const { return m_allocated; }

    otabench_port_t port = {};
    firmware::host::HostNet net;
    firmware::host::HostCrypto crypto;
    otabench_security_t security = {}; ///< what the board insists on
    std::uint32_t secureVersion = 0;   ///< in its eFuses
    std::vector<std::uint8_t> flash;
    std::map<std::string, std::vector<std::uint8_t>> settings;
    std::vector<LogLine> log;
    std::string consoleIn;
    std::string consoleOut;
    std::string consoleLater;           ///< comes when the console was read empty, and ...
    std::function<bool()> laterIsNow{}; ///< ... this holds; empty: always
    std::uint32_t clockOffsetMs = 0;
    int restarts = 0;
    std::uint32_t askedCaps = 0; ///< of the last allocate_caps

private:
    void installFlash();
    void installRest();

    otabench_chip_t m_chip = {};
    std::chrono::steady_clock::time_point m_started;
    std::size_t m_allocated = 0;
};

/// What a server does with one request.
struct Answer
{
    enum class End
    {
        Next,  ///< waits for the next request on the connection
        Close, ///< says goodbye and closes
        Drop,  ///< closes without a word
        Reset, ///< resets the connection
        Stall, ///< sends nothing more until the server stops
        Drip   ///< goes on with a byte now and then until somebody closes
    };
    std::string bytes; ///< head and body, as they are sent
    End end = End::Next;
};

/// A request as the server got it, with its chunks, if it has any.
struct Request
{
    std::string text;

    [[nodiscard]] std::string method() const { return text.substr(0, text.find(' ')); }

    [[nodiscard]] std::string target() const;
    /// The value of a header; empty: not sent.
    [[nodiscard]] std::string header(std::string_view name) const;
};

/// An OpenSSL server (or, without certificate, a plain one) on a free port of 127.0.0.1 that does
/// with each request what a function says. The function may be called from several threads, one
/// call at a time.
class ScriptedServer
{
public:
    using Handler = std::function<Answer(const Request &request)>;

    /// @param clientCa  PEM: clients have to show a certificate of this CA; empty: need not
    ScriptedServer(const certificates::KeyedCertificate *certificate, Handler handler,
                   const std::string &clientCa = {});
    ~ScriptedServer();
    ScriptedServer(const ScriptedServer &) = delete;
    ScriptedServer &operator=(const ScriptedServer &) = delete;

    [[nodiscard]] std::uint16_t port() const { return m_port; }

    [[nodiscard]] std::string url(std::string_view path, std::string_view host = "127.0.0.1") const;
    [[nodiscard]] std::vector<Request> requests() const;

    [[nodiscard]] int connections() const { return m_connections; }

    /// Of TLS, made so far, and how many of them resumed a session.
    [[nodiscard]] int handshakes() const { return m_handshakes; }

    [[nodiscard]] int resumed() const { return m_resumed; }

private:
    struct Tls;

    void requireClientCertificate(const std::string &ca);

    void accept();
    void serve(int fd);
    bool serveRequest(Tls &tls);

    Handler m_handler;
    std::shared_ptr<void> m_context; ///< SSL_CTX
    int m_listener = -1;
    std::uint16_t m_port = 0;
    std::atomic<int> m_connections{0};
    std::atomic<int> m_handshakes{0};
    std::atomic<int> m_resumed{0};
    std::atomic<bool> m_stopping{false};
    mutable std::mutex m_mutex;
    std::vector<Request> m_requests;
    std::vector<int> m_open; ///< descriptors, to be shut down at the end
    std::vector<std::jthread> m_threads;
    std::jthread m_acceptor;
};

/// Answers like a good file server: GET, HEAD, Range with If-Range, a strong ETag.
[[nodiscard]] Answer serveFile(const Request &request, const std::vector<std::byte> &file,
                               const std::string &etag = "\"one\"");

[[nodiscard]] std::string toText(const std::vector<std::byte> &bytes);

/// A made image for the TestBoard's chip, or another.
[[nodiscard]] std::vector<std::byte> makeTestImage(const std::string &version,
                                                   std::size_t size = 200000,
                                                   const std::string &chip = "esp32c3");

/// The CA and certificate of the tests, made once.
struct LabCertificates
{
    certificates::Authority authority;
    certificates::KeyedCertificate server; ///< for 127.0.0.1 and localhost
};

[[nodiscard]] const LabCertificates &lab();

} // namespace otabench::test
