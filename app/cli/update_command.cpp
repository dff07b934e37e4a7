#include "campaign_report.h"
#include "commands.h"
#include "lab_session.h"
#include "passphrase.h"
#include "plan_report.h"
#include "stop_signals.h"
#include "update_options.h"

#include "fleet/origin.h"

#include <future>
#include <memory>
#include <mutex>

namespace otabench::cli {
namespace {

using namespace std::chrono_literals;

constexpr auto kPrintInterval = 50ms;
constexpr auto kGiveUpLimit = 30s;

/// The campaign of that number; 0: the newest that was interrupted.
Result<std::int64_t> interruptedId(const fleet::Lab &lab, std::int64_t id)
{
    if (id != 0)
        return id;
    const auto interrupted = lab.interruptedCampaigns();
    if (interrupted.empty())
        return fail(ErrorCode::NotFound,
                    "no campaign of this lab was interrupted: there is nothing to take up");
    return interrupted.front().id;
}

/// The command while it runs: signals first, so that the loop's thread inherits their mask.
struct Run
{
    Run(UpdateOptions itsOptions, Context &itsContext)
        : options(std::move(itsOptions))
        , context(itsContext)
        , output(itsContext.output, signals)
        , report(output)
    {
    }

    Result<> open();
    Result<> complete();
    Result<> startNew();
    Result<> startPast();
    Result<> giveUp();
    Result<fleet::CampaignPlan> planToRetry();
    void returnAll();
    void previewNew();
    void preview(const fleet::CampaignPlan &plan);
    void follow();
    void onSignal(int signal);
    void addBoards(fleet::Lab &opened, const fleet::CampaignPlan &plan);
    Result<> start(const fleet::CampaignPlan &plan);

