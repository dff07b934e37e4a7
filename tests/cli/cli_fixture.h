#pragma once

#include "support/process.h"
#include "support/temporary_folder.h"

#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include <string>
#include <vector>

namespace otabench::cli {

/// Runs the real otabench-cli with a home of its own.
class Cli : public testing::Test
{
protected:
    [[nodiscard]] support::Outcome run(std::vector<std::string> arguments) const
    {
        return support::run(command(std::move(arguments)));
    }

    [[nodiscard]] support::Command command(std::vector<std::string> arguments) const
    {
        arguments.insert(arguments.begin(), support::builtProgram("otabench-cli"));
        return {.arguments = std::move(arguments),
                .environment = {{"OTABENCH_HOME", (m_folder / "home").string()}},
                .folder = m_folder.path()};
    }

    /// What --json printed, a value a line; a failure of the test when a line is no JSON.
    [[nodiscard]] static std::vector<nlohmann::json> jsonLines(const std::string &out)
    {
        std::vector<nlohmann::json> lines;
        for (std::size_t at = 0; at < out.size();) {
            const std::size_t end = out.find('\n', at);
            lines.push_back(nlohmann::json::parse(out.substr(at, end - at), nullptr, false));
            EXPECT_FALSE(lines.back().is_discarded()) << out.substr(at, end - at);
            at = end == std::string::npos ? out.size() : end + 1;
        }
        return lines;
    }

    /// Expects that a command failed with this status and that its message has this text.
    void expectRefused(const support::Outcome &outcome, int status, const std::string &named) const
    {
        EXPECT_EQ(outcome.exitStatus, status) << outcome.err;
        EXPECT_NE(outcome.err.find(named), std::string::npos) << outcome.err;
    }

    support::TemporaryFolder m_folder;
};

} // namespace otabench::cli
