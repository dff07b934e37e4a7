#pragma once

#include "fleet/lab.h"
#include "stoppable_output.h"

#include <map>
#include <mutex>
#include <optional>
#include <string>
#include <unordered_map>
#include <vector>

namespace otabench::cli {

/// Takes what the lab reports on the core loop and prints it on the thread that calls print().
class CampaignReport : public fleet::Observer
{
public:
    explicit CampaignReport(const StoppableOutput &output);

    void onBoard(const fleet::BoardState &state) override;

    void onBoardRemoved(const std::string &) override {}

    void onLog(const fleet::LogLine &) override {}

    void onServer(const fleet::ServerState &) override {}

    void onCampaign(const fleet::CampaignState &state) override;

    /// Another campaign follows.
    void begin();
    /// Prints what has come since the last call. True when the campaign has ended.
    [[nodiscard]] bool print();
    /// The last words: what became of each board that was not updated, then `8 updated, 0 failed`.
    void printEnd(const fleet::LogLines &log);

    [[nodiscard]] const fleet::CampaignState &campaign() const { return m_campaign; }

private:
    struct Printed
    {
        fleet::BoardState state;
        unsigned tenth = 0; ///< of the download, as last printed
    };

    void printBoard(const fleet::BoardState &state);
    void printStatus();
    void clearStatus();

    const StoppableOutput &m_output;
    const bool m_terminal;
    std::mutex m_mutex;
    std::vector<fleet::BoardState> m_queue;
    std::unordered_map<std::string, std::size_t> m_lastQueued; ///< in m_queue, by board
    std::optional<fleet::CampaignState> m_newCampaign;
    std::map<std::string, Printed> m_boards;
    fleet::CampaignState m_campaign;
    bool m_statusShown = false;
};

} // namespace otabench::cli
