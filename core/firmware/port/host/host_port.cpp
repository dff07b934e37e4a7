#include "host_port.h"

#include "esp_event.h"
#include "esp_flash_err.h"
#include "host_signature.h"

#include <fmt/format.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <fcntl.h>
#include <poll.h>
#include <sys/eventfd.h>
#include <sys/random.h>
#include <system_error>

namespace otabench::firmware::host {

namespace {

using std::chrono::milliseconds;
using std::chrono::steady_clock;

constexpr milliseconds kRomTime(24);           // before the bootloader's first line
constexpr std::uint32_t kTlsHeapBytes = 42000; // Mbed TLS on an ESP32 during a connection
constexpr std::size_t kUartFifoBytes = 128;
constexpr std::string_view kSecureVersionSetting = "vb.secver"; // a byte: the bits that are burnt
constexpr int kLevelVerbose = 5;

/// The longest single wait, so that clocks and deadlines cannot overflow.
constexpr milliseconds kLongWait(60'000);

/// esp_reset_reason_t. Source: ESP-IDF components/esp_system/include/esp_system.h.
constexpr std::uint8_t espResetReason(ResetReason reason)
{
    switch (reason) {
    case ResetReason::PowerOn:
        return 1; // ESP_RST_POWERON
    case ResetReason::Software:
    case ResetReason::BootFailed:
        return 3; // ESP_RST_SW
    case ResetReason::Panic:
        return 4; // ESP_RST_PANIC
    case ResetReason::DeepSleep:
        return 8; // ESP_RST_DEEPSLEEP
    }
    return 0; // ESP_RST_UNKNOWN
}

/// Bits of the eFuse field, one for each version. Source: ESP-IDF
/// components/bootloader/Kconfig.app_rollback.
constexpr std::uint32_t secureVersionBits(std::uint16_t chipId)
{
    switch (chipId) {
    case 0: // ESP32
        return 32;
    case 12: // ESP32-C2
        return 4;
    case 23: // ESP32-C5
        return 9;
    default:
        return 16;
    }
}

} // namespace

/// Each function enters the board's machine, does its work, and leaves by a reset that has come
/// meanwhile. No object with a destructor may be alive in them when they leave.
struct HostPort::Calls
{
    static HostPort &self(void *ctx)
    {
        auto &port = *static_cast<HostPort *>(ctx);
        port.leaveIfReset();
        return port;
    }

    static esp_err_t flashRead(void *ctx, std::uint32_t address, void *bytes, std::size_t length)
    {
        return self(ctx).m_flash->read(address, bytes, length);
    }

    static esp_err_t flashWrite(void *ctx, std::uint32_t address, const void *bytes,
                                std::size_t length)
    {
        HostPort &port = self(ctx);
        ++port.m_activity;
        const esp_err_t result = port.flashWrite(address, bytes, length);
        port.leaveIfReset();
        return result;
    }

    static esp_err_t flashErase(void *ctx, std::uint32_t address, std::size_t length)
    {
        HostPort &port = self(ctx);
        ++port.m_activity;
        const esp_err_t result = port.flashErase(address, length);
        port.leaveIfReset();
        return result;
    }

    static esp_err_t netOpen(void *ctx, const otabench_net_config_t *config, otabench_net_t **net)
    {
        HostPort &port = self(ctx);
        ++port.m_activity;
        const esp_err_t result = port.m_net.open(*config, net);
        if (result == ESP_OK && port.m_connections++ == 0)
            port.m_heap->reserve(kTlsHeapBytes);
        return result;
    }

    static esp_err_t netConnect(void *ctx, otabench_net_t *net, std::uint32_t waitMs,
                                otabench_net_error_t *error)
    {
        HostPort &port = self(ctx);
        ++port.m_activity;
        const esp_err_t result = port.m_net.connect(net, waitMs, *error);
        port.leaveIfReset();
        return result;
    }

    static int netRead(void *ctx, otabench_net_t *net, void *bytes, std::size_t length,
                       std::uint32_t waitMs)
    {
        HostPort &port = self(ctx);
        ++port.m_activity;
        const int result = port.m_net.read(net, bytes, length, waitMs);
        port.leaveIfReset();
        return result;
    }

    static int netWrite(void *ctx, otabench_net_t *net, const void *bytes, std::size_t length)
    {
        HostPort &port = self(ctx);
        ++port.m_activity;
        const int result = port.m_net.write(net, bytes, length);
        port.leaveIfReset();
        return result;
    }

