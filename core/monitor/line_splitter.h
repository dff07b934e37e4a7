#pragma once

#include <cstddef>
#include <functional>
#include <span>
#include <string>
#include <string_view>

namespace otabench::monitor {

/// Cuts a byte stream into lines at LF, CR or CR LF in any mixture, also when CR and LF come in
/// different reads. Empty lines are dropped; lines over 4 KiB are cut there. However the stream is
/// divided into reads, the lines are the same. Not thread-safe.
class LineSplitter
{
public:
    using OnLine = std::function<void(std::string_view)>;

    void feed(std::span<const char> bytes, const OnLine &onLine);

    /// What has come of a line that has not ended (a prompt, dots); stays until its end comes.
    [[nodiscard]] std::string_view partialLine() const { return m_pending; }

    /// Hands the partial line out as if it had ended: at the end of a file, before a reboot.
    void flush(const OnLine &onLine);

private:
    std::string m_pending;
};

} // namespace otabench::monitor
