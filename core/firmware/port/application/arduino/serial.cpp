// Arduino's Serial: the board's console.
#include "HardwareSerial.h"

#include "esp_timer.h"
#include "freertos/task.h"
#include "otabench_port.h"
#include "protocol_examples_common.h"

#include <array>

HardwareSerial Serial;

void HardwareSerial::begin(unsigned long /*baud*/)
{
    example_configure_stdin_stdout();
}

std::size_t HardwareSerial::write(const std::uint8_t *bytes, std::size_t length)
{
    const otabench_port_t &port = *otabench_port_get();
    port.console_write(port.ctx, reinterpret_cast<const char *>(bytes), length);
    return length;
}

void HardwareSerial::fetch()
{
    const otabench_port_t &port = *otabench_port_get();
    std::array<char, 64> bytes;
    while (const std::size_t got = port.console_read(port.ctx, bytes.data(), bytes.size()))
        m_received.insert(m_received.end(), bytes.begin(),
                          bytes.begin() + static_cast<std::ptrdiff_t>(got));
}

int HardwareSerial::available()
{
    fetch();
    return static_cast<int>(m_received.size());
}

int HardwareSerial::peek()
{
    return available() > 0 ? m_received.front() : -1;
}

int HardwareSerial::read()
{
    const int byte = peek();
    if (byte >= 0)
        m_received.pop_front();
    return byte;
}

int HardwareSerial::readWaiting()
{
    const std::int64_t end = esp_timer_get_time() + std::int64_t{1000} * m_timeoutMs;
    int byte = read();
    while (byte < 0 && esp_timer_get_time() < end) {
        vTaskDelay(1);
        byte = read();
    }
    return byte;
}

String HardwareSerial::readString()
{
    String text;
    for (int byte = readWaiting(); byte >= 0; byte = readWaiting())
        text += static_cast<char>(byte);
    return text;
}

String HardwareSerial::readStringUntil(char end)
{
    String text;
    for (int byte = readWaiting(); byte >= 0 && byte != end; byte = readWaiting())
        text += static_cast<char>(byte);
    return text;
}
