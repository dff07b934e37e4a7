#include "board_commands.h"

#include "board_identities.h"
#include "lab_session.h"
#include "text_table.h"

#include "base/files.h"
#include "certificates/inspection.h"
#include "fleet/board_finder.h"

#include <fmt/ranges.h>

#include <algorithm>
#include <map>
#include <memory>
#include <optional>

namespace otabench::cli {
namespace {

using fleet::BoardFinder;
using fleet::BoardIdentity;
using fleet::BoardState;
using fleet::FoundBoard;

struct BoardsArguments
{
    std::vector<std::string> boards;
    std::string bench, tag;
    std::string profile = "agent";
};

/// A board as it is listed: where it is, what it says now, or else what is remembered.
struct Listed
{
    FoundBoard found;
    std::optional<BoardState> state; ///< none: it is not attached

    [[nodiscard]] bool hasAnswered() const { return state && state->identity; }

    [[nodiscard]] const BoardIdentity *identity() const
    {
        if (hasAnswered())
            return &*state->identity;
        return found.record && !found.record->identity.chip.empty() ? &found.record->identity
                                                                    : nullptr;
    }

    // As the user has said; the running lab has it where the board has told its MAC.
    [[nodiscard]] std::string label() const
    {
        return hasAnswered() ? state->label : found.record ? found.record->label : "";
    }

    [[nodiscard]] std::string bench() const
    {
        return hasAnswered() ? state->bench : found.record ? found.record->bench : "";
    }

    [[nodiscard]] std::vector<std::string> tags() const
    {
        if (hasAnswered())
            return state->tags;
        return found.record ? found.record->tags : std::vector<std::string>();
    }

