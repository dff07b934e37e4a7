#pragma once

#include "chips.h"

#include <cstdint>
#include <string_view>
#include <vector>

namespace otabench::firmware::host {

/// The longest project name and version an image's description holds.
constexpr std::size_t kMaxVersionLength = 31;

/// What otabench-board's boards run.
constexpr std::string_view kDemoProject = "otabench-demo";

/// Makes the image a new board runs: a valid ESP application image with the given project and
/// version (at most kMaxVersionLength characters each), checksum and appended SHA-256. The same
/// arguments give the same bytes.
///
/// @param flashSizeBytes  4 or 8 MB, for the header.
[[nodiscard]] std::vector<std::uint8_t>
buildImage(const ChipProfile &chip, std::string_view project, std::string_view version,
           std::uint32_t flashSizeBytes, std::uint32_t secureVersion = 0);

/// Makes the second-stage bootloader of a new board: an image of the segments that the chip's ROM
/// reports to load, with a bootloader description. Nobody runs it; applications may hash it.
[[nodiscard]] std::vector<std::uint8_t> buildBootloader(const ChipProfile &chip,
                                                        std::uint32_t flashSizeBytes);

} // namespace otabench::firmware::host
