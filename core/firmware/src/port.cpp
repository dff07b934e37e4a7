#include "otabench_port.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "engine_state.h"
#include "esp_log.h"
#include "esp_system.h"
#include "log.h"

// On the host each virtual board has its thread (CMake defines this as thread_local); a board has
// one of everything.
#ifndef OTABENCH_PER_THREAD
#define OTABENCH_PER_THREAD
#endif

namespace otabench::firmware {
namespace {

constinit OTABENCH_PER_THREAD EngineState theState{};
constinit OTABENCH_PER_THREAD EngineState *theJoined = nullptr; // another thread's

esp_log_level_t levelOf(const EngineState &state, const char *tag)
{
    for (size_t i = 0; i < state.tagLevelCount; ++i) {
        if (strcmp(state.tagLevels[i].tag, tag) == 0)
            return state.tagLevels[i].level;
    }
    return state.level;
}

void writeLine(const otabench_port_t *port, esp_log_level_t level, const char *tag, char *text)
{
    size_t length = strlen(text);
    while (length && (text[length - 1] == '\n' || text[length - 1] == '\r'))
        text[--length] = 0;
    port->log(port->ctx, level, tag, text);
}

void writeConsoleLine(const char *text)
{
    const otabench_port_t *port = otabench_port_get();
    port->console_write(port->ctx, text, strlen(text));
    port->console_write(port->ctx, "\r\n", 2);
}

struct FailedCheck
{
    esp_err_t code;
    const char *file;
    int line;
    const char *function;
    const char *expression;
    const void *caller;
};

void reportFailedCheck(const char *what, const FailedCheck &check)
{
    char text[256];
    snprintf(text, sizeof text, "%s failed: esp_err_t 0x%x (%s) at 0x%08x", what,
             static_cast<unsigned>(check.code), esp_err_to_name(check.code),
             static_cast<unsigned>(reinterpret_cast<uintptr_t>(check.caller)));
    writeConsoleLine(text);
    snprintf(text, sizeof text, "file: \"%s\" line %d", check.file, check.line);
    writeConsoleLine(text);
    snprintf(text, sizeof text, "func: %s", check.function);
    writeConsoleLine(text);
    snprintf(text, sizeof text, "expression: %s", check.expression);
    writeConsoleLine(text);
}

/// The text of a line of the engine is on the stack of a function that takes no `...`, which needs
/// stack of its own on the host.
[[gnu::noinline]] void formatLine(const otabench_port_t *port, esp_log_level_t level,
                                  const char *tag, const char *format, va_list args)
{
    char text[256];
    vsnprintf(text, sizeof text, format, args);
    writeLine(port, level, tag, text);
}

} // namespace

EngineState &engineState()
{
    return theJoined ? *theJoined : theState;
}

void logLine(const otabench_port_t *port, esp_log_level_t level, const char *tag,
             const char *format, ...)
{
    const EngineState &state = engineState();
    if (state.port == port && level > levelOf(state, tag))
        return;
    va_list args;
    va_start(args, format);
    formatLine(port, level, tag, format, args);
    va_end(args);
}

} // namespace otabench::firmware

using otabench::firmware::engineState;

void otabench_port_set(const otabench_port_t *port)
{
    auto &state = engineState();
    memset(&state, 0, sizeof state);
    state.port = port;
    state.level = ESP_LOG_INFO;
}

const otabench_port_t *otabench_port_get(void)
{
    return engineState().port;
}

void *otabench_port_share(void)
{
    return &engineState();
}

void otabench_port_join(void *shared)
{
    otabench::firmware::theJoined = static_cast<otabench::firmware::EngineState *>(shared);
}

void esp_log_level_set(const char *tag, esp_log_level_t level)
{
    auto &state = engineState();
    if (strcmp(tag, "*") == 0) {
        state.level = level;
        state.tagLevelCount = 0;
        return;
    }
    size_t i = 0;
    while (i < state.tagLevelCount && strcmp(state.tagLevels[i].tag, tag) != 0)
        ++i;
    if (i == otabench::firmware::kTagLevels)
        return;
    state.tagLevels[i] = {tag, level};
    if (i == state.tagLevelCount)
        ++state.tagLevelCount;
}

esp_log_level_t esp_log_level_get(const char *tag)
{
    return otabench::firmware::levelOf(engineState(), tag);
}

uint32_t esp_log_timestamp(void)
{
    const otabench_port_t *port = otabench_port_get();
    return port->clock_ms(port->ctx);
}

