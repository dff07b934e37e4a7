#include "fleet/board_naming.h"

#include <algorithm>

namespace otabench::fleet {
namespace {

Result<> checkLabel(const BoardRegistry::Records &records, const BoardRecord &record,
                    const std::string &label)
{
    if (label.empty())
        return {};
    if (auto good = checkWord("label", label); !good)
        return good;
    const auto owner = std::ranges::find_if(records, [&](const BoardRecord &other) {
        return &other != &record && (other.label == label || other.identity.mac == label);
    });
    if (owner == records.end())
        return {};
    return fail(ErrorCode::AlreadyExists,
                "the label \"{}\" is that of the board {}: take it away there first", label,
                owner->identity.mac.empty() ? owner->address : owner->identity.mac);
}

Result<> checkNaming(const BoardRegistry::Records &records, const BoardRecord &record,
                     const BoardNaming &naming)
{
    if (naming.label) {
        if (auto good = checkLabel(records, record, *naming.label); !good)
            return good;
    }
    if (naming.bench && !naming.bench->empty()) {
        if (auto good = checkWord("bench", *naming.bench); !good)
            return good;
    }
    for (const auto *tags : {&naming.addTags, &naming.removeTags}) {
        for (const std::string &tag : *tags) {
            if (auto good = checkWord("tag", tag); !good)
                return good;
        }
    }
    return {};
}

} // namespace

Result<> applyNaming(const BoardRegistry::Records &records, BoardRecord &record,
                     const BoardNaming &naming)
{
    if (auto good = checkNaming(records, record, naming); !good)
        return good;
    if (naming.label)
        record.label = *naming.label;
    if (naming.bench)
        record.bench = *naming.bench;
    for (const std::string &tag : naming.removeTags)
        std::erase(record.tags, tag);
    for (const std::string &tag : naming.addTags) {
        std::erase(record.tags, tag);
        record.tags.push_back(tag);
    }
    return {};
}

BoardRecord &recordFor(BoardRegistry::Records &records, std::string_view mac,
                       std::string_view place, std::string_view address)
{
    if (BoardRecord *known = findRecord(records, mac, place, address))
        return *known;
    BoardRecord &made = records.emplace_back();
    made.address = address;
    made.place = place;
    return made;
}

} // namespace otabench::fleet
