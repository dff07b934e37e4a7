#include "monitor/baud_hint.h"

#include <algorithm>
#include <cmath>
#include <string>

namespace otabench::monitor {
namespace {

/// Speeds that boards use: 115200 by default; 74880 on an ESP32-C2 with a 26 MHz crystal and in the
/// ESP8266's ROM; the others set in firmware.
constexpr unsigned kUsualRates[] = {9600,   19200,  38400,  57600,   74880,   115200,
                                    230400, 460800, 921600, 1000000, 1500000, 2000000};

/// A log as most are.
constexpr std::string_view kSample =
    "ESP-ROM:esp32c3-api1-20210207\r\nBuild:Feb  7 2021\r\n"
    "rst:0x1 (POWERON),boot:0xd (SPI_FAST_FLASH_BOOT)\r\nSPIWP:0xee\r\nmode:DIO, clock div:1\r\n"
    "load:0x3fcd5820,len:0x16c4\r\nentry 0x403cc710\r\n"
    "I (24) boot: ESP-IDF v5.3 2nd stage bootloader\r\nI (24) boot: compile time Jul 10 2026\r\n"
    "I (25) boot: chip revision: v0.4\r\nI (34) boot: Partition Table:\r\n"
    "I (90) boot: Loaded app from partition at offset 0x10000\r\n"
    "\x1b[0;32mI (10664) wifi:state: auth -> assoc (0)\x1b[0m\r\n"
    "I (900) esp_netif_handlers: sta ip: 192.168.4.17, mask: 255.255.255.0\r\n"
    "W (7000) sensor: reading took 12 ms\r\nE (7200) mqtt: connection refused\r\n";

using Shares = std::array<double, 256>;

/// How alike two mixtures of bytes are: 0 to 1 (Bhattacharyya).
double likeness(const Shares &a, const Shares &b)
{
    double sum = 0;
    for (std::size_t i = 0; i < a.size(); ++i)
        sum += std::sqrt(a[i] * b[i]);
    return sum;
}

/// Line ends are no noise: what comes here was cut at them.
Shares sharesOf(const std::array<std::uint32_t, 256> &counts)
{
    double total = 0;
    for (std::size_t i = 0; i < counts.size(); ++i)
        total += i == '\r' || i == '\n' ? 0 : counts[i];
    Shares shares{};
    for (std::size_t i = 0; i < counts.size(); ++i)
        shares[i] = i == '\r' || i == '\n' || total == 0 ? 0 : counts[i] / total;
    return shares;
}

std::array<std::uint32_t, 256> countsOf(std::string_view bytes)
{
    std::array<std::uint32_t, 256> counts{};
    for (const char c : bytes)
        ++counts[static_cast<unsigned char>(c)];
    return counts;
}

/// The line of a text: start bit, eight data bits from the lowest, stop bit.
bool levelAt(std::string_view text, std::uint64_t bit)
{
    const std::uint64_t byte = bit / 10;
    const unsigned place = static_cast<unsigned>(bit % 10);
    if (byte >= text.size() || place == 9)
        return true; // silence, or the stop bit
    if (place == 0)
        return false;
    return (static_cast<unsigned char>(text[byte]) >> (place - 1)) & 1u;
}

} // namespace

std::string receivedAt(std::string_view text, unsigned senderBaudRate, unsigned receiverBaudRate)
{
    // Time in units of which a bit of either side has a whole number.
    const std::uint64_t senderBit = receiverBaudRate;
    const std::uint64_t receiverBit = senderBaudRate;
    const std::uint64_t end = text.size() * 10 * senderBit;
    const auto level = [&](std::uint64_t time) { return levelAt(text, time / senderBit); };
    std::string received;
    std::uint64_t time = 0;
    while (time < end) {
        if (level(time)) { // waits for a falling edge, which comes where a bit of the sender begins
            time = (time / senderBit + 1) * senderBit;
            continue;
        }
        unsigned byte = 0;
        for (unsigned i = 0; i < 8; ++i)
            byte |= (level(time + receiverBit * (i + 1) + receiverBit / 2) ? 1u : 0u) << i;
        received += static_cast<char>(byte);
        time += receiverBit * 9 + receiverBit / 2;
        while (time < end && !level(time)) // a break: until the line is free again
            time = (time / senderBit + 1) * senderBit;
    }
    return received;
}

BaudRateHint::BaudRateHint(unsigned baudRate)
    : m_baudRate(baudRate)
{
}

void BaudRateHint::feed(std::string_view noise)
{
    for (const char c : noise)
        ++m_counts[static_cast<unsigned char>(c)];
    m_bytes += noise.size();
}

std::optional<unsigned> BaudRateHint::suggestion() const
{
    constexpr double kAlike = 0.75;
    constexpr double kClose = 0.02; // of two speeds so close neither is named
    if (m_bytes < kEnough)
        return std::nullopt;
    const Shares came = sharesOf(m_counts);
    std::optional<unsigned> best;
    double bestLikeness = kAlike, secondLikeness = 0;
    for (const unsigned rate : kUsualRates) {
        if (rate == m_baudRate)
            continue;
        const std::string noise = receivedAt(kSample, rate, m_baudRate);
        const double alike = likeness(came, sharesOf(countsOf(noise)));
        if (alike > bestLikeness) {
            secondLikeness = bestLikeness;
            bestLikeness = alike;
            best = rate;
        } else {
            secondLikeness = std::max(secondLikeness, alike);
        }
    }
    return bestLikeness - secondLikeness < kClose ? std::nullopt : best;
}

} // namespace otabench::monitor
