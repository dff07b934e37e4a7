#include "plan_report.h"

namespace otabench::cli {
namespace {

using fleet::Verdict;
using nlohmann::ordered_json;

std::string remark(const fleet::PlannedBoard &board, const fleet::CampaignPreview &preview)
{
    if (board.reason)
        return board.reason->text;
    switch (board.verdict) {
    case Verdict::Update: {
        std::string text =
            fmt::format("{} in {} to {}", board.fromVersion, board.fromSlot, preview.version);
        if (!board.toSlot.empty())
            text += " in " + board.toSlot;
        for (const std::string &warning : board.warnings)
            text += fmt::format("; note: {}", warning);
        return text;
    }
    case Verdict::Skip:
        return fmt::format("runs this image already ({} in {})", board.fromVersion, board.fromSlot);
    default:
        return "tells what it runs only when it is restarted for its update";
    }
}

void printBoard(const fleet::PlannedBoard &board, const fleet::CampaignPreview &preview,
                const StoppableOutput &output)
{
    ordered_json line = {{"board", board.board},   {"plan", name(board.verdict)},
                         {"wave", board.wave},     {"from", board.fromVersion},
                         {"slot", board.fromSlot}, {"to", preview.version},
                         {"to_slot", board.toSlot}};
    line["reason"] = board.reason ? ordered_json(name(board.reason->code)) : ordered_json();
    if (board.reason)
        line["detail"] = board.reason->text;
    if (!board.warnings.empty())
        line["warnings"] = board.warnings;
    output.json(line);
    if (!output.isJson())
        output.line(fmt::format("{:<12} {:<8} wave {:<2} {}", board.name, name(board.verdict),
                                board.wave, remark(board, preview)));
}

} // namespace

void printPreview(const fleet::CampaignPreview &preview, const StoppableOutput &output)
{
    for (const fleet::PlannedBoard &board : preview.boards)
        printBoard(board, preview, output);
    output.json({{"event", "plan"},
                 {"image", preview.imageFile},
                 {"sha256", preview.sha256},
                 {"project", preview.project},
                 {"version", preview.version},
                 {"waves", preview.waves},
                 {"update", preview.count(Verdict::Update)},
                 {"skip", preview.count(Verdict::Skip)},
                 {"blocked", preview.count(Verdict::Blocked)},
                 {"unknown", preview.count(Verdict::Unknown)}});
    std::string text =
        fmt::format("{} to update, {} to skip, {} blocked", preview.count(Verdict::Update),
                    preview.count(Verdict::Skip), preview.count(Verdict::Blocked));
    if (const auto unknown = preview.count(Verdict::Unknown); unknown != 0)
        text += fmt::format(", {} not known yet", unknown);
    output.line(text + fmt::format("; {} {}. Nothing was changed.", preview.waves,
                                   preview.waves == 1 ? "wave" : "waves"));
}

} // namespace otabench::cli
