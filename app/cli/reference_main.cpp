#include "commands.h"

#include "reference/generate.h"

int main(int argc, char **argv)
{
    using namespace otabench;
    cli::Context context{.paths = {}, .output = {}};
    CLI::App app;
    cli::declare(app, context);
    return reference::generate(reference::commandTable(app), argc, argv);
}
