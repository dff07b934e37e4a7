#pragma once

#include "history/history.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <chrono>
#include <future>
#include <string>
#include <utility>
#include <vector>

namespace otabench::history {

inline TimePoint atSecond(int second)
{
    return TimePoint(std::chrono::seconds(1'700'000'000 + second));
}

inline CampaignRecord demoCampaign()
{
    return {.started = atSecond(0),
            .imageFile = "/images/demo.bin",
            .imageSha256 = std::string(64, 'a'),
            .project = "demo",
            .version = "2.0.0",
            .chip = "esp32c3",
            .operatorName = "Ada"};
}

inline std::int64_t startCampaign(History &history, CampaignRecord record = demoCampaign())
{
    std::promise<Result<std::int64_t>> id;
    history.startCampaign(std::move(record),
                          [&](Result<std::int64_t> result) { id.set_value(std::move(result)); });
    const auto result = id.get_future().get();
    EXPECT_TRUE(result) << result.error().text;
    return result.value_or(0);
}

/// One transition of a board, at `second`.
inline Result<> recordPhase(History &history, std::int64_t campaign, const std::string &board,
                            Phase phase, int second = 1)
{
    std::promise<Result<>> written;
    BoardRecord state{.campaignId = campaign,
                      .board = board,
                      .mac = "24:6f:28:00:00:01",
                      .phase = phase,
                      .fromVersion = "1.0.0",
                      .toVersion = "2.0.0",
                      .slot = "ota_1",
                      .bytes = 4096,
                      .total = 1u << 20,
                      .attempts = 1,
                      .reason = {},
                      .detail = {},
                      .changed = atSecond(second),
                      .duration = {}};
    if (isFinal(phase))
        state.duration = std::chrono::milliseconds(1234);
    history.record({.campaignId = campaign,
                    .board = board,
                    .at = atSecond(second),
                    .phase = phase,
                    .bytes = 4096,
                    .total = 1u << 20,
                    .reason = {},
                    .detail = {}},
                   std::move(state),
                   [&](Result<> result) { written.set_value(std::move(result)); });
    return written.get_future().get();
}

inline Result<> claim(History &history, const std::string &board, std::vector<std::string> keys,
                      std::int64_t campaign)
{
    std::promise<Result<>> claimed;
    history.claim(board, std::move(keys), campaign,
                  [&](Result<> result) { claimed.set_value(std::move(result)); });
    return claimed.get_future().get();
}

} // namespace otabench::history
