#pragma once

#include "power_cut_board.h"

#include <functional>
#include <ostream>
#include <string>
#include <vector>

namespace otabench::test {

/// A piece of work that power is cut in, and what may be left of it. The versions are the names of
/// the images: "old" runs before the work, "new" is what an update brings, "older" was replaced by
/// "old" and "oldest" is in a slot or partition nobody names; the update that follows everything is
/// "next". Nobody has signed "forged".
struct Scenario
{
    std::string name;
    Layout layout;
    bool isOff = false; ///< the work begins before the layout's first start
    Fetch fetch;        ///< how updates are fetched, also the one that follows
    /// From the first start of the layout to where the work begins; none: nothing to do.
    std::function<void(CutBoard &)> arrange;
    /// What is cut. Tells whether it succeeded.
    std::function<bool(CutBoard &)> work;
    std::string ends; ///< the version that starts after the work, if nothing is cut
    /// All that otadata may say after a cut in the work, and after the start behind it.
    std::vector<std::string> states;
    std::vector<std::string> starts; ///< the versions that may start after a cut in the work
    std::vector<std::string> keeps;  ///< images that must be whole all the time
};

inline void PrintTo(const Scenario &scenario, std::ostream *out)
{
    *out << scenario.name;
}

[[nodiscard]] const std::vector<Scenario> &allScenarios();

/// All that otadata may say between the starts of a board that updates itself and confirms, of any
/// whole images.
/// @param layout  whether the board has rollback
/// @param blankIsLegal  there is a factory app, or no start has been recorded yet
[[nodiscard]] bool isLegal(const std::string &otadata, const Layout &layout, bool blankIsLegal);

} // namespace otabench::test
