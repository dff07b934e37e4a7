#pragma once

#include "fleet/campaign_plan.h"
#include "server/server_options.h"

#include <cstdint>
#include <string>

class QSettings;

namespace otabench::widgets {

/// What a new campaign's plan begins with, and the servers' limits. In the settings:
///
///   campaign/canary        boards of the first wave; 0: all at once
///   campaign/parallel      boards at once; 0: all
///   campaign/automatic     instead: few at first, more while throughput grows
///   campaign/retries       more attempts of a board
///   campaign/maxFailures   the campaign stops after so many; 0: no limit
///   campaign/address       to serve from; empty: every address
///   campaign/port          0: any that is free
///   server/bytesPerSecond, server/boardBytesPerSecond, server/transfers,
///   server/retryAfterSeconds, server/startJitterMilliseconds   see server::Sharing
struct CampaignDefaults
{
    unsigned canary = 0;
    unsigned parallel = 0;
    bool parallelAutomatic = false;
    unsigned retries = 0;
    unsigned maxFailures = 0;
    std::string bindAddress;
    std::uint16_t serverPort = 0;

    [[nodiscard]] static CampaignDefaults load(const QSettings &settings);
    void save(QSettings &settings) const;
    /// Writes them into the plan; the rest of it stays.
    void applyTo(fleet::CampaignPlan &plan) const;

    friend bool operator==(const CampaignDefaults &, const CampaignDefaults &) = default;
};

[[nodiscard]] server::Sharing loadSharing(const QSettings &settings);
void saveSharing(QSettings &settings, const server::Sharing &sharing);

} // namespace otabench::widgets
