#include "fleet/board_finder.h"

#include "serial/port_holder.h"

#include <fmt/ranges.h>

#include <algorithm>
#include <iterator>

namespace otabench::fleet {
namespace {

using serial::PortDescription;

bool isAt(const BoardRecord &record, const PortDescription &port)
{
    if (!record.place.empty() || !port.usbPath.empty())
        return record.place == port.usbPath;
    return record.address == port.address.toString();
}

/// Of several that have been in one place, the one that was seen last.
BoardRecord *newestAt(BoardRegistry::Records &records, const PortDescription &port)
{
    BoardRecord *newest = nullptr;
    for (BoardRecord &record : records) {
        if (isAt(record, port) && (!newest || record.seen > newest->seen))
            newest = &record;
    }
    return newest;
}

/// A port of another computer cannot be seen from here, so it counts as there; a virtual board's is
/// there or not.
bool isReachable(const std::string &address)
{
    const auto parsed = serial::parseAddress(address);
    if (!parsed)
        return false;
    if (parsed->kind == serial::AddressKind::Pty)
        return serial::deviceOf(*parsed).has_value();
    return parsed->kind != serial::AddressKind::SerialDevice;
}

} // namespace

BoardFinder::BoardFinder(BoardRegistry::Records records, std::vector<PortDescription> ports)
{
    std::vector<const BoardRecord *> placed;
    for (PortDescription &port : ports) {
        FoundBoard found{
            .address = port.address.toString(), .isAttached = true, .record = {}, .port = port};
        if (const BoardRecord *record = newestAt(records, port)) {
            found.record = *record;
            placed.push_back(record);
        }
        m_all.push_back(std::move(found));
    }
    for (const BoardRecord &record : records) {
        if (std::ranges::find(placed, &record) == placed.end())
            m_all.push_back({.address = record.address,
                             .isAttached = isReachable(record.address),
                             .record = record,
                             .port = {}});
    }
    // A virtual board, or a port behind a server, whose address another has got since.
    for (auto each = m_all.begin(); each != m_all.end(); ++each) {
        const bool isNewer = std::any_of(m_all.begin(), m_all.end(), [&](const FoundBoard &other) {
            return &other != &*each && other.isAttached && other.address == each->address &&
                   each->record && (!other.record || other.record->seen > each->record->seen);
        });
        each->isAttached = each->isAttached && !isNewer;
    }
}

Result<BoardFinder> BoardFinder::now(const Paths &paths)
{
    auto records = BoardRegistry(boardsFile(paths)).boards();
    if (!records)
        return tl::unexpected(records.error());
    auto ports = serial::listPorts();
    if (!ports)
        return tl::unexpected(ports.error());
    return BoardFinder(*std::move(records), *std::move(ports));
}

Result<FoundBoard> BoardFinder::find(std::string_view text) const
{
    const auto named = std::ranges::find_if(m_all, [&](const FoundBoard &each) {
        return each.record && !text.empty() &&
               (each.record->identity.mac == text || each.record->label == text);
    });
    if (named != m_all.end())
        return *named;
    const auto address = serial::parseAddress(text);
    if (!address) {
        if (text.find('/') != std::string_view::npos)
            return tl::unexpected(address.error());
        return fail(ErrorCode::NotFound,
                    "no board \"{}\" is known here: give its MAC, label or address as "
                    "\"otabench-cli boards\" lists them",
                    text);
    }
    const std::string wanted = address->toString();
    const auto isThere = [&](const FoundBoard &each) { return each.address == wanted; };
    auto found = std::ranges::find_if(
        m_all, [&](const FoundBoard &each) { return isThere(each) && each.isAttached; });
    if (found == m_all.end() && address->kind != serial::AddressKind::SerialDevice)
        found = std::ranges::find_if(m_all, isThere);
    if (found != m_all.end())
        return *found;
    return FoundBoard{.address = wanted,
                      .isAttached = address->kind == serial::AddressKind::SerialDevice
                                        ? serial::deviceOf(*address).has_value()
                                        : isReachable(wanted),
                      .record = {},
                      .port = {}};
}

std::string BoardFinder::nameOf(const FoundBoard &board)
{
    if (board.record && !board.record->label.empty())
        return board.record->label;
    if (board.record && !board.record->identity.mac.empty())
        return board.record->identity.mac;
    return board.address;
}

template <typename Condition>
Result<std::vector<std::string>> BoardFinder::addresses(std::string_view what,
                                                        const std::string &name,
                                                        const Condition &condition) const
{
    std::vector<std::string> there;
    std::vector<std::string> missing;
    for (const FoundBoard &board : m_all) {
        if (board.record && condition(*board.record))
            (board.isAttached ? there : missing)
                .push_back(board.isAttached ? board.address : nameOf(board));
    }
    if (there.empty() && missing.empty())
        return fail(ErrorCode::NotFound,
                    "no board has the {} \"{}\": \"otabench-cli boards\" lists what there is", what,
                    name);
    if (!missing.empty())
        return fail(ErrorCode::NotFound,
                    "of the {} \"{}\" these boards are not plugged in: {}. Plug them in, or take "
                    "them off it with \"otabench-cli boards {} --remove\"",
                    what, name, fmt::format("{}", fmt::join(missing, ", ")), what);
    return there;
}

Result<std::vector<std::string>> BoardFinder::onBench(const std::string &bench) const
{
    return addresses("bench", bench,
                     [&](const BoardRecord &record) { return record.bench == bench; });
}

Result<std::vector<std::string>> BoardFinder::withTag(const std::string &tag) const
{
    return addresses("tag", tag, [&](const BoardRecord &record) {
        return std::ranges::find(record.tags, tag) != record.tags.end();
    });
}

} // namespace otabench::fleet
