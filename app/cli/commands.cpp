#include "commands.h"
#include "profiles_command.h"

namespace otabench::cli {

void declare(CLI::App &app, Context &context)
{
    app.name("otabench-cli");
    app.description("Updates benches of ESP32-family boards over HTTPS.");
    app.set_version_flag("--version", OTABENCH_VERSION);
    app.add_flag_callback(
        "--json", [&context] { context.output.setJson(true); },
        "one JSON object a line on standard output");
    app.require_subcommand(1);
    app.fallthrough(); // --json may also follow the command
    addCaCommands(app, context);
    addCertCommands(app, context);
    addImageCommands(app, context);
    addServeCommand(app, context);
    addMonitorCommand(app, context);
    addLogsCommand(app, context);
    addUpdateCommand(app, context);
    addProfilesCommand(app, context);
    addBoardsCommand(app, context);
    addHistoryCommand(app, context);
    addDoctorCommand(app, context);
    addSupportBundleCommand(app, context);
}

} // namespace otabench::cli
