#pragma once

#include "widgets/common/lab_commands.h"

namespace otabench::tests {

/// Takes every command and does nothing: windows on made-up boards. A test overrides what it
/// counts.
class NoCommands : public widgets::LabCommands
{
public:
    void addBoard(const QString &, const fleet::Profile &) override {}

    void scanPorts() override {}

    void removeBoard(const std::string &) override {}

    void identify(const std::string &) override {}

    void resetBoard(const std::string &, fleet::ResetKind) override {}

    void blink(const std::string &) override {}

    void confirmImage(const std::string &) override {}

    void rollBack(const std::string &) override {}

    void sendTrust(const std::string &) override {}

    void writeToConsole(const std::string &, const std::string &) override {}

    void nameBoards(const std::vector<std::string> &, const fleet::BoardNaming &) override {}

    void forgetBoard(const std::string &) override {}

    void lendPort(const std::string &) override {}

    void takeBackPort(const std::string &) override {}

    void startCampaign(const fleet::CampaignPlan &) override {}

    void stopCampaign(fleet::StopMode) override {}

    void setPaused(bool) override {}

    void retryFailed() override {}

    void retryCampaign(std::int64_t) override {}

    void retryBoards(const std::vector<std::string> &) override {}

    void resumeCampaign(std::int64_t) override {}

    void readAuthority() override {}

    void givePassphrase(const std::string &, bool) override {}

    void giveUpCampaign(std::int64_t) override {}

    void previewCampaign(const fleet::CampaignPlan &) override {}

    void findReturnPlans(std::int64_t) override {}

    void startServing(const fleet::FileServerOptions &) override {}

    void stopServing() override {}

    void setSharing(const server::Sharing &) override {}

    void setFaults(const std::vector<server::Fault> &) override {}
};

} // namespace otabench::tests
