#pragma once

#include "base/error.h"

#include <chrono>
#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

namespace otabench::certificates {

/// Which CAs a board has said it trusts, when it was last asked.
struct BoardTrust
{
    std::string mac;              ///< the key; boards without one are not kept
    std::string address;          ///< where it was attached then
    std::vector<std::string> cas; ///< SHA-256 fingerprints
    std::chrono::system_clock::time_point seen = {};

    [[nodiscard]] bool trusts(std::string_view fingerprint) const;
};

/// What is known of the boards' trust, in <folder>/boards.tsv: a line a board, written whole. What
/// decides when an old CA may go. Any thread; programs that write at once wait for each other.
class TrustBook
{
public:
    explicit TrustBook(std::filesystem::path folder);

    /// Sorted by MAC; none when nothing has been noted. Lines that do not parse are passed over.
    [[nodiscard]] Result<std::vector<BoardTrust>> boards() const;

    /// Adds or replaces boards by their MAC; one write for all.
    [[nodiscard]] Result<> note(const std::vector<BoardTrust> &news);

    /// For boards that are gone. NotFound when there is none of that MAC.
    [[nodiscard]] Result<> forget(std::string_view mac);

private:
    std::filesystem::path m_folder;
};

} // namespace otabench::certificates