    static void netClose(void *ctx, otabench_net_t *net)
    {
        HostPort &port = self(ctx);
        if (net == nullptr)
            return;
        port.m_net.close(net);
        if (port.m_connections > 0 && --port.m_connections == 0)
            port.m_heap->unreserve(kTlsHeapBytes);
        port.leaveIfReset();
    }

    static void netInfo(void *ctx, const otabench_net_t *net, otabench_net_info_t *info)
    {
        self(ctx).m_net.info(net, *info);
    }

    static otabench_net_session_t *netSession(void *ctx, otabench_net_t *net)
    {
        return self(ctx).m_net.session(net);
    }

    static void netSessionFree(void *ctx, otabench_net_session_t *session)
    {
        self(ctx).m_net.freeSession(session);
    }

    static otabench_hash_t *hashStart(void *ctx) { return self(ctx).m_net.hashStart(); }

    static void hashUpdate(void *ctx, otabench_hash_t *hash, const void *bytes, std::size_t length)
    {
        self(ctx).m_net.hashUpdate(hash, bytes, length);
    }

    static void hashFinish(void *ctx, otabench_hash_t *hash, std::uint8_t digest[32])
    {
        self(ctx).m_net.hashFinish(hash, digest);
    }

    static otabench_aes_t *aesStart(void *ctx, const std::uint8_t key[32])
    {
        return self(ctx).m_crypto.aesStart(key);
    }

    static esp_err_t aesCtr(void *ctx, otabench_aes_t *aes, const std::uint8_t counter[16],
                            const void *in, void *out, std::size_t length)
    {
        HostPort &port = self(ctx);
        ++port.m_activity;
        return port.m_crypto.aesCtr(aes, counter, in, out, length);
    }

    static void aesFinish(void *ctx, otabench_aes_t *aes) { self(ctx).m_crypto.aesFinish(aes); }

    static esp_err_t rsaDecrypt(void *ctx, const char *pem, std::size_t pemSize,
                                const std::uint8_t *cipher, std::size_t cipherLength,
                                std::uint8_t *plain, std::size_t capacity, std::size_t *length)
    {
        return self(ctx).m_crypto.rsaDecrypt(pem, pemSize, cipher, cipherLength, plain, capacity,
                                             length);
    }

    static int rsaPublicKey(void *ctx, const char *pem, std::size_t pemSize, std::uint8_t *der,
                            std::size_t capacity)
    {
        return self(ctx).m_crypto.rsaPublicKey(pem, pemSize, der, capacity);
    }

    static esp_err_t p256PublicKey(void *ctx, const std::uint8_t scalar[32], std::uint8_t point[64])
    {
        return self(ctx).m_crypto.p256PublicKey(scalar, point);
    }

    static esp_err_t p256Ecdh(void *ctx, const std::uint8_t scalar[32], const std::uint8_t peer[64],
                              std::uint8_t shared[32])
    {
        return self(ctx).m_crypto.p256Ecdh(scalar, peer, shared);
    }

    static esp_err_t efuseHmac(void *ctx, std::uint32_t keyId, const void *message,
                               std::size_t length, std::uint8_t mac[32])
    {
        return self(ctx).m_crypto.efuseHmac(keyId, message, length, mac);
    }

    static esp_err_t verifySignature(void *ctx, const otabench_signature_t *signature)
    {
        static_cast<void>(self(ctx));
        return host::verifySignature(*signature);
    }

    static std::uint32_t secureVersion(void *ctx) { return self(ctx).secureVersion(); }

    static esp_err_t raiseSecureVersion(void *ctx, std::uint32_t version)
    {
        return self(ctx).raiseSecureVersion(version);
    }

    static std::size_t consoleRead(void *ctx, char *bytes, std::size_t length)
    {
        HostPort &port = self(ctx);
        const std::size_t got = port.consoleRead(bytes, length);
        port.m_activity += got;
        return got;
    }

    static void consoleWrite(void *ctx, const char *bytes, std::size_t length)
    {
        HostPort &port = self(ctx);
        port.consoleWrite({bytes, length});
        port.leaveIfReset();
    }

    static int settingGet(void *ctx, const char *name, void *bytes, std::size_t capacity)
    {
        return self(ctx).settingGet(name, bytes, capacity);
    }

