#pragma once

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
    void resetBoard(const std::string &id, fleet::ResetKind kind) override;
    void blink(const std::string &id) override;
    void confirmImage(const std::string &id) override;
    void rollBack(const std::string &id) override;
    void sendTrust(const std::string &id) override;
    void writeToConsole(const std::string &id, const std::string &text) override;
    void nameBoards(const std::vector<std::string> &ids, const fleet::BoardNaming &naming) override;
    void forgetBoard(const std::string &id) override;
    void lendPort(const std::string &id) override;
    void takeBackPort(const std::string &id) override;
    void startCampaign(const fleet::CampaignPlan &plan) override;
    void stopCampaign(fleet::StopMode mode) override;
    void setPaused(bool paused) override;
    void retryFailed() override;
    void retryCampaign(std::int64_t id) override;
    void retryBoards(const std::vector<std::string> &ids) override;
    void resumeCampaign(std::int64_t id) override;
    void readAuthority() override;
    void giveUpCampaign(std::int64_t id) override;
    void previewCampaign(const fleet::CampaignPlan &plan) override;
    void findReturnPlans(std::int64_t id) override;

private:
    /// Runs on the loop when the lab could be opened.
    void withLab(std::function<void(fleet::Lab &)> work);
    void readCaExpiry(); ///< on the loop
    /// A board's act whose failure is told; the error names the board.
    [[nodiscard]] fleet::Lab::OnDone tellFailure(const std::string &id);

    CoreLoop &m_loop;
    widgets::EventBridge &m_bridge;
    Paths m_paths;
    fleet::Profile m_found;
    std::unique_ptr<fleet::Lab> m_lab; ///< touched on the loop only
};

} // namespace otabench::gui
