// image preflight: what boards would make of an image, before anything is sent.
#include "image_subcommands.h"

#include "board_identities.h"
#include "image/board_facts.h"
#include "image/build.h"
#include "image/catalogue.h"
#include "image/chip.h"
#include "image/maker.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <memory>

namespace otabench::cli {
namespace {

using image::BoardFacts;
using image::Image;
using image::PreflightVerdict;
using nlohmann::ordered_json;

/// What is said of the board on the command line; it goes before what a board tells itself.
struct FactArguments
{
    std::optional<std::string> chip, revision, slotSize, partitions, running, flashMode, decrypts;
    std::optional<std::uint32_t> secureVersion;
    std::vector<std::string> trustedKeys;

    [[nodiscard]] bool isEmpty() const
    {
        return !chip && !revision && !slotSize && !partitions && !running && !flashMode &&
               !decrypts && !secureVersion && trustedKeys.empty();
    }
};

struct PreflightArguments
{
    std::string image;
    std::vector<std::string> boards;
    FactArguments facts;
};

Result<std::uint16_t> parseRevision(const std::string &text)
{
    constexpr unsigned kMost = 99;
    const char *at = text.data() + (text.starts_with('v') ? 1 : 0);
    const char *end = text.data() + text.size();
    unsigned major = 0, minor = 0;
    auto read = std::from_chars(at, end, major);
    if (read.ec == std::errc() && read.ptr != end && *read.ptr == '.')
        read = std::from_chars(read.ptr + 1, end, minor);
    if (read.ec != std::errc() || read.ptr != end || major > kMost || minor > kMost)
        return fail(ErrorCode::InvalidArgument,
                    "{:?} is no chip revision; write it as the boot log does: v3.1", text);
    return static_cast<std::uint16_t>(major * 100 + minor);
}

Result<std::vector<std::string>> parseKeys(const std::vector<std::string> &given)
{
    constexpr std::size_t kDigits = 64;
    if (given.size() == 1 && given.front() == "none")
        return std::vector<std::string>();
    for (const std::string &key : given) {
        if (key.size() != kDigits || key.find_first_not_of("0123456789abcdef") != key.npos)
            return fail(ErrorCode::InvalidArgument,
                        "{:?} is no key's digest: give the 64 digits that image keygen and image "
                        "info print, or none for a board that takes unsigned images",
                        key);
    }
    return given;
}

Result<Image> readFileOrKept(const Context &context, const std::string &what)
{
    const auto bytes = readImageOrKept(context, what);
    if (!bytes)
        return tl::unexpected(bytes.error());
    return image::inspect(*bytes);
}

Result<> takeFiles(const Context &context, BoardFacts &facts, const FactArguments &given)
{
    if (given.running) {
        const auto running = readFileOrKept(context, *given.running);
        if (!running)
            return tl::unexpected(running.error().in("--running"));
        image::takeRunningImage(facts, *running);
    }
    if (given.partitions) {
        const auto table = image::readImage(*given.partitions);
        if (!table)
            return tl::unexpected(table.error().in("--partitions"));
        if (auto taken = image::takePartitions(facts, *table); !taken)
            return tl::unexpected(taken.error().in(*given.partitions));
    }
    return {};
}

Result<> takeValues(BoardFacts &facts, const FactArguments &given)
{
    if (given.chip) {
        const image::Chip *chip = image::findChip(*given.chip);
        if (chip == nullptr)
            return fail(ErrorCode::InvalidArgument, "--chip {:?} is none that is known here: {}",
                        *given.chip, image::knownChipNames());
        facts.chip = chip->name;
    }
    if (given.revision) {
        const auto revision = parseRevision(*given.revision);
        if (!revision)
            return tl::unexpected(revision.error().in("--chip-revision"));
        facts.chipRevision = *revision;
    }
    if (given.slotSize) {
        const auto size = image::parseSize(*given.slotSize);
        if (!size)
            return tl::unexpected(size.error().in("--slot-size"));
        facts.slotBytes = *size;
        facts.hasSecondSlot = true;
        if (facts.slot.empty())
            facts.slot = "that is written";
    }
    if (given.flashMode)
        facts.flashMode = image::flashModeFromName(*given.flashMode);
    if (given.secureVersion)
        facts.secureVersion = given.secureVersion;
    if (given.decrypts)
        facts.decrypts = *given.decrypts == "yes";
    if (given.trustedKeys.empty())
        return {};
    auto keys = parseKeys(given.trustedKeys);
    if (!keys)
        return tl::unexpected(keys.error().in("--trusted-key"));
    facts.keys = *std::move(keys);
    return {};
}

/// A board does not tell the flash mode of what it runs; the catalogue's copy of that image does.
void takeKeptImage(const Context &context, BoardFacts &facts)
{
    const auto entries = image::Catalogue(context.paths.images()).list();
    const image::Build runs{facts.imageSha256, facts.elfSha256};
    for (std::size_t i = 0; entries && i < entries->size(); ++i) {
        const Image &kept = (*entries)[i].image;
        if (image::compareBuilds(runs, image::buildOf(kept)) == image::BuildMatch::Same &&
            kept.description) {
            facts.flashMode = kept.description->flashMode;
            return;
        }
    }
}

std::string_view word(PreflightVerdict verdict)
{
    return verdict == PreflightVerdict::Blocked ? "BLOCKED" : image::name(verdict);
}

std::string_view conclusion(PreflightVerdict verdict)
{
    switch (verdict) {
    case PreflightVerdict::Good:
        return "the board would take and start this image";
    case PreflightVerdict::Unknown:
        return "nothing speaks against this image, as far as the board is known";
    case PreflightVerdict::Warning:
        return "the board would take this image; mind the warnings";
    case PreflightVerdict::Same:
        return "the board runs this image already: there is nothing to do";
    case PreflightVerdict::Blocked:
        break;
    }
    return "the board would refuse this image, or not start it";
}

void report(Context &context, const std::string &file, const std::string &board,
            const BoardFacts &facts, const Image &image)
{
    const image::Preflight result = image::preflight(facts, image);
    ordered_json json{{"image", file},
                      {"board", board.empty() ? ordered_json() : ordered_json(board)},
                      {"verdict", image::name(result.verdict())},
                      {"blocked", result.isBlocked()},
                      {"checks", ordered_json::array()}};
    if (!board.empty())
        context.output.line(board);
    for (const image::PreflightCheck &check : result.checks) {
        json["checks"].push_back({{"name", check.name},
                                  {"verdict", image::name(check.verdict)},
                                  {"detail", check.detail}});
        context.output.line(
            fmt::format("  {:<9}{:<16}{}", word(check.verdict), check.name, check.detail));
    }
    context.output.line(fmt::format("  {:<9}{}", "=>", conclusion(result.verdict())));
    context.output.json(json);
    if (const auto obstacle = result.obstacle())
        context.failed(obstacle->in(board.empty() ? file : board));
}

/// What one board says of itself; an error when it says nothing and nothing else is known of it.
Result<BoardFacts> factsOf(const std::map<std::string, fleet::BoardState> &states,
                           const std::string &board, const FactArguments &given)
{
    const auto state = states.find(board);
    if (state != states.end() && state->second.portError)
        return tl::unexpected(*state->second.portError);
    if (state != states.end() && state->second.identity)
        return fleet::boardFacts(*state->second.identity);
    if (!given.isEmpty())
        return BoardFacts();
    return fail(ErrorCode::BoardSilent,
                "{} did not answer: boards without otabench's agent cannot be asked; say what is "
                "known of it (--chip, --slot-size, --running)",
                board);
}

void runPreflight(Context &context, const PreflightArguments &arguments)
{
    const FactArguments &given = arguments.facts;
    if (arguments.boards.empty() && given.isEmpty())
        return context.failed({ErrorCode::InvalidArgument,
                               "nothing is known of the board: name it with --board, or say what "
                               "it is (--chip, --slot-size, --running)",
                               {}});
    const auto image = readFileOrKept(context, arguments.image);
    if (!image)
        return context.failed(image.error());
    std::map<std::string, fleet::BoardState> states;
    LabSession session;
    if (!arguments.boards.empty()) {
        const auto opened = session.open({.paths = context.paths, .keepHistory = false});
        if (!opened)
            return context.failed(opened.error());
        states = identifyBoards(session, arguments.boards, {.kind = fleet::ProfileKind::Agent});
    }
    std::vector<std::string> boards = arguments.boards;
    if (boards.empty())
        boards.emplace_back(); // one that is known by the options alone
    for (const std::string &board : boards) {
        auto facts =
            board.empty() ? Result<BoardFacts>(BoardFacts()) : factsOf(states, board, given);
        if (!facts) {
            context.failed(facts.error());
            continue;
        }
        takeKeptImage(context, *facts);
        auto taken = takeFiles(context, *facts, given);
        if (taken)
            taken = takeValues(*facts, given);
        if (!taken)
            return context.failed(taken.error());
        report(context, arguments.image, board, *facts, *image);
    }
}

void addFactOptions(CLI::App &command, FactArguments &facts)
{
    command.add_option("--chip", facts.chip, "the board's chip: esp32, esp32c3, …");
    command.add_option("--chip-revision", facts.revision, "v3.1, as the boot log has it");
    auto *size = command.add_option("--slot-size", facts.slotSize,
                                    "room of the slot that is written: 1M, 1536K, 0x180000");
    command
        .add_option("--partitions", facts.partitions,
                    "the board's partition table (.bin): its smallest OTA slot counts")
        ->type_name("FILE")
        ->excludes(size);
    command
        .add_option("--running", facts.running,
                    "the image that the board runs: a file, or one of the catalogue")
        ->type_name("FILE");
    command
        .add_option("--flash-mode", facts.flashMode,
                    "of the running image: qio, qout, dio, dout, opi")
        ->check(CLI::IsMember({"qio", "qout", "dio", "dout", "opi"}, CLI::ignore_case));
    command.add_option("--secure-version", facts.secureVersion,
                       "the lowest that the board accepts (anti-rollback)");
    command.add_option("--trusted-key", facts.trustedKeys,
                       "digest of a signing key that the board trusts, may be given again; none: "
                       "it takes unsigned images");
    command.add_option("--decrypts", facts.decrypts, "whether it takes pre-encrypted images")
        ->check(CLI::IsMember({"yes", "no"}));
}

} // namespace

void addPreflightCommand(CLI::App &group, Context &context)
{
    CLI::App *command = group.add_subcommand(
        "preflight", "Whether boards would take an image and start it; nothing is sent");
    const auto arguments = std::make_shared<PreflightArguments>();
    command->add_option("IMAGE", arguments->image, "a file, or an image of the catalogue")
        ->required();
    command
        ->add_option("--board", arguments->boards,
                     "a board with the agent, to be asked what it is; may be given again")
        ->type_name("BOARD");
    addFactOptions(*command, arguments->facts);
    command->callback([&context, arguments] { runPreflight(context, *arguments); });
}

} // namespace otabench::cli
