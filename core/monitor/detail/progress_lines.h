#pragma once

#include "monitor/log_entry.h"

#include <cstdint>
#include <optional>
#include <string_view>

namespace otabench::monitor::detail {

/// What a line of the OTA stack or of an example says about an update's progress (reference
/// serial-log, sections 6.1, 6.3 and 6.7).
struct ProgressLine
{
    enum class Kind
    {
        None,
        ExampleStarts, ///< and waits for the URL, where it was built to
        SketchStarts,  ///< Arduino's, which needs no URL
        Triggered,
        Connected,
        StackStarts,  ///< esp_https_ota is connected, in whatever firmware
        Writing,      ///< to `offset`
        Bytes,        ///< so many are written
        TotalKnown,   ///< so many will come
        Closed,       ///< the connection, after the last byte
        AllWritten,   ///< `bytes`, where the line tells
        ImageChecked, ///< a segment; the bootloader prints the same
        NewVersion,
        Success, ///< the program says so; the restart has to prove it
    };
    Kind kind = Kind::None;
    std::optional<std::uint64_t> bytes = {};
    std::optional<std::uint32_t> offset = {};
    std::string_view version = {}; ///< view into the entry
};

[[nodiscard]] ProgressLine readProgress(const LogEntry &entry);

} // namespace otabench::monitor::detail
