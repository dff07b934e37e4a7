#include "commands.h"
#include "profiles_command.h"

#include <csignal>

namespace {

constexpr int kUsageStatus = 2;

int run(int argc, char **argv)
{
    using namespace otabench;
    cli::Context context{.paths = Paths::fromEnvironment(), .output = {}};

    CLI::App app("Updates benches of ESP32-family boards over HTTPS.", "otabench-cli");
    app.set_version_flag("--version", OTABENCH_VERSION);
    app.add_flag_callback(
        "--json", [&] { context.output.setJson(true); },
        "one JSON object a line on standard output");
    app.require_subcommand(1);
    app.fallthrough(); // --json may also follow the command
    cli::addCaCommands(app, context);
    cli::addCertCommands(app, context);
    cli::addImageCommands(app, context);
    cli::addServeCommand(app, context);
    cli::addMonitorCommand(app, context);
    cli::addLogsCommand(app, context);
    cli::addUpdateCommand(app, context);
    cli::addProfilesCommand(app, context);
    cli::addBoardsCommand(app, context);
    cli::addHistoryCommand(app, context);
    cli::addDoctorCommand(app, context);

    try {
        app.parse(argc, argv);
    } catch (const CLI::ParseError &error) {
        return app.exit(error) == 0 ? 0 : kUsageStatus;
    }
    return context.exitStatus;
}

} // namespace

int main(int argc, char **argv)
{
    std::signal(SIGPIPE, SIG_IGN);
    std::signal(SIGXFSZ, SIG_IGN); // a file too large is an error of that write, not the end
    return run(argc, argv);
}
