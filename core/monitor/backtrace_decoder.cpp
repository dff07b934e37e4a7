#include "monitor/backtrace_decoder.h"

#include "monitor/detail/scan.h"

#include <algorithm>
#include <array>
#include <utility>

// The texts: ESP-IDF components/esp_system/port/arch/{xtensa,riscv}/panic_arch.c.

namespace otabench::monitor {
namespace {

constexpr std::size_t kMostCalls = 128;
constexpr std::size_t kMostStackWords = 16 * 1024;

/// RISC-V registers as the panic text names them, in the order of their DWARF numbers, from 0.
constexpr auto kRiscvRegisters = std::to_array<std::string_view>(
    {"",   "RA", "SP", "GP", "TP",  "T0",  "T1", "T2", "S0/FP", "S1", "A0",
     "A1", "A2", "A3", "A4", "A5",  "A6",  "A7", "S2", "S3",    "S4", "S5",
     "S6", "S7", "S8", "S9", "S10", "S11", "T3", "T4", "T5",    "T6"});

std::optional<std::uint32_t> hexAt(std::string_view text)
{
    return detail::numberAfter<std::uint32_t>(text.substr(0, 10), "0x", 16);
}

std::string describe(std::uint32_t address, const std::vector<CodePlace> &places)
{
    std::string text = fmt::format("0x{:08x}: ", address);
    if (places.empty())
        return text + "not in this program";
    bool isFirst = true;
    for (const CodePlace &place : places) {
        if (!std::exchange(isFirst, false))
            text += ", inlined into ";
        text += place.function;
        if (!place.file.empty())
            text += fmt::format(" at {}:{}", place.file, place.line);
    }
    return text;
}

} // namespace

ElfLibrary::ElfLibrary(DigestOf digestOf)
    : m_digestOf(std::move(digestOf))
{
}

Result<> ElfLibrary::add(const std::filesystem::path &path)
{
    std::error_code error;
    if (!std::filesystem::is_directory(path, error)) {
        auto symbols = ElfSymbols::open(path);
        if (!symbols)
            return tl::unexpected(symbols.error());
        auto digest = m_digestOf(path);
        if (!digest)
            return tl::unexpected(digest.error());
        m_programs.push_back({path, *std::move(digest), *std::move(symbols)});
        return {};
    }
    const std::size_t before = m_programs.size();
    std::filesystem::recursive_directory_iterator entry(path, error);
    for (; !error && entry != std::filesystem::recursive_directory_iterator();
         entry.increment(error)) {
        if (entry->path().extension() != ".elf" || !entry->is_regular_file(error))
            continue;
        auto digest = m_digestOf(entry->path());
        if (digest)
            m_programs.push_back({entry->path(), *std::move(digest)});
    }
    if (error)
        return fail(errorCodeFromErrno(error.value()), "cannot read the folder \"{}\": {}",
                    path.string(), error.message());
    if (m_programs.size() == before)
        return fail(ErrorCode::NotFound,
                    "\"{}\" holds no .elf file: give the build folder of the firmware, or the "
                    "file itself",
                    path.string());
    return {};
}

ElfLibrary::Program *ElfLibrary::find(std::string_view digestPrefix)
{
    if (digestPrefix.empty() && m_programs.size() != 1)
        return nullptr;
    const auto found = std::ranges::find_if(m_programs, [&](const Program &program) {
        return std::string_view(program.sha256).starts_with(digestPrefix);
    });
    if (found == m_programs.end())
        return nullptr;
    if (!found->symbols) {
        auto opened = ElfSymbols::open(found->path);
        if (!opened)
            return nullptr;
        found->symbols = *std::move(opened);
    }
    return &*found;
}

BacktraceDecoder::BacktraceDecoder(ElfLibrary &library)
    : m_library(library)
{
}

std::vector<std::string> BacktraceDecoder::feed(const LogEntry &entry, const BootFacts &boot)
{
    if (m_library.isEmpty())
        return {};
    const std::string_view text = entry.message;
    if (entry.kind == LineKind::Panic) {
        if (const auto digest = detail::valueAfter(text, "ELF file SHA256:"))
            return decode(digest->substr(0, digest->find('.')));
        if (text.starts_with("Backtrace:")) {
            for (std::size_t at = text.find(" 0x"); at != std::string_view::npos;
                 at = text.find(" 0x", at + 1)) {
                if (const auto address = hexAt(text.substr(at + 1));
                    address && m_calls.size() < kMostCalls)
                    m_calls.push_back(*address);
            }
            m_isReady = true;
        } else if (const auto address = detail::numberAfter<std::uint32_t>(
                       text, "abort() was called at PC 0x", 16)) {
            m_calls.push_back(*address);
            m_isReady = true;
        } else if (text.size() > 12 && text.substr(8, 4) == ": 0x" && text[7] != ' ') {
            readStack(text);
        } else {
            readRegisters(text);
        }
        if (m_isReady && !boot.elfSha256Prefix.empty() && text.starts_with("Backtrace:"))
            return decode(boot.elfSha256Prefix);
        const bool isOver = text.starts_with("Rebooting") || text.starts_with("CPU halted");
        return isOver ? decode(boot.elfSha256Prefix) : std::vector<std::string>();
    }
    // The restart, where the last lines of the crash text were lost.
    if (m_isReady && (entry.kind == LineKind::Rom || entry.kind == LineKind::Log))
        return decode(boot.elfSha256Prefix);
    return {};
}

/// `MEPC    : 0x42008a12  RA      : 0x42008a04  SP      : 0x3fc92ab0  …`
void BacktraceDecoder::readRegisters(std::string_view row)
{
    while (!row.empty()) {
        const std::size_t colon = row.find(": 0x");
        if (colon == std::string_view::npos)
            return;
        std::string_view name = row.substr(0, colon);
        name.remove_suffix(name.size() - std::min(name.find_last_not_of(' ') + 1, name.size()));
        const std::size_t start = name.rfind(' ');
        if (start != std::string_view::npos)
            name.remove_prefix(start + 1);
        const auto value = hexAt(row.substr(colon + 2));
        const auto found = std::ranges::find(kRiscvRegisters, name);
        if (value && name == "MEPC") {
            m_crash = {.programCounter = *value};
            m_isReady = true;
        } else if (value && !name.empty() && found != kRiscvRegisters.end()) {
            m_crash.registers[static_cast<unsigned>(found - kRiscvRegisters.begin())] = *value;
        }
        row.remove_prefix(std::min(colon + 12, row.size()));
    }
}

/// `3fc92ab0: 0x00000000 0x3fc92ad0 …`
void BacktraceDecoder::readStack(std::string_view row)
{
    auto address = detail::numberAfter<std::uint32_t>(row.substr(0, 8), "", 16);
    if (!address)
        return;
    for (std::size_t at = row.find(" 0x"); at != std::string_view::npos;
         at = row.find(" 0x", at + 1)) {
        const auto word = hexAt(row.substr(at + 1));
        if (!word || m_crash.memory.size() >= kMostStackWords)
            return;
        m_crash.memory[*address] = *word;
        *address += 4;
    }
}

std::vector<std::string> BacktraceDecoder::decode(std::string_view digestPrefix)
{
    if (!m_isReady)
        return {};
    ElfLibrary::Program *program = m_library.find(digestPrefix);
    std::vector<std::string> lines;
    if (!program) {
        lines.push_back(digestPrefix.empty()
                            ? "The board did not say which program it runs: give the one ELF file "
                              "of its firmware with --elf"
                            : fmt::format("None of the ELF files given is the program that "
                                          "crashed: its SHA-256 begins with {}",
                                          digestPrefix));
        forget();
        return lines;
    }
    std::vector<std::uint32_t> calls = std::exchange(m_calls, {});
    if (m_crash.programCounter != 0)
        calls = program->symbols->unwind(m_crash);
    for (const std::uint32_t address : calls)
        lines.push_back(describe(address, program->symbols->places(address)));
    forget();
    return lines;
}

void BacktraceDecoder::forget()
{
    m_calls.clear();
    m_crash = {};
    m_isReady = false;
}

} // namespace otabench::monitor
