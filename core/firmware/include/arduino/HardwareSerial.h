/* Arduino's Serial. Here: the board's console. For C++; C sees nothing. */
#pragma once

#ifdef __cplusplus

#include <deque>

#include "Print.h"

class HardwareSerial final : public Print
{
public:
    using Print::write;

    /** The rate is not looked at; reading waits from now on, and 256 bytes are kept for it. */
    void begin(unsigned long baud);

    void end() {}

    void flush() {}

    void setDebugOutput(bool /*on*/) {}

    /** How long readString and readStringUntil wait for a byte; 1000 at first. */
    void setTimeout(unsigned long milliseconds) { m_timeoutMs = milliseconds; }

    explicit operator bool() const { return true; }

    std::size_t write(const std::uint8_t *bytes, std::size_t length) override;

    /** Bytes that can be read at once. */
    int available();
    /** The next byte; -1: there is none. */
    int read();
    /** The next byte, which stays; -1: there is none. */
    int peek();
    /** What comes until nothing more does. */
    String readString();
    /** What comes before `end`, which is taken away. */
    String readStringUntil(char end);

private:
    void fetch();
    int readWaiting();

    std::deque<std::uint8_t> m_received;
    unsigned long m_timeoutMs = 1000;
};

extern HardwareSerial Serial;

#endif
