#pragma once

#include <filesystem>
#include <string>
#include <string_view>

namespace otabench::support {

/// A folder of a test's own; removed with all in it when the object goes.
class TemporaryFolder
{
public:
    TemporaryFolder();
    ~TemporaryFolder();
    TemporaryFolder(const TemporaryFolder &) = delete;
    TemporaryFolder &operator=(const TemporaryFolder &) = delete;

    [[nodiscard]] const std::filesystem::path &path() const { return m_path; }

    [[nodiscard]] std::filesystem::path operator/(std::string_view name) const
    {
        return m_path / name;
    }

private:
    std::filesystem::path m_path;
};

/// A file's permission bits, 0600 and kin; ends the program with a message when there is no file.
[[nodiscard]] unsigned fileMode(const std::filesystem::path &path);

/// How many entries a folder has; 0 when there is none.
[[nodiscard]] std::size_t entryCount(const std::filesystem::path &folder);

} // namespace otabench::support