    static esp_err_t settingSet(void *ctx, const char *name, const void *bytes, std::size_t length)
    {
        return self(ctx).settingSet(name, bytes, length);
    }

    static int caFingerprints(void *ctx, const char *pem, std::uint8_t (*fingerprints)[32],
                              std::size_t capacity)
    {
        return self(ctx).m_net.caFingerprints(pem, fingerprints, capacity);
    }

    static void *allocate(void *ctx, std::size_t size) { return self(ctx).m_heap->allocate(size); }

    /// A virtual board has internal memory only.
    static void *allocateCaps(void *ctx, std::size_t size, std::uint32_t caps)
    {
        constexpr std::uint32_t kExternal = 1U << 10; // MALLOC_CAP_SPIRAM
        return (caps & kExternal) != 0 ? nullptr : self(ctx).m_heap->allocate(size);
    }

    static void release(void *ctx, void *memory) { self(ctx).m_heap->release(memory); }

    static std::uint32_t heapFree(void *ctx) { return self(ctx).m_heap->freeBytes(); }

    static std::uint32_t heapMinimum(void *ctx) { return self(ctx).m_heap->minimumBytes(); }

    static std::uint32_t stackMinimum(void *ctx) { return self(ctx).m_stack.unused(); }

    static std::uint32_t clockMs(void *ctx)
    {
        const auto up = steady_clock::now() - self(ctx).m_bootTime + kRomTime;
        return static_cast<std::uint32_t>(std::chrono::duration_cast<milliseconds>(up).count());
    }

    static void delayMs(void *ctx, std::uint32_t time) { self(ctx).delay(milliseconds(time)); }

    static std::uint32_t random(void *ctx)
    {
        static_cast<void>(self(ctx));
        std::uint32_t value = 0;
        while (::getrandom(&value, sizeof value, 0) != sizeof value) {}
        return value;
    }

    static void log(void *ctx, int level, const char *tag, const char *text)
    {
        HostPort &port = self(ctx);
        port.log(level, tag, text);
        port.leaveIfReset();
    }

