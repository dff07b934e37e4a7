#include "monitor/detail/progress_lines.h"

#include "monitor/detail/scan.h"

namespace otabench::monitor::detail {
namespace {

using Kind = ProgressLine::Kind;

bool isSuccess(std::string_view message)
{
    return message.starts_with("ESP_HTTPS_OTA upgrade successful") ||
           message.starts_with("OTA Succeed, Rebooting") ||
           message.starts_with("Prepare to restart system!") ||
           message.starts_with("Firmware written successfully") ||
           message.starts_with("HTTP_UPDATE_OK");
}

/// Arduino's sketches print without level and tag; the success lines are all programs' alike.
ProgressLine readPrinted(std::string_view message)
{
    if (message == "Starting OTA") // HTTPS_OTA_Update.ino
        return {.kind = Kind::SketchStarts};
    if (message.starts_with("Http Event On Connected"))
        return {.kind = Kind::Connected};
    if (const auto size = numberAfter<std::uint64_t>(message, "key=Content-Length, value="))
        return {.kind = Kind::TotalKnown, .bytes = size};
    if (message.starts_with("Http Event On Finish"))
        return {.kind = Kind::AllWritten};
    return {.kind = isSuccess(message) ? Kind::Success : Kind::None};
}

ProgressLine readHttpsOta(std::string_view message)
{
    if (message.starts_with("Starting OTA..."))
        return {.kind = Kind::StackStarts};
    if (message.starts_with("Writing to "))
        return {.kind = Kind::Writing,
                .offset = numberAfter<std::uint32_t>(message, "at offset 0x", 16)};
    if (const auto bytes = numberAfter<std::uint64_t>(message, "Written image length "))
        return {.kind = Kind::Bytes, .bytes = bytes};
    return {.kind = message == "Connection closed" ? Kind::Closed // "…, errno" is a failure
                                                   : Kind::None};
}

ProgressLine readExample(std::string_view message)
{
    if (message.starts_with("Starting OTA example") ||
        message.starts_with("Starting Advanced OTA example"))
        return {.kind = Kind::ExampleStarts};
    if (message == "OTA started" || message.starts_with("Attempting to download update"))
        return {.kind = Kind::Triggered};
    if (message.starts_with("Connected to server"))
        return {.kind = Kind::Connected};
    if (message.starts_with("Writing to partition subtype"))
        return {.kind = Kind::Writing,
                .offset = numberAfter<std::uint32_t>(message, "at offset 0x", 16)};
    if (const auto version = valueAfter(message, "New firmware version:"))
        return {.kind = Kind::NewVersion, .version = *version};
    if (const auto read = numberAfter<std::uint64_t>(message, "Image bytes read: "))
        return {.kind = Kind::Bytes, .bytes = read};
    if (const auto written = numberAfter<std::uint64_t>(message, "Written image length "))
        return {.kind = Kind::Bytes, .bytes = written}; // the native one's
    if (const auto size = numberAfter<std::uint64_t>(message, "Total Write binary data length: "))
        return {.kind = Kind::AllWritten, .bytes = size};
    if (message == "Connection closed")
        return {.kind = Kind::Closed};
    return readPrinted(message);
}

} // namespace

ProgressLine readProgress(const LogEntry &entry)
{
    if (entry.kind == LineKind::Text)
        return readPrinted(entry.message);
    if (entry.kind != LineKind::Log)
        return {};
    if (entry.tag == "esp_https_ota")
        return readHttpsOta(entry.message);
    if (entry.tag == "esp_image")
        return {.kind = entry.message.starts_with("segment ") ? Kind::ImageChecked : Kind::None};
    if (entry.tag == "simple_ota_example" || entry.tag == "advanced_https_ota_example" ||
        entry.tag == "native_ota_example")
        return readExample(entry.message);
    return {};
}

} // namespace otabench::monitor::detail
