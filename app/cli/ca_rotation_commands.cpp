#include "commands.h"

#include "certificate_options.h"
#include "certificate_output.h"
#include "certificates/overview.h"
#include "certificates/store.h"
#include "certificates/trust_book.h"
#include "passphrase.h"

#include <fmt/format.h>

#include <algorithm>
#include <memory>

namespace otabench::cli {
namespace {

using certificates::BoardTrust;
using certificates::KnownCa;
using certificates::Store;
using certificates::TrustBook;
using nlohmann::ordered_json;

Store storeOf(const Context &context)
{
    return Store(context.paths.certificates(), caPassphrase(context));
}

void runRotate(Context &context, const std::string &keyName, const ValidityArguments &validity)
{
    Store store = storeOf(context);
    const auto key = keyName.empty() ? certificates::successorKey(store)
                                     : certificates::keyTypeFromName(keyName);
    if (!key)
        return context.failed(key.error());
    const auto dates = validityOf(validity);
    if (!dates)
        return context.failed(dates.error());
    const auto next = store.rotate(*key, *dates);
    if (!next)
        return context.failed(next.error());
    const auto summary = certificates::summarize(next->certificatePem());
    if (!summary)
        return context.failed(summary.error());
    auto json = toJson(summary->front());
    json["file"] = (store.folder() / "ca.pem").string();
    json["previous_file"] = (store.folder() / "previous.pem").string();
    context.output.json(json);
    printSummary(context.output, summary->front());
    context.output.line(
        "Boards may trust either CA now. Each board with the agent is sent both with its next "
        "update; firmware with a CA built in needs the new one (otabench-cli ca export). Look with "
        "otabench-cli ca list; when every board trusts the new CA: otabench-cli ca retire");
}

std::string trustText(const BoardTrust &board, const std::vector<KnownCa> &cas)
{
    std::string text;
    for (const KnownCa &ca : cas) {
        if (board.trusts(ca.summary.sha256))
            text += fmt::format("{}{}", text.empty() ? "" : ", ", name(ca.state));
    }
    const auto known = std::ranges::count_if(
        cas, [&](const KnownCa &ca) { return board.trusts(ca.summary.sha256); });
    const auto others = static_cast<std::ptrdiff_t>(board.cas.size()) - known;
    if (others > 0)
        text += fmt::format("{}{} of another lab", text.empty() ? "" : ", ", others);
    return text.empty() ? "none" : text;
}

ordered_json boardJson(const BoardTrust &board, const std::vector<KnownCa> &cas)
{
    auto trusts = ordered_json::array();
    for (const KnownCa &ca : cas) {
        if (board.trusts(ca.summary.sha256))
            trusts.push_back(name(ca.state));
    }
    return {{"mac", board.mac},
            {"board", board.address},
            {"seen", isoTime(board.seen)},
            {"trusts", trusts},
            {"cas", board.cas}};
}

void runList(Context &context)
{
    const Store store = storeOf(context);
    if (const auto current = store.authorityPem(); !current)
        return context.failed(current.error());
    const auto boards = TrustBook(store.folder()).boards();
    if (!boards)
        return context.failed(boards.error());
    const auto cas = certificates::knownCas(store);
    for (const KnownCa &ca : cas) {
        const auto trusting = std::ranges::count_if(
            *boards, [&](const BoardTrust &board) { return board.trusts(ca.summary.sha256); });
        auto json = toJson(ca.summary);
        json["state"] = name(ca.state);
        json["file"] = ca.file.string();
        json["boards_known"] = boards->size();
        json["boards_trusting"] = trusting;
        json["boards"] = ordered_json::array();
        for (const BoardTrust &board : *boards) {
            if (board.trusts(ca.summary.sha256))
                json["boards"].push_back(board.mac);
        }
        context.output.json(json);
        context.output.line(fmt::format("{:<9} {}  {}, until {}, trusted by {} of {} known boards",
                                        name(ca.state), ca.summary.sha256.substr(0, 16),
                                        ca.summary.commonName, isoTime(ca.summary.notAfter),
                                        trusting, boards->size()));
    }
    if (!boards->empty())
        context.output.line("Boards:");
    for (const BoardTrust &board : *boards) {
        context.output.json({{"known_board", boardJson(board, cas)}});
        context.output.line(
            fmt::format("  {}  {:<24} trusts {}", board.mac, board.address, trustText(board, cas)));
    }
}

void runRetire(Context &context, bool force)
{
    Store store = storeOf(context);
    const auto retired = store.retire(force ? Store::Retire::ByForce : Store::Retire::WhenTrusted);
    if (!retired)
        return context.failed(retired.error());
    context.output.json({{"retired", true}, {"forced", force}});
    context.output.line("The first CA is retired: boards that trust it yet are told to forget it "
                        "with their next update.");
}

void runForget(Context &context, const std::string &given)
{
    const auto mac = certificates::parseMac(given);
    if (!mac)
        return context.failed(mac.error());
    if (const auto done = TrustBook(context.paths.certificates()).forget(*mac); !done)
        return context.failed(done.error());
    context.output.json({{"forgotten", *mac}});
    context.output.line(fmt::format("{} no longer counts.", *mac));
}

} // namespace

void addCaRotationCommands(CLI::App &group, Context &context)
{
    struct RotateArguments
    {
        std::string key; ///< empty: of the present CA's type
        ValidityArguments validity;
    };

    CLI::App *rotate =
        group.add_subcommand("rotate", "Set a second CA beside the first, of the same name");
    const auto arguments = std::make_shared<RotateArguments>();
    addKeyOption(*rotate, arguments->key);
    rotate->get_option("--key")->default_str("as the present CA's");
    addValidityOptions(*rotate, arguments->validity);
    addPassphraseOption(*rotate, context);
    rotate->callback(
        [&context, arguments] { runRotate(context, arguments->key, arguments->validity); });

    group.add_subcommand("list", "The CAs, and which board trusts which")->callback([&context] {
        runList(context);
    });

    CLI::App *retire = group.add_subcommand(
        "retire", "End a rotation: the first CA goes when every known board trusts the second");
    const auto force = std::make_shared<bool>(false);
    retire->add_flag("--force", *force, "also while boards do not trust the second yet");
    retire->callback([&context, force] { runRetire(context, *force); });

    CLI::App *forget =
        group.add_subcommand("forget-board", "A board that is gone no longer holds a rotation up");
    const auto mac = std::make_shared<std::string>();
    forget->add_option("MAC", *mac, "as ca list shows it")->required();
    forget->callback([&context, mac] { runForget(context, *mac); });
}

} // namespace otabench::cli
