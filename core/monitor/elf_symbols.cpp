#include "monitor/elf_symbols.h"

#include "base/descriptor.h"

#include <cxxabi.h>
#include <dwarf.h>
#include <elfutils/libdw.h>
#include <fcntl.h>
#include <gelf.h>
#include <unistd.h>

#include <cerrno>
#include <cstdlib>
#include <optional>

namespace otabench::monitor {
namespace {

constexpr std::size_t kMostFrames = 64;
constexpr unsigned kRiscvReturnAddress = 1;
constexpr unsigned kRiscvStackPointer = 2;

struct Release
{
    void operator()(Elf *elf) const { elf_end(elf); }

    void operator()(Dwarf *dwarf) const { dwarf_end(dwarf); }

    void operator()(void *memory) const { std::free(memory); }
};

std::string demangled(const char *name)
{
    int status = 0;
    const std::unique_ptr<char, Release> plain(
        abi::__cxa_demangle(name, nullptr, nullptr, &status));
    return status == 0 && plain ? plain.get() : name;
}

/// Names in a scope: C++ functions with their arguments, as the linker knows them.
std::string nameOf(Dwarf_Die *die)
{
    Dwarf_Attribute memory;
    for (const unsigned attribute : {DW_AT_linkage_name, DW_AT_MIPS_linkage_name}) {
        if (const char *name = dwarf_formstring(dwarf_attr_integrate(die, attribute, &memory)))
            return demangled(name);
    }
    const char *name = dwarf_diename(die);
    return name ? name : "??";
}

unsigned numberOf(Dwarf_Die *die, unsigned attribute)
{
    Dwarf_Attribute memory;
    Dwarf_Word value = 0;
    return dwarf_formudata(dwarf_attr(die, attribute, &memory), &value) == 0
               ? static_cast<unsigned>(value)
               : 0;
}

/// The rules of call frame information, on registers and memory of a crash.
class FrameEvaluator
{
public:
    FrameEvaluator(const CrashState &state, std::optional<std::uint32_t> cfa)
        : m_state(state)
        , m_cfa(cfa)
    {
    }

    /// Nothing where an operation is not known or a value is not in the crash text.
    std::optional<std::uint32_t> run(const Dwarf_Op *operations, std::size_t count)
    {
        m_stack.clear();
        for (std::size_t i = 0; i < count; ++i) {
            if (!step(operations[i]))
                return std::nullopt;
        }
        return m_stack.empty() ? std::nullopt : std::optional(m_stack.back());
    }

    /// A rule whose result is an address that the value lies at, unless it ends in stack_value.
    std::optional<std::uint32_t> runForValue(const Dwarf_Op *operations, std::size_t count)
    {
        const auto result = run(operations, count);
        const bool isValue = count > 0 && operations[count - 1].atom == DW_OP_stack_value;
        return result && !isValue ? load(*result) : result;
    }

private:
    bool step(const Dwarf_Op &operation)
    {
        const unsigned atom = operation.atom;
        if (atom >= DW_OP_breg0 && atom <= DW_OP_breg31)
            return pushRegister(atom - DW_OP_breg0, operation.number);
        if (atom >= DW_OP_lit0 && atom <= DW_OP_lit31)
            return push(atom - DW_OP_lit0);
        switch (atom) {
        case DW_OP_bregx:
            return pushRegister(static_cast<unsigned>(operation.number), operation.number2);
        case DW_OP_call_frame_cfa:
            return m_cfa && push(*m_cfa);
        case DW_OP_const1u:
        case DW_OP_const1s:
        case DW_OP_const2u:
        case DW_OP_const2s:
        case DW_OP_const4u:
        case DW_OP_const4s:
        case DW_OP_constu:
        case DW_OP_consts:
            return push(static_cast<std::uint32_t>(operation.number));
        case DW_OP_plus_uconst:
            if (m_stack.empty())
                return false;
            m_stack.back() += static_cast<std::uint32_t>(operation.number);
            return true;
        case DW_OP_plus:
        case DW_OP_minus: {
            if (m_stack.size() < 2)
                return false;
            const std::uint32_t second = m_stack.back();
            m_stack.pop_back();
            m_stack.back() += atom == DW_OP_plus ? second : 0u - second;
            return true;
        }
        case DW_OP_deref: {
            const auto value = m_stack.empty() ? std::nullopt : load(m_stack.back());
            if (!value)
                return false;
            m_stack.back() = *value;
            return true;
        }
        case DW_OP_stack_value:
            return true;
        default:
            return false;
        }
    }

    bool push(std::uint32_t value)
    {
        m_stack.push_back(value);
        return true;
    }

