#include "commands.h"

#include <csignal>
#include <cstdio>

namespace {

constexpr int kUsageStatus = 2;

/// The word that is no command, where CLI11 only says that one is missing; or nothing.
const char *unknownCommand(CLI::App &app, int argc, char **argv)
{
    CLI::App *level = &app;
    for (int i = 1; i < argc; ++i) {
        const auto found =
            level->get_subcommands([&](const CLI::App *each) { return each->check_name(argv[i]); });
        if (!found.empty())
            level = found.front();
        else if (argv[i][0] != '-')
            return level->get_require_subcommand_min() > 0 ? argv[i] : nullptr;
    }
    return nullptr;
}

int run(int argc, char **argv)
{
    using namespace otabench;
    cli::Context context{.paths = Paths::fromEnvironment(), .output = {}};

    CLI::App app;
    cli::declare(app, context);
    try {
        app.parse(argc, argv);
    } catch (const CLI::RequiredError &error) {
        if (const char *word = unknownCommand(app, argc, argv); word != nullptr)
            std::fprintf(stderr, "otabench-cli: %s is no command; --help lists those there are\n",
                         word);
        else
            app.exit(error);
        return kUsageStatus;
    } catch (const CLI::ConversionError &error) { // names the option and the value
        std::fprintf(
            stderr,
            "otabench-cli: %s: this value is of another kind, or too large or small; --help "
            "tells what the option takes\n",
            error.what());
        return kUsageStatus;
    } catch (const CLI::ParseError &error) {
        return app.exit(error) == 0 ? 0 : kUsageStatus;
    }
    if (std::fflush(stdout) != 0 || std::ferror(stdout) != 0) {
        std::fprintf(stderr, "otabench-cli: standard output could not be written\n");
        return context.exitStatus == 0 ? 1 : context.exitStatus;
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
