#include "faulty_port.h"

#include "boot_text.h"
#include "esp_flash_err.h"
#include "otabench_agent_protocol.h"

#include <algorithm>
#include <array>
#include <cstring>

namespace otabench::board {

namespace {

using firmware::host::HostPort;
using firmware::host::ResetReason;

constexpr std::uint32_t kFirstAppAddress = 0x20000;
constexpr unsigned kDamageOneIn = 2000;
constexpr unsigned kNoiseOneIn = 4;
/// An update of 256 KiB erases and writes about so often, in otadata at the end, too.
constexpr unsigned kPowerCutWithin = 140;
constexpr unsigned kMaxNoiseBytes = 12;

bool holdsCertificate(std::string_view value)
{
    return value.find("-----BEGIN CERTIFICATE-----") != std::string_view::npos;
}

} // namespace

FaultyPort::FaultyPort(FaultSet faults, std::uint32_t seed)
    : m_faults(faults)
    , m_random(seed)
{
    m_random.discard(16); // small seeds begin alike
    if (m_faults.has(Fault::PowerCut))
        m_untilPowerCut = 1 + static_cast<unsigned>(m_random() % kPowerCutWithin);
}

void FaultyPort::onBoot()
{
    m_imageBytes = 0;
    m_silent = false;
    m_line.clear();
    m_passed.clear();
}

void FaultyPort::panic()
{
    firmware::host::printPanic(*this);
    resetNow(ResetReason::Panic);
}

bool FaultyPort::losesPowerNow()
{
    return m_untilPowerCut != 0 && --m_untilPowerCut == 0;
}

esp_err_t FaultyPort::flashErase(std::uint32_t address, std::size_t length)
{
    if (losesPowerNow())
        resetNow(ResetReason::PowerOn);
    return HostPort::flashErase(address, length);
}

esp_err_t FaultyPort::flashWrite(std::uint32_t address, const void *bytes, std::size_t length)
{
    if (losesPowerNow()) {
        (void)HostPort::flashWrite(address, bytes, length / 2); // as far as it came
        resetNow(ResetReason::PowerOn);
    }
    if (address >= kFirstAppAddress) {
        m_imageBytes += static_cast<std::uint32_t>(std::min<std::size_t>(length, 0x10000));
        if (m_imageBytes >= kMidDownloadBytes) {
            reachMidDownload();
            if (m_faults.has(Fault::FlashFail))
                return ESP_ERR_FLASH_OP_FAIL;
        }
    }
    return HostPort::flashWrite(address, bytes, length);
}

/// Ends or changes the life of the board, as its faults say. Called again with each later write.
void FaultyPort::reachMidDownload()
{
    if (m_faults.has(Fault::Panic))
        panic();
    if (m_faults.has(Fault::Vanish))
        console().unplug();
    if (m_faults.has(Fault::Freeze)) {
        m_silent = true;
        for (;;)
            delay(std::chrono::hours(1)); // until a reset
    }
}

std::size_t FaultyPort::consoleRead(char *bytes, std::size_t capacity)
{
    if (!m_faults.has(Fault::Refuse) && !m_faults.has(Fault::Damage))
        return HostPort::consoleRead(bytes, capacity);
    std::array<char, 256> in;
    std::size_t got = HostPort::consoleRead(in.data(), in.size());
    if (m_faults.has(Fault::Damage)) {
        for (std::size_t i = 0; i < got; ++i) {
            if (oneIn(kDamageOneIn))
                in[i] = static_cast<char>(in[i] ^ 0x15);
        }
    }
    for (std::size_t i = 0; i < got; ++i) {
        m_line += in[i];
        if (in[i] == '\n' || in[i] == '\r' || m_line.size() > OTABENCH_AGENT_REQUEST_MAX)
            takeLine();
    }
    if (!m_faults.has(Fault::Refuse)) { // no need to see whole lines
        m_passed += m_line;
        m_line.clear();
    }
    got = std::min(capacity, m_passed.size());
    std::memcpy(bytes, m_passed.data(), got);
    m_passed.erase(0, got);
    return got;
}

/// Passes a line on to the firmware, or, when it asks for an update, refuses it.
void FaultyPort::takeLine()
{
    otabench_frame_t frame;
    if (m_faults.has(Fault::Refuse) &&
        otabench_frame_parse(m_line.data(), m_line.size() - 1, &frame) &&
        frame.type == OTABENCH_FRAME_REQUEST && otabench_frame_is(&frame, "start")) {
        std::array<char, OTABENCH_AGENT_REPLY_MAX> answer;
        otabench_frame_writer_t writer;
        otabench_frame_begin(&writer, answer.data(), answer.size(), OTABENCH_FRAME_ANSWER, frame.id,
                             "err");
        otabench_frame_add_text(&writer, "error", "ESP_ERR_NOT_ALLOWED");
        otabench_frame_add_text(&writer, "code", "0x10d");
        otabench_frame_add_text(&writer, "text", "updates are switched off on this board");
        const std::size_t length = otabench_frame_end(&writer);
        print("\n" + std::string(answer.data(), length) + "\n");
    } else {
        m_passed += m_line;
    }
    m_line.clear();
}

void FaultyPort::consoleWrite(std::string_view bytes)
{
    if (m_silent)
        return;
    if (m_faults.has(Fault::Garbage) && oneIn(kNoiseOneIn)) {
        std::string noise;
        for (std::size_t i = m_random() % kMaxNoiseBytes + 1; i > 0; --i)
            noise += static_cast<char>(m_random() & 0xFF);
        HostPort::consoleWrite(noise);
    }
    if (m_faults.has(Fault::Damage))
        HostPort::consoleWrite(damaged(bytes));
    else
        HostPort::consoleWrite(bytes);
}

std::string FaultyPort::damaged(std::string_view bytes)
{
    std::string out;
    out.reserve(bytes.size());
    for (const char byte : bytes) {
        if (!oneIn(kDamageOneIn))
            out += byte;
        else if (oneIn(2))
            out += static_cast<char>(byte ^ 0x15);
    }
    return out;
}

int FaultyPort::settingGet(std::string_view name, void *bytes, std::size_t capacity)
{
    const int length = HostPort::settingGet(name, bytes, capacity);
    if (length > 0 && m_faults.has(Fault::WrongCa) &&
        holdsCertificate({static_cast<const char *>(bytes), static_cast<std::size_t>(length)}))
        return -1;
    return length;
}

esp_err_t FaultyPort::settingSet(std::string_view name, const void *bytes, std::size_t length)
{
    if (m_faults.has(Fault::WrongCa) &&
        holdsCertificate({static_cast<const char *>(bytes), length}))
        return ESP_ERR_FLASH_OP_FAIL;
    return HostPort::settingSet(name, bytes, length);
}

} // namespace otabench::board
