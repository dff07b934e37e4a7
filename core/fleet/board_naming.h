#pragma once

#include "fleet/board_registry.h"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace otabench::fleet {

/// What a user says of boards. What is not given stays as it is.
struct BoardNaming
{
    std::optional<std::string> label = {}; ///< empty: takes it away
    std::optional<std::string> bench = {}; ///< empty: takes it off its bench
    std::vector<std::string> addTags = {}, removeTags = {};
};

/// Changes the record. InvalidArgument for words that are none (checkWord); AlreadyExists, naming
/// the board, for a label that another one of `records` has.
[[nodiscard]] Result<> applyNaming(const BoardRegistry::Records &records, BoardRecord &record,
                                   const BoardNaming &naming);

/// The board's record; a new one for a board of which nothing is known yet.
[[nodiscard]] BoardRecord &recordFor(BoardRegistry::Records &records, std::string_view mac,
                                     std::string_view place, std::string_view address);

} // namespace otabench::fleet