    bool pushRegister(unsigned number, Dwarf_Word offset)
    {
        const auto found = m_state.registers.find(number);
        return found != m_state.registers.end() &&
               push(found->second + static_cast<std::uint32_t>(offset));
    }

    std::optional<std::uint32_t> load(std::uint32_t address) const
    {
        const auto found = m_state.memory.find(address);
        return found == m_state.memory.end() ? std::nullopt : std::optional(found->second);
    }

    const CrashState &m_state;
    std::optional<std::uint32_t> m_cfa;
    std::vector<std::uint32_t> m_stack;
};

class ElfSymbolsImpl : public ElfSymbols
{
public:
    ElfSymbolsImpl(int fd, std::unique_ptr<Elf, Release> elf)
        : m_file(fd)
        , m_elf(std::move(elf))
        , m_dwarf(dwarf_begin_elf(m_elf.get(), DWARF_C_READ, nullptr))
    {
    }

    ~ElfSymbolsImpl() override
    {
        if (m_elfCfi)
            dwarf_cfi_end(m_elfCfi);
    }

    std::vector<CodePlace> places(std::uint32_t address) override
    {
        std::vector<CodePlace> all;
        Dwarf_Die unit;
        if (findUnit(address, unit))
            all = placesInUnit(unit, address);
        if (all.empty()) {
            if (auto symbol = findSymbol(address); !symbol.empty())
                all.push_back({.function = std::move(symbol), .file = {}});
        }
        return all;
    }

    std::vector<std::uint32_t> unwind(const CrashState &crash) override
    {
        CrashState state = crash;
        std::vector<std::uint32_t> calls = {state.programCounter};
        // Where the frame of the crash itself is not known, its return address is: in RA.
        while (calls.size() < kMostFrames) {
            const bool isInner = calls.size() == 1;
            if (!stepOut(state, isInner))
                break;
            // A return address is behind the call.
            calls.push_back(state.programCounter - 1);
        }
        return calls;
    }

private:
    bool findUnit(std::uint32_t address, Dwarf_Die &unit)
    {
        if (!m_dwarf)
            return false;
        if (dwarf_addrdie(m_dwarf.get(), address, &unit))
            return true;
        // A build without .debug_aranges.
        Dwarf_Off at = 0, next = 0;
        std::size_t header = 0;
        while (dwarf_nextcu(m_dwarf.get(), at, &next, &header, nullptr, nullptr, nullptr) == 0) {
            if (dwarf_offdie(m_dwarf.get(), at + header, &unit) && dwarf_haspc(&unit, address) == 1)
                return true;
            at = next;
        }
        return false;
    }

    static std::vector<CodePlace> placesInUnit(Dwarf_Die &unit, std::uint32_t address)
    {
        std::vector<CodePlace> all;
        CodePlace place;
        if (Dwarf_Line *line = dwarf_getsrc_die(&unit, address)) {
            const char *file = dwarf_linesrc(line, nullptr, nullptr);
            place.file = file ? file : "";
            int number = 0;
            if (dwarf_lineno(line, &number) == 0)
                place.line = static_cast<unsigned>(number);
        }
        Dwarf_Files *files = nullptr;
        std::size_t fileCount = 0;
        (void)dwarf_getsrcfiles(&unit, &files, &fileCount);
        // Its second and further entries would be where an inlined function was defined.
        Dwarf_Die *innermost = nullptr;
        if (dwarf_getscopes(&unit, address, &innermost) <= 0)
            return all;
        const std::unique_ptr<Dwarf_Die, Release> innermostOwner(innermost);
        Dwarf_Die *scopes = nullptr;
        const int count = dwarf_getscopes_die(innermost, &scopes);
        const std::unique_ptr<Dwarf_Die, Release> owner(scopes);
        for (int i = 0; i < count; ++i) {
            const int tag = dwarf_tag(&scopes[i]);
            if (tag != DW_TAG_subprogram && tag != DW_TAG_inlined_subroutine)
                continue;
            place.function = nameOf(&scopes[i]);
            place.isInlined = tag == DW_TAG_inlined_subroutine;
            all.push_back(place);
            if (!place.isInlined)
                break;
            // It goes on where it was inlined.
            const char *file =
                dwarf_filesrc(files, numberOf(&scopes[i], DW_AT_call_file), nullptr, nullptr);
            place.file = file ? file : "";
            place.line = numberOf(&scopes[i], DW_AT_call_line);
        }
        if (all.empty() && !place.file.empty()) {
            place.function = "??";
            all.push_back(place);
        }
        return all;
    }

