#include "commands.h"

#include "board_identities.h"
#include "serial/ports.h"

#include <algorithm>
#include <map>
#include <memory>

namespace otabench::cli {
namespace {

using fleet::BoardState;

struct BoardsArguments
{
    std::vector<std::string> boards;
    std::string profile = "agent";
};

/// The ports of this computer by address, as far as their USB side is known.
std::map<std::string, serial::PortDescription> describedPorts(Context &context)
{
    std::map<std::string, serial::PortDescription> ports;
    auto listed = serial::listPorts();
    if (!listed) {
        context.failed(listed.error());
        return ports;
    }
    for (serial::PortDescription &port : *listed)
        ports.emplace(port.address.toString(), std::move(port));
    return ports;
}

nlohmann::ordered_json toJson(const BoardState &board, const serial::PortDescription *port)
{
    nlohmann::ordered_json line = {{"board", board.id}, {"name", board.name}};
    line["open"] = board.port == fleet::PortState::Open;
    if (board.portError) {
        line["reason"] = name(board.portError->code);
        line["detail"] = board.portError->text;
    }
    if (port && port->usbVendor)
        line["usb"] = {{"vendor", *port->usbVendor},
                       {"product", port->usbProduct.value_or(0)},
                       {"serial", port->usbSerial},
                       {"path", port->usbPath}};
    line["answered"] = board.identity.has_value();
    if (!board.identity)
        return line;
    const fleet::BoardIdentity &identity = *board.identity;
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
    return line;
}

std::string toRow(const BoardState &board, const serial::PortDescription *port)
{
    if (board.portError)
        return fmt::format("{:<20} {}", board.name, board.portError->text);
    if (!board.identity) {
        const bool isAgent = board.profile.kind == fleet::ProfileKind::Agent;
        const std::string usb = port && !port->product.empty() ? " (" + port->product + ")" : "";
        return fmt::format("{:<20} open{}, {}", board.name, usb,
                           isAgent ? "no agent answered"
                                   : "stock firmware shows itself when it restarts");
    }
    const fleet::BoardIdentity &identity = *board.identity;
    return fmt::format("{:<20} {:<17} {:<8} {:<24} {:<8} {}", board.name, identity.mac,
                       identity.chip, identity.project + " " + identity.version, identity.slot,
                       identity.slotState);
}

void runBoards(Context &context, const BoardsArguments &arguments)
{
    const auto kind = fleet::profileFromName(arguments.profile);
    if (!kind)
        return context.failed(
            Error{ErrorCode::InvalidArgument,
                  "--profile " + arguments.profile + " is none: give agent, stdin or console",
                  {}});
    const auto ports = describedPorts(context);
    std::vector<std::string> boards = arguments.boards;
    if (boards.empty()) {
        for (const auto &[address, port] : ports)
            boards.push_back(address);
    }
    if (boards.empty())
        return context.output.line("no serial port on this computer: plug a board in, or name one "
                                   "with --board");
    LabSession session;
    if (const auto opened = session.open({.paths = context.paths, .keepHistory = false}); !opened)
        return context.failed(opened.error());
    const auto states = identifyBoards(session, boards, {.kind = *kind});
    context.output.line(fmt::format("{:<20} {:<17} {:<8} {:<24} {:<8} {}", "board", "MAC", "chip",
                                    "runs", "slot", "state"));
    for (const std::string &address : boards) {
        const auto state = states.find(address);
        if (state == states.end())
            continue;
        const auto port = ports.find(address);
        const serial::PortDescription *description = port == ports.end() ? nullptr : &port->second;
        context.output.json(toJson(state->second, description));
        context.output.line(toRow(state->second, description));
        // A port that was named and cannot be had is a failure; one that was merely found is news.
        if (state->second.portError && !arguments.boards.empty())
            context.exitStatus = 1;
    }
}

} // namespace

void addBoardsCommand(CLI::App &app, Context &context)
{
    CLI::App *command = app.add_subcommand("boards", "The ports, and what is known of each board");
    const auto arguments = std::make_shared<BoardsArguments>();
    command->add_option("--board", arguments->boards,
                        "where a board is; every serial port of this computer without it");
    command->add_option("--profile", arguments->profile, "agent (asks the board), stdin or console")
        ->check(CLI::IsMember({"agent", "stdin", "console"}))
        ->capture_default_str();
    command->callback([&context, arguments] { runBoards(context, *arguments); });
}

} // namespace otabench::cli