void esp_log_writev(esp_log_level_t level, const char *tag, const char *format, va_list args)
{
    const auto &state = engineState();
    if (!state.port || level == ESP_LOG_NONE || level > otabench::firmware::levelOf(state, tag))
        return;
    char text[384];
    vsnprintf(text, sizeof text, format, args);
    otabench::firmware::writeLine(state.port, level, tag, text);
}

void esp_log_write(esp_log_level_t level, const char *tag, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    esp_log_writev(level, tag, format, args);
    va_end(args);
}

void esp_log_buffer_hex_internal(const char *tag, const void *buffer, uint16_t length,
                                 esp_log_level_t level)
{
    const auto *bytes = static_cast<const uint8_t *>(buffer);
    for (size_t start = 0; start < length; start += 16) {
        char line[3 * 16 + 1];
        size_t at = 0;
        for (size_t i = start; i < length && i < start + 16; ++i)
            at += static_cast<size_t>(snprintf(line + at, sizeof line - at, "%02x ", bytes[i]));
        line[at - 1] = 0;
        esp_log_write(level, tag, "%s", line);
    }
}

void esp_log_buffer_char_internal(const char *tag, const void *buffer, uint16_t length,
                                  esp_log_level_t level)
{
    const auto *bytes = static_cast<const uint8_t *>(buffer);
    for (size_t start = 0; start < length; start += 16) {
        char line[16 + 1];
        size_t at = 0;
        for (size_t i = start; i < length && i < start + 16; ++i)
            line[at++] = static_cast<char>(bytes[i]);
        line[at] = 0;
        esp_log_write(level, tag, "%s", line);
    }
}

void esp_log_buffer_hexdump_internal(const char *tag, const void *buffer, uint16_t length,
                                     esp_log_level_t level)
{
    const auto *bytes = static_cast<const uint8_t *>(buffer);
    for (size_t start = 0; start < length; start += 16) {
        char hex[3 * 16 + 3];
        char text[16 + 1];
        size_t at = 0;
        size_t shown = 0;
        for (size_t i = start; i < start + 16; ++i) {
            const char *gap = i % 8 == 0 && i != start ? " " : "";
            if (i < length) {
                at += static_cast<size_t>(
                    snprintf(hex + at, sizeof hex - at, "%s%02x ", gap, bytes[i]));
                text[shown++] =
                    bytes[i] >= 0x20 && bytes[i] < 0x7F ? static_cast<char>(bytes[i]) : '.';
            } else {
                at += static_cast<size_t>(snprintf(hex + at, sizeof hex - at, "%s   ", gap));
            }
        }
        text[shown] = 0;
        esp_log_write(level, tag, "%p   %s |%s|", static_cast<const void *>(bytes + start), hex,
                      text);
    }
}

void esp_restart(void)
{
    const otabench_port_t *port = otabench_port_get();
    port->restart(port->ctx);
    __builtin_trap(); // a port whose restart returns breaks its contract
}

esp_reset_reason_t esp_reset_reason(void)
{
    return static_cast<esp_reset_reason_t>(otabench_port_get()->chip->reset_reason);
}

uint32_t esp_get_free_heap_size(void)
{
    const otabench_port_t *port = otabench_port_get();
    return port->heap_free(port->ctx);
}

uint32_t esp_get_minimum_free_heap_size(void)
{
    const otabench_port_t *port = otabench_port_get();
    return port->heap_minimum(port->ctx);
}

uint32_t esp_random(void)
{
    const otabench_port_t *port = otabench_port_get();
    return port->random(port->ctx);
}

void esp_fill_random(void *buf, size_t len)
{
    auto *bytes = static_cast<uint8_t *>(buf);
    for (size_t i = 0; i < len;) {
        uint32_t word = esp_random();
        for (int byte = 0; byte < 4 && i < len; ++byte, word >>= 8)
            bytes[i++] = static_cast<uint8_t>(word);
    }
}

void _esp_error_check_failed(esp_err_t rc, const char *file, int line, const char *function,
                             const char *expression)
{
    otabench::firmware::reportFailedCheck(
        "ESP_ERROR_CHECK", {rc, file, line, function, expression, __builtin_return_address(0)});
    abort();
}

void _esp_error_check_failed_without_abort(esp_err_t rc, const char *file, int line,
                                           const char *function, const char *expression)
{
    otabench::firmware::reportFailedCheck(
        "ESP_ERROR_CHECK_WITHOUT_ABORT",
        {rc, file, line, function, expression, __builtin_return_address(0)});
}
