#pragma once

#include "base/files.h"
#include "certificates/inspection.h"
#include "fleet/lab.h"
#include "history/history.h"
#include "image/maker.h"
#include "image/reader.h"
#include "scripted_board.h"
#include "serial/loop.h"
#include "support/temporary_folder.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <map>
#include <memory>
#include <string>
#include <vector>

namespace otabench::fleet {

/// A lab in a folder of the test's own, run on the test's thread, and all it has shown.
class LabFixture : public testing::Test, protected Observer
{
protected:
    void SetUp() override
    {
        LabOptions options;
        options.paths = {m_folder / "data", m_folder / "config", m_folder / "cache"};
        setUp(options);
        auto lab = Lab::open(m_context, options, *this);
        ASSERT_TRUE(lab) << lab.error().text;
        m_lab = *std::move(lab);
    }

    /// What a fixture wants otherwise.
    virtual void setUp(LabOptions &) {}

    void onBoard(const BoardState &state) override
    {
        if (!state.phase)
            return;
        auto &shown = m_phases[state.id];
        if (shown.empty() || shown.back() != *state.phase)
            shown.push_back(*state.phase);
        m_states[state.id] = state;
    }

    void onBoardRemoved(const std::string &) override {}

    void onLog(const LogLine &) override {}

    void onServer(const ServerState &) override {}

    void onCampaign(const CampaignState &state) override { m_campaign = state; }

    std::filesystem::path makeImage(const std::string &version, const std::string &chip = "esp32",
                                    std::size_t bytes = 64 * 1024)
    {
        const auto image = image::makeImage(
            {.chip = chip, .project = "demo", .version = version, .sizeBytes = bytes});
        EXPECT_TRUE(image) << image.error().text;
        const auto path = m_folder / (chip + "-" + version + ".bin");
        EXPECT_TRUE(writeFileAtomically(path, *image, FileMode::Public));
        return path;
    }

    CampaignPlan planFor(const std::vector<std::string> &boards)
    {
        CampaignPlan plan;
        plan.image = makeImage("2.0.0");
        plan.boards = boards;
        plan.limits.answer = std::chrono::milliseconds(200);
        return plan;
    }

    /// Adds the boards and starts; the caller runs on.
    void start(const CampaignPlan &plan)
    {
        for (const std::string &board : plan.boards)
            m_lab->addBoard(board, plan.profile);
        const auto started = m_lab->startCampaign(plan);
        ASSERT_TRUE(started) << started.error().text;
    }

    bool runUntil(const std::function<bool()> &condition,
                  std::chrono::milliseconds limit = std::chrono::seconds(60))
    {
        return serial::runUntil(
            m_context,
            [&] {
                for (ScriptedBoard *board : m_scripted)
                    board->poll();
                return condition();
            },
            limit);
    }

    bool runToEnd()
    {
        return runUntil([this] { return !m_lab->campaign().running && !m_campaign.running; });
    }

    support::TemporaryFolder m_folder;
    boost::asio::io_context m_context;
    std::unique_ptr<Lab> m_lab;
    std::vector<ScriptedBoard *> m_scripted;
    std::map<std::string, std::vector<Phase>> m_phases;
    std::map<std::string, BoardState> m_states;
    CampaignState m_campaign;
};

} // namespace otabench::fleet
