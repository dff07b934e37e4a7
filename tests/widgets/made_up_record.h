#pragma once

#include "base/assert.h"
#include "base/phase.h"
#include "history/history.h"

#include <fmt/format.h>

#include <chrono>
#include <filesystem>
#include <future>
#include <memory>
#include <string>

namespace otabench::tests {

inline history::TimePoint daysAgo(int days, int seconds = 0)
{
    return std::chrono::time_point_cast<std::chrono::milliseconds>(
               std::chrono::system_clock::now()) -
           std::chrono::hours(24 * days) + std::chrono::seconds(seconds);
}

/// Writes campaigns as the lab does, into a real database.
class Recorder
{
public:
    Recorder(const std::filesystem::path &file, const std::string &url = {})
        : m_history(*history::History::open(file, url))
    {
    }

    std::int64_t begin(const std::string &version, history::TimePoint at,
                       const std::string &who = "Ada")
    {
        std::promise<Result<std::int64_t>> id;
        m_history->startCampaign({.started = at,
                                  .imageFile = "/images/demo-" + version + ".bin",
                                  .imageSha256 = std::string(63, 'a') + version.front(),
                                  .project = "demo",
                                  .version = version,
                                  .chip = "esp32c3",
                                  .operatorName = who,
                                  .station = "bench-pc"},
                                 [&](Result<std::int64_t> made) { id.set_value(made); });
        return id.get_future().get().value_or(0);
    }

    void put(std::int64_t campaign, int number, Phase phase, history::TimePoint at,
             const std::string &reason = {})
    {
        std::promise<Result<>> written;
        const std::string board = fmt::format("/dev/ttyUSB{}", number);
        history::BoardRecord state{.campaignId = campaign,
                                   .board = board,
                                   .mac = fmt::format("24:6f:28:00:00:{:02x}", number),
                                   .phase = phase,
                                   .fromVersion = "1.0.0",
                                   .toVersion = "2.0.0",
                                   .slot = "ota_1",
                                   .bytes = 4096,
                                   .total = 1u << 20,
                                   .attempts = 1,
                                   .reason = reason,
                                   .detail = reason.empty() ? "" : "it said -0x2700",
                                   .changed = at};
        if (isFinal(phase))
            state.duration = std::chrono::milliseconds(12'345);
        if (!reason.empty())
            state.logExcerpt = "E (1) esp-tls: it said -0x2700\nW (2) a: b";
        m_history->record({.campaignId = campaign,
                           .board = board,
                           .at = at,
                           .phase = phase,
                           .bytes = 4096,
                           .total = 1u << 20,
                           .reason = reason,
                           .detail = state.detail,
                           .attempt = 1},
                          state, [&](Result<> done) { written.set_value(done); });
        const auto done = written.get_future().get();
        OTABENCH_ASSERT(done.has_value());
    }

    /// Three boards, of which as many fail as asked.
    std::int64_t whole(const std::string &version, history::TimePoint at, int failures,
                       const std::string &who = "Ada")
    {
        const std::int64_t id = begin(version, at, who);
        for (int number = 0; number < 3; ++number) {
            put(id, number, Phase::Queued, at);
            put(id, number, Phase::Downloading, at + std::chrono::seconds(2));
            if (number < failures)
                put(id, number, Phase::Failed, at + std::chrono::seconds(9),
                    "board-certificate-refused");
            else
                put(id, number, Phase::Updated, at + std::chrono::seconds(14));
        }
        end(id, at + std::chrono::seconds(15));
        return id;
    }

    void end(std::int64_t id, history::TimePoint at)
    {
        std::promise<Result<>> written;
        m_history->endCampaign(id, at, [&](Result<> done) { written.set_value(done); });
        const auto done = written.get_future().get();
        OTABENCH_ASSERT(done.has_value());
    }

private:
    std::unique_ptr<history::History> m_history;
};

} // namespace otabench::tests
