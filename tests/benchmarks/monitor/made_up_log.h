#pragma once

#include <string>
#include <string_view>

namespace otabench::monitor {

/// A log as boards print it: a boot, then an application at work; an error and a warning now and
/// then.
inline constexpr std::string_view kBootPart =
    "ESP-ROM:esp32c3-api1-20210207\r\n"
    "rst:0xc (RTC_SW_CPU_RST),boot:0xd (SPI_FAST_FLASH_BOOT)\r\n"
    "I (24) boot: ESP-IDF v5.3 2nd stage bootloader\r\n"
    "I (90) boot: Loaded app from partition at offset 0x20000\r\n"
    "\x1b[0;32mI (102) app_init: App version:      1.0.0\x1b[0m\r\n"
    "\x1b[0;32mI (10664) wifi:state: auth -> assoc (0)\x1b[0m\r\n"
    "I (900) esp_netif_handlers: sta ip: 192.168.4.17, mask: 255.255.255.0, gw: 192.168.4.1\r\n";
inline constexpr std::string_view kWorkPart =
    "\x1b[0;33mW (7000) sensor: reading took 12 ms, expected at most 10 ms\x1b[0m\r\n"
    "I (7100) sensor: temperature 23.4 C, humidity 41 %, battery 3.71 V\r\n"
    "I (7200) mqtt: published 4 values to bench/7/values\r\n"
    "[  7300][I][main.cpp:88] loop(): still here\r\n"
    "I (7400) sensor: temperature 23.5 C, humidity 41 %, battery 3.71 V\r\n"
    "I (09:12:33.480) mqtt: published 4 values to bench/7/values\r\n"
    "\x1b[0;31mE (7500) sensor: no answer from 0x44 on the bus\x1b[0m\r\n"
    "a printf without level or tag, of the length such lines have\r\n";

/// At least `bytes` of it, in whole rounds.
inline std::string madeUpLog(std::size_t bytes)
{
    std::string text;
    text.reserve(bytes + 16 * 1024);
    while (text.size() < bytes) {
        text += kBootPart;
        for (int i = 0; i < 20; ++i)
            text += kWorkPart;
    }
    return text;
}

} // namespace otabench::monitor
