#pragma once

#include "base/error.h"

#include <cstdint>
#include <filesystem>
#include <map>
#include <memory>
#include <string>
#include <vector>

namespace otabench::monitor {

/// Where an address lies in a program.
struct CodePlace
{
    std::string function; ///< as in the source; "??" when it is not known
    std::string file;     ///< as the compiler was given it; empty: no line information
    unsigned line = 0;
    bool isInlined = false; ///< into the place that follows
};

/// Registers by their DWARF numbers, and the words of the stack, as a crash text shows them.
struct CrashState
{
    std::uint32_t programCounter = 0;
    std::map<unsigned, std::uint32_t> registers = {};
    std::map<std::uint32_t, std::uint32_t> memory = {}; ///< by address, a multiple of four
};

/// Functions, source lines and call frames of a program (the .elf file of the build), by libdw.
/// Any machine. Not thread-safe.
class ElfSymbols
{
public:
    /// InvalidArgument for what is no ELF program.
    [[nodiscard]] static Result<std::unique_ptr<ElfSymbols>>
    open(const std::filesystem::path &path);
    virtual ~ElfSymbols() = default;

    /// The function that an address is in, inlined ones first, innermost first. Empty: none.
    [[nodiscard]] virtual std::vector<CodePlace> places(std::uint32_t address) = 0;

    /// The addresses of the calls that led to a crash, the crash's own first, as far as stack and
    /// call frame information go: RISC-V, whose panic text has no backtrace.
    [[nodiscard]] virtual std::vector<std::uint32_t> unwind(const CrashState &state) = 0;
};

} // namespace otabench::monitor
