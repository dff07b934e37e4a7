#include "profiles_command.h"

#include "fleet/profiles.h"

namespace otabench::cli {
namespace {

void list(Context &context)
{
    const auto folder = context.paths.config / "profiles";
    const fleet::ProfileList list = fleet::listProfiles(folder);
    for (const fleet::Profile &profile : list.profiles) {
        context.output.json({{"profile", profile.name},
                             {"kind", name(profile.kind)},
                             {"description", profile.description},
                             {"command", profile.command},
                             {"path", profile.path},
                             {"ready", profile.ready},
                             {"started", profile.started},
                             {"done", profile.done},
                             {"failed", profile.failed},
                             {"resets_before", profile.resetsBefore},
                             {"resets_after", profile.resetsAfter}});
        if (!context.output.isJson())
            context.output.line(fmt::format("{:<16} {:<8} {}", profile.name, name(profile.kind),
                                            profile.description));
    }
    if (!context.output.isJson())
        context.output.line(fmt::format("Your own: files NAME.profile in {} (otabench-cli profiles "
                                        "--help tells their format)",
                                        folder.string()));
    for (const Error &error : list.errors)
        context.failed(error);
}

} // namespace

void addProfilesCommand(CLI::App &app, Context &context)
{
    auto *command = app.add_subcommand("profiles", "How boards are told to update: what there is");
    command->footer(
        "A profile of your own is a file NAME.profile in the folder profiles of the\n"
        "configuration, with lines \"key = value\":\n"
        "  kind         agent; stdin: the URL as a line; console: a command; reset: only a "
        "restart\n"
        "  description  a line for people\n"
        "  command      console: what is sent, with {url} for the address\n"
        "  path         reset: the path that the firmware's built-in URL has\n"
        "  ready        a text in the log: the board waits for its command\n"
        "  started, done, failed\n"
        "               texts: it has begun; the image is installed; it has given up\n"
        "  reset        before, after (when it is done), both, never\n"
        "Texts are looked for anywhere in a line, * stands for any characters; ready, started,\n"
        "done and failed may come several times. Without them the stock examples' lines are\n"
        "understood.");
    command->callback([&context] { list(context); });
}

} // namespace otabench::cli
