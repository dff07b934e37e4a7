#pragma once

#include "image/detail/layout.h"
#include "image/reader.h"

namespace otabench::image::detail {

constexpr std::size_t kPartitionTableSize = 0xC00;

/// Whether a table's first entry stands here.
[[nodiscard]] bool startsPartitionTable(Bytes bytes);

/// Reads a binary partition table at the start of `bytes`: entries, and checks "entries", "md5" and
/// "layout". Source: ESP-IDF bootloader_support/src/flash_partitions.c, and gen_esp32part.py for
/// the rules of layout that no board checks.
void readPartitionTable(Bytes bytes, Image &image);

} // namespace otabench::image::detail
