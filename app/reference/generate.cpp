#include "generate.h"

#include "completions.h"
#include "man_page.h"

#include <fmt/format.h>

#include <cstdio>
#include <filesystem>
#include <fstream>
#include <sstream>

namespace otabench::reference {
namespace {

constexpr int kFailedStatus = 1;
constexpr int kUsageStatus = 2;

struct Place
{
    std::filesystem::path folder;
    std::filesystem::path sections;
    std::string version;
    std::string date;
};

bool write(const std::filesystem::path &file, const std::string &text)
{
    std::error_code error;
    std::filesystem::create_directories(file.parent_path(), error);
    std::ofstream out(file, std::ios::binary | std::ios::trunc);
    out << text;
    out.close();
    if (!out)
        std::fprintf(stderr, "cannot write %s\n", file.c_str());
    return !out.fail();
}

std::string handWritten(const Place &place, const std::string &page)
{
    std::ifstream in(place.sections / (page + ".man"), std::ios::binary);
    std::ostringstream text;
    if (in)
        text << in.rdbuf();
    return text.str();
}

bool writePage(const Place &place, const Command &command, const std::string &title,
               const std::string &call, const std::vector<Option> &inherited,
               const std::string &seeAlso)
{
    const PageFrame frame{.version = place.version,
                          .date = place.date,
                          .sections = handWritten(place, title),
                          .seeAlso = seeAlso};
    return write(place.folder / "man1" / (title + ".1"),
                 manPage(command, title, call, inherited, frame));
}

std::string reference(const std::string &page)
{
    return "\\fB" + roff(page) + "\\fR(1)";
}

bool writeAll(const Place &place, const Command &program)
{
    const std::string &name = program.name;
    std::string seeAlso;
    for (const char *each : {"otabench", "otabench-cli", "otabench-board"}) {
        if (name != each)
            seeAlso += (seeAlso.empty() ? "" : ",\n") + reference(each);
    }
    bool done = writePage(place, program, name, name, {}, seeAlso);
    for (const Command &command : program.commands)
        done = writePage(place, command, name + "-" + command.name, name + " " + command.name,
                         program.options, reference(name)) &&
               done;
    return write(place.folder / "bash" / name, bashCompletion(program)) &&
           write(place.folder / "zsh" / ("_" + name), zshCompletion(program)) &&
           write(place.folder / "fish" / (name + ".fish"), fishCompletion(program)) && done;
}

} // namespace

int generate(const Command &program, int argc, char **argv)
{
    if (argc < 4 || argc > 5) {
        std::fprintf(stderr, "usage: %s FOLDER VERSION DATE [SECTIONS]\n", argv[0]);
        return kUsageStatus;
    }
    const Place place{.folder = argv[1],
                      .sections = argc > 4 ? argv[4] : "",
                      .version = argv[2],
                      .date = argv[3]};
    return writeAll(place, program) ? 0 : kFailedStatus;
}

} // namespace otabench::reference
