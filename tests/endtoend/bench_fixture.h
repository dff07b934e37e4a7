#pragma once

#include "support/process.h"
#include "support/temporary_folder.h"

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include <chrono>
#include <filesystem>
#include <map>
#include <memory>
#include <string>
#include <vector>

namespace otabench::endtoend {

/// What `otabench-cli --json update` said.
struct UpdateOutcome
{
    int exitStatus = -1;
    std::vector<nlohmann::json> lines;
    nlohmann::json finished; ///< the last line; null when it did not come
    std::string err;

    /// Phases of a board in the order they were reported, repetitions left out.
    [[nodiscard]] std::vector<std::string> phases(const std::string &board) const;
    /// A board's last phase, and the reason it gave ("" without one).
    [[nodiscard]] std::string lastPhase(const std::string &board) const;
    [[nodiscard]] std::string reason(const std::string &board) const;
    /// A count of the last line, 0 when it is missing.
    [[nodiscard]] int count(const char *key) const;
};

/// A lab of its own below a temporary folder: state, images, virtual boards, all as real programs.
class BenchFixture : public testing::Test
{
protected:
    /// Starts `count` virtual boards with the flash contents of `folder` (kept between starts) and
    /// returns their addresses, in order. The boards of an earlier start go on beside them.
    std::vector<std::string> startBoards(int count, std::vector<std::string> arguments = {},
                                         const std::string &folder = "boards");
    void stopBoards();

    /// Makes an image with `otabench-cli image make` and returns its path.
    std::filesystem::path makeImage(const std::string &version, const std::string &size = "512K",
                                    const std::string &chip = "esp32");

    [[nodiscard]] support::Outcome cli(std::vector<std::string> arguments,
                                       std::chrono::seconds limit = std::chrono::seconds(120));

    /// Runs a campaign to its end.
    UpdateOutcome update(const std::filesystem::path &image, const std::vector<std::string> &boards,
                         std::vector<std::string> arguments = {},
                         std::chrono::seconds limit = std::chrono::seconds(300));
    [[nodiscard]] support::Command updateCommand(const std::filesystem::path &image,
                                                 const std::vector<std::string> &boards,
                                                 std::vector<std::string> arguments) const;
    [[nodiscard]] static UpdateOutcome parse(const support::Outcome &outcome);

    support::TemporaryFolder m_folder;
    std::vector<std::unique_ptr<support::Process>> m_boards;
};

} // namespace otabench::endtoend
