#pragma once

#include "base/error.h"

#include <cstddef>
#include <filesystem>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace otabench {

/// The whole file. Errors name the path; files above `limitBytes`, and what is no regular file, are
/// refused with InvalidArgument.
[[nodiscard]] Result<std::vector<std::byte>> readFile(const std::filesystem::path &path,
                                                      std::size_t limitBytes = 256u << 20);
[[nodiscard]] Result<std::string> readTextFile(const std::filesystem::path &path,
                                               std::size_t limitBytes = 16u << 20);

enum class FileMode
{
    Public = 0644,
    Private = 0600, ///< keys: created with this mode, never changed to it later
};

/// Writes a temporary file beside `path`, syncs it and renames it over `path`: the file appears
/// whole or not at all, also when the disk is full (DiskFull) or the process dies. Makes the parent
/// folder when it is missing. A link is followed; a device or a folder is refused with
/// InvalidArgument.
[[nodiscard]] Result<> writeFileAtomically(const std::filesystem::path &path,
                                           std::span<const std::byte> content, FileMode mode);
[[nodiscard]] Result<> writeFileAtomically(const std::filesystem::path &path,
                                           std::string_view content, FileMode mode);

/// Makes a folder and its parents, the last one with mode 0700 when `mode` is Private.
[[nodiscard]] Result<> makeFolder(const std::filesystem::path &path, FileMode mode);

/// A read-only memory mapping of a regular file. Immutable; any thread. The mapping outlives the
/// file's name, but a file truncated by another program while mapped faults: publish copies, not
/// build outputs.
class MappedFile
{
public:
    [[nodiscard]] static Result<std::shared_ptr<const MappedFile>>
    open(const std::filesystem::path &path);
    ~MappedFile();
    MappedFile(const MappedFile &) = delete;
    MappedFile &operator=(const MappedFile &) = delete;

    [[nodiscard]] std::span<const std::byte> bytes() const { return m_bytes; }

private:
    explicit MappedFile(std::span<const std::byte> bytes);

    std::span<const std::byte> m_bytes;
};

} // namespace otabench
