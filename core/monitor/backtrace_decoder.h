#pragma once

#include "base/error.h"
#include "monitor/boot_facts.h"
#include "monitor/elf_symbols.h"
#include "monitor/log_entry.h"

#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace otabench::monitor {

/// The programs that a user has given, found by the digest that boards print: SHA-256 of the .elf
/// file. Not thread-safe.
class ElfLibrary
{
public:
    /// SHA-256 of a file, 64 hex digits.
    using DigestOf = std::function<Result<std::string>(const std::filesystem::path &)>;
    explicit ElfLibrary(DigestOf digestOf);

    /// An ELF file, or a folder: all files in it and below that end in .elf. NotFound for a folder
    /// without one.
    [[nodiscard]] Result<> add(const std::filesystem::path &path);

    [[nodiscard]] bool isEmpty() const { return m_programs.empty(); }

    struct Program
    {
        std::filesystem::path path;
        std::string sha256;
        std::unique_ptr<ElfSymbols> symbols = {}; ///< opened when first wanted
    };

    /// The program whose digest begins so; with an empty prefix the only one there is. Null: none.
    [[nodiscard]] Program *find(std::string_view digestPrefix);

private:
    DigestOf m_digestOf;
    std::vector<Program> m_programs;
};

/// Turns the addresses of one board's crash texts into functions and lines: Xtensa's `Backtrace:`,
/// `abort() was called at PC`, and for RISC-V registers and stack memory, which are unwound. Not
/// thread-safe.
class BacktraceDecoder
{
public:
    /// `library` outlives the decoder.
    explicit BacktraceDecoder(ElfLibrary &library);

    /// Lines to show after this one: `0x42008a12: app_main at main/app.c:41`. A crash text is
    /// decoded when its program is known, which can be as late as its last line.
    [[nodiscard]] std::vector<std::string> feed(const LogEntry &entry, const BootFacts &boot);

private:
    void readRegisters(std::string_view row);
    void readStack(std::string_view row);
    std::vector<std::string> decode(std::string_view digestPrefix);
    void forget();

    ElfLibrary &m_library;
    std::vector<std::uint32_t> m_calls; ///< of a crash text that is not decoded yet
    CrashState m_crash;
    bool m_isReady = false;
};

} // namespace otabench::monitor
