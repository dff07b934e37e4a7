#pragma once

#include "base/error.h"
#include "widgets/log/log_lines.h"

#include <cstdint>
#include <filesystem>
#include <optional>
#include <stop_token>
#include <string>
#include <vector>

namespace otabench::widgets {

/// A crash text among the lines of a log, and the programs that may have printed it.
struct CrashRequest
{
    std::vector<LogBuffer::Piece> pieces;
    std::uint64_t line = 0;                      ///< any line of the crash text
    std::vector<std::filesystem::path> programs; ///< .elf files, or folders with some
};

struct DecodedCrash
{
    std::vector<std::string> calls; ///< "0x42008a12: app_main at main/app.c:41", innermost first
    std::optional<Error> error;     ///< a program could not be read
};

/// Finds the crash text around the line and turns its addresses into functions. For workers.
[[nodiscard]] DecodedCrash decodeCrash(const CrashRequest &request, const std::stop_token &stop);

} // namespace otabench::widgets
