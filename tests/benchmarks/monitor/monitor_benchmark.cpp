#include "monitor/line_splitter.h"
#include "monitor/ota_tracker.h"

#include <benchmark/benchmark.h>

#include <string>

// Lines a second of splitting, parsing and tracking, on a log as boards print it.

namespace otabench::monitor {
namespace {

constexpr std::string_view kLog =
    "ESP-ROM:esp32c3-api1-20210207\r\n"
    "rst:0xc (RTC_SW_CPU_RST),boot:0xd (SPI_FAST_FLASH_BOOT)\r\n"
    "I (24) boot: ESP-IDF v5.3 2nd stage bootloader\r\n"
    "I (90) boot: Loaded app from partition at offset 0x20000\r\n"
    "\x1b[0;32mI (102) app_init: App version:      1.0.0\x1b[0m\r\n"
    "\x1b[0;32mI (10664) wifi:state: auth -> assoc (0)\x1b[0m\r\n"
    "I (900) esp_netif_handlers: sta ip: 192.168.4.17, mask: 255.255.255.0, gw: 192.168.4.1\r\n"
    "\x1b[0;33mW (7000) sensor: reading took 12 ms, expected at most 10 ms\x1b[0m\r\n"
    "I (7100) sensor: temperature 23.4 C, humidity 41 %, battery 3.71 V\r\n"
    "I (7200) mqtt: published 4 values to bench/7/values\r\n"
    "[  7300][I][main.cpp:88] loop(): still here\r\n"
    "a printf without level or tag, of the length such lines have\r\n";
constexpr std::size_t kLinesInLog = 12;

std::string repeatedLog()
{
    std::string text;
    for (int i = 0; i < 2000; ++i)
        text += kLog;
    return text;
}

void count(benchmark::State &state, const std::string &text)
{
    const auto lines = static_cast<std::int64_t>(text.size() / kLog.size() * kLinesInLog);
    state.SetItemsProcessed(static_cast<std::int64_t>(state.iterations()) * lines);
    state.SetBytesProcessed(static_cast<std::int64_t>(state.iterations() * text.size()));
}

void splitLines(benchmark::State &state)
{
    const std::string text = repeatedLog();
    for ([[maybe_unused]] const auto &round : state) {
        LineSplitter splitter;
        std::size_t bytes = 0;
        splitter.feed(text, [&](std::string_view line) { bytes += line.size(); });
        benchmark::DoNotOptimize(bytes);
    }
    count(state, text);
}

BENCHMARK(splitLines);

void splitAndParse(benchmark::State &state)
{
    const std::string text = repeatedLog();
    const auto chunk = static_cast<std::size_t>(state.range(0));
    for ([[maybe_unused]] const auto &round : state) {
        LineSplitter splitter;
        for (std::size_t at = 0; at < text.size(); at += chunk)
            splitter.feed(std::string_view(text).substr(at, chunk), [&](std::string_view line) {
                benchmark::DoNotOptimize(parseLine(line));
            });
    }
    count(state, text);
}

BENCHMARK(splitAndParse)->Arg(64)->Arg(4096)->Arg(1 << 20);

void splitParseAndTrack(benchmark::State &state)
{
    const std::string text = repeatedLog();
    for ([[maybe_unused]] const auto &round : state) {
        LineSplitter splitter;
        OtaTracker tracker(nullptr);
        splitter.feed(text, [&](std::string_view line) { tracker.feed(parseLine(line)); });
        benchmark::DoNotOptimize(tracker.phase());
    }
    count(state, text);
}

BENCHMARK(splitParseAndTrack);

} // namespace
} // namespace otabench::monitor
