#include "options.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstdio>
#include <cstdlib>
#include <getopt.h>

namespace otabench::firmware::host {

namespace {

constexpr int kUsageStatus = 2;
constexpr unsigned long kMaxLinkRate = 1'000'000'000;

enum Option
{
    kDir = 1,
    kName,
    kChip,
    kProject,
    kVersion,
    kLinkRate,
    kFactory,
    kHelp,
};

constexpr std::array<option, 9> kOptions = {{
    {"dir", required_argument, nullptr, kDir},
    {"name", required_argument, nullptr, kName},
    {"chip", required_argument, nullptr, kChip},
    {"project", required_argument, nullptr, kProject},
    {"version", required_argument, nullptr, kVersion},
    {"link-rate", required_argument, nullptr, kLinkRate},
    {"factory", no_argument, nullptr, kFactory},
    {"help", no_argument, nullptr, kHelp},
    {nullptr, 0, nullptr, 0},
}};

ExitNow complain(const std::string &text)
{
    std::fputs((text + "; see --help\n").c_str(), stderr);
    return {kUsageStatus};
}

ExitNow help(const BoardPlan &own)
{
    const std::string text = fmt::format(
        "Runs an application on a virtual {} board, on a pseudo-terminal, until interrupted.\n"
        "Prints one JSON line when the board is up.\n\n"
        "  --dir DIR          where its flash is kept, and the link to its port (default {})\n"
        "  --name NAME        the board's name, and the link's (default {})\n"
        "  --chip CHIP        of a new board: {}\n"
        "  --project NAME     project name of the image that a new board runs (default {})\n"
        "  --version V        version of that image (default {})\n"
        "  --factory          a new board gets 8 MB of flash and starts from a factory slot\n"
        "  --link-rate N      bytes a second the board receives at most (default 0: no limit)\n\n"
        "A board that has a flash keeps it: remove NAME.flash and NAME.settings to make it anew.\n",
        own.newChip->name, own.dir.native(), own.name, chipNames(), own.project, own.version);
    std::fputs(text.c_str(), stdout);
    return {0};
}

/// An error sentence for what an image cannot hold or a file cannot be called.
std::string problemOf(const BoardPlan &plan)
{
    const auto isPrintable = [](char c) { return c >= ' ' && c <= '~'; };
    const auto isBad = [&](const std::string &text) {
        return text.empty() || text.size() > kMaxVersionLength ||
               !std::ranges::all_of(text, isPrintable);
    };
    if (isBad(plan.project))
        return fmt::format("--project {}: an image holds a name of 1 to {} ASCII characters",
                           plan.project, kMaxVersionLength);
    if (isBad(plan.version))
        return fmt::format("--version {}: an image holds a version of 1 to {} ASCII characters",
                           plan.version, kMaxVersionLength);
    if (plan.name.empty() || plan.name.front() == '.' || plan.name.find('/') != std::string::npos)
        return fmt::format("--name {}: a file cannot be called so", plan.name);
    return {};
}

bool readRate(const char *text, std::uint32_t &rate)
{
    char *end = nullptr;
    errno = 0;
    const unsigned long value = std::strtoul(text, &end, 10);
    if (errno != 0 || end == text || *end != '\0' || *text == '-' || value > kMaxLinkRate)
        return false;
    rate = static_cast<std::uint32_t>(value);
    return true;
}

} // namespace

std::variant<BoardPlan, ExitNow> parseOptions(int argc, char **argv, const BoardPlan &own)
{
    BoardPlan plan = own;
    for (;;) {
        const int option = ::getopt_long(argc, argv, "", kOptions.data(), nullptr);
        if (option == -1)
            break;
        switch (option) {
        case kDir:
            plan.dir = optarg;
            break;
        case kName:
            plan.name = optarg;
            break;
        case kChip:
            plan.chip = findChip(std::string_view(optarg));
            if (plan.chip == nullptr)
                return complain(fmt::format("--chip {}: there is no such chip; known are {}",
                                            optarg, chipNames()));
            break;
        case kProject:
            plan.project = optarg;
            break;
        case kVersion:
            plan.version = optarg;
            break;
        case kLinkRate:
            if (!readRate(optarg, plan.linkRateBytesPerSecond))
                return complain(fmt::format("--link-rate {}: must be 0 to {} bytes a second",
                                            optarg, kMaxLinkRate));
            break;
        case kFactory:
            plan.factory = true;
            break;
        case kHelp:
            return help(own);
        default:
            return ExitNow{kUsageStatus}; // getopt has said why
        }
    }
    if (optind < argc)
        return complain(fmt::format("{}: this program takes options only", argv[optind]));
    if (const std::string problem = problemOf(plan); !problem.empty())
        return complain(problem);
    return plan;
}

} // namespace otabench::firmware::host
