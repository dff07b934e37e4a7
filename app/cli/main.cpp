#include "commands.h"

#include <csignal>

namespace {

constexpr int kUsageStatus = 2;

int run(int argc, char **argv)
{
    using namespace otabench;
    cli::Context context{.paths = Paths::fromEnvironment(), .output = {}};

    CLI::App app;
    cli::declare(app, context);
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