    static void restart(void *ctx) { self(ctx).resetNow(ResetReason::Software); }
};

HostPort::HostPort()
{
    m_table.ctx = this;
    m_table.flash_read = &Calls::flashRead;
    m_table.flash_write = &Calls::flashWrite;
    m_table.flash_erase = &Calls::flashErase;
    m_table.net_open = &Calls::netOpen;
    m_table.net_connect = &Calls::netConnect;
    m_table.net_read = &Calls::netRead;
    m_table.net_write = &Calls::netWrite;
    m_table.net_close = &Calls::netClose;
    m_table.net_info = &Calls::netInfo;
    m_table.net_session = &Calls::netSession;
    m_table.net_session_free = &Calls::netSessionFree;
    m_table.hash_start = &Calls::hashStart;
    m_table.hash_update = &Calls::hashUpdate;
    m_table.hash_finish = &Calls::hashFinish;
    m_table.aes_start = &Calls::aesStart;
    m_table.aes_ctr = &Calls::aesCtr;
    m_table.aes_finish = &Calls::aesFinish;
    m_table.rsa_decrypt = &Calls::rsaDecrypt;
    m_table.rsa_public_key = &Calls::rsaPublicKey;
    m_table.p256_public_key = &Calls::p256PublicKey;
    m_table.p256_ecdh = &Calls::p256Ecdh;
    m_table.efuse_hmac = &Calls::efuseHmac;
    m_table.verify_signature = &Calls::verifySignature;
    m_table.secure_version = &Calls::secureVersion;
    m_table.raise_secure_version = &Calls::raiseSecureVersion;
    m_table.console_read = &Calls::consoleRead;
    m_table.console_write = &Calls::consoleWrite;
    m_table.setting_get = &Calls::settingGet;
    m_table.setting_set = &Calls::settingSet;
    m_table.ca_fingerprints = &Calls::caFingerprints;
    m_table.allocate = &Calls::allocate;
    m_table.allocate_caps = &Calls::allocateCaps;
    m_table.release = &Calls::release;
    m_table.heap_free = &Calls::heapFree;
    m_table.heap_minimum = &Calls::heapMinimum;
    m_table.stack_minimum = &Calls::stackMinimum;
    m_table.clock_ms = &Calls::clockMs;
    m_table.delay_ms = &Calls::delayMs;
    m_table.random = &Calls::random;
    m_table.log = &Calls::log;
    m_table.restart = &Calls::restart;
    m_table.chip = &m_chip;
    m_table.security = &m_config.security;
}

HostPort::~HostPort() = default;

HostResult<> HostPort::open(const HostPortConfig &config)
{
    m_config = config;
    m_chip = config.chip;
    m_table.flash_size = config.flashSizeBytes;
    m_interrupt = UniqueFd(::eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK));
    if (!m_interrupt)
        return tl::unexpected(fmt::format("board {}: out of file descriptors ({})", config.name,
                                          std::generic_category().message(errno)));
    auto flash = HostFlash::open(config.flashFile, config.flashSizeBytes);
    if (!flash)
        return tl::unexpected(flash.error());
    m_flash = std::make_unique<HostFlash>(std::move(*flash));
    m_flash->setOnTrouble([this](const std::string &text) {
        if (m_onTrouble)
            m_onTrouble(text);
    });
    auto settings = HostSettings::open(config.settingsFile);
    if (!settings)
        return tl::unexpected(settings.error());
    m_settings = std::make_unique<HostSettings>(std::move(*settings));
    auto console = HostConsole::open(config.consoleLink, [this] { requestReset(); });
    if (!console)
        return tl::unexpected(console.error());
    m_console = std::move(*console);
    m_heap = std::make_unique<HostHeap>(config.heapBytes);
    m_net.setOptions(
        {.wakeFd = m_interrupt.get(),
         .bytesPerSecond = config.linkRateBytesPerSecond,
         .log = [](void *context, int level, const char *tag,
                   const char *text) { static_cast<HostPort *>(context)->log(level, tag, text); },
         .logContext = this,
         .onWait =
             [](void *context, bool begins) {
                 auto &port = *static_cast<HostPort *>(context);
                 begins ? port.waitBegins() : port.waitEnds();
             },
         .waitContext = this});
    return {};
}

std::uint32_t HostPort::secureVersion() const
{
    const auto *stored = m_settings->get(kSecureVersionSetting);
    const std::uint32_t burnt = stored == nullptr || stored->empty() ? 0 : stored->front();
    return std::max(burnt, m_config.secureVersion);
}

esp_err_t HostPort::raiseSecureVersion(std::uint32_t version)
{
    const std::uint32_t burnt = secureVersion();
    if (version > secureVersionBits(m_chip.chip_id)) {
        log(1, "efuse",
            fmt::format("Max secure version is {}. Given {} version can not be written.",
                        secureVersionBits(m_chip.chip_id), version));
        return ESP_ERR_INVALID_ARG;
    }
    if (version < burnt) {
        log(1, "efuse",
            fmt::format("Anti-rollback is not set. secure_version of app is lower that eFuse "
                        "field({}).",
                        burnt));
        return ESP_FAIL;
    }
    if (version == burnt)
        return ESP_OK;
    const auto bits = static_cast<std::uint8_t>(version);
    const esp_err_t result = m_settings->set(kSecureVersionSetting, {&bits, 1});
    if (result == ESP_OK)
        log(3, "efuse", fmt::format("Anti-rollback is set. eFuse field is updated({}).", version));
    return result;
}

void HostPort::setOnTrouble(HostFlash::OnTrouble onTrouble)
{
    m_onTrouble = std::move(onTrouble);
}

HostPort::Ended HostPort::run(Program program, void *context)
{
    beginLife();
    m_stack.paint();
    // setjmp returns a second time, with 1, when the life ends: nothing but members may be used
    // then.
    if (setjmp(m_jump) == 0) {
        m_alive = true;
        otabench_port_set(&m_table);
        leaveIfReset();
        program(context);
        for (;;)
            delay(kLongWait);
    }
    m_alive = false;
    return m_stopDue ? Ended::Stopped : Ended::Reset;
}

HostResult<> HostPort::followProcess(ResetReason reason)
{
    m_reason = reason;
    m_flash->refresh();
    auto settings = HostSettings::open(m_config.settingsFile);
    if (!settings)
        return tl::unexpected(settings.error());
    *m_settings = std::move(*settings);
    return {};
}

void HostPort::beginLife()
{
    m_thread = std::this_thread::get_id();
    m_net.closeAll();
    m_crypto.releaseAll();
    esp_event_loop_delete_default();
    m_connections = 0;
    m_heap->releaseAll();
    m_console->restart(kUartFifoBytes);
    m_bootTime = steady_clock::now();
    m_table.running_address = 0;
    m_chip.reset_reason = espResetReason(m_reason);
}

void HostPort::leaveIfReset()
{
    if (m_stopDue)
        leave();
    if (!m_resetDue)
        return;
    acknowledgeReset();
    m_reason = ResetReason::PowerOn;
    leave();
}

void HostPort::acknowledgeReset()
{
    const std::lock_guard lock(m_interruptMutex);
    m_resetDue = false;
    std::uint64_t count = 0;
    while (::read(m_interrupt.get(), &count, sizeof count) < 0 && errno == EINTR) {}
}

void HostPort::leave()
{
    endLife();
    std::abort(); // our own mistake: endLife() has returned
}

void HostPort::endLife()
{
    if (!m_alive || m_thread != std::this_thread::get_id())
        std::abort(); // our own mistake: a port function outside run()
    std::longjmp(m_jump, 1);
}

void HostPort::resetNow(ResetReason reason)
{
    m_reason = reason;
    leave();
}

void HostPort::requestReset()
{
    interrupt(m_resetDue);
}

void HostPort::requestStop()
{
    interrupt(m_stopDue);
}

void HostPort::interrupt(std::atomic<bool> &due)
{
    {
        const std::lock_guard lock(m_interruptMutex);
        due = true;
        const std::uint64_t one = 1;
        while (::write(m_interrupt.get(), &one, sizeof one) < 0 && errno == EINTR) {}
    }
    m_console->wake();
}

void HostPort::delay(milliseconds time)
{
    const auto until = steady_clock::now() + std::min(time, kLongWait);
    for (;;) {
        leaveIfReset();
        const auto left = std::chrono::ceil<milliseconds>(until - steady_clock::now()).count();
        if (left <= 0)
            return;
        pollfd wait = {.fd = m_interrupt.get(), .events = POLLIN, .revents = 0};
        waitBegins();
        ::poll(&wait, 1, static_cast<int>(left));
        waitEnds();
    }
}

void HostPort::waitForInput(milliseconds limit)
{
    leaveIfReset();
    waitBegins();
    m_console->waitForInput(std::min(limit, kLongWait));
    waitEnds();
    leaveIfReset();
}

void HostPort::print(std::string_view text)
{
    consoleWrite(text);
}

void HostPort::log(int level, std::string_view tag, std::string_view text)
{
    constexpr std::string_view kLetters = "?EWIDV";
    if (level < 1 || level > kLevelVerbose)
        return;
    fmt::basic_memory_buffer<char, 512> line;
    fmt::format_to(
        std::back_inserter(line), "{} ({}) {}: {}\r\n", kLetters[static_cast<std::size_t>(level)],
        std::chrono::duration_cast<milliseconds>(steady_clock::now() - m_bootTime + kRomTime)
            .count(),
        tag, text);
    consoleWrite({line.data(), line.size()});
}

esp_err_t HostPort::flashWrite(std::uint32_t address, const void *bytes, std::size_t length)
{
    return m_flash->write(address, bytes, length);
}

esp_err_t HostPort::flashErase(std::uint32_t address, std::size_t length)
{
    return m_flash->erase(address, length);
}

std::size_t HostPort::consoleRead(char *bytes, std::size_t capacity)
{
    return m_console->read(bytes, capacity);
}

void HostPort::consoleWrite(std::string_view bytes)
{
    m_console->write(bytes);
}

int HostPort::settingGet(std::string_view name, void *bytes, std::size_t capacity)
{
    const auto *value = m_settings->get(name);
    if (value == nullptr || value->size() > capacity)
        return -1;
    std::memcpy(bytes, value->data(), value->size());
    return static_cast<int>(value->size());
}

esp_err_t HostPort::settingSet(std::string_view name, const void *bytes, std::size_t length)
{
    const esp_err_t result =
        m_settings->set(name, {static_cast<const std::uint8_t *>(bytes), length});
    if (result == ESP_ERR_FLASH_OP_FAIL && m_onTrouble)
        m_onTrouble(fmt::format("settings cannot be written: {}: free some space or check its "
                                "rights",
                                m_config.settingsFile.native()));
    return result;
}

} // namespace otabench::firmware::host
