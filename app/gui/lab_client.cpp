#include "lab_client.h"

#include "base/files.h"
#include "certificates/inspection.h"

#include <utility>

namespace otabench::gui {

using widgets::Command;

namespace {

constexpr std::chrono::seconds kBlinkLength{10};

} // namespace

LabClient::LabClient(CoreLoop &loop, widgets::EventBridge &bridge, fleet::LabOptions options,
                     fleet::Profile found)
    : m_loop(loop)
    , m_bridge(bridge)
    , m_paths(options.paths)
    , m_found(std::move(found))
    , m_serving(bridge)
{
    if (!options.caPassphrase)
        options.caPassphrase = [this] { return m_passphrase.ask(); };
    m_loop.post([this, options = std::move(options)] {
        auto lab = fleet::Lab::open(m_loop.context(), options, m_bridge);
        if (lab) {
            m_lab = std::move(*lab);
            m_bridge.onInterrupted(m_lab->interruptedCampaigns());
        } else {
            m_bridge.onFailure({Command::OpenLab, lab.error()});
        }
        readCaExpiry();
    });
}

LabClient::~LabClient()
{
    m_loop.run([this] { m_lab.reset(); });
}

void LabClient::withLab(std::function<void(fleet::Lab &)> work)
{
    m_loop.post([this, work = std::move(work)] {
        if (m_lab)
            work(*m_lab);
    });
}

void LabClient::readCaExpiry()
{
    // No CA yet is no error: the first campaign makes it.
    const auto pem = readTextFile(m_paths.certificates() / "ca.pem");
    if (!pem)
        return;
    const auto certificates = certificates::summarize(*pem);
    if (certificates && !certificates->empty())
        m_bridge.onCaExpiry(certificates->front().notAfter);
}

void LabClient::readAuthority()
{
    m_loop.post([this] { readCaExpiry(); });
}

void LabClient::startServing(const fleet::FileServerOptions &options)
{
    fleet::FileServerOptions complete = options;
    complete.paths = m_paths;
    m_serving.start(std::move(complete));
}

void LabClient::stopServing()
{
    m_serving.stop();
}

void LabClient::setSharing(const server::Sharing &sharing)
{
    withLab([sharing](fleet::Lab &lab) { lab.setSharing(sharing); });
    m_serving.setSharing(sharing);
}

void LabClient::setFaults(const std::vector<server::Fault> &faults)
{
    withLab([this, faults](fleet::Lab &lab) {
        if (const auto set = lab.setFaults(faults); !set)
            m_bridge.onFailure({Command::SetFaults, set.error()});
    });
    m_serving.setFaults(faults);
}

void LabClient::addBoard(const QString &address, const fleet::Profile &profile)
{
    withLab([address = address.toStdString(), profile](fleet::Lab &lab) {
        lab.addBoard(address, profile);
    });
}

void LabClient::scanPorts()
{
    withLab([this](fleet::Lab &lab) {
        if (const auto done = lab.scanPorts(m_found); !done)
            m_bridge.onFailure({Command::ScanPorts, done.error()});
    });
}

void LabClient::removeBoard(const std::string &id)
{
    withLab([id](fleet::Lab &lab) { lab.removeBoard(id); });
}

void LabClient::identify(const std::string &id)
{
    withLab([id](fleet::Lab &lab) { lab.identify(id); });
}

fleet::Lab::OnDone LabClient::tellFailure(const std::string &id)
{
    return [this, id](const Result<> &done) {
        if (!done)
            m_bridge.onFailure({Command::BoardAct, done.error().in(id)});
    };
}

void LabClient::resetBoard(const std::string &id, fleet::ResetKind kind)
{
    withLab([this, id, kind](fleet::Lab &lab) { lab.reset(id, kind, tellFailure(id)); });
}

void LabClient::blink(const std::string &id)
{
    withLab([this, id](fleet::Lab &lab) { lab.blink(id, kBlinkLength, tellFailure(id)); });
}

void LabClient::confirmImage(const std::string &id)
{
    withLab([this, id](fleet::Lab &lab) { lab.confirm(id, tellFailure(id)); });
}

void LabClient::rollBack(const std::string &id)
{
    withLab([this, id](fleet::Lab &lab) { lab.rollBack(id, tellFailure(id)); });
}

void LabClient::sendTrust(const std::string &id)
{
    withLab([this, id](fleet::Lab &lab) { lab.sendTrust(id, tellFailure(id)); });
}

void LabClient::writeToConsole(const std::string &id, const std::string &text)
{
    withLab([this, id, text](fleet::Lab &lab) { tellFailure(id)(lab.write(id, text)); });
}

void LabClient::nameBoards(const std::vector<std::string> &ids, const fleet::BoardNaming &naming)
{
    withLab([this, ids, naming](fleet::Lab &lab) {
        if (const auto named = lab.nameBoards(ids, naming); !named)
            m_bridge.onFailure({Command::BoardAct, named.error()});
    });
}

void LabClient::forgetBoard(const std::string &id)
{
    withLab([this, id](fleet::Lab &lab) { tellFailure(id)(lab.forgetBoard(id)); });
}

void LabClient::lendPort(const std::string &id)
{
    withLab([this, id](fleet::Lab &lab) { tellFailure(id)(lab.lendPort(id)); });
}

void LabClient::takeBackPort(const std::string &id)
{
    withLab([id](fleet::Lab &lab) { lab.takeBackPort(id); });
}

void LabClient::start(Command command, const Start &attempt)
{
    m_passphrase.beginStart();
    m_waiting.reset();
    const auto started = attempt(*m_lab);
    const bool isWrong = !started && started.error().code == ErrorCode::KeyInvalid;
    m_passphrase.endStart(isWrong);
    if (isWrong && m_passphrase.wasAsked()) {
        m_waiting = Waiting{command, attempt, started.error()};
        m_bridge.onPassphraseNeeded();
    } else if (!started) {
        m_bridge.onFailure({command, started.error()});
    }
    readCaExpiry();
}

void LabClient::givePassphrase(const std::string &passphrase, bool keep)
{
    withLab([this, passphrase, keep](fleet::Lab &lab) {
        const auto waiting = std::exchange(m_waiting, std::nullopt);
        if (!waiting)
            return;
        if (passphrase.empty()) {
            m_bridge.onFailure({waiting->command, waiting->error});
            return;
        }
        m_passphrase.give(passphrase, keep);
        start(waiting->command, waiting->start);
        m_bridge.onInterrupted(lab.interruptedCampaigns());
    });
}

void LabClient::startCampaign(const fleet::CampaignPlan &plan)
{
    withLab([this, plan](fleet::Lab &) {
        start(Command::StartCampaign, [plan](fleet::Lab &lab) { return lab.startCampaign(plan); });
    });
}

void LabClient::stopCampaign(fleet::StopMode mode)
{
    withLab([mode](fleet::Lab &lab) { lab.stopCampaign(mode); });
}

void LabClient::setPaused(bool paused)
{
    withLab([paused](fleet::Lab &lab) { lab.setPaused(paused); });
}

void LabClient::resumeCampaign(std::int64_t id)
{
    withLab([this, id](fleet::Lab &lab) {
        start(Command::StartCampaign, [id](fleet::Lab &each) { return each.resumeCampaign(id); });
        m_bridge.onInterrupted(lab.interruptedCampaigns());
    });
}

void LabClient::giveUpCampaign(std::int64_t id)
{
    withLab([this, id](fleet::Lab &lab) {
        lab.giveUpCampaign(id, [this](const Result<> &done) {
            if (!done)
                m_bridge.onFailure({Command::GiveUpCampaign, done.error()});
            m_bridge.onInterrupted(m_lab->interruptedCampaigns());
        });
    });
}

void LabClient::previewCampaign(const fleet::CampaignPlan &plan)
{
    withLab([this, plan](fleet::Lab &lab) {
        const auto asked = lab.previewCampaign(plan, [this](fleet::CampaignPreview preview) {
            m_bridge.onPreview(std::move(preview));
        });
        if (!asked)
            m_bridge.onFailure({Command::PlanCampaign, asked.error()});
    });
}

void LabClient::findReturnPlans(std::int64_t id)
{
    withLab([this, id](fleet::Lab &lab) {
        auto plans = lab.plansToReturn(id);
        if (plans)
            m_bridge.onReturnPlans(*std::move(plans));
        else
            m_bridge.onFailure({Command::ReturnImages, plans.error()});
    });
}

void LabClient::retryCampaign(std::int64_t id)
{
    withLab([this, id](fleet::Lab &lab) {
        auto plan = lab.planToRetry(id);
        if (!plan)
            return m_bridge.onFailure({Command::RetryFailed, plan.error()});
        for (const std::string &board : plan->boards)
            lab.addBoard(board, plan->profile); // one that is there is opened again
        start(Command::RetryFailed,
              [again = *std::move(plan)](fleet::Lab &each) { return each.startCampaign(again); });
    });
}

void LabClient::retryBoards(const std::vector<std::string> &ids)
{
    withLab([this, ids](fleet::Lab &) {
        start(Command::RetryFailed, [ids](fleet::Lab &lab) { return lab.retryBoards(ids); });
    });
}

void LabClient::retryFailed()
{
    withLab([this](fleet::Lab &) {
        start(Command::RetryFailed, [](fleet::Lab &lab) { return lab.retryFailed(); });
    });
}

} // namespace otabench::gui
