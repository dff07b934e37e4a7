#pragma once

#include "lab_session.h"

#include <map>
#include <string>
#include <vector>

namespace otabench::cli {

/// Opens the boards' ports and waits until each has said what it is, or two seconds are over.
/// Boards of a profile that cannot be asked are only opened. By address; a board may be missing.
[[nodiscard]] std::map<std::string, fleet::BoardState>
identifyBoards(LabSession &session, const std::vector<std::string> &boards,
               const fleet::Profile &profile);

} // namespace otabench::cli
