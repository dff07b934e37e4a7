#include "faults.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <charconv>

namespace otabench::board {

namespace {

struct FaultKind
{
    Fault fault;
    std::string_view word;
    std::string_view does;
};

constexpr std::array<FaultKind, 12> kKinds = {{
    {Fault::WrongCa, "wrong-ca", "trusts another CA than yours and refuses to store a new one"},
    {Fault::Rollback, "rollback", "a new image crashes before it is confirmed: rolled back"},
    {Fault::NoConfirm, "no-confirm", "a new image boots and then says nothing any more"},
    {Fault::Freeze, "freeze", "goes silent in mid download until it is reset"},
    {Fault::Vanish, "vanish", "its port disappears in mid download"},
    {Fault::FlashFail, "flash-fail", "flash writes fail from mid download on"},
    {Fault::Garbage, "garbage", "line noise between what it prints"},
    {Fault::Damage, "damage", "one console byte in 2000 is lost or changed, both ways"},
    {Fault::Panic, "panic", "crashes and restarts in mid download"},
    {Fault::PowerCut, "power-cut", "loses its power once, at some flash operation of an update"},
    {Fault::Refuse, "refuse", "refuses to start an update"},
    {Fault::Slow, "slow", "receives 20000 bytes a second at most"},
}};

} // namespace

firmware::host::HostResult<FaultRule> parseFault(std::string_view text)
{
    const std::size_t at = text.find('@');
    const std::string_view word = text.substr(0, at);
    const auto kind = std::ranges::find(kKinds, word, &FaultKind::word);
    if (kind == kKinds.end()) {
        std::string known;
        for (const FaultKind &each : kKinds) {
            if (!known.empty())
                known += ", ";
            known += each.word;
        }
        return tl::unexpected(
            fmt::format("--fault {}: there is no such fault; known are {}", text, known));
    }
    FaultRule rule{.fault = kind->fault, .board = 0};
    if (at == std::string_view::npos)
        return rule;
    const std::string_view index = text.substr(at + 1);
    const char *const end = index.data() + index.size();
    const auto parsed = std::from_chars(index.data(), end, rule.board);
    if (parsed.ec != std::errc() || parsed.ptr != end || rule.board == 0)
        return tl::unexpected(fmt::format(
            "--fault {}: what follows the @ must be the number of a board, such as {}@3", text,
            word));
    return rule;
}

FaultSet faultsOf(const std::vector<FaultRule> &rules, unsigned board)
{
    FaultSet faults;
    for (const FaultRule &rule : rules) {
        if (rule.board == 0 || rule.board == board)
            faults.add(rule.fault);
    }
    return faults;
}

std::string describeFaults()
{
    std::string text = "Faults (--fault KIND for all boards, --fault KIND@3 for the third only):\n";
    for (const FaultKind &kind : kKinds)
        text += fmt::format("  {:<12} {}\n", kind.word, kind.does);
    return text;
}

} // namespace otabench::board
