#include "board_choice.h"
#include "campaign_report.h"
#include "commands.h"
#include "lab_session.h"
#include "passphrase.h"
#include "stop_signals.h"

#include "serial/ports.h"

#include <memory>

namespace otabench::cli {
namespace {

using namespace std::chrono_literals;

constexpr auto kPrintInterval = 50ms;

struct UpdateArguments
{
    fleet::CampaignPlan plan;
    BoardChoice choice;
    std::string profile = "agent";
    bool all = false;
};

Result<> completePlan(UpdateArguments &arguments, const Paths &paths)
{
    fleet::CampaignPlan &plan = arguments.plan;
    const auto profile = fleet::profileFromName(arguments.profile);
    if (!profile)
        return fail(ErrorCode::InvalidArgument,
                    "there is no profile '{}'; there are agent, stdin and console",
                    arguments.profile);
    plan.profile.kind = *profile;
    if (*profile == fleet::ProfileKind::Console && plan.profile.command.empty())
        return fail(
            ErrorCode::InvalidArgument,
            "the console profile needs the command to send, such as --command 'ota {{url}}'");
    if (auto chosen = chooseBoards(arguments.choice, paths, plan.boards); !chosen)
        return chosen;
    if (arguments.all) {
        const auto ports = serial::listPorts();
        if (!ports)
            return tl::unexpected(ports.error());
        for (const serial::PortDescription &port : *ports)
            plan.boards.push_back(port.address.toString());
        if (plan.boards.empty())
            return fail(ErrorCode::NotFound, "--all found no serial port on this computer: plug "
                                             "the boards in, or name one with --board");
    }
    if (plan.boards.empty())
        return fail(
            ErrorCode::InvalidArgument,
            "no board was named: give --board ADDR for each, --bench NAME, --tag TAG, or --all for "
            "every serial port");
    return {};
}

void update(UpdateArguments arguments, Context &context)
{
    if (const auto complete = completePlan(arguments, context.paths); !complete) {
        context.failed(complete.error());
        return;
    }
    const StopSignals signals; // before the loop's thread starts
    CampaignReport report(context.output);
    LabRunner lab;
    Result<> started = lab.open({.paths = context.paths,
                                 .databaseUrl = databaseUrl(),
                                 .caPassphrase = silentCaPassphrase(context)},
                                report);
    if (started) {
        lab.run([&](fleet::Lab &opened) {
            for (const std::string &board : arguments.plan.boards)
                opened.addBoard(board, arguments.plan.profile);
            started = opened.startCampaign(arguments.plan);
        });
    }
    if (!started) {
        context.failed(started.error());
        return;
    }
    bool stopping = false;
    while (!report.print()) {
        if (!signals.waitFor(kPrintInterval))
            continue;
        if (std::exchange(stopping, true)) {
            context.output.error("otabench-cli: stopped at once; boards may still be updating");
            std::_Exit(1);
        }
        context.output.error("Stopping: no further board is started. Ctrl-C again ends at once.");
        lab.run([](fleet::Lab &running) { running.stopCampaign(); });
    }
    report.printEnd();
    const fleet::CampaignState &campaign = report.campaign();
    const bool allWell = campaign.failures() == 0 && campaign.cancelled == 0 && !campaign.error;
    context.exitStatus = allWell ? 0 : 1;
}

} // namespace

void addUpdateCommand(CLI::App &app, Context &context)
{
    auto *command = app.add_subcommand("update", "Update boards and prove that they run the image");
    auto arguments = std::make_shared<UpdateArguments>();
    fleet::CampaignPlan &plan = arguments->plan;
    command->add_option("--image", plan.image, "the application image (.bin)")->required();
    auto *boards = command->add_option("--board", plan.boards,
                                       "a board, by address, MAC or label: /dev/ttyUSB0, pty:PATH, "
                                       "rfc2217://host:port, tcp://host:port");
    addBoardChoice(*command, arguments->choice);
    command->add_flag("--all", arguments->all, "every serial port of this computer")
        ->excludes(boards);
    command
        ->add_option("--profile", arguments->profile,
                     "how boards are told: agent, stdin or console")
        ->capture_default_str();
    command->add_option("--command", plan.profile.command,
                        "console profile: the command, with {url} for the address");
    command->add_option("--parallel", plan.parallel, "boards at once (0: all)")
        ->capture_default_str();
    command
        ->add_option("--canary", plan.canary,
                     "boards that go first; the rest only if all of them succeed")
        ->capture_default_str();
    command
        ->add_option("--max-failures", plan.maxFailures,
                     "start no more boards after so many failures (0: no limit)")
        ->capture_default_str();
    command->add_option("--retries", plan.retries, "further attempts where trying again can help")
        ->capture_default_str();
    command->add_option("--partial", plan.partialBytes,
                        "partial download: bytes a request (agent)");
    command->add_option("--bind", plan.bindAddress, "this computer's address to serve from");
    command->add_option("--port", plan.serverPort, "the server's port (0: any free one)")
        ->capture_default_str();
    addPassphraseOption(*command, context);
    command->callback([arguments, &context] { update(*arguments, context); });
}

} // namespace otabench::cli
