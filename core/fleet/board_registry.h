#pragma once

#include "base/error.h"
#include "base/paths.h"
#include "fleet/board_state.h"

#include <chrono>
#include <filesystem>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

namespace otabench::fleet {

/// What is remembered of a board. A board is its MAC; one that has not told it yet (stock firmware)
/// is its place.
struct BoardRecord
{
    // What the user has said of it.
    std::string label; ///< empty: none; no two boards have the same
    std::string bench; ///< the group it belongs to; empty: none
    std::vector<std::string> tags;

    // Where it was last.
    std::string address;   ///< as the board's address is written
    std::string place;     ///< USB path; empty: not on USB
    std::string usbSerial; ///< of its adapter; empty: it has none
    std::chrono::system_clock::time_point seen = {};

    BoardIdentity identity; ///< as last known; its `mac` may be empty
};

/// Where the registry is.
[[nodiscard]] inline std::filesystem::path boardsFile(const Paths &paths)
{
    return paths.data / "boards.txt";
}

/// Words for benches, tags and labels: one line, without what separates them in commands and files.
/// InvalidArgument naming `what` ("label") and the word.
[[nodiscard]] Result<> checkWord(std::string_view what, std::string_view word);

/// The boards that are known: what they are and ran, where they were, and the labels, benches and
/// tags that the user gave. A text file that is written whole; programs that write at once wait for
/// each other. Any thread.
class BoardRegistry
{
public:
    using Records = std::vector<BoardRecord>;

    explicit BoardRegistry(std::filesystem::path file);

    /// In the order they became known; none when there is no file. What does not parse is passed
    /// over.
    [[nodiscard]] Result<Records> boards() const;

    /// Reads, lets `change` change, and writes if it did not fail.
    [[nodiscard]] Result<> change(const std::function<Result<>(Records &)> &change);

    /// Adds or replaces what boards say of themselves and where they are; what the user said stays.
    /// A board that now tells its MAC takes over what was said of its place.
    [[nodiscard]] Result<> note(const Records &news);

private:
    std::filesystem::path m_file;
};

/// The record of the board with this MAC, or, where it is not known, of the place.
[[nodiscard]] BoardRecord *findRecord(BoardRegistry::Records &records, std::string_view mac,
                                      std::string_view place, std::string_view address);

/// The one board that `text` names: its MAC, label or address. NotFound naming the text.
[[nodiscard]] Result<BoardRecord *> findNamed(BoardRegistry::Records &records,
                                              std::string_view text);

} // namespace otabench::fleet
