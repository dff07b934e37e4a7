#include "board.h"

#include "apps.h"
#include "board_machine.h"
#include "board_network.h"
#include "boot_text.h"
#include "say.h"

#include "esp_ota_ops.h"

#include <fmt/format.h>

#include <algorithm>
#include <system_error>

namespace otabench::board {

namespace {

using firmware::host::BoardPlan;
using firmware::host::HostConsoleHub;
using firmware::host::HostResult;

constexpr std::size_t kStackBytes = 512 * 1024;
constexpr std::uint32_t kSlowBytesPerSecond = 20'000;

// Self-signed; nobody has its key.
constexpr char kAlienCa[] = R"(-----BEGIN CERTIFICATE-----
MIIBljCCAT2gAwIBAgIUc0Fkuh3TBpa75MmcNFZAz/RSWWUwCgYIKoZIzj0EAwIw
IDEeMBwGA1UEAwwVQSBDQSB0aGF0IG5vYm9keSB1c2VzMCAXDTI2MTEyMTAwMTk1
NFoYDzIwODEwODI0MDAxOTU0WjAgMR4wHAYDVQQDDBVBIENBIHRoYXQgbm9ib2R5
IHVzZXMwWTATBgcqhkjOPQIBBggqhkjOPQMBBwNCAAQ/5Yiy1S7MMeQONpuiMbGa
V22Nt4CfLIhGJNKFc7hmp4x+Y5tjOWC1B1tLImY7zY1ej4xq4HlRWXkq45OGJKS3
o1MwUTAdBgNVHQ4EFgQUFoy9YNwS/SgqddSmcOo0NPs59QwwHwYDVR0jBBgwFoAU
Foy9YNwS/SgqddSmcOo0NPs59QwwDwYDVR0TAQH/BAUwAwEB/zAKBggqhkjOPQQD
AgNHADBEAiAHfsdsZvi0fQsBCD2NAJAnPw2RTrjZBly3BPG9YAcHhQIgbzKbdMP3
zr25ncKmcd+3DBZRYgJ4KRpsLoY0HY21wJo=
-----END CERTIFICATE-----
)";

} // namespace

std::string boardName(unsigned index)
{
    return fmt::format("vb-{:02}", index);
}

Board::Board(const Options &options, unsigned index)
    : m_options(options)
    , m_index(index)
    , m_port(faultsOf(options.faults, index), options.seed * 100'003 + index)
{
}

Board::~Board()
{
    requestStop();
    join();
}

HostResult<std::unique_ptr<Board>> Board::open(const Options &options, unsigned index)
{
    std::unique_ptr<Board> board(new Board(options, index));
    if (const auto opened = board->openMachine(); !opened)
        return tl::unexpected(opened.error());
    return board;
}

HostResult<> Board::openMachine()
{
    const std::string name = boardName(m_index);
    BoardPlan plan;
    plan.dir = m_options.dir;
    plan.name = name;
    plan.index = m_index;
    plan.chip = m_options.chip;
    plan.version = m_options.version;
    plan.factory = m_options.factory;
    plan.security = m_options.security;
    plan.secureVersion = m_options.secureVersion;
    plan.linkRateBytesPerSecond = m_options.linkRateBytesPerSecond;
    if (m_port.faults().has(Fault::Slow))
        plan.linkRateBytesPerSecond =
            std::min(kSlowBytesPerSecond,
                     plan.linkRateBytesPerSecond != 0 ? plan.linkRateBytesPerSecond : ~0u);
    const auto chip = openBoard(m_port, plan);
    if (!chip)
        return tl::unexpected(chip.error());
    m_chip = *chip;
    if (m_options.hmacKey)
        m_port.crypto().setEfuseHmacKey(0, *m_options.hmacKey);
    if (!m_options.decryptionPem.empty()) {
        m_decrypt.rsa_priv_key = m_options.decryptionPem.c_str();
        m_decrypt.rsa_priv_key_len = m_options.decryptionPem.size() + 1;
    }
    m_port.setOnTrouble([name](const std::string &text) { say(name + ": " + text); });
    return {};
}

HostResult<> Board::start(HostConsoleHub &hub)
{
    if (const auto added = hub.add(m_port.console()); !added)
        return added;
    pthread_attr_t attributes;
    ::pthread_attr_init(&attributes);
    ::pthread_attr_setstacksize(&attributes, kStackBytes);
    const int error = ::pthread_create(&m_thread, &attributes, &Board::threadMain, this);
    ::pthread_attr_destroy(&attributes);
    if (error != 0)
        return tl::unexpected(fmt::format("{}: no thread for the board: {}; use a smaller --count",
                                          name(), std::generic_category().message(error)));
    m_running = true;
    return {};
}

void Board::requestStop()
{
    if (m_running)
        m_port.requestStop();
}

void Board::join()
{
    if (m_running)
        ::pthread_join(m_thread, nullptr);
    m_running = false;
}

void *Board::threadMain(void *board)
{
    auto &self = *static_cast<Board *>(board);
    while (self.m_port.run(&Board::life, board) == FaultyPort::Ended::Reset) {}
    return nullptr;
}

void Board::life(void *board)
{
    auto &self = *static_cast<Board *>(board);
    self.m_port.onBoot();
    bootBoard(self.m_port, *self.m_chip);
    self.runApplication();
}

void Board::runApplication()
{
    firmware::host::printApplicationStart(m_port, *m_chip);
    const FaultSet &faults = m_port.faults();
    esp_ota_img_states_t state = ESP_OTA_IMG_UNDEFINED;
    const bool onTrial =
        esp_ota_get_state_partition(esp_ota_get_running_partition(), &state) == ESP_OK &&
        state == ESP_OTA_IMG_PENDING_VERIFY;
    if (onTrial && faults.has(Fault::Rollback))
        m_port.panic();
    if (onTrial && faults.has(Fault::NoConfirm))
        return;
    if (m_options.profile == Profile::Stdin) {
        runStdinApp(m_port, builtIn());
        return;
    }
    firmware::host::printNetworkUp(m_port);
    runAgentApp(m_port, builtIn());
}

BuiltIn Board::builtIn() const
{
    BuiltIn builtIn;
    if (m_port.faults().has(Fault::WrongCa))
        builtIn.caPem = kAlienCa;
    else if (!m_options.caPem.empty())
        builtIn.caPem = m_options.caPem.c_str();
    if (!m_options.decryptionPem.empty() || m_options.hmacKey)
        builtIn.decrypt = &m_decrypt;
    return builtIn;
}

} // namespace otabench::board