    UpdateOptions options;
    Context &context;
    const StopSignals signals{SIGUSR1, SIGUSR2};
    const StoppableOutput output;
    CampaignReport report;
    LabRunner lab;
    bool isStopping = false;
    bool hasFailed = false;
};

Result<> Run::open()
{
    return lab.open({.paths = context.paths,
                     .databaseUrl = databaseUrl(),
                     .keepAwake = fleet::KeepAwake::DuringCampaigns,
                     .caPassphrase = silentCaPassphrase(context)},
                    report);
}

void Run::addBoards(fleet::Lab &opened, const fleet::CampaignPlan &plan)
{
    for (const std::string &board : plan.boards)
        opened.addBoard(board, plan.profile);
}

Result<> Run::start(const fleet::CampaignPlan &plan)
{
    Result<> started;
    lab.run([&](fleet::Lab &opened) {
        addBoards(opened, plan);
        started = opened.startCampaign(plan);
    });
    return started;
}

/// The plan of the options; an image elsewhere is looked at first.
Result<> Run::complete()
{
    if (auto complete = completePlan(options, context.paths); !complete)
        return complete;
    if (options.url.empty())
        return {};
    auto found = fleet::fetchOrigin(options.url, options.plan.image, context.paths);
    if (!found)
        return tl::unexpected(found.error());
    output.error(
        fmt::format("The image is at {}; boards need this CA for it: {}", options.url, found->why));
    if (found->isBehindProxy)
        output.error("Note: this computer reaches it through a proxy; boards have to reach it "
                     "without one.");
    options.plan.image = std::move(found->image);
    options.plan.origin = std::move(found->origin);
    return {};
}

Result<> Run::startNew()
{
    if (auto done = complete(); !done)
        return done;
    lab.run([&](fleet::Lab &opened) {
        for (const fleet::InterruptedCampaign &each : opened.interruptedCampaigns())
            output.error(fmt::format("otabench-cli: campaign {} ({} {}) was interrupted "
                                     "with {} of {} boards done; \"update "
                                     "--resume {}\" takes it up",
                                     each.id, each.project, each.version, each.finished,
                                     each.boards, each.id));
    });
    return start(options.plan);
}

Result<fleet::CampaignPlan> Run::planToRetry()
{
    Result<fleet::CampaignPlan> plan;
    lab.run([&](fleet::Lab &opened) { plan = opened.planToRetry(*options.retry); });
    return plan;
}

/// A campaign of the history: gone on with, or repeated. Its plan counts, not the options.
Result<> Run::startPast()
{
    Result<> started;
    if (options.retry) {
        const auto plan = planToRetry();
        return plan ? start(*plan) : tl::unexpected(plan.error());
    }
    lab.run([&](fleet::Lab &opened) {
        const auto id = interruptedId(opened, *options.resume);
        started = id ? opened.resumeCampaign(*id) : tl::unexpected(id.error());
    });
    return started;
}

/// Ends an interrupted campaign in the history.
Result<> Run::giveUp()
{
    const auto done = std::make_shared<std::promise<Result<>>>();
    Result<std::int64_t> id;
    lab.run([&](fleet::Lab &opened) {
        id = interruptedId(opened, *options.giveUp);
        if (id)
            opened.giveUpCampaign(*id, [done](const Result<> &result) { done->set_value(result); });
    });
    if (!id)
        return tl::unexpected(id.error());
    auto written = done->get_future();
    if (written.wait_for(kGiveUpLimit) != std::future_status::ready)
        return fail(ErrorCode::Timeout,
                    "campaign {} could not be ended: the history does not answer. What to do: "
                    "check the disk or the database server",
                    *id);
    if (const auto result = written.get(); !result)
        return result;
    output.json({{"event", "given-up"}, {"campaign", *id}});
    output.line(fmt::format("Campaign {} has been ended; its boards that had not finished "
                            "are recorded as cancelled.",
                            *id));
    return {};
}

/// A campaign for each image that boards ran before.
void Run::returnAll()
{
    Result<fleet::ReturnPlans> found;
    lab.run([&](fleet::Lab &opened) { found = opened.plansToReturn(*options.giveBack); });
    if (!found)
        return context.failed(found.error());
    const fleet::ReturnPlans plans = *std::move(found);
    for (const auto &impossible : plans.impossible) {
        hasFailed = true;
        output.json({{"board", impossible.board},
                     {"phase", "failed"},
                     {"bytes", 0},
                     {"total", 0},
                     {"reason", name(impossible.reason.code)},
                     {"detail", impossible.reason.text}});
        output.error(fmt::format("otabench-cli: {}", impossible.reason.text));
    }
    for (const fleet::CampaignPlan &plan : plans.plans) {
        if (isStopping)
            break;
        if (options.dryRun) {
            preview(plan);
            continue;
        }
        report.begin();
        if (const auto started = start(plan); !started) {
            context.failed(started.error());
            hasFailed = true;
            continue;
        }
        follow();
    }
    context.exitStatus = hasFailed ? 1 : context.exitStatus;
}

/// What the loop has found out, for the command's thread.
struct Found
{
    std::mutex mutex;
    std::optional<fleet::CampaignPreview> preview;
};

void Run::previewNew()
{
    if (const auto done = complete(); !done)
        return context.failed(done.error());
    preview(options.plan);
}

void Run::preview(const fleet::CampaignPlan &plan)
{
    const auto found = std::make_shared<Found>(); // the loop may outlive this function
    Result<> asked;
    lab.run([&](fleet::Lab &opened) {
        addBoards(opened, plan);
        asked = opened.previewCampaign(plan, [found](fleet::CampaignPreview ready) {
            const std::lock_guard lock(found->mutex);
            found->preview = std::move(ready);
        });
    });
    if (!asked)
        return context.failed(asked.error());
    for (;;) {
        if (signals.waitFor(kPrintInterval)) {
            isStopping = true;
            context.exitStatus = 1;
            return;
        }
        const std::lock_guard lock(found->mutex);
        if (!found->preview)
            continue;
        printPreview(*found->preview, output);
        if (found->preview->count(fleet::Verdict::Blocked) != 0)
            context.exitStatus = 1;
        return;
    }
}

void Run::onSignal(int signal)
{
    if (signal == SIGUSR1 || signal == SIGUSR2) {
        const bool isPaused = signal == SIGUSR1;
        output.error(isPaused ? "Paused: no further board is started. SIGUSR2 resumes."
                              : "Resumed.");
        return lab.run([isPaused](fleet::Lab &running) { running.setPaused(isPaused); });
    }
    if (std::exchange(isStopping, true)) {
        output.error("otabench-cli: stopped at once; boards may still be updating. "
                     "\"update --resume\" takes the campaign up");
        std::_Exit(1);
    }
    const auto mode = options.onStop == "finish" ? fleet::StopMode::Finish : fleet::StopMode::Abort;
    output.error("Stopping: no further board is started. Ctrl-C again ends at once.");
    lab.run([mode](fleet::Lab &running) { running.stopCampaign(mode); });
}

/// Until the campaign has ended.
void Run::follow()
{
    while (!report.print()) {
        if (const int signal = signals.nextWithin(kPrintInterval); signal > 0)
            onSignal(signal);
    }
    fleet::LogLines log;
    lab.run([&](fleet::Lab &ended) { log = ended.saveLog(); });
    report.printEnd(log);
    const fleet::CampaignState &campaign = report.campaign();
    hasFailed = hasFailed || campaign.failures() != 0 || campaign.cancelled != 0 || campaign.error;
}

void update(UpdateOptions options, Context &context)
{
    Run run(std::move(options), context);
    if (const auto opened = run.open(); !opened)
        return context.failed(opened.error());
    if (run.options.giveUp) {
        if (const auto done = run.giveUp(); !done)
            context.failed(done.error());
        return;
    }
    if (run.options.giveBack)
        return run.returnAll();
    if (run.options.dryRun && run.options.retry) {
        const auto plan = run.planToRetry();
        return plan ? run.preview(*plan) : context.failed(plan.error());
    }
    if (run.options.dryRun)
        return run.previewNew();
    const auto started = run.options.isAboutPast() ? run.startPast() : run.startNew();
    if (!started)
        return context.failed(started.error());
    run.follow();
    context.exitStatus = run.hasFailed ? 1 : 0;
}

} // namespace

void addUpdateCommand(CLI::App &app, Context &context)
{
    auto *command = app.add_subcommand("update", "Update boards and prove that they run the image");
    auto options = std::make_shared<UpdateOptions>();
    addUpdateOptions(*command, *options);
    addPassphraseOption(*command, context);
    command->footer(
        "Signals: INT and TERM stop the campaign (twice: at once), USR1 pauses it, USR2 "
        "resumes it.");
    command->callback([options, &context] { update(*options, context); });
}

} // namespace otabench::cli
