#include "options.h"

#include "reference/generate.h"

int main(int argc, char **argv)
{
    using namespace otabench;
    reference::Command program;
    board::withOptionTable(
        [&program](const CLI::App &app) { program = reference::commandTable(app); });
    return reference::generate(program, argc, argv);
}
