#include "commands.h"

#include "fleet/support_bundle.h"
#include "lab_session.h"

#include <memory>

namespace otabench::cli {
namespace {

void runSupportBundle(Context &context, const std::string &file)
{
    const auto written = fleet::writeSupportBundle(
        file, {.paths = context.paths, .databaseUrl = databaseUrl(), .version = OTABENCH_VERSION});
    if (!written)
        return context.failed(written.error());
    for (const std::string &missing : written->missing)
        context.output.error("otabench-cli: left out: " + missing);
    context.output.json({{"file", file},
                         {"bytes", written->bytes},
                         {"files", written->files},
                         {"missing", written->missing}});
    context.output.line(fmt::format("{}: {} files, {} bytes; look through it before you pass it on",
                                    file, written->files.size(), written->bytes));
}

} // namespace

void addSupportBundleCommand(CLI::App &app, Context &context)
{
    auto *command = app.add_subcommand(
        "support-bundle",
        "Pack what helps to find a problem, without keys, passwords and networks");
    const auto file = std::make_shared<std::string>();
    command->add_option("-o,--output", *file, "the .tar.gz file to write")
        ->type_name("FILE")
        ->required();
    command->callback([&context, file] { runSupportBundle(context, *file); });
}

} // namespace otabench::cli
