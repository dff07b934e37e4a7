#pragma once

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
    virtual void resetBoard(const std::string &id, fleet::ResetKind kind) = 0;
    virtual void blink(const std::string &id) = 0;
    virtual void confirmImage(const std::string &id) = 0;
    virtual void rollBack(const std::string &id) = 0; ///< into the image it ran before
    virtual void sendTrust(const std::string &id) = 0;
    /// To the board's console, with whatever ends a line there.
    virtual void writeToConsole(const std::string &id, const std::string &text) = 0;
    virtual void nameBoards(const std::vector<std::string> &ids,
                            const fleet::BoardNaming &naming) = 0;
    virtual void forgetBoard(const std::string &id) = 0; ///< removeBoard, and its names
    virtual void lendPort(const std::string &id) = 0;
    virtual void takeBackPort(const std::string &id) = 0;
    virtual void startCampaign(const fleet::CampaignPlan &plan) = 0;
    virtual void stopCampaign(fleet::StopMode mode) = 0;
    virtual void setPaused(bool paused) = 0;
    virtual void retryFailed() = 0;
    /// A campaign of the record for its boards that failed, were rolled back, not proved or
    /// cancelled; those that are not on the bench are added.
    virtual void retryCampaign(std::int64_t id) = 0;
    virtual void retryBoards(const std::vector<std::string> &ids) = 0;
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
};

} // namespace otabench::widgets
