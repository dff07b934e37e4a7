#pragma once

#include "fleet/file_server.h"
#include "fleet/lab.h"

#include <QString>

namespace otabench::widgets {

/// What pages ask of the laboratory. Each call returns at once; what comes of it is seen in the
/// EventBridge's batches, failures as CommandFailure. app/gui implements it by posting to the core
/// loop; tests record the calls. Thread: GUI.
class LabCommands
{
public:
    virtual ~LabCommands() = default;
    virtual void addBoard(const QString &address, const fleet::Profile &profile) = 0;
    /// Adds the serial ports of this computer that are not on the bench yet.
    virtual void scanPorts() = 0;
    virtual void removeBoard(const std::string &id) = 0;
    virtual void identify(const std::string &id) = 0;
    virtual void resetBoard(const std::string &id) = 0; ///< the agent's request, or the reset line
    virtual void blink(const std::string &id) = 0;
    virtual void startCampaign(const fleet::CampaignPlan &plan) = 0;
    virtual void stopCampaign(fleet::StopMode mode) = 0;
    virtual void setPaused(bool paused) = 0;
    virtual void retryFailed() = 0;
    /// Takes up a campaign that the record shows as interrupted.
    virtual void resumeCampaign(std::int64_t id) = 0;
    /// The lab CA was made or changed: its end comes back as EventBatch::caExpiry.
    virtual void readAuthority() = 0;
    /// Ends it in the record instead.
    virtual void giveUpCampaign(std::int64_t id) = 0;
    /// What the plan would do, before anything is sent: EventBatch::preview.
    virtual void previewCampaign(const fleet::CampaignPlan &plan) = 0;
    /// What gives boards of that campaign their images back: EventBatch::returnPlans.
    virtual void findReturnPlans(std::int64_t id) = 0;

    /// Serves files without a campaign, instead of those that are served already. What comes of it:
    /// EventBatch::servers, or a CommandFailure of Command::Serve.
    virtual void startServing(const fleet::FileServerOptions &options) = 0;
    virtual void stopServing() = 0;
    /// Of every server that runs or will run.
    virtual void setSharing(const server::Sharing &sharing) = 0;
    virtual void setFaults(const std::vector<server::Fault> &faults) = 0;
};

} // namespace otabench::widgets
