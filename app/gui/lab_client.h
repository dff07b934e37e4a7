#pragma once

#include "file_serving.h"

#include "base/core_loop.h"
#include "fleet/lab.h"
#include "widgets/common/event_bridge.h"
#include "widgets/common/lab_commands.h"

#include <functional>
#include <memory>

namespace otabench::gui {

/// The pages' commands, posted to the core loop, where the lab lives. Everything that comes back
/// comes through the bridge. Thread: made, used and destroyed on the GUI thread; `loop` and
/// `bridge` outlive it.
class LabClient : public widgets::LabCommands
{
public:
    /// `found`: the profile of boards on ports that a scan finds.
    LabClient(CoreLoop &loop, widgets::EventBridge &bridge, fleet::LabOptions options,
              fleet::Profile found = {});
    /// Ends the lab on its loop and waits for that: boards' ports are closed afterwards.
    ~LabClient() override;
    LabClient(const LabClient &) = delete;
    LabClient &operator=(const LabClient &) = delete;

    void addBoard(const QString &address, const fleet::Profile &profile) override;
    void scanPorts() override;
    void removeBoard(const std::string &id) override;
    void identify(const std::string &id) override;
    void resetBoard(const std::string &id) override;
    void blink(const std::string &id) override;
    void startCampaign(const fleet::CampaignPlan &plan) override;
    void stopCampaign(fleet::StopMode mode) override;
    void setPaused(bool paused) override;
    void retryFailed() override;
    void resumeCampaign(std::int64_t id) override;
    void readAuthority() override;
    void giveUpCampaign(std::int64_t id) override;
    void previewCampaign(const fleet::CampaignPlan &plan) override;
    void findReturnPlans(std::int64_t id) override;
    void startServing(const fleet::FileServerOptions &options) override;
    void stopServing() override;
    void setSharing(const server::Sharing &sharing) override;
    void setFaults(const std::vector<server::Fault> &faults) override;

private:
    /// Runs on the loop when the lab could be opened.
    void withLab(std::function<void(fleet::Lab &)> work);
    void readCaExpiry(); ///< on the loop

    CoreLoop &m_loop;
    widgets::EventBridge &m_bridge;
    Paths m_paths;
    fleet::Profile m_found;
    std::unique_ptr<fleet::Lab> m_lab; ///< touched on the loop only
    FileServing m_serving;
};

} // namespace otabench::gui