    [[nodiscard]] std::string place() const
    {
        if (found.port && !found.port->usbPath.empty())
            return found.port->usbPath;
        return found.record && !found.isAttached ? found.record->place : "";
    }
};

std::string nameOf(const Listed &board)
{
    if (!board.label().empty())
        return board.label();
    if (board.state)
        return board.state->name;
    const std::size_t slash = board.found.address.find_last_of('/');
    return slash == std::string::npos ? board.found.address : board.found.address.substr(slash + 1);
}

void addIdentity(nlohmann::ordered_json &line, const BoardIdentity &identity)
{
    line["mac"] = identity.mac;
    line["chip"] = identity.chip;
    line["chip_revision"] = identity.chipRevision;
    line["project"] = identity.project;
    line["version"] = identity.version;
    line["idf"] = identity.idfVersion;
    line["elf_sha256"] = identity.elfSha256;
    line["image_sha256"] = identity.imageSha256;
    line["slot"] = identity.slot;
    line["state"] = identity.slotState;
    line["next_slot"] = identity.nextSlot;
    line["slots"] = nlohmann::ordered_json::object();
    for (const auto &slot : identity.slots)
        line["slots"][slot.label] = slot.bytes;
    line["trusted_cas"] = identity.trustedCas;
}

/// What only the running board can tell.
void addPresent(nlohmann::ordered_json &line, const BoardIdentity &identity)
{
    line["heap_free"] = identity.heapFree;
    line["heapmin"] = identity.heapMinimum;
    line["stackmin"] = identity.stackMinimum;
    if (identity.secureVersion)
        line["secmin"] = *identity.secureVersion;
    if (identity.decrypts)
        line["decrypts"] = *identity.decrypts;
    if (identity.signingKeys)
        line["keys"] = *identity.signingKeys;
    line["boots"] = identity.boots;
    line["reset"] = identity.resetReason;
}

nlohmann::ordered_json toJson(const Listed &board)
{
    const std::optional<BoardState> &state = board.state;
    nlohmann::ordered_json line = {{"board", board.found.address}, {"name", nameOf(board)}};
    line["attached"] = board.found.isAttached;
    line["open"] = state && state->port == fleet::PortState::Open;
    if (state && state->portError) {
        line["reason"] = name(state->portError->code);
        line["detail"] = state->portError->text;
    }
    if (const auto &port = board.found.port; port && port->usbVendor)
        line["usb"] = {{"vendor", *port->usbVendor},
                       {"product", port->usbProduct.value_or(0)},
                       {"serial", port->usbSerial},
                       {"path", port->usbPath}};
    line["label"] = board.label();
    line["bench"] = board.bench();
    line["tags"] = board.tags();
    line["place"] = board.place();
    line["answered"] = board.hasAnswered();
    if (const auto &record = board.found.record; record && record->seen.time_since_epoch().count())
        line["seen"] =
            std::chrono::floor<std::chrono::seconds>(record->seen.time_since_epoch()).count();
    if (const BoardIdentity *identity = board.identity())
        addIdentity(line, *identity);
    if (board.hasAnswered())
        addPresent(line, *state->identity);
    return line;
}

/// "2 x 1920K" of two alike, else each.
std::string slotsText(const BoardIdentity &identity)
{
    const auto size = [](std::uint64_t bytes) { return fmt::format("{}K", bytes / 1024); };
    const auto &slots = identity.slots;
    if (slots.empty())
        return "";
    const bool areAlike = std::ranges::all_of(
        slots, [&](const auto &slot) { return slot.bytes == slots.front().bytes; });
    if (areAlike)
        return fmt::format("{} x {}", slots.size(), size(slots.front().bytes));
    std::vector<std::string> all;
    for (const auto &slot : slots)
        all.push_back(slot.label + " " + size(slot.bytes));
    return fmt::format("{}", fmt::join(all, ", "));
}

/// SHA-256 fingerprints of this lab's CAs; none when it has none.
std::vector<std::string> labCas(const Paths &paths)
{
    std::vector<std::string> all;
    const auto pem = readTextFile(paths.certificates() / "ca.pem");
    if (!pem)
        return all;
    if (const auto certificates = certificates::summarize(*pem)) {
        for (const auto &certificate : *certificates)
            all.push_back(certificate.sha256);
    }
    return all;
}

/// "lab" for this lab's, the fingerprint's start for others.
std::string casText(const BoardIdentity &identity, const std::vector<std::string> &ours)
{
    std::vector<std::string> all;
    for (const std::string &ca : identity.trustedCas) {
        const bool isOurs = std::ranges::find(ours, ca) != ours.end();
        all.push_back(isOurs ? "lab" : ca.substr(0, 8));
    }
    return fmt::format("{}", fmt::join(all, ", "));
}

std::string noteOf(const Listed &board)
{
    if (!board.state)
        return "not plugged in";
    if (board.state->portError)
        return board.state->portError->text;
    if (board.hasAnswered())
        return "";
    const auto &port = board.found.port;
    const std::string usb = port && !port->product.empty() ? " (" + port->product + ")" : "";
    const bool isAgent = board.state->profile.kind == fleet::ProfileKind::Agent;
    if (board.state->port != fleet::PortState::Open)
        return "not connected yet";
    return fmt::format("open{}, {}", usb,
                       isAgent ? "no agent answered"
                               : "stock firmware shows itself when it restarts");
}

void addRow(TextTable &table, const Listed &board, const std::vector<std::string> &ours)
{
    const std::string note = noteOf(board);
    if (const BoardIdentity *identity = board.identity()) {
        std::string bench = board.bench();
        if (!board.tags().empty())
            bench += fmt::format("{}[{}]", bench.empty() ? "" : " ", fmt::join(board.tags(), ", "));
        const std::string place = board.place();
        table.add({nameOf(board), identity->mac, identity->chip,
                   identity->project + " " + identity->version, identity->slot, identity->slotState,
                   slotsText(*identity), casText(*identity, ours), bench,
                   place.empty() ? board.found.address : place});
        if (!note.empty())
            table.addNote("", note);
        return;
    }
    table.addNote(nameOf(board), note);
}

/// The boards that were asked for: named, of a bench, with a tag, or all there are.
Result<std::vector<Listed>> choose(const BoardsArguments &arguments, const BoardFinder &finder)
{
    std::vector<Listed> chosen;
    for (const std::string &text : arguments.boards) {
        auto found = finder.find(text);
        if (!found)
            return tl::unexpected(found.error());
        found->isAttached = true; // the port's own error says why it is not
        chosen.push_back({*std::move(found), {}});
    }
    if (!arguments.boards.empty())
        return chosen;
    for (const FoundBoard &found : finder.all()) {
        const std::string bench = found.record ? found.record->bench : "";
        const bool hasTag = found.record && std::ranges::find(found.record->tags, arguments.tag) !=
                                                found.record->tags.end();
        if ((arguments.bench.empty() || bench == arguments.bench) &&
            (arguments.tag.empty() || hasTag))
            chosen.push_back({found, {}});
    }
    return chosen;
}

void runBoards(Context &context, const BoardsArguments &arguments)
{
    const auto kind = fleet::profileFromName(arguments.profile);
    if (!kind)
        return context.failed(
            Error{ErrorCode::InvalidArgument,
                  "--profile " + arguments.profile + " is none: give agent, stdin or console",
                  {}});
    const auto finder = BoardFinder::now(context.paths);
    if (!finder)
        return context.failed(finder.error());
    auto boards = choose(arguments, *finder);
    if (!boards)
        return context.failed(boards.error());
    if (boards->empty())
        return context.output.line(
            arguments.bench.empty() && arguments.tag.empty()
                ? std::string(
                      "no serial port on this computer: plug a board in, or name one with --board")
                : fmt::format("no board {}{}{}{}",
                              arguments.bench.empty() ? "" : "is on the bench " + arguments.bench,
                              arguments.bench.empty() || arguments.tag.empty() ? "" : " and ",
                              arguments.tag.empty() ? "" : "has the tag " + arguments.tag,
                              "; otabench-cli boards lists them all"));
    LabSession session;
    if (const auto opened = session.open({.paths = context.paths, .keepHistory = false}); !opened)
        return context.failed(opened.error());
    std::vector<std::string> addresses;
    for (const Listed &board : *boards) {
        if (board.found.isAttached)
            addresses.push_back(board.found.address);
    }
    const auto states = identifyBoards(session, addresses, {.kind = *kind});
    const auto ours = labCas(context.paths);
    TextTable table(
        {"board", "MAC", "chip", "runs", "slot", "state", "slots", "CAs", "bench", "place"});
    for (Listed &board : *boards) {
        if (const auto state = states.find(board.found.address); state != states.end())
            board.state = state->second;
        context.output.json(toJson(board));
        addRow(table, board, ours);
        // A port that was named and cannot be had is a failure; one that was merely found is news.
        if (board.state && board.state->portError && !arguments.boards.empty())
            context.exitStatus = 1;
    }
    table.print(context.output);
}

} // namespace

void addBoardsCommand(CLI::App &app, Context &context)
{
    CLI::App *command = app.add_subcommand("boards", "The ports, and what is known of each board");
    const auto arguments = std::make_shared<BoardsArguments>();
    command
        ->add_option("--board", arguments->boards,
                     "which board, by address, MAC or label; without it every serial port of "
                     "this computer and every board that is known")
        ->type_name("BOARD");
    command->add_option("--bench", arguments->bench, "only the boards on this bench");
    command->add_option("--tag", arguments->tag, "only the boards with this tag");
    command->add_option("--profile", arguments->profile, "agent (asks the board), stdin or console")
        ->check(CLI::IsMember({"agent", "stdin", "console"}))
        ->capture_default_str();
    addBoardNamingCommands(*command, context);
    addBoardControlCommands(*command, context);
    command->require_subcommand(0, 1);
    command->callback([&context, arguments, command] {
        if (command->get_subcommands().empty())
            runBoards(context, *arguments);
    });
}

} // namespace otabench::cli