    /// By the symbol table: assembler, and libraries without debug information.
    std::string findSymbol(std::uint32_t address) const
    {
        Elf_Scn *section = nullptr;
        while ((section = elf_nextscn(m_elf.get(), section))) {
            GElf_Shdr header;
            if (!gelf_getshdr(section, &header) || header.sh_type != SHT_SYMTAB ||
                header.sh_entsize == 0)
                continue;
            Elf_Data *data = elf_getdata(section, nullptr);
            const auto count = static_cast<int>(header.sh_size / header.sh_entsize);
            for (int i = 0; data && i < count; ++i) {
                GElf_Sym symbol;
                if (!gelf_getsym(data, i, &symbol) || GELF_ST_TYPE(symbol.st_info) != STT_FUNC ||
                    address < symbol.st_value || address - symbol.st_value >= symbol.st_size)
                    continue;
                if (const char *name = elf_strptr(m_elf.get(), header.sh_link, symbol.st_name))
                    return demangled(name);
            }
        }
        return {};
    }

    /// The caller's registers; false: there is no way further.
    bool stepOut(CrashState &state, bool isInner)
    {
        const std::uint32_t at = isInner ? state.programCounter : state.programCounter - 1;
        const auto frame = findFrame(at);
        CrashState outer = state;
        if (frame) {
            Dwarf_Op *operations = nullptr;
            std::size_t count = 0;
            if (dwarf_frame_cfa(frame.get(), &operations, &count) != 0)
                return false;
            const auto cfa = FrameEvaluator(state, std::nullopt).run(operations, count);
            if (!cfa)
                return false;
            outer.registers[kRiscvStackPointer] = *cfa;
            for (const auto &[number, value] : state.registers)
                restore(*frame, number, state, *cfa, outer);
        } else if (!isInner) {
            return false;
        }
        const auto ra = outer.registers.find(kRiscvReturnAddress);
        if (ra == outer.registers.end() || ra->second == 0 || places(ra->second - 1).empty())
            return false;
        const bool isStuck =
            ra->second == state.programCounter &&
            outer.registers[kRiscvStackPointer] == state.registers[kRiscvStackPointer];
        outer.programCounter = ra->second;
        state = std::move(outer);
        return !isStuck;
    }

    static void restore(Dwarf_Frame &frame, unsigned number, const CrashState &state,
                        std::uint32_t cfa, CrashState &outer)
    {
        if (number == kRiscvStackPointer)
            return;
        Dwarf_Op memory[3];
        Dwarf_Op *operations = nullptr;
        std::size_t count = 0;
        if (dwarf_frame_register(&frame, static_cast<int>(number), memory, &operations, &count) !=
                0 ||
            !operations || (count == 0 && operations == memory))
            return; // the same as inside, or not known
        if (const auto value = FrameEvaluator(state, cfa).runForValue(operations, count))
            outer.registers[number] = *value;
        else
            outer.registers.erase(number);
    }

    std::unique_ptr<Dwarf_Frame, Release> findFrame(std::uint32_t address)
    {
        Dwarf_Frame *frame = nullptr;
        if (m_dwarf) {
            if (Dwarf_CFI *cfi = dwarf_getcfi(m_dwarf.get());
                cfi && dwarf_cfi_addrframe(cfi, address, &frame) == 0)
                return std::unique_ptr<Dwarf_Frame, Release>(frame);
        }
        if (!m_elfCfi)
            m_elfCfi = dwarf_getcfi_elf(m_elf.get());
        if (m_elfCfi && dwarf_cfi_addrframe(m_elfCfi, address, &frame) == 0)
            return std::unique_ptr<Dwarf_Frame, Release>(frame);
        return nullptr;
    }

    Descriptor m_file;
    std::unique_ptr<Elf, Release> m_elf;
    std::unique_ptr<Dwarf, Release> m_dwarf; ///< none: no debug information
    Dwarf_CFI *m_elfCfi = nullptr;           ///< of .eh_frame
};

} // namespace

Result<std::unique_ptr<ElfSymbols>> ElfSymbols::open(const std::filesystem::path &path)
{
    const int fd = ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
    if (fd < 0) {
        const int error = errno;
        return fail(errorCodeFromErrno(error), "cannot read the program \"{}\": {}", path.string(),
                    errnoText(error));
    }
    elf_version(EV_CURRENT);
    std::unique_ptr<Elf, Release> elf(elf_begin(fd, ELF_C_READ, nullptr));
    if (!elf || elf_kind(elf.get()) != ELF_K_ELF) {
        ::close(fd);
        return fail(ErrorCode::InvalidArgument,
                    "\"{}\" is no ELF program: give the .elf file that lies beside the .bin in the "
                    "build folder",
                    path.string());
    }
    return std::make_unique<ElfSymbolsImpl>(fd, std::move(elf));
}

} // namespace otabench::monitor
